// Package media looks into bytes and says what a file says about itself: its
// format by content, its size in pixels and seconds, the times and places that
// it claims with where each stood, its text, and where it contradicts itself. It
// believes nothing of it. It is pure: it reads from an io.ReaderAt, opens
// nothing, starts nothing, follows no address, and works within fixed limits.
package media

import (
	"slices"

	"sijill.example/sijill"
)

// Family is the sort of thing that a format holds.
type Family string

// The families.
const (
	Image    Family = "image"
	Video    Family = "video"
	Audio    Family = "audio"
	Document Family = "document"
	Text     Family = "text"
	Archive  Family = "archive"
	Capture  Family = "capture" // of the web: WARC, WACZ
	Mail     Family = "mail"
	Other    Family = "other"
)

// Format is what the content of a file is, whatever its name says.
type Format struct {
	MediaType string `json:"media_type"` // as registered by IANA where it is
	Name      string `json:"name"`       // "JPEG"
	Family    Family `json:"family"`
}

// Claim is one thing that the file says, with where in the file it stood.
type Claim struct {
	Where string `json:"where"` // "EXIF", "XMP", "IPTC", "QuickTime", "file name"
	Name  string `json:"name"`  // as the standard spells it: "DateTimeOriginal"
	Value string `json:"value"`
}

// Role says what a time is the time of.
type Role string

// The roles of times.
const (
	Captured  Role = "captured"  // the picture was taken, the page was fetched
	Digitised Role = "digitised" // it became a file
	Created   Role = "created"   // the file or the document was made
	Modified  Role = "modified"  // it was changed last
	GPS       Role = "gps"       // the satellites' clock
	Published Role = "published" // it was sent or made public
	Relayed   Role = "relayed"   // a messenger handled it, going by the name it gave
)

// Time is a time that the file claims.
type Time struct {
	Role Role `json:"role"`
	// Value is missing where Raw cannot be read or was never set. It has an
	// offset only where the file gives one, or where the standard of the field
	// says that it is in UTC. Fractions of a second stay in the claims.
	Value sijill.Date `json:"value,omitzero"`
	Where string      `json:"where"`
	Name  string      `json:"name"`
	Raw   string      `json:"raw"`
	Doubt string      `json:"doubt,omitempty"` // one clause on why not to rely on it
}

// Place is a place that the file claims, in degrees of WGS 84.
type Place struct {
	Lat       float64  `json:"lat"`                  // degrees north, -90 to 90
	Lon       float64  `json:"lon"`                  // degrees east, -180 to 180
	AltitudeM *float64 `json:"altitude_m,omitempty"` // metres above the sea
	Where     string   `json:"where"`
	Name      string   `json:"name"`
	Raw       string   `json:"raw"`
	Doubt     string   `json:"doubt,omitempty"`
}

// Contradiction is two things in one file, or in its name, that cannot both be
// true. Which of them is wrong is not for this package to say.
type Contradiction struct {
	What   string `json:"what"` // "time of capture"
	A      string `json:"a"`    // "EXIF DateTimeOriginal 2016-12-13T15:26:53"
	B      string `json:"b"`
	Detail string `json:"detail,omitempty"`
	// Details say the same as Detail, for whoever tells it in another language.
	Details []Detail `json:"details,omitempty"`
}

// Detail is a clause on a contradiction: its code, and the values in it.
type Detail struct {
	Code   string   `json:"code"`
	Values []string `json:"values,omitempty"`
}

// NotDone is what was not looked at or could not be read.
type NotDone struct {
	What    string `json:"what"`
	Because string `json:"because"`
	// Never says that it is a rule not to do it, with whatever file: no failure.
	Never bool `json:"never,omitempty"`
}

// Camera is the maker and the model of the device, as the file claims. Its serial
// number is in Facts.Identity.
type Camera struct {
	Maker string `json:"maker,omitempty"`
	Model string `json:"model,omitempty"`
}

// Facts is everything that a file says about itself.
type Facts struct {
	Format Format `json:"format"`
	// NameDoubt is set where the extension of the name disagrees with the content.
	NameDoubt string `json:"name_doubt,omitempty"`
	// Width and Height are in pixels as stored, before Orientation is applied.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
	// Orientation is how to turn and mirror the stored picture for viewing, 1 to
	// 8 as EXIF counts them (CIPA DC-008 4.6.4), 0 where nothing is said. For
	// HEIF, and for a film, it is that of the container, where it has one.
	Orientation int     `json:"orientation,omitempty"`
	Duration    float64 `json:"duration,omitempty"` // seconds
	Camera      Camera  `json:"camera,omitzero"`
	Software    string  `json:"software,omitempty"`

	Times  []Time  `json:"times,omitempty"`
	Places []Place `json:"places,omitempty"`
	Claims []Claim `json:"claims,omitempty"`
	// Identity is what may name a person or one device: serial numbers, owners,
	// senders, account names, unique identifiers. It is never in Claims, and not
	// for every reader.
	Identity       []Claim         `json:"identity,omitempty"`
	Contradictions []Contradiction `json:"contradictions,omitempty"`
	NotDone        []NotDone       `json:"not_done,omitempty"`

	// Text is what there is to read, in valid UTF-8, at most 1 MiB.
	Text string `json:"text,omitempty"`
	// TextEncoding is the encoding that the text was in and how that is known.
	TextEncoding string `json:"text_encoding,omitempty"`
}

// Failed lists what was not done and would have been, had it been possible.
func (f Facts) Failed() []NotDone {
	return slices.DeleteFunc(slices.Clone(f.NotDone), func(n NotDone) bool { return n.Never })
}
