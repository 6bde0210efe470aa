package desk

// wordsOfSayings is what the interface says of findings, by their codes: of a proof
// against its photo, and of a file that contradicts itself.
func wordsOfSayings() map[string]phrase {
	return map[string]phrase{
		"beside.near":     {"agrees, within the accuracy that is claimed", "متفق، ضمن الدقة المدّعاة"},
		"beside.differs":  {"a file and its proof differ", "الملف ودليله مختلفان"},
		"beside.onesided": {"only one of a file and its proof says anything", "واحد فقط من الملف ودليله يذكر شيئاً"},

		"c2pa.valid.nameless": {"Unchanged since it was signed by somebody whose certificate gives no name, not on a trusted list.", "لم يتغير منذ وقّعه من لا تذكر شهادته اسماً، وهو غير مدرج في قائمة موثوقة."},
		"c2pa.invalid":        {"The Content Credentials are not valid.", "بيانات اعتماد المحتوى غير صحيحة."},
		"c2pa.unchecked":      {"The Content Credentials could not be checked.", "تعذّر فحص بيانات اعتماد المحتوى."},
		"saying.c2pa":         {"Unchanged since it was signed by “{1}”, not on a trusted list.", "لم يتغير منذ وقّعه «{1}»، وهو غير مدرج في قائمة موثوقة."},

		"saying.hash-none":             {"The proof gives no hash, so nothing ties it to the photo.", "لا يذكر الدليل بصمة، فلا شيء يربطه بالصورة."},
		"saying.hash-unknown":          {"The proof gives a hash by {1}, which was not computed of the photo.", "يذكر الدليل بصمة بخوارزمية {1} لم تُحسب للصورة."},
		"saying.hash-same":             {"The photo has the {1} that the proof gives.", "للصورة بصمة {1} التي يذكرها الدليل."},
		"saying.hash-weak":             {"The photo has the {1} that the proof gives. Two files can be made to share one.", "للصورة بصمة {1} التي يذكرها الدليل. ويمكن اصطناع ملفين لهما البصمة نفسها."},
		"saying.hash-differs":          {"The photo does not have the {1} that the proof gives: the proof is of another file, or one of the two was changed.", "ليست للصورة بصمة {1} التي يذكرها الدليل: فإما أن الدليل لملف آخر أو أن أحدهما تغيّر."},
		"saying.name-neither":          {"Neither gives a file name.", "لا يذكر أيٌّ منهما اسم ملف."},
		"saying.name-only-photo":       {"The proof gives no file name.", "لا يذكر الدليل اسم ملف."},
		"saying.name-only-proof":       {"The photo has no file name.", "ليس للصورة اسم ملف."},
		"saying.name-same":             {"The photo has the file name that the proof gives.", "للصورة اسم الملف الذي يذكره الدليل."},
		"saying.name-differs":          {"The photo has another file name than the proof gives.", "اسم ملف الصورة غير الذي يذكره الدليل."},
		"saying.place-neither":         {"Neither the proof nor the photo gives a position.", "لا يذكر الدليل ولا الصورة موقعاً."},
		"saying.place-only-photo":      {"The photo gives a position and the proof gives none.", "تذكر الصورة موقعاً ولا يذكر الدليل."},
		"saying.place-only-proof":      {"The proof gives a position and the photo gives none.", "يذكر الدليل موقعاً ولا تذكر الصورة."},
		"saying.places-same":           {"The two positions are the same.", "الموقعان متطابقان."},
		"saying.places-near":           {"The two positions are {1} apart, within the accuracy of {2} that the proof claims.", "بين الموقعين {1}، ضمن الدقة التي يدّعيها الدليل وهي {2}."},
		"saying.places-near-unclaimed": {"The two positions are {1} apart, taken as near because no accuracy over {2} is claimed.", "بين الموقعين {1}، وعُدّا قريبين إذ لا تُدّعى دقة تزيد على {2}."},
		"saying.places-far":            {"The two positions are {1} apart, further than {2}.", "بين الموقعين {1}، أبعد من {2}."},
		"saying.time-neither":          {"Neither the proof nor the photo gives a time.", "لا يذكر الدليل ولا الصورة وقتاً."},
		"saying.time-only-photo":       {"The photo gives a time and the proof gives none.", "تذكر الصورة وقتاً ولا يذكر الدليل."},
		"saying.time-only-proof":       {"The proof gives a time and the photo gives none.", "يذكر الدليل وقتاً ولا تذكر الصورة."},
		"saying.times-apart":           {"The proof's time of the file's {1} and the photo's time of capture are {2} apart.", "بين وقت {1} في الدليل ووقت الالتقاط في الصورة {2}."},
		"saying.times-fit":             {"The proof's time of the file's {1} and the photo's time of capture fit if the clock without an offset was at UTC{2}.", "يتفق وقت {1} في الدليل ووقت الالتقاط في الصورة إن كانت الساعة التي لا تذكر منطقتها على UTC{2}."},
		"saying.times-differ":          {"The proof's time of the file's {1} and the photo's time of capture differ whatever the offset of the clock that gives none.", "يختلف وقت {1} في الدليل عن وقت الالتقاط في الصورة أياً كانت منطقة الساعة التي لا تذكرها."},
		"saying.proof-before":          {"The proof was made {1} before the file's {2}.", "أُنشئ الدليل قبل {2} بمقدار {1}."},
		"saying.place-stale":           {"The position was measured {1} away from the file's {2}, so it may be of another place.", "قيس الموقع بفارق {1} عن {2}، فقد يكون لمكان آخر."},

		"saying.other-day":      {"not the same day", "ليس اليوم نفسه"},
		"saying.days":           {"{1} days apart", "الفارق بالأيام {1}"},
		"saying.hours":          {"{1} h {2} min apart", "الفارق {1} س {2} د"},
		"saying.minutes":        {"{1} min {2} s apart", "الفارق {1} د {2} ث"},
		"saying.no-zone":        {"no time zone explains it", "لا تفسّره أي منطقة زمنية"},
		"saying.other-zone":     {"one of the two may be in another time zone", "قد يكون أحدهما في منطقة زمنية أخرى"},
		"saying.weeks":          {"the satellites' weeks were counted wrong, as receivers do after 1,024 of them", "عُدّت أسابيع الأقمار خطأً كما تفعل المستقبِلات بعد كل \u200e1024\u200e أسبوعاً"},
		"saying.sent-before":    {"by its name it was sent before it was made", "بحسب اسمه أُرسل قبل إنشائه"},
		"saying.changed-before": {"it was changed before it was made", "عُدّل قبل إنشائه"},
		"saying.metres":         {"{1} m apart", "الفارق {1} م"},
		"saying.scaled":         {"it was scaled or cropped after EXIF was written", "غُيّر حجمه أو قُصّ بعد كتابة EXIF"},

		"machine.creation":            {"creation", "إنشاء الملف"},
		"machine.last change":         {"last change", "آخر تغيير للملف"},
		"machine.making of the proof": {"making of the proof", "إنشاء الدليل"},
	}
}
