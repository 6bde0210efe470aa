package blockproof

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/tlog"
)

// CutWords cuts a segment into words. Each has the white space that follows it, and
// the first also what stands before it, so that they make up the segment again.
func CutWords(segment string) []string {
	var out []string
	start, space, seen := 0, false, false
	for i, r := range segment {
		switch {
		case unicode.IsSpace(r):
			space = seen
		case space:
			out = append(out, segment[start:i])
			start, space = i, false
		default:
			seen = true
		}
	}
	if start < len(segment) {
		out = append(out, segment[start:])
	}
	return out
}

// mostEmpty is how many empty leaves may follow a word.
const mostEmpty = 3

// segmentSeed is the secret of the salts of a segment's words: HMAC-SHA-256(seed,
// "sijill segment" || i as four bytes).
func (s *Seed) segmentSeed(i int) Seed {
	m := hmac.New(sha256.New, s[:])
	m.Write(binary.BigEndian.AppendUint32([]byte("sijill segment"), uint32(i)))
	return Seed(m.Sum(nil))
}

// slots are what the leaves of a segment hold: its words, and after each of them up
// to three empty ones, so that the number of leaves says little of how many words
// were taken out. How many depends on the segment's seed alone: after word j as many
// as the two lowest bits of the last byte of HMAC-SHA-256(segment seed, "sijill
// empty" || j as four bytes) say.
func (s *Seed) slots(words []string) []string {
	out := make([]string, 0, len(words)*(2+mostEmpty)/2)
	for j, w := range words {
		out = append(out, w)
		m := hmac.New(sha256.New, s[:])
		m.Write(binary.BigEndian.AppendUint32([]byte("sijill empty"), uint32(j)))
		for range m.Sum(nil)[sha256.Size-1] % (mostEmpty + 1) {
			out = append(out, "")
		}
	}
	return out
}

// part is a segment that is shown: the whole of it with its seed, or some of its
// leaves.
type part struct {
	text string // of the whole
	seed Seed

	shown  []bool // by leaf; nil for the whole
	words  []string
	salts  []salt
	hashes []tlog.Hash
}

// content is what is hashed of a segment: the root of its leaves, and their number.
func (p *part) content() []byte {
	var leaves []tlog.Hash
	if p.shown == nil {
		for j, w := range p.seed.slots(CutWords(p.text)) {
			leaves = append(leaves, leaf(p.seed.salt(j), j, []byte(w)))
		}
	} else {
		leaves = make([]tlog.Hash, len(p.shown))
		words, salts, hashes := p.words, p.salts, p.hashes
		for j, shown := range p.shown {
			if !shown {
				leaves[j], hashes = hashes[0], hashes[1:]
				continue
			}
			leaves[j] = leaf(salts[0], j, []byte(words[0]))
			words, salts = words[1:], salts[1:]
		}
	}
	h := root(leaves)
	return binary.BigEndian.AppendUint32(h[:], uint32(len(leaves)))
}

// partOf shows a segment without the words that are hidden, which may be nil.
func partOf(text string, seed Seed, hidden []bool) part {
	words := CutWords(text)
	gone := func(j int) bool { return j < len(hidden) && hidden[j] }
	any := false
	for j := range words {
		any = any || gone(j)
	}
	if !any {
		return part{text: text, seed: seed}
	}
	p := part{shown: []bool{}}
	at := -1
	for j, w := range seed.slots(words) {
		if w != "" {
			at++
		}
		// Empty leaves at either end of what is hidden are hidden, too.
		show := !gone(at) && (w != "" || !gone(at+1))
		p.shown = append(p.shown, show)
		if s := seed.salt(j); show {
			p.words, p.salts = append(p.words, w), append(p.salts, s)
		} else {
			p.hashes = append(p.hashes, leaf(s, j, []byte(w)))
		}
	}
	return p
}

// copied writes the segment with a mark for each run of words that is not there.
func (p *part) copied() string {
	if p.shown == nil {
		return p.text
	}
	var b strings.Builder
	words, marked := p.words, false
	for _, shown := range p.shown {
		if !shown {
			if !marked {
				b.WriteString(Withheld + " ")
			}
			marked = true
			continue
		}
		if words[0] != "" {
			marked = false
		}
		b.WriteString(words[0])
		words = words[1:]
	}
	if marked { // what parted it from the next segment went with its last word
		return strings.TrimSuffix(b.String(), " ") + "\n\n"
	}
	return b.String()
}

// Shorten writes a segment as a copy has it, with a mark for each run of words that are
// gone.
func Shorten(segment string, gone []bool) string {
	p := partOf(segment, Seed{}, gone)
	return p.copied()
}

// Gone says which words of each segment are taken out. What is nil or too short
// hides nothing.
type Gone [][]bool

// whole reports that all words of a segment are taken out.
func (g Gone) whole(i, words int) bool {
	if i >= len(g) || len(g[i]) < words {
		return false
	}
	for _, gone := range g[i][:words] {
		if !gone {
			return false
		}
	}
	return true
}

// CommitWords commits to a text by the words of its segments.
func CommitWords(segments []string, seed Seed) (Commitment, error) {
	p, err := ProveWords(segments, seed, nil)
	if err != nil {
		return Commitment{}, err
	}
	return CheckWords(p)
}

// ProveWords makes the proof of a copy without some words; the proof holds the
// others. Of a segment of which nothing is left the proof has one hash.
func ProveWords(segments []string, seed Seed, gone Gone) (Proof, error) {
	if err := fits(segments); err != nil {
		return Proof{}, err
	}
	hidden := make([]bool, len(segments))
	parts := make([]part, len(segments))
	for i, s := range segments {
		var words []bool
		if i < len(gone) {
			words = gone[i]
		}
		if hidden[i] = gone.whole(i, len(CutWords(s))); hidden[i] {
			words = nil
		}
		parts[i] = partOf(s, seed.segmentSeed(i), words)
	}
	p := prove(Proof{Form: Words}, len(segments), seed, hidden, func(i int) []byte { return parts[i].content() })
	for i := range parts {
		if !hidden[i] {
			p.parts = append(p.parts, parts[i])
		}
	}
	return p, nil
}

// CheckWords gives what the proof of a text by its words is proved against.
func CheckWords(p Proof) (Commitment, error) {
	if p.Form != Words || len(p.parts) != len(p.salts) {
		return Commitment{}, errors.New("this is not the proof of a text by its words")
	}
	at := -1
	return p.Commitment(func(int) []byte { at++; return p.parts[at].content() }), nil
}

// Shortened counts the segments of which some words were taken out.
func (p Proof) Shortened() int {
	n := 0
	for i := range p.parts {
		if p.parts[i].shown != nil {
			n++
		}
	}
	return n
}
