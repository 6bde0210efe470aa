package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/redaction"
)

// Redact is what a redacted copy is asked for.
type Redact struct {
	redaction.Taken
	Number sijill.Number
	Form   string
	Page   int // of a document, from 1; 0 for anything else
	Reason string
	Agent  string
	When   bool // the proof shows when the register committed to the original
}

// byWord reports that words are taken out of a segment.
func (q *Redact) byWord() bool {
	return slices.ContainsFunc(q.Spans, func(s sijill.Span) bool { return !s.IsWhole() })
}

// Redacted is a copy that was made.
type Redacted struct {
	Number    sijill.Number
	Copy      redaction.Copy
	Proof     *redaction.ProofFile
	Committed bool // the commitment was entered only now
}

// Redact makes a copy of an exhibit, keeps it, and enters that it was made.
func (a *Archive) Redact(ctx context.Context, d *redaction.Desk, q Redact) (Redacted, error) {
	made, err := a.makeCopy(ctx, d, q, committedAt{})
	if err != nil {
		return Redacted{}, err
	}
	out := Redacted{Copy: made.Copy, Committed: made.commit != nil}
	if made.commit != nil {
		if made.at.index, err = a.Register.Append(ctx, *made.commit); err != nil {
			return Redacted{}, err
		}
		if made.at.entry, err = a.Register.Entry(ctx, made.at.index); err != nil {
			return Redacted{}, err
		}
	}
	if out.Number, err = a.keepRedaction(ctx, q, out.Copy); err != nil {
		return Redacted{}, err
	}
	if q.Form == redaction.Proved {
		out.Proof, err = a.proofFile(ctx, made.at, out.Copy, q.When)
	}
	return out, err
}

// madeCopy is a copy that is not kept yet.
type madeCopy struct {
	redaction.Copy
	at     committedAt
	commit *sijill.Draft // of the commitment that it is proved against, where it is new
}

// makeCopy makes a copy and enters nothing. at is a commitment that is not entered
// yet, where there is one; without an index.
func (a *Archive) makeCopy(ctx context.Context, d *redaction.Desk, q Redact, at committedAt) (madeCopy, error) {
	t, err := a.Catalog.Thing(ctx, q.Number)
	if err != nil {
		return madeCopy{}, err
	}
	if _, err := digestOf(t); err != nil {
		return madeCopy{}, err
	}
	if q.Page > 0 && q.Form == redaction.Proved {
		return madeCopy{}, &sijill.Error{Class: sijill.Refused, Message: "A page is redacted as a picture that was made of it, and so has no proof.", Hint: "Use --form reduced."}
	}
	if len(q.Regions) == 0 && len(q.Spans) == 0 && q.Form == redaction.Proved {
		return madeCopy{}, &sijill.Error{Class: sijill.Usage, Message: "Nothing is said to be taken out.", Hint: "Name regions of a picture (--region X,Y,W,H) or segments of a text (--segment N)."}
	}
	made := madeCopy{at: at}
	if q.Form == redaction.Proved && at.commitment.Form == "" {
		if made.at, made.commit, err = a.committed(ctx, d, t, q); err != nil {
			return madeCopy{}, refusedFor(t.Number, err)
		}
	}
	if made.Copy, err = a.copyOf(ctx, d, t, q, made.at); err != nil {
		return madeCopy{}, refusedFor(t.Number, err)
	}
	if q.Form == redaction.Proved && made.Commitment != made.at.commitment {
		return madeCopy{}, &sijill.Error{Class: sijill.Wanting, Message: "The original of " + string(t.Number) + " does not decode to what was committed to, so no proof can be made.", Hint: "`sijill fixity` says whether its bytes are damaged; a reduced copy (--form reduced) needs no proof."}
	}
	return made, nil
}

func refusedFor(n sijill.Number, err error) error {
	if refused, ok := errors.AsType[*redaction.RefusedError](err); ok {
		return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s cannot be redacted: %s.", n, refused.Why)}
	}
	return err
}

// committed gives the commitment to an exhibit. Where there is none it makes one, and
// the draft of its entry.
func (a *Archive) committed(ctx context.Context, d *redaction.Desk, t catalog.Thing, q Redact) (committedAt, *sijill.Draft, error) {
	at, found, err := a.commitment(ctx, t.Number, q.byWord())
	if found || err != nil {
		return at, nil, err
	}
	draft, c, seed, err := a.commitTo(ctx, d, t, q.Agent)
	return committedAt{commitment: c, seed: seed}, &draft, err
}

func (a *Archive) copyOf(ctx context.Context, d *redaction.Desk, t catalog.Thing, q Redact, at committedAt) (redaction.Copy, error) {
	if q.Page > 0 {
		return a.copyOfPage(ctx, t, q)
	}
	o, r, err := a.original(t)
	if err != nil {
		return redaction.Copy{}, err
	}
	defer func() { _ = r.Close() }()
	return d.Redact(ctx, o, q.Form, at.seed, q.Taken, at.commitment.Form)
}

// copyOfPage makes a copy of the picture that was made of a page.
func (a *Archive) copyOfPage(ctx context.Context, t catalog.Thing, q Redact) (redaction.Copy, error) {
	digest, err := digestOf(t)
	if err != nil {
		return redaction.Copy{}, err
	}
	store, err := a.Derivatives()
	if err != nil {
		return redaction.Copy{}, err
	}
	page, err := store.Copy(ctx, digest, fmt.Sprintf("page-%d", q.Page))
	if sijill.ClassOf(err) == sijill.NotFound {
		return redaction.Copy{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("There is no picture of page %d of %s.", q.Page, t.Number), Hint: "`sijill derive` makes pictures of the first 20 pages of a PDF, where pdftoppm is installed."}
	}
	if err != nil {
		return redaction.Copy{}, err
	}
	return redaction.Page(page.Bytes, q.Regions)
}

// keepRedaction keeps the copy's bytes and enters it.
func (a *Archive) keepRedaction(ctx context.Context, q Redact, c redaction.Copy) (sijill.Number, error) {
	finish, err := a.Begin("redact")
	if err != nil {
		return "", err
	}
	batch := a.Blobs.NewBatch()
	kept, err := batch.Put(ctx, bytes.NewReader(c.Bytes))
	if err == nil {
		err = batch.Commit(ctx)
	}
	if err != nil {
		batch.Discard()
		return "", err
	}
	number, err := a.Numbers.Take(ctx, sijill.RedactionPrefix, a.Register.Now().Year(), 1)
	if err != nil {
		return "", err
	}
	fields := append([]sijill.Field{{Name: "of", Value: string(q.Number)}, {Name: "form", Value: q.Form}}, fieldsOfCopy(q.Number, c, kept)...)
	if len(q.Regions) > 0 {
		fields = append(fields, sijill.Field{Name: "regions", Value: regionsText(q.Regions)})
	}
	if q.Page > 0 {
		fields = append(fields, sijill.Field{Name: "page", Value: q.Page})
	}
	if len(q.Spans) > 0 {
		var spans []string
		for _, s := range q.Spans {
			spans = append(spans, s.String())
		}
		fields = append(fields, sijill.Field{Name: "segments", Value: spans})
	}
	if q.Reason != "" {
		fields = append(fields, sijill.Field{Name: "note", Value: q.Reason})
	}
	n := number(0)
	if _, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.RedactionMade, Agent: q.Agent, Subject: n, Fields: fields}); err != nil {
		return "", err
	}
	return n, finish()
}

// fieldsOfCopy are what the archive says of a copy, beside what it was asked for.
func fieldsOfCopy(of sijill.Number, c redaction.Copy, kept blob.Kept) []sijill.Field {
	fields := []sijill.Field{{Name: catalog.FieldConcerns, Value: []string{string(of)}},
		{Name: "size", Value: kept.Size}, {Name: catalog.FieldDigest, Value: kept.Digest.String()}, {Name: "media_type", Value: c.MediaType}}
	if len(c.Painted) > 0 {
		fields = append(fields, sijill.Field{Name: redaction.FieldPainted, Value: regionsText(c.Painted)})
	}
	return fields
}

func regionsText(regions []image.Rectangle) []string {
	var out []string
	for _, r := range regions {
		out = append(out, sijill.RegionText(r))
	}
	return out
}

// proofFile writes the proof of a copy, after the entry is in the published tree.
func (a *Archive) proofFile(ctx context.Context, at committedAt, c redaction.Copy, when bool) (*redaction.ProofFile, error) {
	if err := a.Publish(ctx); err != nil {
		return nil, err
	}
	checkpoint, err := a.Published.Checkpoint(a.Keys.Verifier)
	if err != nil {
		return nil, err
	}
	inclusion, err := a.Published.Prove(checkpoint, at.index)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Wanting, Message: "A proof cannot be made, because the register's tiles are damaged.", Hint: "`sijill rebuild` makes them again from the entries.", Err: err}
	}
	return &redaction.ProofFile{Format: redaction.ProofFormat, Pieces: *c.Proof, Entry: redaction.Shown(at.entry, when).Format(),
		Inclusion: string(inclusion.Format()), VerifierKey: a.Keys.VerifierKey}, nil
}

// RedactAgain makes the bytes and the proof of a copy again that was made before.
func (a *Archive) RedactAgain(ctx context.Context, d *redaction.Desk, n sijill.Number, when bool) (Redacted, error) {
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return Redacted{}, err
	}
	if t.Kind != "redaction" || t.State == catalog.StateErased {
		return Redacted{}, &sijill.Error{Class: sijill.Refused, Message: string(n) + " is not a redacted copy."}
	}
	q, err := redactOf(t)
	if err != nil {
		return Redacted{}, err
	}
	out := Redacted{Number: n}
	if q.Form != redaction.Proved { // nothing is to be proved, so the copy is as it is kept
		out.Copy, err = a.keptCopy(t)
		return out, err
	}
	of, err := a.Catalog.Thing(ctx, q.Number)
	if err != nil {
		return Redacted{}, err
	}
	at, found, err := a.commitment(ctx, q.Number, q.byWord())
	if err != nil {
		return out, err
	}
	if q.Form == redaction.Proved && !found {
		return out, &sijill.Error{Class: sijill.Refused, Message: "The commitment that the proof of " + string(n) + " needs was erased."}
	}
	if out.Copy, err = a.copyOf(ctx, d, of, q, at); err != nil {
		return out, refusedFor(q.Number, err)
	}
	want, _ := t.Fields[catalog.FieldDigest].(string)
	if sijill.DigestOf(out.Copy.Bytes).String() != want {
		return out, &sijill.Error{Class: sijill.Wanting, Message: "The copy does not come out as it was made before, so no proof can be made.", Hint: fmt.Sprintf("`sijill open %s` gives the copy as it was made.", n)}
	}
	if q.Form == redaction.Proved {
		out.Proof, err = a.proofFile(ctx, at, out.Copy, when)
	}
	return out, err
}

// keptCopy reads a copy from the store.
func (a *Archive) keptCopy(t catalog.Thing) (redaction.Copy, error) {
	digest, err := sijill.ParseDigest(fmt.Sprint(t.Fields[catalog.FieldDigest]))
	if err != nil {
		return redaction.Copy{}, err
	}
	r, err := a.Blobs.Get(digest)
	if err != nil {
		return redaction.Copy{}, &sijill.Error{Class: sijill.Wanting, Message: "The bytes of " + string(t.Number) + " are missing from the archive.", Hint: "`sijill audit` says what else is.", Err: err}
	}
	b, err := io.ReadAll(r)
	mediaType, _ := t.Fields["media_type"].(string)
	return redaction.Copy{MediaType: mediaType, Bytes: b}, errors.Join(err, r.Close())
}

// redactOf reads from its fields what a copy was asked for.
func redactOf(t catalog.Thing) (Redact, error) {
	of, _ := t.Fields["of"].(string)
	number, err := sijill.ParseNumber(of)
	if err != nil {
		return Redact{}, err
	}
	q := Redact{Number: number}
	q.Form, _ = t.Fields["form"].(string)
	regions, _ := t.Fields["regions"].([]any)
	for _, v := range regions {
		text, _ := v.(string)
		r, err := sijill.ParseRegion(text)
		if err != nil {
			return q, err
		}
		q.Regions = append(q.Regions, r)
	}
	if v, ok := t.Fields["page"]; ok {
		if _, err := fmt.Sscan(fmt.Sprint(v), &q.Page); err != nil {
			return q, err
		}
	}
	segments, _ := t.Fields["segments"].([]any)
	for _, v := range segments { // older entries have numbers
		s, err := sijill.ParseSpan(fmt.Sprint(v))
		if err != nil {
			return q, err
		}
		q.Spans = append(q.Spans, s)
	}
	return q, nil
}
