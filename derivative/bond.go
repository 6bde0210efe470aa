package derivative

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// Bond ties a photo or a film to a file that belongs to it, and keeps how the two
// agree.
type Bond struct {
	Photo, Sidecar sijill.Digest
	Flags          []Flag // what the two do not say in the very same way
	Facts          json.RawMessage
}

// Flag is a sentence on a photo and what stands beside it, and how much it asks of
// whoever reads it.
type Flag struct{ Grade, Text string }

// The grades of flags. What is noted agrees, within what was claimed.
const (
	Differs  = "differs"
	OneSided = "one-sided" // only one of the two says anything
	Noted    = "note"
)

// SetBonds keeps bonds, and the place up to which what was made has been tied. A
// photo whose bond is new or other than it was counts as made anew, so that
// whoever follows Since hears of it.
func (s *Store) SetBonds(ctx context.Context, all []Bond, seq int64) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, b := range all {
			flags := flat(b.Flags)
			var had string
			var facts []byte
			err := tx.QueryRowContext(ctx, "SELECT flags, facts FROM bond WHERE photo=?1 AND sidecar=?2", b.Photo[:], b.Sidecar[:]).Scan(&had, &facts)
			if err == nil && had == flags && bytes.Equal(facts, b.Facts) {
				continue
			}
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			// Either of the two may have been erased meanwhile.
			r, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO bond SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM made WHERE digest IN (?1, ?2))=2",
				b.Photo[:], b.Sidecar[:], flags, []byte(b.Facts))
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n == 0 {
				continue
			}
			if had != flags {
				if err := touch(ctx, tx, b.Photo); err != nil {
					return err
				}
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO mark VALUES ('tied', ?1)", seq)
		return err
	})
}

// flat writes flags one to a line.
func flat(flags []Flag) string {
	var lines []string
	for _, f := range flags {
		lines = append(lines, f.Grade+"\t"+strings.Join(strings.Fields(f.Text), " "))
	}
	return strings.Join(lines, "\n")
}

// unflat reads what flat wrote.
func unflat(s string) []Flag {
	var out []Flag
	for line := range strings.Lines(s) {
		if line == "\n" {
			continue
		}
		grade, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			grade, text = Differs, grade
		}
		out = append(out, Flag{grade, text})
	}
	return out
}

// touch gives what was made of an original the next sequence number.
func touch(ctx context.Context, tx *sql.Tx, d sijill.Digest) error {
	_, err := tx.ExecContext(ctx, "UPDATE made SET seq=(SELECT max(seq)+1 FROM made) WHERE digest=?1", d[:])
	return err
}

// unbind takes an original out of every bond.
func unbind(ctx context.Context, tx *sql.Tx, d sijill.Digest) error {
	rows, err := tx.QueryContext(ctx, "SELECT photo FROM bond WHERE sidecar=?1 AND flags<>''", d[:])
	if err != nil {
		return err
	}
	photos, err := digestsOf(rows)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM bond WHERE photo=?1 OR sidecar=?1", d[:]); err != nil {
		return err
	}
	for _, photo := range photos {
		if err := touch(ctx, tx, photo); err != nil {
			return err
		}
	}
	return nil
}

// Tied gives the sequence number up to which what was made has been tied.
func (s *Store) Tied(ctx context.Context) (int64, error) {
	var n int64
	err := s.reader.QueryRowContext(ctx, "SELECT coalesce((SELECT seq FROM mark WHERE name='tied'), 0)").Scan(&n)
	return n, err
}

// Bonds gives the bonds of a photo or of a sidecar.
func (s *Store) Bonds(ctx context.Context, d sijill.Digest) ([]Bond, error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT photo, sidecar, flags, facts FROM bond WHERE photo=?1 OR sidecar=?1 ORDER BY photo, sidecar", d[:])
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Bond
	for rows.Next() {
		var photo, sidecar, facts []byte
		var flags string
		if err := rows.Scan(&photo, &sidecar, &flags, &facts); err != nil {
			return nil, err
		}
		b := Bond{Facts: facts, Flags: unflat(flags)}
		if b.Photo, err = digestOf(photo); err == nil {
			b.Sidecar, err = digestOf(sidecar)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// grades lists the grades of flags, the gravest first.
var grades = []string{Differs, OneSided, Noted}

// CountBonds says how many photos are tied to something, and of how many of them
// each grade is the gravest of their flags.
func (s *Store) CountBonds(ctx context.Context) (photos int, graded map[string]int, err error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT photo, group_concat(flags, char(10)) FROM bond GROUP BY photo")
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = rows.Close() }()
	graded = map[string]int{}
	for rows.Next() {
		var photo []byte
		var flags string
		if err := rows.Scan(&photo, &flags); err != nil {
			return 0, nil, err
		}
		photos++
		all := unflat(flags)
		for _, g := range grades {
			if slices.ContainsFunc(all, func(f Flag) bool { return f.Grade == g }) {
				graded[g]++
				break
			}
		}
	}
	return photos, graded, rows.Err()
}

// Speaking gives the originals that say of themselves that they are of this one.
func (s *Store) Speaking(ctx context.Context, of sijill.Digest) ([]sijill.Digest, error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT digest FROM speaks WHERE of=?1 ORDER BY digest", of[:])
	if err != nil {
		return nil, err
	}
	return digestsOf(rows)
}

// SpokenOf gives the originals that one says it is of.
func (s *Store) SpokenOf(ctx context.Context, d sijill.Digest) ([]sijill.Digest, error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT of FROM speaks WHERE digest=?1 ORDER BY of", d[:])
	if err != nil {
		return nil, err
	}
	return digestsOf(rows)
}

func digestsOf(rows *sql.Rows) ([]sijill.Digest, error) {
	defer func() { _ = rows.Close() }()
	var out []sijill.Digest
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		d, err := digestOf(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}
