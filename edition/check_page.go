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
	"mime/multipart"
	"net/http"
	"net/url"
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
	Frame   *frame // where on the original the reader's picture lies
}

// frame is a rectangle on a picture, in its pixels.
type frame struct{ X, Y, W, H int }

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
	Translations []said
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
	default:
		return false
	}
	return true
}

// answerCheck reads a form with one field, picture or quote.
func (s *site) answerCheck(r *http.Request, p *page, b *checking) error {
	form, err := r.MultipartReader()
	if err != nil {
		return &sijill.Error{Class: sijill.Usage, Message: "This is not a form.", Err: err}
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return &sijill.Error{Class: sijill.Usage, Message: "Nothing was handed in."}
		}
		if err != nil {
			return formError(err)
		}
		switch part.FormName() {
		case "quote":
			return s.answerQuote(r.Context(), p, b, part)
		case "picture":
			return s.answerPicture(r.Context(), p, b, part)
		}
	}
}

func formError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return &sijill.Error{Class: sijill.Usage, Message: "The form cannot be read.", Err: err}
}

func (s *site) answerPicture(ctx context.Context, p *page, b *checking, part *multipart.Part) error {
	if !b.TakesPictures {
		b.Problem, p.Status = p.T("check.no-cage"), http.StatusServiceUnavailable
		return nil
	}
	f, size, err := inMemory(part)
	if err != nil {
		return formError(err)
	}
	defer func() { _ = f.Close() }()
	seen, err := s.eye.Look(ctx, f, size)
	if err != nil {
		return err
	}
	c, err := s.edition.Check(ctx, seen)
	if err != nil {
		return err
	}
	b.Checked = &checkedAnswer{Outcome: p.T("check." + outcomeWord(c.Outcome)), Mine: picturesOf(seen.Sketch)}
	for _, found := range c.Found {
		x := resembles{known: p.known(found.Document), Differs: p.differs(found)}
		if v := x.View; v != nil && found.W > 0 && found.W*found.H < 0.96 {
			at := func(share float64, of int) int { return int(math.Round(share * float64(of))) }
			x.Frame = &frame{at(found.X, v.Width), at(found.Y, v.Height), at(found.W, v.Width), at(found.H, v.Height)}
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
		}
		words = append(words, word)
	}
	if r.Document.Redacted != nil {
		words = append(words, p.T("check.redacted"))
	}
	return strings.Join(words, p.T("comma"))
}

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
		x := saidIn{known: p.known(f.Document), How: p.T("check.exact"), Pieces: f.Pieces, Lang: tagOf(f.Lang)}
		if f.Differ > 0 {
			x.How = fmt.Sprintf(p.T("check.nearly"), f.Differ)
		}
		if f.Translation != "" {
			x.How += p.T("comma") + p.T("check.in-translation")
			for _, o := range f.Original {
				x.Original = append(x.Original, saidOf(Text{f.Document.Lang, o.Text}))
			}
		}
		for _, t := range f.Translations {
			if t.Number == f.Translation {
				continue
			}
			for _, o := range t.Segments {
				x.Translations = append(x.Translations, saidOf(Text{t.Lang, o.Text}))
			}
		}
		x.Href += textFragment(f.Pieces)
		b.Quoted.Found = append(b.Quoted.Found, x)
	}
	return nil
}

// textFragment leads to where a quotation begins (WICG, "URL Fragment Text
// Directives"); browsers that know nothing of it show the page from its beginning.
func textFragment(pieces []matching.Piece) string {
	for _, x := range pieces {
		if words := strings.Fields(x.Stands); len(words) > 0 {
			text := url.QueryEscape(strings.Join(words[:min(6, len(words))], " "))
			return "#:~:text=" + strings.NewReplacer("+", "%20", "-", "%2D").Replace(text)
		}
	}
	return ""
}

// Sent says what becomes of a picture that is handed in.
func (p *page) Sent() string { return fmt.Sprintf(p.T("check.sent"), MaxUpload>>20) }

// scriptWords are the phrases that the script shows.
func (p *page) scriptWords() map[string]any {
	out := map[string]any{"comma": p.T("comma")}
	for _, key := range []string{"looking", "searching", "unreadable", "plain", "short", "unknown", "found", "failed", "yours", "original", "covered", "redacted", "share", "exact", "nearly", "more", "enough", "whole"} {
		out[key] = p.T("check." + key)
	}
	out["translated"], out["inTranslation"], out["inOriginal"] = p.T("check.in-translation"), p.T("check.translation"), p.T("check.in-original")
	changes := map[string]string{}
	for _, c := range matching.Changes() {
		changes[string(c)] = p.T("check.change." + strings.ReplaceAll(string(c), " ", "-"))
	}
	out["changes"] = changes
	// The script puts numbers in itself.
	out["nearly"] = p.T("check.nearly")
	return out
}
