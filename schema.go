package sijill

import (
	"slices"
	"strings"
	"sync"
)

// FieldType says what the value of a field is.
type FieldType string

// The types of fields.
const (
	TextType   FieldType = "text"     // one line or a few words
	ProseType  FieldType = "prose"    // text of any length
	DateType   FieldType = "date"     // EDTF, ISO 8601-2 levels 0 and 1
	NumberType FieldType = "number"   // a decimal number
	WholeType  FieldType = "whole"    // a whole number, not below 0
	YesNoType  FieldType = "yes-no"   // true or false
	LangType   FieldType = "language" // BCP 47
	WordType   FieldType = "word"     // one of the words of the field, or of its scheme
	RefType    FieldType = "ref"      // the number of another thing; in a document also its key
	TimeType   FieldType = "time"     // a position in a recording: 00:01:02 or 00:01:02.345
	RegionType FieldType = "region"   // of a picture: X,Y,WIDTH,HEIGHT in pixels
	SpanType   FieldType = "span"     // a segment of a text, or words of it: s2, s2:4-6
	RecordType FieldType = "record"   // fields within the field
)

// FieldSchema describes one field of a kind of thing. Where List is set the value
// is a list of values of the type.
type FieldSchema struct {
	Name string
	Type FieldType
	List bool
	// Localized says that the field may also be given as NAME_ar, NAME_en and
	// NAME_fr, each the words of one language.
	Localized bool
	Required  bool
	// Words are the words that may stand in a WordType field, and Scheme names the
	// thesaurus that has them, where there is one.
	Words  []string
	Scheme string
	// To lists the kinds that a RefType field may name; none means any.
	To []string
	// Acyclic says that following the field from thing to thing must not lead back.
	Acyclic bool
	// Body says that the field is what stands below the front matter of a Markdown
	// document. A kind has at most one.
	Body bool
	// Once says that the field cannot be changed: something was made by it.
	Once bool
	// Fields are those of a RecordType.
	Fields []FieldSchema
	Doc    string // one line
	// Standard says where the field comes from.
	Standard string
}

// Schema describes a kind of thing that documents speak of.
type Schema struct {
	Kind     string
	Doc      string
	Standard string
	Fields   []FieldSchema
	// Example is a stream of YAML documents that applies to an empty archive, or to
	// one that has what Needs says. Its last document is of the kind.
	Example string
	Needs   string
}

// schemas is the table of kinds, made when it is first asked for. Nothing changes it.
var schemas = sync.OnceValue(func() []Schema {
	return []Schema{
		sourceSchema(), placeSchema(), incidentSchema(), claimSchema(), testimonySchema(), translationSchema(), assessmentSchema(),
		consentSchema(), restrictionSchema(), dispatchSchema(), statementSchema(), workSchema(), pageSchema(), redactionSchema(), releaseSchema(),
	}
})

// Schemas lists the kinds that documents speak of, in the order in which they
// are explained. What their fields are made of is shared and must not be changed.
func Schemas() []Schema { return slices.Clone(schemas()) }

// SchemaOf gives the schema of a kind, and false where it has none.
func SchemaOf(kind string) (Schema, bool) {
	for _, s := range schemas() {
		if s.Kind == kind {
			return s, true
		}
	}
	return Schema{}, false
}

// Tongues lists the languages that a localized field may name, as they follow its
// name: "_ar".
func Tongues() []string { return []string{"ar", "en", "fr"} }

// Names lists the names under which a field may be given.
func (f *FieldSchema) Names() []string {
	names := []string{f.Name}
	if f.Localized {
		for _, tag := range Tongues() {
			names = append(names, f.Name+"_"+tag)
		}
	}
	return names
}

// FieldNamed finds the field that a name belongs to, and nil where there is none.
func FieldNamed(fields []FieldSchema, name string) *FieldSchema {
	for i := range fields {
		f := &fields[i]
		if f.Name == name {
			return f
		}
		if f.Localized && strings.HasPrefix(name, f.Name+"_") && slices.Contains(Tongues(), name[len(f.Name)+1:]) {
			return f
		}
	}
	return nil
}

// BodyOf finds the field that stands below the front matter, and nil where a kind
// has none.
func (s *Schema) BodyOf() *FieldSchema {
	for i := range s.Fields {
		if s.Fields[i].Body {
			return &s.Fields[i]
		}
	}
	return nil
}

// Names of fields that readers of several packages share.
const (
	FieldKey       = "key"      // what a document calls its thing, for ever
	FieldSegments  = "segments" // of a testimony, a translation or a statement
	FieldBearings  = "bearings" // of a claim or an incident
	SegmentID      = "id"       // within a segment
	SegmentText    = "text"     // within a segment
	SegmentFrom    = "from"     // within a segment: where it begins in the recording
	SegmentTo      = "to"       // within a segment: where it ends
	SegmentOf      = "of"       // within a segment of a translation: the ids of what it translates
	SegmentMadeOf  = "made_of"  // within a segment of a translation: the MadeOf of what it translates
	segmentsJoined = "\n\n"
)

// MadeOf is what a translated segment remembers of the original segments that it
// was made of, in the order of their ids there: the SHA-256 of their texts, joined
// by an empty line. Where the originals have another one by now, the translation
// is stale.
func MadeOf(originals ...string) Digest {
	return DigestOf([]byte(strings.Join(originals, segmentsJoined)))
}
