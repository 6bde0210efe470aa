package catalog

import (
	"database/sql"
	"errors"
	"strings"
	"sync"

	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

// match gives what meets the clauses of a query, or everything where they ask for
// nothing, in the order in which it was entered.
func (f *finder) match(q search.Query) ([]index.Match, error) {
	reader, err := index.NewReader(f.ctx, f.tx)
	if err != nil {
		return nil, err
	}
	found, asked, err := reader.Match(q)
	if err != nil || asked {
		return found, err
	}
	rows, err := f.tx.QueryContext(f.ctx, "SELECT id FROM thing WHERE state='' ORDER BY id")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var m index.Match
		if err := rows.Scan(&m.ID); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		found = append(found, m)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	return reader.Without(found, q)
}

// text is the text of a thing's original.
func (f *finder) text(id int64) (string, error) {
	var text string
	err := f.tx.QueryRowContext(f.ctx, "SELECT text FROM original WHERE id=?1", id).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return text, err
}

var vocabulary = sync.OnceValue(search.NewVocabulary) // it does not change

// expand adds to each term what it is called in the other language.
func (f *finder) expand(q search.Query) (search.Query, []search.Expansion, error) {
	return search.Expand(q,
		search.Names{By: search.ByVocabulary, Others: func(words []string) ([]string, error) { return vocabulary().Others(words), nil }},
		search.Names{By: search.ByPlaces, Others: f.placeNames})
}

// keepNames takes names of places as they stand where their stem is another name.
func (f *finder) keepNames(q search.Query) (search.Query, error) {
	return search.KeepNames(q, vocabulary(), func(word string) (bool, error) {
		var is bool
		err := f.tx.QueryRowContext(f.ctx, "SELECT EXISTS (SELECT 1 FROM called WHERE key=?1)", word).Scan(&is)
		return is, err
	})
}

// placeNames gives what places of such a name are also called, the usual names first.
func (f *finder) placeNames(words []string) ([]string, error) {
	const query = `
		SELECT name FROM called WHERE id IN (SELECT id FROM called WHERE key=?1 LIMIT 200) AND key<>?1
		GROUP BY name ORDER BY count(*) DESC, name LIMIT 4`
	rows, err := f.tx.QueryContext(f.ctx, query, search.NameKey(strings.Join(words, " ")))
	if err != nil {
		return nil, err
	}
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, name)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// call writes what a place is called, so that a query for one name finds the others.
func (p *projection) call(id int64, kind string, fields map[string]any) error {
	if err := p.exec("DELETE FROM called WHERE id=?1", id); err != nil || kind != "place" {
		return err
	}
	for _, x := range searchable(fields) {
		name, _, _ := strings.Cut(x.name, "[")
		if !strings.HasPrefix(name, "name") && !strings.HasPrefix(name, "title") && !strings.HasPrefix(name, "variant") || len(x.text) > 100 {
			continue
		}
		if key := search.NameKey(x.text); key != "" {
			if err := p.exec("INSERT OR IGNORE INTO called VALUES (?1, ?2, ?3)", key, id, x.text); err != nil {
				return err
			}
		}
	}
	return nil
}

// words puts what is said of a thing into the index. was is what the index has of
// it, and nil where that is nothing; is is nil where nothing stays.
func (p *projection) words(id int64, was, is *index.Document) error {
	if p.index == nil {
		p.index = index.NewWriter(p.ctx, p.tx, p.lexicon)
	}
	return p.index.Put(id, was, is)
}

// described is what the index holds of a thing without an original.
func described(title string, fields map[string]any) *index.Document {
	return &index.Document{Title: title, Body: bodyOf(fields)}
}

// document is what the index holds of a thing.
func (p *projection) document(id int64, title string, fields map[string]any) (*index.Document, error) {
	d := described(title, fields)
	s, err := p.stmt("SELECT text FROM original WHERE id=?1")
	if err != nil {
		return nil, err
	}
	if err := s.QueryRowContext(p.ctx, id).Scan(&d.Text); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	return d, nil
}

// takeText puts the text of an original beside what is said of the thing.
func (p *projection) takeText(id int64, text string) error {
	s, err := p.stmt("SELECT " + thingColumns + " FROM thing WHERE id=?1")
	if err != nil {
		return err
	}
	t, err := scanThing(s.QueryRowContext(p.ctx, id))
	if err != nil {
		return err
	}
	was, err := p.document(id, t.Title, t.Fields)
	if err != nil || t.State == StateErased || was.Text == text {
		return err
	}
	if text == "" {
		err = p.exec("DELETE FROM original WHERE id=?1", id)
	} else {
		err = p.exec("INSERT OR REPLACE INTO original VALUES (?1, ?2)", id, text)
	}
	if err != nil {
		return err
	}
	is := *was
	is.Text = text
	return p.words(id, was, &is)
}
