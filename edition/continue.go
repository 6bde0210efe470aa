package edition

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"sijill.example/sijill"
)

// Continue begins an edition in dir, which must not be there, with everything that the
// edition in old has but some documents, of which nothing stays: no word, no picture, no
// entry. Of files stay those that are named, as NUMBER/NAME; they are linked where the
// disk allows it, since nobody changes them.
func Continue(ctx context.Context, dir, old string, h Head, without []sijill.Number, objects []string) (*Writer, error) {
	if err := makeDirs(dir); err != nil {
		return nil, err
	}
	err := copyFile(filepath.Join(dir, storeFile), filepath.Join(old, storeFile))
	if err == nil {
		err = keepObjects(dir, old, objects)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	w, err := begin(ctx, dir, h)
	w.continued = true
	if err == nil {
		err = w.takeOut(ctx, without)
	}
	if err != nil {
		return nil, errors.Join(err, w.Discard())
	}
	return w, nil
}

// takeOut removes documents. Close writes what stays into a file of its own.
func (w *Writer) takeOut(ctx context.Context, without []sijill.Number) error {
	for _, n := range without {
		var raw []byte
		var state string
		err := w.tx.QueryRowContext(ctx, "DELETE FROM document WHERE number=?1 RETURNING json, state", string(n)).Scan(&raw, &state)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		var d Document
		if err == nil {
			err = json.Unmarshal(raw, &d)
		}
		if err == nil && state == "" {
			err = w.words.Put(idOf(n), d.indexed(), nil)
		}
		for _, query := range []string{"DELETE FROM print WHERE number=?1", "DELETE FROM entry WHERE number=?1"} {
			if err == nil {
				_, err = w.tx.ExecContext(ctx, query, string(n))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func keepObjects(dir, old string, objects []string) error {
	made := map[string]bool{}
	for _, object := range objects {
		name, err := filepath.Localize(object)
		if err != nil {
			return err
		}
		to := filepath.Join(ObjectsDir(dir), name)
		if number := filepath.Dir(to); !made[number] {
			if err := os.Mkdir(number, 0o755); err != nil {
				return err
			}
			made[number] = true
		}
		if err := linkFile(to, filepath.Join(ObjectsDir(old), name)); err != nil {
			return err
		}
	}
	return nil
}

// linkFile makes a file another name of one, or a copy of it with its time where the disk
// knows no links.
func linkFile(to, from string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	info, err := os.Stat(from)
	if err == nil {
		err = copyFile(to, from)
	}
	if err == nil {
		err = os.Chtimes(to, info.ModTime(), info.ModTime())
	}
	return err
}

func copyFile(to, from string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}

// ObjectsDir is where the objects of the edition in dir stand.
func ObjectsDir(dir string) string { return filepath.Join(dir, objectsDir) }

// Digest is of the documents of the edition in dir. Together with the objects they are
// everything that a build makes of what was released.
func Digest(dir string) (sijill.Digest, error) {
	f, err := os.Open(filepath.Join(dir, storeFile))
	if err != nil {
		return sijill.Digest{}, err
	}
	defer func() { _ = f.Close() }()
	h := sijill.NewHash()
	if _, err := io.Copy(h, f); err != nil {
		return sijill.Digest{}, err
	}
	return sijill.Digest(h.Sum(nil)), nil
}
