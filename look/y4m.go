package look

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"io"
	"strconv"
	"strings"
)

// maxSide bounds the pictures that a tool gives, in pixels.
const maxSide = 4096

// frames reads YUV4MPEG2 of 8 bits and 4:2:0, which is what ffmpeg is asked for,
// and calls f with each frame. The picture is f's until it returns.
func frames(r io.Reader, f func(n int, img *image.YCbCr) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	head, err := line(in)
	if errors.Is(err, io.EOF) {
		return nil // no frame at all
	}
	if err != nil {
		return err
	}
	w, h, err := sizeOf(head)
	if err != nil {
		return err
	}
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for n := 0; ; n++ {
		mark, err := line(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || !strings.HasPrefix(mark, "FRAME") {
			return errors.Join(errNoFrames, err)
		}
		for _, plane := range [][]byte{img.Y, img.Cb, img.Cr} {
			if _, err := io.ReadFull(in, plane); err != nil {
				return fmt.Errorf("a frame is cut: %w", err)
			}
		}
		if err := f(n, img); err != nil {
			return err
		}
	}
}

var errNoFrames = errors.New("these are not frames of a film")

func line(in *bufio.Reader) (string, error) {
	b, err := in.ReadSlice('\n')
	if err != nil {
		if len(b) > 0 {
			return "", errNoFrames
		}
		return "", err
	}
	return string(b[:len(b)-1]), nil
}

func sizeOf(head string) (w, h int, err error) {
	fields := strings.Fields(head)
	if len(fields) == 0 || fields[0] != "YUV4MPEG2" {
		return 0, 0, errNoFrames
	}
	for _, f := range fields[1:] {
		switch f[0] {
		case 'W':
			w, err = strconv.Atoi(f[1:])
		case 'H':
			h, err = strconv.Atoi(f[1:])
		case 'C':
			if !strings.HasPrefix(f, "C420") || strings.HasPrefix(f, "C420p") && f != "C420paldv" {
				err = errNoFrames
			}
		}
		if err != nil {
			return 0, 0, errors.Join(errNoFrames, err)
		}
	}
	if w < 1 || h < 1 || w > maxSide || h > maxSide {
		return 0, 0, errNoFrames
	}
	return w, h, nil
}

// pixmaps reads binary PPM pictures that stand one after the other, as pdftoppm and
// vipsthumbnail write them (Netpbm P6, 8 bits), and calls f with each.
func pixmaps(r io.Reader, f func(n int, img *image.RGBA) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 0; ; n++ {
		if _, err := in.Peek(1); errors.Is(err, io.EOF) {
			return nil
		}
		w, h, err := pixmapHead(in)
		if err != nil {
			return err
		}
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		row := make([]byte, 3*w)
		for y := range h {
			if _, err := io.ReadFull(in, row); err != nil {
				return fmt.Errorf("a picture is cut: %w", err)
			}
			line := img.Pix[y*img.Stride:]
			for x := range w {
				line[4*x], line[4*x+1], line[4*x+2], line[4*x+3] = row[3*x], row[3*x+1], row[3*x+2], 255
			}
		}
		if err := f(n, img); err != nil {
			return err
		}
	}
}

var errNoPixmap = errors.New("this is not a pixmap")

func pixmapHead(in *bufio.Reader) (w, h int, err error) {
	var magic [2]byte
	if _, err := io.ReadFull(in, magic[:]); err != nil || magic != [2]byte{'P', '6'} {
		return 0, 0, errors.Join(errNoPixmap, err)
	}
	var values [3]int
	for i := range values {
		if values[i], err = pixmapNumber(in); err != nil {
			return 0, 0, err
		}
	}
	if values[0] < 1 || values[1] < 1 || values[0] > maxSide || values[1] > maxSide || values[2] != 255 {
		return 0, 0, errNoPixmap
	}
	return values[0], values[1], nil
}

// pixmapNumber reads a number and the one space after it, and passes over spaces
// and comments before it.
func pixmapNumber(in *bufio.Reader) (int, error) {
	n, digits := 0, 0
	for range 1 << 12 {
		c, err := in.ReadByte()
		if err != nil {
			return 0, errors.Join(errNoPixmap, err)
		}
		switch {
		case c >= '0' && c <= '9' && digits < 6:
			n, digits = 10*n+int(c-'0'), digits+1
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			if digits > 0 {
				return n, nil
			}
		case c == '#' && digits == 0:
			for c != '\n' {
				if c, err = in.ReadByte(); err != nil {
					return 0, errors.Join(errNoPixmap, err)
				}
			}
		default:
			return 0, errNoPixmap
		}
	}
	return 0, errNoPixmap
}
