package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"

	"sijill.example/sijill/media/mediatest"
)

// makePhotos makes photographs with a time, its offset and a place each: small ones
// to read the facts of, or of 12 megapixels to make copies of.
func makePhotos(dir string, count, w, h int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var shapes [][]byte
	for i := range min(count, 12) {
		shapes = append(shapes, mediatest.Photo(w, h, i))
	}
	for i := range count {
		at := fmt.Sprintf("2016:12:%02d %02d:%02d:%02d", 1+i%28, i/28%24, i/60%60, i%60)
		tiff := mediatest.TIFF(mediatest.ASCII(0x10F, "Maker"), mediatest.ASCII(0x110, "Model 7"), mediatest.Short(0x112, uint16(1+i%8)),
			mediatest.ASCII(0x131, "1.2.3"), mediatest.ASCII(0x132, at),
			mediatest.EXIF(mediatest.Rationals(0x829A, 1, 125), mediatest.Rationals(0x829D, 18, 10), mediatest.Short(0x8827, 100),
				mediatest.ASCII(0x9003, at), mediatest.ASCII(0x9004, at), mediatest.ASCII(0x9011, "+02:00"),
				mediatest.Short(0xA002, uint16(w)), mediatest.Short(0xA003, uint16(h))),
			mediatest.Position(36.2+float64(i)/1e5, 37.1+float64(i)/1e5, strings.Fields(at)[0], "13:26:50"))
		photo := mediatest.WithEXIF(shapes[i%len(shapes)], tiff)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.jpg", i)), photo, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// sameFacts compares the lines of sijill with what ExifTool says of the same files:
// the time of capture with its offset, and the place.
func sameFacts(ours, theirs string) error {
	f, err := os.Open(ours)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	said := map[string]string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var x struct {
			File   string
			Times  []struct{ Role, Value, Where string }
			Places []struct{ Lat, Lon float64 }
		}
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			return err
		}
		for _, t := range x.Times {
			if t.Role == "captured" && t.Where == "EXIF" && len(x.Places) > 0 {
				said[filepath.Base(x.File)] = fact(t.Value, x.Places[0].Lat, x.Places[0].Lon)
			}
		}
	}
	b, err := os.ReadFile(theirs)
	if err != nil {
		return err
	}
	var all []struct {
		SourceFile, DateTimeOriginal, OffsetTimeOriginal string
		GPSLatitude, GPSLongitude                        float64
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	for _, x := range all {
		at := strings.Replace(strings.Replace(x.DateTimeOriginal, ":", "-", 2), " ", "T", 1) + x.OffsetTimeOriginal
		if want := fact(at, x.GPSLatitude, x.GPSLongitude); said[filepath.Base(x.SourceFile)] != want {
			return fmt.Errorf("%s: sijill says %q, ExifTool %q", x.SourceFile, said[filepath.Base(x.SourceFile)], want)
		}
	}
	if len(all) == 0 || len(said) != len(all) {
		return fmt.Errorf("sijill tells of %d files, ExifTool of %d", len(said), len(all))
	}
	return nil
}

func fact(at string, lat, lon float64) string {
	return fmt.Sprintf("%s %d %d", at, int(math.Round(lat*1e7)), int(math.Round(lon*1e7)))
}

// decodeFloor decodes every JPEG of a directory with Go's decoder.
func decodeFloor(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if err != nil {
		return err
	}
	queue, failed := make(chan string, len(names)), make(chan error, 2)
	for _, name := range names {
		queue <- name
	}
	close(queue)
	for range 2 {
		go func() {
			for name := range queue {
				b, err := os.ReadFile(name)
				if err == nil {
					_, err = jpeg.Decode(bytes.NewReader(b))
				}
				if err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		}()
	}
	return errors.Join(<-failed, <-failed)
}
