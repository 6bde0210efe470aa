// Package publication makes the edition: for each release that stands, a document of
// what may be public of its thing, and nothing else. Every field that enters a
// document is named here; what is not named stays in the archive.
//
// The edition is made in a directory of its own and takes the place of the old one
// whole. If anything fails, the old one goes on.
package publication

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/durable"
	"sijill.example/sijill/redaction"
)

// Options say how an edition is made.
type Options struct {
	Dir   string // where it stands
	Base  string // the address of the public site, for feeds; may be ""
	Agent string
	// Anew makes every document again, whatever was kept of the last build.
	Anew bool
	// Redact makes proofs of redacted copies again; nil where none can be made.
	Redact *redaction.Desk
	// Progress, which may be nil, is told how many documents of how many are made.
	Progress func(done, all int)
}

// Outcome tells what an edition came to.
type Outcome struct {
	Documents int
	Made      int // of these, made again; the others stay as they were
	Withdrawn int // marks of what was withdrawn
	Added     []sijill.Number
	Removed   []sijill.Number
	NotPublic []NotPublic // releases that stand and open nothing
	// StillNamed are public things that name one that left, or that were said to be of one
	// origin with it, by the one that left: somebody has to see whether they still hold.
	StillNamed map[sijill.Number][]sijill.Number
	// Shortened counts passages that were left out of articles, because they say again what left or is withheld.
	Shortened map[sijill.Number]int
}

// NotPublic is a release that opens nothing, and why.
type NotPublic struct {
	Release sijill.Number `json:"release"`
	Of      sijill.Number `json:"of"`
	Why     string        `json:"because"`
}

// Build makes the edition of what is public now. The archive must be open for
// writing: what entered the edition and what left it is an entry of the register.
//
// What is entered while it works, be it a withdrawal, counts: then it begins again, and
// nothing of what it made so far is ever shown.
func Build(ctx context.Context, a *archive.Archive, o Options) (Outcome, error) {
	if err := replaceable(o.Dir); err != nil {
		return Outcome{}, err
	}
	for range patience {
		out, err := buildOnce(ctx, a, o)
		if !errors.Is(err, errGrew) {
			return out, err
		}
	}
	return Outcome{}, &sijill.Error{Class: sijill.Busy, Message: "Things are entered all the time, so the edition could not be made of one moment.", Hint: "Build it again when nobody else is working."}
}

const patience = 5

// errGrew says that something was entered meanwhile.
var errGrew = errors.New("the register grew")

func buildOnce(ctx context.Context, a *archive.Archive, o Options) (Outcome, error) {
	size, err := a.Entries.Size(ctx)
	if err != nil {
		return Outcome{}, err
	}
	if err := a.CatchUp(ctx, nil); err != nil {
		return Outcome{}, err
	}
	next := kept{Size: size}
	if next.Program, err = programID(); err != nil {
		return Outcome{}, err
	}
	if next.Derived, err = derived(ctx, a); err != nil {
		return Outcome{}, err
	}
	keeping, err := keep(a)
	if err != nil {
		return Outcome{}, err
	}
	out, err := build(ctx, a, o, &next, keeping)
	if err == nil {
		next.Edition, err = edition.Digest(o.Dir)
	}
	if err != nil {
		return Outcome{}, errors.Join(err, keeping.discard())
	}
	return out, keeping.finish(next)
}

func build(ctx context.Context, a *archive.Archive, o Options, now *kept, keeping *keeping) (Outcome, error) {
	var old *kept
	if !o.Anew {
		old = readKept(a, o.Dir, *now)
	}
	var touched map[string]bool
	var err error
	if old != nil {
		if touched, err = touchedSince(ctx, a, old); err != nil {
			return Outcome{}, err
		}
	}
	p, err := publicOf(ctx, a, old, touched, keeping)
	if err != nil {
		return Outcome{}, err
	}
	plan, err := planned(ctx, p, old, touched, o.Dir)
	defer func() { _ = plan.close() }()
	if err != nil {
		return Outcome{}, err
	}
	committed, err := a.CommitTold(ctx, p.shortened(), o.Agent)
	if err != nil {
		return Outcome{}, err
	}
	now.Size += int64(committed) // by this build, and so no reason to begin again
	if err := a.Publish(ctx); err != nil {
		return Outcome{}, err
	}
	checkpoint, err := a.Published.Checkpoint(a.Keys.Verifier)
	if err != nil {
		return Outcome{}, err
	}
	next := filepath.Join(filepath.Dir(o.Dir), "."+filepath.Base(o.Dir)+".next")
	if err := os.RemoveAll(next); err != nil { // of a build that was stopped
		return Outcome{}, err
	}
	head := edition.Head{Titles: textsOf(a.Name), Origin: a.Origin, Base: o.Base, VerifierKey: a.Keys.VerifierKey,
		Size: checkpoint.Size, Built: a.Register.Now().Format("2006-01-02")}
	var w *edition.Writer
	if old == nil {
		w, err = edition.Create(ctx, next, head)
	} else {
		w, err = edition.Continue(ctx, next, o.Dir, head, plan.without, plan.objects)
	}
	if err != nil {
		return Outcome{}, full(err)
	}
	m := &maker{archive: a, public: p, plan: plan, out: w, keeping: keeping, checkpoint: checkpoint, redact: o.Redact}
	if err = m.everything(ctx, o.Progress); err == nil {
		err = m.keepOthers(old)
	}
	if err == nil {
		err = a.Published.CopyTo(filepath.Join(next, "log"), checkpoint)
	}
	if err != nil {
		return Outcome{}, errors.Join(full(err), w.Discard())
	}
	if err = w.Close(ctx); err == nil {
		err = durable.SyncWhole(next)
	}
	if err != nil {
		return Outcome{}, errors.Join(full(err), os.RemoveAll(next))
	}
	if size, err := a.Entries.Size(ctx); err != nil || size != now.Size {
		return Outcome{}, errors.Join(err, errGrew, os.RemoveAll(next))
	}
	// The entry comes first: should the process die here, the next build knows what a
	// reader may have seen.
	out := Outcome{Documents: len(p.numbers), Made: len(plan.anew), Withdrawn: len(p.withdrawn), NotPublic: p.not}
	if out.Added, out.Removed, err = p.tell(ctx, a, o.Agent); err != nil {
		return Outcome{}, errors.Join(full(err), os.RemoveAll(next))
	}
	out.Shortened = m.passages
	if out.StillNamed, err = p.stillNamed(ctx, a, out.Removed); err != nil {
		return Outcome{}, errors.Join(full(err), os.RemoveAll(next))
	}
	if err := takePlace(next, o.Dir); err != nil {
		return Outcome{}, errors.Join(full(err), os.RemoveAll(next))
	}
	return out, durable.SyncDir(filepath.Dir(o.Dir))
}

func full(err error) error {
	return &sijill.Error{Class: sijill.Failed, Message: "The edition could not be made, and the one before stands as it was.", Hint: "Where the disk is full, free some space and build again.", Err: err}
}

// replaceable refuses a directory that holds anything but an edition.
func replaceable(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(list) == 0 {
		return nil
	}
	if err == nil {
		_, err = os.Stat(filepath.Join(dir, "edition.json"))
	}
	if err != nil {
		return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(dir).Display() + " is there and is not an edition, so it is not replaced.", Hint: "Name another place with --dir.", Err: err}
	}
	return nil
}

// takePlace puts the new edition in the place of the old one in one step, and
// removes the old one.
func takePlace(next, dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(next, dir)
	}
	if err := durable.Exchange(next, dir); err != nil {
		return fmt.Errorf("the new edition cannot take its place: %w", err)
	}
	return os.RemoveAll(next) // the old one by now
}

// tell enters what came into the edition and what left it, where anything did.
func (p *public) tell(ctx context.Context, a *archive.Archive, agent string) (added, removed []sijill.Number, err error) {
	for _, n := range p.numbers {
		if !p.before[n] {
			added = append(added, n)
		}
	}
	for n, in := range p.before {
		if in && p.standing[n] == nil {
			removed = append(removed, n)
		}
	}
	slices.Sort(removed)
	if len(added)+len(removed) == 0 {
		return added, removed, nil
	}
	_, err = a.Register.Append(ctx, sijill.Draft{Kind: sijill.EditionMade, Agent: agent, Fields: []sijill.Field{
		{Name: "added", Value: numbers(added)}, {Name: "removed", Value: numbers(removed)}}})
	return added, removed, err
}

func (p *public) stillNamed(ctx context.Context, a *archive.Archive, removed []sijill.Number) (map[sijill.Number][]sijill.Number, error) {
	out := map[sijill.Number][]sijill.Number{}
	for _, n := range removed {
		add := func(other sijill.Number) {
			if p.standing[other] != nil && !slices.Contains(out[n], other) {
				out[n] = append(out[n], other)
			}
		}
		for r, err := range a.Catalog.Referring(ctx, n, "") {
			if err != nil {
				return nil, err
			}
			add(r.Thing.Number)
		}
		decisions, err := a.Catalog.Decisions(ctx, n)
		if err != nil {
			return nil, err
		}
		for _, d := range decisions {
			if d.Decision == catalog.Confirmed {
				add(d.A)
				add(d.B)
			}
		}
	}
	return out, nil
}

func numbers(list []sijill.Number) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = string(n)
	}
	return out
}
