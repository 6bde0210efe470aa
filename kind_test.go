package sijill_test

import (
	"regexp"
	"testing"

	"sijill.example/sijill"
)

func TestEveryKindIsNounAndVerbAndComesOnce(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+\.([a-z]+ed|made|given|written|withdrawn)$`)
	seen := map[sijill.Kind]bool{}
	for _, k := range sijill.Kinds() {
		if !form.MatchString(string(k.Kind)) {
			t.Errorf("%q is not noun.verb in the past tense", k.Kind)
		}
		if seen[k.Kind] {
			t.Errorf("%q comes twice", k.Kind)
		}
		seen[k.Kind] = true
		if k.Said == "" {
			t.Errorf("%q has no words to be told in", k.Kind)
		}
		if info, known := k.Kind.Info(); !known || info != k {
			t.Errorf("Info of %q = %+v, %v", k.Kind, info, known)
		}
	}
	if len(seen) == 0 {
		t.Error("the table of kinds is empty")
	}
}

// The codes are those of the Library of Congress vocabulary of PREMIS event
// types (id.loc.gov/vocabulary/preservation/eventType).
func TestPREMISCodes(t *testing.T) {
	vocabulary := map[string]string{
		"del": "deletion", "dis": "dissemination", "exp": "exporting", "fix": "fixity check", "ing": "ingestion", "mem": "metadata modification", "mes": "message digest calculation", "poa": "policy assignment", "red": "redaction", "tra": "transfer",
	}
	used := map[string]bool{}
	for _, k := range sijill.Kinds() {
		if (k.PREMIS == "") != (k.PREMISLabel == "") {
			t.Errorf("%q has the code %q and the label %q", k.Kind, k.PREMIS, k.PREMISLabel)
		}
		if k.PREMIS != "" && vocabulary[k.PREMIS] != k.PREMISLabel {
			t.Errorf("%q: the code %q means %q, not %q", k.Kind, k.PREMIS, vocabulary[k.PREMIS], k.PREMISLabel)
		}
		used[k.PREMIS] = true
	}
	for code := range vocabulary {
		if !used[code] {
			t.Errorf("no kind is the PREMIS event %q", code)
		}
	}
}

func TestAnUnknownKindIsKept(t *testing.T) {
	k := sijill.Kind("later.invented")
	if info, known := k.Info(); known || info.Kind != k || info.Said == "" || info.PREMIS != "" {
		t.Errorf("Info of an unknown kind = %+v, %v", info, known)
	}
}

// Everything that has a number is made by an entry of a known kind.
func TestEveryThingIsRecordedByAKind(t *testing.T) {
	for _, p := range sijill.Prefixes() {
		k := sijill.RecordedAs(p.Name)
		if _, known := k.Info(); !known {
			t.Errorf("a thing of the kind %q is recorded as %q", p.Name, k)
		}
	}
	if k := sijill.RecordedAs("witness"); k != "" {
		t.Errorf("RecordedAs(%q) = %q, want none", "witness", k)
	}
}
