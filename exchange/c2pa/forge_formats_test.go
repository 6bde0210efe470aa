package c2pa

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"github.com/veraison/go-cose"
)

// webp makes a WebP of which only the container is one.
func (f *forge) webp() []byte {
	original := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8L\x04\x00\x00\x00"), 1, 2, 3, 4)
	return f.put(original, len(original), func(store []byte) []byte {
		chunk := append(binary.LittleEndian.AppendUint32([]byte("C2PA"), uint32(len(store))), store...)
		return append(chunk, make([]byte, len(store)%2)...)
	})
}

// tiff makes a TIFF with one directory of one entry, the store's; the count and the
// store are left out of the hash.
func (f *forge) tiff() []byte {
	head := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x41\xcd\x07\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00")
	digest := sha256.Sum256(append(bytes.Clone(head[:14]), head[18:]...))
	for length := 0; ; {
		binding := named{"c2pa.hash.data", map[string]any{"exclusions": []hole{{14, 4}, {26, length}}, "alg": "sha256", "hash": digest[:]}}
		store := f.store(binding)
		if len(store) == length {
			binary.LittleEndian.PutUint32(head[14:], uint32(length))
			return append(head, store...)
		}
		length = len(store)
	}
}

// film makes an MP4 of ftyp, the store, free and mdat. leftOut are further boxes
// that the hash leaves out.
func (f *forge) film(leftOut ...string) []byte {
	ftyp, free, mdat := rawBox("ftyp", []byte("mp42\x00\x00\x00\x00mp42")), rawBox("free", []byte{1}), rawBox("mdat", []byte("a film"))
	original := bytes.Join([][]byte{ftyp, free, mdat}, nil)
	f.bmff = func(offset, length int) any {
		h := sha256.New()
		at := offset + length
		exclusions := []any{map[string]any{"xpath": "/uuid", "data": []any{map[string]any{"offset": 8, "value": []byte(uuidC2PA)}}, "length": nil}}
		for _, name := range leftOut {
			exclusions = append(exclusions, map[string]any{"xpath": "/" + name, "subset": nil, "flags": nil})
		}
		for _, b := range [][]byte{ftyp, free, mdat} {
			start := at
			if string(b[4:8]) == "ftyp" {
				start = 0
			} else {
				at += len(b)
			}
			out := false
			for _, name := range leftOut {
				out = out || string(b[4:8]) == name
			}
			if !out {
				h.Write(binary.BigEndian.AppendUint64(nil, uint64(start)))
				h.Write(b)
			}
		}
		return map[string]any{"exclusions": exclusions, "alg": "sha256", "hash": h.Sum(nil), "merkle": nil}
	}
	return f.put(original, len(ftyp), func(store []byte) []byte {
		return rawBox("uuid", []byte(uuidC2PA), []byte("\x00\x00\x00\x00manifest\x00"), make([]byte, 8), store)
	})
}

func TestOtherContainers(t *testing.T) {
	es := cose.AlgorithmES256
	for name, file := range map[string][]byte{"WebP": newForge(es).webp(), "TIFF": newForge(es).tiff(), "film": newForge(es).film(), "film without its type": newForge(es).film("ftyp", "free")} {
		if r := read(t, file); r.State != Valid {
			t.Errorf("%s: %+v", name, r)
		}
		c, err := find(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for i := range file {
			changed := bytes.Clone(file)
			changed[i] ^= 1
			covered := name != "film without its type" || i >= 24
			for _, s := range c.spans {
				covered = covered && (int64(i) < s.start || int64(i) >= s.end)
			}
			if free := bytes.Index(file, []byte("\x00\x00\x00\x09free")); name == "film without its type" && i >= free && i < free+9 {
				covered = false
			}
			if covered && read(t, changed).State == Valid {
				t.Errorf("%s: byte %d may be changed", name, i)
			}
		}
		for n := range file {
			if read(t, file[:n]).State == Valid {
				t.Errorf("%s: %d bytes of it are valid", name, n)
			}
		}
	}
	if r := read(t, newForge(es).film("mdat")); r.State != Invalid {
		t.Errorf("a film whose pictures were not signed: %+v", r)
	}
	for _, xpath := range []string{"mdat/x", "mdat/"} {
		if r := read(t, newForge(es).film(xpath)); r.State == Valid {
			t.Errorf("a hash that leaves out %s: %+v", xpath, r)
		}
	}
	merkle := newForge(es)
	merkle.noBinding = true
	merkle.extra = append(merkle.extra, named{"c2pa.hash.bmff.v2", map[string]any{"merkle": []any{map[string]any{"count": 1}}, "alg": "sha256"}})
	if r := read(t, merkle.film()); r.State != NotSupported {
		t.Errorf("a film in pieces: %+v", r)
	}
}
