package edition

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"image/png"
	"io"
	"math"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/edition/matching"
	"sijill.example/sijill/likeness"
)

// checking is the body of the check page.
type checking struct {
	// TakesPictures says that there is a server that looks at pictures.
	TakesPictures bool
	Words         string // for the script, as JSON
	Quote         string
	Dated         string // the date that the picture came with
	Problem       string
	Quoted        *quotedAnswer
	Checked       *checkedAnswer
}

type checkedAnswer struct {
	Outcome string
	Mine    template.URL // the reader's picture in little
	Found   []resembles
}

type resembles struct {
	known
	Differs string
	Dates   []string // how the dates that came with the picture stand to the edition's
	Frame   *frame   // where on the original the reader's picture lies
}

// frame is a rectangle on a picture, in its pixels.
type frame struct{ X, Y, W, H int }

func (v *knownView) frame(s Share) frame {
	at := func(share float64, of int) int { return int(math.Round(share * float64(of))) }
	return frame{at(s.X, v.Width), at(s.Y, v.Height), at(s.W, v.Width), at(s.H, v.Height)}
}

// Marks are the places of the picture that are painted over.
func (k known) Marks() []frame {
	var out []frame
	for _, s := range k.Hidden {
		out = append(out, k.View.frame(s))
	}
	return out
}

type quotedAnswer struct {
	Outcome string
	Found   []saidIn
}

type saidIn struct {
	known
	How          string
	Pieces       []matching.Piece
	Lang         string
	Original     []said // where the quotation stands in a translation
	Translations []passage
	IsStale      bool
}

// checkSheet shows the check page without an answer.
func (s *site) checkSheet(_ context.Context, p *page) error {
	b, err := s.checking(p)
	p.Body = b
	return err
}

func (s *site) checking(p *page) (*checking, error) {
	p.Sheet, p.Title, p.About = "check", p.T("check"), p.T("about.check")
	if s.program != nil {
		p.Script = dataDir + "check.js"
	}
	words, err := json.Marshal(p.scriptWords())
	b := &checking{TakesPictures: s.eye != nil && !s.isExport, Words: string(words)}
	if s.program == nil {
		b.Words = ""
	}
	return b, err
}

// CanCheck reports whether anything can be checked on the page at all.
func (b *checking) CanCheck(p *page) bool { return !p.IsExport() || b.Words != "" }

const (
	maxForm      = MaxUpload + 64<<10
	maxQuoteText = 12_000 // bytes
	maxDateText  = 1000
)

// check answers the form of the check page. Whatever is handed in is forgotten when
// the answer is made: it is never on a disk and never in a log.
func (v *server) check(l language) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := v.site.newPage(l, "check")
		b, err := v.site.checking(p)
		if err == nil {
			p.Body = b
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			err = v.site.answerCheck(r, p, b)
		}
		if err != nil && !b.tell(p, err) {
			v.fail(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		made, err := v.site.make(p)
		if err != nil {
			v.fail(w, r, err)
			return
		}
		v.send(w, r, bind(made, gzip.BestSpeed))
	}
}

// tell tells on the page what is wrong with what was handed in. It is false where
// something else went wrong.
func (b *checking) tell(p *page, err error) bool {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = &sijill.Error{Class: sijill.Refused, Message: "too large", Err: err}
	}
	switch sijill.ClassOf(err) {
	case sijill.Refused:
		b.Problem, p.Status = fmt.Sprintf(p.T("check.large"), MaxUpload>>20), http.StatusRequestEntityTooLarge
	case sijill.Busy:
		b.Problem, p.Status = p.T("check.busy"), http.StatusServiceUnavailable
	case sijill.Wanting, sijill.Usage:
		b.Problem, p.Status = p.T("check.unreadable"), http.StatusUnprocessableEntity
		if errors.Is(err, errBroken) {
			b.Problem = p.T("check.broken")
		}
	default:
		return false
	}
	return true
}

// answerCheck reads a form: a quotation, or a picture and the date that it came with.
func (s *site) answerCheck(r *http.Request, p *page, b *checking) error {
	form, err := r.MultipartReader()
	if err != nil {
		return &sijill.Error{Class: sijill.Usage, Message: "This is not a form.", Err: err}
	}
	var picture *os.File
	var size int64
	defer func() {
		if picture != nil {
			_ = picture.Close()
		}
	}()
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return formError(err)
		}
		switch part.FormName() {
		case "quote":
			return s.answerQuote(r.Context(), p, b, part)
		case "dated":
			raw, err := io.ReadAll(io.LimitReader(part, maxDateText))
			if err != nil || !utf8.Valid(raw) {
				return formError(err)
			}
			b.Dated = strings.TrimSpace(string(raw))
		case "picture":
			if !b.TakesPictures {
				b.Problem, p.Status = p.T("check.no-cage"), http.StatusServiceUnavailable
				return nil
			}
			if picture != nil {
				return &sijill.Error{Class: sijill.Usage, Message: "One picture at a time."}
			}
			if picture, size, err = inMemory(part); err != nil {
				return formError(err)
			}
		}
	}
	if picture == nil {
		return &sijill.Error{Class: sijill.Usage, Message: "Nothing was handed in."}
	}
	return s.answerPicture(r.Context(), p, b, picture, size)
}

func formError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return &sijill.Error{Class: sijill.Usage, Message: "The form cannot be read.", Err: err}
}

func (s *site) answerPicture(ctx context.Context, p *page, b *checking, f *os.File, size int64) error {
	seen, err := s.eye.Look(ctx, f, size)
	if err != nil {
		return err
	}
	c, err := s.edition.Check(ctx, seen, b.Dated)
	if err != nil {
		return err
	}
	b.Checked = &checkedAnswer{Outcome: p.T("check." + outcomeWord(c.Outcome)), Mine: picturesOf(seen.Sketch)}
	for _, found := range c.Found {
		card, err := p.known(ctx, found.Document)
		if err != nil {
			return err
		}
		x := resembles{known: card, Differs: p.differs(found), Dates: p.datings(found)}
		if x.View != nil && found.W > 0 && found.W*found.H < 0.96 {
			f := x.View.frame(Share{found.X, found.Y, found.W, found.H})
			x.Frame = &f
		}
		b.Checked.Found = append(b.Checked.Found, x)
	}
	return nil
}

// inMemory takes what is handed in into a file that no disk has.
func inMemory(r io.Reader) (*os.File, int64, error) {
	f, err := memoryFile()
	if err != nil {
		return nil, 0, err
	}
	n, err := io.Copy(f, r)
	if err != nil {
		_ = f.Close()
		return nil, 0, err
	}
	return f, n, nil
}

// picturesOf writes a sketch so that a page can show it: made here, of nothing but
// grey values.
func picturesOf(s likeness.Sketch) template.URL {
	var b bytes.Buffer
	if s.W == 0 || s.H == 0 || png.Encode(&b, s.Picture()) != nil {
		return ""
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()))
}

func outcomeWord(outcome string) string {
	return map[string]string{Found: "found", Unknown: "unknown", TooPlain: "plain", TooShort: "short", Exact: "exact", Nearly: "nearly"}[outcome]
}

// differs says how a picture differs from the edition's.
func (p *page) differs(r Resembling) string {
	var words []string
	for _, c := range r.Changes {
		word := p.T("check.change." + strings.ReplaceAll(string(c), " ", "-"))
		if c == matching.Cropped || c == matching.Shifted {
			word += " " + strings.Replace(p.T("check.share"), "%d", fmt.Sprint(int(math.Round(100*r.Shows))), 1)
			if cut := p.cut(r.Match); cut != "" {
				word += " (" + cut + ")"
			}
		}
		words = append(words, word)
	}
	for _, d := range []matching.Dated{r.Given, r.File} {
		if d.Dating == matching.Redated || d.Dating == matching.TooLate {
			words = append(words, p.T("check.redated"))
			break
		}
	}
	if r.Document.Redacted != nil {
		words = append(words, p.T("check.redacted"))
	}
	return strings.Join(words, p.T("comma"))
}

// cutSides are where something is missing, in the order of matching.Match.Missing.
var cutSides = []string{"check.cut.left", "check.cut.top", "check.cut.right", "check.cut.bottom"}

// cut says which part of the edition's picture is missing.
func (p *page) cut(m matching.Match) string {
	var words []string
	for i, share := range m.Missing() {
		if n := int(math.Round(100 * share)); n >= leastCut {
			words = append(words, fmt.Sprintf(p.T(cutSides[i]), n))
		}
	}
	if words == nil {
		return ""
	}
	return p.T("check.cut") + " " + strings.Join(words, p.T("comma"))
}

// leastCut is from how many hundredths on a missing edge is told: laying one picture
// on another is no surer.
const leastCut = 3

// datings say how the dates that came with a picture stand to the edition's.
func (p *page) datings(r Resembling) []string {
	var out []string
	for _, d := range []struct {
		matching.Dated
		whose string
	}{{r.Given, "given"}, {r.File, "file"}} {
		if s := p.dating(d.Dated, d.whose); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (p *page) dating(d matching.Dated, whose string) string {
	known := ""
	if d.Known.EDTF != "" {
		known = p.timeWord(d.Known.What) + p.T("colon") + p.Date(d.Known.EDTF)
	}
	switch given := p.Date(d.Given); {
	case d.Dating == matching.Unread:
		if whose == "file" {
			return ""
		}
		return p.T("check.dated.unread")
	case d.Given == "":
		return ""
	case d.Dating == matching.TwoDates:
		return fmt.Sprintf(p.T("check.dated.two"), given, p.Date(d.Or))
	case d.Dating == matching.Undated:
		return fmt.Sprintf(p.T("check.dated."+whose), given) + " " + p.T("check.dated.unknown")
	default:
		return fmt.Sprintf(p.T("check.dated."+whose), given) + " " + fmt.Sprintf(p.T("check.dated."+datingWords[d.Dating]), known)
	}
}

var datingWords = map[matching.Dating]string{matching.SameDate: "same", matching.Redated: "other", matching.TooLate: "late"}

func (s *site) answerQuote(ctx context.Context, p *page, b *checking, part io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(part, maxQuoteText+1))
	if err != nil {
		return formError(err)
	}
	if len(raw) > maxQuoteText || !utf8.Valid(raw) {
		return &sijill.Error{Class: sijill.Usage, Message: "The quotation is too long or no text."}
	}
	b.Quote = string(raw)
	q, err := s.edition.CheckQuote(ctx, b.Quote)
	if err != nil {
		return err
	}
	b.Quoted = &quotedAnswer{Outcome: p.T("check." + outcomeWord(q.Outcome))}
	if q.Outcome == Exact || q.Outcome == Nearly {
		b.Quoted.Outcome = p.T("check.found")
	}
	for _, f := range q.Found {
		card, err := p.known(ctx, f.Document)
		if err != nil {
			return err
		}
		x := saidIn{known: card, IsStale: f.IsStale, How: p.T("check.exact"), Pieces: f.Pieces, Lang: tagOf(f.Lang)}
		if f.Differ > 0 {
			x.How = fmt.Sprintf(p.T("check.nearly"), f.Differ)
		}
		if f.Translation != "" {
			x.How += p.T("comma") + p.T("check.in-translation")
			if f.IsStale {
				x.How += p.T("comma") + p.T("check.stale")
			}
			for _, o := range f.Original {
				x.Original = append(x.Original, saidOf(Text{f.Document.Lang, o.Text}))
			}
		}
		for _, t := range f.Translations {
			if t.Number == f.Translation {
				continue
			}
			for _, o := range t.Segments {
				x.Translations = append(x.Translations, passage{Text: saidOf(Text{t.Lang, o.Text}), Stale: o.Stale})
			}
		}
		for _, piece := range f.Pieces {
			if piece.Stands != "" {
				x.Href += fragment(first(f.Segments), piece.Stands)
				break
			}
		}
		b.Quoted.Found = append(b.Quoted.Found, x)
	}
	return nil
}

// Sent says what becomes of a picture that is handed in.
func (p *page) Sent() string { return fmt.Sprintf(p.T("check.sent"), MaxUpload>>20) }

// scriptWords are the phrases that the script shows.
func (p *page) scriptWords() map[string]any {
	out := map[string]any{"comma": p.T("comma")}
	for _, key := range []string{"looking", "searching", "unreadable", "broken", "plain", "short", "unknown", "found", "failed", "yours", "original", "covered", "redacted", "share", "exact", "nearly", "more", "enough", "whole", "stale", "cut", "redated", "hiddenmark"} {
		out[key] = p.T("check." + key)
	}
	out["translated"], out["inTranslation"], out["inOriginal"] = p.T("check.in-translation"), p.T("check.translation"), p.T("check.in-original")
	var cuts []string
	for _, key := range cutSides {
		cuts = append(cuts, strings.ReplaceAll(p.T(key), "%%", "%"))
	}
	out["cuts"], out["staleNote"], out["leastCut"] = cuts, p.T("reading.stale"), leastCut
	dated := map[string]string{}
	for _, key := range []string{"given", "file", "unread", "two", "unknown", "same", "other", "late"} {
		dated[key] = p.T("check.dated." + key)
	}
	out["dated"] = dated
	times := map[string]string{}
	for _, what := range []string{"captured", "occurred", "recorded", "published"} {
		times[what] = p.timeWord(what) + p.T("colon")
	}
	out["times"] = times
	changes := map[string]string{}
	for _, c := range matching.Changes() {
		changes[string(c)] = p.T("check.change." + strings.ReplaceAll(string(c), " ", "-"))
	}
	out["changes"] = changes
	// The script puts numbers in itself.
	out["nearly"] = p.T("check.nearly")
	return out
}
