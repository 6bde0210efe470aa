package redaction_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/register"
)

func TestMain(m *testing.M) {
	if cage.Inside() {
		cage.Main(redaction.Handlers())
	}
	os.Exit(m.Run())
}

func open(t *testing.T) *redaction.Desk {
	t.Helper()
	walls := cage.On
	if walls.Check() != nil {
		t.Log("this kernel has no walls; going on without")
		walls = cage.Off
	}
	d, err := redaction.Open(walls, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func scene(seed uint64, w, h int) *image.NRGBA {
	r := rand.New(rand.NewPCG(seed, 2))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{byte(x + r.IntN(9)), byte(y), byte(x * y / 64), 255})
		}
	}
	return img
}

func original(t *testing.T, content []byte) redaction.Original {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return redaction.Original{File: f, Size: int64(len(content))}
}

func asJPEG(t *testing.T, img image.Image, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	if orientation == 0 {
		return b.Bytes()
	}
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00")
	app1 := append([]byte("Exif\x00\x00"), tiff...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(app1)+2))...)
	return append(append(head, app1...), b.Bytes()[2:]...)
}

// archiveOf signs a commitment as an archive does, and proves it.
func archiveOf(t *testing.T, c blockproof.Commitment, seed blockproof.Seed) (register.Entry, []byte, note.Verifier, string) {
	t.Helper()
	secret, public, err := note.GenerateKey(nil, "archive.example/test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	e, err := register.Seal(sijill.Draft{Kind: redaction.CommitmentMade, Agent: "somebody", Subject: "exh-2026-0001", Fields: redaction.Fields(c, seed)}, time.Unix(1_800_000_000, 0), signer)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := register.SignCheckpoint(1, tlog.RecordHash(e.Leaf), signer)
	if err != nil {
		t.Fatal(err)
	}
	return e, register.Proof{Index: 0, Checkpoint: checkpoint.Note}.Format(), v, public
}

func proofFile(t *testing.T, c redaction.Copy, e register.Entry, inclusion []byte, key string) redaction.ProofFile {
	t.Helper()
	return redaction.ProofFile{Format: redaction.ProofFormat, Pieces: *c.Proof, Entry: redaction.Shown(e, false).Format(), Inclusion: string(inclusion), VerifierKey: key}
}

// A copy of a picture that was stored turned is upright, is proved, and every way
// of altering it or its proof is found.
func TestACopyIsProvedAndForgeriesAreNot(t *testing.T) {
	d := open(t)
	o := original(t, asJPEG(t, scene(1, 300, 200), 6))
	seed := blockproof.NewSeed()
	c, err := d.Commit(t.Context(), o, seed)
	if err != nil {
		t.Fatal(err)
	}
	if c.Width != 200 || c.Height != 300 {
		t.Fatalf("the picture is %d x %d as it is seen, want 200 x 300", c.Width, c.Height)
	}
	e, inclusion, v, key := archiveOf(t, c, seed)
	made, err := d.Redact(t.Context(), o, redaction.Proved, seed, redaction.Taken{Regions: []image.Rectangle{image.Rect(10, 10, 60, 60)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	f := proofFile(t, made, e, inclusion, key)
	if r := redaction.Check(made.Bytes, f, v); !r.OK || r.Withheld != 1 || r.Pieces != 20 {
		t.Fatalf("%+v", r)
	}
	for _, secret := range []string{"somebody", "exh-2026-0001", "seed"} {
		if opened, _ := register.ParseEntry(f.Entry); strings.Contains(disclosed(opened), secret) {
			t.Errorf("the proof says %q", secret)
		}
	}
	img, err := redaction.DecodePNG(made.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if img.NRGBAAt(20, 20) != blockproof.Mark || img.NRGBAAt(64, 64) == blockproof.Mark {
		t.Error("the wrong block is painted over")
	}
	img.SetNRGBA(150, 250, color.NRGBA{1, 2, 3, 255})
	other, err := d.Redact(t.Context(), o, redaction.Proved, blockproof.NewSeed(), redaction.Taken{}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, _, stranger, _ := archiveOf(t, c, seed)
	for name, r := range map[string]redaction.Report{
		"a pixel":                 redaction.Check(asPNG(t, img), f, v),
		"a comment in the PNG":    redaction.Check(withChunk(made.Bytes, "tEXt", "a\x00b"), f, v),
		"bytes after the end":     redaction.Check(append(bytes.Clone(made.Bytes), 'x'), f, v),
		"another seed":            redaction.Check(other.Bytes, proofFile(t, other, e, inclusion, key), v),
		"another archive's key":   redaction.Check(made.Bytes, f, stranger),
		"a cut file":              redaction.Check(made.Bytes[:len(made.Bytes)-5], f, v),
		"no inclusion":            redaction.Check(made.Bytes, redaction.ProofFile{Pieces: f.Pieces, Entry: f.Entry}, v),
		"an entry without a form": redaction.Check(made.Bytes, redaction.ProofFile{Pieces: f.Pieces, Entry: register.Entry{Leaf: e.Leaf}.Format(), Inclusion: f.Inclusion}, v),
	} {
		if r.OK || len(r.Findings) == 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func disclosed(e register.Entry) string {
	o, err := e.Open()
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for name := range o.Fields {
		b.WriteString(name + " ")
	}
	return b.String() + o.Agent + string(o.Subject) + o.At
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func withChunk(file []byte, kind, content string) []byte {
	body := append([]byte(kind), content...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))
	at := 8 + 25 // behind the signature and IHDR
	return append(append(bytes.Clone(file[:at]), chunk...), file[at:]...)
}

// Two originals that differ under the region only give the same bytes, in both
// forms.
func TestWhatIsTakenOutLeavesNothing(t *testing.T) {
	d := open(t)
	a, b := scene(2, 256, 192), scene(2, 256, 192)
	for y := 64; y < 128; y++ {
		for x := 64; x < 128; x++ {
			b.SetNRGBA(x, y, color.NRGBA{byte(x * 7), 200, byte(y * 3), 255})
		}
	}
	for _, form := range []string{redaction.Proved, redaction.Reduced} {
		var copies [2][]byte
		for i, img := range []image.Image{a, b} {
			c, err := d.Redact(t.Context(), original(t, asPNG(t, img)), form, blockproof.Seed{}, redaction.Taken{Regions: []image.Rectangle{image.Rect(70, 70, 80, 80)}}, "")
			if err != nil {
				t.Fatal(err)
			}
			copies[i] = c.Bytes
			side := map[string]int{redaction.Proved: 64, redaction.Reduced: 32}[form]
			if want := image.Rect(side, side, 2*side, 2*side); len(c.Painted) != 1 || c.Painted[0] != want {
				t.Errorf("%s: %v is told to be painted over, want %v", form, c.Painted, want)
			}
		}
		if !bytes.Equal(copies[0], copies[1]) {
			t.Errorf("%s: the copies differ", form)
		}
	}
}

func TestReducedCopiesHoldThePictureOnly(t *testing.T) {
	d := open(t)
	secret := "CANARY-51.5-0.1"
	original := original(t, append(asJPEG(t, scene(3, 800, 600), 3), []byte(secret)...))
	c, err := d.Redact(t.Context(), original, redaction.Reduced, blockproof.Seed{}, redaction.Taken{}, "")
	if err != nil {
		t.Fatal(err)
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(c.Bytes))
	if err != nil || config.Width != 400 || config.Height != 300 {
		t.Errorf("%+v %v", config, err)
	}
	if bytes.Contains(c.Bytes, []byte(secret)) || bytes.Contains(c.Bytes, []byte("Exif")) || !bytes.HasSuffix(c.Bytes, []byte{0xff, 0xd9}) {
		t.Error("the copy holds more than the picture")
	}
}

func TestWhatCannotBeRedactedIsRefused(t *testing.T) {
	d := open(t)
	picture := asPNG(t, scene(4, 100, 100))
	for name, c := range map[string]struct {
		content []byte
		regions []image.Rectangle
		spans   []sijill.Span
		want    string
	}{
		"outside":    {picture, []image.Rectangle{image.Rect(50, 50, 101, 60)}, nil, "does not lie within"},
		"segments":   {picture, nil, []sijill.Span{{Segment: "1"}}, "no segments"},
		"regions":    {[]byte("a text\n\nof two"), []image.Rectangle{image.Rect(0, 0, 1, 1)}, nil, "no regions"},
		"too far":    {[]byte("a text\n\nof two"), nil, []sijill.Span{{Segment: "3"}}, "has 2 segments"},
		"too many":   {[]byte("a text\n\nof two"), nil, []sijill.Span{{Segment: "2", From: 1, To: 3}}, "has 2 words, and not 3"},
		"an id":      {[]byte("a text\n\nof two"), nil, []sijill.Span{{Segment: "s1"}}, "not the place of a segment"},
		"a sound":    {[]byte("RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00"), nil, nil, "transcript"},
		"a film":     {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x00\x00\x00\x08moov"), nil, nil, "take still pictures"},
		"an archive": {[]byte("PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), nil, nil, "no safe way"},
		"a PDF":      {[]byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), nil, nil, "pictures of its pages"},
		"a picture":  {picture[:200], nil, nil, "broken"},
	} {
		_, err := d.Redact(t.Context(), original(t, c.content), redaction.Proved, blockproof.Seed{}, redaction.Taken{Regions: c.regions, Spans: c.spans}, "")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRegions(t *testing.T) {
	if r, err := sijill.ParseRegion(" 1, 2,3,4"); err != nil || r != image.Rect(1, 2, 4, 6) || sijill.RegionText(r) != "1,2,3,4" {
		t.Errorf("%v %v", r, err)
	}
	for _, bad := range []string{"", "1,2,3", "1,2,3,4,5", "-1,0,5,5", "0,0,0,5", "a,b,c,d", "0,0,99999999999,1"} {
		if _, err := sijill.ParseRegion(bad); sijill.ClassOf(err) != sijill.Usage {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// The picture of a page comes out grey, without what was under the region.
func TestPagesAreGrey(t *testing.T) {
	a, b := scene(5, 300, 200), scene(5, 300, 200)
	for y := 64; y < 128; y++ {
		for x := 64; x < 128; x++ {
			b.SetNRGBA(x, y, color.NRGBA{255, 255, 0, 255})
		}
	}
	// Two different pages would differ in their JPEG's neighbouring blocks; what the
	// archive draws of them is what is compared.
	for i, img := range []image.Image{a, b} {
		c, err := redaction.Page(asJPEG(t, img, 0), []image.Rectangle{image.Rect(60, 60, 132, 132)})
		if err != nil {
			t.Fatal(err)
		}
		out, err := jpeg.Decode(bytes.NewReader(c.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		for y := range 200 {
			for x := range 300 {
				r, g, b, _ := out.At(x, y).RGBA()
				if max(r, g, b)-min(r, g, b) > 0x400 {
					t.Fatalf("page %d: (%d, %d) has a colour", i, x, y)
				}
				if x >= 8 && x < 184 && y >= 8 && y < 184 && (r>>8 < 0x1a || r>>8 > 0x26) {
					t.Fatalf("page %d: (%d, %d) is not painted over: %x", i, x, y, r>>8)
				}
			}
		}
	}
	if _, err := redaction.Page(asJPEG(t, a, 0), []image.Rectangle{image.Rect(0, 0, 301, 10)}); err == nil {
		t.Error("a region outside the page is taken")
	}
}
