package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"sijill.example/sijill"
	"sijill.example/sijill/derivative"
)

// TakeDerived takes in the texts of the originals and what they say about
// themselves, as far as that was made since the last time.
func (c *Catalog) TakeDerived(ctx context.Context, all *derivative.Store) error {
	if c.writer == nil {
		return nil
	}
	last, err := all.Last(ctx)
	if err != nil {
		return err
	}
	position, err := c.meta(ctx, "derived")
	if err != nil {
		return err
	}
	if last < position { // somebody threw the derivatives away
		position = 0
	}
	wanted, err := c.wanted(ctx)
	if err != nil || last == position && len(wanted) == 0 {
		return err
	}
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	p := &projection{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}}
	defer p.close()
	for m, err := range all.Since(ctx, position) {
		if err == nil {
			err = p.derive(m)
		}
		if err != nil {
			return err
		}
	}
	for _, d := range wanted {
		m, ok, err := all.Get(ctx, d)
		if err == nil && ok {
			err = p.derive(m)
		}
		if err != nil {
			return err
		}
	}
	if err := p.flush(); err != nil {
		return err
	}
	if err := p.exec("DELETE FROM wanted"); err != nil {
		return err
	}
	if err := p.exec("UPDATE meta SET value=?1 WHERE key='derived'", last); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return c.readPlaces(ctx, nil)
}

// wanted lists originals that were entered since the last time. They may have been
// looked at long ago, under another number.
func (c *Catalog) wanted(ctx context.Context) ([]sijill.Digest, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT digest FROM wanted")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []sijill.Digest
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		if len(raw) != len(sijill.Digest{}) {
			return nil, errors.New("the catalog holds a digest of the wrong length")
		}
		out = append(out, sijill.Digest(raw))
	}
	return out, rows.Err()
}

// claimed is what the catalog takes of what a file says about itself.
type claimed struct {
	Format struct {
		MediaType string `json:"media_type"`
		Family    string `json:"family"`
	} `json:"format"`
	Times []struct {
		Role  string      `json:"role"`
		Value sijill.Date `json:"value"`
		Doubt string      `json:"doubt"`
	} `json:"times"`
	Places         []struct{} `json:"places"`
	Contradictions []struct {
		What string `json:"what"`
		A    string `json:"a"`
		B    string `json:"b"`
	} `json:"contradictions"`
}

// derive writes what was made of an original to every thing that holds it.
func (p *projection) derive(m derivative.Made) error {
	var c claimed
	if err := json.Unmarshal(m.Facts, &c); err != nil {
		return err
	}
	rows, err := p.tx.QueryContext(p.ctx, "SELECT id FROM held WHERE digest=?1", m.Digest[:])
	if err != nil {
		return err
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			_ = rows.Close()
			return err
		}
		ids = append(ids, id)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, id := range ids {
		if err := p.deriveOne(id, c, m.Text); err != nil {
			return err
		}
		for _, flag := range m.Flags {
			if err := p.finding(id, kindOfFlag(flag.Grade), flag.Text, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// kindOfFlag gives the kind of finding that a flag of a grade is.
func kindOfFlag(grade string) string {
	switch grade {
	case derivative.OneSided:
		return FindingOneSided
	case derivative.Noted:
		return FindingNote
	}
	return FindingProof
}

func (p *projection) deriveOne(id int64, c claimed, text string) error {
	for _, q := range []string{"DELETE FROM facet WHERE id=?1 AND derived", "DELETE FROM dated WHERE id=?1 AND derived", "DELETE FROM finding WHERE id=?1 AND derived"} {
		if err := p.exec(q, id); err != nil {
			return err
		}
	}
	facets := map[string]string{"type": c.Format.MediaType}
	has := map[string]string{"image": "picture", "video": "video", "audio": "audio"}[c.Format.Family]
	for name, value := range facets {
		if err := p.facet(id, name, value, true); err != nil {
			return err
		}
	}
	if err := p.facet(id, "has", has, true); err != nil {
		return err
	}
	if text != "" {
		if err := errors.Join(p.facet(id, "has", "text", true), p.readLang(id, true, text)); err != nil {
			return err
		}
	}
	if len(c.Places) > 0 {
		if err := p.facet(id, "has", "place", true); err != nil {
			return err
		}
	}
	for _, t := range c.Times {
		if t.Doubt != "" || t.Value.IsMissing() || t.Role != "captured" && t.Role != "created" {
			continue
		}
		if err := p.dated(id, "claimed_"+t.Role, t.Value, true); err != nil {
			return err
		}
	}
	for _, x := range c.Contradictions {
		if err := p.finding(id, "contradiction", x.What+": "+x.A+" / "+x.B, true); err != nil {
			return err
		}
	}
	if err := p.takeText(id, text); err != nil {
		return err
	}
	if err := p.readText(id, text); err != nil {
		return err
	}
	return p.disagree(id)
}
