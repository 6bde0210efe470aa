package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/gazetteer"
	"sijill.example/sijill/register"
)

// Dates and places are read in titles and texts. A date needs nothing but the text,
// so that it is read when the entry is taken in. A place needs the gazetteer, of
// which more may be recorded later: an entry marks its thing as unread, an entry that
// changes places marks everything, and once the entries are in, what is marked is
// read with all places that there are. So the outcome depends on the entries alone,
// and not on when they were taken in.

// maxRead is how many bytes of a text are read.
const maxRead = 4 << 10

// maxMentions bounds how many dates are kept of one text.
const maxMentions = 20

// readable lists the fields of a thing that are read, in order.
func readable(kind string, fields map[string]any) []string {
	if isUnreadable(kind) {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if s, ok := fields[name].(string); ok && s != "" && readAsWhat(name) != "" {
			out = append(out, name)
		}
	}
	return out
}

// isUnreadable knows the kinds whose names are what is looked for, and whose texts
// are about no day and no place.
func isUnreadable(kind string) bool { return kind == "place" || kind == "source" || kind == "deposit" }

// readAsWhat says what a date in a field is of, and "" for fields that are not read.
func readAsWhat(field string) string {
	stem, suffix, _ := strings.Cut(field, "_")
	switch {
	case len(suffix) > 2:
	case stem == "title":
		return datedTitle
	case field == "name":
		return datedName
	case stem == "summary", stem == "description":
		return datedText
	}
	return ""
}

// readDates notes the dates in the titles and texts of a thing's fields.
func (p *projection) readDates(id int64, kind string, fields map[string]any) error {
	for i, name := range readable(kind, fields) {
		text, _ := fields[name].(string)
		if err := p.mentions(id, readAsWhat(name), text, i, false); err != nil {
			return err
		}
	}
	if isUnreadable(kind) {
		return nil
	}
	return p.exec("INSERT OR IGNORE INTO unread VALUES (?1)", id)
}

// readText notes the dates in the text of an original.
func (p *projection) readText(id int64, text string) error {
	if err := p.mentions(id, datedText, text, 1<<fieldShift, true); err != nil {
		return err
	}
	return p.exec("INSERT OR IGNORE INTO unread VALUES (?1)", id)
}

func (p *projection) mentions(id int64, what, text string, field int, derived bool) error {
	n := 0
	for _, m := range sijill.DatesIn(beginning(text)) {
		if m.Doubt != "" {
			continue
		}
		if n++; n > maxMentions {
			break
		}
		for _, d := range m.Readings() {
			if err := p.mentioned(id, what, d, derived, field<<fieldShift+n); err != nil {
				return err
			}
		}
	}
	return nil
}

// beginning is what is read of a text, cut at a space.
func beginning(text string) string {
	if len(text) <= maxRead {
		return text
	}
	text = text[:maxRead]
	if i := strings.LastIndexAny(text, " \n\t"); i > 0 {
		return text[:i]
	}
	return text
}

// placeFields are the beginnings of the names of fields that say what a place is
// called and where it is.
var placeFields = []string{"name", "title", "variant", "region", "city", "district", "province", "within", "latitude", "longitude", "geometry", "precision_m"}

// movePlaces marks that the gazetteer is another one from an entry on.
func (p *projection) movePlaces(index int64, o register.Opened) error {
	isPlace := o.Subject.Kind() == "place"
	changes := false
	switch {
	case o.Kind == sijill.OriginalErased:
		changes = isPlace || slices.ContainsFunc(numbersIn(o.Fields), func(n string) bool { return sijill.Number(n).Kind() == "place" })
	case o.Kind == sijill.PlaceRecorded:
		changes = true
	case isPlace && o.Kind.Revises():
		for name := range o.Fields {
			changes = changes || slices.ContainsFunc(placeFields, func(stem string) bool { return strings.HasPrefix(name, stem) })
		}
	}
	if !changes {
		return nil
	}
	return p.exec("UPDATE meta SET value=?1 WHERE key='places'", index+1)
}

type gazetteerCache struct {
	mu     sync.Mutex
	of     int64
	places *gazetteer.Gazetteer
}

// Gazetteer gives the places of the archive. It is made once and kept until places
// change.
func (c *Catalog) Gazetteer(ctx context.Context) (*gazetteer.Gazetteer, error) {
	g, _, err := c.gazetteer(ctx)
	return g, err
}

// gazetteer also gives the place in the register of the last entry that it knows of.
func (c *Catalog) gazetteer(ctx context.Context) (*gazetteer.Gazetteer, int64, error) {
	c.known.mu.Lock()
	defer c.known.mu.Unlock()
	of, err := c.meta(ctx, "places")
	if err != nil || c.known.places != nil && c.known.of == of {
		return c.known.places, of, err
	}
	var places []gazetteer.Place
	for t, err := range c.Things(ctx, Filter{Kind: "place"}) {
		if err != nil {
			return nil, 0, err
		}
		if t.State != StateErased {
			places = append(places, gazetteer.PlaceOf(t.Number, t.Fields))
		}
	}
	c.known.places, c.known.of = gazetteer.New(places), of
	return c.known.places, of, nil
}

// readPlaces reads what is marked with the places that there are. progress, which may
// be nil, is told how many of how many things are read.
func (c *Catalog) readPlaces(ctx context.Context, progress func(done, all int64)) error {
	if c.writer == nil {
		return nil
	}
	marked, err := c.marked(ctx)
	if err != nil || !marked {
		return err
	}
	g, places, err := c.gazetteer(ctx)
	if err != nil {
		return err
	}
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	p := &projection{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}}
	defer p.close()
	// Another process may have come first, and places may have changed since: then
	// that one has read, or the next reads again.
	if err := p.exec("INSERT OR IGNORE INTO unread SELECT id FROM thing WHERE state='' AND (SELECT value FROM meta WHERE key='read') <> ?1", places); err != nil {
		return err
	}
	if err := p.readUnread(g, progress); err != nil {
		return err
	}
	for _, q := range []string{"DELETE FROM unread WHERE ?1>=0", "UPDATE meta SET value=?1 WHERE key='read'"} {
		if err := p.exec(q, places); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (p *projection) readUnread(g *gazetteer.Gazetteer, progress func(done, all int64)) error {
	if g.Len() == 0 {
		return errors.Join(p.exec("DELETE FROM named"), p.exec("DELETE FROM facet WHERE name='"+FacetPlaceRead+"'"))
	}
	ids, err := p.ids("SELECT id FROM unread ORDER BY id")
	if err != nil {
		return err
	}
	for i, id := range ids {
		if err := p.readPlacesOf(id, g); err != nil {
			return err
		}
		if progress != nil && i%1000 == 999 {
			progress(int64(i+1), int64(len(ids)))
		}
	}
	return nil
}

// marked reports whether anything is to be read.
func (c *Catalog) marked(ctx context.Context) (bool, error) {
	var marked bool
	err := c.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM unread) OR (SELECT count(DISTINCT value) FROM meta WHERE key IN ('places', 'read')) = 2").Scan(&marked)
	return marked, err
}

func (p *projection) ids(query string) ([]int64, error) {
	rows, err := p.tx.QueryContext(p.ctx, query)
	if err != nil {
		return nil, err
	}
	var out []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, id)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

func (p *projection) readPlacesOf(id int64, g *gazetteer.Gazetteer) error {
	for _, q := range []string{"DELETE FROM named WHERE id=?1", "DELETE FROM facet WHERE id=?1 AND name='" + FacetPlaceRead + "'"} {
		if err := p.exec(q, id); err != nil {
			return err
		}
	}
	s, err := p.stmt("SELECT kind, fields, coalesce((SELECT substr(text, 1, 4096) FROM original WHERE id=thing.id), '') FROM thing WHERE id=?1 AND state=''")
	if err != nil {
		return err
	}
	var kind, raw, text string
	err = s.QueryRowContext(p.ctx, id).Scan(&kind, &raw, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(raw), &fields); err != nil {
		return err
	}
	names := readable(kind, fields)
	for _, name := range names {
		s, _ := fields[name].(string)
		if err := p.named(id, name, s, g, false); err != nil {
			return err
		}
	}
	if kind == "exhibit" {
		return p.named(id, FieldText, text, g, true)
	}
	return nil
}

// named notes the places that a text names.
func (p *projection) named(id int64, field, text string, g *gazetteer.Gazetteer, derived bool) error {
	for _, f := range g.Find(beginning(text)) {
		for rank, c := range f.Places[:min(len(f.Places), maxAlternatives)] {
			var precision any
			if _, m, ok := c.Where(); ok {
				precision = m
			}
			if err := p.exec("INSERT OR IGNORE INTO named VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
				id, field, f.Start, f.End, rank, string(c.Number), c.Why, precision, !f.IsAmbiguous, f.IsBySound, derived); err != nil {
				return err
			}
		}
		if !f.IsAmbiguous {
			if err := p.facet(id, FacetPlaceRead, string(f.Places[0].Number), derived); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxAlternatives is how many places of one name are kept.
const maxAlternatives = 5
