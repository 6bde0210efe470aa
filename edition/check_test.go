package edition_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
)

func TestMain(m *testing.M) {
	if cage.Inside() {
		cage.Main(edition.Handlers())
	}
	os.Exit(m.Run())
}

// post hands something in on the check page.
func post(t *testing.T, site http.Handler, path, field string, content []byte, more ...string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	create := func(field string) (io.Writer, error) { return form.CreateFormFile(field, "x.jpg") }
	if field == "quote" {
		create = form.CreateFormField
	}
	for i := 0; i+1 < len(more); i += 2 {
		if err := form.WriteField(more[i], more[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := create(field)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// bomb is a PNG that declares a great many pixels.
func bomb(side uint32) []byte {
	chunk := func(name string, data []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		b = append(append(b, name...), data...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
	}
	head := binary.BigEndian.AppendUint32(nil, side)
	head = append(binary.BigEndian.AppendUint32(head, side), 8, 2, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head)...)
	return append(append(b, chunk("IDAT", []byte("\x78\x9c\x00"))...), chunk("IEND", nil)...)
}

// What readers hand in without scripts is answered, whatever it is.
func TestHandedIn(t *testing.T) {
	if err := cage.On.Check(); err != nil {
		t.Skip(err)
	}
	eye, err := edition.OpenEye(cage.On)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = eye.Close() })
	site := edition.NewSite(opened(t, town(t)), edition.SiteOptions{Eye: eye})
	whole := street(0, 900, 600)
	crop := image.NewRGBA(image.Rect(0, 0, 805, 537)) // 80 % of it
	draw.Draw(crop, crop.Rect, whole, image.Pt(60, 40), draw.Src)
	jpeg := encoded(t, whole)
	for _, c := range []struct {
		name, path, field string
		content           []byte
		status            int
		has               []string
		hasNot            string
	}{
		{"the picture", "/en/check", "picture", jpeg, 200, []string{"exh-2026-0001", "the same", "After the shelling", "Not without its context", "data:image/png"}, "red-2026-0001"},
		{"a part of it", "/ar/check", "picture", encoded(t, crop), 200, []string{"exh-2026-0001", "مقصوصة", "<rect", "ينقصها: \u200f7 % من اليسار، \u200f7 % من الأعلى"}, "red-2026-0001"},
		{"a redacted copy", "/en/check", "picture", encoded(t, street(4, 900, 600)), 200, []string{"red-2026-0001", "taken out", "10 to 30 % from the left, 50 to 75 % from the top", `<rect x="90" y="300" width="180" height="150" class="hidden"/>`}, "exh-2026-0001"},
		{"what was passed on", "/en/check", "picture", encoded(t, street(1, 900, 600)), 200, []string{"exh-2026-0002", "Nearer to the source, of one origin with it", `href="/en/exh-2026-0001"`}, "red-2026-0001"},
		{"a file with another date", "/fr/check", "picture", withDate(jpeg, "2015:06:01 12:00:00"), 200, []string{"redatée", "Votre fichier donne la date : 1er juin 2015. Cette édition a une autre date – Réalisé : décembre 2016."}, "red-2026-0001"},
		{"a file with its date", "/en/check", "picture", withDate(jpeg, "2016:12:07 12:00:00"), 200, []string{"That fits what this edition has"}, "re-dated"},
		{"what is withdrawn", "/en/check", "picture", encoded(t, street(2, 900, 600)), 200, []string{"says nothing about whether it is true"}, "exh-2026-0004"},
		{"something dark", "/en/check", "picture", encoded(t, image.NewRGBA(image.Rect(0, 0, 90, 60))), 200, []string{"too dark"}, "exh-"},
		{"a bomb", "/en/check", "picture", bomb(100_000), 422, []string{"cannot be looked at"}, "exh-"},
		{"a lesser bomb", "/en/check", "picture", bomb(7_000), 422, []string{"a part of it is missing"}, "exh-"},
		{"a part of a file", "/fr/check", "picture", jpeg[:len(jpeg)/3], 422, []string{"il en manque une partie"}, "exh-"},
		{"most of a file", "/ar/check", "picture", jpeg[:len(jpeg)*9/10], 422, []string{"معطوبة"}, "exh-"},
		{"an SVG", "/en/check", "picture", []byte("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), 422, []string{"cannot be looked at"}, "alert"},
		{"nothing", "/en/check", "picture", nil, 422, []string{"cannot be looked at"}, "exh-"},
		{"too much", "/en/check", "picture", make([]byte, edition.MaxUpload+100_000), 413, []string{"larger than 20 MB"}, "exh-"},
		{"another field", "/en/check", "other", jpeg, 422, []string{"cannot be looked at"}, "exh-"},
		{"a quotation", "/en/check", "quote", []byte("رأيتُ ثلاثة جرحى"), 200, []string{"tes-2026-0001", "Word for word", "I saw three people hurt", "tes-2026-0001#s-s2:~:text=", "The original was changed after this was translated."}, "exh-"},
		{"a changed quotation", "/en/check", "quote", []byte("I saw seven people hurt near the <b> hospital"), 200, []string{"words that differ: 2", "<ins>three</ins>", "رأيت ثلاثة", "made before the original was changed"}, "<b>"},
		{"no text", "/en/check", "quote", []byte("\xff\xfe\xfd"), 422, []string{"cannot be looked at"}, "tes-"},
		{"another language", "/de/check", "quote", []byte("x"), 404, nil, "tes-"},
		{"another page", "/en/about", "quote", []byte("x"), 405, nil, "tes-"},
	} {
		w := post(t, site, c.path, c.field, c.content)
		body := w.Body.String()
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.name, w.Code, c.status)
		}
		for _, has := range c.has {
			if !strings.Contains(body, has) {
				t.Errorf("%s: does not say %q", c.name, has)
			}
		}
		if strings.Contains(body, c.hasNot) {
			t.Errorf("%s: says %q", c.name, c.hasNot)
		}
		if c.status < 400 && w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: it may be stored", c.name)
		}
	}
	for _, c := range []struct{ path, dated, has string }{
		{"/en/check", "12 April 2018", "The date on which it is said to have been taken is 12 April 2018. This edition has another date – Made: December 2016."},
		{"/ar/check", "كانون الأول ٢٠١٦", "التاريخ الذي يُقال إنها التُقطت فيه هو كانون الأول/ديسمبر 2016. وهذا يوافق ما في هذه الطبعة – صُنع: كانون الأول/ديسمبر 2016."},
		{"/en/check", "<script>", "cannot be read"},
		{"/en/check", "2016-13-45", "cannot be read"},
		{"/fr/check", "12/05/2016", "12 mai 2016 ou 5 décembre 2016"},
	} {
		if body := post(t, site, c.path, "picture", jpeg, "dated", c.dated).Body.String(); !strings.Contains(body, c.has) || strings.Contains(body, "<script>\"") {
			t.Errorf("with the date %s it does not say %q", c.dated, c.has)
		}
	}
	// Where nothing can lock in what reads them, pictures are not taken.
	w := post(t, edition.NewSite(opened(t, town(t)), edition.SiteOptions{}), "/en/check", "picture", jpeg)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "takes no pictures") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// Only the check page may run what was compiled.
func TestPolicyOfCheckPage(t *testing.T) {
	site := edition.NewSite(opened(t, town(t)), edition.SiteOptions{})
	for _, path := range []string{"/en/check", "/en/", "/en/search", "/en/exh-2026-0001"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		policy := w.Header().Get("Content-Security-Policy")
		if strings.Contains(policy, "wasm-unsafe-eval") != (path == "/en/check") || strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "connect-src") || w.Code != 200 ||
			!strings.Contains(w.Header().Get("Permissions-Policy"), "camera=(), ") || strings.Contains(w.Header().Get("Permissions-Policy"), "usb=()") != (path == "/en/check") {
			t.Errorf("%s: %d %s", path, w.Code, policy)
		}
	}
}
