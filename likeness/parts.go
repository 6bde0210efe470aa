package likeness

import (
	"math"
	"slices"
)

// Parts finds pictures that share a part with a query, whatever was cut off, and
// however it was scaled and turned.
type Parts struct {
	index   Index
	corners []Corner
	owner   []int32 // by corner
	start   []int32 // by picture, its first corner
}

// Shared is a picture that shares a part with the query.
type Shared struct {
	Picture int // in the order of Add
	Corners int // that agree on one movement of the whole
	// Share is how much of the query's corners agree, 0 to 1.
	Share float64
	// Scale is how much larger the query's things are in the picture, both measured
	// by their longer sides: below 1, the query is a part that was cut out.
	Scale float64
	// X, Y is where the query's origin stands in the picture, in shares of its
	// longer side.
	X, Y float64
	// Turn is by how much the query must be turned clockwise to lie on the picture, in
	// radians.
	Turn float64
	// OfQuery and OfStored are the shares of the areas of the two that overlap.
	OfQuery, OfStored float64
	// Alike is the correlation of the two where they overlap, up to 1.
	Alike float64

	movement movement
}

// Add takes the corners of a picture.
func (p *Parts) Add(corners []Corner) {
	p.start = append(p.start, int32(len(p.corners)))
	picture := int32(len(p.start) - 1)
	for _, c := range corners {
		p.index.Add(c.Hash)
		p.corners = append(p.corners, c)
		p.owner = append(p.owner, picture)
	}
}

// Build makes what Search looks into.
func (p *Parts) Build() { p.index.Build() }

const (
	// cornerNear is within how many bits two corners may be the same.
	cornerNear = 32
	// leastShared is how many corners must agree on one movement.
	leastShared = 6
	// looseness and tolerance are how far from where a movement puts it a corner may
	// be, before and after the movement is fitted, in shares of the longer side.
	looseness, tolerance = 0.08, 0.025
	// leastAlike is the correlation that the two pictures must have where they
	// overlap, leastOverlap the share of one of them that must, and leastPoints how
	// many points of their sketches.
	leastAlike, leastOverlap, leastPoints = 0.80, 0.6, 150
	// maxTried is how many pictures are compared point by point.
	maxTried = 50
)

type pair struct {
	query, stored Corner
	distance      int
}

// Search gives the pictures that share a part with the query, the surest first.
// Corners propose; what decides is a comparison of the two pictures, of which
// sketch gives the stored one.
func (p *Parts) Search(query []Corner, seen Sketch, sketch func(picture int) (Sketch, error)) ([]Shared, error) {
	matches := map[int32][]pair{}
	for _, c := range query {
		best := map[int32]int{}
		for _, hit := range p.index.Search(c.Hash, cornerNear) { // nearest first
			o := p.owner[hit.ID]
			if _, again := best[o]; !again {
				best[o] = hit.Distance
				matches[o] = append(matches[o], pair{c, p.corners[hit.ID], hit.Distance})
			}
		}
	}
	var proposed []Shared
	for picture, pairs := range matches {
		if s, ok := agree(pairs); ok {
			s.Picture = int(picture)
			s.Share = float64(s.Corners) / float64(len(query))
			proposed = append(proposed, s)
		}
	}
	slices.SortFunc(proposed, func(a, b Shared) int {
		if a.Corners != b.Corners {
			return b.Corners - a.Corners
		}
		return a.Picture - b.Picture
	})
	var out []Shared
	for _, s := range proposed[:min(len(proposed), maxTried)] {
		stored, err := sketch(s.Picture)
		if err != nil {
			return nil, err
		}
		if s.Alike, s.OfQuery, s.OfStored = s.movement.alike(seen, stored); s.Alike >= leastAlike {
			out = append(out, s)
		}
	}
	return out, nil
}

// agree finds the movement (scale, turn, place) on which most pairs agree.
func agree(pairs []pair) (Shared, bool) {
	if len(pairs) < leastShared {
		return Shared{}, false
	}
	var best []pair
	for _, one := range pairs {
		// Each pair proposes a movement by itself: its sizes, angles and places.
		m := movementOf(one)
		agreeing := m.agreeing(pairs, looseness)
		if len(agreeing) > len(best) {
			best = agreeing
		}
	}
	if len(best) < leastShared {
		return Shared{}, false
	}
	m, ok := fit(best)
	if !ok {
		return Shared{}, false
	}
	best = m.agreeing(pairs, tolerance)
	if m, ok = fit(best); !ok || len(best) < leastShared {
		return Shared{}, false
	}
	return Shared{Corners: len(best), Scale: m.scale(), Turn: math.Atan2(m.b, m.a), X: m.dx, Y: m.dy, movement: m}, true
}

// movement maps a point (x, y) of the query to (a x - b y + dx, b x + a y + dy).
type movement struct{ a, b, dx, dy float64 }

func (m movement) scale() float64 { return math.Hypot(m.a, m.b) }

func (m movement) apply(x, y float64) (float64, float64) {
	return m.a*x - m.b*y + m.dx, m.b*x + m.a*y + m.dy
}

func movementOf(p pair) movement {
	scale := float64(p.stored.Size / p.query.Size)
	sin, cos := math.Sincos(float64(p.stored.Angle - p.query.Angle))
	m := movement{a: scale * cos, b: scale * sin}
	x, y := m.apply(float64(p.query.X), float64(p.query.Y))
	m.dx, m.dy = float64(p.stored.X)-x, float64(p.stored.Y)-y
	return m
}

// agreeing lists the pairs whose places, sizes and angles the movement explains.
func (m movement) agreeing(pairs []pair, within float64) []pair {
	scale, turn := m.scale(), math.Atan2(m.b, m.a)
	var out []pair
	for _, p := range pairs {
		x, y := m.apply(float64(p.query.X), float64(p.query.Y))
		if math.Hypot(x-float64(p.stored.X), y-float64(p.stored.Y)) > within*max(1, scale) {
			continue
		}
		if r := float64(p.stored.Size/p.query.Size) / scale; r < 0.6 || r > 1.7 {
			continue
		}
		if d := math.Remainder(float64(p.stored.Angle-p.query.Angle)-turn, 2*math.Pi); math.Abs(d) > 0.4 {
			continue
		}
		out = append(out, p)
	}
	return out
}

// fit gives the movement with the least squares of the pairs.
func fit(pairs []pair) (movement, bool) {
	n := float64(len(pairs))
	if n < 2 {
		return movement{}, false
	}
	var qx, qy, sx, sy float64
	for _, p := range pairs {
		qx, qy, sx, sy = qx+float64(p.query.X), qy+float64(p.query.Y), sx+float64(p.stored.X), sy+float64(p.stored.Y)
	}
	qx, qy, sx, sy = qx/n, qy/n, sx/n, sy/n
	var a, b, norm float64
	for _, p := range pairs {
		x, y, u, v := float64(p.query.X)-qx, float64(p.query.Y)-qy, float64(p.stored.X)-sx, float64(p.stored.Y)-sy
		a, b, norm = a+x*u+y*v, b+x*v-y*u, norm+x*x+y*y
	}
	// Corners of one small thing, a caption or a logo, are not a part of a picture.
	if norm/n < 0.05*0.05 {
		return movement{}, false
	}
	m := movement{a: a / norm, b: b / norm}
	x, y := m.apply(qx, qy)
	m.dx, m.dy = sx-x, sy-y
	return m, m.scale() > 0.05
}

// alike correlates the two pictures where the movement lays them over each other,
// and tells how much of each that is.
func (m movement) alike(query, stored Sketch) (alike, ofQuery, ofStored float64) {
	if query.W < 8 || query.H < 8 || stored.W < 8 || stored.H < 8 {
		return 0, 0, 0
	}
	ql, sl := float64(max(query.W, query.H)), float64(max(stored.W, stored.H))
	var all sums
	var blocks [blockSide * blockSide]sums
	inside := 0
	for y := range query.H {
		for x := range query.W {
			u, v := m.apply((float64(x)+.5)/ql, (float64(y)+.5)/ql)
			u, v = u*sl-.5, v*sl-.5
			// A corner's place is no surer than a point of the sketch.
			if u < -1 || v < -1 || u > float64(stored.W) || v > float64(stored.H) {
				continue
			}
			u, v = min(max(u, 0), float64(stored.W-1)), min(max(v, 0), float64(stored.H-1))
			inside++
			a, b := float64(query.Pix[y*query.W+x]), stored.at(u, v)
			all.add(a, b)
			blocks[y*blockSide/query.H*blockSide+x*blockSide/query.W].add(a, b)
		}
	}
	// One of the two must lie in the other, most of it at least.
	ofQuery = float64(inside) / float64(query.W*query.H)
	ofStored = float64(inside) / ql / ql * m.scale() * m.scale() / (float64(stored.W*stored.H) / sl / sl)
	if max(ofQuery, ofStored) < leastOverlap || inside < leastPoints {
		return 0, ofQuery, ofStored
	}
	return max(all.correlation(), agreeing(blocks[:])), ofQuery, min(1, ofStored)
}

const (
	// blockSide is into how many blocks a side of the query is divided.
	blockSide = 8
	// A caption or a mark that was laid over a picture spoils some blocks: as long as
	// leastBlocks of those that show something, and no fewer than so many, agree, the
	// picture is known by them.
	leastBlocks, fewestBlocks, blockAlike = 0.6, 12, 0.6
)

// agreeing correlates the blocks that agree, where enough of them do.
func agreeing(blocks []sums) float64 {
	var together sums
	shown, agree := 0, 0
	for _, b := range blocks {
		if b.n < 9 {
			continue
		}
		va, vb := b.variances()
		if max(va, vb) < 16 {
			continue // nothing in it
		}
		if shown++; b.correlation() >= blockAlike {
			agree++
			together = together.plus(b)
		}
	}
	if agree < fewestBlocks || float64(agree) < leastBlocks*float64(shown) {
		return 0
	}
	return together.correlation()
}

// sums are what a correlation is made of.
type sums struct{ n, a, b, aa, bb, ab float64 }

func (s *sums) add(a, b float64) {
	s.n, s.a, s.b, s.aa, s.bb, s.ab = s.n+1, s.a+a, s.b+b, s.aa+a*a, s.bb+b*b, s.ab+a*b
}

func (s sums) plus(o sums) sums {
	return sums{s.n + o.n, s.a + o.a, s.b + o.b, s.aa + o.aa, s.bb + o.bb, s.ab + o.ab}
}

func (s sums) variances() (a, b float64) {
	return s.aa/s.n - s.a*s.a/s.n/s.n, s.bb/s.n - s.b*s.b/s.n/s.n
}

// correlation is 0 where one of the two shows nothing.
func (s sums) correlation() float64 {
	if s.n == 0 {
		return 0
	}
	va, vb := s.variances()
	if va < 16 || vb < 16 {
		return 0
	}
	return (s.ab/s.n - s.a*s.b/s.n/s.n) / math.Sqrt(va*vb)
}
