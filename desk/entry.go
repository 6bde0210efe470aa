package desk

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

type entryBody struct {
	Index    string
	Act      string // "" where the entry cannot be opened
	Kind     string
	PREMIS   string
	At       *shown
	Agent    *shown
	About    *shown
	Rows     []row
	Signed   bool
	Whole    bool
	Standing string // a phrase: what was found of the proof
	Proved   bool
	Later    bool
	Proof    string // the address of the proof
	Leaf     string
	Hash     string
	Previous string
	Next     string
}

// entry shows one entry, checked anew: its signature, what it says, and that it
// is in the tree that the published checkpoint signs.
func (d *desk) entry(r *http.Request, p *page) error {
	p.Sheet = "entry"
	index, err := parseIndex(r.PathValue("index"))
	if err != nil {
		return problem(http.StatusNotFound)
	}
	e, err := d.archive.Register.Entry(r.Context(), index)
	if err != nil {
		return err
	}
	size, err := d.archive.Register.Size(r.Context())
	if err != nil {
		return err
	}
	p.Title = p.T("entry.title") + " " + count(index)
	hash := tlog.RecordHash(e.Leaf)
	b := entryBody{Index: count(index), Leaf: sijill.Printable(string(e.Leaf)), Hash: base64.StdEncoding.EncodeToString(hash[:])}
	if index > 0 {
		b.Previous = p.entryPath(index - 1)
	}
	if index+1 < size {
		b.Next = p.entryPath(index + 1)
	}
	if o, err := e.Check(d.archive.Verifier); err == nil {
		b.Signed = true
		p.open(&b, o)
	} else {
		d.logger.Printf("entry %d is not sound: %v", index, err)
	}
	_, err = d.prove(index, e.Leaf)
	switch {
	case err == nil:
		b.Proved, b.Standing = true, p.T("entry.proved")
		b.Proof = p.To("/register/proof/" + strconv.FormatInt(index, 10) + proofEnding)
	case errors.Is(err, errLater):
		b.Later, b.Standing = true, p.T("entry.later")
	default:
		d.logger.Printf("entry %d cannot be proved: %v", index, err)
		b.Standing = p.T("entry.unproved")
	}
	p.Body = b
	return nil
}

// open tells what an entry says.
func (p *page) open(b *entryBody, o register.Opened) {
	info, _ := o.Kind.Info()
	b.Act, b.Kind, b.Whole = p.said(o.Kind), sijill.Printable(string(o.Kind)), o.IsComplete()
	if info.PREMIS != "" {
		b.PREMIS = info.PREMIS + ", " + info.PREMISLabel
	}
	if o.At != "" {
		at := timeOf(o.At, p.lang)
		b.At = &at
	}
	if o.Agent != "" {
		agent := lineOf(o.Agent)
		b.Agent = &agent
	}
	b.About = p.aboutOf(o.Subject)
	b.Rows = p.rowsIn(o.Fields, o.Order)
}

const proofEnding = ".tlog-proof"

// errLater says that the published checkpoint does not cover an entry yet.
var errLater = errors.New("the published checkpoint does not cover the entry yet")

// prove makes the proof of an entry from the published tiles, and checks it as a
// stranger would.
func (d *desk) prove(index int64, leaf []byte) (register.Proof, error) {
	c, err := d.archive.Published.Checkpoint(d.archive.Verifier)
	if errors.Is(err, fs.ErrNotExist) || err == nil && index >= c.Size {
		return register.Proof{}, errLater
	}
	if err != nil {
		return register.Proof{}, err
	}
	proof, err := d.archive.Published.Prove(c, index)
	if err == nil {
		err = register.CheckInclusionIn(c, leaf, proof.Index, proof.Hashes)
	}
	return proof, err
}

// proof hands out the proof of an entry as a file.
func (d *desk) proof(w http.ResponseWriter, r *http.Request) error {
	digits, ok := strings.CutSuffix(r.PathValue("file"), proofEnding)
	index, err := parseIndex(digits)
	if !ok || err != nil {
		return problem(http.StatusNotFound)
	}
	e, err := d.archive.Register.Entry(r.Context(), index)
	if err != nil {
		return err
	}
	proof, err := d.prove(index, e.Leaf)
	if errors.Is(err, errLater) {
		return problem(http.StatusNotFound)
	}
	if err != nil {
		// A file that is missing here is damage, and not an address that is wrong.
		d.logger.Printf("entry %d cannot be proved: %v", index, err)
		return problem(http.StatusInternalServerError)
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+digits+proofEnding+`"`)
	return write(w, http.StatusOK, "text/plain; charset=utf-8", proof.Format())
}
