package derivative

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strings"
	"time"

	"sijill.example/sijill"
)

// Copy gives a copy of an original. Where there is none, the error is of class
// NotFound.
func (s *Store) Copy(ctx context.Context, d sijill.Digest, role string) (Copy, error) {
	c := Copy{Role: role}
	err := s.reader.QueryRowContext(ctx, "SELECT media_type, width, height, bytes FROM copy WHERE digest=?1 AND role=?2", d[:], role).
		Scan(&c.MediaType, &c.Width, &c.Height, &c.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return c, &sijill.Error{Class: sijill.NotFound, Message: "No such copy was made.", Err: err}
	}
	return c, err
}

// Copies lists the copies of an original, without their bytes.
func (s *Store) Copies(ctx context.Context, d sijill.Digest) ([]Copy, error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT role, media_type, width, height FROM copy WHERE digest=?1 ORDER BY role", d[:])
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Copy
	for rows.Next() {
		var c Copy
		if err := rows.Scan(&c.Role, &c.MediaType, &c.Width, &c.Height); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// Prints yields the prints of some kinds, those of one original together.
func (s *Store) Prints(ctx context.Context, kinds ...string) iter.Seq2[Printed, error] {
	args := make([]any, len(kinds))
	for i, k := range kinds {
		args[i] = k
	}
	return s.prints(ctx, "SELECT digest, kind, part, at_ms, quality, print FROM print WHERE kind IN (?"+strings.Repeat(", ?", max(0, len(kinds)-1))+") ORDER BY rowid", args...)
}

// PrintsOf yields the prints of one original.
func (s *Store) PrintsOf(ctx context.Context, d sijill.Digest) iter.Seq2[Printed, error] {
	return s.prints(ctx, "SELECT digest, kind, part, at_ms, quality, print FROM print WHERE digest=?1 ORDER BY rowid", d[:])
}

// Printed is a print and what it is of.
type Printed struct {
	Digest sijill.Digest
	Print
}

func (s *Store) prints(ctx context.Context, query string, args ...any) iter.Seq2[Printed, error] {
	return func(yield func(Printed, error) bool) {
		rows, err := s.reader.QueryContext(ctx, query, args...)
		if err != nil {
			yield(Printed{}, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var p Printed
			var digest []byte
			var ms int64
			err := rows.Scan(&digest, &p.Kind, &p.Part, &ms, &p.Quality, &p.Bytes)
			if err == nil {
				p.Digest, err = digestOf(digest)
			}
			p.At = time.Duration(ms) * time.Millisecond
			if !yield(p, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Printed{}, err)
		}
	}
}

// Again marks everything that was made as stale, until it is made again. What was
// made stays and can be looked at meanwhile.
func (s *Store) Again(ctx context.Context) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO stale SELECT digest FROM made")
		return err
	})
}

// Fresh gives what has everything of this version and is not stale.
func (s *Store) Fresh(ctx context.Context) (map[sijill.Digest]struct{}, error) {
	return s.digests(ctx, "SELECT digest FROM made WHERE version=?1 AND digest NOT IN (SELECT digest FROM stale)", Version)
}

// Digests gives all of which anything was made, of any version.
func (s *Store) Digests(ctx context.Context) (map[sijill.Digest]struct{}, error) {
	return s.digests(ctx, "SELECT digest FROM made")
}

func (s *Store) digests(ctx context.Context, query string, args ...any) (map[sijill.Digest]struct{}, error) {
	rows, err := s.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := map[sijill.Digest]struct{}{}
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		d, err := digestOf(raw)
		if err != nil {
			return nil, err
		}
		out[d] = struct{}{}
	}
	return out, rows.Err()
}

// Last gives the highest sequence number there is, 0 where nothing was made.
func (s *Store) Last(ctx context.Context) (int64, error) {
	var n int64
	err := s.reader.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM made").Scan(&n)
	return n, err
}
