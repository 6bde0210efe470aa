package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/testimony"
)

// aligning is what the verb was asked for.
type aligning struct {
	langs     string
	source    string
	key       string
	exhibit   string
	out       string
	sentences bool
	accounts  bool
}

func (p *program) alignVerb() *cobra.Command {
	var q aligning
	c := &cobra.Command{
		Use:   "align ORIGINAL [TRANSLATION]",
		Short: "Propose which parts of a translation are made of which of the original",
		Long: `Read a testimony and its translation, from one text or from two files, and propose
which segment of the one belongs to which of the other. No archive is needed, and
nothing is entered.

One text may have both languages in two columns, in rows with tabs or bars, in
alternating paragraphs, or one behind the other. Where it is another text with
passages that are translated beside them, as articles have, each passage is a
testimony of its own. Segments are paragraphs, or with --sentences sentences;
where a text says [00:01:02-00:01:10], a segment is that span of the recording.

What is marked with ? should be looked at: other ways of pairing are nearly as
good, or there is no counterpart. With -o DIR, the testimony and the translation
are written as two documents for a person to correct; then ` + "`sijill apply DIR`" + `
enters them. What is there already is never overwritten.

With --accounts, the two files are accounts of one witness at different times, in
one language: what is repeated, changed, left out and new is shown, and numbers
that differ. They stay two accounts.` + "\n" + exitCodes,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := q.check(); err != nil {
				return err
			}
			texts, err := readTexts(args)
			if err != nil {
				return err
			}
			if q.accounts {
				return p.accounts(q, texts)
			}
			return p.align(q, args[0], texts)
		},
	}
	f := c.Flags()
	f.StringVar(&q.langs, "lang", "", "the language of the original, or `LANG,LANG` of both (else ar for Arabic letters and en for others)")
	f.StringVar(&q.source, "source", "", "the `SOURCE` who told it, by number or key, for the document")
	f.StringVar(&q.key, "key", "", "the `KEY` of the testimony, for the document (else made of the file's name)")
	f.StringVar(&q.exhibit, "exhibit", "", "the `NUMBER` of the exhibit that the text is from, for the document")
	f.StringVarP(&q.out, "out", "o", "", "write the documents into `DIR`")
	f.BoolVar(&q.sentences, "sentences", false, "cut into sentences instead of paragraphs")
	f.BoolVar(&q.accounts, "accounts", false, "compare two accounts of one witness")
	return c
}

var langTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

func (q aligning) check() error {
	if q.langs != "" {
		langs := strings.Split(q.langs, ",")
		for _, lang := range langs {
			if !langTag.MatchString(lang) || len(langs) > 2 {
				return &sijill.Error{Class: sijill.Usage, Message: "--lang wants one language or two, such as ar or ar,en."}
			}
		}
	}
	if q.exhibit != "" {
		if n, err := sijill.ParseNumber(q.exhibit); err != nil || n.Kind() != "exhibit" {
			return &sijill.Error{Class: sijill.Usage, Message: "--exhibit wants the number of an exhibit, such as exh-2026-0001."}
		}
	}
	return nil
}

func (q aligning) grain() testimony.Grain {
	if q.sentences {
		return testimony.BySentence
	}
	return testimony.ByParagraph
}

// readTexts reads files that must be text in UTF-8 and of a size that a document
// can have.
func readTexts(files []string) ([]string, error) {
	var out []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, &sijill.Error{Class: sijill.Failed, Message: "The text cannot be read.", Err: err}
		}
		data, err := io.ReadAll(io.LimitReader(f, document.MaxSize+1))
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, &sijill.Error{Class: sijill.Failed, Message: "The text cannot be read.", Err: err}
		}
		if len(data) > document.MaxSize {
			return nil, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is larger than %d MiB.", name, document.MaxSize>>20), Hint: "Cut it into parts, and align each part."}
		}
		if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
			return nil, &sijill.Error{Class: sijill.Usage, Message: name + " is not text in UTF-8.", Hint: "`sijill look --json FILE` gives the text of a PDF, a word processor's file, or an older encoding."}
		}
		out = append(out, string(data))
	}
	return out, nil
}

func (p *program) align(q aligning, file string, texts []string) error {
	o := testimony.Options{Grain: q.grain()}
	first, second, _ := strings.Cut(q.langs, ",")
	if first != "" {
		o.Original = scriptOf(first)
	}
	bar := p.progress("align")
	bar.set("reading")
	var proposal testimony.Proposal
	var err error
	if len(texts) == 2 {
		proposal, err = testimony.ProposeTwo(texts[0], texts[1], o)
	} else {
		proposal, err = testimony.Propose(texts[0], o)
	}
	bar.end()
	if err != nil {
		return err
	}
	for i, part := range proposal.Parts {
		for _, side := range [][]testimony.Segment{part.Original, part.Translation} {
			for k := range side {
				side[k].Text = testimony.InOneParagraph(side[k].Text)
			}
		}
		if first == "" {
			first = usualLang(part.Original)
		}
		if second == "" {
			second = usualLang(part.Translation)
		}
		if err := p.part(part, i+1, len(proposal.Parts)); err != nil {
			return err
		}
	}
	if err := p.proposed(proposal, first, second); err != nil || q.out == "" {
		return err
	}
	return p.writeDocuments(q, file, proposal, first, second)
}

// arabicLetters are the languages of the region that are written in them.
var arabicLetters = []string{"ar", "fa", "ckb", "ps", "ur", "ug", "sd", "azb", "arc"}

func scriptOf(lang string) testimony.Script {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if slices.Contains(arabicLetters, base) {
		return testimony.Arabic
	}
	return testimony.Other
}

func usualLang(segments []testimony.Segment) string {
	if testimony.ScriptOf(strings.Join(testimony.Texts(segments), "\n")) == testimony.Other {
		return "en"
	}
	return "ar"
}

// writeDocuments writes each part as a testimony and a translation.
func (p *program) writeDocuments(q aligning, file string, proposal testimony.Proposal, from, to string) error {
	if err := os.MkdirAll(q.out, 0o755); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The directory for the documents cannot be made.", Err: err}
	}
	for i, part := range proposal.Parts {
		key := q.key
		if key == "" {
			key = plain(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
		}
		if len(proposal.Parts) > 1 {
			key = fmt.Sprintf("%s-%d", key, i+1)
		}
		for _, d := range documents(q, part, key, from, to) {
			text, err := document.Write(d, document.Markdown)
			if err != nil {
				return err
			}
			name := filepath.Join(q.out, plain(d.Key)+".md")
			if err := writeDocument(name, text); err != nil {
				return err
			}
			p.warn("Wrote %s", sijill.Printable(name))
		}
	}
	if q.source == "" {
		p.warn("Before applying, say in each testimony who told it: source: KEY")
	}
	return nil
}

// documents makes the two documents of a part.
func documents(q aligning, part testimony.Part, key, from, to string) []*document.Document {
	var original, translated []any
	for _, s := range part.Original {
		m := map[string]any{sijill.SegmentID: s.ID, sijill.SegmentText: s.Text}
		if s.From != "" {
			m[sijill.SegmentFrom] = s.From
		}
		if s.To != "" {
			m[sijill.SegmentTo] = s.To
		}
		original = append(original, m)
	}
	for _, t := range part.Translated() {
		m := map[string]any{sijill.SegmentText: t.Text}
		if len(t.Of) > 0 {
			var ids []any
			for _, id := range t.Of {
				ids = append(ids, id)
			}
			m[sijill.SegmentOf] = ids
		}
		translated = append(translated, m)
	}
	told := &document.Document{Kind: "testimony", Key: key, Fields: map[string]any{"lang": from, sijill.FieldSegments: original}}
	if q.source != "" {
		told.Fields["source"] = q.source
	}
	if q.exhibit != "" {
		told.Fields["exhibits"] = []any{q.exhibit}
	}
	if len(translated) == 0 {
		return []*document.Document{told}
	}
	in := &document.Document{Kind: "translation", Key: key + "-" + strings.ToLower(to), Fields: map[string]any{
		"of": key, "lang": to, "state": "draft", sijill.FieldSegments: translated,
	}}
	if ids, _ := part.Doubtful(); len(ids) > 0 {
		in.Fields["note"] = "Aligned by a program. To be looked at: " + strings.Join(ids, ", ") + "."
	}
	return []*document.Document{told, in}
}

// plain makes of a name what any file system takes: small letters, digits and
// hyphens.
func plain(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
		if b.Len() == 80 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "testimony"
}

func writeDocument(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return &sijill.Error{Class: sijill.Refused, Message: name + " is there already.", Hint: "Name another directory, or another key with --key."}
	}
	if err == nil {
		_, err = f.Write(text)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The document cannot be written.", Err: err}
	}
	return nil
}
