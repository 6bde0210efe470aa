// Package proposal makes claims of what the summaries of incidents say, for a person
// to look through. It enters nothing.
package proposal

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/corroboration"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/testimony"
)

// Incident is what claims are made of.
type Incident struct {
	Number sijill.Number
	Fields map[string]any
	// StandsOn is the exhibit that the summary is from. What the summary says is
	// that exhibit's word.
	StandsOn sijill.Number
	// Claims are the claims about the incident that are here already: their fields.
	Claims []map[string]any
}

// Propose makes the documents of the claims that the summaries of an incident give
// and that are not there yet, and says how many readings were there already. The
// same incident gives the same documents with the same keys.
func Propose(in Incident) (made []*document.Document, known int) {
	var claims []*claim
	for _, name := range []string{"summary", "summary_en", "summary_ar"} {
		summary, _ := in.Fields[name].(string)
		for _, s := range testimony.Cut(summary, testimony.BySentence) {
			claims = in.counts(claims, summary, s)
			claims = in.times(claims, summary, s)
		}
	}
	for _, c := range claims {
		d := c.document(in)
		if in.has(d) {
			known++
			continue
		}
		made = append(made, d)
	}
	return made, known
}

// claim is one value with the sentences that give it.
type claim struct {
	kind     string // count or time
	value    map[string]any
	titles   map[string]string // by language
	bearings []any
}

func add(claims []*claim, kind string, value map[string]any, lang, title string, bearing map[string]any) []*claim {
	i := slices.IndexFunc(claims, func(c *claim) bool { return c.kind == kind && same(c.value, value) })
	if i < 0 {
		claims = append(claims, &claim{kind: kind, value: value, titles: map[string]string{}})
		i = len(claims) - 1
	}
	c := claims[i]
	if c.titles[lang] == "" {
		c.titles[lang] = title
	}
	isSame := func(b any) bool {
		was := b.(map[string]any)
		return same(was["says"].(map[string]any), bearing["says"].(map[string]any)) && was["selector"].(map[string]any)["lang"] == bearing["selector"].(map[string]any)["lang"]
	}
	if !slices.ContainsFunc(c.bearings, isSame) {
		c.bearings = append(c.bearings, bearing)
	}
	return claims
}

// counts reads the numbers of a sentence. Where the sentence has a date that cannot
// be the incident's, they may be of another day, and are left out.
func (in Incident) counts(claims []*claim, summary string, s testimony.Segment) []*claim {
	at := in.occurred()
	for _, m := range datesIn(s.Text) {
		if !at.IsMissing() && !slices.ContainsFunc(m.Readings(), at.CouldBe) {
			return claims
		}
	}
	lang := langOf(s.Text)
	for _, c := range sijill.CountsIn(s.Text) {
		value := map[string]any{"unit": c.Unit}
		whole := func(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
		count := corroboration.Count{Low: c.Low, High: c.High, About: c.About}
		switch {
		case c.Part && c.Low == 0, c.Part && c.About:
			continue // says nothing of all
		case c.Part, c.High == sijill.NoUpperEnd:
			value["at_least"] = whole(c.Low)
			count = corroboration.Count{Low: c.Low, High: corroboration.Most}
		case c.About:
			value["approximately"] = whole(c.Low)
		case c.Low == c.High:
			value["exactly"] = whole(c.Low)
		default:
			value["at_most"] = whole(c.High)
			if c.Low > 0 {
				value["at_least"] = whole(c.Low)
			}
		}
		title := corroboration.Value{Count: &count, Unit: c.Unit}.Words(lang)
		if lang == "ar" { // a noun after "at least" would need another case
			title = unitAr(c.Unit) + ": " + corroboration.Value{Count: &count}.Words(lang)
		}
		claims = add(claims, "count", value, lang, title, in.bearing(summary, narrowed(s, c.Start), lang, "supports", value))
	}
	return claims
}

func unitAr(word string) string {
	for _, u := range sijill.Scheme("units") {
		if u.Word == word {
			return u.Ar
		}
	}
	return word
}

// times holds the one date that a sentence says of the event against the recorded
// one.
func (in Incident) times(claims []*claim, summary string, s testimony.Segment) []*claim {
	dates := datesIn(s.Text)
	if len(dates) != 1 || dates[0].Doubt != "" || len(dates[0].Or) > 0 || dates[0].Date.Precision() != sijill.PrecisionDay || !tellsWhen(s.Text) {
		return claims
	}
	said, recorded, how := dates[0].Date, in.occurred(), "supports"
	if recorded.IsMissing() {
		recorded = said
	} else if !recorded.CouldBe(said) {
		how = "contradicts"
	}
	lang := langOf(s.Text)
	title := map[string]string{"en": "It happened on ", "ar": "وقع ذلك في "}[lang] + recorded.String()
	return add(claims, "time", map[string]any{"date": recorded.String()}, lang, title, in.bearing(summary, narrowed(s, dates[0].Start), lang, how, map[string]any{"date": said.String()}))
}

var address = regexp.MustCompile(`(?i)\b(?:https?\s?:|www\.)\S*`)

// datesIn reads the dates of a sentence but for those in addresses of the web.
func datesIn(text string) []sijill.DateMention {
	return sijill.DatesIn(address.ReplaceAllStringFunc(text, func(a string) string { return strings.Repeat("~", len(a)) }))
}

func (in Incident) occurred() sijill.Date {
	text, _ := in.Fields["occurred_at"].(string)
	d, err := sijill.ParseDate(text)
	if err != nil {
		return sijill.Date{}
	}
	return d
}

// around is how many bytes stand before and after a quote, at most.
const around = 40

// narrowed is the sentence around what was read, up to quotation marks and the like:
// tables write those in other ways, and the words could not be found there again.
func narrowed(s testimony.Segment, start int) testimony.Segment {
	const marks = "\"\\\r\n\t"
	from := strings.LastIndexAny(s.Text[:start], marks) + 1
	to := len(s.Text)
	if i := strings.IndexAny(s.Text[start:], marks); i >= 0 {
		to = start + i
	}
	left := strings.TrimLeftFunc(s.Text[from:to], unicode.IsSpace)
	from = to - len(left)
	text := strings.TrimRightFunc(left, unicode.IsSpace)
	return testimony.Segment{Text: text, Start: s.Start + from, End: s.Start + from + len(text)}
}

// bearing quotes a sentence of the summary, with what stands around it.
func (in Incident) bearing(summary string, s testimony.Segment, lang, how string, says map[string]any) map[string]any {
	selector := map[string]any{"quote": s.Text, "lang": lang}
	from, to := max(0, s.Start-around), min(len(summary), s.End+around)
	for from < s.Start && !utf8.RuneStart(summary[from]) {
		from++
	}
	for to > s.End && to < len(summary) && !utf8.RuneStart(summary[to]) {
		to--
	}
	// A prefix is of one line.
	prefix, suffix := strings.TrimSpace(summary[from:s.Start]), strings.TrimSpace(summary[s.End:to])
	if i := strings.LastIndexAny(prefix, "\r\n"); i >= 0 {
		prefix = strings.TrimSpace(prefix[i+1:])
	}
	if i := strings.IndexAny(suffix, "\r\n"); i >= 0 {
		suffix = strings.TrimSpace(suffix[:i])
	}
	if prefix != "" {
		selector["prefix"] = prefix
	}
	if suffix != "" {
		selector["suffix"] = suffix
	}
	return map[string]any{"of": string(in.StandsOn), "how": how, "says": says, "selector": selector}
}

func (c *claim) document(in Incident) *document.Document {
	d := &document.Document{Kind: "claim", Key: in.key(c), Fields: map[string]any{"about": string(in.Number), "type": c.kind, sijill.FieldBearings: c.bearings}}
	for name, v := range c.value {
		d.Fields[name] = v
	}
	for lang, title := range c.titles {
		d.Fields["title_"+lang] = title
	}
	return d
}

// key calls a claim by the incident's number and the value, and not by its place in
// the text, so that it stays the same claim when the summary is changed.
func (in Incident) key(c *claim) string {
	parts := []string{string(in.Number), c.kind}
	for _, name := range valueFields {
		switch v := c.value[name].(type) {
		case nil:
		case json.Number:
			parts = append(parts, strings.ReplaceAll(name, "_", "-"), v.String())
		default:
			parts = append(parts, strings.ReplaceAll(fmt.Sprint(v), "/", "-to-"))
		}
	}
	return strings.Join(parts, "-")
}

var valueFields = []string{"unit", "exactly", "at_least", "at_most", "approximately", "date"}

func same(a, b map[string]any) bool {
	for _, name := range valueFields {
		if fmt.Sprint(a[name]) != fmt.Sprint(b[name]) {
			return false
		}
	}
	return true
}

// has says that a claim is here already: with the same value, or by its key, where
// somebody has changed what was proposed.
func (in Incident) has(d *document.Document) bool {
	return slices.ContainsFunc(in.Claims, func(f map[string]any) bool {
		return f[sijill.FieldKey] == d.Key || f["type"] == d.Fields["type"] && same(f, d.Fields)
	})
}

func langOf(text string) string {
	arabic, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.IsLetter(r):
			other++
		}
	}
	if arabic > other {
		return "ar"
	}
	return "en"
}

// tellsWhen says that a sentence speaks of the event and not of what was told,
// shown or counted later, or over a time.
func tellsWhen(text string) bool {
	var happens bool
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		word = strings.Map(func(r rune) rune {
			if unicode.IsMark(r) {
				return -1
			}
			return r
		}, word)
		for _, w := range notThen {
			if strings.HasPrefix(word, w) {
				return false
			}
		}
		happens = happens || slices.Contains(thatDay, strings.TrimPrefix(word, "و"))
	}
	return happens
}

// notThen begin words that may bring in another date than that of the event.
var notThen = []string{"post", "publish", "releas", "tweet", "upload", "surfac", "emerg", "articl", "since", "until", "start", "begin", "began", "follow", "previous", "after", "before", "next", "near", "أعلن", "نشر", "منشور", "تغريد", "منذ", "بعد", "قبل", "حتى", "بدأ", "مقال"}

// thatDay are words for what happens in an incident.
var thatDay = []string{"attack", "attacked", "attacks", "occurred", "occured", "happened", "hit", "struck", "dropped", "bombed", "bombarded", "shelled", "shelling", "airstrike", "airstrikes", "strike", "fired", "killed", "took", "targeted", "قصف", "القصف", "هجوم", "لهجوم", "الهجوم", "وقع", "وقعت", "استهدف", "استهدفت", "تعرض", "ألقى", "ألقت", "أسقطت", "أسقط", "غارة", "قصفت", "انفجار"}

// HasSummary says that there is something to read.
func (in Incident) HasSummary() bool {
	for _, name := range []string{"summary", "summary_en", "summary_ar"} {
		if text, _ := in.Fields[name].(string); strings.TrimSpace(text) != "" {
			return true
		}
	}
	return false
}
