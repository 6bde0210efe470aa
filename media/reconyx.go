package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
)

// maxMakerNote is how much of the start of a maker's note is read.
const maxMakerNote = 128

// Where the values of a HyperFire stand in its maker's note, in bytes.
const (
	reconyxTime   = 22 // second, minute, hour, month, day, year, of 16 bits each
	reconyxSerial = 42 // 15 letters of UTF-16
)

// reconyx reads the time of a camera trap, which stands in the maker's note and
// nowhere else: Reconyx writes no DateTimeOriginal of EXIF.
func (l *look) reconyx() {
	b := l.exif.makerNote
	maker := strings.EqualFold(strings.TrimSpace(clean(l.exif.maker)), "reconyx")
	switch {
	case bytes.HasPrefix(b, []byte("RECONYX")), maker && !bytes.HasPrefix(b, []byte{0x01, 0xF1}) && len(b) > 0:
		l.notDone("the maker's note", "of the cameras of Reconyx only those called HyperFire are read")
		return
	case !bytes.HasPrefix(b, []byte{0x01, 0xF1}) || len(b) < reconyxTime+12:
		return
	case !maker && (b[2] != 2 && b[2] != 3 || b[3] != 0):
		return
	}
	at := func(i int) uint16 { return binary.LittleEndian.Uint16(b[reconyxTime+2*i:]) }
	raw := fmt.Sprintf("%04d:%02d:%02d %02d:%02d:%02d", at(5), at(3), at(4), at(2), at(1), at(0))
	value, doubt := colonTime(raw, "")
	l.time(Time{Role: Captured, Value: value, Where: "Reconyx", Name: "DateTimeOriginal", Raw: raw, Doubt: doubt})
	if len(b) >= reconyxSerial+30 {
		serial, _, _ := strings.Cut(decodeUTF16(b[reconyxSerial:reconyxSerial+30], false), "\x00")
		l.identity("Reconyx", "SerialNumber", clean(serial))
	}
}
