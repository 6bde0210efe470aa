package desk

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sijill.example/sijill"
)

// prose is a text in CommonMark, made into a page that can do nothing: HTML stands
// as it was written, pictures and addresses elsewhere are words, and only a citation
// is a link.
type prose struct {
	HTML template.HTML // made by the renderer below alone, which escapes every text
	Long *shown        // instead, where the text is too long to be laid out
}

// maxProse is how much is laid out, in bytes.
const maxProse = 200_000

func (x *telling) prose(s, lang string) *prose {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	if len(s) > maxProse {
		long := textOf(s, lang)
		return &prose{Long: &long}
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		// A tab is part of how a text is laid out.
		parts := strings.Split(line, "\t")
		for j := range parts {
			parts[j] = sijill.Printable(parts[j])
		}
		lines[i] = strings.Join(parts, "\t")
	}
	source := []byte(strings.Join(lines, "\n"))
	md := goldmark.New(
		goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(citing{}, 150)), parser.WithASTTransformers(util.Prioritized(settling{}, 500))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&writing{x}, 100))))
	var b bytes.Buffer
	if err := md.Convert(source, &b); err != nil {
		x.fail(err)
		return nil
	}
	return &prose{HTML: template.HTML(b.String())}
}

// citation is [[what is cited]].
type citation struct {
	ast.BaseInline
	number sijill.Number
}

var kindCitation = ast.NewNodeKind("Citation")

func (*citation) Kind() ast.NodeKind                 { return kindCitation }
func (c *citation) Dump(source []byte, level int)    { ast.DumpHelper(c, source, level, nil, nil) }
func (citing) Trigger() []byte                       { return []byte{'['} }
func (w *writing) escaped(b []byte) (escaped string) { return template.HTMLEscapeString(string(b)) }

// citing reads citations. What is cited by a number is known to be in the archive,
// because documents are entered with numbers in the place of keys.
type citing struct{}

func (citing) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	rest, ok := bytes.CutPrefix(line, []byte("[["))
	if !ok {
		return nil
	}
	cited, _, ok := bytes.Cut(rest, []byte("]]"))
	if !ok {
		return nil
	}
	n, err := sijill.ParseNumber(string(bytes.TrimSpace(cited)))
	if err != nil {
		return nil
	}
	block.Advance(len(cited) + 4)
	return &citation{number: n}
}

// settling gives headings a place below those of the page, without steps left out,
// and each paragraph its direction.
type settling struct{}

func (settling) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	last := 2
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		if h, ok := n.(*ast.Heading); ok {
			h.Level = min(h.Level+2, last+1, 6)
			last = h.Level
		}
		switch n.Kind() {
		case ast.KindHeading, ast.KindParagraph, ast.KindList, ast.KindBlockquote, ast.KindListItem:
			n.SetAttributeString("dir", []byte(sijill.Direction(string(wordsIn(n, source)))))
		}
		return ast.WalkContinue, nil
	})
}

// wordsIn gives the source of the first block within a node that has any.
func wordsIn(n ast.Node, source []byte) []byte {
	if n.Type() == ast.TypeInline {
		return nil
	}
	if n.Lines().Len() > 0 {
		return n.Lines().Value(source)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s := wordsIn(c, source); len(s) > 0 {
			return s
		}
	}
	return nil
}

// writing writes what must not stand in a page as it is.
type writing struct{ *telling }

func (w *writing) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindCitation, w.citation)
	r.Register(ast.KindRawHTML, w.rawHTML)
	r.Register(ast.KindHTMLBlock, w.htmlBlock)
	r.Register(ast.KindLink, w.link)
	r.Register(ast.KindImage, w.image)
	r.Register(ast.KindAutoLink, w.autoLink)
}

func put(b util.BufWriter, parts ...string) {
	for _, s := range parts {
		_, _ = b.WriteString(s) // the buffer keeps the first trouble, and Convert gives it
	}
}

func (w *writing) citation(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	c, ok := n.(*citation)
	if !ok || !entering {
		return ast.WalkContinue, nil
	}
	s := w.ref(string(c.number))
	put(b, `<a class="ref" href="`, template.HTMLEscapeString(s.Href), `">`)
	if s.Form == "thing" {
		put(b, `<bdi dir="`, s.Dir, `">`, template.HTMLEscapeString(s.Text), `</bdi> <span class="number" dir="ltr">`, string(c.number), `</span></a>`)
	} else {
		put(b, `<span class="number" dir="ltr">`, string(c.number), `</span></a>`)
	}
	return ast.WalkContinue, nil
}

func (w *writing) rawHTML(b util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if raw, ok := n.(*ast.RawHTML); ok && entering {
		put(b, `<code dir="ltr">`, w.escaped(raw.Segments.Value(source)), `</code>`)
	}
	return ast.WalkSkipChildren, nil
}

func (w *writing) htmlBlock(b util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if block, ok := n.(*ast.HTMLBlock); ok && entering {
		all := block.Lines().Value(source)
		if block.HasClosure() {
			all = append(bytes.Clone(all), block.ClosureLine.Value(source)...)
		}
		put(b, `<pre dir="ltr"><code>`, w.escaped(all), "</code></pre>\n")
	}
	return ast.WalkContinue, nil
}

// link shows the address of a link and does not lead there: these pages ask nothing
// of any other place.
func (w *writing) link(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if l, ok := n.(*ast.Link); ok && !entering {
		put(b, ` <code dir="ltr">`, w.escaped(l.Destination), `</code>`)
	}
	return ast.WalkContinue, nil
}

func (w *writing) image(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if i, ok := n.(*ast.Image); ok && !entering {
		put(b, ` <code dir="ltr">`, w.escaped(i.Destination), `</code>`)
	}
	return ast.WalkContinue, nil
}

func (w *writing) autoLink(b util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if l, ok := n.(*ast.AutoLink); ok && entering {
		put(b, `<code dir="ltr">`, w.escaped(l.Label(source)), `</code>`)
	}
	return ast.WalkContinue, nil
}
