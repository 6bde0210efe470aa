package index

import "sijill.example/sijill/search"

// Lexicon remembers words and the keys under which they are found, since most come
// again. It is not for concurrent use.
type Lexicon struct {
	analyser *search.Analyser
	keys     map[string]uint32
	names    []string
	ofForm   [][]uint32   // by the number of the form
	room     []occurrence // for the next writer
}

// NewLexicon makes a lexicon.
func NewLexicon() *Lexicon {
	return &Lexicon{analyser: search.NewAnalyser(), keys: map[string]uint32{}}
}

// maxNames is how many keys are remembered.
const maxNames = 1_000_000

// forget lets go of words where there are too many. Keys that were given are not
// good any more.
func (l *Lexicon) forget() {
	if len(l.names) > maxNames || len(l.ofForm) > maxNames {
		room := l.room
		*l = *NewLexicon()
		l.room = room
	}
}

// occurrences tells for a document which key stands where, in the order of places,
// some twice, and gives the document's length.
func (l *Lexicon) occurrences(d *Document, each func(key uint32, at place)) int {
	words := 0
	for field, s := range [fields]string{d.Title, d.Body, d.Text} {
		position := 0
		l.analyser.Tokens(s, func(t search.Token) bool {
			at := placeOf(field, t.Position)
			for _, key := range l.keysOf(t.Form) {
				each(key, at)
			}
			position = t.Position + 1
			return true
		})
		words += position
	}
	return words
}

// keysOf gives the keys under which a word is found.
func (l *Lexicon) keysOf(f *search.Form) []uint32 {
	if f.Number > 0 && f.Number < len(l.ofForm) && l.ofForm[f.Number] != nil {
		return l.ofForm[f.Number]
	}
	keys := make([]uint32, 0, 1+len(f.Also))
	keys = append(keys, l.key(f.Exact))
	for _, stem := range f.Also {
		keys = append(keys, l.key(stemMark+stem))
	}
	if f.Number > 0 {
		for f.Number >= len(l.ofForm) {
			l.ofForm = append(l.ofForm, nil)
		}
		l.ofForm[f.Number] = keys
	}
	return keys
}

func (l *Lexicon) key(name string) uint32 {
	if k, ok := l.keys[name]; ok {
		return k
	}
	k := uint32(len(l.names))
	l.names = append(l.names, name)
	l.keys[name] = k
	return k
}
