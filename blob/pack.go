package blob

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"sijill.example/sijill"
)

// A pack is a ZIP file (PKWARE APPNOTE 6.3) of stored members and nothing
// optional: no extra fields, no descriptors, no comment, one fixed time. So the
// bytes of every header follow from the members alone, and a check can account
// for every byte of a pack.
const (
	localSize   = 30 + nameSize
	centralSize = 46 + nameSize
	endSize     = 22
	nameSize    = 64 // a digest in hexadecimal

	version   = 10     // 1.0 is enough to extract
	dosDate   = 0x0021 // 1980-01-01, the first date that there is
	packLimit = 64 << 20
	maxPacked = 60_000 // members; the format allows 65,535
)

// member is one blob in a pack.
type member struct {
	digest sijill.Digest
	crc    uint32
	size   uint32
	offset uint32 // of its local header
}

func (m member) dataOffset() int64 { return int64(m.offset) + localSize }

func appendLocal(b []byte, m member) []byte {
	le := binary.LittleEndian
	b = append(b, 'P', 'K', 3, 4)
	b = le.AppendUint16(b, version)
	b = append(b, 0, 0, 0, 0, 0, 0) // flags, method (stored), time
	b = le.AppendUint16(b, dosDate)
	b = le.AppendUint32(b, m.crc)
	b = le.AppendUint32(b, m.size)
	b = le.AppendUint32(b, m.size)
	b = le.AppendUint16(b, uint16(nameSize))
	b = append(b, 0, 0) // no extra field
	return append(b, m.digest.String()...)
}

func appendCentral(b []byte, m member) []byte {
	le := binary.LittleEndian
	b = append(b, 'P', 'K', 1, 2)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, version)
	b = append(b, 0, 0, 0, 0, 0, 0)
	b = le.AppendUint16(b, dosDate)
	b = le.AppendUint32(b, m.crc)
	b = le.AppendUint32(b, m.size)
	b = le.AppendUint32(b, m.size)
	b = le.AppendUint16(b, uint16(nameSize))
	b = append(b, make([]byte, 12)...) // no extra field, no comment, disk 0, no attributes
	b = le.AppendUint32(b, m.offset)
	return append(b, m.digest.String()...)
}

// appendDirectory writes the central directory and the end record of a pack whose
// members end at offset.
func appendDirectory(b []byte, members []member, offset uint32) []byte {
	le := binary.LittleEndian
	for _, m := range members {
		b = appendCentral(b, m)
	}
	b = append(b, 'P', 'K', 5, 6, 0, 0, 0, 0)
	b = le.AppendUint16(b, uint16(len(members)))
	b = le.AppendUint16(b, uint16(len(members)))
	b = le.AppendUint32(b, uint32(len(members)*centralSize))
	b = le.AppendUint32(b, offset)
	return append(b, 0, 0)
}

// parseDirectory reads the central directory and the end record of a pack, the
// last bytes of it, and returns its members in order. It refuses whatever
// appendDirectory would not have written for them. size is that of the pack.
func parseDirectory(tail []byte, size int64) ([]member, error) {
	n := (len(tail) - endSize) / centralSize
	if len(tail) < endSize+centralSize || (len(tail)-endSize)%centralSize != 0 || n > maxPacked {
		return nil, fmt.Errorf("the pack's directory has a length that no directory has")
	}
	members := make([]member, n)
	le := binary.LittleEndian
	offset := int64(0)
	for i := range members {
		c := tail[i*centralSize : (i+1)*centralSize]
		d, err := sijill.ParseDigest(string(c[46:]))
		if err != nil {
			return nil, fmt.Errorf("the pack's directory has a name that is no digest")
		}
		members[i] = member{d, le.Uint32(c[16:]), le.Uint32(c[24:]), le.Uint32(c[42:])}
		if int64(members[i].offset) != offset {
			return nil, fmt.Errorf("the pack's directory has a gap or an overlap")
		}
		offset += localSize + int64(members[i].size)
	}
	if offset+int64(len(tail)) != size {
		return nil, fmt.Errorf("the pack's directory does not fit its size")
	}
	if !bytes.Equal(appendDirectory(make([]byte, 0, len(tail)), members, uint32(offset)), tail) {
		return nil, fmt.Errorf("the pack's directory is not as it was written")
	}
	return members, nil
}

// malformedError says that a pack could be read, and is not as it was written.
type malformedError struct{ error }

// readDirectory reads the members of an open pack.
func readDirectory(f io.ReaderAt, size int64) ([]member, error) {
	if size < endSize || size > 2*packLimit {
		return nil, malformedError{fmt.Errorf("the pack has %d bytes, which no pack has", size)}
	}
	var end [endSize]byte
	if _, err := f.ReadAt(end[:], size-endSize); err != nil {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint16(end[10:]))
	tail := make([]byte, n*centralSize+endSize)
	if int64(len(tail)) > size {
		return nil, malformedError{fmt.Errorf("the pack is shorter than its directory")}
	}
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return nil, err
	}
	members, err := parseDirectory(tail, size)
	if err != nil {
		return nil, malformedError{err}
	}
	return members, nil
}

// packWriter writes one pack.
type packWriter struct {
	file    *os.File
	buffer  []byte
	members []member
	offset  uint32
	err     error
}

const writeSize = 1 << 20

func (w *packWriter) add(d sijill.Digest, data []byte, crc uint32) error {
	m := member{d, crc, uint32(len(data)), w.offset}
	w.buffer = appendLocal(w.buffer, m)
	w.write(data)
	w.members = append(w.members, m)
	w.offset += localSize + m.size
	return w.err
}

// write buffers what is small and passes on what is large.
func (w *packWriter) write(data []byte) {
	if len(w.buffer)+len(data) > writeSize {
		w.flush()
	}
	if len(data) > writeSize/2 && w.err == nil {
		w.flush()
		_, w.err = w.file.Write(data)
		return
	}
	w.buffer = append(w.buffer, data...)
}

func (w *packWriter) flush() {
	if w.err == nil && len(w.buffer) > 0 {
		_, w.err = w.file.Write(w.buffer)
	}
	w.buffer = w.buffer[:0]
}

func (w *packWriter) full() bool { return w.offset >= packLimit || len(w.members) == maxPacked }

// finish writes the directory. The file is not flushed yet.
func (w *packWriter) finish() error {
	w.flush()
	if w.err == nil {
		_, w.err = w.file.Write(appendDirectory(nil, w.members, w.offset))
	}
	return w.err
}

func crcOf(b []byte) uint32 { return crc32.ChecksumIEEE(b) }
