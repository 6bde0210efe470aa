package redaction_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/redaction"
)

func outside(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not here", program)
	}
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, out)
	}
	return string(out)
}

const secret = "CANARYsecretCANARY"

// laden makes a photograph that carries more than it shows: positions, names, a
// thumbnail, a second picture, comments, a profile, and what follows its end.
func laden(t *testing.T) []byte {
	t.Helper()
	outside(t, "exiftool")
	dir := t.TempDir()
	path, thumb := filepath.Join(dir, "laden.jpg"), filepath.Join(dir, "thumb.jpg")
	second := append(asJPEG(t, scene(8, 160, 120), 0), secret...)
	for name, content := range map[string][]byte{path: asJPEG(t, scene(7, 640, 480), 0), thumb: asJPEG(t, scene(9, 80, 60), 0)} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, "exiftool", "-q", "-overwrite_original", "-n", "-Orientation=6", "-GPSLatitude=36.2021", "-GPSLatitudeRef=N", "-GPSLongitude=37.1343", "-GPSLongitudeRef=E",
		"-Artist="+secret, "-SerialNumber="+secret, "-XMP-dc:Creator="+secret, "-IPTC:By-line="+secret, "-Comment="+secret, "-ThumbnailImage<="+thumb, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"GPSLatitude", "ThumbnailImage", "Creator"} {
		if !strings.Contains(run(t, "exiftool", "-"+tag, path), ":") {
			t.Fatalf("the photograph carries no %s", tag)
		}
	}
	// CIPA DC-007: an index of a second picture that follows the first one's end.
	mpf := []byte("MPF\x00MM\x00*\x00\x00\x00\x08\x00\x01\xb0\x01\x00\x04\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x00")
	app2 := append([]byte{0xff, 0xe2}, append(binary.BigEndian.AppendUint16(nil, uint16(len(mpf)+2)), mpf...)...)
	b = slices.Concat(b[:2], app2, b[2:], second, []byte("PK\x03\x04"+secret))
	return b
}

// What outside programs find in a copy is its size and how it is encoded, and nothing
// of what the photograph carried. No second picture begins in it.
func TestOutsideProgramsFindThePictureOnly(t *testing.T) {
	d, content := open(t), laden(t)
	for form, ending := range map[string]string{redaction.Proved: "png", redaction.Reduced: "jpg"} {
		c, err := d.Redact(t.Context(), original(t, content), form, blockproof.Seed{}, redaction.Taken{Regions: []image.Rectangle{image.Rect(0, 0, 64, 64)}}, "")
		if err != nil {
			t.Fatal(err)
		}
		if want := map[string]image.Point{redaction.Proved: {X: 480, Y: 640}, redaction.Reduced: {X: 240, Y: 320}}[form]; c.Width != want.X || c.Height != want.Y {
			t.Errorf("%s: it is %d x %d, want it as it is seen: %v", form, c.Width, c.Height, want)
		}
		path := filepath.Join(t.TempDir(), "copy."+ending)
		if err := os.WriteFile(path, c.Bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(run(t, "exiftool", "-a", "-u", "-G1", "-s", "-e", path)) {
			group, rest, _ := strings.Cut(strings.TrimPrefix(line, "["), "]")
			if group = strings.TrimSpace(group); !slices.Contains([]string{"ExifTool", "System", "File", "PNG", "JFIF"}, group) {
				t.Errorf("%s: exiftool finds %s", form, strings.TrimSpace(line))
			}
			if tag := strings.TrimSpace(strings.SplitN(rest, ":", 2)[0]); strings.Contains(tag, "Comment") || strings.Contains(tag, "Trailer") || tag == "Warning" {
				t.Errorf("%s: exiftool finds %s", form, strings.TrimSpace(line))
			}
		}
		if _, err := exec.LookPath("exiv2"); err == nil {
			// Its exit code says whether there is anything.
			out, _ := exec.CommandContext(t.Context(), "exiv2", "-q", "-pa", path).Output()
			if len(bytes.TrimSpace(out)) > 0 {
				t.Errorf("%s: exiv2 finds %s", form, out)
			}
		}
		for _, hidden := range []string{secret, "Exif", "GPS", "MPF", "http://ns.adobe.com", "Photoshop", "ICC_PROFILE", "PK\x03\x04", "eXIf", "tEXt", "iCCP"} {
			if bytes.Contains(c.Bytes, []byte(hidden)) {
				t.Errorf("%s: %q is in the copy", form, hidden)
			}
		}
		if ending == "jpg" && bytes.Count(c.Bytes, []byte{0xff, 0xd8, 0xff}) != 1 {
			t.Errorf("%s: more than one picture begins in the copy", form)
		}
	}
}

// Whichever way a camera was held, regions are of the picture as another program
// shows it.
func TestPicturesStandAsOthersShowThem(t *testing.T) {
	outside(t, "exiftool")
	outside(t, "vips")
	d := open(t)
	for orientation := 1; orientation <= 8; orientation++ {
		dir := t.TempDir()
		stored, seen := filepath.Join(dir, "stored.jpg"), filepath.Join(dir, "seen.png")
		var b bytes.Buffer
		if err := jpeg.Encode(&b, scene(3, 192, 128), &jpeg.Options{Quality: 98}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(stored, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, "exiftool", "-q", "-overwrite_original", "-n", fmt.Sprintf("-Orientation=%d", orientation), stored)
		run(t, "vips", "autorot", stored, seen)
		content, err := os.ReadFile(stored)
		if err != nil {
			t.Fatal(err)
		}
		c, err := d.Redact(t.Context(), original(t, content), redaction.Proved, blockproof.Seed{}, redaction.Taken{Regions: []image.Rectangle{image.Rect(0, 0, 64, 64)}}, "")
		if err != nil {
			t.Fatal(err)
		}
		ours, err := redaction.DecodePNG(c.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(seen)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := png.Decode(f)
		_ = f.Close()
		if err != nil || theirs.Bounds() != ours.Rect {
			t.Fatalf("%d: %v and %v, %v", orientation, ours.Rect, theirs.Bounds(), err)
		}
		worst := 0
		for y := range ours.Rect.Dy() {
			for x := range ours.Rect.Dx() {
				if x < 64 && y < 64 {
					if ours.NRGBAAt(x, y) != blockproof.Mark {
						t.Fatalf("%d: (%d, %d) is not painted over", orientation, x, y)
					}
					continue
				}
				_, g, _, _ := theirs.At(x, y).RGBA()
				worst = max(worst, int(g>>8)-int(ours.NRGBAAt(x, y).G), int(ours.NRGBAAt(x, y).G)-int(g>>8))
			}
		}
		if worst > 12 { // decoders differ a little
			t.Errorf("%d: a pixel differs by %d", orientation, worst)
		}
	}
}

// Whatever the picture and wherever the region: one colour is left of it, and two
// secrets give the same bytes, in both forms.
func TestRegionsAreConstant(t *testing.T) {
	d := open(t)
	rapid.Check(t, func(q *rapid.T) {
		w, h := rapid.IntRange(1, 260).Draw(q, "width"), rapid.IntRange(1, 260).Draw(q, "height")
		x, y := rapid.IntRange(0, w-1).Draw(q, "x"), rapid.IntRange(0, h-1).Draw(q, "y")
		region := image.Rect(x, y, x+rapid.IntRange(1, w-x).Draw(q, "w"), y+rapid.IntRange(1, h-y).Draw(q, "h"))
		form := rapid.SampledFrom([]string{redaction.Proved, redaction.Reduced}).Draw(q, "form")
		seed := rapid.Uint64Range(1, 1<<32).Draw(q, "secret")
		a, b := scene(5, w, h), scene(5, w, h)
		other := scene(seed, w, h)
		for py := region.Min.Y; py < region.Max.Y; py++ {
			for px := region.Min.X; px < region.Max.X; px++ {
				c := other.NRGBAAt(px, py)
				b.SetNRGBA(px, py, color.NRGBA{255 - c.R, c.B, c.G ^ byte(seed), 255})
			}
		}
		var copies [2]redaction.Copy
		for i, img := range []image.Image{a, b} {
			var err error
			if copies[i], err = d.Redact(t.Context(), original(t, asPNG(t, img)), form, blockproof.Seed{}, redaction.Taken{Regions: []image.Rectangle{region}}, ""); err != nil {
				q.Fatal(err)
			}
		}
		if !bytes.Equal(copies[0].Bytes, copies[1].Bytes) {
			q.Fatal("two secrets give different bytes")
		}
		if form == redaction.Reduced {
			return // its edges are smoothed, which the equal bytes show to say nothing
		}
		img, err := redaction.DecodePNG(copies[0].Bytes)
		if err != nil {
			q.Fatal(err)
		}
		for py := region.Min.Y; py < region.Max.Y; py++ {
			for px := region.Min.X; px < region.Max.X; px++ {
				if img.NRGBAAt(px, py) != blockproof.Mark {
					q.Fatalf("(%d, %d) is %v", px, py, img.NRGBAAt(px, py))
				}
			}
		}
	})
}

// What nobody sees of a picture is not in its copy: colours where it is transparent,
// and the other pictures of one that moves.
func TestWhatNobodySeesIsNotCopied(t *testing.T) {
	d := open(t)
	var copies [2][]byte
	for i := range copies {
		img := scene(6, 128, 128)
		for y := 64; y < 128; y++ {
			for x := range 128 {
				img.SetNRGBA(x, y, color.NRGBA{byte(200 * i), byte(x * i), byte(y), 0})
			}
		}
		c, err := d.Redact(t.Context(), original(t, asPNG(t, img)), redaction.Proved, blockproof.Seed{}, redaction.Taken{Regions: []image.Rectangle{image.Rect(0, 0, 9, 9)}}, "")
		if err != nil {
			t.Fatal(err)
		}
		copies[i] = c.Bytes
	}
	if !bytes.Equal(copies[0], copies[1]) {
		t.Error("a copy holds colours of what is transparent")
	}
	for i := range copies {
		moving := gif.GIF{Delay: []int{1, 1}}
		for frame := range 2 {
			p := image.NewPaletted(image.Rect(0, 0, 80, 80), color.Palette{color.Black, color.White, color.NRGBA{200, 0, 0, 255}})
			for j := range p.Pix {
				p.Pix[j] = byte((j + frame*i) % 3)
			}
			moving.Image = append(moving.Image, p)
		}
		var b bytes.Buffer
		if err := gif.EncodeAll(&b, &moving); err != nil {
			t.Fatal(err)
		}
		c, err := d.Redact(t.Context(), original(t, b.Bytes()), redaction.Proved, blockproof.Seed{}, redaction.Taken{Regions: []image.Rectangle{image.Rect(0, 0, 9, 9)}}, "")
		if err != nil {
			t.Fatal(err)
		}
		copies[i] = c.Bytes
	}
	if !bytes.Equal(copies[0], copies[1]) {
		t.Error("a copy holds something of a second picture")
	}
}
