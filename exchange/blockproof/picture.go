package blockproof

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
)

// Side is the side of a block, in pixels. Blocks at the right and lower edge may
// be smaller.
const Side = 64

// Mark is the colour of what was taken out of a picture.
var Mark = color.NRGBA{0x20, 0x20, 0x20, 0xff}

// Grid is how a picture is cut into blocks, row by row from the upper left.
type Grid struct{ Width, Height int }

// Columns and Rows count the blocks.
func (g Grid) Columns() int { return (g.Width + Side - 1) / Side }

// Rows counts the rows of blocks.
func (g Grid) Rows() int { return (g.Height + Side - 1) / Side }

// Count is the number of blocks.
func (g Grid) Count() int { return g.Columns() * g.Rows() }

// Block gives the pixels of block i.
func (g Grid) Block(i int) image.Rectangle {
	x, y := i%g.Columns()*Side, i/g.Columns()*Side
	return image.Rect(x, y, min(x+Side, g.Width), min(y+Side, g.Height))
}

// Touched tells for each block whether a region touches it.
func (g Grid) Touched(regions []image.Rectangle) []bool {
	out := make([]bool, g.Count())
	for i := range out {
		for _, r := range regions {
			out[i] = out[i] || g.Block(i).Overlaps(r)
		}
	}
	return out
}

// Areas joins blocks to as few rectangles as standing side by side and then one
// above the other makes of them. They do not overlap.
func (g Grid) Areas(blocks []bool) []image.Rectangle {
	var out []image.Rectangle
	open := map[[2]int]int{} // rectangles of the row above, by their left and right edges
	for row := range g.Rows() {
		here := map[[2]int]int{}
		for column := 0; column < g.Columns(); column++ {
			first := row*g.Columns() + column
			if !blocks[first] {
				continue
			}
			for column+1 < g.Columns() && blocks[row*g.Columns()+column+1] {
				column++
			}
			r := g.Block(first).Union(g.Block(row*g.Columns() + column))
			edges := [2]int{r.Min.X, r.Max.X}
			at, ok := open[edges]
			if !ok {
				at = len(out)
				out = append(out, r)
			}
			out[at].Max.Y = r.Max.Y
			here[edges] = at
		}
		open = here
	}
	return out
}

func (g Grid) check() error {
	if g.Width <= 0 || g.Height <= 0 || g.Width > 1<<20 || g.Height > 1<<20 || g.Count() > MaxPieces {
		return fmt.Errorf("a picture of %d x %d pixels cannot be committed to", g.Width, g.Height)
	}
	return nil
}

func gridOf(img *image.NRGBA) Grid { return Grid{img.Rect.Dx(), img.Rect.Dy()} }

// content is what is hashed of a block: where it stands, its size, and its pixels
// row by row as red, green, blue, alpha.
func content(img *image.NRGBA, r image.Rectangle, into []byte) []byte {
	into = binary.BigEndian.AppendUint32(into[:0], uint32(r.Min.X))
	into = binary.BigEndian.AppendUint32(into, uint32(r.Min.Y))
	into = binary.BigEndian.AppendUint32(into, uint32(r.Dx()))
	into = binary.BigEndian.AppendUint32(into, uint32(r.Dy()))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := img.PixOffset(img.Rect.Min.X+r.Min.X, img.Rect.Min.Y+y)
		into = append(into, img.Pix[at:at+4*r.Dx()]...)
	}
	return into
}

// CommitPicture commits to a picture.
func CommitPicture(img *image.NRGBA, seed Seed) (Commitment, error) {
	p, err := ProvePicture(img, seed, nil)
	if err != nil {
		return Commitment{}, err
	}
	return p.Commitment(func(i int) []byte { return content(img, gridOf(img).Block(i), nil) }), nil
}

// ProvePicture makes the proof of a copy of img in which the hidden blocks are
// taken out; hidden may be nil.
func ProvePicture(img *image.NRGBA, seed Seed, hidden []bool) (Proof, error) {
	g := gridOf(img)
	if err := g.check(); err != nil {
		return Proof{}, err
	}
	return prove(Proof{Form: Picture, Width: g.Width, Height: g.Height}, g.Count(), seed, hidden,
		func(i int) []byte { return content(img, g.Block(i), nil) }), nil
}

// Hide paints the hidden blocks over.
func Hide(img *image.NRGBA, hidden []bool) {
	g := gridOf(img)
	for i, gone := range hidden {
		if !gone {
			continue
		}
		r := g.Block(i).Add(img.Rect.Min)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.SetNRGBA(x, y, Mark)
			}
		}
	}
}

var errNotMarked = errors.New("a block that the proof does not cover is not painted over")

// CheckPicture gives what a copy and its proof are proved against. It fails where
// the two do not fit, or where something is shown that the proof does not cover.
func CheckPicture(img *image.NRGBA, p Proof) (Commitment, error) {
	g := gridOf(img)
	if err := g.check(); err != nil {
		return Commitment{}, err
	}
	if p.Form != Picture || p.Width != g.Width || p.Height != g.Height || len(p.Shown) != g.Count() {
		return Commitment{}, errors.New("the proof is of a picture of another size")
	}
	for i, shown := range p.Shown {
		if shown {
			continue
		}
		r := g.Block(i).Add(img.Rect.Min)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if img.NRGBAAt(x, y) != Mark {
					return Commitment{}, errNotMarked
				}
			}
		}
	}
	return p.Commitment(func(i int) []byte { return content(img, g.Block(i), nil) }), nil
}
