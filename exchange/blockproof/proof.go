package blockproof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof is what a redacted copy carries.
type Proof struct {
	Form          string
	Width, Height int
	Shown         []bool   // by piece
	Segments      []string // of a text: those that are shown

	salts  []salt      // of the pieces that are shown, in order
	hashes []tlog.Hash // of those that are not
	parts  []part      // of a text by its words: the segments that are shown
}

func prove(p Proof, count int, seed Seed, hidden []bool, piece func(int) []byte) Proof {
	p.Shown = make([]bool, count)
	for i := range count {
		s := seed.salt(i)
		if p.Shown[i] = i >= len(hidden) || !hidden[i]; p.Shown[i] {
			p.salts = append(p.salts, s)
			continue
		}
		p.hashes = append(p.hashes, leaf(s, i, piece(i)))
	}
	return p
}

// Commitment computes what the proof and the pieces that are shown lead to. piece
// is asked for these in order.
func (p Proof) Commitment(piece func(i int) []byte) Commitment {
	leaves := make([]tlog.Hash, len(p.Shown))
	salts, hashes := p.salts, p.hashes
	for i, shown := range p.Shown {
		if shown {
			leaves[i], salts = leaf(salts[0], i, piece(i)), salts[1:]
			continue
		}
		leaves[i], hashes = hashes[0], hashes[1:]
	}
	return Commitment{p.Form, p.Width, p.Height, len(leaves), root(leaves)}
}

// Hidden counts the pieces that are not shown.
func (p Proof) Hidden() int { return len(p.hashes) }

// file is the proof as JSON. Shown has one bit for each piece, the first in the
// highest bit of the first byte.
type file struct {
	Format   string        `json:"format"`
	Form     string        `json:"form"`
	Width    int           `json:"width,omitempty"`
	Height   int           `json:"height,omitempty"`
	Count    int           `json:"count"`
	Shown    []byte        `json:"shown"`
	Salts    []byte        `json:"salts"`
	Hashes   []byte        `json:"hashes"`
	Segments []string      `json:"segments,omitempty"`
	Words    []segmentFile `json:"words,omitempty"`
}

// segmentFile is a segment as JSON: its text and seed, or some of its leaves.
type segmentFile struct {
	Text   string   `json:"text,omitempty"`
	Seed   []byte   `json:"seed,omitempty"`
	Count  int      `json:"count,omitempty"`
	Shown  []byte   `json:"shown,omitempty"`
	Salts  []byte   `json:"salts,omitempty"`
	Hashes []byte   `json:"hashes,omitempty"`
	Words  []string `json:"words,omitempty"`
}

// MarshalJSON writes the proof.
func (p Proof) MarshalJSON() ([]byte, error) {
	f := file{Format: Format, Form: p.Form, Width: p.Width, Height: p.Height, Count: len(p.Shown), Shown: packBits(p.Shown),
		Salts: packSalts(p.salts), Hashes: packHashes(p.hashes), Segments: p.Segments}
	for i := range p.parts {
		f.Words = append(f.Words, p.parts[i].segmentFile())
	}
	return json.Marshal(f)
}

func (p *part) segmentFile() segmentFile {
	if p.shown == nil {
		return segmentFile{Text: p.text, Seed: p.seed[:]}
	}
	return segmentFile{Count: len(p.shown), Shown: packBits(p.shown), Salts: packSalts(p.salts), Hashes: packHashes(p.hashes), Words: p.words}
}

func packBits(bits []bool) []byte {
	out := make([]byte, (len(bits)+7)/8)
	for i, set := range bits {
		if set {
			out[i/8] |= 0x80 >> (i % 8)
		}
	}
	return out
}

func packSalts(salts []salt) []byte {
	out := make([]byte, 0, saltSize*len(salts))
	for _, s := range salts {
		out = append(out, s[:]...)
	}
	return out
}

func packHashes(hashes []tlog.Hash) []byte {
	out := make([]byte, 0, tlog.HashSize*len(hashes))
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Proof) UnmarshalJSON(b []byte) error {
	var f file
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return err
	}
	if f.Format != Format {
		return fmt.Errorf("the proof is of the format %q, and this program reads %s", f.Format, Format)
	}
	isText := f.Form == Text || f.Form == Words
	if f.Form != Picture && !isText {
		return errors.New("the proof is of no known form")
	}
	if f.Form == Picture && (Grid{f.Width, f.Height}).check() != nil || isText && (f.Width != 0 || f.Height != 0) {
		return errors.New("the proof's size is out of range")
	}
	if f.Form == Picture && f.Count != (Grid{f.Width, f.Height}).Count() {
		return errors.New("the proof has a wrong number of blocks")
	}
	q := Proof{Form: f.Form, Width: f.Width, Height: f.Height, Segments: f.Segments}
	var err error
	if q.Shown, q.salts, q.hashes, err = unpack(f.Count, MaxPieces, f.Shown, f.Salts, f.Hashes); err != nil {
		return err
	}
	want := map[string][2]int{Picture: {0, 0}, Text: {len(q.salts), 0}, Words: {0, len(q.salts)}}[f.Form]
	if len(f.Segments) != want[0] || len(f.Words) != want[1] {
		return errors.New("the proof has a wrong number of segments")
	}
	for i := range f.Words {
		w, err := f.Words[i].part()
		if err != nil {
			return err
		}
		q.parts = append(q.parts, w)
	}
	*p = q
	return nil
}

// unpack reads which of some pieces are shown, with the salts of these and the
// hashes of the others.
func unpack(count, most int, bits, salts, hashes []byte) (shown []bool, s []salt, h []tlog.Hash, err error) {
	if count < 1 || count > most || len(bits) != (count+7)/8 {
		return nil, nil, nil, errors.New("the proof has a wrong number of pieces")
	}
	shown = make([]bool, count)
	n := 0
	for i := range 8 * len(bits) {
		set := bits[i/8]&(0x80>>(i%8)) != 0
		if i >= count {
			if set {
				return nil, nil, nil, errors.New("the proof shows pieces that are not there")
			}
			continue
		}
		if shown[i] = set; set {
			n++
		}
	}
	if len(salts) != saltSize*n || len(hashes) != tlog.HashSize*(count-n) {
		return nil, nil, nil, errors.New("the proof lacks salts or hashes")
	}
	for ; len(salts) > 0; salts = salts[saltSize:] {
		s = append(s, salt(salts[:saltSize]))
	}
	for ; len(hashes) > 0; hashes = hashes[tlog.HashSize:] {
		h = append(h, tlog.Hash(hashes[:tlog.HashSize]))
	}
	return shown, s, h, nil
}

// maxLeaves bounds the leaves of one segment.
const maxLeaves = 1 << 25

func (f *segmentFile) part() (part, error) {
	if f.Seed != nil {
		if len(f.Seed) != len(Seed{}) || f.Text == "" || f.Count != 0 || f.Shown != nil || f.Salts != nil || f.Hashes != nil || f.Words != nil {
			return part{}, errors.New("a segment of the proof is shown neither whole nor in part")
		}
		return part{text: f.Text, seed: Seed(f.Seed)}, nil
	}
	p := part{words: f.Words}
	var err error
	if p.shown, p.salts, p.hashes, err = unpack(f.Count, maxLeaves, f.Shown, f.Salts, f.Hashes); err != nil {
		return p, err
	}
	if len(p.words) != len(p.salts) || len(p.hashes) == 0 || f.Text != "" {
		return p, errors.New("a segment of the proof has a wrong number of words")
	}
	return p, nil
}
