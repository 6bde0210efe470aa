package edition

func wordsOfTimes() map[string]phrase {
	return map[string]phrase{
		"time.captured":   {"Made", "صُنع", "Réalisé"},
		"time.occurred":   {"Happened", "حدث", "Survenu"},
		"time.published":  {"Published", "نُشر", "Publié"},
		"time.received":   {"Received", "ورد", "Reçu"},
		"time.registered": {"Registered", "قُيّد", "Inscrit"},
		"time.recorded":   {"Recorded", "سُجّل", "Recueilli"},
		"time.made":       {"Made", "أُنجز", "Réalisé"},
		"time.other":      {"Time", "الوقت", "Date"},
		"time.says":       {"according to", "بحسب", "selon"},
		"language.ar":     {"Arabic", "العربية", "arabe"},
		"language.en":     {"English", "الإنجليزية", "anglais"},
		"language.fr":     {"French", "الفرنسية", "français"},
		"language.de":     {"German", "الألمانية", "allemand"},
		"language.es":     {"Spanish", "الإسبانية", "espagnol"},
		"language.ku":     {"Kurdish", "الكردية", "kurde"},
		"language.tr":     {"Turkish", "التركية", "turc"},
		"language.ru":     {"Russian", "الروسية", "russe"},
		"language.fa":     {"Persian", "الفارسية", "persan"},
		"map.precision":   {"within about", "ضمن نحو", "à environ"},
		"map.alt":         {"Map; the places on it are listed beside it", "خريطة؛ أماكنها مذكورة إلى جانبها", "Carte ; ses lieux sont énumérés à côté"},
		"map.none":        {"Nothing on this site has a position.", "لا شيء في هذا الموقع له موقع جغرافي.", "Rien sur ce site n’a de position."},
		"km":              {"km", "كم", "km"},
		"metres":          {"m", "م", "m"},

		"custody.exhibit.entered":     {"entered in the register", "قُيّد في السجل", "inscrit au registre"},
		"custody.testimony.recorded":  {"told, and entered in the register", "رُوي وقُيّد في السجل", "raconté et inscrit au registre"},
		"custody.statement.recorded":  {"entered in the register", "قُيّد في السجل", "inscrit au registre"},
		"custody.description.revised": {"described", "وُصف", "décrit"},
		"custody.fixity.checked":      {"found to be as it was entered", "تبيّن أنه كما قُيّد", "trouvé tel qu’il fut inscrit"},
		"custody.commitment.made":     {"committed to, so that a redacted copy can be proved", "أُثبّت بحيث يمكن البرهنة على نسخة محجوبة منه", "engagé, afin qu’une copie caviardée puisse être prouvée"},
		"custody.redaction.made":      {"a redacted copy was made", "صُنعت نسخة محجوبة", "une copie caviardée fut faite"},
		"custody.other":               {"something was done that is entered in the register", "جرى شيء مقيّد في السجل", "un acte inscrit au registre"},
	}
}
