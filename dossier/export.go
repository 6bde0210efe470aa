package dossier

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/custody"
	"sijill.example/sijill/exchange/bagit"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
)

// Archive is what a dossier is taken from.
type Archive struct {
	Name        string
	VerifierKey string
	Verifier    note.Verifier
	Blobs       *blob.Store
	Register    *register.Register
	Published   *register.Published
	Catalog     *catalog.Catalog
}

// Request says what to put together.
type Request struct {
	Numbers  []sijill.Number // a deposit stands for its exhibits
	Withhold []string        // names of fields to leave out of every entry
	Agent    string
	File     string // where to write it; it must not be there yet
	// Permit is asked about every thing before anything is written; its error stops
	// the dossier. It may be nil.
	Permit func(context.Context, sijill.Number) (Permit, error)
	// Override is the reason for which somebody lets in what a rule denies. It is
	// entered in the register where anything was.
	Override string
}

// Permit says by what right a thing is in a dossier.
type Permit int

// The rights.
const (
	Allowed     Permit = iota
	NobodyAsked        // nobody has said anything about its use
	Overridden         // a rule denies it, and was overridden
)

// Exported says what was written.
type Exported struct {
	Exhibits, Entries int
	Bytes             int64 // of the file
	Digest            sijill.Digest
	// NobodyAsked and Overridden list the things that are in it by these rights.
	NobodyAsked, Overridden []sijill.Number
}

// Export writes the dossier and enters in the register that it was exported. The
// file appears whole or not at all, and not before the entry.
func Export(ctx context.Context, a Archive, q Request, progress func(exhibits int, bytes int64)) (Exported, error) {
	for _, name := range q.Withhold {
		if slices.Contains(bound(), name) {
			return Exported{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The field %s cannot be withheld: without it nothing could be proved.", name)}
		}
	}
	if _, err := os.Lstat(q.File); !errors.Is(err, fs.ErrNotExist) {
		return Exported{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is there already and is not overwritten.", sijill.Name(q.File).Display()), Err: err}
	}
	x := &exporter{Archive: a, request: q, progress: progress, permits: map[Permit][]sijill.Number{}}
	if err := x.collect(ctx); err != nil {
		return Exported{}, err
	}
	file, err := os.CreateTemp(filepath.Dir(q.File), ".sijill-dossier-*")
	if err != nil {
		return Exported{}, &sijill.Error{Class: sijill.Failed, Message: "The dossier cannot be written there.", Err: err}
	}
	defer func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}()
	hash := sijill.NewHash()
	counted := &counter{w: io.MultiWriter(file, hash)}
	if err := x.write(ctx, counted); err != nil {
		return Exported{}, err
	}
	if err := file.Sync(); err != nil {
		return Exported{}, &sijill.Error{Class: sijill.Failed, Message: "The dossier cannot be written there.", Err: err}
	}
	out := Exported{Exhibits: x.exhibits, Entries: len(x.entries), Bytes: counted.n, Digest: sijill.Digest(hash.Sum(nil)),
		NobodyAsked: x.permits[NobodyAsked], Overridden: x.permits[Overridden]}
	d := sijill.Draft{Kind: sijill.DossierExported, Agent: q.Agent, Fields: []sijill.Field{
		{Name: catalog.FieldConcerns, Value: x.concerned}, {Name: "dossier_sha256", Value: out.Digest.String()}, {Name: "dossier_size", Value: out.Bytes}}}
	if len(q.Withhold) > 0 {
		d.Fields = append(d.Fields, sijill.Field{Name: "withheld", Value: q.Withhold})
	}
	if len(out.Overridden) > 0 {
		d.Fields = append(d.Fields, sijill.Field{Name: "overridden", Value: out.Overridden}, sijill.Field{Name: "overridden_because", Value: q.Override})
	}
	if _, err := a.Register.Append(ctx, d); err != nil {
		return Exported{}, err
	}
	if err := os.Link(file.Name(), q.File); err != nil { // unlike a rename it never replaces
		return Exported{}, &sijill.Error{Class: sijill.Failed, Message: "The dossier cannot be given its name.", Err: err}
	}
	return out, nil
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

type exporter struct {
	Archive
	request   Request
	progress  func(int, int64)
	concerned []sijill.Number // every thing in it
	permits   map[Permit][]sijill.Number
	entries   []shown // by index
	exhibits  int
	bytes     int64
}

// collect finds the entries of the custody of everything that was asked for, and
// the two that found the archive and introduce its key.
func (x *exporter) collect(ctx context.Context) error {
	indexes := map[int64]bool{}
	founding, err := x.Catalog.Entries(ctx, "")
	if err != nil {
		return err
	}
	for _, i := range founding {
		if i < 2 {
			indexes[i] = true
		}
	}
	add := func(n sijill.Number) error {
		if x.request.Permit != nil {
			permit, err := x.request.Permit(ctx, n)
			if err != nil {
				return err
			}
			x.permits[permit] = append(x.permits[permit], n)
		}
		story, err := custody.Story(ctx, x.Catalog, x.Register, n)
		for _, line := range story {
			indexes[line.Index] = true
		}
		x.concerned = append(x.concerned, n)
		return err
	}
	for _, n := range x.request.Numbers {
		if err := add(n); err != nil {
			return err
		}
		if n.Kind() != "deposit" {
			continue
		}
		for t, err := range x.Catalog.Things(ctx, catalog.Filter{Whole: n}) {
			if err == nil {
				err = add(t.Number)
			}
			if err != nil {
				return err
			}
		}
	}
	slices.Sort(x.concerned)
	x.concerned = slices.Compact(x.concerned)
	for i := range indexes {
		e, err := x.Register.Entry(ctx, i)
		if err != nil {
			return err
		}
		e = withhold(e, x.request.Withhold)
		o, err := e.Check(x.Verifier)
		if err != nil {
			return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("Entry %d is not as it was signed, so no dossier is made of it.", i), Hint: "`sijill audit` says what else is wrong.", Err: err}
		}
		x.entries = append(x.entries, shown{i, e, o})
	}
	slices.SortFunc(x.entries, func(a, b shown) int { return int(a.index - b.index) })
	return nil
}

func (x *exporter) write(ctx context.Context, w io.Writer) error {
	checkpoint, err := x.Published.Checkpoint(x.Verifier)
	if err != nil {
		return err
	}
	bag := bagit.NewWriter(w, bagit.Options{Root: root})
	pem, err := keyring.PEM(x.VerifierKey)
	if err != nil {
		return err
	}
	s := summary{Format, x.concerned, append([]string{}, x.request.Withhold...)}
	encoded, err := s.encode()
	if err != nil {
		return err
	}
	put := func(path string, content []byte) error {
		_, _, err := bag.Payload(path, bytes.NewReader(content))
		return err
	}
	for _, f := range []struct {
		path    string
		content []byte
	}{{summaryPath, encoded}, {keyPath, []byte(x.VerifierKey + "\n")}, {pemPath, pem}, {checkpointPath, checkpoint.Note}} {
		if err := put(f.path, f.content); err != nil {
			return err
		}
	}
	for _, e := range x.entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		proof, err := x.Published.Prove(checkpoint, e.index)
		if err != nil {
			return &sijill.Error{Class: sijill.Wanting, Message: "A proof cannot be made, because the register's tiles are damaged.", Hint: "`sijill rebuild` makes them again from the entries.", Err: err}
		}
		if err := errors.Join(put(entryPath(e.index), []byte(e.entry.Format()+"\n")), put(proofPath(e.index), proof.Format())); err != nil {
			return err
		}
	}
	about := s.about()
	for _, e := range x.entries {
		if digest, ok := exhibitIn(e.Opened); ok && about[e.Subject] {
			if err := x.original(ctx, bag, e.Opened, digest); err != nil {
				return err
			}
		}
	}
	page, err := renderPage(pageOf(s, x.VerifierKey, checkpoint, x.entries))
	if err != nil {
		return err
	}
	if err := bag.Tag(pagePath, page); err != nil {
		return err
	}
	return bag.Close([]bagit.InfoLine{
		{Name: "Source-Organization", Value: x.Name},
		{Name: "External-Description", Value: "A dossier of Sijill: exhibits with the entries and proofs of the register. Open index.html."},
		{Name: "Bag-Software-Agent", Value: "Sijill"},
	})
}

func (x *exporter) original(ctx context.Context, bag *bagit.Writer, o register.Opened, want sijill.Digest) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	original, err := x.Blobs.Get(want)
	if err != nil {
		return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("The original of %s is missing, so no dossier is made of it.", o.Subject), Hint: "`sijill audit` says what else is wrong.", Err: err}
	}
	defer func() { _ = original.Close() }()
	got, n, err := bag.Payload(originalPath(o), original)
	if err != nil {
		return err
	}
	if got != want {
		return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("The original of %s is damaged, so no dossier is made of it.", o.Subject), Hint: "`sijill audit` says what else is wrong."}
	}
	x.exhibits++
	x.bytes += n
	if x.progress != nil {
		x.progress(x.exhibits, x.bytes)
	}
	return nil
}
