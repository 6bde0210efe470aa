package document

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"sijill.example/sijill"
)

// wanted says what a field takes, for whoever gave something else.
func wanted(f *sijill.FieldSchema) string {
	switch f.Type {
	case sijill.DateType:
		return "a date such as 2016-11-29, 2016-11 or 2016-11-24/2016-11-27"
	case sijill.NumberType:
		return "a number"
	case sijill.WholeType:
		return "a whole number"
	case sijill.YesNoType:
		return "true or false"
	case sijill.LangType:
		return "a language tag such as ar, en or ar-SY"
	case sijill.TimeType:
		return "a position such as 00:01:02"
	case sijill.RefType:
		return "a number or a key"
	case sijill.RegionType:
		return "a region such as 120,80,300,200 (left, top, width, height in pixels)"
	case sijill.SpanType:
		return "a segment such as s2, or words of it such as s2:4-6"
	case sijill.RecordType:
		return "fields"
	case sijill.WordType:
		if words := wordsOf(f); len(words) <= 8 {
			return "one of " + strings.Join(words, ", ")
		}
		return "a word of the scheme " + f.Scheme
	}
	return "text"
}

func wordsOf(f *sijill.FieldSchema) []string {
	if f.Scheme == "" {
		return f.Words
	}
	var words []string
	for _, c := range sijill.Scheme(f.Scheme) {
		words = append(words, c.Word)
	}
	return words
}

// scalarOf reads a single value, or says what is wrong with it.
func scalarOf(f *sijill.FieldSchema, n node) (any, string) {
	switch f.Type {
	case sijill.TextType, sijill.ProseType:
		return n.text, ""
	case sijill.RefType:
		return norm.NFC.String(strings.TrimSpace(n.text)), ""
	}
	s := westernDigits(strings.TrimSpace(n.text))
	wrong := func() (any, string) {
		found := n.found()
		if found == "text" {
			found = fmt.Sprintf("%q", shorten(n.text))
		} else if found == "a number" {
			found = n.text
		}
		return nil, "want " + wanted(f) + ", found " + found
	}
	switch f.Type {
	case sijill.DateType:
		d, err := sijill.ParseDate(s)
		if err != nil {
			return wrong()
		}
		return d.String(), ""
	case sijill.NumberType:
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || !decimal.MatchString(s) {
			return wrong()
		}
		if limit, ok := limits[f.Name]; ok && (v < limit[0] || v > limit[1]) {
			return nil, fmt.Sprintf("%s must be between %v and %v", f.Name, limit[0], limit[1])
		}
		return json.Number(strconv.FormatFloat(v, 'f', -1, 64)), ""
	case sijill.WholeType:
		v, err := strconv.ParseUint(s, 10, 53)
		if err != nil {
			return wrong()
		}
		return json.Number(strconv.FormatUint(v, 10)), ""
	case sijill.YesNoType:
		if s != "true" && s != "false" {
			return wrong()
		}
		return s == "true", ""
	case sijill.LangType:
		tag, err := language.Raw.Parse(s)
		if err != nil || strings.ContainsRune(s, '_') {
			return wrong()
		}
		return tag.String(), ""
	case sijill.TimeType:
		if t, ok := position(s); ok {
			return t, ""
		}
		return wrong()
	case sijill.RegionType:
		r, err := sijill.ParseRegion(s)
		if err != nil {
			return wrong()
		}
		return sijill.RegionText(r), ""
	case sijill.SpanType:
		span, err := sijill.ParseSpan(s)
		if err != nil {
			return wrong()
		}
		return span.String(), ""
	case sijill.WordType:
		words := wordsOf(f)
		if slices.Contains(words, s) {
			return s, ""
		}
		_, why := wrong()
		return nil, why + meant(s, words)
	}
	return n.text, ""
}

var decimal = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?$`)

// limits are the bounds of numbers that have any, by the field's name.
var limits = map[string][2]float64{
	"latitude": {-90, 90}, "longitude": {-180, 180}, "precision_m": {0, 21e6},
	"x": {0, 100}, "y": {0, 100}, "w": {0, 100}, "h": {0, 100},
}

// westernDigits writes the digits of Arabic and Persian as 0 to 9.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		}
		return r
	}, s)
}

var clock = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(\.\d{1,3})?$`)

// position reads where something stands in a recording.
func position(s string) (string, bool) {
	m := clock.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	h, _ := strconv.Atoi("0" + m[1])
	minute, _ := strconv.Atoi(m[2])
	second, _ := strconv.Atoi(m[3])
	if minute > 59 || second > 59 {
		return "", false
	}
	fraction := strings.TrimRight(m[4], "0")
	if fraction == "." {
		fraction = ""
	}
	return fmt.Sprintf("%02d:%02d:%02d%s", h, minute, second, fraction), true
}

func shorten(s string) string {
	const longest = 60
	r := []rune(s)
	if len(r) <= longest {
		return s
	}
	return string(r[:longest]) + "…"
}

// meant suggests the nearest of some words.
func meant(word string, words []string) string {
	best, least := "", 1+len([]rune(word))/3
	for _, w := range words {
		if d := distance(word, w, least+1); d < least || d == least && best == "" {
			best, least = w, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; is %q meant?", best)
}

// distance is how many letters must be changed, added or left out to make one word
// of the other; at least most where it is that much.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d >= most || -d >= most || len(x) > 80 {
		return most
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
