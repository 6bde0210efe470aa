package look

import (
	"bufio"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"io"

	"sijill.example/sijill/media/picture"
)

// contactSheet keeps frames that are evenly spread over a film of unknown length:
// when it is full, every second one goes and the step doubles.
type contactSheet struct {
	kept []*image.YCbCr
	step int
}

func (c *contactSheet) add(n int, img *image.YCbCr) {
	if c.step == 0 {
		c.step = 1
	}
	if n%c.step != 0 {
		return
	}
	if len(c.kept) == 2*sheetRows*sheetCols {
		for i := range sheetRows * sheetCols {
			c.kept[i] = c.kept[2*i]
		}
		c.kept = c.kept[:sheetRows*sheetCols]
		c.step *= 2
		if n%c.step != 0 {
			return
		}
	}
	c.kept = append(c.kept, picture.Smaller(img, picture.ThumbSide))
}

// picture draws the frames in a grid; nil where there are fewer than two.
func (c *contactSheet) picture() image.Image {
	n := min(len(c.kept), sheetRows*sheetCols)
	if n < 2 {
		return nil
	}
	first := c.kept[0].Rect
	const gap = 4
	cols := min(n, sheetCols)
	rows := (n + cols - 1) / cols
	sheet := image.NewRGBA(image.Rect(0, 0, cols*(first.Dx()+gap)+gap, rows*(first.Dy()+gap)+gap))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{0x20}), image.Point{}, draw.Src)
	for i := range n {
		frame := c.kept[i*len(c.kept)/n]
		at := image.Pt(gap+i%cols*(first.Dx()+gap), gap+i/cols*(first.Dy()+gap))
		draw.Draw(sheet, frame.Rect.Add(at), frame, frame.Rect.Min, draw.Src)
	}
	return sheet
}

const (
	waveRate   = 8000 // samples a second
	waveWidth  = 1200
	waveHeight = 200
)

// wave keeps the loudest sample of each stretch of a sound of unknown length: when
// it is full, neighbours are joined and a stretch doubles.
type wave struct {
	peaks   []int16
	stretch int // samples in each peak
	samples int
}

func (w *wave) read(in io.Reader) error {
	w.stretch = waveRate / 50
	r := bufio.NewReaderSize(in, 1<<16)
	var b [2]byte
	var peak int16
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil
			}
			return err
		}
		v := int16(binary.LittleEndian.Uint16(b[:]))
		if v < 0 {
			v = max(v, -32767) * -1
		}
		peak = max(peak, v)
		if w.samples++; w.samples%w.stretch == 0 {
			w.peaks, peak = append(w.peaks, peak), 0
		}
		if len(w.peaks) == 2*waveWidth {
			for i := range waveWidth {
				w.peaks[i] = max(w.peaks[2*i], w.peaks[2*i+1])
			}
			w.peaks, w.stretch = w.peaks[:waveWidth], 2*w.stretch
		}
	}
}

func (w *wave) picture() image.Image {
	img := image.NewGray(image.Rect(0, 0, waveWidth, waveHeight))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for x := range waveWidth {
		var peak int16
		if len(w.peaks) > 0 {
			from := x * len(w.peaks) / waveWidth
			for _, v := range w.peaks[from:max(from+1, (x+1)*len(w.peaks)/waveWidth)] {
				peak = max(peak, v)
			}
		}
		half := int(peak) * (waveHeight/2 - 2) / 32767
		for y := waveHeight/2 - half; y <= waveHeight/2+half; y++ {
			img.Pix[y*img.Stride+x] = 0x30
		}
	}
	return img
}
