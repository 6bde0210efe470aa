package index

import (
	"context"
	"database/sql"
	"fmt"
	"io"
)

// Dump writes what the index holds of titles and bodies as text, so that two
// indexes can be compared, however their segments and blocks are cut.
func Dump(ctx context.Context, db *sql.DB, w io.Writer) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	all, err := segments(ctx, tx)
	if err != nil {
		return err
	}
	var places []place
	var list listWriter
	return join(ctx, tx, all, func(key []byte, lists [][]byte) error {
		list.reset()
		if err := whole(lists, &list); err != nil {
			return err
		}
		var err error
		for _, c := range list.finish() {
			failed := eachPosting(appendChunk(nil, &c, 0), &places, func(e *entry, places []place) {
				for _, p := range places {
					if p.field() != text && err == nil {
						_, err = fmt.Fprintf(w, "%q %d %d %d\n", key, e.doc, p.field(), p.position())
					}
				}
			})
			if err != nil || failed != nil {
				return errDamaged
			}
		}
		return nil
	})
}
