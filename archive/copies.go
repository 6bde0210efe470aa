package archive

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/description"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/redaction"
)

// AsksForCopies reports that documents of a plan ask for redacted copies, which
// MakeCopies makes.
func AsksForCopies(plan *description.Plan) bool {
	for i := range plan.Documents {
		if plan.Documents[i].Kind == "redaction" && plan.Documents[i].Act == description.ActNew {
			return true
		}
	}
	return false
}

// MakeCopies makes the redacted copies that new documents ask for, and puts into the
// plan what is entered of them. What cannot be made is a problem of the plan. Where
// keep is false, the copies are made to see whether they can be, and are thrown away.
// The plan is to be applied next, and finish called after that.
func (a *Archive) MakeCopies(ctx context.Context, d *redaction.Desk, plan *description.Plan, agent string, keep bool) (finish func() error, err error) {
	finish = func() error { return nil }
	var batch *blob.Batch
	if keep {
		if finish, err = a.Begin("redact"); err != nil {
			return nil, err
		}
		batch = a.Blobs.NewBatch()
	}
	m := copies{Archive: a, desk: d, agent: agent, batch: batch, pending: map[pendingKey]committedAt{}}
	for i := range plan.Documents {
		p := &plan.Documents[i]
		if p.Kind != "redaction" || p.Act != description.ActNew {
			continue
		}
		err = m.make(ctx, p)
		if class := sijill.ClassOf(err); class == sijill.Refused || class == sijill.Usage || class == sijill.Wanting {
			plan.Refuse(p, messageOf(err))
			err = nil
		}
		if err != nil {
			break
		}
	}
	plan.Before = m.commitments
	if batch == nil {
		return finish, err
	}
	if err != nil || len(plan.Problems) > 0 {
		batch.Discard()
		if err == nil {
			err = finish()
		}
		return func() error { return nil }, err
	}
	return finish, batch.Commit(ctx)
}

// copies are made one after the other.
type copies struct {
	*Archive
	desk        *redaction.Desk
	agent       string
	batch       *blob.Batch // nil where nothing is kept
	commitments []sijill.Draft
	pending     map[pendingKey]committedAt
}

type pendingKey struct {
	of     sijill.Number
	byWord bool
}

func (m *copies) make(ctx context.Context, p *description.Planned) error {
	fields := map[string]any{}
	for _, ch := range p.Changes {
		fields[ch.Name] = ch.Is
	}
	q, err := redactOf(catalog.Thing{Fields: fields})
	if err != nil {
		return err
	}
	q.Agent = m.agent
	key := pendingKey{q.Number, q.byWord()}
	made, err := m.makeCopy(ctx, m.desk, q, m.pending[key])
	if err != nil {
		return err
	}
	if made.commit != nil { // of a text, a new one knows words
		m.commitments = append(m.commitments, *made.commit)
		m.pending[pendingKey{q.Number, true}], m.pending[pendingKey{q.Number, false}] = made.at, made.at
	}
	if m.batch == nil {
		return nil
	}
	kept, err := m.batch.Put(ctx, bytes.NewReader(made.Bytes))
	p.Made = fieldsOfCopy(q.Number, made.Copy, kept)
	return err
}

// maxCounted bounds a text whose words are counted, in bytes.
const maxCounted = 16 << 20

// Counted is a segment of a text with its words, as spans name them.
type Counted struct {
	Segment string   `json:"segment"`
	Words   []string `json:"words"`
}

// Count cuts a text into the segments and words that can be taken out: the original
// of an exhibit, or what a testimony or a statement says.
func (a *Archive) Count(ctx context.Context, n sijill.Number) ([]Counted, error) {
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return nil, err
	}
	var out []Counted
	add := func(segment, text string) {
		c := Counted{Segment: segment, Words: blockproof.CutWords(text)}
		for i, w := range c.Words {
			c.Words[i] = strings.TrimSpace(w)
		}
		out = append(out, c)
	}
	for _, s := range records(t.Fields[sijill.FieldSegments]) {
		id, _ := s[sijill.SegmentID].(string)
		text, _ := s[sijill.SegmentText].(string)
		add(id, text)
	}
	if out != nil {
		return out, nil
	}
	_, r, err := a.original(t)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	raw, err := io.ReadAll(io.LimitReader(r, maxCounted+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxCounted || !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return nil, &sijill.Error{Class: sijill.Refused, Message: string(n) + " is not a text whose words can be counted.", Hint: "Of a picture regions are taken out: --region X,Y,WIDTH,HEIGHT"}
	}
	for i, s := range blockproof.Segments(string(raw)) {
		add(strconv.Itoa(i+1), s)
	}
	return out, nil
}
