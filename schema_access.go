package sijill

// Scopes lists what a person can agree to.
func Scopes() []string {
	return []string{"archive", "verify", "translate", "court", "publish_anonymous", "publish_named", "newsletter"}
}

// Attributions lists how a person agrees to be called.
func Attributions() []string { return []string{"anonymous", "pseudonym", "named"} }

// Levels lists who may see what is restricted, from everybody to nobody.
func Levels() []string { return []string{"public", "staff", "restricted", "sealed"} }

func consentSchema() Schema {
	return Schema{Kind: "consent", Doc: "What a person agreed to, and its limits.", Standard: "Murad Code; PREMIS Rights", Fields: []FieldSchema{
		{Name: "source", Type: RefType, Required: true, To: []string{"source"}, Doc: "Who agreed.", Standard: "PREMIS linkingAgentIdentifier"},
		{Name: "covers", Type: RefType, List: true, Doc: "What it covers; without it, everything of the source.", Standard: "PREMIS linkingObjectIdentifier"},
		{Name: "scope", Type: WordType, List: true, Required: true, Words: Scopes(), Doc: "What was agreed to.", Standard: "PREMIS act"},
		{Name: "attribution", Type: WordType, Words: Attributions(), Doc: "How the person agrees to be called.", Standard: "Murad Code"},
		{Name: "given_at", Type: DateType, Required: true, Doc: "When it was given; a consent that nobody dates does not count.", Standard: "PREMIS startDate"},
		{Name: "expires_at", Type: DateType, Doc: "When it ends.", Standard: "PREMIS endDate"},
		{Name: "withdrawn_at", Type: DateType, Doc: "When it was withdrawn.", Standard: "PREMIS endDate"},
		{Name: "may_withdraw", Type: TextType, List: true, Doc: "Who else may withdraw it: a relative, a lawyer.", Standard: "Murad Code"},
		{Name: "exhibits", Type: RefType, List: true, To: []string{"exhibit"}, Doc: "The paper or recording of the consent.", Standard: "PREMIS rightsDocumentation"},
		{Name: "note", Type: ProseType, Localized: true, Body: true, Doc: "In which words it was asked and given.", Standard: "PREMIS rightsStatement note"},
	}, Example: `kind: source
key: example-agreeing-nurse
name: Nurse A
---
kind: consent
key: example-agreement
source: example-agreeing-nurse
scope: [archive, verify, court]
attribution: pseudonym
given_at: 2016-11-30
expires_at: 2026-11-30
note: |-
  Asked in Arabic, in the presence of a colleague.
`}
}

func restrictionSchema() Schema {
	return Schema{Kind: "restriction", Doc: "Who may not see something yet, or at all.", Standard: "ISAD(G) 3.4.1 conditions of access", Fields: []FieldSchema{
		{Name: "covers", Type: RefType, List: true, Required: true, Doc: "What is restricted.", Standard: "PREMIS linkingObjectIdentifier"},
		{Name: "level", Type: WordType, Words: Levels(), Doc: "Who may see it.", Standard: "ISAD(G) 3.4.1"},
		{Name: "embargo_until", Type: DateType, Doc: "It stays in until this day is over, whatever the level.", Standard: "ninjs embargoed"},
		{Name: "hold", Type: YesNoType, Doc: "It must not be erased.", Standard: "ISO 15489 disposition hold"},
		{Name: "authority", Type: TextType, Doc: "By whose decision, by office rather than by name.", Standard: "ISO 15489"},
		{Name: "placed_at", Type: DateType, Doc: "Since when.", Standard: "PREMIS startDate"},
		{Name: "lifted_at", Type: DateType, Doc: "When level and hold ended.", Standard: "PREMIS endDate"},
		{Name: "notices", Type: WordType, List: true, Words: notices(), Doc: "What a reader must be warned of.", Standard: "ninjs contentwarning"},
		{Name: "because", Type: ProseType, Localized: true, Body: true, Doc: "Why.", Standard: "PREMIS rightsStatement note"},
	}, Example: `kind: source
key: example-hidden-nurse
name: Nurse A
---
kind: restriction
key: example-embargo
covers: [example-hidden-nurse]
level: staff
embargo_until: 2030-01-01
authority: the board
because: |-
  Relatives are still in reach of those whom she names.
`}
}
