package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// shown is a value of the archive made fit for a page. Form says how:
//
//	text   one line, or a few
//	long   a text of many lines, folded away behind its beginning
//	mono   what machines write: a digest, a format, an address
//	time   an instant; Datetime is its RFC 3339 form
//	link   a number of the archive; Href is its page
//	thing  the same with what it is called: Number and Text
//	list   Items
//	map    Rows
type shown struct {
	Form     string
	Text     string
	Dir      string // "rtl", "ltr" or "auto"
	Lang     string // BCP 47, "" where nobody said
	Datetime string
	Href     string
	Number   string
	Items    []shown
	Rows     []row
}

// row is a field with its label.
type row struct {
	Label string // in the page's language, "" where the interface has no word
	Name  string // the field's own name
	Lang  string // label of the language that the field's name gives
	Value shown
}

// longText is how many bytes a text has before it is folded away.
const longText = 1500

// textOf shows a text, in paragraphs as it has them.
func textOf(s, lang string) shown {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\t", " ").Replace(s), "\n")
	for i, line := range lines {
		lines[i] = sijill.Printable(line)
	}
	form := "text"
	if len(s) > longText {
		form = "long"
	}
	return shown{Form: form, Text: strings.Join(lines, "\n"), Dir: sijill.Direction(s), Lang: lang}
}

// lineOf shows a text in which a line break would be a pretence: a file's name.
func lineOf(s string) shown {
	return shown{Form: "text", Text: sijill.Printable(s), Dir: sijill.Direction(s)}
}

func monoOf(s string) shown { return shown{Form: "mono", Text: sijill.Printable(s), Dir: "ltr"} }

// timeOf shows an instant as RFC 3339 gives it, in UTC; what is not one, such as
// an EDTF date, stands as it is written.
func timeOf(s string, l language) shown {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return monoOf(s)
	}
	t = t.UTC()
	return shown{Form: "time", Text: spellTime(t, l), Dir: l.direction(), Lang: string(l), Datetime: t.Format(time.RFC3339)}
}

func spellTime(t time.Time, l language) string {
	if l == arabic {
		return strconv.Itoa(t.Day()) + " " + sijill.MonthIn(int(t.Month()), string(l)) + " " + strconv.Itoa(t.Year()) + "، " + t.Format("15:04:05") + " بالتوقيت العالمي (UTC)"
	}
	return t.Format("2 January 2006, 15:04:05 UTC")
}

// count writes a number with separators between thousands.
func count[N int | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	return separate(digits)
}

func separate(digits string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "-", rest
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}

// bytesOf writes a size for people, in the units of the SI.
func bytesOf(n int64) string {
	const unit = 1000
	if n < unit {
		return count(n) + " B"
	}
	f, suffix := float64(n), ""
	for _, suffix = range []string{"kB", "MB", "GB", "TB"} {
		if f /= unit; f < unit {
			break
		}
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + " " + suffix
}

// titlesOf splits the title of a thing into its languages, each of which has a
// direction of its own. What reads as the page does comes first.
func (p *page) titlesOf(t catalog.Thing) []shown {
	var out []shown
	if t.Title == "" {
		return nil
	}
	for _, part := range strings.Split(t.Title, " · ") {
		s := lineOf(part)
		for _, stem := range []string{"title", "name"} {
			for _, tag := range []string{"ar", "en", "fr"} {
				if v, ok := t.Fields[stem+"_"+tag].(string); ok && sijill.Printable(v) == part {
					s.Lang = tag
				}
			}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b shown) int {
		rank := func(s shown) int {
			if s.Dir == p.Dir() {
				return 0
			}
			return 1
		}
		return rank(a) - rank(b)
	})
	return out
}

// piece is a stretch of a text; an escape stands for a character that is hidden.
type piece struct {
	Text   string
	Escape bool
}

// Pieces takes a printable text apart. An escape is set by itself, because its
// backslash would wander to the other side of it in a text from right to left.
func (s shown) Pieces() []piece { return piecesOf(s.Text) }

// Pieces is that of shown.
func (p passage) Pieces() []piece { return piecesOf(p.Text) }

func piecesOf(s string) []piece {
	var out []piece
	for s != "" {
		i, n := escapeIn(s)
		if i > 0 {
			out = append(out, piece{s[:i], false})
		}
		if n > 0 {
			out = append(out, piece{s[i : i+n], true})
		}
		s = s[i+n:]
	}
	return out
}

// escapeIn finds the first escape of sijill.Printable: where it begins, and its
// length. Without one it gives the end of the text.
func escapeIn(s string) (at, length int) {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[i+1]]
		if digits == 0 || len(s) < i+2+digits {
			continue
		}
		if strings.Trim(s[i+2:i+2+digits], "0123456789abcdef") == "" {
			return i, 2 + digits
		}
	}
	return len(s), 0
}

// passage is a piece of a snippet.
type passage struct {
	Text string
	Hit  bool
}

// passagesOf takes a snippet of the catalog apart: what was found, and what
// stands around it.
func passagesOf(snippet string) []passage {
	var out []passage
	lines := strings.NewReplacer("\r\n\r\n", " · ", "\n\n", " · ", "\r\n", " ", "\n", " ", "\t", " ") // a blank line parts paragraphs
	add := func(s string, hit bool) {
		if s != "" {
			out = append(out, passage{sijill.Printable(lines.Replace(s)), hit})
		}
	}
	for i, part := range strings.Split(snippet, catalog.HitStart) {
		if i == 0 {
			add(part, false)
			continue
		}
		hit, rest, closed := strings.Cut(part, catalog.HitEnd)
		add(hit, closed)
		add(rest, false)
	}
	return out
}
