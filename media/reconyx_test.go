package media_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"sijill.example/sijill/media/mediatest"
)

// TestReconyx reads the time of a camera trap, which is in the maker's note only.
func TestReconyx(t *testing.T) {
	note := make([]byte, 128)
	words := map[int]uint16{0: 0xF101, 1: 3, 11: 53, 12: 26, 13: 15, 14: 12, 15: 13, 16: 2016}
	for at, w := range words {
		binary.LittleEndian.PutUint16(note[2*at:], w)
	}
	for i, c := range "TRAP1" {
		binary.LittleEndian.PutUint16(note[42+2*i:], uint16(c))
	}
	with := func(note []byte) []byte {
		return mediatest.WithEXIF(mediatest.Photo(16, 16, 1), mediatest.TIFF(mediatest.EXIF(
			mediatest.Entry{Tag: 0x927C, Kind: 7, Count: uint32(len(note)), Value: note})))
	}
	f := read(with(note), "x.jpg")
	if at, ok := timeOf(f, "Reconyx", "DateTimeOriginal"); !ok || at.Value.String() != "2016-12-13T15:26:53" {
		t.Errorf("%+v", f.Times)
	}
	if len(f.Identity) != 1 || f.Identity[0].Value != "TRAP1" {
		t.Errorf("the serial number: %+v", f.Identity)
	}
	if f := read(with(note[:30]), "x.jpg"); len(f.Times) != 0 {
		t.Errorf("of a note that is cut short: %+v", f.Times)
	}
	if f := read(with(append([]byte("RECONYXUF\x00"), note...)), "x.jpg"); len(f.NotDone) != 1 || !strings.Contains(f.NotDone[0].Because, "HyperFire") {
		t.Errorf("of another note of Reconyx: %+v", f.NotDone)
	}
}
