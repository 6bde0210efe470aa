package example

import (
	"cmp"
	"context"
	"image"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/description"
	"sijill.example/sijill/fixity"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/look"
	"sijill.example/sijill/publication"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/verification"
)

// Making says where and by whom the example is made.
type Making struct {
	Dir       string // of the archive
	Edition   string // where the edition stands
	Documents string // where the documents are left that were applied last
	Agent     string // who does everything but approve
	Now       time.Time
	Warn      func(format string, args ...any)
}

// approver is who approves what is sensitive. In the example's time their key was
// introduced two days before.
const approver = "second-editor"

// How long ago what was done. Everything in the example happened in this order: it was
// made, received, described and released.
const (
	sinceReceived  = 72 * time.Hour
	sinceDescribed = 48 * time.Hour
	sinceReleased  = 24 * time.Hour
)

// making is the example on its way.
type making struct {
	Making
	ctx     context.Context
	a       *archive.Archive
	at      time.Time // the example's clock
	numbers map[string]sijill.Number
	terms   map[string][3]string // of what was received, by name
	redact  *redaction.Desk
}

// Make makes the archive as people would, over three days of its own clock: deposits,
// looking, documents, decisions about likeness, a redacted copy, releases and their
// approvals, an edition, a recall, and the edition again.
func Make(ctx context.Context, q Making) error {
	m := &making{Making: q, ctx: ctx, at: q.Now.Add(-sinceReceived), numbers: map[string]sijill.Number{}, terms: map[string][3]string{}}
	clock := func() time.Time { return m.at }
	material, err := os.MkdirTemp("", "sijill-example-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(material) }()
	if err := write(material); err != nil {
		return err
	}
	if err := archive.Create(ctx, q.Dir, archive.Founding{Name: "Example: Aleppo 2016 · مثال: حلب ٢٠١٦", Agent: q.Agent, Clock: clock}); err != nil {
		return err
	}
	if m.a, err = archive.Open(ctx, q.Dir, archive.Options{Write: true, Clock: clock}); err != nil {
		return err
	}
	err = m.everything(material)
	return cmp.Or(err, m.a.Close())
}

func (m *making) everything(material string) error {
	// Where the system cannot hold a reader of hostile bytes, the example does without:
	// it has drawn every picture itself.
	walls := cage.On
	if err := walls.Check(); err != nil {
		m.Warn("This system cannot lock in what reads files. The example reads its own pictures without.")
		walls = cage.Off
	}
	looker, err := look.Open(walls)
	if err != nil {
		return err
	}
	defer func() { _ = looker.Close() }()
	if m.redact, err = redaction.Open(walls, 2); err != nil {
		return err
	}
	defer func() { _ = m.redact.Close() }()
	signer, err := m.introduce(material)
	if err != nil {
		return err
	}
	if err := m.deposit(material); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return m.look(looker) }, m.commit,
		func() error { m.at = m.Now.Add(-sinceDescribed); return m.decide() }, m.describe, m.apply, m.check,
		func() error { m.at = m.Now.Add(-sinceReleased); return m.publish(signer) },
		func() error { return m.look(looker) }, // at the redacted copy
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// look looks at every original that it has not looked at yet.
func (m *making) look(d *look.Desk) error {
	_, err := m.a.Derive(m.ctx, d, false, nil)
	return err
}

// commit commits to every part of every original.
func (m *making) commit() error {
	_, err := m.a.Commit(m.ctx, m.redact, m.Agent, nil, nil)
	return err
}

// introduce makes the key of the second person and enters it.
func (m *making) introduce(material string) (signer string, err error) {
	path := filepath.Join(material, "second.key")
	public, err := keyring.CreatePerson(path, approver)
	if err != nil {
		return "", err
	}
	if err := m.a.IntroduceApprover(m.ctx, approver, public, m.Agent); err != nil {
		return "", err
	}
	return path, m.a.CatchUp(m.ctx, nil)
}

// deposit takes everything in and notes the numbers that it got.
func (m *making) deposit(material string) error {
	for _, f := range folders() {
		receipt, err := m.a.Receive(m.ctx, deposit.Request{Paths: []string{filepath.Join(material, f.Name)}, Agent: m.Agent, Own: m.Dir,
			Source: f.Source, Basis: f.Basis, Terms: f.Terms[0], Lang: f.Lang}, nil)
		if err != nil {
			return err
		}
		for _, x := range receipt.Exhibits {
			m.numbers[string(x.Name)] = x.Number
			m.terms[string(x.Name)] = f.Terms
		}
		if err := m.a.CatchUp(m.ctx, nil); err != nil {
			return err
		}
	}
	if _, err := m.a.ImportTable(m.ctx, archive.Import{Table: filepath.Join(material, places), Mapping: filepath.Join(material, placesMapping), Agent: m.Agent}, nil); err != nil {
		return err
	}
	if err := m.a.CatchUp(m.ctx, nil); err != nil {
		return err
	}
	for t, err := range m.a.Catalog.Things(m.ctx, catalog.Filter{Kind: "place"}) {
		if err != nil {
			return err
		}
		if name, ok := t.Fields["name_en"].(string); ok {
			m.numbers["place:"+name] = t.Number
		}
	}
	return nil
}

// decide says of three posts that they are one picture, and of two pictures that
// they are not. What the first channel cut out is left for somebody to decide.
func (m *making) decide() error {
	for _, d := range []struct{ a, b, reason string }{
		{streetPicture, forwardedPicture, "The windows of the broken house are the same, left to right."},
		{forwardedPicture, againPicture, "The same stains on the same wall."},
	} {
		if _, err := m.a.Confirm(m.ctx, verification.Decision{A: m.numbers[d.a], B: m.numbers[d.b], Agent: m.Agent, Reason: d.reason}); err != nil {
			return err
		}
		if err := m.a.CatchUp(m.ctx, nil); err != nil {
			return err
		}
	}
	_, err := m.a.Refuse(m.ctx, verification.Decision{A: m.numbers[duskPicture], B: m.numbers[queuePicture], Agent: m.Agent, Reason: "Two streets, drawn alike."})
	return err
}

// describe says of the pictures what people would say of them.
func (m *making) describe() error {
	for name, changes := range sorted(descriptions()) {
		changes = append(changes, description.Change{Field: "terms_ar", Value: m.terms[name][1]}, description.Change{Field: "terms_fr", Value: m.terms[name][2]})
		if _, err := description.Describe(m.ctx, m.a.Catalog, m.a.Register, m.Agent, m.numbers[name], changes, "first description"); err != nil {
			return err
		}
	}
	return m.a.CatchUp(m.ctx, nil)
}

// apply takes the documents in, as `sijill apply` does: first an account as it was
// taken down, then everything but the releases.
func (m *making) apply() error {
	dir := m.Documents
	day := func(since time.Duration) string { return m.Now.Add(-since).UTC().Format(time.DateOnly) }
	if err := writeDocuments(dir, m.numbers, map[string]string{"described": day(sinceDescribed), "published": day(sinceReleased)}); err != nil {
		return err
	}
	earlier := filepath.Join(dir, earlierFolder)
	if err := m.applyPaths("", earlier, filepath.Join(dir, "told", "teacher-en.md")); err != nil {
		return err
	}
	if err := os.RemoveAll(earlier); err != nil {
		return err
	}
	described, _, err := m.documents()
	if err != nil {
		return err
	}
	return m.applyPaths("She corrected one number.", described...)
}

// documents lists what says how things are, and what releases them.
func (m *making) documents() (described, releases []string, err error) {
	entries, err := os.ReadDir(m.Documents)
	for _, e := range entries {
		path := filepath.Join(m.Documents, e.Name())
		if strings.HasPrefix(e.Name(), "releases") {
			releases = append(releases, path)
		} else {
			described = append(described, path)
		}
	}
	return described, releases, err
}

func (m *making) applyPaths(reason string, paths ...string) error {
	g, err := description.Gather(m.ctx, paths, nil)
	if err != nil {
		return err
	}
	if len(g.Problems) > 0 {
		return g.Problems[0]
	}
	desk := description.Desk{Register: m.a.Register, Catalog: m.a.Catalog, Numbers: m.a.Numbers, Agent: m.Agent}
	plan, err := desk.PlanDocuments(m.ctx, g.Documents, description.Options{})
	if err != nil {
		return err
	}
	if len(plan.Problems) > 0 {
		return plan.Problems[0]
	}
	if _, _, err := desk.Apply(m.ctx, plan, reason); err != nil {
		return err
	}
	return m.a.CatchUp(m.ctx, nil)
}

// check hashes everything again.
func (m *making) check() error {
	report, err := fixity.Check(m.ctx, m.a.Blobs, m.a.Catalog, nil, nil)
	if err != nil {
		return err
	}
	if _, err := fixity.Enter(m.ctx, m.a.Register, m.Agent, nil, report); err != nil {
		return err
	}
	return m.a.CatchUp(m.ctx, nil)
}

// shoulders are the people in the queue, whose heads and coats the redacted copy
// does not show.
var shoulders = image.Rect(100, 620, 800, 740)

// publish releases, has what is sensitive approved, and makes the edition twice: in
// between, one picture is taken back.
func (m *making) publish(signer string) error {
	_, releases, err := m.documents()
	if err != nil {
		return err
	}
	if err := m.applyPaths("", releases...); err != nil {
		return err
	}
	recalled, err := m.a.MakeRelease(m.ctx, m.numbers[courtyardPicture], []sijill.Field{{Name: "form", Value: "view"},
		{Name: "alt_en", Value: "A drawn courtyard."}, {Name: "context_en", Value: "Drawn for this example."}}, m.Agent)
	if err != nil {
		return err
	}
	copied, err := m.a.Redact(m.ctx, m.redact, archive.Redact{Number: m.numbers[queuePicture], Form: redaction.Proved, Taken: redaction.Taken{Regions: []image.Rectangle{shoulders}}, Reason: "people who were not asked", Agent: m.Agent})
	if err != nil {
		return err
	}
	if err := m.a.CatchUp(m.ctx, nil); err != nil {
		return err
	}
	if _, err := m.a.MakeRelease(m.ctx, copied.Number, redactedRelease(), m.Agent); err != nil {
		return err
	}
	if err := m.approve(signer); err != nil {
		return err
	}
	if err := m.build(); err != nil {
		return err
	}
	m.at = m.Now.Add(-time.Minute)
	if _, err := m.a.Recall(m.ctx, recalled.Number, "A family in the house asked for it.", m.Agent); err != nil {
		return err
	}
	if err := m.build(); err != nil {
		return err
	}
	if err := m.a.CatchUp(m.ctx, nil); err != nil {
		return err
	}
	return m.a.Publish(m.ctx)
}

// approve lets the second person approve whatever waits for one.
func (m *making) approve(signer string) error {
	key, err := keyring.OpenPerson(signer)
	if err != nil {
		return err
	}
	standings, err := m.a.Standings(m.ctx)
	if err != nil {
		return err
	}
	var waiting []sijill.Number
	for t, err := range m.a.Catalog.Things(m.ctx, catalog.Filter{Kind: "release"}) {
		if err != nil {
			return err
		}
		s, err := standings.Of(t)
		if err != nil {
			return err
		}
		if s.Waits {
			waiting = append(waiting, t.Number)
		}
	}
	for _, n := range waiting {
		if _, err := m.a.Approve(m.ctx, n, key, approver); err != nil {
			return err
		}
	}
	return nil
}

func (m *making) build() error {
	_, err := publication.Build(m.ctx, m.a, publication.Options{Dir: m.Edition, Agent: m.Agent, Redact: m.redact})
	return err
}

// sorted goes through a map in the order of its keys.
func sorted[V any](all map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(all)) {
			if !yield(k, all[k]) {
				return
			}
		}
	}
}
