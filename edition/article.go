package edition

import (
	"bytes"
	"context"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
)

// article is a text of which every quotation, picture and figure can be followed to
// where it comes from.
type article struct {
	Lang, Dir string
	HTML      template.HTML
	Notes     []inset // what is cited, in the order in which it is cited first
}

// inset shows beside a text what it cites.
type inset struct {
	N        int
	Ref      Ref
	Name     said
	Kind     string
	View     *Picture
	Covered  bool
	Context  *said
	Credit   *said
	Quote    *said // the passage that the text quotes, in the words in which it was said
	Reads    *said // the same in the language of the text
	IsStale  bool  // the original was changed after Reads was translated
	Fragment string
	By       *said
	Claim    *Claim
	Verdict  *said
	Standing string
	Dates    []dateLine
}

// article makes the HTML of a body in CommonMark. Raw HTML is left out, pictures of
// other places are not loaded, and a citation becomes a link with an inset.
func (s *site) article(ctx context.Context, p *page, d *Document) (*article, error) {
	body, _ := choose(d.Body, p.lang)
	src := saidOf(body)
	a := &article{Lang: src.Lang, Dir: src.Dir}
	if a.Lang == "" {
		a.Lang = tagOf(d.Lang)
	}
	r := &citing{ctx: ctx, page: p, site: s, out: a, seen: map[sijill.Number]int{}}
	md := goldmark.New(goldmark.WithParserOptions(
		parser.WithInlineParsers(util.Prioritized(citations{}, 150)),
		parser.WithASTTransformers(util.Prioritized(r, 100))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(r, 100))))
	var b bytes.Buffer
	if err := md.Convert([]byte(src.Text), &b); err != nil {
		return nil, err
	}
	a.HTML = template.HTML(b.String()) //nolint:gosec // made by goldmark, which escapes, and by the templates
	return a, r.err
}

var (
	kindCitation = ast.NewNodeKind("Citation")
	kindInsets   = ast.NewNodeKind("Insets")
)

// citation is a node of the text that cites a document.
type citation struct {
	ast.BaseInline
	number sijill.Number
	n      int // of the inset, 0 where what is cited is not there
}

func (*citation) Kind() ast.NodeKind         { return kindCitation }
func (c *citation) Dump(src []byte, lvl int) { ast.DumpHelper(c, src, lvl, nil, nil) }

// insets is a node that stands after a block and shows what the block cites first.
type insets struct {
	ast.BaseBlock
	list []inset
}

func (*insets) Kind() ast.NodeKind         { return kindInsets }
func (n *insets) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// citations reads [[number]].
type citations struct{}

func (citations) Trigger() []byte { return []byte{'['} }

func (citations) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	end := bytes.Index(line, []byte("]]"))
	if end < 0 {
		return nil
	}
	n, err := sijill.ParseNumber(strings.TrimSpace(string(line[2:end])))
	if err != nil {
		return nil
	}
	block.Advance(end + 2)
	return &citation{number: n}
}

// citing finds what a text cites and writes it.
type citing struct {
	ctx  context.Context
	page *page
	site *site
	out  *article
	seen map[sijill.Number]int
	err  error
}

// Transform is parser.ASTTransformer: it puts insets after each block that cites
// something for the first time.
func (c *citing) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	for block := doc.FirstChild(); block != nil; {
		next := block.NextSibling()
		words := plainText(block, r.Source())
		var list []inset
		_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			cite, ok := n.(*citation)
			if !ok || !entering {
				return ast.WalkContinue, nil
			}
			if n := c.seen[cite.number]; n > 0 {
				cite.n = n
				return ast.WalkContinue, nil
			}
			d, err := c.site.edition.Document(c.ctx, cite.number)
			if err != nil || d.Withdrawn != "" {
				if err != nil && sijill.ClassOf(err) != sijill.NotFound {
					c.err = err
				}
				return ast.WalkContinue, nil
			}
			in := c.page.inset(d, words)
			in.N = len(c.out.Notes) + 1
			cite.n, c.seen[cite.number] = in.N, in.N
			c.out.Notes = append(c.out.Notes, in)
			list = append(list, in)
			return ast.WalkContinue, nil
		})
		if len(list) > 0 {
			doc.InsertAfter(doc, block, &insets{list: list})
		}
		// A citation that stands alone is there for its inset.
		if block.Kind() == ast.KindParagraph && strings.TrimSpace(words) == "" && len(list) == block.ChildCount() {
			doc.RemoveChild(doc, block)
		}
		block = next
	}
}

func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.Write(t.Segment.Value(src))
			b.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func (p *page) inset(d *Document, words string) inset {
	in := inset{Ref: Ref{Number: d.Number, Titles: d.Titles}, Kind: d.Kind(), Covered: len(d.Notices) > 0, Context: p.Say(d.Context), Credit: p.Say(d.Credit), By: p.Say(d.SaidBy), Dates: p.datesOf(d)}
	in.Name = p.Name(in.Ref)
	if in.View = pictureOf(d, "view"); in.View == nil {
		in.View = pictureOf(d, "thumb")
	}
	if d.Claim != nil {
		in.Claim, in.Verdict, in.Standing = d.Claim, p.Say(d.Claim.Verdict), p.Standing(d.Claim.Standing)
	}
	segment := ""
	in.Quote, in.Reads, segment, in.IsStale = quoted(d, words)
	in.Fragment = fragment(segment, "")
	return in
}

// quoted finds the passage of a testimony or statement that a text quotes, in the
// original or in a translation, its segment, and whether the original was changed
// since that was translated.
func quoted(d *Document, words string) (original, translated *said, segment string, isStale bool) {
	const least = 12 // letters; less is no quotation
	of := func(ids ...string) *said {
		var parts []string
		for _, s := range d.Segments {
			if slices.Contains(ids, s.ID) && s.Text != "" {
				parts = append(parts, s.Text)
			}
		}
		if parts == nil {
			return nil
		}
		s := saidOf(Text{d.Lang, strings.Join(parts, "\n\n")})
		return &s
	}
	for _, q := range quotations(words) {
		if utf8.RuneCountInString(q) < least {
			continue
		}
		q = folded(q)
		for _, s := range d.Segments {
			if strings.Contains(folded(s.Text), q) {
				return of(s.ID), nil, s.ID, false
			}
		}
		for _, t := range d.Translations {
			for _, s := range t.Segments {
				if strings.Contains(folded(s.Text), q) {
					reads := saidOf(Text{t.Lang, s.Text})
					return of(s.Of...), &reads, first(s.Of), s.Stale
				}
			}
		}
	}
	return nil, nil, "", false
}

// quotations lists what stands between quotation marks, the whole text last.
func quotations(words string) []string {
	var out []string
	for _, m := range [][2]string{{"“", "”"}, {"«", "»"}, {"„", "“"}, {`"`, `"`}} {
		rest := words
		for {
			_, after, ok := strings.Cut(rest, m[0])
			if !ok {
				break
			}
			in, tail, ok := strings.Cut(after, m[1])
			if !ok {
				break
			}
			out = append(out, strings.TrimRight(strings.TrimSpace(in), ".,،"))
			rest = tail
		}
	}
	return append(out, strings.TrimSpace(words))
}

func folded(s string) string {
	var words []string
	search.Words(s, func(w search.Word) bool {
		words = append(words, w.Folded)
		return true
	})
	return strings.Join(words, " ")
}

// RegisterFuncs is renderer.NodeRenderer.
func (c *citing) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindCitation, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if cite := n.(*citation); entering && cite.n > 0 {
			return ast.WalkContinue, c.template(w, "cite", c.out.Notes[cite.n-1])
		}
		return ast.WalkContinue, nil
	})
	r.Register(kindInsets, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			return ast.WalkContinue, c.template(w, "insets", n.(*insets).list)
		}
		return ast.WalkContinue, nil
	})
	// A picture of another place would tell that place who reads here.
	r.Register(ast.KindImage, func(w util.BufWriter, _ []byte, n ast.Node, _ bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil
	})
	// The title of the page is its one heading of the first level.
	r.Register(ast.KindHeading, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		level := min(max(n.(*ast.Heading).Level, 2), 4)
		tag := "<h" + string(rune('0'+level)) + ">"
		if !entering {
			tag = "</h" + tag[2:] + "\n"
		}
		_, err := w.WriteString(tag)
		return ast.WalkContinue, err
	})
}

func (c *citing) template(w util.BufWriter, name string, x any) error {
	return c.site.sheets["document"].ExecuteTemplate(w, name, of{c.page, x})
}
