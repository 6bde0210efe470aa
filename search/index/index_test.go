package index_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3/driver"
	"pgregory.net/rapid"

	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

func open(t rapid.TB) *sql.DB {
	t.Helper()
	db, err := driver.Open("file::memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(index.Schema); err != nil {
		t.Fatal(err)
	}
	return db
}

type change struct {
	id      int64
	was, is *index.Document
}

func apply(t rapid.TB, db *sql.DB, changes ...change) {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	w := index.NewWriter(context.Background(), tx, nil)
	for _, c := range changes {
		if err := w.Put(c.id, c.was, c.is); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func ask(t rapid.TB, db *sql.DB, query string) []index.Match {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	r, err := index.NewReader(context.Background(), tx)
	if err != nil {
		t.Fatal(err)
	}
	found, _, err := r.Match(search.ParseQuery(query))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func ids(found []index.Match) []int64 {
	var out []int64
	for _, m := range found {
		out = append(out, m.ID)
	}
	return out
}

func dump(t rapid.TB, db *sql.DB) string {
	t.Helper()
	var b bytes.Buffer
	if err := index.Dump(context.Background(), db, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var vocabulary = []string{"حلب", "بحلب", "مدينة", "المدينة", "قصف", "والقصف", "siege", "sieges", "barrel", "bomb", "bombs", "م.د.ن", "٢٠١٦", "the"}

func drawText(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 6).Draw(t, name), " ")
}

// Whatever was put, changed and taken out, and in whichever steps: the index finds
// what reading every text finds, and is what an index of the same texts is.
func TestItFindsWhatReadingFinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db := open(rt)
		defer func() { _ = db.Close() }()
		all := map[int64]*index.Document{}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			var changes []change
			for range rapid.IntRange(1, 6).Draw(rt, "changes") {
				id := int64(rapid.IntRange(1, 12).Draw(rt, "id"))
				c := change{id: id, was: all[id]}
				if c.was == nil || rapid.IntRange(0, 3).Draw(rt, "erase") > 0 {
					c.is = &index.Document{Title: drawText(rt, "title"), Body: drawText(rt, "body"), Text: drawText(rt, "text")}
				}
				changes = append(changes, c)
				all[id] = c.is
				if c.is == nil {
					delete(all, id)
				}
			}
			apply(rt, db, changes...)
		}
		for range 8 {
			query := drawQuery(rt)
			var want []int64
			for _, id := range slices.Sorted(maps.Keys(all)) {
				if reads(search.ParseQuery(query), all[id]) {
					want = append(want, id)
				}
			}
			if got := ids(ask(rt, db, query)); !slices.Equal(got, want) {
				rt.Fatalf("%q finds %v, reading finds %v of\n%v", query, got, want, all)
			}
		}
		fresh := open(rt)
		defer func() { _ = fresh.Close() }()
		for _, id := range slices.Sorted(maps.Keys(all)) {
			apply(rt, fresh, change{id, nil, all[id]})
		}
		if a, b := dump(rt, db), dump(rt, fresh); a != b {
			rt.Fatalf("after changes:\n%s\nmade anew:\n%s", a, b)
		}
	})
}

func drawQuery(t *rapid.T) string {
	word := rapid.SampledFrom(vocabulary)
	var parts []string
	for range rapid.IntRange(1, 3).Draw(t, "parts") {
		switch rapid.IntRange(0, 5).Draw(t, "part") {
		case 0:
			parts = append(parts, `"`+word.Draw(t, "word")+" "+word.Draw(t, "word")+`"`)
		case 1:
			parts = append(parts, word.Draw(t, "word")+" | "+word.Draw(t, "word"))
		case 2:
			parts = append(parts, "-"+word.Draw(t, "word"))
		case 3:
			r := []rune(word.Draw(t, "word"))
			parts = append(parts, string(r[:min(3, len(r))])+"*")
		default:
			parts = append(parts, word.Draw(t, "word"))
		}
	}
	return strings.Join(parts, " ")
}

// reads says whether a document meets a query, by the marker that shows people why.
func reads(q search.Query, d *index.Document) bool {
	wanted := 0
	for _, c := range q.Needed() {
		if c.Not {
			continue
		}
		wanted++
		if !holds(c, d) {
			return false
		}
	}
	for _, c := range q.Clauses {
		if c.Not && holds(search.Clause{Any: c.Any}, d) {
			return false
		}
	}
	return wanted > 0
}

func holds(c search.Clause, d *index.Document) bool {
	m := search.NewMarker(search.Query{Clauses: []search.Clause{c}})
	for _, s := range []string{d.Title, d.Body, d.Text} {
		if len(m.Marks(s, 1)) > 0 {
			return true
		}
	}
	return false
}

// Lists that are longer than a block are found whole, and stay right when things in
// their middle change.
func TestLongLists(t *testing.T) {
	db := open(t)
	defer func() { _ = db.Close() }()
	const n = 5000
	document := func(i int64) *index.Document {
		return &index.Document{Title: "hospital", Body: fmt.Sprintf("the hospital of quarter number %d and of quarter %d", i%7, i)}
	}
	var changes []change
	for i := int64(1); i <= n; i++ {
		changes = append(changes, change{i, nil, document(i)})
		if len(changes) == 900 || i == n {
			apply(t, db, changes...)
			changes = nil
		}
	}
	if got := len(ask(t, db, "hospital")); got != n {
		t.Errorf("%d of %d found", got, n)
	}
	for i := int64(3); i <= n; i += 3 {
		is := document(i)
		is.Body, is.Title = "other", ""
		if i%2 == 0 {
			is = nil
		}
		changes = append(changes, change{i, document(i), is})
	}
	apply(t, db, changes...)
	for i := int64(3); i <= n; i += 6 { // and back
		apply(t, db, change{i, &index.Document{Body: "other"}, document(i)})
		if i > 300 {
			break
		}
	}
	var want []int64
	for i := int64(1); i <= n; i++ {
		if i%3 != 0 || i%2 == 1 && i <= 303 {
			want = append(want, i)
		}
	}
	for _, query := range []string{"hospital", `"quarter number"`, `"the hospital of"`, "hosp*", "hospital -other"} {
		if got := ids(ask(t, db, query)); !slices.Equal(got, want) {
			t.Errorf("%s finds %d, not %d", query, len(got), len(want))
		}
	}
}

// What was taken out leaves no word behind.
func TestNothingStaysOfWhatWasTakenOut(t *testing.T) {
	db := open(t)
	defer func() { _ = db.Close() }()
	secret := &index.Document{Title: "Zanzibar", Body: "زنجبارية", Text: "unrepeatable"}
	apply(t, db, change{1, nil, secret}, change{2, nil, &index.Document{Body: "Zanzibar"}})
	apply(t, db, change{1, secret, nil})
	if got := ids(ask(t, db, "zanzibar")); !slices.Equal(got, []int64{2}) {
		t.Errorf("found %v", got)
	}
	if s := dump(t, db); strings.Contains(s, "زنجبار") || strings.Contains(s, "unrepeat") || strings.Contains(s, `" 1 `) {
		t.Errorf("the index holds\n%s", s)
	}
}

// In the file, too, in whichever segment it was, and merged with whatever.
func TestNothingStaysInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	db, err := driver.Open("file:" + path + "?_pragma=journal_mode(wal)&_pragma=secure_delete(on)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(index.Schema); err != nil {
		t.Fatal(err)
	}
	holds := func() (found []string) {
		t.Helper()
		if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"zanzibar", "aardvark", "xylophone", "زنجباري", "unrepeatable"} {
			if bytes.Contains(data, []byte(word)) {
				found = append(found, word)
			}
		}
		return found
	}
	secret := &index.Document{Title: "Zanzibar aardvark xylophone", Body: "زنجبارية", Text: strings.Repeat("unrepeatable ", 3000)}
	other := func(i int64) *index.Document {
		return &index.Document{Body: fmt.Sprintf("the quarter number %d beside quarter m%d and n%d", i%50, i, i)}
	}
	for _, others := range []int64{0, 3, 20, 2000} {
		var changes []change
		for i := int64(2); i < others+2; i++ {
			changes = append(changes, change{i, nil, other(i)})
		}
		apply(t, db, append(changes, change{1, nil, secret})...)
		for i := others + 2; i < others+12; i++ { // so many that segments are merged
			apply(t, db, change{i, nil, other(i)})
		}
		if found := holds(); len(found) != 5 {
			t.Fatalf("with %d others the file holds only %v", others, found)
		}
		apply(t, db, change{1, secret, nil})
		if found := holds(); len(found) > 0 {
			t.Errorf("with %d others the file still holds %v", others, found)
		}
		if got := len(ask(t, db, `"the quarter number"`)); got != int(others)+10 {
			t.Errorf("%d of %d others are found", got, others+10)
		}
		changes = nil
		for i := int64(2); i < others+12; i++ {
			changes = append(changes, change{i, other(i), nil})
		}
		apply(t, db, changes...)
		if s := dump(t, db); s != "" {
			t.Errorf("when all is taken out there is\n%s", s)
		}
	}
}

// A word in the title weighs more, the very word more than its kin, and a rare word
// more than a common one.
func TestTheOrder(t *testing.T) {
	db := open(t)
	defer func() { _ = db.Close() }()
	apply(t, db,
		change{1, nil, &index.Document{Body: "a shelling of the market"}},
		change{2, nil, &index.Document{Title: "shelling", Body: "at the market"}},
		change{3, nil, &index.Document{Body: "a shell in the market"}},
		change{4, nil, &index.Document{Body: "the market and the market and the market again"}},
	)
	for query, want := range map[string][]int64{
		"shelling":        {2, 1, 3},
		"shell":           {3, 2, 1},
		"shelling|market": {2, 1, 4, 3},
	} {
		if got := ids(index.Best(ask(t, db, query), nil, 10)); query != "shell" && !slices.Equal(got, want) || query == "shell" && len(got) != 3 {
			t.Errorf("%s gives %v, want %v", query, got, want)
		}
	}
}

func TestPagesAreOneList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []index.Match
		for i, score := range rapid.SliceOfN(rapid.IntRange(0, 5), 0, 300).Draw(t, "scores") {
			all = append(all, index.Match{ID: int64(i + 1), Score: float64(score)})
		}
		n := rapid.IntRange(1, 40).Draw(t, "page")
		var pages []index.Match
		var after *index.Match
		for {
			page := index.Best(all, after, n)
			if len(page) == 0 {
				break
			}
			pages = append(pages, page...)
			after = &page[len(page)-1]
		}
		if whole := index.Best(all, nil, len(all)+1); !slices.Equal(whole, pages) {
			t.Fatalf("%v, in pages %v", whole, pages)
		}
	})
}
