package sijill

// Forms lists in which form a thing can be released, from the least to the most.
func Forms() []string { return []string{"record", "view", "copy", "original"} }

func releaseSchema() Schema {
	return Schema{Kind: "release", Doc: "The decision that something is published, in which form and on which terms. Nothing is published without one.", Standard: "OAIS DIP; PREMIS dissemination", Fields: []FieldSchema{
		{Name: "of", Type: RefType, Required: true, To: []string{"exhibit", "redaction", "testimony", "translation", "statement", "incident", "claim", "source", "place", "work", "dispatch", "page"}, Doc: "What is released.", Standard: "PREMIS linkingObjectIdentifier"},
		{Name: "form", Type: WordType, Required: true, Words: Forms(), Doc: "record: what is said of it. view: that, and pictures made to be looked at. copy: a redacted copy with its proof. original: the bytes as they were received.", Standard: "OAIS DIP"},
		{Name: "identifies", Type: YesNoType, Doc: "Whether it shows who somebody is: a face, a voice, a name in the text. Then everybody must have agreed to be published by name.", Standard: "Murad Code"},
		{Name: "withhold", Type: TextType, List: true, Doc: "The ids of segments of a testimony that are left out, and with them their translations.", Standard: "PREMIS redaction"},
		{Name: "custody", Type: YesNoType, Doc: "Whether the days and kinds of its custody are shown.", Standard: "Berkeley Protocol"},
		{Name: "terms", Type: ProseType, Localized: true, Doc: "On what terms it may be used; without them, those of the thing, its body of work or its source. " + freeTerms, Standard: "schema.org license"},
		{Name: "credit", Type: TextType, Localized: true, Doc: "Whom to name beside it.", Standard: "schema.org creditText"},
		{Name: "alt", Type: TextType, Localized: true, Doc: "What the picture shows, for whoever cannot see it.", Standard: "WCAG 2.2, 1.1.1"},
		{Name: "recalled_at", Type: DateType, Doc: "When it was recalled; it leaves the edition with the next build.", Standard: "ninjs pubstatus canceled"},
		{Name: "recalled_because", Type: TextType, Doc: "Why. It is not public.", Standard: "PREMIS eventDetail"},
		{Name: "context", Type: ProseType, Localized: true, Body: true, Doc: "What a reader must know so as not to take it for something else.", Standard: "schema.org backstory"},
	}, Example: `kind: incident
key: example-airstrike
title: Airstrike on a hospital
---
kind: release
key: example-airstrike-released
of: example-airstrike
form: record
context: |-
  What is known so far.
`}
}
