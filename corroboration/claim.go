// Package corroboration weighs what is said of a claim. It counts voices and not
// posts: who copies, quotes, passes on or belongs to another is one voice with it,
// and every such tie is told. From that it makes the verdict line of a claim, which
// nobody types. It says who says what, and not what to believe.
//
// It is pure: what is said, by whom, and what ties them is handed to it. Nothing in
// it depends on the order in which that comes.
package corroboration

import "sijill.example/sijill"

// How is the way in which something bears on a claim.
type How string

// The ways.
const (
	Supports       How = "supports"
	Contradicts    How = "contradicts"
	Contextualises How = "contextualises"
)

// Claim is a proposition that can be true or false.
type Claim struct {
	Number sijill.Number
	Title  string
	Type   string // count, time, place, actor, means, fact
	Value  Value
}

// Bearing says that a thing bears on a claim.
type Bearing struct {
	Of  sijill.Number // the thing: an exhibit, a testimony, a statement ...
	By  sijill.Number // whose word it is, where that is not the source of the thing
	How How
	// Says is the value that it gives, as far as it gives any.
	Says Value
	// Place says whether the passage that it names is still there.
	Place Found
	Note  string
	// Record is the bearing as it was written, with the remark in every language.
	Record map[string]any
}

// Thing is what bears on a claim, or is passed on by another.
type Thing struct {
	Number sijill.Number
	Title  string
	Medium string // film, picture, text, sound, or "" for anything else
	Digest string // of its bytes, where it has any
	// Source is who it is from: a number, or only what they are called. "" where
	// nobody has said.
	Source string
	Basis  string // how the source knows, where the thing says it
	// PassesOn lists the things and sources whose word it gives and not its own:
	// what it quotes, and who signed it together.
	PassesOn []sijill.Number
	IsJoint  bool // signed by several
	// StandsOn lists things that hold the same account in another form: the
	// recording of a testimony, the original of a translation.
	StandsOn []sijill.Number
}

// Source is a person or a group that told something.
type Source struct {
	Number  sijill.Number
	Name    string
	Basis   string
	IsGroup bool
	// Affiliation lists the groups that it belongs to. Belonging to the same
	// organisation, or to two under one parent, makes one voice. What is no group (a
	// trade, a region) ties nobody.
	Affiliation []sijill.Number
	Relays      []sijill.Number // whose word it passes on
}

// Pair is two things of which a person confirmed that they are of one origin.
type Pair struct{ A, B sijill.Number }

// Known is what is known of the voices and of what ties them.
type Known struct {
	Things    map[sijill.Number]Thing
	Sources   map[sijill.Number]Source
	OneOrigin []Pair
}
