package sijill

// Field is one thing that an entry says: a name in lower case with underscores,
// and a value that JSON can carry (a string, an int64, a bool, a list, a map, a
// json.Number).
type Field struct {
	Name  string
	Value any
}

// Names of the fields that every entry has.
const (
	FieldKind    = "kind"    // the Kind
	FieldAt      = "at"      // when the register wrote it: RFC 3339, UTC, seconds
	FieldAgent   = "agent"   // who acted, under the name that they chose
	FieldSubject = "subject" // the Number of what it is about, or "" for the whole archive
	FieldMembers = "members" // how many disclosures the entry has at its top level, this one included
)

// Draft is an entry that has not been signed yet.
type Draft struct {
	Kind    Kind
	Agent   string
	Subject Number
	Fields  []Field
}

// Parts is a list of which some elements may be shown and others withheld: each
// element is committed to by itself (RFC 9901, array element disclosures).
type Parts []any
