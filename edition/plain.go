package edition

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// plain parses a body to be read without its marks.
var plain = goldmark.New(goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(citations{}, 150)))).Parser()

// plainBody is what a reader reads of a body in CommonMark, one string for each
// paragraph, heading or line of a list: no marks, no citations, no addresses of links,
// and nothing that the page does not show either.
func plainBody(body string) []string {
	var out []string
	eachPlain(body, func(_ ast.Node, s string) { out = append(out, s) })
	return out
}

// plainOpening is the first paragraph of a body, "" where there is none.
func plainOpening(body string) string {
	opening := ""
	eachPlain(body, func(n ast.Node, s string) {
		if opening == "" && n.Kind() == ast.KindParagraph && n.Parent().Kind() == ast.KindDocument {
			opening = s
		}
	})
	return opening
}

func eachPlain(body string, f func(ast.Node, string)) {
	src := []byte(body)
	add := func(n ast.Node, s string) {
		if s = strings.TrimSpace(s); s != "" {
			f(n, s)
		}
	}
	_ = ast.Walk(plain.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindHTMLBlock, ast.KindThematicBreak:
			return ast.WalkSkipChildren, nil
		case ast.KindCodeBlock, ast.KindFencedCodeBlock:
			add(n, string(n.Lines().Value(src)))
			return ast.WalkSkipChildren, nil
		}
		if n.FirstChild() == nil || n.FirstChild().Type() != ast.TypeInline {
			return ast.WalkContinue, nil
		}
		add(n, strings.Join(strings.Fields(plainInline(n, src)), " "))
		return ast.WalkSkipChildren, nil
	})
}

func plainInline(block ast.Node, src []byte) string {
	var b strings.Builder
	isAfterCitation := false
	write := func(s string) {
		// The space before a citation goes with it where a sign follows.
		if r, _ := utf8.DecodeRuneInString(s); isAfterCitation && strings.ContainsRune(".,;:!?)،؛؟", r) {
			before := strings.TrimRight(b.String(), " ")
			b.Reset()
			b.WriteString(before)
		}
		isAfterCitation = false
		b.WriteString(s)
	}
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *citation:
			isAfterCitation = true
		case *ast.Image, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *ast.String:
			b.Write(n.Value)
		case *ast.Text:
			value := n.Segment.Value(src)
			if n.Parent().Kind() == ast.KindCodeSpan || n.IsRaw() {
				b.Write(value)
			} else {
				write(html.UnescapeString(string(util.UnescapePunctuations(value))))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// plainBodies are the bodies of a document without their marks.
func (d *Document) plainBodies() []Text {
	out := make([]Text, 0, len(d.Body))
	for _, t := range d.Body {
		out = append(out, Text{t.Lang, strings.Join(plainBody(t.Text), "\n\n")})
	}
	return out
}
