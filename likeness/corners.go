package likeness

import (
	"encoding/binary"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"slices"
)

// Corner is a place in a picture that is told from others by what is around it:
// where it is, how large and how turned, and 256 comparisons of brightness around
// it (after Rublee, Rabaud, Konolige and Bradski, "ORB: an efficient alternative to
// SIFT or SURF", 2011, with corners by Harris and Stephens, 1988). A part that was
// cut out of a picture keeps its corners.
type Corner struct {
	X, Y  float32 // in shares of the picture's longer side
	Size  float32 // of what was compared, in the same
	Angle float32 // radians
	Hash  Hash
}

// MaxCorners is how many corners are kept of a picture.
const MaxCorners = 120

const (
	cornerSide = 480 // pixels of the longer side that are looked at
	patch      = 13  // radius in pixels of what is compared
	levels     = 5   // each smaller than the one before by
	shrinkBy   = 1.35
	// leastResponse is Harris's measure below which a corner is taken for grain.
	leastResponse = 4e4
)

// Corners finds the corners of a picture, the clearest of every region first.
func Corners(img image.Image) []Corner {
	p := fitted(img)
	if p.w == 0 {
		return nil
	}
	longer := float32(max(p.w, p.h))
	pattern := comparisons()
	var all []found
	scale := float32(1)
	for level := range levels {
		if min(p.w, p.h) < 4*patch {
			break
		}
		for _, c := range p.corners(MaxCorners / (level + 1)) {
			c.Hash, c.Angle = p.describe(c.px, c.py, pattern)
			c.X, c.Y, c.Size = float32(c.px)*scale/longer, float32(c.py)*scale/longer, patch*scale/longer
			all = append(all, c)
		}
		p = p.scaled(shrinkBy)
		scale *= shrinkBy
	}
	slices.SortStableFunc(all, func(a, b found) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return int(b.response - a.response)
	})
	all = all[:min(len(all), MaxCorners)]
	out := make([]Corner, len(all))
	for i := range all {
		out[i] = all[i].Corner
	}
	return out
}

type found struct {
	Corner
	px, py   int
	response float32
	rank     int // among those of its region
}

// fitted gives the luma of a picture within the side, its shape kept, smoothed a
// little against grain.
func fitted(img image.Image) pane {
	b := img.Bounds()
	if b.Empty() {
		return pane{}
	}
	p := rawLuma(img, cornerSide)
	return p.blurred()
}

func rawLuma(img image.Image, side int) pane {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	return lumaIn(img, w, h)
}

// blurred is the mean of 3 x 3.
func (p pane) blurred() pane {
	out := pane{slices.Clone(p.pix), p.w, p.h}
	for y := 1; y+1 < p.h; y++ {
		for x := 1; x+1 < p.w; x++ {
			var sum float32
			for dy := -1; dy <= 1; dy++ {
				row := p.pix[(y+dy)*p.w+x-1:]
				sum += row[0] + row[1] + row[2]
			}
			out.pix[y*p.w+x] = sum / 9
		}
	}
	return out
}

// scaled makes the pane smaller by a factor, by linear interpolation.
func (p pane) scaled(by float32) pane {
	w, h := int(float32(p.w)/by), int(float32(p.h)/by)
	out := pane{make([]float32, max(0, w*h)), w, h}
	for y := range h {
		for x := range w {
			out.pix[y*w+x] = p.at((float32(x)+.5)*by-.5, (float32(y)+.5)*by-.5)
		}
	}
	return out.blurred()
}

// at interpolates between pixels.
func (p pane) at(x, y float32) float32 {
	x, y = min(max(x, 0), float32(p.w-1)), min(max(y, 0), float32(p.h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, p.w-1), min(y0+1, p.h-1)
	fx, fy := x-float32(x0), y-float32(y0)
	top := p.pix[y0*p.w+x0]*(1-fx) + p.pix[y0*p.w+x1]*fx
	bottom := p.pix[y1*p.w+x0]*(1-fx) + p.pix[y1*p.w+x1]*fx
	return top*(1-fy) + bottom*fy
}

// corners finds where brightness changes in two directions, the strongest of each
// neighbourhood, spread over an 8 x 8 grid of regions.
func (p pane) corners(limit int) []found {
	xx, yy, xy := make([]float32, len(p.pix)), make([]float32, len(p.pix)), make([]float32, len(p.pix))
	for y := 1; y+1 < p.h; y++ {
		for x := 1; x+1 < p.w; x++ {
			i := y*p.w + x
			dx, dy := (p.pix[i+1]-p.pix[i-1])/2, (p.pix[i+p.w]-p.pix[i-p.w])/2
			xx[i], yy[i], xy[i] = dx*dx, dy*dy, dx*dy
		}
	}
	response := make([]float32, len(p.pix))
	const r = 2
	for y := r; y+r < p.h; y++ {
		for x := r; x+r < p.w; x++ {
			var a, b, c float32
			for dy := -r; dy <= r; dy++ {
				for i := (y+dy)*p.w + x - r; i <= (y+dy)*p.w+x+r; i++ {
					a, b, c = a+xx[i], b+yy[i], c+xy[i]
				}
			}
			response[y*p.w+x] = a*b - c*c - 0.05*(a+b)*(a+b)
		}
	}
	const regions = 8
	var cells [regions * regions][]found
	for y := patch + 1; y+patch+1 < p.h; y++ {
		for x := patch + 1; x+patch+1 < p.w; x++ {
			if v := response[y*p.w+x]; v > leastResponse && p.isPeak(response, x, y) {
				cell := &cells[y*regions/p.h*regions+x*regions/p.w]
				*cell = append(*cell, found{px: x, py: y, response: v})
			}
		}
	}
	var out []found
	for _, cell := range cells {
		slices.SortFunc(cell, func(a, b found) int {
			switch {
			case a.response > b.response:
				return -1
			case a.response < b.response:
				return 1
			}
			return (a.py-b.py)*p.w + a.px - b.px
		})
		for rank := range min(len(cell), max(2, limit/16)) {
			cell[rank].rank = rank
			out = append(out, cell[rank])
		}
	}
	return out
}

func (p pane) isPeak(response []float32, x, y int) bool {
	v := response[y*p.w+x]
	for dy := -3; dy <= 3; dy++ {
		for dx := -3; dx <= 3; dx++ {
			o := response[(y+dy)*p.w+x+dx]
			if o > v || o == v && (dy < 0 || dy == 0 && dx < 0) {
				return false
			}
		}
	}
	return true
}

type comparison struct{ x1, y1, x2, y2 float32 }

// comparisons is the fixed pattern of 256 pairs of points. Every second comparison
// is the one before it upside down, so that the comparisons of a mirrored picture are
// those of the picture in another order. The pattern is part of what a print is:
// changing it asks for a new derivative.Version.
func comparisons() [256]comparison {
	r := rand.New(rand.NewPCG(0x53696a696c6c, 256))
	point := func() float32 {
		for {
			if v := r.NormFloat64() * patch / 2.2; math.Abs(v) < patch*0.7 {
				return float32(v)
			}
		}
	}
	var out [256]comparison
	for i := 0; i < len(out); i += 2 {
		c := comparison{point(), point(), point(), point()}
		out[i], out[i+1] = c, comparison{c.x1, -c.y1, c.x2, -c.y2}
	}
	return out
}

// MirroredCorners gives the corners that a picture has when it is mirrored left to
// right, from those that it has. The sketch tells its shape.
func MirroredCorners(all []Corner, s Sketch) []Corner {
	width := float32(s.W) / float32(max(s.W, s.H, 1))
	out := make([]Corner, len(all))
	for i, c := range all {
		m := Corner{X: max(0, width-c.Size/patch-c.X), Y: c.Y, Size: c.Size, Angle: float32(math.Remainder(math.Pi-float64(c.Angle), 2*math.Pi))}
		for w, v := range c.Hash {
			const even = 0x5555555555555555
			m.Hash[w] = v>>1&even | v&even<<1
		}
		out[i] = m
	}
	return out
}

// describe turns the pattern to where the patch is brightest and compares.
func (p pane) describe(x, y int, pattern [256]comparison) (Hash, float32) {
	var mx, my float64
	for dy := -patch; dy <= patch; dy++ {
		for dx := -patch; dx <= patch; dx++ {
			if dx*dx+dy*dy <= patch*patch {
				v := float64(p.pix[(y+dy)*p.w+x+dx])
				mx, my = mx+v*float64(dx), my+v*float64(dy)
			}
		}
	}
	angle := math.Atan2(my, mx)
	sin, cos := math.Sincos(angle)
	s, c := float32(sin), float32(cos)
	fx, fy := float32(x), float32(y)
	var h Hash
	for i, q := range pattern {
		if p.at(fx+c*q.x1-s*q.y1, fy+s*q.x1+c*q.y1) < p.at(fx+c*q.x2-s*q.y2, fy+s*q.x2+c*q.y2) {
			h[i/64] |= 1 << (i % 64)
		}
	}
	return h, float32(angle)
}

const cornerSize = 2 + 2 + 2 + 2 + 32

// PackCorners writes corners in 40 bytes each.
func PackCorners(all []Corner) []byte {
	b := make([]byte, 0, cornerSize*len(all))
	for _, c := range all {
		for _, v := range []float32{c.X, c.Y, c.Size, (c.Angle + math.Pi) / (2 * math.Pi)} {
			b = binary.BigEndian.AppendUint16(b, uint16(min(max(v, 0), 1)*math.MaxUint16))
		}
		b = append(b, c.Hash.Bytes()...)
	}
	return b
}

// UnpackCorners reads what PackCorners wrote.
func UnpackCorners(b []byte) ([]Corner, error) {
	if len(b)%cornerSize != 0 || len(b) > cornerSize*MaxCorners {
		return nil, errors.New("these are not packed corners")
	}
	out := make([]Corner, 0, len(b)/cornerSize)
	for ; len(b) > 0; b = b[cornerSize:] {
		v := func(i int) float32 { return float32(binary.BigEndian.Uint16(b[2*i:])) / math.MaxUint16 }
		h, err := HashOf(b[8:cornerSize])
		if err != nil {
			return nil, err
		}
		out = append(out, Corner{v(0), v(1), v(2), v(3)*2*math.Pi - math.Pi, h})
	}
	return out, nil
}
