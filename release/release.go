// Package release says what leaves the archive. A release is the decision of one
// person that a thing is published, in which form and on which terms; where the
// thing is sensitive, a second person must approve just that decision, with a key of
// their own. Nothing enters the edition but through it.
//
// A release alone opens nothing: what it names must also be allowed by access at
// the time at which the edition is built.
package release

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/keyring"
)

// Forms in which a thing is released.
const (
	Record   = "record"
	View     = "view"
	Copy     = "copy"
	Original = "original"
)

// Release is a decision.
type Release struct {
	Number     sijill.Number
	Of         sijill.Number
	Form       string
	Identifies bool
	Custody    bool
	Recalled   bool
	Withhold   []sijill.Span // of a text
	Without    []string      // fields that are left out whole
	Fields     map[string]any
}

// Of reads a release from the catalog.
func Of(t catalog.Thing) (Release, error) {
	if t.Kind != "release" || t.State == catalog.StateErased {
		return Release{}, &sijill.Error{Class: sijill.Refused, Message: string(t.Number) + " is not a release.", Hint: "`sijill release list` shows them."}
	}
	of, _ := t.Fields["of"].(string)
	n, err := sijill.ParseNumber(of)
	if err != nil {
		return Release{}, err
	}
	r := Release{Number: t.Number, Of: n, Fields: t.Fields}
	r.Form, _ = t.Fields["form"].(string)
	r.Identifies, _ = t.Fields["identifies"].(bool)
	r.Custody, _ = t.Fields["custody"].(bool)
	recalled, _ := t.Fields["recalled_at"].(string)
	r.Recalled = recalled != ""
	for _, s := range list(t.Fields["withhold"]) {
		span, err := sijill.ParseSpan(s)
		if err != nil {
			return Release{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s withholds %q, which names no segment and no words of one.", r.Number, s), Hint: "A segment is named by its id, words of it by their places: s3, s3:4-6"}
		}
		r.Withhold = append(r.Withhold, span)
	}
	r.Without = list(t.Fields["withhold_fields"])
	return r, r.fits()
}

// list reads a field that has one text or several.
func list(v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case []string:
		return v
	case []any:
		var out []string
		for _, item := range v {
			if s, ok := item.(string); ok && s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// fits refuses a form that its thing cannot have.
func (r Release) fits() error {
	ok := r.Form == Record
	switch r.Of.Kind() {
	case "exhibit":
		ok = ok || r.Form == View || r.Form == Original
	case "redaction":
		ok = r.Form == Copy
	}
	if !ok {
		return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s cannot be released in the form %q.", r.Of, r.Form),
			Hint: "An exhibit can be released as record, view or original, a redacted copy as copy, everything else as record."}
	}
	return nil
}

// Digest is of everything that was decided, so that an approval is of just that. A
// recall takes nothing from it.
func (r Release) Digest() (sijill.Digest, error) {
	decided := map[string]any{}
	for name, v := range r.Fields {
		if !strings.HasPrefix(name, "recalled_") {
			decided[name] = v
		}
	}
	b, err := json.Marshal(decided) // names in order
	return sijill.DigestOf(b), err
}

// Names of the fields of entries about approvers and approvals.
const (
	FieldHolder   = "holder"       // of an approver's key
	FieldKey      = "verifier_key" // C2SP signed-note verifier key
	FieldApproval = "approval"     // the signed note
)

// ContentOf is a digest of everything that is said of a thing, so that an approval is of
// what the approver read and of no other words.
func ContentOf(t catalog.Thing) (sijill.Digest, error) {
	b, err := json.Marshal(t.Fields) // names in order
	return sijill.DigestOf(b), err
}

// text is what an approver signs: the decision, and the content of what it names.
func text(origin string, r Release, content sijill.Digest) (string, error) {
	d, err := r.Digest()
	return fmt.Sprintf("sijill release approved\n%s\n%s\n%s\n%s\n", origin, r.Number, d, content), err
}

// Sign makes the approval of a release of a content: a signed note (C2SP signed-note).
func Sign(origin string, r Release, content sijill.Digest, signer note.Signer) (string, error) {
	t, err := text(origin, r, content)
	if err != nil {
		return "", err
	}
	b, err := note.Sign(&note.Note{Text: t}, signer)
	return string(b), err
}

// Approver is a person who may approve, with the key that they hold.
type Approver struct {
	Holder      string
	VerifierKey string
	Since       time.Time // of the entry that introduced the key
	Retired     bool
}

// CoolDown is how long a key must have been known before it may approve, so that
// nobody makes a second person for the purpose.
const CoolDown = 24 * time.Hour

// Approval is a second person's word.
type Approval struct {
	Note string
	At   time.Time // of its entry
}

// Approved finds an approval that counts of a release of a content, and gives who gave
// it. by is who made the release; the second person must be another. Otherwise the error
// says what is missing.
func Approved(origin string, r Release, content sijill.Digest, by string, approvals []Approval, approvers []Approver) (string, error) {
	want, err := text(origin, r, content)
	if err != nil {
		return "", err
	}
	problem := error(&sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is sensitive and waits for the approval of a second person.", r.Number), Hint: fmt.Sprintf("`sijill release approve %s --key-file FILE`, by another person than the one who made it.", r.Number)})
	for _, a := range approvals {
		for _, who := range approvers {
			v, err := keyring.ParseVerifierKey(who.VerifierKey)
			if err != nil {
				continue
			}
			n, err := note.Open([]byte(a.Note), note.VerifierList(v))
			if err != nil {
				continue
			}
			switch {
			case n.Text != want:
				problem = &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s, or what is said of %s, was changed after it was approved, and must be approved again.", r.Number, r.Of),
					Hint: fmt.Sprintf("`sijill custody %s` shows what was changed, and `sijill release approve %s` approves it as it is now.", r.Of, r.Number)}
			case strings.EqualFold(strings.TrimSpace(who.Holder), strings.TrimSpace(by)):
				problem = &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s was made and approved by one person; a second one is needed.", r.Number)}
			case a.At.Sub(who.Since) < CoolDown:
				problem = &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The key of %s is younger than a day and cannot approve yet.", sijill.Printable(who.Holder)),
					Hint: "It may from " + who.Since.Add(CoolDown).UTC().Format("2006-01-02 15:04 UTC") + " on, so that nobody makes a second person for the purpose."}
			case who.Retired:
				problem = &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The key of %s was retired; somebody else must approve.", sijill.Printable(who.Holder))}
			default:
				return who.Holder, nil
			}
		}
	}
	return "", problem
}

// Sensitivity says why a release needs a second person; it is empty where one is
// enough.
type Sensitivity struct {
	Restricted bool // something restricts the thing, or warns of it
	Protected  bool // somebody is not to be published by name
	Identifies bool // it shows who somebody is
}

// Reasons tells why, for people.
func (s Sensitivity) Reasons(r Release) []string {
	var out []string
	add := func(yes bool, why string) {
		if yes && !slices.Contains(out, why) {
			out = append(out, why)
		}
	}
	add(s.Restricted, "the thing has restrictions or warnings")
	add(s.Protected, "somebody in it is not published by name")
	add(s.Identifies, "it shows who somebody is")
	add(r.Form == Original, "the bytes as they were received are released")
	add(r.Form == Copy, "a redacted copy is released")
	return out
}
