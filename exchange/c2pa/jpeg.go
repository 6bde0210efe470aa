package c2pa

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// jpeg reads the APP11 segments (appendix A.3.1; ISO 19566-5, annex D): a box that
// does not fit a segment goes on in the next, with the same number and the header
// of the box again.
func (c *container) jpeg() error {
	if err := c.piece("SOI", span{0, 2}, false); err != nil {
		return err
	}
	var number uint16 // of the box that is the store
	var sequence uint32
	picture := false // has begun; what stands behind it is no store
	at := int64(2)
	for at < c.size {
		head, err := c.at(at, 2)
		if err != nil {
			return err
		}
		if head[0] != 0xff {
			return errors.New("a marker is missing")
		}
		if head[1] == 0xff { // filling
			if err := c.piece("fill", span{at, at + 1}, false); err != nil {
				return err
			}
			at++
			continue
		}
		if head[1] == 0xd9 {
			return c.piece("EOI", span{at, at + 2}, false)
		}
		if head[1] == 0x01 || head[1] >= 0xd0 && head[1] <= 0xd8 {
			if err := c.piece(markerName(head[1]), span{at, at + 2}, false); err != nil {
				return err
			}
			at += 2
			continue
		}
		long, err := c.at(at+2, 2)
		if err != nil {
			return err
		}
		length := int64(binary.BigEndian.Uint16(long))
		next := at + 2 + length
		if length < 2 || next > c.size {
			start, err := c.at(at+4, int(min(64, c.size-at-4)))
			return errors.Join(err, c.cutOff(head[1] == 0xeb && len(start) > 16 && string(start[:2]) == "JP" && isStoreHeader(start[8:])))
		}
		name, ours := markerName(head[1]), false
		if head[1] == 0xeb && length >= 18 && !picture {
			body, err := c.at(at+4, int(length-2))
			if err != nil {
				return err
			}
			if ours, err = c.segment(body, span{at, next}, &number, &sequence); err != nil {
				return err
			}
			if ours {
				name = "C2PA"
			}
		}
		if err := c.piece(name, span{at, next}, ours); err != nil {
			return err
		}
		if at = next; head[1] == 0xda {
			picture = true
			if at, err = c.scan(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// segment takes one APP11 segment, if it belongs to the store.
func (c *container) segment(b []byte, s span, number *uint16, sequence *uint32) (bool, error) {
	if string(b[:2]) != "JP" {
		return false, nil
	}
	n, z := binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint32(b[4:])
	box := b[8:]
	if string(box[4:8]) != "jumb" {
		return false, nil
	}
	if c.store != nil && n == *number && z == *sequence+1 {
		header := 8
		if binary.BigEndian.Uint32(box) == 1 {
			header = 16
		}
		if len(box) < header {
			return false, errTruncated
		}
		*sequence = z
		return true, c.add(box[header:], s)
	}
	if !isStoreHeader(box) {
		if c.store != nil && n == *number {
			return false, fmt.Errorf("its segment %d follows segment %d", z, *sequence)
		}
		return false, nil // JUMBF of others
	}
	if c.store != nil {
		return false, errTwoStores
	}
	if z != 1 {
		return false, fmt.Errorf("it begins with segment %d", z)
	}
	*number, *sequence = n, z
	return true, c.add(box, s)
}

// scan finds the end of the picture's data that begin at, and makes them a part of
// the SOS before them, as a boxes hash does.
func (c *container) scan(at int64) (int64, error) {
	end := c.size
	r := bufio.NewReaderSize(io.NewSectionReader(c.file, at, c.size-at), 4<<10)
	for marker := false; ; at++ {
		v, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, readError{err}
		}
		if marker && v != 0 && v != 0xff && (v < 0xd0 || v > 0xd7) {
			end = at - 1
			break
		}
		marker = v == 0xff
	}
	c.pieces[len(c.pieces)-1].end = end
	return end, nil
}

// markerName gives the name of a marker, as ITU-T T.81 table B.1 has it.
func markerName(m byte) string {
	switch {
	case m == 0xc4:
		return "DHT"
	case m == 0xcc:
		return "DAC"
	case m >= 0xc0 && m <= 0xcf && m != 0xc8:
		return fmt.Sprintf("SOF%d", m-0xc0)
	case m >= 0xd0 && m <= 0xd7:
		return fmt.Sprintf("RST%d", m-0xd0)
	case m >= 0xe0 && m <= 0xef:
		return fmt.Sprintf("APP%d", m-0xe0)
	}
	switch m {
	case 0xd8:
		return "SOI"
	case 0xda:
		return "SOS"
	case 0xdb:
		return "DQT"
	case 0xdc:
		return "DNL"
	case 0xdd:
		return "DRI"
	case 0xfe:
		return "COM"
	}
	return fmt.Sprintf("%02X", m)
}
