package catalog_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/description"
	"sijill.example/sijill/erasure"
	"sijill.example/sijill/search"
)

func open(t rapid.TB, dir string) *archive.Archive {
	t.Helper()
	a, err := archive.Open(context.Background(), dir, archive.Options{Write: true, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A catalog that is made again from the entries says what the old one said,
// whatever was done; and no number is given twice.
func TestMadeAgainItIsTheSame(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		base, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		dir := filepath.Join(base, "a")
		if err := archive.Create(ctx, dir, archive.Founding{Name: "x", Agent: "t", Clock: time.Now}); err != nil {
			rt.Fatal(err)
		}
		a := open(rt, dir)
		given := map[sijill.Number]bool{}
		var numbers []sijill.Number
		for step := range rapid.IntRange(1, 6).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0, 1:
				in := filepath.Join(base, fmt.Sprintf("in%d", step))
				if err := os.Mkdir(in, 0o755); err != nil {
					rt.Fatal(err)
				}
				for i := range rapid.IntRange(1, 4).Draw(rt, "files") {
					if err := os.WriteFile(filepath.Join(in, fmt.Sprint(i)), []byte(rapid.StringN(0, 5, -1).Draw(rt, "bytes")), 0o600); err != nil {
						rt.Fatal(err)
					}
				}
				r, err := a.Receive(ctx, deposit.Request{Paths: []string{in}, Agent: "t", Note: rapid.SampledFrom([]string{"", "note"}).Draw(rt, "note")}, nil)
				if err != nil {
					rt.Fatal(err)
				}
				for _, x := range r.Exhibits {
					if !x.Repeated && given[x.Number] {
						rt.Fatalf("%s was given twice", x.Number)
					}
					given[x.Number] = true
					numbers = append(numbers, x.Number)
				}
			case 2:
				if len(numbers) > 0 {
					n := rapid.SampledFrom(numbers).Draw(rt, "number")
					_, err := description.Describe(ctx, a.Catalog, a.Register, "t", n, []description.Change{{Field: "title_ar", Value: rapid.String().Draw(rt, "title")}}, "")
					if err != nil && sijill.ClassOf(err) != sijill.Refused {
						rt.Fatal(err)
					}
				}
			case 3:
				if len(numbers) > 0 {
					n := rapid.SampledFrom(numbers).Draw(rt, "number")
					_, err := a.Erase(ctx, erasure.Request{Number: n, Agent: "t", Authority: "x", Reason: "error"})
					if err != nil && sijill.ClassOf(err) != sijill.Refused {
						rt.Fatal(err)
					}
				}
			}
			if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "again") {
				if err := a.Close(); err != nil {
					rt.Fatal(err)
				}
				a = open(rt, dir)
			}
		}
		before := dump(rt, a.Catalog)
		again, err := catalog.Open(filepath.Join(base, "again.db"))
		if err != nil {
			rt.Fatal(err)
		}
		if err := again.CatchUp(ctx, a.Register, nil); err != nil {
			rt.Fatal(err)
		}
		if after := dump(rt, again); after != before {
			rt.Fatalf("before:\n%s\nafter:\n%s", before, after)
		}
		_ = again.Close()
		if err := a.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

func dump(t rapid.TB, c *catalog.Catalog) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Dump(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "position") {
		t.Fatal("the dump is empty")
	}
	return b.String()
}

// Whatever is typed, the search engine's own grammar is never reached.
func FuzzFind(f *testing.F) {
	c, err := catalog.Open(filepath.Join(f.TempDir(), "c.db"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = c.Close() })
	for _, seed := range []string{"حلب", `"a b" -c`, "NEAR(a b)", "title:x", `"`, "a*", "^a", "AND OR NOT", "\x00", strings.Repeat("a ", 10_000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := c.Find(context.Background(), catalog.Search{Query: search.ParseQuery(query), Limit: 5, Facets: true, Expand: true}); err != nil && sijill.ClassOf(err) != sijill.Usage {
			t.Errorf("%q: %v", query, err)
		}
	})
}
