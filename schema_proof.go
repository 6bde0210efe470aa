package sijill

// typed are the fields that hold the value of a claim, and what a bearing says of
// it.
func typed() []FieldSchema {
	return []FieldSchema{
		{Name: "exactly", Type: WholeType, Doc: "The count, where it is said to be exact.", Standard: "schema.org value"},
		{Name: "at_least", Type: WholeType, Doc: "The count is not lower than this. With at_most: between the two.", Standard: "schema.org minValue"},
		{Name: "at_most", Type: WholeType, Doc: "The count is not higher than this.", Standard: "schema.org maxValue"},
		{Name: "approximately", Type: WholeType, Doc: "The count, where it is said to be about this.", Standard: "schema.org value"},
		{Name: "unit", Type: WordType, Scheme: "units", Doc: "What is counted.", Standard: "schema.org unitText"},
		{Name: "date", Type: DateType, Doc: "When, for a claim about a time.", Standard: "EDTF"},
		{Name: "place", Type: RefType, To: []string{"place"}, Doc: "Where, for a claim about a place of the gazetteer.", Standard: "schema.org location"},
		{Name: "place_shown", Type: TextType, Doc: "Where, in words.", Standard: "IPTC Location Shown"},
		{Name: "actor", Type: TextType, Doc: "Who did it, in words.", Standard: "HURIDOCS Perpetrator"},
		{Name: "actor_source", Type: RefType, To: []string{"source"}, Doc: "Who did it, where the archive knows them as a source.", Standard: "HURIDOCS Perpetrator"},
		{Name: "means", Type: WordType, Scheme: "means", Doc: "With what it was done.", Standard: "HURIDOCS Methods of violence"},
	}
}

func selector() []FieldSchema {
	return []FieldSchema{
		{Name: "quote", Type: ProseType, Doc: "The very words, as they stand in the text.", Standard: "W3C TextQuoteSelector exact"},
		{Name: "prefix", Type: TextType, Doc: "The words before it, where the quote comes more than once.", Standard: "W3C TextQuoteSelector prefix"},
		{Name: "suffix", Type: TextType, Doc: "The words after it.", Standard: "W3C TextQuoteSelector suffix"},
		{Name: "lang", Type: LangType, Doc: "The language of the quote: of the original, or of a translation.", Standard: "BCP 47"},
		{Name: "segment", Type: TextType, Doc: "The id of the segment.", Standard: "W3C FragmentSelector"},
		{Name: "from", Type: TimeType, Doc: "Where it begins in a recording.", Standard: "W3C Media Fragments t"},
		{Name: "to", Type: TimeType, Doc: "Where it ends in a recording.", Standard: "W3C Media Fragments t"},
		{Name: "page", Type: WholeType, Doc: "The page of a paper, from 1.", Standard: "RFC 8118 page"},
		{Name: "x", Type: NumberType, Doc: "Left edge of a region of the picture or page, in percent of its width.", Standard: "W3C Media Fragments xywh=percent"},
		{Name: "y", Type: NumberType, Doc: "Upper edge, in percent of the height.", Standard: "W3C Media Fragments xywh=percent"},
		{Name: "w", Type: NumberType, Doc: "Width, in percent of the width.", Standard: "W3C Media Fragments xywh=percent"},
		{Name: "h", Type: NumberType, Doc: "Height, in percent of the height.", Standard: "W3C Media Fragments xywh=percent"},
	}
}

// Bears lists how a thing can bear on a claim.
func Bears() []string { return []string{"supports", "contradicts", "contextualises"} }

func bearings() FieldSchema {
	says := append(typed(), FieldSchema{Name: "text", Type: ProseType, Doc: "What it says, in words.", Standard: "schema.org text"})
	return FieldSchema{Name: FieldBearings, Type: RecordType, List: true, Doc: "What bears on it, for and against.", Standard: "Berkeley Protocol, corroboration", Fields: []FieldSchema{
		{Name: "of", Type: RefType, Required: true, To: []string{"exhibit", "testimony", "translation", "statement", "source", "dispatch"}, Doc: "What bears on it.", Standard: "W3C hasSource"},
		{Name: "how", Type: WordType, Required: true, Words: Bears(), Doc: "Whether it supports, contradicts, or only gives context.", Standard: "Berkeley Protocol"},
		{Name: "by", Type: RefType, To: []string{"source"}, Doc: "Whose word it is, where that is another than the source of the thing.", Standard: "HURIDOCS Source"},
		{Name: "says", Type: RecordType, Fields: says, Doc: "What value it gives.", Standard: "schema.org ClaimReview"},
		{Name: "selector", Type: RecordType, Fields: selector(), Doc: "Where exactly it stands.", Standard: "W3C Web Annotation, Selectors and States"},
		{Name: "note", Type: ProseType, Localized: true, Doc: "A remark.", Standard: "W3C Web Annotation body"},
	}}
}

func incidentSchema() Schema {
	act := []FieldSchema{
		{Name: "act", Type: WordType, Required: true, Scheme: "acts", Doc: "What was done.", Standard: "HURIDOCS Types of acts"},
		{Name: "by", Type: TextType, Localized: true, Doc: "Who is said to have done it, in words.", Standard: "HURIDOCS Perpetrator"},
		{Name: "by_kind", Type: WordType, Scheme: "actors", Doc: "What kind of actor that is.", Standard: "HURIDOCS Types of perpetrators"},
		{Name: "by_source", Type: RefType, To: []string{"source"}, Doc: "The same, where the archive knows them as a source.", Standard: "HURIDOCS Perpetrator"},
		{Name: "victim", Type: TextType, Localized: true, Doc: "To whom, in words.", Standard: "HURIDOCS Victim"},
		{Name: "victim_kind", Type: WordType, List: true, Scheme: "victims", Doc: "What kind of people or objects they are.", Standard: "HURIDOCS Characteristics of victims"},
		{Name: "victims_exactly", Type: WholeType, Doc: "How many, where that is known.", Standard: "HURIDOCS No. of persons"},
		{Name: "victims_at_least", Type: WholeType, Doc: "How many at least.", Standard: "HURIDOCS No. of persons"},
		{Name: "victims_at_most", Type: WholeType, Doc: "How many at most.", Standard: "HURIDOCS No. of persons"},
		{Name: "means", Type: WordType, List: true, Scheme: "means", Doc: "With what.", Standard: "HURIDOCS Methods of violence"},
		{Name: "occurred_at", Type: DateType, Doc: "When, where it differs from the incident.", Standard: "EDTF"},
		{Name: "note", Type: ProseType, Localized: true, Doc: "A remark.", Standard: "HURIDOCS Remarks"},
	}
	return Schema{Kind: "incident", Doc: "What happened in the world, made of acts: who did what to whom.", Standard: "HURIDOCS Event", Fields: []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "What it is called.", Standard: "HURIDOCS Event title"},
		{Name: "code", Type: TextType, Doc: "What others call it by.", Standard: "schema.org identifier"},
		{Name: "occurred_at", Type: DateType, Doc: "When it happened.", Standard: "EDTF"},
		{Name: "place", Type: RefType, To: []string{"place"}, Doc: "Where, in the gazetteer.", Standard: "schema.org location"},
		{Name: "place_shown", Type: TextType, Localized: true, Doc: "Where, in words.", Standard: "IPTC Location Shown"},
		{Name: "latitude", Type: NumberType, Doc: "Degrees north, WGS 84.", Standard: "schema.org latitude"},
		{Name: "longitude", Type: NumberType, Doc: "Degrees east, WGS 84.", Standard: "schema.org longitude"},
		{Name: "precision_m", Type: NumberType, Doc: "How exact that is, in metres.", Standard: "Darwin Core coordinateUncertaintyInMeters"},
		{Name: "acts", Type: RecordType, List: true, Fields: act, Doc: "Who did what to whom.", Standard: "HURIDOCS Act"},
		bearings(),
		{Name: "notices", Type: WordType, List: true, Words: notices(), Doc: "What a reader must be warned of.", Standard: "ninjs contentwarning"},
		{Name: "summary", Type: ProseType, Localized: true, Body: true, Doc: "What happened, told in short.", Standard: "HURIDOCS Event description"},
	}, Example: `kind: incident
key: example-airstrike
title_en: Airstrike on a hospital
title_ar: غارة على مستشفى
occurred_at: 2016-11-18
place_shown: Aleppo
acts:
  - act: attack-on-health-care
    by: unknown aircraft
    victims_at_least: 2
    means: [airstrike]
summary: |-
  Two people are said to have been killed.
`}
}

// ClaimTypes lists what a claim can be about.
func ClaimTypes() []string { return []string{"count", "time", "place", "actor", "means", "fact"} }

func claimSchema() Schema {
	fields := []FieldSchema{
		{Name: "title", Type: TextType, Localized: true, Doc: "The claim in a few words.", Standard: "schema.org name"},
		{Name: "about", Type: RefType, To: []string{"incident"}, Doc: "The incident that it is about.", Standard: "schema.org about"},
		{Name: "type", Type: WordType, Required: true, Words: ClaimTypes(), Doc: "What kind of value can make it true or false.", Standard: "schema.org Claim"},
	}
	fields = append(fields, typed()...)
	fields = append(fields, bearings(),
		FieldSchema{Name: "text", Type: ProseType, Localized: true, Body: true, Doc: "The claim as a sentence that can be true or false.", Standard: "schema.org text"})
	return Schema{Kind: "claim", Doc: "One checkable proposition, and what bears on it.", Standard: "schema.org Claim", Fields: fields, Example: `kind: incident
key: example-claimed-airstrike
title: Airstrike on a hospital
---
kind: source
key: example-nurse
name: Nurse A
basis: eyewitness
---
kind: testimony
key: example-nurse-told
source: example-nurse
lang: ar
segments: |-
  {#s1} قُتل ثلاثة أشخاص في الغارة.
---
kind: claim
key: example-killed
title: At least two people were killed
about: example-claimed-airstrike
type: count
unit: killed
at_least: 2
bearings:
  - of: example-nurse-told
    how: supports
    says: {exactly: 3}
    selector:
      segment: s1
      quote: قُتل ثلاثة أشخاص
      lang: ar
`}
}

func assessmentSchema() Schema {
	analysis := func(name, what string) FieldSchema {
		return FieldSchema{Name: name, Type: RecordType, Doc: what, Standard: "Berkeley Protocol, verification", Fields: []FieldSchema{
			{Name: "done", Type: ProseType, Doc: "What was done, and what it showed.", Standard: "Berkeley Protocol"},
			{Name: "not_done_because", Type: ProseType, Doc: "Why it was not done.", Standard: "Berkeley Protocol"},
		}}
	}
	return Schema{Kind: "assessment", Doc: "How reliable a source is and how credible what it says, each judged alone.", Standard: "Admiralty scale; Berkeley Protocol", Fields: []FieldSchema{
		{Name: "of", Type: RefType, Required: true, Doc: "What is assessed.", Standard: "schema.org itemReviewed"},
		{Name: "reliability", Type: WordType, Words: []string{"A", "B", "C", "D", "E", "F"}, Doc: "Of the source: A completely reliable ... E unreliable, F cannot be judged.", Standard: "Admiralty scale"},
		{Name: "credibility", Type: WordType, Words: []string{"1", "2", "3", "4", "5", "6"}, Doc: "Of what it says: 1 confirmed ... 5 improbable, 6 cannot be judged.", Standard: "Admiralty scale"},
		{Name: "by", Type: TextType, Doc: "Who judged.", Standard: "schema.org author"},
		{Name: "assessed_at", Type: DateType, Doc: "When.", Standard: "EDTF"},
		analysis("source_analysis", "Who is the source, and can it know this?"),
		analysis("technical_analysis", "What do the bytes say?"),
		analysis("content_analysis", "Does what is shown fit place, time and other accounts?"),
		{Name: "reasons", Type: ProseType, Localized: true, Body: true, Doc: "Why it is judged so.", Standard: "Berkeley Protocol"},
	}, Example: `kind: source
key: example-judged-nurse
name: Nurse A
basis: eyewitness
---
kind: assessment
key: example-judgement
of: example-judged-nurse
reliability: B
credibility: "2"
by: the verification desk
source_analysis: {done: Known to the archive since 2014.}
technical_analysis: {not_done_because: There is no recording.}
content_analysis: {done: Agrees with two other accounts.}
reasons: |-
  Earlier accounts of this source were confirmed.
`}
}
