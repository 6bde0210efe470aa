package sijill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Prefix says what kind of thing a Number names.
type Prefix string

// The things that have numbers.
const (
	ExhibitPrefix  Prefix = "exh" // an identified thing offered as evidence
	DepositPrefix  Prefix = "dep" // what was handed over at one time
	IncidentPrefix Prefix = "inc" // what happened in the world
	PlacePrefix    Prefix = "plc" // a place of the gazetteer
	SourcePrefix   Prefix = "src" // a person or group who told us

	TestimonyPrefix   Prefix = "tes" // what a source told at one time
	TranslationPrefix Prefix = "trn" // a text in another language
	StatementPrefix   Prefix = "stm" // what people published together
	WorkPrefix        Prefix = "wrk" // a body of work
	ClaimPrefix       Prefix = "clm" // a checkable proposition
	AssessmentPrefix  Prefix = "asm" // reliability and credibility
	ConsentPrefix     Prefix = "cns" // what a person agreed to
	RestrictionPrefix Prefix = "rst" // who may not see something
	DispatchPrefix    Prefix = "dsp" // a report
	PagePrefix        Prefix = "pag" // a page of the archive's own
	RedactionPrefix   Prefix = "red" // a copy from which something was taken out
	ReleasePrefix     Prefix = "rel" // the decision that something is published
)

// Prefixes lists every prefix with the name of what it numbers, in the order in
// which they are shown.
func Prefixes() []PrefixName { return slices.Clone(prefixes) }

// prefixes is never written to: it is asked for every number that is read.
var prefixes = []PrefixName{
	{ExhibitPrefix, "exhibit"},
	{DepositPrefix, "deposit"},
	{IncidentPrefix, "incident"},
	{PlacePrefix, "place"},
	{SourcePrefix, "source"},
	{TestimonyPrefix, "testimony"},
	{TranslationPrefix, "translation"},
	{StatementPrefix, "statement"},
	{WorkPrefix, "work"},
	{ClaimPrefix, "claim"},
	{AssessmentPrefix, "assessment"},
	{ConsentPrefix, "consent"},
	{RestrictionPrefix, "restriction"},
	{DispatchPrefix, "dispatch"},
	{PagePrefix, "page"},
	{RedactionPrefix, "redaction"},
	{ReleasePrefix, "release"},
}

// PrefixOf gives the prefix of the numbers of a kind of thing, and "" where it has
// none.
func PrefixOf(thing string) Prefix {
	for _, p := range prefixes {
		if p.Name == thing {
			return p.Prefix
		}
	}
	return ""
}

// PrefixName pairs a prefix with the word for what it numbers.
type PrefixName struct {
	Prefix Prefix
	Name   string
}

// Number names one thing in one archive for ever, as "exh-2026-0001": what it
// is, the year in which it was entered (of the register's clock, UTC), and a
// count from 1 with at least four digits. It is never given twice.
type Number string

// NewNumber makes the n-th number of a year. The year has four digits and n is
// at least 1.
func NewNumber(p Prefix, year, n int) Number {
	return Number(fmt.Sprintf("%s-%04d-%04d", p, year, n))
}

// ParseNumber reads a number as NewNumber writes it, and refuses every other
// spelling with an Error of class Usage.
func ParseNumber(s string) (Number, error) {
	prefix, rest, _ := strings.Cut(s, "-")
	year, count, _ := strings.Cut(rest, "-")
	y, errY := strconv.Atoi(year)
	n, errN := strconv.Atoi(count)
	if errY == nil && errN == nil && y > 0 && y <= 9999 && n > 0 && Number(s) == NewNumber(Prefix(prefix), y, n) {
		for _, p := range prefixes {
			if Prefix(prefix) == p.Prefix {
				return Number(s), nil
			}
		}
	}
	return "", &Error{
		Class:   Usage,
		Message: fmt.Sprintf("%q is not a number of this archive.", s),
		Hint:    "A number looks like exh-2026-0001; `sijill list` shows them.",
	}
}

// Parts gives what NewNumber was made from. It is defined for numbers that
// ParseNumber accepted.
func (n Number) Parts() (Prefix, int, int) {
	f := strings.Split(string(n), "-")
	if len(f) != 3 {
		return "", 0, 0
	}
	year, _ := strconv.Atoi(f[1])
	count, _ := strconv.Atoi(f[2])
	return Prefix(f[0]), year, count
}

// Kind gives the word for what the number names, "exhibit" for instance, and ""
// for a prefix that is not known.
func (n Number) Kind() string {
	p, _, _ := n.Parts()
	for _, known := range prefixes {
		if known.Prefix == p {
			return known.Name
		}
	}
	return ""
}
