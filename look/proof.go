package look

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/proofmode"
	"sijill.example/sijill/media"
)

// Proof is what one row of a ProofMode proof says of a photo, without what names
// the phone or its holder.
type Proof struct {
	Row       int               `json:"row"`
	Hash      proofmode.Hash    `json:"hash,omitzero"`
	FileName  string            `json:"file_name,omitempty"`
	Generated proofmode.Moment  `json:"generated,omitzero"`
	Modified  proofmode.Moment  `json:"modified,omitzero"`
	Created   proofmode.Moment  `json:"created,omitzero"`
	Places    []proofmode.Place `json:"places,omitempty"`
	HasCells  bool              `json:"has_cells,omitempty"` // cell towers are held back
	Doubts    []string          `json:"doubts,omitempty"`
}

// Of gives the digest of the photo that the proof speaks of, where it gives one.
func (p Proof) Of() (sijill.Digest, bool) {
	if p.Hash.Algorithm != "SHA-256" {
		return sijill.Digest{}, false
	}
	d, err := sijill.ParseDigest(p.Hash.Hex)
	return d, err == nil
}

// Compared is what a proof and its photo say of one thing.
type Compared struct {
	What    string  `json:"what"`
	Outcome string  `json:"outcome"`
	Text    string  `json:"text"`
	Metres  float64 `json:"metres,omitempty"`
	// Grade is "differs", "one-sided" where only one of the two says anything, "note"
	// where they agree without saying the very same, and otherwise nothing.
	Grade  string   `json:"grade,omitempty"`
	Code   string   `json:"code,omitempty"`
	Values []string `json:"values,omitempty"`
}

// Compare sets the proof against its photo.
func (p Proof) Compare(photo Seen, name string, digest sijill.Digest) []Compared {
	facts := proofmode.Facts{SHA256: digest.String(), FileName: name}
	for _, t := range photo.Times {
		if at, ok := t.Value.Earliest().Time(); ok && t.Role == media.Captured && t.Where != "file name" && t.Value.Precision() == sijill.PrecisionSecond {
			facts.CapturedAt = proofmode.Moment{Text: t.Value.String(), Time: at, HasOffset: t.Value.HasOffset()}
			break
		}
	}
	for _, at := range photo.Places {
		if !strings.HasPrefix(at.Doubt, "0,0") {
			facts.Lat, facts.Lon, facts.HasPlace = at.Lat, at.Lon, true
			break
		}
	}
	// Of a row without names of columns, all that was read is a hash and a name.
	bare := p.Generated.IsMissing() && p.Modified.IsMissing() && p.Created.IsMissing() && len(p.Places) == 0 && len(p.Doubts) > 0
	var out []Compared
	for _, f := range proofmode.Compare(proofmode.Proof{Row: p.Row, Hash: p.Hash, FileName: p.FileName, Generated: p.Generated, Modified: p.Modified, Created: p.Created, Places: p.Places}, facts) {
		if bare && f.What != proofmode.OfHash && f.What != proofmode.OfName {
			continue
		}
		out = append(out, Compared{string(f.What), string(f.Outcome), f.Text, f.Metres, string(f.Grade()), f.Code, f.Values})
	}
	return out
}

// Files of proofs and keys, as a format each.
var (
	proofFormat     = media.Format{MediaType: "text/csv", Name: "ProofMode proof", Family: media.Text}
	signatureFormat = media.Format{MediaType: "application/pgp-signature", Name: "OpenPGP signature", Family: media.Other}
	keyFormat       = media.Format{MediaType: "application/pgp-keys", Name: "OpenPGP key", Family: media.Other}
)

const maxProofRows = 500

// sidecar knows a proof, a signature and a key among texts, and keeps back from
// the text and the facts of each what names a phone or its holder.
func (a *answer) sidecar(r io.ReaderAt, size int64, name string) {
	if a.Seen.Format.Family != media.Text {
		return
	}
	whole := func() io.Reader { return io.NewSectionReader(r, 0, size) }
	switch text := strings.TrimLeft(a.Text, "\ufeff \t\r\n"); {
	case strings.HasPrefix(text, "-----BEGIN PGP SIGNATURE-----"):
		a.signature(whole())
	case strings.HasPrefix(text, "-----BEGIN PGP PUBLIC KEY BLOCK-----"):
		a.Seen.Format, a.Text, a.Seen.TextEncoding = keyFormat, "", ""
		a.Seen.Identity = append(a.Seen.Identity, media.Claim{Where: "OpenPGP", Name: "key", Value: text})
	case a.Seen.Format.MediaType == "text/csv", a.Seen.Format.MediaType == "text/plain", a.Seen.Format.MediaType == "application/json":
		_, role, _ := proofmode.PhotoOf(name)
		named := role == proofmode.RoleProof || role == proofmode.RoleBatch
		parse := proofmode.ParseCSV
		if a.Seen.Format.MediaType == "application/json" {
			parse = proofmode.ParseJSON
		}
		proofs, err := parse(whole())
		if err == nil && isProof(proofs, named) {
			a.proofs(proofs)
		} else if named {
			// It calls itself a proof, and may hold what a proof holds.
			a.Text = ""
			a.Seen.NotDone = append(a.Seen.NotDone, media.NotDone{What: "the text", Because: "by its name it is a proof, which may name a phone, and it cannot be read as one"})
		}
	}
}

// isProof says that a table is a proof: each row gives a hash, and there is what
// only a proof has.
func isProof(proofs []proofmode.Proof, named bool) bool {
	for _, p := range proofs {
		if p.Hash.Hex == "" || !named && (p.Generated.IsMissing() || len(p.Identity) == 0) {
			return false
		}
	}
	return len(proofs) > 0
}

func (a *answer) proofs(proofs []proofmode.Proof) {
	a.Seen.Format = proofFormat
	var text strings.Builder
	for i, p := range proofs {
		if i == maxProofRows {
			a.Seen.NotDone = append(a.Seen.NotDone, media.NotDone{What: "the rest of the proofs", Because: fmt.Sprintf("only the first %d rows are kept", maxProofRows)})
			break
		}
		for _, f := range p.Fields {
			if f.Value != "" {
				text.WriteString(strings.TrimPrefix(f.Name+": "+f.Value+"\n", ": "))
			}
		}
		for _, f := range p.Identity {
			if f.Value != "" {
				a.Seen.Identity = append(a.Seen.Identity, media.Claim{Where: "ProofMode", Name: fieldName(f), Value: f.Value})
			}
		}
		a.Seen.Proof = append(a.Seen.Proof, Proof{p.Row, p.Hash, p.FileName, p.Generated, p.Modified, p.Created, p.Places, p.HasCells, p.Doubts})
	}
	a.Text = text.String()
}

func fieldName(f proofmode.Field) string {
	if f.Name == "" {
		return fmt.Sprintf("column %d", f.Column+1)
	}
	return f.Name
}

func (a *answer) signature(r io.Reader) {
	a.Seen.Format, a.Text, a.Seen.TextEncoding = signatureFormat, "", ""
	s, err := proofmode.CheckSignature(nil, r, nil)
	if err != nil || s.State == proofmode.SignatureNotSupported {
		a.Seen.NotDone = append(a.Seen.NotDone, media.NotDone{What: "the signature", Because: "it cannot be read"})
		return
	}
	signed, keys := signatureOf(s)
	a.Seen.Signature = &signed
	a.Seen.Identity = append(a.Seen.Identity, keys...)
}

// Signature is what a detached OpenPGP signature says, without whose it is.
type Signature struct {
	State     string   `json:"state"` // valid, not valid, key not given, not supported
	Why       string   `json:"why,omitempty"`
	At        string   `json:"at,omitempty"` // by the signer's clock
	Algorithm string   `json:"algorithm,omitempty"`
	Hash      string   `json:"hash,omitempty"`
	Notes     []string `json:"notes,omitempty"`
}

func signatureOf(s proofmode.Signed) (Signature, []media.Claim) {
	out := Signature{string(s.State), s.Why, "", s.Algorithm, s.Hash, s.Notes}
	if !s.At.IsZero() {
		out.At = s.At.Format("2006-01-02T15:04:05Z")
	}
	var keys []media.Claim
	for _, c := range []media.Claim{{Where: "OpenPGP", Name: "key", Value: s.KeyID}, {Where: "OpenPGP", Name: "fingerprint", Value: s.Fingerprint}} {
		if c.Value != "" {
			keys = append(keys, c)
		}
	}
	return out, keys
}

const signatureVerb = "signature"

// signing is what the worker is asked for: whether this is a signature of its file.
type signing struct {
	Signature []byte `json:"signature"`
	Key       []byte `json:"key"`
}

// handleSignature runs behind the walls.
func handleSignature(params []byte, in io.ReaderAt, offset, size int64) ([]byte, error) {
	var q signing
	if err := json.Unmarshal(params, &q); err != nil {
		return nil, err
	}
	var key io.Reader
	if q.Key != nil {
		key = bytes.NewReader(q.Key)
	}
	s, err := proofmode.CheckSignature(io.NewSectionReader(in, offset, size), bytes.NewReader(q.Signature), key)
	if err != nil {
		return nil, err
	}
	out, _ := signatureOf(s)
	return json.Marshal(out)
}
