package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
)

// Dump writes what the index holds of titles and bodies as text, so that two
// indexes can be compared, however their blocks are cut.
func Dump(ctx context.Context, db *sql.DB, w io.Writer) error {
	rows, err := db.QueryContext(ctx, "SELECT term, first, data FROM posting ORDER BY term, first")
	if err != nil {
		return err
	}
	for rows.Next() {
		var term string
		var first int64
		var data sql.RawBytes
		err := rows.Scan(&term, &first, &data)
		c := cursor{data: data, doc: first}
		var places []place
		for err == nil && c.next(&places) {
			for _, p := range places {
				if p.field() != text {
					if _, err = fmt.Fprintf(w, "%q %d %d %d\n", term, c.doc, p.field(), p.position()); err != nil {
						break
					}
				}
			}
			places = places[:0]
		}
		if err = errors.Join(err, c.err()); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
