package c2pa

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// uuidC2PA is the extended type of the box of C2PA (appendix A.5).
const uuidC2PA = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81"

// bmff reads the top-level boxes of MP4, QuickTime, HEIF and AVIF (ISO 14496-12).
func (c *container) bmff() error {
	for at := int64(0); at < c.size; {
		head, err := c.at(at, int(min(32, c.size-at)))
		if err != nil {
			return err
		}
		if len(head) < 8 {
			return errTruncated
		}
		length, header := int64(binary.BigEndian.Uint32(head)), 8
		switch length {
		case 0:
			length = c.size - at
		case 1:
			if len(head) < 16 {
				return errTruncated
			}
			if l := binary.BigEndian.Uint64(head[8:]); l <= uint64(c.size) {
				length, header = int64(l), 16
			}
		}
		name := string(head[4:8])
		isC2PA := name == "uuid" && len(head) >= header+16 && string(head[header:header+16]) == uuidC2PA
		if length < int64(header) || length > c.size-at {
			return c.cutOff(isC2PA)
		}
		s := span{at, at + length}
		if isC2PA {
			if err := c.provenanceBox(at+int64(header)+16, s); err != nil {
				return err
			}
		}
		if err := c.piece(name, s, isC2PA); err != nil {
			return err
		}
		at += length
	}
	return nil
}

// provenanceBox takes the store from the box whose content begins at.
func (c *container) provenanceBox(at int64, s span) error {
	head, err := c.at(at, int(min(64, s.end-at)))
	if err != nil {
		return err
	}
	if len(head) < 5 {
		return errTruncated
	}
	purpose, _, ok := bytes.Cut(head[4:], []byte{0})
	switch {
	case !ok:
		return errors.New("its box has no purpose")
	case string(purpose) != "manifest":
		return unsupportedError("it has a box for " + string(bytes.ToValidUTF8(purpose, []byte("?"))) + ", which is not read")
	case c.store != nil:
		return errTwoStores
	}
	// After the purpose comes the offset of the first Merkle box.
	at += 4 + int64(len(purpose)) + 1 + 8
	return c.take(at, s.end-at, s)
}
