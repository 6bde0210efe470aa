package desk

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"strconv"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

// entryLine is an entry in the list of the register.
type entryLine struct {
	Index string
	Href  string
	Said  string
	Kind  string
	At    shown
	About *shown
	Lost  bool
	Whole bool
}

type registerBody struct {
	Name        shown
	Origin      string
	VerifierKey string
	Size        string

	Checkpoint string // the signed note, "" where there is none
	Covered    string
	Root       string
	Trouble    string

	Lines                       []entryLine
	First, Previous, Next, Last string // addresses, "" where there is no such page
}

// register shows the register itself, and a page of its entries.
func (d *desk) register(r *http.Request, p *page) error {
	p.Sheet, p.Title = "register", p.T("register.title")
	size, err := d.archive.Register.Size(r.Context())
	if err != nil {
		return err
	}
	from := int64(0)
	if s := p.query.Get("from"); s != "" {
		if from, err = parseIndex(s); err != nil {
			return problem(http.StatusBadRequest)
		}
	}
	b := registerBody{Name: lineOf(d.archive.Name), Origin: d.archive.Origin, VerifierKey: d.archive.VerifierKey, Size: count(size)}
	switch c, err := d.archive.Published.Checkpoint(d.archive.Verifier); {
	case err == nil:
		b.Checkpoint, b.Covered, b.Root = string(c.Note), count(c.Size), base64.StdEncoding.EncodeToString(c.Root[:])
	case errors.Is(err, fs.ErrNotExist):
		b.Trouble = p.T("register.nopoint")
	default:
		d.logger.Printf("the checkpoint cannot be shown: %v", err)
		b.Trouble = p.T("register.badpoint")
	}
	index := from
	for e, err := range d.archive.Register.Read(r.Context(), from, min(from+perPage, size)) {
		if err != nil {
			return err
		}
		o, err := e.Open()
		if err != nil {
			return err
		}
		b.Lines = append(b.Lines, p.entryLineOf(index, o))
		index++
	}
	at := func(i int64) string { return p.To("/register", "from", strconv.FormatInt(i, 10)) }
	if from > 0 {
		b.First, b.Previous = p.To("/register"), at(max(0, from-perPage))
	}
	if from < size && size-from > perPage {
		b.Next, b.Last = at(from+perPage), at(max(0, size-perPage))
	}
	p.Body = b
	return nil
}

func (p *page) entryLineOf(index int64, o register.Opened) entryLine {
	l := entryLine{Index: count(index), Href: p.entryPath(index), Said: p.said(o.Kind), Kind: sijill.Printable(string(o.Kind)), Lost: isLost(o), Whole: o.IsComplete()}
	if !l.Lost {
		l.At = timeOf(o.At, p.lang)
	}
	l.About = p.aboutOf(o.Subject)
	return l
}

func (p *page) aboutOf(n sijill.Number) *shown {
	if n == "" {
		return nil
	}
	s := monoOf(string(n))
	if _, err := sijill.ParseNumber(string(n)); err == nil {
		s = p.linkOf(n)
	}
	return &s
}

// parseIndex reads the index of an entry: a decimal number without a sign or
// leading zeros.
func parseIndex(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > maxIndex || strconv.FormatInt(n, 10) != s {
		return 0, errors.New("it is not an index")
	}
	return n, nil
}

// maxIndex keeps sums of indexes from overflowing.
const maxIndex = 1 << 53
