package main

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

// makeTexts writes texts.tsv, half of it like Arabic and half like English: words by
// Zipf's law, the commonest of them the languages' own, Arabic ones with particles;
// and queries.tsv with queries of four kinds that are taken from the texts.
func makeTexts(dir string, n int) error {
	r := rand.New(rand.NewPCG(1, 2))
	const words = 40_000
	zipf := rand.NewZipf(r, 1.05, 4, words-1)
	arabic := append(strings.Fields("في من على إلى أن عن هذا مع كان بعد قبل كل بين حلب قصف مدينة شهيد طيران مستشفى برميل"), make([]string, words)...)
	english := append(strings.Fields("the of in and to a on for with at by from after before between aleppo shelling city hospital barrel"), make([]string, words)...)
	syllable := func(letters, more string) string {
		l, m := []rune(letters), []rune(more)
		return string(l[r.IntN(len(l))]) + string(m[r.IntN(len(m))])
	}
	for i := 20; i < words; i++ {
		for range 2 + r.IntN(2) {
			arabic[i] += syllable("بتثجحخدذرزسشصضطظعغفقكلمنهو", "اويبتدرسلمنق")
			english[i] += syllable("bcdfghklmnprstvw", "aeiou")
		}
		english[i] += []string{"", "n", "s", "r", "ing", "ed", "t"}[r.IntN(7)]
	}
	particles := []string{"", "", "", "", "ال", "ال", "و", "وال", "ب", "بال", "ل", "لل"}
	text := func(n int, ar bool) []string {
		out := make([]string, n)
		for i := range out {
			w := zipf.Uint64()
			if !ar {
				out[i] = english[w]
				continue
			}
			out[i] = arabic[w]
			if w > 12 {
				out[i] = particles[r.IntN(len(particles))] + out[i]
			}
		}
		return out
	}
	texts, err := os.Create(filepath.Join(dir, "texts.tsv"))
	if err != nil {
		return err
	}
	queries, err := os.Create(filepath.Join(dir, "queries.tsv"))
	if err != nil {
		return err
	}
	t, q := bufio.NewWriter(texts), bufio.NewWriter(queries)
	every := max(1, n/1000)
	for i := range n {
		ar := i%2 == 0
		title, body := text(4+r.IntN(6), ar), text(15+r.IntN(20), ar)
		_, _ = fmt.Fprintf(t, "%s\t%s\n", strings.Join(title, " "), strings.Join(body, " "))
		if i%every != 0 && i%every != 1 {
			continue
		}
		k := r.IntN(len(body) - 1)
		switch i / every % 4 {
		case 0:
			_, _ = fmt.Fprintf(q, "word\t%s\n", body[k])
		case 1:
			_, _ = fmt.Fprintf(q, "words\t%s %s\n", body[k], title[r.IntN(len(title))])
		case 2:
			_, _ = fmt.Fprintf(q, "phrase\t%s %s\n", body[k], body[k+1])
		case 3:
			letters := []rune(body[k])
			_, _ = fmt.Fprintf(q, "prefix\t%s\n", string(letters[:min(len(letters), 4)]))
		}
	}
	return errors.Join(t.Flush(), q.Flush(), texts.Close(), queries.Close())
}

func lines(path string, each func(a, b string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		a, b, _ := strings.Cut(s.Text(), "\t")
		if err := each(a, b); err != nil {
			return err
		}
	}
	return s.Err()
}

// textsAtOnce is how many texts go into one transaction, as into the catalog's.
const textsAtOnce = 20_000

// measureSearch indexes texts in both ways with the same SQLite, and asks both the
// same.
func measureSearch(dir, who string) error {
	path := filepath.Join(dir, who+".db")
	db, err := driver.Open("file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=cache_size(-32000)", fts5.Register)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { _ = db.Close() }()
	contestant := map[string]searched{"sijill": ours{index.NewLexicon()}, "fts5": plain{}}[who]
	if _, err := db.Exec(contestant.schema()); err != nil {
		return err
	}
	ctx := context.Background()
	begin, cpu := time.Now(), cpuTime()
	n, id := 0, int64(0)
	var batch [][2]string
	flush := func() error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if err := contestant.add(ctx, tx, id-int64(len(batch))+1, batch); err != nil {
			return err
		}
		batch = batch[:0]
		return tx.Commit()
	}
	if err := lines(filepath.Join(dir, "texts.tsv"), func(title, body string) error {
		n++
		id++
		if batch = append(batch, [2]string{title, body}); len(batch) == textsAtOnce {
			return flush()
		}
		return nil
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	took, used := time.Since(begin), cpuTime()-cpu
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	times, worked := map[string][]time.Duration{}, map[string][]time.Duration{}
	hits := map[string]int{}
	for _, timed := range []bool{false, true} {
		if err := lines(filepath.Join(dir, "queries.tsv"), func(kind, text string) error {
			begin, cpu := time.Now(), cpuTime()
			tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
			if err != nil {
				return err
			}
			found, err := contestant.ask(ctx, tx, kind, text)
			if err = errors.Join(err, tx.Rollback()); err != nil {
				return err
			}
			if timed {
				times[kind] = append(times[kind], time.Since(begin))
				worked[kind] = append(worked[kind], cpuTime()-cpu)
				hits[kind] += min(1, found)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	report(who, n, took, used, info.Size(), times, worked)
	fmt.Fprintln(os.Stderr, "queries with hits:", hits)
	return nil
}

// report prints a line of the table. Times are by the clock, and what of the
// processors was used beside them, which other work on the machine changes less.
func report(who string, n int, took, used time.Duration, size int64, times, worked map[string][]time.Duration) {
	var all, allWorked []time.Duration
	row := fmt.Sprintf("| %s | %.0f | %.0f | %.0f MB |", who, float64(n)/took.Seconds(), float64(n)/used.Seconds(), float64(size)/1e6)
	for _, kind := range []string{"word", "words", "phrase", "prefix"} {
		all, allWorked = append(all, times[kind]...), append(allWorked, worked[kind]...)
		row += fmt.Sprintf(" %s / %s |", latency(times[kind], 99), latency(worked[kind], 99))
	}
	fmt.Printf("%s %s / %s | %s / %s |\n", row, latency(all, 50), latency(allWorked, 50), latency(all, 99), latency(allWorked, 99))
}

// cpuTime is what this process has used of the processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func latency(all []time.Duration, p int) string {
	slices.SortFunc(all, cmp.Compare)
	return fmt.Sprintf("%.2f", float64(all[min(len(all)-1, len(all)*p/100)].Microseconds())/1000)
}

type searched interface {
	schema() string
	add(ctx context.Context, tx *sql.Tx, first int64, texts [][2]string) error
	// ask finds the best ten and says how many it gave.
	ask(ctx context.Context, tx *sql.Tx, kind, text string) (int, error)
}

// ours is Sijill's index beside a table of the texts.
type ours struct{ words *index.Lexicon }

func (ours) schema() string {
	return "CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT);" + index.Schema
}

func (o ours) add(ctx context.Context, tx *sql.Tx, first int64, texts [][2]string) error {
	w := index.NewWriter(ctx, tx, o.words)
	defer w.Close()
	s, err := tx.PrepareContext(ctx, "INSERT INTO doc VALUES (?1, ?2, ?3)")
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	for i, t := range texts {
		if _, err := s.ExecContext(ctx, first+int64(i), t[0], t[1]); err != nil {
			return err
		}
		if err := w.Put(first+int64(i), nil, &index.Document{Title: t[0], Body: t[1]}); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (ours) ask(ctx context.Context, tx *sql.Tx, kind, text string) (int, error) {
	r, err := index.NewReader(ctx, tx)
	if err != nil {
		return 0, err
	}
	switch kind {
	case "phrase":
		text = `"` + text + `"`
	case "prefix":
		text += "*"
	}
	found, _, err := r.Match(search.ParseQuery(text))
	return len(index.Best(found, nil, 10)), err
}

// plain is SQLite's FTS5 with its own tokenizer.
type plain struct{}

func (plain) schema() string {
	return "CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize='unicode61'); INSERT INTO words(words, rank) VALUES ('rank', 'bm25(4.0, 1.0)')"
}

func (plain) add(ctx context.Context, tx *sql.Tx, first int64, texts [][2]string) error {
	s, err := tx.PrepareContext(ctx, "INSERT INTO words (rowid, title, body) VALUES (?1, ?2, ?3)")
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	for i, t := range texts {
		if _, err := s.ExecContext(ctx, first+int64(i), t[0], t[1]); err != nil {
			return err
		}
	}
	return nil
}

func (plain) ask(ctx context.Context, tx *sql.Tx, kind, text string) (int, error) {
	switch kind {
	case "phrase":
		text = `"` + text + `"`
	case "prefix":
		text = `"` + text + `"*`
	case "words":
		a, b, _ := strings.Cut(text, " ")
		text = `"` + a + `" "` + b + `"`
	default:
		text = `"` + text + `"`
	}
	rows, err := tx.QueryContext(ctx, "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 10", text)
	if err != nil {
		return 0, err
	}
	n := 0
	for rows.Next() {
		n++
	}
	return n, errors.Join(rows.Err(), rows.Close())
}
