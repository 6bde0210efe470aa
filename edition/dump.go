package edition

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sijill.example/sijill"
	"sijill.example/sijill/search/index"
)

// Dump writes everything that the edition says as text, so that two editions can be
// compared, however their rows are stored.
func (e *Edition) Dump(ctx context.Context, w io.Writer) error {
	for _, query := range []string{
		"SELECT 'document', number, kind || ' ' || coalesce(first, '') || ' ' || place, state, json FROM document ORDER BY number",
		"SELECT 'entry', object, number, idx, text FROM entry ORDER BY object",
		"SELECT 'print', number, object, width || ' ' || height || ' ' || quality, hex(hash) || ' ' || hex(corners) || ' ' || hex(sketch) FROM print ORDER BY number, object",
	} {
		if err := dump(ctx, e.db, w, query); err != nil {
			return err
		}
	}
	if err := index.Dump(ctx, e.db, w); err != nil {
		return err
	}
	return fs.WalkDir(os.DirFS(ObjectsDir(e.dir)), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(ObjectsDir(e.dir), path))
		if err == nil {
			_, err = fmt.Fprintf(w, "object %s %s\n", path, sijill.DigestOf(b))
		}
		return err
	})
}

func dump(ctx context.Context, db *sql.DB, w io.Writer, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var f [5]string
		if err := rows.Scan(&f[0], &f[1], &f[2], &f[3], &f[4]); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%q\n", f); err != nil {
			return err
		}
	}
	return rows.Err()
}
