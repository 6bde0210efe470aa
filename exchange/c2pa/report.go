package c2pa

import (
	"bytes"
	"fmt"
	"io"
	"time"
)

// State is the verdict on a file.
type State string

// The states. Valid is never said without a hard binding that was checked.
const (
	None         State = "none"
	Valid        State = "valid, signer not trusted"
	Invalid      State = "invalid"
	NotSupported State = "not supported"
)

// Outcome is how one check ended.
type Outcome string

// The outcomes. Unsupported is what this package cannot check.
const (
	OK          Outcome = "ok"
	Failed      Outcome = "failed"
	Unsupported Outcome = "not supported"
)

// Check is one check: what was checked, how it ended and why, one sentence.
type Check struct {
	What    string  `json:"what"`
	Outcome Outcome `json:"outcome"`
	Why     string  `json:"why,omitempty"`
}

// Action is one step that the signer claims was done.
type Action struct {
	Name          string `json:"name"`           // "c2pa.created", "c2pa.edited"
	When          string `json:"when,omitempty"` // as it was written
	SoftwareAgent string `json:"software_agent,omitempty"`
}

// Ingredient is another file of which the signer claims that this one was made.
type Ingredient struct {
	Title        string `json:"title,omitempty"`
	Relationship string `json:"relationship,omitempty"` // "parentOf", "componentOf", "inputTo"
	Format       string `json:"format,omitempty"`
}

// Report is what the Content Credentials of a file say and what became of checking
// them. All texts but State and Checks are the signer's words.
type Report struct {
	State State `json:"state"`
	// SignedBy and Issuer are names in the signer's certificate and of its issuer,
	// as the certificate tells them.
	SignedBy string `json:"signed_by,omitempty"`
	Issuer   string `json:"issuer,omitempty"`
	// SignedAt is when a timestamp in the signature says that it was there. The
	// timestamp is not checked. The zero time is none told.
	SignedAt     time.Time    `json:"signed_at,omitzero"`
	SignedAtFrom string       `json:"signed_at_from,omitempty"` // who tells SignedAt; "" where nobody does
	Algorithm    string       `json:"algorithm,omitempty"`      // of the signature, "ES256"
	Label        string       `json:"label,omitempty"`          // of the manifest
	Generator    string       `json:"generator,omitempty"`
	Title        string       `json:"title,omitempty"`
	Format       string       `json:"format,omitempty"` // the media type that the claim gives
	Actions      []Action     `json:"actions,omitempty"`
	Ingredients  []Ingredient `json:"ingredients,omitempty"`
	Checks       []Check      `json:"checks,omitempty"`
	// Manifests is how many manifests the store holds. Only the last, the active
	// one, is checked; the others are earlier states of this or other files.
	Manifests int `json:"manifests,omitempty"`
}

// hasSign looks into a file whose container is not read for what every manifest
// store has in it or beside it: at the start and at the end of a long one.
func hasSign(file io.ReaderAt, size int64) (bool, error) {
	const most, step, overlap = 16 << 20, 1 << 20, 16
	buf := make([]byte, step+overlap)
	for at := int64(0); at < size; at += step {
		if at >= most/2 && at < size-most/2 {
			continue
		}
		n, err := file.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if err != nil && err != io.EOF {
			return false, err
		}
		for _, mark := range []string{"C2PA_Manifest", "jumdc2pa", "c2pa.claim"} {
			if bytes.Contains(buf[:n], []byte(mark)) {
				return true, nil
			}
		}
	}
	return false, nil
}

// Sentence says the verdict plainly.
func (r *Report) Sentence() string {
	by := fmt.Sprintf("%q", r.SignedBy)
	if r.SignedBy == "" {
		by = "somebody whose certificate gives no name"
	}
	switch r.State {
	case None:
		return "There are no Content Credentials in the file."
	case Valid:
		return "Unchanged since it was signed by " + by + ", not on a trusted list."
	case Invalid:
		return "The Content Credentials are not valid: " + r.Why()
	}
	return "The Content Credentials could not be checked: " + r.Why()
}

// Why gives the first reason for a verdict that they are not valid, or could not be
// checked.
func (r *Report) Why() string {
	if r.State == Invalid {
		return r.first(Failed)
	}
	return r.first(Unsupported)
}

func (r *Report) first(o Outcome) string {
	for _, c := range r.Checks {
		if c.Outcome == o && c.What != checkTrust {
			return c.Why
		}
	}
	return ""
}

// The names of the checks. The check of an assertion is called by its label.
const (
	checkStore       = "manifest store"
	checkClaim       = "claim"
	checkSignature   = "claim signature"
	checkCertificate = "certificate chain"
	checkBinding     = "hard binding"
	checkTimestamp   = "timestamp"
	checkIngredient  = "ingredient manifest"
	checkTrust       = "trusted list"
)

func (r *Report) add(what string, o Outcome, format string, args ...any) {
	const most = 5000
	if len(r.Checks) < most {
		r.Checks = append(r.Checks, Check{what, o, fmt.Sprintf(format, args...)})
	}
}

func (r *Report) outcome(what string) Outcome {
	result := Outcome("")
	for _, c := range r.Checks {
		if c.What != what {
			continue
		}
		if result == "" || c.Outcome == Failed || result == OK {
			result = c.Outcome
		}
	}
	return result
}

// judge sets the state from the checks.
func (r *Report) judge() {
	for _, c := range r.Checks {
		if c.Outcome == Failed {
			r.State = Invalid
			return
		}
	}
	r.State = NotSupported
	for _, needed := range []string{checkStore, checkClaim, checkSignature, checkCertificate, checkBinding} {
		if r.outcome(needed) != OK {
			return
		}
	}
	for _, c := range r.Checks {
		if c.Outcome == Unsupported && c.What != checkTrust && c.What != checkTimestamp && c.What != checkIngredient {
			return
		}
	}
	r.State = Valid
}

// Read reads the Content Credentials of a file of size bytes. mediaType is what the
// file is thought to be; the bytes decide, and it is used only to say that a format
// is not supported. The error is about reading the file; whatever is wrong with
// what it says is in the report.
func Read(file io.ReaderAt, size int64, mediaType string) (*Report, error) {
	r := &Report{}
	c, err := find(file, size)
	if err != nil {
		if ioErr, ok := asReadError(err); ok {
			return nil, ioErr
		}
		o := Failed
		if isUnsupported(err) {
			o = Unsupported
		}
		r.add(checkStore, o, "The manifest store cannot be read: %v.", err)
		r.judge()
		return r, nil
	}
	switch {
	case c == nil && mediaType == "application/pdf":
		sign, err := hasSign(file, size)
		if err != nil {
			return nil, err
		}
		if !sign {
			r.State = None
			return r, nil
		}
		r.State = NotSupported
		r.add(checkStore, Unsupported, "Content Credentials in PDF are not read.")
		return r, nil
	case c == nil:
		r.State = None
		return r, nil
	}
	if err := r.readStore(c); err != nil {
		return nil, err
	}
	r.judge()
	return r, nil
}
