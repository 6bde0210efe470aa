package sijill

// Bases lists how a source can know of what it tells.
func Bases() []string {
	return []string{"eyewitness", "participant", "relative", "relayed", "official", "aggregator"}
}

func notices() []string { return []string{"graphic", "distress"} }

const freeTerms = "A Creative Commons or rightsstatements.org address, or the words of whoever may give it."

// shown is a list of works, films, exhibitions, collections or awards.
func shownAt(name, what string) FieldSchema {
	return FieldSchema{Name: name, Type: RecordType, List: true, Doc: what, Standard: "schema.org CreativeWork", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "schema.org name"},
		{Name: "date", Type: DateType, Doc: "When.", Standard: "EDTF"},
		{Name: "place", Type: TextType, Doc: "Where.", Standard: "schema.org location"},
		{Name: "role", Type: TextType, Doc: "What the person did in it.", Standard: "schema.org roleName"},
		{Name: "note", Type: ProseType, Localized: true, Doc: "A remark.", Standard: "schema.org description"},
		{Name: "url", Type: TextType, Doc: "An address. It is not opened.", Standard: "schema.org url"},
	}}
}

func sourceSchema() Schema {
	return Schema{Kind: "source", Doc: "A person or a group that told us.", Standard: "HURIDOCS Source", Fields: []FieldSchema{
		{Name: "name", Type: TextType, Localized: true, Doc: "A pseudonym, or the name if that was agreed to.", Standard: "schema.org name"},
		{Name: "named", Type: WordType, Words: []string{"pseudonym", "by consent"}, Doc: "Whether that is a pseudonym, or the true name by consent.", Standard: "Murad Code"},
		{Name: "basis", Type: WordType, Words: Bases(), Doc: "How the source knows.", Standard: "HURIDOCS Source"},
		{Name: "group", Type: YesNoType, Doc: "Whether it is a group and not one person.", Standard: "schema.org Organization"},
		{Name: "affiliation", Type: RefType, List: true, To: []string{"source"}, Doc: "The groups that it belongs to.", Standard: "schema.org affiliation"},
		{Name: "relays", Type: RefType, List: true, To: []string{"source"}, Acyclic: true, Doc: "Whose word it passes on.", Standard: "PROV wasDerivedFrom"},
		{Name: "languages", Type: LangType, List: true, Doc: "The languages that it speaks.", Standard: "BCP 47"},
		{Name: "terms", Type: ProseType, Localized: true, Doc: "On what terms its material may be used. " + freeTerms, Standard: "schema.org license"},
		{Name: "credit", Type: TextType, Localized: true, Doc: "How it wants to be named beside its material.", Standard: "schema.org creditText"},
		{Name: "url", Type: TextType, List: true, Doc: "Addresses of its own. They are not opened.", Standard: "schema.org url"},
		shownAt("works", "Works."), shownAt("films", "Films."), shownAt("exhibitions", "Exhibitions."),
		shownAt("collections", "Collections that hold its work."), shownAt("awards", "Awards."),
		{Name: "profile", Type: ProseType, Localized: true, Body: true, Doc: "Who it is, as far as that may be said.", Standard: "schema.org description"},
	}, Example: `kind: source
key: example-photographer
name: Photographer A
name_ar: المصوّر أ
named: pseudonym
basis: eyewitness
languages: [ar, fr]
terms: Free to use if not altered or used out of context.
films:
  - {title: Nine days, date: 2015, role: director}
profile: |-
  Works in the old city.
`}
}

func placeSchema() Schema {
	return Schema{Kind: "place", Doc: "A place of the gazetteer.", Standard: "schema.org Place", Fields: []FieldSchema{
		{Name: "name", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "schema.org name"},
		{Name: "variants", Type: TextType, List: true, Doc: "Other names and spellings.", Standard: "schema.org alternateName"},
		{Name: "type", Type: TextType, Doc: "What it is: a street, a hospital, a district.", Standard: "schema.org additionalType"},
		{Name: "within", Type: RefType, To: []string{"place"}, Acyclic: true, Doc: "The larger place that it lies in.", Standard: "schema.org containedInPlace"},
		{Name: "latitude", Type: NumberType, Doc: "Degrees north, WGS 84.", Standard: "schema.org latitude"},
		{Name: "longitude", Type: NumberType, Doc: "Degrees east, WGS 84.", Standard: "schema.org longitude"},
		{Name: "precision_m", Type: NumberType, Doc: "How exact that is, in metres: 10 exact, 100 vicinity, 1000 locality.", Standard: "Darwin Core coordinateUncertaintyInMeters"},
		{Name: "code", Type: TextType, Doc: "Its code in another gazetteer.", Standard: "schema.org identifier"},
		{Name: "note", Type: ProseType, Localized: true, Body: true, Doc: "A remark.", Standard: "schema.org description"},
	}, Example: `kind: place
key: example-city
name: Aleppo
name_ar: حلب
latitude: 36.2
longitude: 37.16
precision_m: 10000
---
kind: place
key: example-district
name: Eastern Ansari
name_ar: الأنصاري الشرقي
variants: [Ansari al-Sharqi]
type: district
within: example-city
`}
}

func workSchema() Schema {
	return Schema{Kind: "work", Doc: "A body of work: pictures, films or texts of one maker that belong together.", Standard: "schema.org CreativeWork; ISAD(G) series", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "schema.org name"},
		{Name: "maker", Type: RefType, To: []string{"source"}, Doc: "Who made it.", Standard: "schema.org creator"},
		{Name: "items", Type: RefType, List: true, To: []string{"exhibit", "testimony", "statement", "dispatch", "work"}, Doc: "What belongs to it, in order.", Standard: "schema.org hasPart"},
		{Name: "made_at", Type: DateType, Doc: "When it was made.", Standard: "EDTF"},
		{Name: "terms", Type: ProseType, Localized: true, Doc: "On what terms it may be used; they travel with every item. " + freeTerms, Standard: "schema.org license"},
		{Name: "credit", Type: TextType, Localized: true, Doc: "Whom to name beside it.", Standard: "schema.org creditText"},
		{Name: "notices", Type: WordType, List: true, Words: notices(), Doc: "What a reader must be warned of.", Standard: "ninjs contentwarning"},
		shownAt("exhibitions", "Where it was shown."), shownAt("awards", "Awards."),
		{Name: "description", Type: ProseType, Localized: true, Body: true, Doc: "What it is.", Standard: "ISAD(G) scope and content"},
	}, Example: `kind: source
key: example-maker
name: Photographer A
---
kind: work
key: example-window
title: Nine days from a window
title_ar: تسعة أيام من النافذة
maker: example-maker
made_at: 2012/2015
terms: https://creativecommons.org/licenses/by-nd/4.0/
credit: Photographer A
awards:
  - {title: Best short film, date: 2016}
`}
}
