// Command bleve measures the index of blevesearch/bleve with the texts and queries
// of bench/measure, beside which bench/run puts Sijill's.
package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bleve:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	mapping := bleve.NewIndexMapping()
	for _, field := range []string{"title", "body"} {
		f := bleve.NewTextFieldMapping()
		f.IncludeInAll, f.DocValues = false, false
		mapping.DefaultMapping.AddFieldMappingsAt(field, f)
	}
	path := filepath.Join(dir, "bleve")
	index, err := bleve.New(path, mapping)
	if err != nil {
		return err
	}
	begin, cpu := time.Now(), cpuTime()
	n := 0
	batch := index.NewBatch()
	if err := lines(filepath.Join(dir, "texts.tsv"), func(title, body string) error {
		n++
		if err := batch.Index(fmt.Sprint(n), map[string]string{"title": title, "body": body}); err != nil {
			return err
		}
		if batch.Size() < 5000 {
			return nil
		}
		err := index.Batch(batch)
		batch.Reset()
		return err
	}); err != nil {
		return err
	}
	if err := index.Batch(batch); err != nil {
		return err
	}
	took, used := time.Since(begin), cpuTime()-cpu
	times, worked := map[string][]time.Duration{}, map[string][]time.Duration{}
	for _, timed := range []bool{false, true} {
		if err := lines(filepath.Join(dir, "queries.tsv"), func(kind, text string) error {
			begin, cpu := time.Now(), cpuTime()
			if _, err := index.Search(bleve.NewSearchRequestOptions(asked(kind, text), 10, 0, false)); err != nil {
				return err
			}
			if timed {
				times[kind] = append(times[kind], time.Since(begin))
				worked[kind] = append(worked[kind], cpuTime()-cpu)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if err := index.Close(); err != nil {
		return err
	}
	size := int64(0)
	if err := filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if info, errInfo := d.Info(); err == nil && errInfo == nil && !d.IsDir() {
			size += info.Size()
		}
		return err
	}); err != nil {
		return err
	}
	var all, allWorked []time.Duration
	row := fmt.Sprintf("| bleve | %.0f | %.0f | %.0f MB |", float64(n)/took.Seconds(), float64(n)/used.Seconds(), float64(size)/1e6)
	for _, kind := range []string{"word", "words", "phrase", "prefix"} {
		all, allWorked = append(all, times[kind]...), append(allWorked, worked[kind]...)
		row += fmt.Sprintf(" %s / %s |", latency(times[kind], 99), latency(worked[kind], 99))
	}
	fmt.Printf("%s %s / %s | %s / %s |\n", row, latency(all, 50), latency(allWorked, 50), latency(all, 99), latency(allWorked, 99))
	return nil
}

// asked is a query of one kind in either field, the title weighing more.
func asked(kind, text string) query.Query {
	in := func(make func(field string) query.Query) query.Query {
		return bleve.NewDisjunctionQuery(make("title"), make("body"))
	}
	weight := func(field string) float64 {
		if field == "title" {
			return 4
		}
		return 1
	}
	one := func(word string) query.Query {
		return in(func(field string) query.Query {
			q := bleve.NewMatchQuery(word)
			q.SetField(field)
			q.SetBoost(weight(field))
			return q
		})
	}
	switch kind {
	case "phrase":
		return in(func(field string) query.Query {
			q := bleve.NewMatchPhraseQuery(text)
			q.SetField(field)
			q.SetBoost(weight(field))
			return q
		})
	case "prefix":
		return in(func(field string) query.Query {
			q := bleve.NewPrefixQuery(text)
			q.SetField(field)
			q.SetBoost(weight(field))
			return q
		})
	case "words":
		a, b, _ := strings.Cut(text, " ")
		return bleve.NewConjunctionQuery(one(a), one(b))
	}
	return one(text)
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

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func latency(all []time.Duration, p int) string {
	slices.Sort(all)
	return fmt.Sprintf("%.2f", float64(all[min(len(all)-1, len(all)*p/100)].Microseconds())/1000)
}
