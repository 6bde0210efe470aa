package example

import (
	"image"
	"os"
	"path/filepath"
)

// Names of pictures that are spoken of.
const (
	streetPicture    = "شارع بعد القصف.jpg"
	duskPicture      = "street-at-dusk.jpg"
	queuePicture     = "water-queue.jpg"
	hospitalPicture  = "hospital-front.jpg"
	convoyPicture    = "convoy.jpg"
	alleyPicture     = "alley.jpg"
	courtyardPicture = "courtyard.jpg"
	roofsPicture     = "smoke-over-roofs.jpg"
	forwardedPicture = "forwarded.jpg"
	breakingPicture  = "breaking.jpg"
	againPicture     = "again.jpg"
)

// drawing is a picture as a camera would have kept it.
type drawing struct {
	folder, name string
	made         func() *image.RGBA
	says         *camera
}

func drawings() []drawing {
	at := func(lat, lon [3]uint32, captured string) *camera {
		return &camera{captured, "+02:00", captured, lat, lon}
	}
	street := func(n uint64) func() *image.RGBA { return func() *image.RGBA { return scene(n) } }
	dusk := at([3]uint32{36, 11, 480}, [3]uint32{37, 8, 1140}, "2016:11:29 16:22:40")
	dusk.modified = "2016:11:21 09:00:00" // its camera's clock was set between
	return []drawing{
		{"photographer", streetPicture, street(0), at([3]uint32{36, 10, 5910}, [3]uint32{37, 8, 620}, "2016:11:29 15:40:12")},
		{"photographer", duskPicture, street(1), dusk},
		{"photographer", queuePicture, street(2), at([3]uint32{36, 11, 1900}, [3]uint32{37, 8, 2980}, "2016:11:30 08:05:31")},
		{"photographer-two", hospitalPicture, hospitalFront, at([3]uint32{36, 12, 1700}, [3]uint32{37, 11, 200}, "2016:11:20 11:12:05")},
		{"photographer-two", convoyPicture, convoy, at([3]uint32{36, 9, 2500}, [3]uint32{37, 7, 4800}, "2016:12:21 09:48:57")},
		{"photographer-two", alleyPicture, alley, at([3]uint32{36, 12, 1800}, [3]uint32{37, 10, 480}, "2016:11:30 09:31:40")},
		{"photographer-two", courtyardPicture, courtyard, at([3]uint32{36, 11, 5700}, [3]uint32{37, 9, 900}, "2016:12:03 13:20:18")},
		{"media-centre", roofsPicture, roofs, nil},
	}
}

// draw draws the pictures, and what channels made of the first: mirrored, a part of
// it, and compressed again.
func draw(dir string) error {
	for _, d := range drawings() {
		img := d.made()
		if err := save(dir, d.folder, d.name, img, 88, d.says); err != nil {
			return err
		}
		if d.name != streetPicture {
			continue
		}
		for _, err := range []error{
			save(dir, "channel", forwardedPicture, forwarded(img, img.Rect, 900, true), 62, nil),
			save(dir, "channel", breakingPicture, forwarded(img, image.Rect(260, 120, 1180, 733), 920, false), 70, nil),
			save(dir, "channel-two", againPicture, forwarded(img, img.Rect, 1100, false), 38, nil),
		} {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// save writes a JPEG into a folder of dir.
func save(dir, folder, name string, img image.Image, quality int, says *camera) error {
	to := filepath.Join(dir, folder)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	return encode(filepath.Join(to, name), img, quality, says)
}
