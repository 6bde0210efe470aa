package sijill

// CopyForms lists in which form a redacted copy can be made.
func CopyForms() []string { return []string{"proved", "reduced"} }

func redactionSchema() Schema {
	return Schema{Kind: "redaction", Doc: "A copy of an exhibit from which something is taken out. It is made when the document is applied, and cannot be changed; another one can be made.", Standard: "PREMIS redaction", Needs: "an exhibit exh-2026-0001 that is a text", Fields: []FieldSchema{
		{Name: "of", Type: RefType, Required: true, Once: true, To: []string{"exhibit"}, Doc: "Of what it is a copy. Sounds, films and the text of PDFs are refused.", Standard: "PREMIS linkingObjectIdentifier"},
		{Name: "form", Type: WordType, Required: true, Once: true, Words: CopyForms(), Doc: "proved: lossless, with a proof of what it shows; a picture keeps the noise by which its camera can be told again. reduced: smaller and compressed again, without a proof; this protects.", Standard: "PREMIS redaction"},
		{Name: "regions", Type: RegionType, List: true, Once: true, Doc: "What of a picture is painted over, in pixels of the picture as it is seen, from its upper left.", Standard: "W3C Media Fragments xywh=pixel"},
		{Name: "segments", Type: SpanType, List: true, Once: true, Doc: "What of a text is taken out: parts between empty lines, by their place from 1, or words of one (3:4-6).", Standard: "PREMIS redaction"},
		{Name: "page", Type: WholeType, Once: true, Doc: "The page of a paper whose picture is copied, from 1. Regions are then of that picture, and it is reduced.", Standard: "RFC 8118 page"},
		{Name: "note", Type: ProseType, Body: true, Doc: "Why. It is not public.", Standard: "PREMIS eventDetail"},
	}, Example: `kind: redaction
key: example-without-a-name
of: exh-2026-0001
form: proved
segments: ["1:2"]
note: |-
  The name of a neighbour.
`}
}

// Forms lists in which form a thing can be released, from the least to the most.
func Forms() []string { return []string{"record", "view", "copy", "original"} }

func releaseSchema() Schema {
	return Schema{Kind: "release", Doc: "The decision that something is published, in which form and on which terms. Nothing is published without one.", Standard: "OAIS DIP; PREMIS dissemination", Fields: []FieldSchema{
		{Name: "of", Type: RefType, Required: true, To: []string{"exhibit", "redaction", "testimony", "translation", "statement", "incident", "claim", "source", "place", "work", "dispatch", "page"}, Doc: "What is released.", Standard: "PREMIS linkingObjectIdentifier"},
		{Name: "form", Type: WordType, Required: true, Words: Forms(), Doc: "record: what is said of it. view: that, and pictures made to be looked at. copy: a redacted copy with its proof. original: the bytes as they were received.", Standard: "OAIS DIP"},
		{Name: "identifies", Type: YesNoType, Doc: "Whether it shows who somebody is: a face, a voice, a name in the text. Then everybody must have agreed to be published by name.", Standard: "Murad Code"},
		{Name: "withhold", Type: SpanType, List: true, Doc: "Segments of a testimony or a statement that are left out, by their ids, or words of one (s3:4-6); and with them what was translated of them.", Standard: "PREMIS redaction"},
		{Name: "withhold_fields", Type: TextType, List: true, Doc: "Names of fields that are left out whole, in every language: title, summary, place, captured_at ...", Standard: "PREMIS redaction"},
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
