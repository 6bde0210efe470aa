package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
	"sijill.example/sijill/search/index"
)

// step is how many entries go into one transaction. More at once are put into the
// index of words in less time.
const step = 20_000

// CatchUp takes in the entries that the catalog does not have yet. Two processes
// may do it at once: each step is one transaction that begins at the position it
// finds. progress, which may be nil, is told how many of how many are in.
func (c *Catalog) CatchUp(ctx context.Context, entries Entries, progress func(done, all int64)) error {
	size, err := entries.Size(ctx)
	if err != nil {
		return err
	}
	position, err := c.Position(ctx)
	if err != nil {
		return err
	}
	if position > size {
		return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("The catalog knows %d entries and the register holds %d: the register was cut or replaced by an older copy.", position, size),
			Hint: "Put the newer register back; if it is truly lost, `sijill rebuild` makes the catalog from what is here."}
	}
	lexicon := index.NewLexicon()
	for position < size {
		if position, err = c.take(ctx, entries, min(size, position+step), lexicon); err != nil {
			return err
		}
		if progress != nil {
			progress(position, size)
		}
	}
	return c.readPlaces(ctx, progress)
}

// take projects the entries from the catalog's position to limit.
func (c *Catalog) take(ctx context.Context, entries Entries, limit int64, lexicon *index.Lexicon) (int64, error) {
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	var position int64
	if err := tx.QueryRowContext(ctx, "SELECT value FROM meta WHERE key='position'").Scan(&position); err != nil {
		return 0, err
	}
	if position >= limit {
		return position, nil
	}
	p := &projection{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}, lexicon: lexicon}
	defer p.close()
	for e, err := range entries.Read(ctx, position, limit) {
		if err != nil {
			return 0, err
		}
		o, err := e.Open()
		if err != nil {
			return 0, fmt.Errorf("entry %d cannot be read: %w", position, err)
		}
		if err := p.apply(position, o); err != nil {
			return 0, fmt.Errorf("entry %d cannot be put into the catalog: %w", position, err)
		}
		position++
	}
	if err := p.flush(); err != nil {
		return 0, err
	}
	if err := p.exec("UPDATE meta SET value=?1 WHERE key='position'", position); err != nil {
		return 0, err
	}
	return position, tx.Commit()
}

// projection turns entries into rows, within one transaction.
type projection struct {
	ctx        context.Context
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	index      *index.Writer
	lexicon    *index.Lexicon // nil for one of its own
}

// flush writes to the index what was put into it.
func (p *projection) flush() error {
	if p.index == nil {
		return nil
	}
	return p.index.Flush()
}

func (p *projection) close() {
	if p.index != nil {
		p.index.Close()
	}
	for _, s := range p.statements {
		_ = s.Close()
	}
}

func (p *projection) stmt(query string) (*sql.Stmt, error) {
	if s, ok := p.statements[query]; ok {
		return s, nil
	}
	s, err := p.tx.PrepareContext(p.ctx, query)
	if err == nil {
		p.statements[query] = s
	}
	return s, err
}

func (p *projection) exec(query string, args ...any) error {
	s, err := p.stmt(query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(p.ctx, args...)
	return err
}

func (p *projection) apply(index int64, o register.Opened) error {
	if err := p.exec("INSERT OR IGNORE INTO about VALUES (?1, ?2)", string(o.Subject), index); err != nil {
		return err
	}
	for _, number := range numbersIn(o.Fields) {
		if err := p.exec("INSERT OR IGNORE INTO about VALUES (?1, ?2)", number, index); err != nil {
			return err
		}
	}
	kind := o.Subject.Kind()
	if kind == "place" || o.Kind == sijill.OriginalErased {
		if err := p.movePlaces(index, o); err != nil {
			return err
		}
	}
	switch {
	case kind != "" && o.Kind == sijill.RecordedAs(kind):
		return p.enter(index, kind, o)
	case o.Kind.Revises():
		return p.revise(o)
	case o.Kind == sijill.ResemblanceConfirmed || o.Kind == sijill.ResemblanceRefused:
		return p.decide(index, o)
	case o.Kind == sijill.OriginalErased:
		return p.erase(o)
	}
	return nil
}

// numbersIn lists the numbers that an entry says it also concerns.
func numbersIn(fields map[string]any) []string {
	var out []string
	for _, name := range []string{FieldConcerns} {
		list, _ := fields[name].([]any)
		for _, v := range list {
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// enter makes a thing. An entry whose fields were erased makes a thing that says
// so, and keeps its number from being given again.
func (p *projection) enter(index int64, kind string, o register.Opened) error {
	prefix, year, n := o.Subject.Parts()
	if err := p.exec("INSERT INTO counter VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET n=max(n, excluded.n)", string(prefix), year, n); err != nil {
		return err
	}
	state := ""
	if len(o.Fields) == 0 {
		state = StateErased
	}
	fields, err := json.Marshal(o.Fields)
	if err != nil {
		return err
	}
	s, err := p.stmt("INSERT INTO thing (number, kind, title, fields, idx, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id")
	if err != nil {
		return err
	}
	title := TitleOf(o.Fields)
	var id int64
	if err := s.QueryRowContext(p.ctx, string(o.Subject), kind, title, string(fields), index, state).Scan(&id); err != nil {
		return err
	}
	if state == StateErased {
		return nil
	}
	if text, ok := o.Fields[FieldDigest].(string); ok {
		if d, err := sijill.ParseDigest(text); err == nil {
			if err := p.exec("INSERT INTO held VALUES (?1, ?2)", d[:], id); err != nil {
				return err
			}
			if err := p.exec("INSERT OR IGNORE INTO wanted VALUES (?1)", d[:]); err != nil {
				return err
			}
		}
	}
	if whole, ok := o.Fields[FieldDeposit].(string); ok {
		if err := p.exec("INSERT OR IGNORE INTO part VALUES (?1, ?2)", whole, id); err != nil {
			return err
		}
	}
	if identity := IdentityOf(o.Fields); identity != "" {
		if err := p.exec("INSERT OR IGNORE INTO identity VALUES (?1, ?2)", identityKey(identity), id); err != nil {
			return err
		}
	}
	if err := p.words(id, nil, described(title, o.Fields)); err != nil {
		return err
	}
	if err := p.call(id, kind, o.Fields); err != nil {
		return err
	}
	if err := p.refer(id, o.Fields); err != nil {
		return err
	}
	return p.facets(id, kind, o.Fields)
}

func (p *projection) revise(o register.Opened) error {
	t, id, err := p.thing(o.Subject)
	if err != nil || id == 0 || t.State == StateErased {
		return err
	}
	was, err := p.document(id, t.Title, t.Fields)
	if err != nil {
		return err
	}
	for name, value := range o.Fields {
		switch {
		case name == "reason":
		case value == nil || value == "":
			delete(t.Fields, name)
		default:
			t.Fields[name] = value
		}
	}
	fields, err := json.Marshal(t.Fields)
	if err != nil {
		return err
	}
	title := TitleOf(t.Fields)
	if err := p.exec("UPDATE thing SET title=?2, fields=?3 WHERE id=?1", id, title, string(fields)); err != nil {
		return err
	}
	is := described(title, t.Fields)
	is.Text = was.Text
	if err := p.words(id, was, is); err != nil {
		return err
	}
	if err := p.exec("DELETE FROM refers WHERE id=?1", id); err != nil {
		return err
	}
	if err := p.call(id, t.Kind, t.Fields); err != nil {
		return err
	}
	if err := p.refer(id, t.Fields); err != nil {
		return err
	}
	return p.facets(id, t.Kind, t.Fields)
}

func (p *projection) erase(o register.Opened) error {
	numbers := append(numbersIn(o.Fields), string(o.Subject))
	for _, number := range numbers {
		t, id, err := p.thing(sijill.Number(number))
		if err != nil {
			return err
		}
		if id == 0 {
			continue
		}
		if err := p.undecide(number); err != nil {
			return err
		}
		if t.State != StateErased {
			was, err := p.document(id, t.Title, t.Fields)
			if err != nil {
				return err
			}
			if err := p.words(id, was, nil); err != nil {
				return err
			}
		}
		for _, q := range []string{
			"UPDATE thing SET title='', fields='{}', state='" + StateErased + "' WHERE id=?1",
			"DELETE FROM original WHERE id=?1",
			"DELETE FROM called WHERE id=?1",
			"DELETE FROM held WHERE id=?1",
			"DELETE FROM identity WHERE id=?1",
			"DELETE FROM part WHERE id=?1",
			"DELETE FROM facet WHERE id=?1",
			"DELETE FROM dated WHERE id=?1",
			"DELETE FROM finding WHERE id=?1",
			"DELETE FROM named WHERE id=?1",
			"DELETE FROM unread WHERE id=?1",
			"DELETE FROM refers WHERE id=?1",
		} {
			if err := p.exec(q, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *projection) thing(number sijill.Number) (Thing, int64, error) {
	s, err := p.stmt("SELECT " + thingColumns + " FROM thing WHERE number=?1")
	if err != nil {
		return Thing{}, 0, err
	}
	t, err := scanThing(s.QueryRowContext(p.ctx, string(number)))
	if errors.Is(err, sql.ErrNoRows) {
		return Thing{}, 0, nil
	}
	return t, t.id, err
}

// TitleOf chooses what a thing is called in a list: its titles or names in every
// language it has, or its file name, or its code.
func TitleOf(fields map[string]any) string {
	var titles []string
	for _, stem := range []string{"title", "name"} {
		for _, suffix := range []string{"", "_en", "_ar", "_fr"} {
			if s, ok := fields[stem+suffix].(string); ok && strings.TrimSpace(s) != "" && !slices.Contains(titles, s) {
				titles = append(titles, s)
			}
		}
		if len(titles) > 0 {
			return sijill.Printable(strings.Join(titles, " · "))
		}
	}
	for _, name := range []string{"code", "origin_id", "external_id", "origin_url"} {
		if s, ok := fields[name].(string); ok && s != "" {
			return sijill.Printable(s)
		}
	}
	return ""
}

// notForFinding are fields that are identifiers for machines; words in them are
// not what people look for.
var notForFinding = []string{FieldDigest, FieldRowKey, FieldDeposit, FieldTable, "row_sha256", "geometry", "name_bytes", "media_type", sijill.FieldKey}

// bodyOf is the text of a thing in which words are found: every text in its
// fields, in the order of their names.
func bodyOf(fields map[string]any) string {
	var b strings.Builder
	for _, x := range searchable(fields) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.text)
	}
	return b.String()
}

// inRecords are fields within records that only machines look for.
var inRecords = []string{sijill.SegmentID, sijill.SegmentMadeOf, sijill.SegmentFrom, sijill.SegmentTo, "segment"}

// fieldText is a text in the fields of a thing. Its name is that of the field; in
// lists and records it goes on like segments[0].text.
type fieldText struct{ name, text string }

// searchable lists the texts in a thing's fields in which words are found.
func searchable(fields map[string]any) []fieldText {
	var out []fieldText
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(notForFinding, name) {
			out = collect(out, name, fields[name])
		}
	}
	return out
}

func collect(out []fieldText, name string, value any) []fieldText {
	switch v := value.(type) {
	case string:
		if v != "" {
			out = append(out, fieldText{name, v})
		}
	case []any:
		for i, item := range v {
			out = collect(out, name+"["+strconv.Itoa(i)+"]", item)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains(inRecords, key) {
				out = collect(out, name+"."+key, v[key])
			}
		}
	}
	return out
}
