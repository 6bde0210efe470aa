package main

import (
	"context"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/verification"
)

// likenessOf is what the pages know of likeness: they ask the archive that is open
// for reading. What a person says is entered as any verb does it: the archive is
// opened for writing, and the lock held for this one act.
type likenessOf struct {
	program *program
	archive *archive.Archive
}

// Similar is desk.Likeness.
func (l *likenessOf) Similar(ctx context.Context, number sijill.Number) ([]verification.Candidate, error) {
	g, err := l.archive.Gallery(ctx)
	if err != nil {
		return nil, err
	}
	q, err := g.QueryOf(ctx, number)
	if err != nil {
		return nil, err
	}
	return g.Similar(ctx, q)
}

// Say is desk.Likeness.
func (l *likenessOf) Say(ctx context.Context, a, b sijill.Number, same bool, reason string) error {
	d := verification.Decision{A: a, B: b, Agent: l.program.actor(), Reason: reason}
	g, err := l.archive.Gallery(ctx)
	if err != nil {
		return err
	}
	if found, ok, err := g.Between(ctx, a, b); err != nil {
		return err
	} else if ok {
		d.Found = &found
	}
	// A reader who leaves must not stop the act halfway.
	return l.program.writing(context.WithoutCancel(ctx), func(open *archive.Archive) error {
		enter := open.Refuse
		if same {
			enter = open.Confirm
		}
		_, err := enter(ctx, d)
		return err
	})
}

// ReadOnly is desk.Likeness.
func (l *likenessOf) ReadOnly() bool { return !l.archive.CanBeWritten() }
