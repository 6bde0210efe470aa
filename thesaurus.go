package sijill

// Concept is a controlled word of a scheme (SKOS), in the languages of the pages.
type Concept struct {
	Word   string // as it stands in fields
	En, Ar string
	// Broader is the wider word of the same scheme, and "" for a widest one.
	Broader string
}

// Scheme gives the concepts of a thesaurus: acts, means, victims, actors or units.
// They are short lists of this archive's own, in the manner of the HURIDOCS
// micro-thesauri, and each has a word for what is not in it.
func Scheme(name string) []Concept {
	switch name {
	case "acts":
		return acts()
	case "means":
		return means()
	case "victims":
		return victims()
	case "actors":
		return actors()
	case "units":
		return units()
	}
	return nil
}

// SchemeNames lists the thesauri.
func SchemeNames() []string { return []string{"acts", "means", "victims", "actors", "units"} }

func acts() []Concept {
	return []Concept{
		{"killing", "killing", "قتل", ""},
		{"summary-execution", "summary execution", "إعدام ميداني", "killing"},
		{"massacre", "massacre", "مجزرة", "killing"},
		{"injury", "injury", "إصابة", ""},
		{"attack", "attack", "هجوم", ""},
		{"attack-on-civilians", "attack on civilians", "هجوم على مدنيين", "attack"},
		{"attack-on-health-care", "attack on health care", "هجوم على منشأة طبية", "attack"},
		{"attack-on-school", "attack on a school", "هجوم على مدرسة", "attack"},
		{"attack-on-rescuers", "attack on rescuers", "هجوم على المسعفين", "attack"},
		{"attack-on-aid", "attack on humanitarian aid", "هجوم على المساعدات الإنسانية", "attack"},
		{"attack-on-worship", "attack on a place of worship", "هجوم على دار عبادة", "attack"},
		{"attack-on-heritage", "attack on cultural heritage", "هجوم على موقع أثري", "attack"},
		{"attack-on-media", "attack on journalists", "هجوم على صحفيين", "attack"},
		{"repeated-strike", "repeated strike on those who come to help", "ضربة مزدوجة", "attack-on-rescuers"},
		{"arrest", "arrest", "توقيف", ""},
		{"arbitrary-detention", "arbitrary detention", "احتجاز تعسفي", "arrest"},
		{"enforced-disappearance", "enforced disappearance", "إخفاء قسري", "arrest"},
		{"hostage-taking", "hostage taking", "أخذ رهائن", "arrest"},
		{"torture", "torture", "تعذيب", ""},
		{"ill-treatment", "ill-treatment", "سوء معاملة", "torture"},
		{"sexual-violence", "sexual violence", "عنف جنسي", "torture"},
		{"recruitment-of-children", "recruitment of children", "تجنيد أطفال", ""},
		{"forcible-displacement", "forcible displacement", "تهجير قسري", ""},
		{"siege", "siege", "حصار", ""},
		{"starvation", "starvation", "تجويع", "siege"},
		{"denial-of-aid", "denial of aid", "منع المساعدات", "siege"},
		{"cutting-of-services", "cutting of water or power", "قطع الماء أو الكهرباء", "siege"},
		{"destruction-of-property", "destruction of property", "تدمير ممتلكات", ""},
		{"looting", "looting", "نهب", "destruction-of-property"},
		{"threat", "threat", "تهديد", ""},
		{"evacuation", "evacuation", "إجلاء", ""},
		{"rescue", "rescue", "إنقاذ", ""},
		{"medical-care", "medical care", "رعاية طبية", "rescue"},
		{"other-act", "other act", "فعل آخر", ""},
	}
}

func means() []Concept {
	return []Concept{
		{"air", "from the air", "من الجو", ""},
		{"airstrike", "airstrike", "غارة جوية", "air"},
		{"barrel-bomb", "barrel bomb", "برميل متفجر", "air"},
		{"drone", "drone", "طائرة مسيّرة", "air"},
		{"artillery", "artillery", "مدفعية", ""},
		{"mortar", "mortar", "هاون", "artillery"},
		{"rocket", "rocket", "صاروخ", ""},
		{"ballistic-missile", "ballistic missile", "صاروخ باليستي", "rocket"},
		{"improvised-launcher", "improvised launcher", "مدفع محلي الصنع", "artillery"},
		{"cluster-munition", "cluster munition", "ذخيرة عنقودية", ""},
		{"incendiary-weapon", "incendiary weapon", "سلاح حارق", ""},
		{"chemical-weapon", "chemical weapon", "سلاح كيميائي", ""},
		{"chlorine", "chlorine", "كلور", "chemical-weapon"},
		{"nerve-agent", "nerve agent", "غاز أعصاب", "chemical-weapon"},
		{"mine", "mine", "لغم", ""},
		{"unexploded-ordnance", "unexploded ordnance", "ذخيرة غير منفجرة", ""},
		{"improvised-explosive", "improvised explosive device", "عبوة ناسفة", ""},
		{"car-bomb", "car bomb", "سيارة مفخخة", "improvised-explosive"},
		{"small-arms", "small arms", "أسلحة خفيفة", ""},
		{"sniper", "sniper", "قناص", "small-arms"},
		{"blade", "blade", "سلاح أبيض", ""},
		{"beating", "beating", "ضرب", ""},
		{"fire", "fire", "حريق", ""},
		{"blockade", "blockade", "قطع الطرق", ""},
		{"leaflet", "leaflet", "منشور ورقي", ""},
		{"other-means", "other means", "وسيلة أخرى", ""},
		{"unknown-means", "unknown means", "وسيلة مجهولة", ""},
	}
}

func victims() []Concept {
	return []Concept{
		{"civilian", "civilians", "مدنيون", ""},
		{"child", "children", "أطفال", "civilian"},
		{"woman", "women", "نساء", "civilian"},
		{"older-person", "older people", "كبار السن", "civilian"},
		{"medical-worker", "medical workers", "عاملون طبيون", "civilian"},
		{"patient", "patients", "مرضى", "civilian"},
		{"rescuer", "rescuers", "مسعفون", "civilian"},
		{"aid-worker", "aid workers", "عاملون في الإغاثة", "civilian"},
		{"journalist", "journalists", "صحفيون", "civilian"},
		{"teacher", "teachers", "معلمون", "civilian"},
		{"displaced-person", "displaced people", "نازحون", "civilian"},
		{"detainee", "detainees", "محتجزون", ""},
		{"combatant", "combatants", "مقاتلون", ""},
		{"hospital", "hospital", "مستشفى", ""},
		{"ambulance", "ambulance", "سيارة إسعاف", ""},
		{"school", "school", "مدرسة", ""},
		{"home", "homes", "بيوت", ""},
		{"market", "market", "سوق", ""},
		{"worship", "place of worship", "دار عبادة", ""},
		{"heritage", "cultural heritage", "موقع أثري", ""},
		{"infrastructure", "water, power or roads", "بنى تحتية", ""},
		{"other-victim", "others", "آخرون", ""},
	}
}

func actors() []Concept {
	return []Concept{
		{"state-forces", "state forces", "قوات حكومية", ""},
		{"police", "police or security service", "شرطة أو جهاز أمن", "state-forces"},
		{"foreign-state", "forces of another state", "قوات دولة أخرى", ""},
		{"non-state-group", "armed group", "جماعة مسلحة", ""},
		{"militia", "militia at the side of a state", "ميليشيا موالية لدولة", ""},
		{"international-body", "international body", "هيئة دولية", ""},
		{"civil-body", "civil body", "هيئة مدنية", ""},
		{"individual", "individual", "فرد", ""},
		{"other-actor", "other", "جهة أخرى", ""},
		{"unknown-actor", "unknown", "جهة مجهولة", ""},
	}
}

func units() []Concept {
	return []Concept{
		{"people", "people", "أشخاص", ""},
		{"killed", "killed", "قتلى", "people"},
		{"injured", "injured", "جرحى", "people"},
		{"displaced", "displaced", "نازحون", "people"},
		{"detained", "detained", "محتجزون", "people"},
		{"disappeared", "disappeared", "مختفون قسراً", "people"},
		{"missing", "missing", "مفقودون", "people"},
		{"besieged", "besieged", "محاصرون", "people"},
		{"evacuated", "evacuated", "جرى إجلاؤهم", "people"},
		{"affected", "affected", "متضررون", "people"},
		{"casualties", "killed or injured", "بين قتيل وجريح", "people"},
		{"abducted", "abducted", "مختطفون", "people"},
		{"families", "families", "عائلات", ""},
		{"strikes", "strikes", "ضربات", ""},
		{"munitions", "munitions", "ذخائر", ""},
		{"hospitals", "hospitals", "مستشفيات", ""},
		{"schools", "schools", "مدارس", ""},
		{"buildings", "buildings", "أبنية", ""},
		{"vehicles", "vehicles", "مركبات", ""},
		{"other-unit", "other", "غير ذلك", ""},
	}
}
