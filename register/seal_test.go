package register_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

// Nothing is lost, nothing is added, and what is withheld is missing and no more.
func TestDiscloseOrWithholdAnyPart(t *testing.T) {
	signer, verifier := newKey(t, origin)
	rapid.Check(t, func(t *rapid.T) {
		d := anyDraft().Draw(t, "draft")
		e, err := register.Seal(d, noon(), signer)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := e.Check(verifier)
		if err != nil {
			t.Fatalf("Check of a whole entry: %v", err)
		}
		if !whole.IsComplete() || whole.Members != 5+len(d.Fields) || whole.Kind != d.Kind || whole.Subject != d.Subject || whole.At != "2026-03-01T12:00:00Z" {
			t.Fatalf("Check of a whole entry = %+v", whole)
		}
		for i, f := range d.Fields {
			if !reflect.DeepEqual(whole.Fields[f.Name], asJSON(t, f.Value)) || whole.Order[i] != f.Name {
				t.Fatalf("the field %q came back as %#v", f.Name, whole.Fields[f.Name])
			}
		}
		part := register.Entry{Leaf: e.Leaf}
		shown := map[string]bool{}
		for i, disclosure := range e.Disclosures {
			if rapid.Bool().Draw(t, "keep") {
				part.Disclosures = append(part.Disclosures, e.Disclosures[i])
				shown[register.NameOfDisclosure(disclosure)] = true
			}
		}
		part = part.WithoutStrays()
		opened, err := part.Check(verifier)
		if err != nil {
			t.Fatalf("Check with some disclosures withheld: %v", err)
		}
		for _, f := range d.Fields {
			if _, here := opened.Fields[f.Name]; here != shown[f.Name] {
				t.Fatalf("the field %q is shown: %v, was disclosed: %v", f.Name, here, shown[f.Name])
			}
		}
		for name, got := range map[string]string{sijill.FieldKind: string(opened.Kind), sijill.FieldAt: opened.At, sijill.FieldAgent: opened.Agent, sijill.FieldSubject: string(opened.Subject)} {
			if got != "" && !shown[name] {
				t.Fatalf("%q is withheld and reads %q", name, got)
			}
		}
		if opened.IsComplete() != (len(part.Disclosures) == len(e.Disclosures)) {
			t.Fatalf("%d of %d disclosures, and IsComplete = %v", len(part.Disclosures), len(e.Disclosures), opened.IsComplete())
		}
		again, err := register.ParseEntry(part.Format())
		if err != nil || !bytes.Equal(again.Leaf, part.Leaf) || !slices.Equal(again.Disclosures, part.Disclosures) {
			t.Fatalf("ParseEntry(Format) is another entry: %v", err)
		}
	})
}

// asJSON gives a value as it comes back from JSON.
func asJSON(t *rapid.T, value any) any {
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var out any
	if err := dec.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOneWithheldListElementIsAGap(t *testing.T) {
	signer, verifier := newKey(t, origin)
	e, err := register.Seal(sijill.Draft{Kind: "x.y", Fields: []sijill.Field{{Name: "people", Value: sijill.Parts{"a", "b", "c"}}}}, noon(), signer)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(e.Disclosures, func(d string) bool { return strings.HasSuffix(string(decode(t, d)), `,"b"]`) })
	e.Disclosures = slices.Delete(e.Disclosures, i, i+1)
	o, err := e.Check(verifier)
	if err != nil || o.Gaps != 1 || o.IsComplete() || !reflect.DeepEqual(o.Fields["people"], []any{"a", "c"}) {
		t.Errorf("Check = %+v, %v", o, err)
	}
}

func TestAnyChangedCharacterIsRefused(t *testing.T) {
	signer, verifier := newKey(t, origin)
	const alphabet = "ABCxyz019-_.~= \n\r\x00\xff"
	rapid.Check(t, func(t *rapid.T) {
		e, err := register.Seal(anyDraft().Draw(t, "draft"), noon(), signer)
		if err != nil {
			t.Fatal(err)
		}
		which := rapid.IntRange(-len(e.Disclosures), len(e.Disclosures)-1).Draw(t, "which") // below 0: the leaf
		part := string(e.Leaf)
		if which >= 0 {
			part = e.Disclosures[which]
		}
		at := rapid.IntRange(0, len(part)-1).Draw(t, "at")
		c := string(alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(t, "c")])
		changed := part
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			changed = part[:at] + c + part[at+1:]
		case 1:
			changed = part[:at] + c + part[at:]
		case 2:
			changed = part[:at] + part[at+1:]
		case 3:
			changed = part + c
		}
		if changed == part {
			t.Skip("no change")
		}
		if which >= 0 {
			e.Disclosures[which] = changed
		} else {
			e.Leaf = []byte(changed)
		}
		if _, err := e.Check(verifier); err == nil {
			t.Fatalf("an entry with a changed character was accepted (part %d, at %d of %d, %q)", which, at, len(part), c)
		}
	})
}

func TestCheckRefuses(t *testing.T) {
	signer, verifier := newKey(t, origin)
	otherSigner, otherVerifier := newKey(t, origin)
	seal := func(d sijill.Draft) register.Entry {
		e, err := register.Seal(d, noon(), signer)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := seal(draft(0))
	foreign, err := register.Seal(draft(0), noon(), otherSigner)
	if err != nil {
		t.Fatal(err)
	}
	parts := seal(sijill.Draft{Kind: "x.y", Fields: []sijill.Field{{Name: "l", Value: sijill.Parts{"a"}}}})
	element := parts.Disclosures[slices.IndexFunc(parts.Disclosures, func(d string) bool { return register.NameOfDisclosure(d) == "" })]
	for name, bad := range map[string]register.Entry{
		"another key of the same name":      foreign,
		"a disclosure twice":                {Leaf: e.Leaf, Disclosures: append(slices.Clone(e.Disclosures), e.Disclosures[0])},
		"a list element twice":              {Leaf: parts.Leaf, Disclosures: append(slices.Clone(parts.Disclosures), element)},
		"a disclosure of another entry":     {Leaf: e.Leaf, Disclosures: seal(draft(0)).Disclosures[:1]},
		"a list element without its list":   {Leaf: parts.Leaf, Disclosures: []string{element}},
		"a list element of another entry":   {Leaf: e.Leaf, Disclosures: append(slices.Clone(e.Disclosures), element)},
		"an empty leaf":                     {},
		"a leaf that is too long":           {Leaf: bytes.Repeat([]byte("a"), register.MaxLeaf)},
		"one name twice":                    seal(sijill.Draft{Kind: "x.y", Fields: []sijill.Field{{Name: "a", Value: 1}, {Name: "a", Value: 2}}}),
		"a name of the head twice":          seal(sijill.Draft{Kind: "x.y", Fields: []sijill.Field{{Name: sijill.FieldKind, Value: "z.z"}}}),
		"the count of members twice":        seal(sijill.Draft{Kind: "x.y", Fields: []sijill.Field{{Name: sijill.FieldMembers, Value: 7}}}),
		"the signature of another entry":    {Leaf: append(slices.Clone(e.Leaf[:bytes.LastIndexByte(e.Leaf, '.')]), foreign.Leaf[bytes.LastIndexByte(foreign.Leaf, '.'):]...)},
		"no signature":                      {Leaf: e.Leaf[:bytes.LastIndexByte(e.Leaf, '.')+1]},
		"alg none":                          {Leaf: []byte(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + string(e.Leaf[bytes.IndexByte(e.Leaf, '.'):]))},
		"a checkpoint in place of a leaf":   {Leaf: []byte("a\n1\nb\n")},
		"a leaf with a line break appended": {Leaf: append(slices.Clone(e.Leaf), '\n')},
	} {
		if _, err := bad.Check(verifier); err == nil {
			t.Errorf("Check accepted %s", name)
		}
	}
	if _, err := e.Check(otherVerifier); err == nil {
		t.Error("Check accepted an entry under another key")
	}
	if _, err := e.Check(verifier); err != nil {
		t.Errorf("control: Check = %v", err)
	}
}

func TestSealRefusesReservedNamesAndWhatDoesNotFit(t *testing.T) {
	signer, _ := newKey(t, origin)
	for _, name := range []string{"", "_sd", "...", "iss", "_sd_alg"} {
		if _, err := register.Seal(sijill.Draft{Fields: []sijill.Field{{Name: name}}}, noon(), signer); err == nil {
			t.Errorf("Seal accepted a field named %q", name)
		}
	}
	many := sijill.Draft{}
	for range 2000 {
		many.Fields = append(many.Fields, sijill.Field{Name: "f"})
	}
	if _, err := register.Seal(many, noon(), signer); err == nil {
		t.Error("Seal accepted more fields than a leaf holds")
	}
	if _, err := register.Seal(sijill.Draft{Fields: []sijill.Field{{Name: "f", Value: make(chan int)}}}, noon(), signer); err == nil {
		t.Error("Seal accepted a value that JSON cannot carry")
	}
}

func TestAtIsInWholeSecondsOfUTC(t *testing.T) {
	signer, verifier := newKey(t, origin)
	zone := time.FixedZone("", 3*3600)
	e, err := register.Seal(draft(0), time.Date(2026, 1, 1, 1, 2, 3, 999, zone), signer)
	if err != nil {
		t.Fatal(err)
	}
	if o, err := e.Check(verifier); err != nil || o.At != "2025-12-31T22:02:03Z" {
		t.Errorf("At = %q, %v", o.At, err)
	}
}

func decode(t tester, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
