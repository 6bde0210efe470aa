package likeness

import (
	"image"
	"image/color"
)

// pane is luma (ITU-R BT.601, 0 to 255).
type pane struct {
	pix  []float32
	w, h int
}

// lumaOf gives the luma of a picture, brought to 512 pixels a side by means of
// areas where it is larger.
func lumaOf(img image.Image) pane {
	b := img.Bounds()
	if b.Empty() {
		return pane{}
	}
	return lumaIn(img, min(b.Dx(), source), min(b.Dy(), source))
}

// lumaIn gives the luma of a picture brought to w x h, no larger than it is.
func lumaIn(img image.Image, w, h int) pane {
	b := img.Bounds()
	pix := make([]float32, w*h)
	row := make([]float32, b.Dx())
	at := rowOf(img)
	y := 0
	for dy := range h {
		end := max((dy+1)*b.Dy()/h, y+1)
		line := pix[dy*w : (dy+1)*w]
		rows := 0
		for ; y < end; y++ {
			at(y, row)
			x := 0
			for dx := range w {
				stop := max((dx+1)*b.Dx()/w, x+1)
				var sum float32
				n := stop - x
				for ; x < stop; x++ {
					sum += row[x]
				}
				line[dx] += sum / float32(n)
			}
			rows++
		}
		for i := range line {
			line[i] /= float32(rows)
		}
	}
	return pane{pix, w, h}
}

// rowOf gives what reads one row of luma.
func rowOf(img image.Image) func(y int, row []float32) {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.YCbCr:
		return func(y int, row []float32) {
			for x, v := range m.Y[m.YOffset(b.Min.X, b.Min.Y+y):][:len(row)] {
				row[x] = float32(v)
			}
		}
	case *image.Gray:
		return func(y int, row []float32) {
			for x, v := range m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):][:len(row)] {
				row[x] = float32(v)
			}
		}
	case *image.RGBA:
		return func(y int, row []float32) {
			p := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range row {
				row[x] = 0.299*float32(p[4*x]) + 0.587*float32(p[4*x+1]) + 0.114*float32(p[4*x+2])
			}
		}
	}
	return func(y int, row []float32) {
		for x := range row {
			c := color.RGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.RGBA)
			row[x] = 0.299*float32(c.R) + 0.587*float32(c.G) + 0.114*float32(c.B)
		}
	}
}
