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
	Format   string   `json:"format"`
	Form     string   `json:"form"`
	Width    int      `json:"width,omitempty"`
	Height   int      `json:"height,omitempty"`
	Count    int      `json:"count"`
	Shown    []byte   `json:"shown"`
	Salts    []byte   `json:"salts"`
	Hashes   []byte   `json:"hashes"`
	Segments []string `json:"segments,omitempty"`
}

// MarshalJSON writes the proof.
func (p Proof) MarshalJSON() ([]byte, error) {
	f := file{Format: Format, Form: p.Form, Width: p.Width, Height: p.Height, Count: len(p.Shown), Shown: make([]byte, (len(p.Shown)+7)/8),
		Salts: make([]byte, 0, saltSize*len(p.salts)), Hashes: make([]byte, 0, tlog.HashSize*len(p.hashes)), Segments: p.Segments}
	for i, shown := range p.Shown {
		if shown {
			f.Shown[i/8] |= 0x80 >> (i % 8)
		}
	}
	for _, s := range p.salts {
		f.Salts = append(f.Salts, s[:]...)
	}
	for _, h := range p.hashes {
		f.Hashes = append(f.Hashes, h[:]...)
	}
	return json.Marshal(f)
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
	if f.Form != Picture && f.Form != Text {
		return errors.New("the proof is of no known form")
	}
	if f.Form == Picture && (Grid{f.Width, f.Height}).check() != nil || f.Form == Text && (f.Width != 0 || f.Height != 0) {
		return errors.New("the proof's size is out of range")
	}
	if f.Count < 1 || f.Count > MaxPieces || len(f.Shown) != (f.Count+7)/8 {
		return errors.New("the proof has a wrong number of pieces")
	}
	if f.Form == Picture && f.Count != (Grid{f.Width, f.Height}).Count() {
		return errors.New("the proof has a wrong number of blocks")
	}
	q := Proof{Form: f.Form, Width: f.Width, Height: f.Height, Shown: make([]bool, f.Count), Segments: f.Segments}
	shown := 0
	for i := range 8 * len(f.Shown) {
		set := f.Shown[i/8]&(0x80>>(i%8)) != 0
		if i >= f.Count {
			if set {
				return errors.New("the proof shows pieces that are not there")
			}
			continue
		}
		if q.Shown[i] = set; set {
			shown++
		}
	}
	if len(f.Salts) != saltSize*shown || len(f.Hashes) != tlog.HashSize*(f.Count-shown) {
		return errors.New("the proof lacks salts or hashes")
	}
	if f.Form == Text && len(f.Segments) != shown || f.Form == Picture && len(f.Segments) != 0 {
		return errors.New("the proof has a wrong number of segments")
	}
	for ; len(f.Salts) > 0; f.Salts = f.Salts[saltSize:] {
		q.salts = append(q.salts, salt(f.Salts[:saltSize]))
	}
	for ; len(f.Hashes) > 0; f.Hashes = f.Hashes[tlog.HashSize:] {
		q.hashes = append(q.hashes, tlog.Hash(f.Hashes[:tlog.HashSize]))
	}
	*p = q
	return nil
}
