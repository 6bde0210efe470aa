package publication

import (
	"regexp"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/search"
)

// article tells a dispatch or a page.
func (x *making) article() error {
	f, d := x.thing.Fields, &x.doc
	d.Byline = localized(f, "byline", d.Lang)
	if t := text(f, "translator"); t != "" {
		d.Translator = t
	}
	d.Original = x.ref(sijill.Number(text(f, "translation_of")))
	// What a citation names and the edition does not have is not named.
	short, err := x.withoutWithdrawn(text(f, "body"))
	if err != nil {
		return err
	}
	body := sijill.ReplaceCitations(short, func(cited string) string {
		if !x.isPublic(sijill.Number(strings.TrimSpace(cited))) {
			return notPublic
		}
		return strings.TrimSpace(cited)
	})
	d.Body = localized(map[string]any{"body": strings.ReplaceAll(body, "[["+notPublic+"]]", "")}, "body", d.Lang)
	return nil
}

const notPublic = "not public"

// withoutWithdrawn leaves out of a body each paragraph, or list, that says again what was
// taken back: that cites what was public and is no longer, or repeats words that are
// withheld of a text that the article cites. A line says so in its place.
func (x *making) withoutWithdrawn(body string) (string, error) {
	secrets, err := x.secrets(sijill.Citations(body))
	if err != nil {
		return "", err
	}
	var out []string
	mark := withdrawnPassage(text(x.thing.Fields, "lang"))
	for _, b := range paragraphs.Split(body, -1) {
		if x.citesWithdrawn(b) || secrets.standIn(b) {
			x.passages[x.thing.Number]++
			b = mark
		}
		if b != mark || len(out) == 0 || out[len(out)-1] != mark {
			out = append(out, b)
		}
	}
	return strings.Join(out, "\n\n"), nil
}

func (x *making) citesWithdrawn(block string) bool {
	return slices.ContainsFunc(sijill.Citations(block), func(cited string) bool {
		n := sijill.Number(strings.TrimSpace(cited))
		_, was := x.public.before[n]
		return !x.isPublic(n) && was
	})
}

// secrets are runs of folded words that are withheld, with a space before and after each
// word.
type secrets []string

// repeats is how many words of a withheld segment make a repetition.
const repeats = 5

// secrets gathers what is withheld of the texts that an article cites: of a segment, any
// few words that follow each other; of words, these.
func (x *making) secrets(cited []string) (secrets, error) {
	var out secrets
	for _, c := range cited {
		n := sijill.Number(strings.TrimSpace(c))
		if kind := n.Kind(); kind != "testimony" && kind != "statement" || !x.isPublic(n) {
			continue
		}
		t, err := x.archive.Catalog.Thing(x.ctx, n)
		if err != nil {
			return nil, err
		}
		hidden, err := x.withheld(t)
		if err != nil {
			return nil, err
		}
		if hidden.isNothing() {
			continue
		}
		for _, m := range records(t.Fields, sijill.FieldSegments) {
			id := text(m, sijill.SegmentID)
			if hidden.whole[id] {
				out = out.segment(text(m, sijill.SegmentText))
			}
			out = out.words(blockproof.CutWords(text(m, sijill.SegmentText)), hidden.words[id])
		}
		for r, err := range x.archive.Catalog.ReferringAs(x.ctx, n, "of", "translation") {
			if err != nil {
				return nil, err
			}
			for _, m := range records(r.Thing.Fields, sijill.FieldSegments) {
				if slices.ContainsFunc(words(m, sijill.SegmentOf), hidden.touches) {
					out = out.segment(text(m, sijill.SegmentText))
				}
			}
		}
	}
	return out, nil
}

func (s secrets) segment(text string) secrets {
	all := strings.Fields(folded(text))
	if len(all) == 0 {
		return s
	}
	n := min(repeats, len(all))
	for i := range len(all) - n + 1 {
		s = append(s, " "+strings.Join(all[i:i+n], " ")+" ")
	}
	return s
}

// words adds each run of words that are gone.
func (s secrets) words(all []string, gone []bool) secrets {
	run := ""
	for i := range gone {
		if gone[i] && i < len(all) {
			run += all[i] + " "
		}
		if !gone[i] || i == len(gone)-1 {
			if f := folded(run); strings.TrimSpace(f) != "" {
				s = append(s, f)
			}
			run = ""
		}
	}
	return s
}

func (s secrets) standIn(block string) bool {
	if len(s) == 0 {
		return false
	}
	f := folded(block)
	return slices.ContainsFunc(s, func(secret string) bool { return strings.Contains(f, secret) })
}

// folded gives the words of a text as finding folds them, each between spaces.
func folded(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	search.Words(text, func(w search.Word) bool {
		b.WriteString(w.Folded)
		b.WriteByte(' ')
		return true
	})
	return b.String()
}

// paragraphs stand apart by an empty line (CommonMark).
var paragraphs = regexp.MustCompile(`\n[ \t]*\n\s*`)

func withdrawnPassage(lang string) string {
	switch lang {
	case "ar":
		return "*[حُذف هنا مقطع، لأن ما يستند إليه غير منشور، أو سُحب من النشر.]*"
	case "fr":
		return "*[Un passage a été retiré ici, parce que ce qu’il cite n’est pas public, ou ne l’est plus.]*"
	}
	return "*[A passage was taken out here, because what it cites is not public, or no longer.]*"
}
