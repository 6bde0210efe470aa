package media_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sijill.example/sijill/media"
	"sijill.example/sijill/media/mediatest"
	"sijill.example/sijill/media/picture"
)

// broken is how many broken files are made and read.
const broken = 24_000

// Broken files of every format: no panic, no hang, nothing over the limits, and
// what is told is always fit to be told.
func TestBrokenMedia(t *testing.T) {
	seeds := mediatest.Seeds()
	each := broken / len(seeds)
	if testing.Short() {
		each /= 20
	}
	var workers sync.WaitGroup
	queue := make(chan int, len(seeds))
	for i := range seeds {
		queue <- i
	}
	close(queue)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range queue {
				random := rand.New(rand.NewPCG(uint64(i), 2016))
				for range each {
					tryBroken(t, seeds[i], mediatest.Mutate(seeds[i].Bytes, random))
				}
			}
		})
	}
	workers.Wait()
}

func tryBroken(t *testing.T, s mediatest.Seed, b []byte) {
	start := time.Now()
	f := read(b, s.Name)
	for _, n := range f.NotDone {
		if strings.Contains(n.Because, "fault of its own") {
			t.Errorf("%s: a panic in %x", s.Name, head(b))
		}
	}
	if problem := unfit(f); problem != "" {
		t.Errorf("%s: %s in %x", s.Name, problem, head(b))
	}
	if picture.CanDecode(f.Format.MediaType) && int64(f.Width)*int64(f.Height) < 1<<22 {
		decodeBroken(t, f, b)
	}
	if took := time.Since(start); took > mostTime {
		t.Errorf("%s: %v for %x", s.Name, took, head(b))
	}
}

// decodeBroken decodes what says that it is small; what lies about that is the
// business of the cage's limit on memory.
func decodeBroken(t *testing.T, f media.Facts, b []byte) {
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: decoding panics: %v in %x", f.Format.Name, p, head(b))
		}
	}()
	img, err := picture.Decode(bytes.NewReader(b), int64(len(b)), f.Format.MediaType)
	if err != nil || img.Bounds().Dx()*img.Bounds().Dy() > 1<<22 {
		return
	}
	if _, err := picture.CopiesOf(img, f.Orientation); err != nil {
		t.Errorf("%s: no copies: %v", f.Format.Name, err)
	}
}

func head(b []byte) []byte { return b[:min(len(b), 2000)] }

// unfit says what of the facts could harm who shows or keeps them.
func unfit(f media.Facts) string {
	const mostValue = 4 << 10
	switch {
	case len(f.Text) > 1<<20 || strings.ToValidUTF8(f.Text, "") != f.Text:
		return "text that is too long or not UTF-8"
	case len(f.Claims) > 400 || len(f.Times) > 200 || len(f.Places) > 50 || len(f.Identity) > 200 || len(f.NotDone) > 50:
		return "too many facts"
	case f.Width < 0 || f.Height < 0 || f.Orientation < 0 || f.Orientation > 8 || f.Duration < 0 || f.Duration != f.Duration || f.Duration > 1e12:
		return "numbers that cannot be"
	}
	for _, p := range f.Places {
		if !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180) {
			return "a place that there is not"
		}
	}
	for _, c := range append(f.Claims, f.Identity...) {
		if len(c.Value) > mostValue || strings.ToValidUTF8(c.Value, "") != c.Value || strings.ContainsRune(c.Value, 0) {
			return "a value that is too long or not UTF-8"
		}
	}
	return ""
}

// A mutant is never larger than twice its seed and some, so that limits that hang
// on the size of the file are tried as well.
func TestReadNeverReadsMuch(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for _, s := range mediatest.Seeds() {
		for range 20 {
			b := mediatest.Mutate(s.Bytes, random)
			c := &counting{r: bytes.NewReader(b)}
			media.Read(c, int64(len(b)), s.Name)
			if limit := int64(4*len(b) + 64<<10); c.n > limit {
				t.Errorf("%s: %d bytes were read of %d", s.Name, c.n, len(b))
			}
		}
	}
	// A size that is a lie.
	b := mediatest.Photo(48, 32, 1)
	for _, size := range []int64{-1, 0, 1, int64(len(b)) * 1000, 1 << 62} {
		if f := media.Read(bytes.NewReader(b), size, "x.jpg"); unfit(f) != "" {
			t.Errorf("size %d: %s", size, unfit(f))
		}
	}
}

type counting struct {
	r *bytes.Reader
	n int64
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.r.ReadAt(p, off)
	c.n += int64(n)
	return n, err
}
