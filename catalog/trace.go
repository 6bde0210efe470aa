package catalog

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"

	"sijill.example/sijill"
)

// Trace notes on what answers of a catalog rest, so that whoever keeps what was made of
// them knows when it no longer holds: once Touched names one of these. Most are
// numbers; the others are names that only Touched understands.
//
// A question that cannot say on what its answer rests rests on everything. That is so
// without anybody's doing; only a method that names its numbers is free of it.
type Trace struct {
	on         map[string]struct{}
	everything bool
}

type traceKey struct{}

// Traced gives a context in which questions are noted by t. It is for one goroutine.
func Traced(ctx context.Context, t *Trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// Note notes that what is being made rests on numbers. Whoever remembers answers
// notes them each time that they give them again.
func Note(ctx context.Context, numbers ...sijill.Number) {
	for _, n := range numbers {
		note(ctx, string(n))
	}
}

// NoteNaming notes that it rests on which things of a kind, or of any for the empty
// kind, name a number.
func NoteNaming(ctx context.Context, n sijill.Number, kind string) {
	note(ctx, namingName(string(n), kind))
}

func namingName(number, kind string) string {
	if kind == "" {
		return "naming " + number
	}
	return kind + " naming " + number
}

func note(ctx context.Context, name string) {
	t, _ := ctx.Value(traceKey{}).(*Trace)
	if t == nil {
		return
	}
	if t.on == nil {
		t.on = map[string]struct{}{}
	}
	t.on[name] = struct{}{}
}

// On lists what it rests on, in order; isEverything says that it rests on more than
// these.
func (t *Trace) On() (on []string, isEverything bool) {
	return slices.Sorted(maps.Keys(t.on)), t.everything
}

// resting notes numbers, and gives the context for the question itself, which says
// no more.
func resting(ctx context.Context, on ...sijill.Number) context.Context {
	Note(ctx, on...)
	if ctx.Value(traceKey{}) == nil {
		return ctx
	}
	return context.WithValue(ctx, traceKey{}, (*Trace)(nil))
}

// asked is the database as it is read. To make a statement of a query costs more than
// most answers, so each is made once; there are as many as this package writes.
type asked struct {
	*sql.DB
	statements *sync.Map // of *sql.Stmt by query
}

func askedOf(db *sql.DB) asked { return asked{db, &sync.Map{}} }

func (a asked) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := a.statements.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := a.DB.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if other, is := a.statements.LoadOrStore(query, s); is {
		return other.(*sql.Stmt), s.Close()
	}
	return s, nil
}

// of notes that an answer rests on everything, where nobody said on what.
func (asked) of(ctx context.Context) {
	if t, _ := ctx.Value(traceKey{}).(*Trace); t != nil {
		t.everything = true
	}
}

func (a asked) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	a.of(ctx)
	s, err := a.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (a asked) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	a.of(ctx)
	s, err := a.statement(ctx, query)
	if err != nil {
		return a.DB.QueryRowContext(ctx, query, args...) // says why
	}
	return s.QueryRowContext(ctx, args...)
}

func (a asked) BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error) {
	a.of(ctx)
	return a.DB.BeginTx(ctx, o)
}
