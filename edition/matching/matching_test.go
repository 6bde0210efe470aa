package matching_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/text/unicode/norm"

	"sijill.example/sijill/edition/matching"
	"sijill.example/sijill/likeness"
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
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])+r.IntN(13)-6)))
		}
	}
	return img
}

func recompressed(t testing.TB, img image.Image, quality int) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func part(img image.Image, r image.Rectangle) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Rect, img, r.Min, draw.Src)
	return out
}

func scaled(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

func mirrored(img *image.RGBA) image.Image {
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			out.SetRGBA(img.Rect.Dx()-1-x, y, img.RGBAAt(x, y))
		}
	}
	return out
}

func seen(img image.Image) matching.Picture {
	b := img.Bounds()
	return matching.Of(img, matching.Size{Width: b.Dx(), Height: b.Dy()})
}

const streets = 8

// albumOf is an album of streets, by way of the file that a browser reads.
func albumOf(t testing.TB) (*matching.Album, []byte) {
	t.Helper()
	var file []byte
	for seed := range streets {
		img := recompressed(t, street(uint64(seed), 900, 600), 82)
		hash, _ := likeness.PDQ(img)
		file = matching.AppendKnown(file, 900, 600, hash.Bytes(), likeness.PackCorners(likeness.Corners(img)), likeness.SketchOf(img).Bytes())
	}
	a := &matching.Album{}
	if err := a.Load(file); err != nil {
		t.Fatal(err)
	}
	a.Build()
	return a, file
}

func TestPicturesAreFound(t *testing.T) {
	a, _ := albumOf(t)
	img := street(3, 900, 600)
	painted := part(img, img.Rect).(*image.RGBA)
	draw.Draw(painted, image.Rect(384, 256, 512, 384), image.Black, image.Point{}, draw.Src)
	for _, c := range []struct {
		name    string
		img     image.Image
		want    matching.Change
		unless  matching.Change // must not be said
		showing float64
	}{
		{"as it is", recompressed(t, img, 82), matching.Same, matching.Cropped, 1},
		{"recompressed", recompressed(t, img, 30), matching.Same, matching.Mirrored, 1},
		{"smaller", scaled(img, 300, 200), matching.Smaller, matching.Cropped, 1},
		{"larger", scaled(img, 1800, 1200), matching.Larger, matching.Cropped, 1},
		{"mirrored", mirrored(img), matching.Mirrored, matching.Cropped, 1},
		{"cropped by 20 %", recompressed(t, part(img, image.Rect(80, 40, 80+805, 40+537)), 75), matching.Cropped, matching.Mirrored, 0.8},
		{"cropped by half", recompressed(t, part(img, image.Rect(150, 100, 150+636, 100+424)), 75), matching.Cropped, matching.Mirrored, 0.5},
		{"with a region painted over", painted, "", matching.Mirrored, 1},
	} {
		p, err := matching.ParsePicture(seen(c.img).Bytes())
		if err != nil {
			t.Fatal(err)
		}
		found, err := a.Find(p)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) != 1 || found[0].Picture != 3 {
			t.Errorf("%s: %+v", c.name, found)
			continue
		}
		m := found[0]
		if c.want != "" && !slices.Contains(m.Changes, c.want) || slices.Contains(m.Changes, c.unless) || m.Shows < c.showing-0.06 || m.Shows > c.showing+0.06 {
			t.Errorf("%s: %+v", c.name, m)
		}
	}
	// Where a part stands is told.
	found, err := a.Find(seen(part(img, image.Rect(150, 100, 150+636, 100+424))))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	for _, x := range []struct{ got, want float64 }{{found[0].X, 150. / 900}, {found[0].Y, 100. / 600}, {found[0].W, 636. / 900}, {found[0].H, 424. / 600}} {
		if x.got < x.want-0.02 || x.got > x.want+0.02 {
			t.Errorf("the part stands at %+v", found[0])
		}
	}
}

func TestOtherPicturesAreNotFound(t *testing.T) {
	a, _ := albumOf(t)
	dark := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for i, v := range street(3, 900, 600).Pix {
		if dark.Pix[i] = v / 20; i%4 == 3 {
			dark.Pix[i] = 255
		}
	}
	for name, img := range map[string]image.Image{"dark": dark, "blank": image.NewRGBA(image.Rect(0, 0, 50, 50)), "one pixel": image.NewRGBA(image.Rect(0, 0, 1, 1)), "another": street(77, 900, 600)} {
		p := seen(img)
		if found, err := a.Find(p); err != nil || len(found) > 0 {
			t.Errorf("%s: %v %v", name, found, err)
		}
		if p.ShowsEnough() != (name == "another") {
			t.Errorf("%s: quality %d", name, p.Quality)
		}
	}
}

var told = matching.Text{Parts: []string{
	"كنتُ في الشارع عند الظهر، ومعي أخي.",
	"رأيت ثلاثة جرحى قرب المشفى.",
	"In the evening we counted twelve houses that had been hit, and nobody came.",
}}

func TestQuotations(t *testing.T) {
	for _, c := range []struct {
		name, quote string
		differ      int // -1: not found
		first, last int
		marked      []matching.Piece // those that are not the same
	}{
		{"exactly", "رأيت ثلاثة جرحى قرب المشفى", 0, 1, 1, nil},
		{"with vowel signs", "رَأَيْتُ ثَلَاثَةَ جَرْحَى قُرْبَ المَشْفَى", 0, 1, 1, nil},
		{"other forms of letters", "رايت ثلاثه جرحي قرب المشفي", 0, 1, 1, nil},
		{"stretched", "رأيـــت ثلاثة جرحى", 0, 1, 1, nil},
		{"compatibility forms", "ﺭﺃﻳﺖ ثلاثة جرحى", 0, 1, 1, nil},
		{"decomposed", norm.NFD.String("رأيت ثلاثة جرحى"), 0, 1, 1, nil},
		{"across segments", "ومعي أخي. رأيت ثلاثة جرحى", 0, 0, 1, nil},
		{"in capitals and with other signs", "WE COUNTED - TWELVE houses, that had been HIT", 0, 2, 2, nil},
		{"a word changed", "we counted twenty houses that had been hit", 1, 2, 2, []matching.Piece{{How: matching.Changed, Quoted: "twenty", Stands: "twelve"}}},
		{"a word left out", "we counted twelve houses that had hit", 1, 2, 2, []matching.Piece{{How: matching.LeftOut, Stands: "been"}}},
		{"a word put in", "we counted twelve empty houses that had been hit", 1, 2, 2, []matching.Piece{{How: matching.PutIn, Quoted: "empty"}}},
		{"a word changed in Arabic", "رأيت سبعة جرحى قرب المشفى", 1, 1, 1, []matching.Piece{{How: matching.Changed, Quoted: "سبعة", Stands: "ثلاثة"}}},
		{"a short one with a changed word", "رأيت سبعة جرحى", -1, 0, 0, nil},
		{"too short", "ثلاثة جرحى", -1, 0, 0, nil},
		{"nothing of it", "the weather was fine on all those days", -1, 0, 0, nil},
		{"half of it", "we counted twelve houses and then the others went home", -1, 0, 0, nil},
		{"signs only", "... -- !!", -1, 0, 0, nil},
	} {
		said, ok := matching.NewQuotation(c.quote).FindIn(told)
		if ok != (c.differ >= 0) {
			t.Errorf("%s: %v %+v", c.name, ok, said)
			continue
		}
		if !ok {
			continue
		}
		var marked []matching.Piece
		for _, p := range said.Pieces {
			if p.How != matching.AsSaid {
				marked = append(marked, p)
			}
		}
		if said.Differ != c.differ || said.First != c.first || said.Last != c.last || !slices.Equal(marked, c.marked) {
			t.Errorf("%s: %+v", c.name, said)
		}
	}
}

func FuzzParsePicture(f *testing.F) {
	f.Add(seen(street(1, 300, 200)).Bytes())
	f.Add(matching.Picture{Width: 1, Height: 1}.Bytes())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := matching.ParsePicture(b)
		if err == nil && !bytes.Equal(p.Bytes()[:9+256], b[:9+256]) {
			t.Error("what was read is not what was written")
		}
	})
}

func FuzzLoad(f *testing.F) {
	_, file := albumOf(f)
	f.Add(file)
	f.Add(file[:len(file)-1])
	f.Add([]byte("\x00\x01\x00\x01"))
	query := seen(street(1, 300, 200))
	f.Fuzz(func(t *testing.T, b []byte) {
		var a matching.Album
		if a.Load(b) == nil {
			a.Build()
			if _, err := a.Find(query); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzQuotation(f *testing.F) {
	f.Add("رأيت ثلاثة جرحى", "أنا رأيت ثلاثة جرحى هناك")
	f.Add("a b c d e f", "a b x d f")
	f.Add("\xff\xfe a\u0301 b c", "\xff")
	f.Fuzz(func(t *testing.T, quote, text string) {
		if len(quote) > 2000 || len(text) > 2000 {
			return
		}
		q := matching.NewQuotation(quote)
		said, ok := q.FindIn(matching.Text{Parts: strings.SplitAfter(text, "\n")})
		if ok && (said.First > said.Last || said.Differ > q.Words()/4) {
			t.Errorf("%+v", said)
		}
		// A text is found in itself.
		if q.Words() < 400 && !q.IsTooShort() {
			if said, ok := q.FindIn(matching.Text{Parts: []string{quote}}); !ok || said.Differ != 0 {
				t.Errorf("%q is not in itself: %+v", quote, said)
			}
		}
	})
}
