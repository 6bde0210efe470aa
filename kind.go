package sijill

import "slices"

// Kind names what an entry says was done, as noun.verb in the past tense.
// A kind that this table does not know is kept and shown, never dropped.
type Kind string

// The kinds of entry that this version writes.
const (
	ArchiveFounded    Kind = "archive.founded"
	KeyIntroduced     Kind = "key.introduced"
	DepositReceived   Kind = "deposit.received"
	ExhibitEntered    Kind = "exhibit.entered"
	IncidentRecorded  Kind = "incident.recorded"
	PlaceRecorded     Kind = "place.recorded"
	SourceRecorded    Kind = "source.recorded"
	ClaimRaised       Kind = "claim.raised"
	TestimonyRecorded Kind = "testimony.recorded"
	TranslationMade   Kind = "translation.made"
	AssessmentMade    Kind = "assessment.made"
	ConsentGiven      Kind = "consent.given"
	ConsentWithdrawn  Kind = "consent.withdrawn"
	AccessRestricted  Kind = "access.restricted"
	AccessOpened      Kind = "access.opened"
	DispatchWritten   Kind = "dispatch.written"
	StatementRecorded Kind = "statement.recorded"
	WorkRecorded      Kind = "work.recorded"
	PageWritten       Kind = "page.written"
	DescriptionMade   Kind = "description.revised"
	FixityChecked     Kind = "fixity.checked"
	OriginalConsulted Kind = "original.consulted"
	DossierExported   Kind = "dossier.exported"
	OriginalErased    Kind = "original.erased"

	ResemblanceConfirmed Kind = "resemblance.confirmed"
	ResemblanceRefused   Kind = "resemblance.refused"

	CommitmentMade Kind = "commitment.made"
	RedactionMade  Kind = "redaction.made"

	ApproverIntroduced Kind = "approver.introduced"
	ApproverRetired    Kind = "approver.retired"
	ReleaseMade        Kind = "release.made"
	ReleaseApproved    Kind = "release.approved"
	ReleaseRecalled    Kind = "release.recalled"
	EditionMade        Kind = "edition.made"
)

// KindInfo describes one kind of entry.
type KindInfo struct {
	Kind Kind
	// PREMIS is the code of the event type in the Library of Congress PREMIS
	// vocabulary, and "" for an act that PREMIS has no word for.
	PREMIS string
	// PREMISLabel is the vocabulary's word for the code.
	PREMISLabel string
	// Said tells the act in one clause, as custody does.
	Said string
}

// Kinds is the table of kinds: the one place from which the mapping to PREMIS
// and the documentation are made. It is in the order in which the acts usually
// happen.
func Kinds() []KindInfo {
	return []KindInfo{
		{ArchiveFounded, "", "", "The archive was founded"},
		{KeyIntroduced, "", "", "The key that signs the register was introduced"},
		{DepositReceived, "tra", "transfer", "A deposit was received"},
		{ExhibitEntered, "ing", "ingestion", "The exhibit was entered in the register"},
		{IncidentRecorded, "", "", "The incident was recorded"},
		{PlaceRecorded, "", "", "The place was recorded"},
		{SourceRecorded, "", "", "The source was recorded"},
		{TestimonyRecorded, "", "", "The testimony was recorded"},
		{TranslationMade, "", "", "The translation was made"},
		{StatementRecorded, "", "", "The statement was recorded"},
		{WorkRecorded, "", "", "The body of work was recorded"},
		{ClaimRaised, "", "", "The claim was raised"},
		{AssessmentMade, "", "", "Reliability and credibility were assessed"},
		{ConsentGiven, "poa", "policy assignment", "Consent was given"},
		{ConsentWithdrawn, "poa", "policy assignment", "Consent was withdrawn"},
		{AccessRestricted, "poa", "policy assignment", "Access was restricted"},
		{AccessOpened, "poa", "policy assignment", "A restriction of access was lifted"},
		{DispatchWritten, "", "", "The dispatch was written"},
		{PageWritten, "", "", "The page was written"},
		{DescriptionMade, "mem", "metadata modification", "The description was revised"},
		{FixityChecked, "fix", "fixity check", "The bytes were hashed again and compared"},
		{OriginalConsulted, "dis", "dissemination", "A copy of the original was handed out"},
		{ResemblanceConfirmed, "", "", "Two things were said to be of one origin"},
		{ResemblanceRefused, "", "", "Two things were said to be of different origin"},
		{CommitmentMade, "mes", "message digest calculation", "The archive committed to each part of it, so that redacted copies can be proved"},
		{RedactionMade, "red", "redaction", "A redacted copy was made"},
		{ApproverIntroduced, "", "", "A person's key for approving releases was introduced"},
		{ApproverRetired, "", "", "A person's key for approving releases was retired"},
		{ReleaseMade, "dis", "dissemination", "Its release was decided"},
		{ReleaseApproved, "dis", "dissemination", "A second person approved the release"},
		{ReleaseRecalled, "dis", "dissemination", "The release was recalled"},
		{EditionMade, "dis", "dissemination", "An edition was built, and things entered it or left it"},
		{DossierExported, "exp", "exporting", "A dossier was exported"},
		{OriginalErased, "del", "deletion", "The original and what was said of it were erased"},
	}
}

// Info gives the table's line for the kind. For a kind that is not in the table
// it gives a line that says so, and false.
func (k Kind) Info() (KindInfo, bool) {
	kinds := Kinds()
	if i := slices.IndexFunc(kinds, func(info KindInfo) bool { return info.Kind == k }); i >= 0 {
		return kinds[i], true
	}
	return KindInfo{Kind: k, Said: "An act of a kind that this version does not know"}, false
}

// Revises reports that an entry of the kind gives the fields of its subject new
// values.
func (k Kind) Revises() bool {
	return k == DescriptionMade || k == ConsentWithdrawn || k == AccessOpened || k == ReleaseRecalled
}

// RecordedAs gives the kind of the entry that makes a thing of the given word
// ("exhibit", "incident", ...), and "" where there is none.
func RecordedAs(thing string) Kind {
	return map[string]Kind{
		"exhibit": ExhibitEntered, "deposit": DepositReceived, "incident": IncidentRecorded, "place": PlaceRecorded, "source": SourceRecorded,
		"claim": ClaimRaised, "testimony": TestimonyRecorded, "translation": TranslationMade, "assessment": AssessmentMade,
		"consent": ConsentGiven, "restriction": AccessRestricted, "dispatch": DispatchWritten, "statement": StatementRecorded,
		"work": WorkRecorded, "page": PageWritten, "redaction": RedactionMade, "release": ReleaseMade,
	}[thing]
}

// RevisedAs gives the kind of the entry that gives the named fields of a thing new
// values: an act of its own for the end of a consent or a restriction.
func RevisedAs(thing string, sets func(field string) bool) Kind {
	switch {
	case thing == "consent" && sets("withdrawn_at"):
		return ConsentWithdrawn
	case thing == "restriction" && sets("lifted_at"):
		return AccessOpened
	case thing == "release" && sets("recalled_at"):
		return ReleaseRecalled
	}
	return DescriptionMade
}
