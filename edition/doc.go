// Package edition is what the public sees: a directory that holds what was released
// and nothing else, and the pages that are made of it. It knows no archive: whoever
// has the directory can serve it, copy it, and check it.
//
//	edition.json       its name, address, languages, version, and checkpoint
//	edition.db         the documents, their entries as far as they are shown, what can
//	                   be found in them, and prints of pictures
//	objects/NUMBER/    pictures, texts and proofs that were released
//	log/               the register's checkpoint and tiles (C2SP tlog-tiles)
package edition

import "sijill.example/sijill"

// Version is the version of the directory's layout and of Document.
const Version = 3

// Text is a text in a language (BCP 47), "" where that is not known. A list of them
// says the same in several languages.
type Text struct {
	Lang string `json:"lang,omitempty"`
	Text string `json:"text"`
}

// Ref names another document of the edition. What is not in the edition is never
// named.
type Ref struct {
	Number sijill.Number `json:"number"`
	Titles []Text        `json:"titles,omitempty"`
	Thumb  *Picture      `json:"thumb,omitempty"`
}

// Document is everything that the public may know of one thing.
type Document struct {
	Number sijill.Number `json:"number"`
	Titles []Text        `json:"titles,omitempty"`
	Lead   []Text        `json:"lead,omitempty"` // a summary, a profile, a description
	// Body is CommonMark; [[exh-2026-0001]] cites another document.
	Body    []Text `json:"body,omitempty"`
	Lang    string `json:"lang,omitempty"` // of what was said or written
	Context []Text `json:"context,omitempty"`
	Credit  []Text `json:"credit,omitempty"`
	Terms   []Text `json:"terms,omitempty"` // words, or the address of a licence
	// Notices say what a reader must be warned of before it is shown: graphic, distress.
	Notices []string `json:"notices,omitempty"`

	Dates  []Dated  `json:"dates,omitempty"`
	Places []Placed `json:"places,omitempty"`

	Source     *Ref   `json:"source,omitempty"` // who told or made it, where that is public
	SaidBy     []Text `json:"said_by,omitempty"`
	Basis      string `json:"basis,omitempty"`
	Byline     []Text `json:"byline,omitempty"`
	Translator string `json:"translator,omitempty"`
	Named      string `json:"named,omitempty"` // of a source: pseudonym, or by consent
	IsGroup    bool   `json:"is_group,omitempty"`
	Original   *Ref   `json:"original,omitempty"` // of a translated dispatch or page, of a redacted copy

	Pictures  []Picture  `json:"pictures,omitempty"` // the first is shown large
	Downloads []Download `json:"downloads,omitempty"`
	Redacted  *Redacted  `json:"redacted,omitempty"`

	Segments     []Segment     `json:"segments,omitempty"`
	Translations []Translation `json:"translations,omitempty"`
	Signatories  []Signatory   `json:"signatories,omitempty"`
	Lists        []List        `json:"lists,omitempty"`

	Acts     []Act     `json:"acts,omitempty"`
	Claim    *Claim    `json:"claim,omitempty"`
	Claims   []Claimed `json:"claims,omitempty"`   // of an incident
	Bearings []Bearing `json:"bearings,omitempty"` // of a claim or an incident
	BearsOn  []Bears   `json:"bears_on,omitempty"` // of what bears on claims

	Related []Related `json:"related,omitempty"`
	Custody []Step    `json:"custody,omitempty"`
	Entry   *Entry    `json:"entry,omitempty"`

	Released string `json:"released,omitempty"` // the day, 2026-11-25
	Revised  string `json:"revised,omitempty"`  // the day of the last change
	// Withdrawn says that it was in the edition and was taken out; then nothing else
	// is there but the number and the day.
	Withdrawn string `json:"withdrawn,omitempty"`
}

// Kind is the word for what the document is about: exhibit, incident, ...
func (d *Document) Kind() string { return d.Number.Kind() }

// Dated is one of the times of a thing. They are never merged.
type Dated struct {
	What string `json:"what"` // captured, occurred, published, received, registered, recorded, made
	EDTF string `json:"edtf"`
	Says []Text `json:"says,omitempty"` // who says so
}

// Placed is one of the places of a thing.
type Placed struct {
	What       string   `json:"what"` // captured, shown, occurred
	Ref        *Ref     `json:"ref,omitempty"`
	Words      []Text   `json:"words,omitempty"`
	Lat        *float64 `json:"lat,omitempty"` // degrees, WGS 84
	Lon        *float64 `json:"lon,omitempty"`
	PrecisionM float64  `json:"precision_m,omitempty"`
	// Outline is rings of longitude and latitude, where the place has a shape.
	Outline [][][2]float64 `json:"outline,omitempty"`
}

// Picture is an object that can be looked at.
type Picture struct {
	Object string `json:"object"` // NUMBER/NAME below objects/
	Type   string `json:"type"`   // image/jpeg or image/png
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Role   string `json:"role"` // view, thumb, sheet, wave, page-1 ...
	Alt    []Text `json:"alt,omitempty"`
}

// Download is an object that can be taken away, with the terms beside it.
type Download struct {
	Object string `json:"object"`
	Type   string `json:"type"`
	Bytes  int64  `json:"bytes,omitempty"` // 0 of what is made when it is asked for
	What   string `json:"what"`            // copy, proof, text, entry
}

// Redacted tells of a copy from which something was taken out.
type Redacted struct {
	Form     string `json:"form"` // proved or reduced
	Pieces   int    `json:"pieces,omitempty"`
	Withheld int    `json:"withheld,omitempty"`
	// Shortened counts segments of a text of which words are withheld.
	Shortened int    `json:"shortened,omitempty"`
	Copy      string `json:"copy"`            // the object
	Proof     string `json:"proof,omitempty"` // the object, a redaction.ProofFile
	// Width and Height are those of a copy of a picture, and Regions the places of it
	// that are painted over, in its pixels.
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
	Regions []Area `json:"regions,omitempty"`
}

// Area is a rectangle in a picture, in pixels from its upper left.
type Area struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// Segment is a paragraph of what was said. One that is withheld has no text.
type Segment struct {
	ID       string `json:"id"`
	Text     string `json:"text,omitempty"`
	From     string `json:"from,omitempty"` // where it begins in the recording
	To       string `json:"to,omitempty"`
	Withheld bool   `json:"withheld,omitempty"`
	// Shortened says that words are withheld of it, where the text has WithheldMark.
	Shortened bool `json:"shortened,omitempty"`
}

// WithheldMark stands in a text for words that are withheld, however many they are.
const WithheldMark = "[withheld]"

// Translation is a text in another language, aligned with the segments.
type Translation struct {
	Number     sijill.Number `json:"number"`
	Lang       string        `json:"lang"`
	Translator string        `json:"translator,omitempty"`
	State      string        `json:"state,omitempty"` // draft or reviewed
	ReviewedBy string        `json:"reviewed_by,omitempty"`
	Machine    bool          `json:"machine,omitempty"`
	Segments   []Translated  `json:"segments"`
}

// Translated is a segment of a translation.
type Translated struct {
	Of    []string `json:"of"` // ids of segments
	Text  string   `json:"text,omitempty"`
	Stale bool     `json:"stale,omitempty"` // the original was changed since
	// Withheld says that the original is withheld, and this with it.
	Withheld  bool `json:"withheld,omitempty"`
	Shortened bool `json:"shortened,omitempty"`
}

// Signatory is who signed a statement.
type Signatory struct {
	Names []Text `json:"names"`
	Note  []Text `json:"note,omitempty"`
	Ref   *Ref   `json:"ref,omitempty"`
}

// List is works, films, exhibitions, collections or awards.
type List struct {
	What  string `json:"what"`
	Items []Item `json:"items"`
}

// Item is one of a List.
type Item struct {
	Titles []Text `json:"titles,omitempty"`
	Date   string `json:"date,omitempty"` // EDTF
	Place  string `json:"place,omitempty"`
	Role   string `json:"role,omitempty"`
	Note   []Text `json:"note,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Act is who did what to whom, as it is said.
type Act struct {
	Act    string   `json:"act"` // a word of the thesaurus "acts"
	By     []Text   `json:"by,omitempty"`
	ByKind string   `json:"by_kind,omitempty"`
	Victim []Text   `json:"victim,omitempty"`
	Count  string   `json:"count,omitempty"`
	Means  []string `json:"means,omitempty"`
	Note   []Text   `json:"note,omitempty"`
}

// Claim is a checkable proposition.
type Claim struct {
	Type  string `json:"type"`
	About *Ref   `json:"about,omitempty"`
	Value []Text `json:"value,omitempty"` // what it claims, in words
	// Standing is the verdict in a word: nobody says it, said by one, corroborated,
	// disputed, only contradicted.
	Standing string `json:"standing,omitempty"`
	// Verdict tells who says what, and how many voices that are. It is computed from
	// what is in the edition.
	Verdict []Text `json:"verdict,omitempty"`
	// Why explains how the verdict counted: a line for each.
	Why [][]Text `json:"why,omitempty"`
}

// Claimed is a line of an incident's table of claims.
type Claimed struct {
	Ref
	Claim
	Bearings []Bearing `json:"bearings,omitempty"`
}

// Bearing is how a thing bears on a claim.
type Bearing struct {
	How      string    `json:"how"` // supports, contradicts, contextualises
	Of       Ref       `json:"of"`
	By       *Ref      `json:"by,omitempty"` // whose word it is
	Basis    string    `json:"basis,omitempty"`
	Says     []Text    `json:"says,omitempty"`
	Selector *Selector `json:"selector,omitempty"`
	Note     []Text    `json:"note,omitempty"`
	Voice    int       `json:"voice,omitempty"` // bearings with one number are one voice
	// Ties are what makes it one voice with the others of its number, each a
	// corroboration.Why; or NotCounted.
	Ties []string `json:"ties,omitempty"`
}

// NotCounted is the tie of what only passes on the words of several, of whom one is
// heard: it is no voice.
const NotCounted = "not counted"

// Selector says where exactly something stands (W3C Web Annotation).
type Selector struct {
	Segment string   `json:"segment,omitempty"`
	Quote   string   `json:"quote,omitempty"`
	Lang    string   `json:"lang,omitempty"`
	From    string   `json:"from,omitempty"`
	To      string   `json:"to,omitempty"`
	Page    int      `json:"page,omitempty"`
	Region  *float64 `json:"x,omitempty"` // percent
	Y       float64  `json:"y,omitempty"`
	W       float64  `json:"w,omitempty"`
	H       float64  `json:"h,omitempty"`
	Lost    bool     `json:"lost,omitempty"` // it no longer matches
}

// Bears says on which claim a thing bears.
type Bears struct {
	Claim    Ref       `json:"claim"`
	How      string    `json:"how"`
	Selector *Selector `json:"selector,omitempty"`
}

// Related is another document and what it is to this one: item, work, incident,
// exhibit, testimony, statement, claim, source, earlier, later, maker, within,
// contains, affiliation, member, relays, relayed-by, cites, cited-by, redaction,
// likeness, translation (the same article in another language).
type Related struct {
	Rel string `json:"rel"`
	Ref
	Note []Text `json:"note,omitempty"`
}

// Step is an act of the custody, as far as it is released.
type Step struct {
	Kind string `json:"kind"` // of the entry
	Day  string `json:"day"`
}

// Entry is the document's place in the register.
type Entry struct {
	Index  int64  `json:"index"`
	Object string `json:"object"` // a redaction.EntryFile, which is written when it is asked for
}
