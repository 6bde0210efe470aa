package edition_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/likeness"
	"sijill.example/sijill/media/mediatest"
)

// street draws houses with windows, and grain.
func street(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 41))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	some := func() *image.Uniform {
		return image.NewUniform(color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255})
	}
	draw.Draw(img, img.Rect, some(), image.Point{}, draw.Src)
	for range 26 {
		bw, bh := w/16+r.IntN(w/5), h/10+r.IntN(h/2)
		x, y := r.IntN(w)-bw/2, h/4+r.IntN(h*3/4)-bh/4
		draw.Draw(img, image.Rect(x, y, x+bw, y+bh), some(), image.Point{}, draw.Src)
		for range 7 {
			wx, wy := x+r.IntN(bw), y+r.IntN(bh)
			draw.Draw(img, image.Rect(wx, wy, wx+bw/8+3, wy+bh/7+3), some(), image.Point{}, draw.Src)
		}
	}
	return img
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 82}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withDate puts into a JPEG the time at which it was taken, as cameras do.
func withDate(jpeg []byte, at string) []byte {
	return mediatest.WithEXIF(jpeg, mediatest.TIFF(mediatest.EXIF(mediatest.ASCII(0x9003, at))))
}

func printed(t testing.TB, object string, b []byte) edition.Print {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	hash, quality := likeness.PDQ(img)
	return edition.Print{Object: object, Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Hash: hash.Bytes(), Quality: quality,
		Corners: likeness.PackCorners(likeness.Corners(img)), Sketch: likeness.SketchOf(img).Bytes()}
}

// town writes an edition with pictures, a testimony with its translation, a redacted
// copy and something withdrawn. Further documents may be added.
func town(t testing.TB, more ...edition.Document) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "edition")
	w, err := edition.Create(t.Context(), dir, edition.Head{Titles: []edition.Text{{Lang: "en", Text: "Town"}, {Lang: "ar", Text: "البلدة"}}, Built: "2026-11-25"})
	if err != nil {
		t.Fatal(err)
	}
	source := edition.Ref{Number: "src-2026-0001", Titles: []edition.Text{{Lang: "en", Text: "Photographer One"}}}
	documents := []edition.Document{
		{Number: "exh-2026-0001", Titles: []edition.Text{{Lang: "en", Text: "A street"}, {Lang: "ar", Text: "شارع"}}, Dates: []edition.Dated{{What: "captured", EDTF: "2016-12"}},
			Context: []edition.Text{{Lang: "en", Text: "After the shelling"}}, Terms: []edition.Text{{Lang: "en", Text: "Not without its context"}}, Source: &source, SaidBy: source.Titles, Basis: "eyewitness"},
		{Number: "exh-2026-0002", Titles: []edition.Text{{Lang: "en", Text: "</script><script>alert(1)</script>"}}, Related: []edition.Related{{Rel: "likeness", Ref: edition.Ref{Number: "exh-2026-0001"}}}, Dates: []edition.Dated{{What: "published", EDTF: "2016-12-20"}}},
		{Number: "exh-2026-0004", Withdrawn: "2026-11-25"},
		{Number: "inc-2026-0001", Titles: []edition.Text{{Lang: "en", Text: "Shelling"}, {Lang: "ar", Text: "قصف"}}},
		{Number: "red-2026-0001", Titles: []edition.Text{{Lang: "en", Text: "A street, a face taken out"}}, Redacted: &edition.Redacted{Form: "reduced", Copy: "red-2026-0001/view.jpg", Width: 1800, Height: 1200, Regions: []edition.Area{{X: 180, Y: 600, W: 360, H: 300}}}},
		{Number: source.Number, Titles: source.Titles},
		{Number: "tes-2026-0001", Lang: "ar", Titles: []edition.Text{{Lang: "en", Text: "What I saw"}}, SaidBy: source.Titles, Source: &source,
			Segments:     []edition.Segment{{ID: "s1", Text: "كنتُ في الشارع عند الظهر."}, {ID: "s2", Text: "رأيت ثلاثة جرحى قرب المشفى."}, {ID: "s3", Withheld: true}},
			Translations: []edition.Translation{{Number: "trn-2026-0001", Lang: "en", Translator: "Somebody", Segments: []edition.Translated{{Of: []string{"s1"}, Text: "I was in the street at noon."}, {Of: []string{"s2"}, Text: "I saw three people hurt near the hospital.", Stale: true}, {Of: []string{"s3"}, Withheld: true}}}}},
	}
	documents = append(documents, more...)
	slices.SortFunc(documents, func(a, b edition.Document) int { return strings.Compare(string(a.Number), string(b.Number)) })
	for seed, d := range documents {
		var prints []edition.Print
		if kind := d.Kind(); d.Withdrawn == "" && (kind == "exhibit" || kind == "redaction") {
			object := string(d.Number) + "/view.jpg"
			b := encoded(t, street(uint64(seed), 900, 600))
			if _, err := w.PutObject(object, bytes.NewReader(b)); err != nil {
				t.Fatal(err)
			}
			prints = []edition.Print{printed(t, object, b)}
			d.Pictures = []edition.Picture{{Object: object, Type: "image/jpeg", Width: 900, Height: 600, Role: "view"}}
		}
		if err := w.Put(t.Context(), &d); err != nil {
			t.Fatal(err)
		}
		for _, p := range prints {
			if err := w.PutPrint(t.Context(), d.Number, p); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func opened(t testing.TB, dir string) *edition.Edition {
	t.Helper()
	e, err := edition.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

var compiled struct {
	sync.Mutex
	program *edition.Program
}

// program builds what runs in a browser, once for all tests.
func program(t testing.TB) *edition.Program {
	t.Helper()
	compiled.Lock()
	defer compiled.Unlock()
	if compiled.program == nil {
		compiled.program = compile(t)
	}
	return compiled.program
}

func compile(t testing.TB) *edition.Program {
	t.Helper()
	dir := t.TempDir()
	c := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "check.wasm"), "sijill.example/sijill/internal/checkwasm")
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := edition.LoadProgram(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var addresses = regexp.MustCompile(`(?:href|src|action)="([^"]*)"`)

// Every link of every page leads to a file that is there.
func TestLinksOfExportResolve(t *testing.T) {
	to := filepath.Join(t.TempDir(), "site")
	out, err := edition.Export(t.Context(), opened(t, town(t)), to, edition.ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	all := files(t, to)
	if out.Files != len(all)-1 || out.Written != out.Files {
		t.Errorf("%+v, and %d files", out, len(all))
	}
	links := 0
	for name, b := range all {
		if path.Ext(name) != ".html" {
			continue
		}
		if !bytes.Contains(b, []byte(`<meta http-equiv="Content-Security-Policy"`)) {
			t.Errorf("%s has no policy", name)
		}
		for _, m := range addresses.FindAllSubmatch(b, -1) {
			link, _, _ := strings.Cut(strings.ReplaceAll(string(m[1]), "&amp;", "&"), "#")
			link, _, _ = strings.Cut(link, "?")
			if link == "" {
				continue
			}
			links++
			unescaped, err := url.PathUnescape(link)
			target := path.Join(path.Dir(name), unescaped)
			if _, ok := all[target]; err != nil || !ok || strings.HasPrefix(link, "/") || strings.Contains(link, ":") {
				t.Errorf("%s: %q leads nowhere", name, link)
			}
		}
	}
	if links < 500 {
		t.Errorf("only %d links", links)
	}
	for _, want := range []string{"index.html", "ar/index.html", "en/exh-2026-0001.html", "fr/exh-2026-0004.html", "objects/exh-2026-0001/view.jpg", "style.css", "data/words.js", "data/words-0.js"} {
		if all[want] == nil {
			t.Errorf("%s is missing", want)
		}
	}
}

// An export writes what changed, removes what it made before, and nothing else.
func TestExportAgain(t *testing.T) {
	to := filepath.Join(t.TempDir(), "site")
	export := func(dir string) edition.Exported {
		t.Helper()
		out, err := edition.Export(t.Context(), opened(t, dir), to, edition.ExportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	export(town(t, edition.Document{Number: "dsp-2026-0009", Titles: []edition.Text{{Lang: "en", Text: "GOINGAWAY"}}}))
	foreign := filepath.Join(to, "en", "notes.txt")
	if err := os.WriteFile(foreign, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := export(town(t))
	if out.Removed < 6 || out.Unchanged == 0 {
		t.Errorf("%+v", out)
	}
	for name, b := range files(t, to) {
		if bytes.Contains(b, []byte("GOINGAWAY")) || strings.Contains(name, "dsp-2026-0009") {
			t.Errorf("%s was left", name)
		}
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
	before := files(t, to)
	if again := export(town(t)); again.Written != 0 || again.Removed != 0 || again.Unchanged != again.Files {
		t.Errorf("%+v", again)
	}
	for name, b := range files(t, to) {
		if !bytes.Equal(b, before[name]) {
			t.Errorf("%s differs", name)
		}
	}
	// What others put where an export would write is not replaced.
	if err := os.WriteFile(filepath.Join(to, "en", "dsp-2026-0009.html"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := edition.Export(t.Context(), opened(t, town(t, edition.Document{Number: "dsp-2026-0009"})), to, edition.ExportOptions{})
	if sijill.ClassOf(err) != sijill.Refused {
		t.Error(err)
	}
}

func TestExportRefuses(t *testing.T) {
	e := opened(t, town(t))
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "index.html"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := edition.Export(t.Context(), e, foreign, edition.ExportOptions{}); sijill.ClassOf(err) != sijill.Refused {
		t.Error(err)
	}
	// A list that was tampered with reaches nothing outside.
	outside := filepath.Join(t.TempDir(), "outside.txt")
	if err := os.WriteFile(outside, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "site")
	if _, err := edition.Export(t.Context(), e, to, edition.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(to, ".sijill-export")
	b, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(to, "out")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, append(b, "../outside.txt\nout/outside.txt\n"+outside+"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = edition.Export(t.Context(), e, to, edition.ExportOptions{})
	if _, missing := os.Stat(outside); missing != nil {
		t.Errorf("a file outside was removed (%v)", err)
	}
}

// The copy is read in a browser, from the disk, with scripts and without.
func TestExportInBrowser(t *testing.T) {
	testing, chromium := browser(t, "playwright-core", "axe-core")
	to := filepath.Join(t.TempDir(), "site")
	if _, err := edition.Export(t.Context(), opened(t, town(t)), to, edition.ExportOptions{Program: program(t), Fonts: realFontsOrNone(t)}); err != nil {
		t.Fatal(err)
	}
	whole := street(0, 900, 600)
	crop := image.NewRGBA(image.Rect(0, 0, 700, 480))
	draw.Draw(crop, crop.Rect, whole, image.Pt(100, 60), draw.Src)
	mirror := image.NewRGBA(whole.Rect)
	for y := range 600 {
		for x := range 900 {
			mirror.SetRGBA(899-x, y, whole.RGBAAt(x, y))
		}
	}
	large := image.NewRGBA(image.Rect(0, 0, 4240, 2827)) // 12 megapixels
	draw.BiLinear.Scale(large, large.Rect, whole, whole.Rect, draw.Src, nil)
	dark := image.NewRGBA(whole.Rect)
	for i := range dark.Pix {
		if dark.Pix[i] = whole.Pix[i] / 20; i%4 == 3 {
			dark.Pix[i] = 255
		}
	}
	picture := func(img image.Image) string { return base64.StdEncoding.EncodeToString(encoded(t, img)) }
	type trial struct {
		Page    string   `json:"page"`
		Picture string   `json:"picture,omitempty"`
		Dated   string   `json:"dated,omitempty"`
		Quote   string   `json:"quote,omitempty"`
		Find    string   `json:"find,omitempty"`
		Numbers []string `json:"numbers"` // that are told, in order
		Has     []string `json:"has"`     // words of the answer
		Within  int      `json:"within,omitempty"`
	}
	asked, err := json.Marshal(map[string]any{"executable": chromium, "site": "file://" + to + "/", "trials": []trial{
		{Page: "en/check.html", Picture: picture(whole), Numbers: []string{"exh-2026-0001"}, Has: []string{"the same", "After the shelling", "Not without its context", "December 2016", "Photographer One"}},
		{Page: "en/check.html", Picture: picture(large), Numbers: []string{"exh-2026-0001"}, Has: []string{"larger"}, Within: 1000},
		{Page: "ar/check.html", Picture: picture(crop), Numbers: []string{"exh-2026-0001"}, Has: []string{"مقصوصة", "شارع", "ينقصها:", "من اليسار"}},
		{Page: "en/check.html", Picture: picture(whole), Dated: "12 April 2018", Numbers: []string{"exh-2026-0001"}, Has: []string{"re-dated", "The date on which it is said to have been taken is 12 April 2018. This edition has another date – Made: December 2016."}},
		{Page: "ar/check.html", Picture: picture(whole), Dated: "كانون الأول ٢٠١٦", Numbers: []string{"exh-2026-0001"}, Has: []string{"وهذا يوافق ما في هذه الطبعة"}},
		{Page: "fr/check.html", Picture: picture(whole), Dated: "naguère", Numbers: []string{"exh-2026-0001"}, Has: []string{"ne peut être lue"}},
		{Page: "en/check.html", Picture: base64.StdEncoding.EncodeToString(withDate(encoded(t, whole), "2015:06:01 12:00:00")), Numbers: []string{"exh-2026-0001"}, Has: []string{"re-dated", "Your file gives the date 1 June 2015."}},
		{Page: "en/check.html", Picture: picture(street(1, 900, 600)), Dated: "2017", Numbers: []string{"exh-2026-0002"}, Has: []string{"Nearer to the source, of one origin with it", "A street", "But it was public before that – Published: 20 December 2016."}},
		{Page: "fr/check.html", Picture: picture(mirror), Numbers: []string{"exh-2026-0001"}, Has: []string{"en miroir"}},
		{Page: "en/check.html", Picture: picture(street(4, 900, 600)), Numbers: []string{"red-2026-0001"}, Has: []string{"taken out", "10 to 30 % from the left, 50 to 75 % from the top", "dashed:"}},
		{Page: "en/check.html", Picture: picture(street(2, 900, 600)), Numbers: []string{}, Has: []string{"says nothing about whether it is true"}},
		{Page: "en/check.html", Picture: picture(dark), Numbers: []string{}, Has: []string{"too dark"}},
		{Page: "en/check.html", Picture: base64.StdEncoding.EncodeToString([]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")), Numbers: []string{}, Has: []string{"cannot be looked at"}},
		{Page: "fr/check.html", Picture: base64.StdEncoding.EncodeToString(encoded(t, whole)[:400]), Numbers: []string{}, Has: []string{"il en manque une partie"}},
		{Page: "en/check.html", Quote: "رَأَيْتُ ثَلَاثَةَ جَرْحَى", Numbers: []string{"tes-2026-0001"}, Has: []string{"Word for word", "I saw three people hurt"}},
		{Page: "en/check.html", Quote: "I saw seven people hurt near the hospital", Numbers: []string{"tes-2026-0001"}, Has: []string{"seven", "three", "words that differ: 1", "in a translation, made before the original was changed", "The original was changed after this was translated."}},
		{Page: "en/check.html", Quote: "nobody has ever said this here", Numbers: []string{}, Has: []string{"says nothing about"}},
		{Page: "en/search.html", Find: "street", Numbers: []string{"red-2026-0001", "exh-2026-0001", "tes-2026-0001"}, Has: []string{"noon"}},
		{Page: "ar/search.html", Find: "الشَّارِع", Numbers: []string{"tes-2026-0001"}, Has: []string{"الشارع"}},
		{Page: "ar/search.html", Find: "شارع", Numbers: []string{"exh-2026-0001", "tes-2026-0001"}, Has: []string{}},
		{Page: "en/search.html", Find: "hosp*", Numbers: []string{"tes-2026-0001"}, Has: []string{"hospital"}},
		{Page: "en/search.html", Find: `"three people"`, Numbers: []string{"tes-2026-0001"}, Has: []string{}},
		{Page: "en/search.html", Find: `"people three"`, Numbers: []string{}, Has: []string{}},
		{Page: "en/search.html", Find: "street -noon", Numbers: []string{"red-2026-0001", "exh-2026-0001"}, Has: []string{}},
		{Page: "fr/search.html", Find: "shelling | hospital", Numbers: []string{"inc-2026-0001", "exh-2026-0001", "tes-2026-0001"}, Has: []string{}},
		{Page: "en/search.html", Find: "kind:testimony", Numbers: []string{"tes-2026-0001"}, Has: []string{}},
		{Page: "en/search.html", Find: "street -kind:testimony", Numbers: []string{"red-2026-0001", "exh-2026-0001"}, Has: []string{}},
		{Page: "ar/search.html", Find: "شارع مكان:\"شرق المدينة\" نوع:exhibit", Numbers: []string{"exh-2026-0001"}, Has: []string{"لم يُفهم هذا هنا فتُرك: مكان:\"شرق المدينة\""}},
		{Page: "en/search.html", Find: "zzz", Numbers: []string{}, Has: []string{}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "copy.mjs")
	cmd.Dir, cmd.Stdin, cmd.WaitDelay = testing, bytes.NewReader(asked), time.Second
	var trouble strings.Builder
	cmd.Stderr = &trouble
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the browser cannot look: %v: %s", err, trouble.String())
	}
	for line := range strings.Lines(string(out)) {
		if said, ok := strings.CutPrefix(line, "took "); ok {
			t.Log("took", strings.TrimSpace(said))
			continue
		}
		t.Error(strings.TrimSpace(line))
	}
}
