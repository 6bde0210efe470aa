package edition

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"sijill.example/sijill"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/register"
)

// EntryFile makes the entry file of a name that a document gives: the entry as far as
// it is shown, with the proof that it is in the register as the edition's checkpoint
// signs it. An error of class NotFound says that there is none.
//
// It is made when it is asked for, because every new checkpoint makes another proof.
func (e *Edition) EntryFile(ctx context.Context, object string) ([]byte, error) {
	f := redaction.EntryFile{Format: redaction.EntryFormat, VerifierKey: e.Head.VerifierKey}
	var index int64
	err := e.db.QueryRowContext(ctx, "SELECT idx, text FROM entry WHERE object=?1", object).Scan(&index, &f.Entry)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &sijill.Error{Class: sijill.NotFound, Message: "There is no such object.", Err: err}
	}
	if err != nil {
		return nil, err
	}
	log, checkpoint, err := e.published(verifierOf(e))
	if err != nil {
		return nil, err
	}
	inclusion, err := log.Prove(checkpoint, index)
	if err != nil {
		return nil, err
	}
	f.Inclusion = string(inclusion.Format())
	b, err := json.Marshal(f)
	return append(b, '\n'), err
}

// published gives the log with its checkpoint, verified.
func (e *Edition) published(v verifier) (*register.Published, register.Checkpoint, error) {
	p := register.OpenPublished(e.logDir())
	if v == nil {
		return p, register.Checkpoint{}, notThere
	}
	c, err := p.Checkpoint(v)
	return p, c, err
}

// entryFiles lists the names of all entry files, in order.
func (e *Edition) entryFiles(ctx context.Context) ([]string, error) {
	rows, err := e.db.QueryContext(ctx, "SELECT object FROM entry ORDER BY object")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var object string
		if err := rows.Scan(&object); err != nil {
			return nil, err
		}
		out = append(out, object)
	}
	return out, rows.Err()
}
