package edition

import "maps"

// words is the table of everything that the interface says, in every language.
func words() map[string]phrase {
	all := wordsOfPages()
	for _, more := range []map[string]phrase{wordsOfThings(), wordsOfClaims(), wordsOfTimes(), wordsOfInformation(), wordsOfLosses(), wordsOfChecks()} {
		maps.Copy(all, more)
	}
	return all
}

func wordsOfPages() map[string]phrase {
	return map[string]phrase{
		"skip":         {"Skip to the content", "انتقل إلى المحتوى", "Aller au contenu"},
		"nav":          {"Main pages", "الصفحات الرئيسية", "Pages principales"},
		"nav.foot":     {"About this site", "عن هذا الموقع", "À propos de ce site"},
		"nav.lang":     {"Language", "اللغة", "Langue"},
		"home":         {"Home", "الصفحة الأولى", "Accueil"},
		"timeline":     {"Timeline", "الخط الزمني", "Chronologie"},
		"map":          {"Map", "الخريطة", "Carte"},
		"search":       {"Search", "بحث", "Recherche"},
		"check":        {"Check a picture or a quotation", "تحقق من صورة أو اقتباس", "Vérifier une image ou une citation"},
		"register":     {"How to check all this", "كيف يمكن التحقق من كل هذا", "Comment vérifier tout cela"},
		"about":        {"About", "من نحن", "À propos"},
		"terms":        {"Terms of use", "شروط الاستخدام", "Conditions d’utilisation"},
		"privacy":      {"Privacy", "الخصوصية", "Confidentialité"},
		"surrender":    {"What a compromise surrenders", "ماذا يكشف الاختراق", "Ce que livrerait une compromission"},
		"feed":         {"New on this site", "الجديد في الموقع", "Nouveautés du site"},
		"self.ar":      {"العربية", "العربية", "العربية"},
		"self.en":      {"English", "English", "English"},
		"self.fr":      {"Français", "Français", "Français"},
		"comma":        {", ", "، ", ", "},
		"colon":        {": ", ": ", " : "},
		"semicolon":    {"; ", "؛ ", " ; "},
		"words":        {"Words to find", "كلمات البحث", "Mots à chercher"},
		"everything":   {"Everything", "الكل", "Tout"},
		"more":         {"More", "المزيد", "Plus"},
		"all":          {"Show all", "عرض الكل", "Tout afficher"},
		"next":         {"Next page", "الصفحة التالية", "Page suivante"},
		"previous":     {"Previous page", "الصفحة السابقة", "Page précédente"},
		"pageof":       {"Page", "صفحة", "Page"},
		"pages":        {"Pages of this list", "صفحات هذه القائمة", "Pages de cette liste"},
		"nothing":      {"There is nothing here yet.", "لا يوجد شيء هنا بعد.", "Il n’y a encore rien ici."},
		"what.this.is": {"Testimonies, photographs and documents, each with who said it, in which words, on what basis, and what agrees with it and what contradicts it.", "شهادات وصور ووثائق، مع كل منها: مَن قالها، وبأي كلمات، وعلى أي أساس، وما يؤيدها وما يناقضها.", "Des témoignages, des photographies et des documents, avec pour chacun : qui le dit, dans quels mots, sur quelle base, ce qui le confirme et ce qui le contredit."},
		"home.how":     {"Every quotation, picture and figure on these pages leads to where it comes from, and anyone can check that it was not altered since.", "كل اقتباس وصورة ورقم في هذه الصفحات يقود إلى مصدره، ويستطيع أي شخص أن يتحقق من أنه لم يُبدَّل منذ ذلك الحين.", "Chaque citation, image et chiffre de ces pages mène à sa source, et chacun peut vérifier que rien n’a été altéré depuis."},
		"home.latest":  {"Latest dispatches", "أحدث التقارير", "Dernières dépêches"},
		"home.happens": {"Incidents", "الحوادث", "Incidents"},
		"home.voices":  {"In their own words", "بكلماتهم", "Dans leurs propres mots"},
		"home.works":   {"Bodies of work", "مجموعات الأعمال", "Ensembles d’œuvres"},
		"home.counts":  {"What is here", "ما يوجد هنا", "Ce qui se trouve ici"},
		"foot":         {"No third party learns that you read this. Nothing is recorded of who reads.", "لا يعلم أي طرف ثالث أنك تقرأ هذا. ولا يُسجَّل شيء عمّن يقرأ.", "Aucun tiers n’apprend que vous lisez ceci. Rien n’est enregistré des lecteurs."},

		"problem.404": {"This page is not here", "هذه الصفحة غير موجودة", "Cette page n’existe pas"},
		"problem.405": {"This cannot be done here", "لا يمكن فعل هذا هنا", "Cela n’est pas possible ici"},
		"problem.414": {"This address is too long", "هذا العنوان طويل جداً", "Cette adresse est trop longue"},
		"problem.500": {"Something went wrong", "حدث خطأ ما", "Une erreur s’est produite"},
		"problem.501": {"Only JSON is given here", "لا يُقدَّم هنا سوى JSON", "Seul JSON est fourni ici"},
		"problem.help": {"If you followed a link, what it led to may never have been public, or has another number. You can search for it or begin at the first page.",
			"إن وصلت إلى هنا عبر رابط، فقد يكون ما يشير إليه لم يُنشر قط، أو له رقم آخر. يمكنك البحث عنه أو البدء من الصفحة الأولى.",
			"Si vous avez suivi un lien, ce vers quoi il menait n’a peut-être jamais été public, ou porte un autre numéro. Vous pouvez le chercher ou commencer par la première page."},
		"withdrawn":     {"This was withdrawn", "سُحب هذا من النشر", "Ceci a été retiré"},
		"withdrawn.on":  {"It was on this site and was taken out on", "كان في هذا الموقع وأُزيل منه في", "Il se trouvait sur ce site et en a été retiré le"},
		"withdrawn.why": {"Nothing of it stays here but this mark. Somebody may have taken back what they agreed to, or the archive may have recalled it; the reason is not told here. That it was entered, and that it was taken out, stays in the register.", "لا يبقى هنا منه سوى هذه العلامة. ربما تراجع أحدهم عن موافقته، وربما سحبه الأرشيف نفسه؛ ولا يُذكر السبب هنا. ويبقى في السجل أنه قُيّد وأنه أُزيل.", "Il n’en reste ici que cette marque. Quelqu’un est peut-être revenu sur son accord, ou l’archive l’a peut-être rappelé ; la raison n’est pas dite ici. Le registre garde qu’il y fut inscrit et qu’il en fut retiré."},

		"search.none":         {"Nothing was found. Fewer or other words may find more.", "لم يُعثر على شيء. قد تجد كلماتٌ أقل أو أخرى أكثر.", "Rien n’a été trouvé. Moins de mots, ou d’autres, trouveront peut-être davantage."},
		"search.how":          {"Both words: school hospital. Side by side: \"water tank\". Either: school | hospital. Without: -word. Capital letters and accents make no difference.", "كلمتان معاً: مدرسة مستشفى. متجاورتان: \"خزان ماء\". إحداهما: مدرسة | مستشفى. من دون: -كلمة. ولا فرق بين أشكال الألف والتاء المربوطة والهاء، ولا أثر للحركات ولا لأل التعريف.", "Les deux mots : école hôpital. Côte à côte : \"eau potable\". L’un ou l’autre : école | hôpital. Sans : -mot. Majuscules et accents sont indifférents."},
		"search.filters":      {"Filters: kind:incident, place:aleppo, source:\"a group\", lang:ar, date:2016-11, from:2016-11-20, to:2016-12.", "مرشِّحات: مكان:حلب، مصدر:\"اسم\"، لغة:ar، تاريخ:\u200e2016-11\u200e، من:\u200e2016-11-20\u200e، إلى:\u200e2016-12\u200e.", "Filtres : kind:incident, place:alep, source:\"un groupe\", lang:ar, date:2016-11, from:2016-11-20, to:2016-12."},
		"search.filters.copy": {"This copy takes no filters but the kind (kind:incident).", "لا تقبل هذه النسخة من المرشِّحات سوى النوع (kind:incident).", "Cette copie n’accepte d’autre filtre que le type (kind:incident)."},
		"search.unread":       {"Not understood here, and left out", "لم يُفهم هذا هنا فتُرك", "Non compris ici, et laissé de côté"},
		"search.nofilter":     {"There is no such filter; its words were looked for", "لا يوجد مرشِّح كهذا، فبُحث عن كلماته", "Ce filtre n’existe pas ; ses mots ont été cherchés"},
		"search.found":        {"What was found", "ما عُثر عليه", "Résultats"},
		"search.kinds":        {"Only one kind", "نوع واحد فقط", "Un seul type"},
	}
}
