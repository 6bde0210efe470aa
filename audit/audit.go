// Package audit derives everything again from the originals and the register and
// compares it with what is there. It changes nothing and trusts nothing that was
// derived.
package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
)

// Archive is what is audited.
type Archive struct {
	Blobs     *blob.Store
	Entries   *sqlite.Store
	Published *register.Published
	Catalog   *catalog.Catalog
	Keys      *keyring.Keyring
	// Unfinished reports that another process is at work, so that bytes without an
	// entry are no finding.
	Unfinished func() (bool, error)
}

// Finding is one thing that is not as it should be.
type Finding struct {
	Kind string `json:"kind"`
	// Subject is the number of what is concerned, or "entry N", or the name of a
	// part of the archive.
	Subject string `json:"subject"`
	Detail  string `json:"detail"`
}

// Report is the outcome of an audit.
type Report struct {
	OK       bool      `json:"ok"`
	Blobs    int       `json:"blobs"`
	Bytes    int64     `json:"bytes"`
	Entries  int64     `json:"entries"`
	TreeSize int64     `json:"tree_size"`
	Root     string    `json:"root"`
	Findings []Finding `json:"findings"`
}

// Run audits the archive. progress is told in words what is being looked at.
func Run(ctx context.Context, a Archive, progress func(string)) (Report, error) {
	r := &run{Archive: a, progress: progress, held: map[sijill.Digest]bool{}}
	r.report.Findings = []Finding{}
	for _, step := range []func(context.Context) error{r.structure, r.entries, r.checkpoint, r.originals, r.catalog} {
		if err := step(ctx); err != nil {
			return Report{}, err
		}
	}
	r.report.OK = len(r.report.Findings) == 0
	return r.report, nil
}

type run struct {
	Archive
	progress func(string)
	report   Report
	held     map[sijill.Digest]bool  // what the entries say is kept
	erased   map[sijill.Number]bool  // what a tombstone says was erased
	stripped map[int64]sijill.Number // entries whose disclosures are gone
	ofPair   map[int64]bool          // of these, the decisions about pairs
	pairs    map[int64]bool          // what a tombstone says lost its other thing
}

func (r *run) find(kind, subject, detail string) {
	r.report.Findings = append(r.report.Findings, Finding{kind, subject, detail})
}

// structure has SQLite check the register's file.
func (r *run) structure(ctx context.Context) error {
	r.progress("the register's file")
	wrong, err := r.Entries.Integrity(ctx)
	if err != nil {
		r.find("register", "register.db", err.Error())
	}
	for _, w := range wrong {
		r.find("register", "register.db", w)
	}
	return nil
}

// entries checks every entry and every tile.
func (r *run) entries(ctx context.Context) error {
	r.erased = map[sijill.Number]bool{}
	r.stripped, r.ofPair, r.pairs = map[int64]sijill.Number{}, map[int64]bool{}, map[int64]bool{}
	entered := map[sijill.Number]sijill.Digest{}
	size, root, err := register.Recheck(ctx, r.Entries, r.Published, r.Keys.Verifier,
		func(index int64, o register.Opened) {
			r.progress(fmt.Sprintf("entry %d", index))
			r.entry(index, o, entered)
		},
		func(f register.Fault) {
			subject := "register"
			if f.Index >= 0 {
				subject = fmt.Sprintf("entry %d", f.Index)
			}
			r.find(f.Kind, subject, f.Detail)
		})
	if err != nil {
		return err
	}
	r.report.Entries = size
	r.report.Root = root.String()
	for index, number := range r.stripped {
		if !r.erased[number] && !(r.pairs[index] && r.ofPair[index]) {
			r.find("disclosure", string(number), fmt.Sprintf("entry %d has lost what it disclosed, and no entry says that it was erased", index))
		}
	}
	for number, d := range entered {
		if !r.erased[number] {
			r.held[d] = true
		}
	}
	return nil
}

func (r *run) entry(index int64, o register.Opened, entered map[sijill.Number]sijill.Digest) {
	if o.Kind == sijill.OriginalErased {
		r.erased[o.Subject] = true
		list, _ := o.Fields[catalog.FieldConcerns].([]any)
		for _, v := range list {
			if s, ok := v.(string); ok {
				r.erased[sijill.Number(s)] = true
			}
		}
		list, _ = o.Fields[catalog.FieldPairs].([]any)
		for _, v := range list {
			if n, err := strconv.ParseInt(fmt.Sprint(v), 10, 64); err == nil {
				r.pairs[n] = true
			}
		}
	}
	if !o.IsComplete() {
		if o.Shown == 2 && o.Kind != "" && o.Subject != "" {
			r.stripped[index] = o.Subject
			r.ofPair[index] = o.Kind == sijill.ResemblanceConfirmed || o.Kind == sijill.ResemblanceRefused
			return
		}
		r.find("disclosure", fmt.Sprintf("entry %d", index), "a disclosure is missing")
		return
	}
	if text, ok := o.Fields[catalog.FieldDigest].(string); ok && (o.Kind == sijill.ExhibitEntered || o.Kind == sijill.RedactionMade) {
		d, err := sijill.ParseDigest(text)
		if err != nil {
			r.find("entry", string(o.Subject), "its digest is not a SHA-256")
			return
		}
		entered[o.Subject] = d
	}
}

// checkpoint compares the published checkpoint with the one that the archive's
// own key would sign, byte for byte, where the key is here and nobody else has
// signed it.
func (r *run) checkpoint(context.Context) error {
	c, err := r.Published.Checkpoint(r.Keys.Verifier)
	if err != nil {
		return nil // Recheck has said so
	}
	r.report.TreeSize = c.Size
	if r.Keys.Signer == nil {
		return nil
	}
	n, err := note.Open(c.Note, note.VerifierList(r.Keys.Verifier))
	if err != nil || len(n.UnverifiedSigs) > 0 {
		return err
	}
	again, err := register.SignCheckpoint(c.Size, c.Root, r.Keys.Signer)
	if err != nil {
		return err
	}
	if !bytes.Equal(again.Note, c.Note) {
		r.find("checkpoint", "register", "the checkpoint is not spelled as it was signed")
	}
	return nil
}

// originals hashes every original and looks for what is missing or superfluous.
func (r *run) originals(ctx context.Context) error {
	name := func(d sijill.Digest, where string) string {
		numbers, err := r.Catalog.Holding(ctx, d)
		if err != nil || len(numbers) == 0 {
			return where
		}
		var all []string
		for _, n := range numbers {
			all = append(all, string(n))
		}
		return strings.Join(all, " ")
	}
	missing := map[sijill.Digest]bool{}
	summary, err := r.Blobs.Check(ctx, blob.CheckOptions{Workers: runtime.GOMAXPROCS(0), Progress: func(n int64) {
		r.progress(fmt.Sprintf("originals, %d MB", n/1e6))
	}}, func(f blob.Finding) {
		if f.Kind == blob.Missing {
			missing[f.Digest] = true
		}
		r.find("original", name(f.Digest, f.Where), fmt.Sprintf("%s: %s", f.Kind, f.Detail))
	})
	if err != nil {
		return err
	}
	r.report.Blobs, r.report.Bytes = summary.Blobs, summary.Bytes
	unfinished, err := r.Unfinished()
	if err != nil {
		return err
	}
	err = r.Blobs.All(func(info blob.Info) error {
		if !r.held[info.Digest] && !unfinished {
			r.find("orphan", info.Where, "no entry of the register holds these bytes")
		}
		return nil
	})
	if err != nil {
		return err
	}
	for d := range r.held {
		here, err := r.Blobs.Has(d)
		if err != nil {
			return err
		}
		if !here && !missing[d] {
			r.find("original", name(d, "originals"), "missing: the register holds it and the archive does not")
		}
	}
	return nil
}

// catalog makes the catalog again beside the one that is there and compares.
func (r *run) catalog(ctx context.Context) error {
	r.progress("the catalog")
	dir, err := os.MkdirTemp("", "sijill-audit-")
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "There is no room to make the catalog again and compare.", Hint: "Free some space in the temporary directory (TMPDIR).", Err: err}
	}
	defer func() { _ = os.RemoveAll(dir) }()
	again, err := catalog.Open(filepath.Join(dir, "catalog.db"))
	if err != nil {
		return err
	}
	defer func() { _ = again.Close() }()
	if err := again.CatchUp(ctx, r.Entries, func(done, all int64) { r.progress(fmt.Sprintf("the catalog, %d of %d entries", done, all)) }); err != nil {
		if errors.Is(err, context.Canceled) {
			return err
		}
		r.find("catalog", "catalog", "it cannot be made from the register: "+err.Error())
		return nil
	}
	position, err := r.Catalog.Position(ctx)
	if err != nil {
		r.find("catalog", "catalog", "it cannot be read: "+err.Error())
		return nil
	}
	if position < r.report.Entries {
		return nil // another process is writing; what is derived comes later
	}
	want, got := sha256.New(), sha256.New()
	if err := again.Dump(ctx, want); err != nil {
		return err
	}
	if err := r.Catalog.Dump(ctx, got); err != nil {
		r.find("catalog", "catalog", "it cannot be read: "+err.Error())
		return nil
	}
	if !bytes.Equal(want.Sum(nil), got.Sum(nil)) {
		r.find("catalog", "catalog", "it does not say what the register says; `sijill rebuild` makes it again")
	}
	return nil
}
