package dossier

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

//go:embed page.html
var pageSource string

// page is what index.html shows. It is a function of what else the dossier holds.
type page struct {
	Archive     string
	Origin      string
	VerifierKey string
	Size        int64
	Root        string
	Withheld    []string
	Example     int64 // an entry for the commands
	Exhibits    []exhibitPage
	Others      []line // entries about the archive itself
}

type exhibitPage struct {
	Number sijill.Number
	Title  string
	Dir    string
	File   string // link to the original, or ""
	Digest string
	Story  []line
}

type line struct {
	Index  int64
	Kind   sijill.Kind
	PREMIS string
	Said   string
	At     string
	Agent  string
	About  sijill.Number
	Fields []field
	Hidden bool // something is withheld
	Erased bool
}

type field struct{ Name, Value, Dir string }

func pageOf(s summary, key string, c register.Checkpoint, entries []shown) page {
	p := page{Origin: c.Origin, VerifierKey: key, Size: c.Size, Root: c.Root.String(), Withheld: s.Withheld}
	about := map[sijill.Number][]line{}
	current := map[sijill.Number]map[string]any{}
	came := map[sijill.Number][]sijill.Number{} // what a thing came with, or was made of
	files := map[sijill.Number]exhibitPage{}
	var order []sijill.Number
	var general []line
	for _, e := range entries {
		l := lineOf(e)
		if e.Kind == sijill.ArchiveFounded {
			p.Archive, _ = e.Fields["name"].(string)
		}
		if e.Subject == "" {
			if e.Kind == sijill.FixityChecked {
				general = append(general, l)
			} else {
				p.Others = append(p.Others, l)
			}
			continue
		}
		if digest, ok := exhibitIn(e.Opened); ok {
			files[e.Subject] = exhibitPage{File: originalPath(e.Opened), Digest: digest.String()}
		}
		if current[e.Subject] == nil {
			current[e.Subject] = map[string]any{}
			order = append(order, e.Subject)
		}
		for name, v := range e.Fields {
			current[e.Subject][name] = v
		}
		for _, name := range []string{catalog.FieldDeposit, catalog.FieldTable} {
			if from, ok := e.Fields[name].(string); ok {
				came[e.Subject] = append(came[e.Subject], sijill.Number(from))
			}
		}
		about[e.Subject] = append(about[e.Subject], l)
	}
	asked := s.about()
	if len(entries) > 0 {
		p.Example = entries[len(entries)-1].index
	}
	for _, n := range order {
		if !asked[n] {
			continue // it is told with what came with it, or was made of it
		}
		x := exhibitPage{Number: n, Title: catalog.TitleOf(current[n]), Story: about[n]}
		x.Dir = sijill.Direction(x.Title)
		x.File, x.Digest = files[n].File, files[n].Digest
		for from := slices.Clone(came[n]); len(from) > 0; from = from[1:] {
			if first := about[from[0]]; len(first) > 0 {
				x.Story = append(x.Story, first[0])
			}
			from = append(from, came[from[0]]...)
		}
		if x.File != "" {
			for _, l := range general {
				if l.Index > x.Story[0].Index {
					x.Story = append(x.Story, l)
				}
			}
		}
		slices.SortFunc(x.Story, func(a, b line) int { return cmp.Compare(a.Index, b.Index) })
		p.Exhibits = append(p.Exhibits, x)
	}
	return p
}

func lineOf(e shown) line {
	info, _ := e.Kind.Info()
	l := line{Index: e.index, Kind: e.Kind, PREMIS: info.PREMISLabel, Said: info.Said, At: e.At, Agent: sijill.Printable(e.Agent), About: e.Subject,
		Hidden: !e.IsComplete(), Erased: e.Shown == 2 && e.Members == 0}
	for _, name := range e.Order {
		if text := textOf(e.Fields[name]); text != "" {
			l.Fields = append(l.Fields, field{strings.ReplaceAll(name, "_", " "), text, sijill.Direction(text)})
		}
	}
	return l
}

// textOf writes a value for the page.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		lines := strings.Split(v, "\n")
		for i := range lines {
			lines[i] = sijill.Printable(lines[i])
		}
		return strings.Join(lines, "\n")
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, textOf(item))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return fmt.Sprintf("(%d fields)", len(v))
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

func renderPage(p page) ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{"href": func(path string) string { return path }}).Parse(pageSource)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, p)
	return b.Bytes(), err
}
