package example

import (
	"sijill.example/sijill"
	"sijill.example/sijill/description"
)

// descriptions are what people would say of the pictures, by name. Fields come in
// pairs of name and value. That a post carries a false date is said in words and by
// claims: it is not the date on which it was published.
func descriptions() map[string][]description.Change {
	said := map[string][]string{
		streetPicture: {"title_en", "A street after the shelling (drawn)", "title_ar", "شارع بعد القصف (رسم)", "title_fr", "Une rue après le bombardement (dessin)",
			"occurred_at", "2016-11-29~", "place_shown", "Al-Ansari al-Sharqi", "place_shown_ar", "الأنصاري الشرقي", "place_shown_fr", "Al-Ansari al-Sharqi", "latitude", "36.1846", "longitude", "37.1372", "precision_m", "250"},
		duskPicture: {"title_en", "The street at dusk (drawn)", "title_ar", "الشارع وقت الغروب (رسم)", "title_fr", "La rue au crépuscule (dessin)",
			"occurred_at", "2016-11-29", "place_shown", "Al-Ansari al-Sharqi", "place_shown_ar", "الأنصاري الشرقي", "place_shown_fr", "Al-Ansari al-Sharqi"},
		queuePicture: {"title_en", "A queue for water (drawn)", "title_ar", "طابور للماء (رسم)", "title_fr", "File d'attente pour l'eau (dessin)",
			"occurred_at", "2016-11-30", "place_shown", "Al-Ansari al-Sharqi", "place_shown_ar", "الأنصاري الشرقي", "place_shown_fr", "Al-Ansari al-Sharqi"},
		hospitalPicture: {"title_en", "The closed front of a hospital (drawn)", "title_ar", "واجهة مستشفى مغلق (رسم)", "title_fr", "La façade fermée d'un hôpital (dessin)",
			"occurred_at", "2016-11-20", "place_shown", "Eastern Aleppo", "place_shown_ar", "حلب الشرقية", "place_shown_fr", "Alep-Est"},
		convoyPicture: {"title_en", "Buses in the snow (drawn)", "title_ar", "حافلات في الثلج (رسم)", "title_fr", "Des bus dans la neige (dessin)",
			"occurred_at", "2016-12-21", "place_shown", "Al-Ramouseh", "place_shown_ar", "الراموسة", "place_shown_fr", "Al-Ramouseh"},
		alleyPicture: {"title_en", "Bags in an alley (drawn)", "title_ar", "حقائب في زقاق (رسم)", "title_fr", "Des sacs dans une ruelle (dessin)",
			"occurred_at", "2016-11-30", "place_shown", "Jibb al-Qubbah", "place_shown_ar", "جب القبة", "place_shown_fr", "Jibb al-Qubbah"},
		courtyardPicture: {"title_en", "A courtyard (drawn)", "title_ar", "فناء بيت (رسم)", "occurred_at", "2016-12-03"},
		roofsPicture: {"title_en", "Smoke over roofs (drawn)", "title_ar", "دخان فوق السطوح (رسم)", "title_fr", "De la fumée au-dessus des toits (dessin)",
			"occurred_at", "2016-11-29~", "place_shown", "Eastern Aleppo", "place_shown_ar", "حلب الشرقية", "place_shown_fr", "Alep-Est"},
		forwardedPicture: {"title_en", "The street as a channel passed it on, dated 26 November (drawn)", "title_ar", "الشارع كما تناقلته قناة بتاريخ ٢٦ تشرين الثاني (رسم)", "title_fr", "La rue telle qu'une chaîne l'a diffusée, datée du 26 novembre (dessin)",
			"published_at", "2016-11-30", "occurred_at", "2016-11-29~"},
		breakingPicture: {"title_en", "A part of a street, dated 26 November by its post (drawn)", "title_ar", "جزء من شارع يؤرخه منشوره بـ٢٦ تشرين الثاني (رسم)", "title_fr", "Une partie d'une rue, datée du 26 novembre par sa publication (dessin)", "published_at", "2016-11-30"},
		againPicture:    {"title_en", "The street, passed on once more (drawn)", "title_ar", "الشارع وقد أُعيد نشره مرة أخرى (رسم)", "title_fr", "La rue, diffusée une fois de plus (dessin)", "published_at", "2016-12-01"},
		"log.ar.txt":    {"title_en", "Example: a page of a clinic's log", "title_ar", "مثال: صفحة من سجل عيادة", "occurred_at", "2016-11-18"},
		"note.en.txt":   {"title_en", "Example: a note with the pictures, in English", "title_ar", "مثال: ملاحظة مرفقة بالصور، بالإنكليزية"},
		"note.ar.txt":   {"title_en", "Example: a note with the pictures", "title_ar", "مثال: ملاحظة مرفقة بالصور"},
	}
	out := map[string][]description.Change{}
	for name, pairs := range said {
		for i := 0; i < len(pairs); i += 2 {
			out[name] = append(out[name], description.Change{Field: pairs[i], Value: pairs[i+1]})
		}
	}
	return out
}

// redactedRelease are the terms on which the copy of the queue is released.
func redactedRelease() []sijill.Field {
	return []sijill.Field{
		{Name: "form", Value: redactedForm},
		{Name: "alt_en", Value: "A drawn street; where people stood in a queue, blocks of one colour."},
		{Name: "alt_ar", Value: "شارع مرسوم؛ وحيث وقف الناس في طابور مربعات من لون واحد."},
		{Name: "alt_fr", Value: "Une rue dessinée ; là où des gens faisaient la queue, des carrés d'une seule couleur."},
		{Name: "context_fr", Value: "Dessinée pour cet exemple. On n'a pas demandé aux gens de la file, ils ne sont donc pas montrés ; il est prouvé que tout le reste est inchangé."},
		{Name: "context_en", Value: "Drawn for this example. The people in the queue were not asked, so they are not shown; everything else is proved to be unchanged."},
		{Name: "context_ar", Value: "رُسمت لهذا المثال. لم يُسأل من في الطابور فلم يظهروا؛ وكل ما عدا ذلك مثبت أنه لم يتغير."},
	}
}

// redactedForm is the form in which a redacted copy is released.
const redactedForm = "copy"
