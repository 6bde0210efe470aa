package example_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/audit"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/corroboration"
	"sijill.example/sijill/description"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/internal/example"
	"sijill.example/sijill/look"
	"sijill.example/sijill/redaction"
)

func TestMain(m *testing.M) {
	if cage.Inside() { // the test binary is its own caged child
		handlers := look.Handlers()
		maps.Copy(handlers, redaction.Handlers())
		cage.Main(handlers, look.Many())
	}
	os.Exit(m.Run())
}

// made is the example, opened for reading.
type made struct {
	*archive.Archive
	example.Making
	things map[string][]catalog.Thing // by kind
}

func TestTheExample(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	m := &made{Making: example.Making{Dir: dir, Edition: dir + "-edition", Documents: dir + "-documents", Agent: "the-archivist", Now: time.Now(), Warn: t.Logf}, things: map[string][]catalog.Thing{}}
	if err := example.Make(t.Context(), m.Making); err != nil {
		t.Fatal(err)
	}
	var err error
	if m.Archive, err = archive.Open(t.Context(), dir, archive.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Archive.Close() })
	for x, err := range m.Catalog.Things(t.Context(), catalog.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		m.things[x.Kind] = append(m.things[x.Kind], x)
	}
	t.Run("counts", m.counts)
	t.Run("unchanged", m.unchanged)
	t.Run("audit", m.audit)
	t.Run("disagreement", m.disagreement)
	t.Run("order", m.order)
	t.Run("quotations", m.quotations)
	t.Run("bases", m.bases)
	t.Run("edition", m.edition)
	t.Run("canaries", m.canaries)
}

// counts are those that the example is for.
func (m *made) counts(t *testing.T) {
	for kind, least := range map[string]int{"source": 12, "incident": 8, "claim": 30, "testimony": 4, "translation": 5, "dispatch": 3, "statement": 1, "work": 1, "page": 4,
		"place": 12, "consent": 15, "restriction": 3, "assessment": 3, "redaction": 1, "exhibit": 12} {
		if n := len(m.things[kind]); n < least {
			t.Errorf("%d of the kind %s, want at least %d", n, kind, least)
		}
	}
	bases, hows := map[string]int{}, map[string]int{}
	tied := 0
	for _, s := range m.things["source"] {
		bases[s.Fields["basis"].(string)]++
		if s.Fields["affiliation"] != nil || s.Fields["relays"] != nil {
			tied++
		}
	}
	if len(bases) != len(sijill.Bases()) || tied < 8 {
		t.Errorf("bases %v, %d tied", bases, tied)
	}
	for _, c := range m.things["claim"] {
		list, _ := c.Fields[sijill.FieldBearings].([]any)
		for _, b := range list {
			hows[b.(map[string]any)["how"].(string)]++
		}
	}
	for how, least := range map[string]int{"supports": 50, "contradicts": 25, "contextualises": 5} {
		if hows[how] < least {
			t.Errorf("%d bearings %s, want at least %d", hows[how], how, least)
		}
	}
}

// bases asks that an exhibit and its source say the same of how the source knows.
func (m *made) bases(t *testing.T) {
	by := map[string]string{}
	for _, s := range m.things["source"] {
		by[s.Fields[sijill.FieldKey].(string)], _ = s.Fields["basis"].(string)
	}
	n := 0
	for _, x := range m.things["exhibit"] {
		source, _ := x.Fields["source"].(string)
		if source == "" {
			continue
		}
		if n++; x.Fields["basis"] != by[source] {
			t.Errorf("%s came as %v, and %s is %s", x.Number, x.Fields["basis"], source, by[source])
		}
	}
	if n < 12 {
		t.Errorf("only %d exhibits have a source", n)
	}
}

// unchanged applies the documents a second time.
func (m *made) unchanged(t *testing.T) {
	g, err := description.Gather(t.Context(), []string{m.Documents}, nil)
	if err != nil || len(g.Problems) > 0 {
		t.Fatal(err, g.Problems)
	}
	plan, err := description.Desk{Register: m.Register, Catalog: m.Catalog, Agent: "t"}.PlanDocuments(t.Context(), g.Documents, description.Options{})
	if err != nil || len(plan.Problems) > 0 {
		t.Fatal(err, plan.Problems)
	}
	if n := plan.Count(description.ActUnchanged); n != len(g.Documents) || n < 150 {
		for _, d := range plan.Documents {
			if d.Act != description.ActUnchanged {
				t.Errorf("%s %s: %v", d.Act, d.Key, d.Changes)
			}
		}
		t.Errorf("%d of %d documents are unchanged", n, len(g.Documents))
	}
}

func (m *made) audit(t *testing.T) {
	report, err := audit.Run(t.Context(), audit.Archive{Blobs: m.Blobs, Entries: m.Entries, Published: m.Published, Catalog: m.Catalog, Keys: m.Keys, Unfinished: m.Unfinished}, func(string) {})
	if err != nil || len(report.Findings) > 0 {
		t.Error(err, report.Findings)
	}
}

// disagreement asks that every passage is where it is quoted from, and that what the
// archive computes is what the example is to show.
func (m *made) disagreement(t *testing.T) {
	standings := map[corroboration.Standing]int{}
	for _, c := range m.things["claim"] {
		table, err := m.Claims(t.Context(), c.Number)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range table.Rows {
			standings[row.Verdict.Standing]++
			for _, b := range row.Bearings {
				if b.Place == corroboration.Lost {
					t.Errorf("%v: a passage of %s is not there", c.Fields[sijill.FieldKey], b.Of)
				}
			}
			if c.Fields[sijill.FieldKey] == "ansari-street" && (len(row.Verdict.For.Voices) != 1 || !strings.Contains(row.Verdict.English(), "one picture")) {
				t.Errorf("of four posts for it, three are one picture: %s", row.Verdict.English())
			}
		}
	}
	if len(standings) < 3 {
		t.Errorf("standings %v", standings)
	}
}

func (m *made) edition(t *testing.T) {
	e, err := edition.Open(m.Edition)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	by := map[string]int{}
	withdrawn, withheld, stale, drafts, proved, covered := 0, 0, 0, 0, 0, 0
	for d, err := range e.Documents(t.Context(), edition.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		by[d.Kind()]++
		if released := m.Now.Add(-24 * time.Hour).UTC().Format(time.DateOnly); d.Released != released {
			t.Errorf("%s was released on %s, not on %s", d.Number, d.Released, released)
		}
		if d.Redacted != nil && d.Redacted.Proof != "" {
			proved++
		}
		if len(d.Notices) > 0 && d.Kind() == "exhibit" {
			covered++
		}
		for _, b := range d.Bearings {
			if n := len(b.Note); n != 0 && n != 3 {
				t.Errorf("%s: the remark %q is not in each language", d.Number, b.Note[0].Text)
			}
		}
		for _, s := range d.Segments {
			withheld += map[bool]int{true: 1}[s.Withheld]
		}
		for _, tr := range d.Translations {
			drafts += map[bool]int{true: 1}[tr.State == "draft"]
			for _, s := range tr.Segments {
				stale += map[bool]int{true: 1}[s.Stale]
			}
		}
	}
	for _, x := range m.things["exhibit"] {
		if d, err := e.Document(t.Context(), x.Number); err == nil && d.Withdrawn != "" {
			withdrawn++
			if len(d.Pictures)+len(d.Titles) > 0 {
				t.Errorf("%s was withdrawn and still says something", d.Number)
			}
		}
	}
	want := map[string]int{"source": len(m.things["source"]) - 3, "incident": 13, "claim": len(m.things["claim"]), "testimony": 5, "translation": 7, "dispatch": 3, "statement": 1,
		"work": 1, "page": 6, "place": len(m.things["place"]), "exhibit": 9, "redaction": 1}
	if !maps.Equal(by, want) {
		t.Errorf("the edition has %v, want %v", by, want)
	}
	if got, want := []int{withdrawn, withheld, stale, drafts, proved, covered}, []int{1, 1, 1, 1, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("withdrawn, withheld, stale, drafts, proved, covered: %v, want %v", got, want)
	}
}

// canaries looks for what is not public in every byte of the edition.
func (m *made) canaries(t *testing.T) {
	secrets := []string{
		"واسم ابنه مكتوب", "name of his son", // withheld
		"أخذوا ابني", "مضت ثلاثة أسابيع", "Mother D", "الأم د", // a consent that was withdrawn
		"انقطع الأكسجين", "Patient G", // an embargo
		"رغيفين لكل عائلة", "Volunteer H", // a consent that expired
		"courtyard", "فناء بيت", // recalled
		"A family in the house", "people who were not asked", "second-editor", "the-archivist", // the archive's own
		"told-by-", "release-of-", "clinic's log",
	}
	err := filepath.WalkDir(m.Edition, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, s := range secrets {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%s holds %q", path, s)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
