package picture

import (
	"image"
	"image/color"
	"image/draw"
)

// fit gives the size of a picture of w x h within a square of side pixels. A
// picture that fits stays as large as it is.
func fit(w, h, side int) (int, int) {
	if w <= side && h <= side {
		return w, h
	}
	if w >= h {
		return side, max(1, (h*side+w/2)/w)
	}
	return max(1, (w*side+h/2)/h), side
}

// Smaller gives the picture within a square of side pixels, each pixel the mean of
// those it stands for. Transparent parts are shown on white.
func Smaller(img image.Image, side int) *image.YCbCr {
	b := img.Bounds()
	w, h := fit(b.Dx(), b.Dy(), side)
	planes := planesOf(img)
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	shrink(out.Y, out.YStride, w, h, planes.y)
	cw, ch := (w+1)/2, (h+1)/2
	shrink(out.Cb, out.CStride, cw, ch, planes.cb)
	shrink(out.Cr, out.CStride, cw, ch, planes.cr)
	return out
}

// plane is one component of a picture.
type plane struct {
	pix      []byte
	stride   int
	w, h     int
	constant bool // every sample is value
	value    byte
}

type planes struct{ y, cb, cr plane }

// planesOf gives the components of a picture; those of a JPEG as they stand.
func planesOf(img image.Image) planes {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	switch m := img.(type) {
	case *image.YCbCr:
		if w > 0 && h > 0 {
			first, last := m.COffset(b.Min.X, b.Min.Y), m.COffset(b.Max.X-1, b.Max.Y-1)
			rows := (last - first) / max(1, m.CStride)
			cw := last - first - rows*m.CStride + 1
			return planes{
				y:  plane{pix: m.Y[m.YOffset(b.Min.X, b.Min.Y):], stride: m.YStride, w: w, h: h},
				cb: plane{pix: m.Cb[first:], stride: m.CStride, w: cw, h: rows + 1},
				cr: plane{pix: m.Cr[first:], stride: m.CStride, w: cw, h: rows + 1},
			}
		}
	case *image.RGBA:
		if m.Opaque() {
			return convertOpaque(m)
		}
	case *image.Gray:
		grey := plane{constant: true, value: 128}
		return planes{y: plane{pix: m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], stride: m.Stride, w: w, h: h}, cb: grey, cr: grey}
	}
	return convert(img)
}

// convertOpaque is convert for what hides nothing, as the pixels of tools are.
func convertOpaque(m *image.RGBA) planes {
	b := m.Rect
	w, h := b.Dx(), b.Dy()
	out := planes{
		y:  plane{pix: make([]byte, w*h), stride: w, w: w, h: h},
		cb: plane{pix: make([]byte, w*h), stride: w, w: w, h: h},
		cr: plane{pix: make([]byte, w*h), stride: w, w: w, h: h},
	}
	for y := range h {
		row := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):][:4*w]
		ys, cbs, crs := out.y.pix[y*w:][:w], out.cb.pix[y*w:][:w], out.cr.pix[y*w:][:w]
		for x := range ys {
			p := row[4*x : 4*x+3 : 4*x+3]
			ys[x], cbs[x], crs[x] = color.RGBToYCbCr(p[0], p[1], p[2])
		}
	}
	return out
}

// convert makes the components of any picture, a band of rows at a time.
func convert(img image.Image) planes {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	out := planes{
		y:  plane{pix: make([]byte, w*h), stride: w, w: w, h: h},
		cb: plane{pix: make([]byte, w*h), stride: w, w: w, h: h},
		cr: plane{pix: make([]byte, w*h), stride: w, w: w, h: h},
	}
	row := image.NewRGBA(image.Rect(0, 0, w, 1))
	for y := range h {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		for x := range w {
			p := row.Pix[4*x : 4*x+3 : 4*x+3]
			out.y.pix[y*w+x], out.cb.pix[y*w+x], out.cr.pix[y*w+x] = color.RGBToYCbCr(p[0], p[1], p[2])
		}
	}
	return out
}

// shrink writes the plane at another size, by mean of area with weights in
// 1/256 of a sample at the borders.
func shrink(dst []byte, stride, w, h int, src plane) {
	if src.constant {
		for y := range h {
			for x := range w {
				dst[y*stride+x] = src.value
			}
		}
		return
	}
	if src.w == w && src.h == h {
		for y := range h {
			copy(dst[y*stride:y*stride+w], src.pix[y*src.stride:])
		}
		return
	}
	columns := spans(src.w, w)
	rows := spans(src.h, h)
	sums := make([]uint64, w)
	for y, r := range rows {
		clear(sums)
		var weight uint64
		for sy := r.first; sy <= r.last; sy++ {
			wy := r.weight(sy)
			weight += wy
			line := src.pix[sy*src.stride : sy*src.stride+src.w]
			for x, c := range columns {
				sum := uint64(line[c.first]) * c.head
				for _, v := range line[c.first+1 : max(c.first+1, c.last)] {
					sum += uint64(v) << 8
				}
				if c.last > c.first {
					sum += uint64(line[c.last]) * c.tail
				}
				sums[x] += sum * wy
			}
		}
		for x, c := range columns {
			total := weight * c.total
			dst[y*stride+x] = byte((sums[x] + total/2) / total)
		}
	}
}

// span is the run of samples that one sample of the copy stands for. Head and
// tail are the weights of its ends, in 1/256.
type span struct {
	first, last       int
	head, tail, total uint64
}

func (s span) weight(i int) uint64 {
	switch i {
	case s.first:
		return s.head
	case s.last:
		return s.tail
	}
	return 256
}

func spans(from, to int) []span {
	out := make([]span, to)
	for i := range out {
		start, end := i*from*256/to, (i+1)*from*256/to
		if end <= start {
			end = start + 1
		}
		s := span{first: min(start/256, from-1), last: min((end-1)/256, from-1)}
		if s.first == s.last {
			s.head = uint64(max(1, end-start))
			s.total = s.head
		} else {
			s.head = uint64(256 - start%256)
			s.tail = uint64((end-1)%256 + 1)
			s.total = s.head + s.tail + 256*uint64(s.last-s.first-1)
		}
		out[i] = s
	}
	return out
}
