package example_test

import (
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// input is where the real documents are that the example must neither copy nor name.
func input(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SIJILL_INPUT")
	if _, err := os.Stat(filepath.Join(dir, "0-documents")); dir == "" || err != nil {
		t.Skip("the real documents are not here; SIJILL_INPUT says where they are")
	}
	return dir
}

// own are the texts of the example, by name.
func own(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, root := range []string{"documents", "files"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			out[path] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, source := range []string{"describe.go", "make.go"} {
		b, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		out[source] = string(b)
	}
	if len(out) < 25 {
		t.Fatalf("only %d texts", len(out))
	}
	return out
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// runs are all runs of eight words of a text.
func runs(s string) map[string]bool {
	const long = 8
	w := wordsOf(s)
	out := map[string]bool{}
	for i := 0; i+long <= len(w); i++ {
		out[strings.Join(w[i:i+long], " ")] = true
	}
	return out
}

func TestNothingIsCopied(t *testing.T) {
	real := map[string]bool{}
	dir := input(t)
	names, err := filepath.Glob(filepath.Join(dir, "0-documents", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, filepath.Join(dir, "1-syrian-archive-aleppo", "incidents.json"), filepath.Join(dir, "1-syrian-archive-aleppo", "violations-aleppo.csv")) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for r := range runs(string(b)) {
			real[r] = true
		}
	}
	if len(real) < 10_000 {
		t.Fatalf("only %d runs of real words", len(real))
	}
	for name, text := range own(t) {
		for r := range runs(text) {
			if real[r] {
				t.Errorf("%s shares %q with a real document", name, r)
			}
		}
	}
}

// public are words of names that may stand in the example: of places, public bodies,
// months and offices.
var public = strings.Fields(`aleppo eastern western east syria syrian russia russian united nations human rights watch world health organization organisation red cross
	international committee government security council ministry november december january february march january july september october general
	al the of and in for to on november december directorate ansari sharqi president`)

var capitals = regexp.MustCompile(`\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)+`)
var handle = regexp.MustCompile(`@[A-Za-z0-9_]{3,}`)

// denied are names in the real documents and records: who took or published a film,
// handles, and whatever is written like the name of a person.
func denied(t *testing.T) []string {
	t.Helper()
	dir := input(t)
	names := map[string]bool{}
	add := func(s string) {
		s = strings.ToLower(strings.TrimSpace(s))
		if len([]rune(s)) >= 6 {
			names[s] = true
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "0-documents", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range handle.FindAllString(string(b), -1) {
			add(h[1:])
		}
		for _, c := range capitals.FindAllString(string(b), -1) {
			w := strings.Fields(c)
			for i := range w[1:] {
				if !slices.Contains(public, strings.ToLower(w[i])) && !slices.Contains(public, strings.ToLower(w[i+1])) {
					add(w[i] + " " + w[i+1])
				}
			}
		}
	}
	f, err := os.Open(filepath.Join(dir, "1-syrian-archive-aleppo", "violations-aleppo.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	source := slices.Index(rows[0], "Source")
	for _, row := range rows[1:] {
		add(row[source])
	}
	b, err := os.ReadFile(filepath.Join(dir, "2-aleppo-map", "youtube-api-civil-defence-60.json"))
	if err != nil {
		t.Fatal(err)
	}
	var films map[string]struct {
		Items []struct {
			Snippet struct {
				ChannelTitle string `json:"channelTitle"`
			} `json:"snippet"`
		} `json:"items"`
	}
	if err := json.Unmarshal(b, &films); err != nil {
		t.Fatal(err)
	}
	for _, film := range films {
		for _, item := range film.Items {
			add(item.Snippet.ChannelTitle)
		}
	}
	var out []string
	for n := range names {
		out = append(out, n)
	}
	if len(out) < 100 {
		t.Fatalf("only %d names", len(out))
	}
	return out
}

func TestNobodyIsNamed(t *testing.T) {
	names := denied(t)
	for file, text := range own(t) {
		text = strings.ToLower(text)
		for _, n := range names {
			if strings.Contains(text, n) {
				t.Errorf("%s holds %q, which is the name of somebody or of a real channel", file, n)
			}
		}
	}
}
