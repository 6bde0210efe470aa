package look_test

import (
	"bytes"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/look"
	"sijill.example/sijill/media/mediatest"
)

func TestMain(m *testing.M) {
	if cage.Inside() { // the test binary is its own caged child
		cage.Main(look.Handlers(), look.Many())
	}
	os.Exit(m.Run())
}

func desk(t *testing.T, walls cage.Walls) *look.Desk {
	t.Helper()
	d, err := look.Open(walls)
	if err != nil {
		t.Skip("this system cannot hold a child: ", err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// source is a file of these bytes.
func source(t testing.TB, dir, name string, b []byte) look.Source {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return look.Source{File: f, Size: int64(len(b)), Name: name}
}

func roles(r look.Result) string {
	var out []string
	for _, c := range r.Copies {
		out = append(out, c.Role)
	}
	return strings.Join(out, " ")
}

// Every seed is looked at, and copies are made of what can be seen or heard.
func TestSeeds(t *testing.T) {
	d := desk(t, cage.On)
	tools := d.Have()
	for _, s := range mediatest.Seeds() {
		r, err := d.Look(t.Context(), source(t, t.TempDir(), s.Name, s.Bytes))
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if !strings.HasPrefix(r.Seen.Format.MediaType, s.MediaType) {
			t.Errorf("%s is %s", s.Name, r.Seen.Format.MediaType)
		}
		want := ""
		switch {
		case strings.HasPrefix(s.MediaType, "image/") && s.Name != "picture.heic" && s.Name != "drawing.svg":
			want = "view thumb"
		case (s.Name == "sound.wav" || s.Name == "sound.mp3") && strings.Contains(tools, "ffmpeg"):
			want = "wave thumb"
		case s.Name == "paper.pdf" && strings.Contains(tools, "pdftoppm"):
			want = "page-1 thumb"
		}
		if got := roles(r); got != want {
			t.Errorf("%s: copies %q, want %q; not done: %v", s.Name, got, want, r.Seen.NotDone)
		}
		for _, c := range r.Copies {
			if _, err := jpeg.Decode(bytes.NewReader(c.Bytes)); err != nil || bytes.Contains(c.Bytes, []byte("Exif")) {
				t.Errorf("%s: the copy %s: %v, or it has metadata", s.Name, c.Role, err)
			}
		}
		if r.Seen.Identity != nil {
			t.Errorf("%s: identity is told to nobody who asked", s.Name)
		}
	}
	s := source(t, t.TempDir(), "letter.eml", mediatest.EML("x"))
	s.Identity = true
	if r, err := d.Look(t.Context(), s); err != nil || len(r.Seen.Identity) == 0 || len(r.Seen.Held) != 0 {
		t.Errorf("identity that was asked for: %v, %v", r.Seen.Identity, err)
	}
}

// Originals in packs lie within a larger file.
func TestWithinAFile(t *testing.T) {
	d := desk(t, cage.On)
	photo := mediatest.Seeds()[0].Bytes
	pdf := mediatest.PDF("inside")
	s := source(t, t.TempDir(), "pack", append(append(bytes.Repeat([]byte("x"), 1000), photo...), pdf...))
	s.Offset, s.Size, s.Name = 1000, int64(len(photo)), "photo.jpg"
	if r, err := d.Look(t.Context(), s); err != nil || len(r.Seen.Places) == 0 || roles(r) != "view thumb" {
		t.Errorf("%v, places %v, copies %q", err, r.Seen.Places, roles(r))
	}
	if !strings.Contains(d.Have(), "pdftotext") {
		return
	}
	s.Offset, s.Size, s.Name = 1000+int64(len(photo)), int64(len(pdf)), "paper.pdf"
	if r, err := d.Look(t.Context(), s); err != nil || !strings.Contains(r.Text, "inside") || r.Seen.Pages != 1 {
		t.Errorf("%v, text %q, %d pages", err, r.Text, r.Seen.Pages)
	}
}

// Broken files of every format through the cage, the tools included: each costs its
// own facts, and the desk goes on.
func TestBrokenMediaInTheCage(t *testing.T) {
	d := desk(t, cage.On)
	seeds := mediatest.Seeds()
	facts, whole := 1200, 120
	if testing.Short() {
		facts, whole = 100, 20
	}
	type job struct{ n, seed int }
	jobs := make(chan job)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		dir := t.TempDir()
		workers.Go(func() {
			for j := range jobs {
				s := seeds[j.seed]
				in := source(t, dir, s.Name, mediatest.Mutate(s.Bytes, rand.New(rand.NewPCG(uint64(j.n), 5))))
				start := time.Now()
				var err error
				if j.n < whole {
					_, err = d.Look(t.Context(), in)
				} else {
					_, err = d.Facts(t.Context(), in)
				}
				_ = in.File.Close()
				if err != nil || time.Since(start) > 70*time.Second {
					t.Errorf("mutant %d of %s: %v after %v", j.n, s.Name, err, time.Since(start))
				}
			}
		})
	}
	for n := range facts {
		jobs <- job{n, n % len(seeds)}
	}
	close(jobs)
	workers.Wait()
	r, err := d.Look(t.Context(), source(t, t.TempDir(), "photo.jpg", seeds[0].Bytes))
	if err != nil || roles(r) != "view thumb" {
		t.Errorf("afterwards: %v, copies %q", err, roles(r))
	}
}

// Files that ask for another file or for an address never get it: with the walls,
// and by the choice of arguments without them too.
func TestCanaries(t *testing.T) {
	dir := t.TempDir()
	canary := filepath.Join(dir, "canary.png")
	if err := os.WriteFile(canary, mediatest.PNG(64, 64), 0o600); err != nil {
		t.Fatal(err)
	}
	touched := watch(t, canary)
	address := listener(t)
	xxe := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://` + canary + `"><!ENTITY % p SYSTEM "http://` + address + `/x.dtd">%p;]>`
	list := "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\nfile://" + canary + "\n#EXTINF:1,\nhttp://" + address + "/x.ts\n#EXT-X-ENDLIST\n"
	concat := "ffconcat version 1.0\nfile '" + canary + "'\nfile 'http://" + address + "/x.mp4'\n"
	playlist := mediatest.Movie("isom", time.Now(), 1000, "")
	for _, walls := range []cage.Walls{cage.On, cage.Off} {
		d := desk(t, walls)
		for name, b := range map[string]string{
			"list.m3u8":  list,
			"list.mp4":   list,
			"list.ts":    list,
			"joined.txt": concat,
			"joined.mp4": concat,
			"joined.mkv": concat,
			"film.mp4":   string(playlist) + concat,
			"film.avi":   "RIFF\xff\x00\x00\x00AVI " + list,
			"sound.mp3":  "ID3\x04\x00\x00\x00\x00\x00\x00" + list,
			"xxe.svg":    xxe + `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><script>fetch("http://` + address + `/")</script><image href="file://` + canary + `" xlink:href="http://` + address + `/x.png"/><text>&x;</text></svg>`,
			"svg.png":    xxe + `<svg xmlns="http://www.w3.org/2000/svg"><image href="file://` + canary + `"/></svg>`,
			"page.html":  `<!doctype html><html><head><link rel="stylesheet" href="http://` + address + `/"></head><body><img src="file://` + canary + `"><script src="http://` + address + `/x.js"></script></body></html>`,
			"paper.docx": string(mediatest.ZIP("word/document.xml", xxe+`<w:document><w:t>&x;</w:t></w:document>`)),
			"paper.pdf": strings.Replace(string(mediatest.PDF("x")), "<</Type/Catalog",
				"<</OpenAction<</S/URI/URI(http://"+address+"/)>>/AA<</O<</S/Launch/F("+canary+")>>>>/Type/Catalog", 1),
		} {
			if _, err := d.Look(t.Context(), source(t, t.TempDir(), name, []byte(b))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if what := touched(); what != "" {
				t.Errorf("%s (walls %v): the canary was %s", name, walls, what)
			}
		}
	}
	if _, err := os.ReadFile(canary); err != nil || touched() == "" {
		t.Errorf("reading the canary is not noticed, so that this test shows nothing: %v", err)
	}
}

// watch tells whether a file was opened or read since it was asked last.
func watch(t *testing.T, path string) func() string {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		t.Skip("files cannot be watched here: ", err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	if _, err := unix.InotifyAddWatch(fd, path, unix.IN_OPEN|unix.IN_ACCESS); err != nil {
		t.Fatal(err)
	}
	return func() string {
		var b [4096]byte
		n, err := unix.Read(fd, b[:])
		if err != nil || n < unix.SizeofInotifyEvent {
			return ""
		}
		if event := (*unix.InotifyEvent)(unsafe.Pointer(&b[0])); event.Mask&unix.IN_ACCESS != 0 {
			return "read"
		}
		return "opened"
	}
}

func listener(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Error("something connected")
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}

// Small files that declare much are told and cost nothing but their pictures.
func TestPictureBombs(t *testing.T) {
	d := desk(t, cage.On)
	gif := mediatest.GIF()
	copy(gif[6:], []byte{0xff, 0xff, 0xff, 0xff})
	for name, b := range map[string][]byte{
		"bomb.png":  mediatest.HugePNG(65535, 65535),
		"large.png": mediatest.HugePNG(10000, 11000), // within the limit, and a lie
		"bomb.gif":  gif,
		"bomb.jpg":  hugeJPEG(),
		"bomb.heic": mediatest.HEIC(65535, 65535, 0, mediatest.TIFF()),
	} {
		start := time.Now()
		r, err := d.Look(t.Context(), source(t, t.TempDir(), name, b))
		if err != nil || len(r.Seen.NotDone) == 0 || len(r.Copies) != 0 || r.Seen.Width < 10000 {
			t.Errorf("%s: %v, %d pixels wide, copies %q, not done: %v", name, err, r.Seen.Width, roles(r), r.Seen.NotDone)
		}
		if took := time.Since(start); took > 60*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// hugeJPEG says in its frame that it is of 65,500 x 65,500 pixels.
func hugeJPEG() []byte {
	b := mediatest.Photo(48, 32, 1)
	i := bytes.Index(b, []byte{0xFF, 0xC0})
	copy(b[i+5:], []byte{0xFF, 0xDC, 0xFF, 0xDC})
	return b
}

// The Arabic PDF of the real input reads as Arabic: whole words in their order, each
// letter once, no shapes.
func TestArabicPDF(t *testing.T) {
	path := filepath.Join(os.Getenv("SIJILL_INPUT"), "5-bilingual-docs-and-captures", "pdf", "Instructions_Arabic.pdf")
	f, err := os.Open(path)
	if os.Getenv("SIJILL_INPUT") == "" || err != nil {
		t.Skip("no real input here (SIJILL_INPUT)")
	}
	defer func() { _ = f.Close() }()
	d := desk(t, cage.On)
	if !strings.Contains(d.Have(), "pdftotext") {
		t.Skip("pdftotext is not here")
	}
	size, _ := f.Seek(0, io.SeekEnd)
	r, err := d.Look(t.Context(), look.Source{File: f, Size: size, Name: "x.pdf"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"التعليمات خطوة بخطوة", "من قائمة الأحياء (Neighborhood) على اليسار", "حيث تبدأ من القلعة في المركز وتتجه نحو الخارج.",
		"أ. خريطة Open Street Maps (الوضع الافتراضي)", "ب. صور أقمار اصطناعية عالية الدقة 2012",
		"إذا لم يكن لديك حساب، بإمكانك إنشاء حساب مجاني على موقع www.gmail.com", "سيتم حذف المعلومات غير المناسبة للنشر مباشرة، دون إرسال إشعار.",
	} {
		if !strings.Contains(r.Text, want) {
			t.Errorf("%q is not in the text", want)
		}
	}
	for _, c := range r.Text {
		if c >= 0xFB50 && c <= 0xFDFF || c >= 0xFE70 && c <= 0xFEFC || c >= 0x202A && c <= 0x202E {
			t.Fatalf("%U is in the text", c)
		}
	}
	if r.Seen.Pages != 2 {
		t.Errorf("%d pages", r.Seen.Pages)
	}
}
