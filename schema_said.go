package sijill

// segments are the paragraphs or spans of a text, each of which can be quoted,
// translated and withheld by itself.
func segments() FieldSchema {
	return FieldSchema{Name: FieldSegments, Type: RecordType, List: true, Body: true,
		Doc:      "What was said, in paragraphs. One may begin with {#id} and with [00:01:02-00:01:10]; ids that are not given are s1, s2, ...",
		Standard: "W3C Media Fragments t; TEI seg", Fields: []FieldSchema{
			{Name: SegmentID, Type: TextType, Doc: "What it is called within the text: small letters, digits, hyphens.", Standard: "TEI xml:id"},
			{Name: SegmentFrom, Type: TimeType, Doc: "Where it begins in the recording.", Standard: "W3C Media Fragments t"},
			{Name: SegmentTo, Type: TimeType, Doc: "Where it ends in the recording.", Standard: "W3C Media Fragments t"},
			{Name: SegmentText, Type: ProseType, Required: true, Doc: "The words.", Standard: "schema.org text"},
		}}
}

func testimonySchema() Schema {
	return Schema{Kind: "testimony", Doc: "What a source told at one time, in its own words and language.", Standard: "Berkeley Protocol; Murad Code", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "schema.org name"},
		{Name: "source", Type: RefType, Required: true, To: []string{"source"}, Doc: "Who told it.", Standard: "HURIDOCS Source"},
		{Name: "lang", Type: LangType, Doc: "In which language.", Standard: "BCP 47"},
		{Name: "recorded_at", Type: DateType, Doc: "When it was told.", Standard: "EDTF"},
		{Name: "occurred_at", Type: DateType, Doc: "When that happened which it tells of.", Standard: "EDTF"},
		{Name: "place", Type: RefType, To: []string{"place"}, Doc: "Where that happened.", Standard: "schema.org contentLocation"},
		{Name: "exhibits", Type: RefType, List: true, To: []string{"exhibit"}, Doc: "The recording or the paper that it stands on.", Standard: "PREMIS relationship"},
		{Name: "earlier", Type: RefType, To: []string{"testimony"}, Acyclic: true, Doc: "An earlier account by the same source. Both stay, and are never merged.", Standard: "RiC isSuccessorOf"},
		{Name: "incidents", Type: RefType, List: true, To: []string{"incident"}, Doc: "The incidents that it tells of.", Standard: "schema.org about"},
		{Name: "interviewer", Type: TextType, Doc: "Who asked.", Standard: "schema.org contributor"},
		{Name: "notices", Type: WordType, List: true, Words: notices(), Doc: "What a reader must be warned of.", Standard: "ninjs contentwarning"},
		{Name: "terms", Type: ProseType, Localized: true, Doc: "On what terms it may be used.", Standard: "schema.org license"},
		{Name: "note", Type: ProseType, Localized: true, Doc: "A remark.", Standard: "schema.org description"},
		segments(),
	}, Example: `kind: source
key: example-teacher
name: Teacher A
name_ar: المعلّمة أ
basis: eyewitness
---
kind: testimony
key: example-teacher-told
source: example-teacher
lang: ar
recorded_at: 2016-11-29
segments: |-
  {#s1} [00:00:04-00:00:09] أسكن في حي الأنصاري الشرقي.

  {#s2} [00:00:09-00:00:15] تعرض الحي للقصف اليوم.
`}
}

func translationSchema() Schema {
	aligned := segments()
	aligned.Doc = "The translation, in paragraphs. Each begins with {of: ID} or {of: ID, ID}: what it translates. {of: ID; made_of: DIGITS} says that it still holds for the wording whose digest begins with these digits."
	aligned.Fields = []FieldSchema{
		{Name: SegmentOf, Type: TextType, List: true, Doc: "The ids of what it translates.", Standard: "TEI corresp"},
		{Name: SegmentMadeOf, Type: TextType, Doc: "SHA-256 of the wording that it was made of; filled in when it is applied.", Standard: "FIPS 180-4"},
		{Name: SegmentText, Type: ProseType, Required: true, Doc: "The words.", Standard: "schema.org text"},
	}
	return Schema{Kind: "translation", Doc: "A text in another language, aligned with the original segment by segment.", Standard: "schema.org translationOfWork", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "schema.org name"},
		{Name: "of", Type: RefType, Required: true, To: []string{"testimony", "statement", "exhibit"}, Doc: "What it translates.", Standard: "schema.org translationOfWork"},
		{Name: "lang", Type: LangType, Required: true, Doc: "Into which language.", Standard: "BCP 47"},
		{Name: "translator", Type: TextType, Doc: "Who translated, in words.", Standard: "schema.org translator"},
		{Name: "translator_source", Type: RefType, To: []string{"source"}, Doc: "The same, where the archive knows them as a source.", Standard: "schema.org translator"},
		{Name: "state", Type: WordType, Words: []string{"draft", "reviewed"}, Doc: "Whether somebody else has read it against the original.", Standard: "schema.org creativeWorkStatus"},
		{Name: "reviewed_by", Type: TextType, Doc: "Who has.", Standard: "schema.org editor"},
		{Name: "reviewed_at", Type: DateType, Doc: "When.", Standard: "EDTF"},
		{Name: "machine", Type: YesNoType, Doc: "Whether a machine made it.", Standard: "IPTC digitalSourceType"},
		{Name: "engine", Type: TextType, Doc: "Which machine.", Standard: "schema.org SoftwareApplication"},
		{Name: "note", Type: ProseType, Localized: true, Doc: "A remark.", Standard: "schema.org description"},
		aligned,
	}, Example: `kind: source
key: example-translated-teacher
name: Teacher A
---
kind: testimony
key: example-translated-teacher-told
source: example-translated-teacher
lang: ar
segments: |-
  {#s1} أسكن في حي الأنصاري الشرقي.

  {#s2} تعرض الحي للقصف اليوم.
---
kind: translation
key: example-translated-teacher-in-english
of: example-translated-teacher-told
lang: en
translator: Translator B
state: draft
segments: |-
  {of: s1, s2} I live in Eastern Ansari. The neighbourhood was shelled today.
`}
}

func statementSchema() Schema {
	return Schema{Kind: "statement", Doc: "What people or groups published together under their names.", Standard: "schema.org Statement", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "schema.org name"},
		{Name: "lang", Type: LangType, Doc: "In which language.", Standard: "BCP 47"},
		{Name: "published_at", Type: DateType, Doc: "When it was published.", Standard: "schema.org datePublished"},
		{Name: "place_shown", Type: TextType, Doc: "Where, in words.", Standard: "schema.org locationCreated"},
		{Name: "place", Type: RefType, To: []string{"place"}, Doc: "Where, in the gazetteer.", Standard: "schema.org locationCreated"},
		{Name: "addressed_to", Type: TextType, Localized: true, Doc: "To whom.", Standard: "schema.org recipient"},
		{Name: "signatories", Type: RecordType, List: true, Doc: "Who signed.", Standard: "schema.org author", Fields: []FieldSchema{
			{Name: "name", Type: TextType, Localized: true, Required: true, Doc: "Under which name.", Standard: "schema.org name"},
			{Name: "source", Type: RefType, To: []string{"source"}, Doc: "The same, where the archive knows them as a source.", Standard: "HURIDOCS Source"},
			{Name: "note", Type: TextType, Localized: true, Doc: "Office or place.", Standard: "schema.org jobTitle"},
		}},
		{Name: "exhibits", Type: RefType, List: true, To: []string{"exhibit"}, Doc: "The paper or page that it stands on.", Standard: "PREMIS relationship"},
		{Name: "incidents", Type: RefType, List: true, To: []string{"incident"}, Doc: "The incidents that it tells of.", Standard: "schema.org about"},
		{Name: "terms", Type: ProseType, Localized: true, Doc: "On what terms it may be used.", Standard: "schema.org license"},
		{Name: "notices", Type: WordType, List: true, Words: notices(), Doc: "What a reader must be warned of.", Standard: "ninjs contentwarning"},
		segments(),
	}, Example: `kind: statement
key: example-appeal
title: Let people leave
lang: en
published_at: 2016-12
signatories:
  - {name: First Association, name_ar: الجمعية الأولى}
  - {name: Second Association}
segments: |-
  We call for a safe way out.
`}
}

func dispatchSchema() Schema {
	return Schema{Kind: "dispatch", Doc: "A report that an editor writes from what is in the archive.", Standard: "schema.org NewsArticle", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "Its headline.", Standard: "schema.org headline"},
		{Name: "lang", Type: LangType, Doc: "In which language.", Standard: "BCP 47"},
		{Name: "byline", Type: TextType, Localized: true, Doc: "Who wrote it.", Standard: "schema.org author"},
		{Name: "translator", Type: TextType, Doc: "Who translated it.", Standard: "schema.org translator"},
		{Name: "translation_of", Type: RefType, To: []string{"dispatch"}, Acyclic: true, Doc: "The dispatch that it translates.", Standard: "schema.org translationOfWork"},
		{Name: "published_at", Type: DateType, Doc: "When it was published.", Standard: "schema.org datePublished"},
		{Name: "origin_url", Type: TextType, Doc: "Where it was published. It is not opened.", Standard: "schema.org url"},
		{Name: "exhibits", Type: RefType, List: true, To: []string{"exhibit"}, Doc: "The file that it came in, where it was written elsewhere.", Standard: "PREMIS relationship"},
		{Name: "source", Type: RefType, To: []string{"source"}, Doc: "The newsroom, where it was written elsewhere.", Standard: "HURIDOCS Source"},
		{Name: "incidents", Type: RefType, List: true, To: []string{"incident"}, Doc: "The incidents that it tells of.", Standard: "schema.org about"},
		{Name: "terms", Type: ProseType, Localized: true, Doc: "On what terms it may be used.", Standard: "schema.org license"},
		{Name: "notices", Type: WordType, List: true, Words: notices(), Doc: "What a reader must be warned of.", Standard: "ninjs contentwarning"},
		{Name: "body", Type: ProseType, Body: true, Doc: "The text, in Markdown. [[exh-2026-0001]] or [[a key]] cites a thing of the archive.", Standard: "CommonMark"},
	}, Example: `kind: source
key: example-quoted-nurse
name: Nurse A
---
kind: dispatch
key: example-report
title: Hospitals out of service
lang: en
byline: Editor C
published_at: 2016-11-30
body: |-
  A nurse tells us ([[example-quoted-nurse]]) that the last hospital was hit.
`}
}

func pageSchema() Schema {
	return Schema{Kind: "page", Doc: "A page of the archive's own: who runs it, how it works.", Standard: "schema.org WebPage", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "Its heading.", Standard: "schema.org headline"},
		{Name: "lang", Type: LangType, Doc: "In which language.", Standard: "BCP 47"},
		{Name: "byline", Type: TextType, Localized: true, Doc: "Who wrote it.", Standard: "schema.org author"},
		{Name: "translator", Type: TextType, Doc: "Who translated it.", Standard: "schema.org translator"},
		{Name: "translation_of", Type: RefType, To: []string{"page"}, Acyclic: true, Doc: "The page that it translates.", Standard: "schema.org translationOfWork"},
		{Name: "published_at", Type: DateType, Doc: "Since when it stands.", Standard: "schema.org datePublished"},
		{Name: "body", Type: ProseType, Body: true, Doc: "The text, in Markdown. [[exh-2026-0001]] or [[a key]] cites a thing of the archive.", Standard: "CommonMark"},
	}, Example: `kind: page
key: example-about
title: About this archive
title_ar: عن هذا الأرشيف
lang: en
body: |-
  This archive is kept by three people.
`}
}
