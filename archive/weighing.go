package archive

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/corroboration"
)

// weighing gathers what corroboration has to know: what bears on claims, whose it
// is, and what ties those.
type weighing struct {
	public  func(sijill.Number) bool // nil where everything may be told
	archive *Archive
	ctx     context.Context
	known   corroboration.Known
	things  map[sijill.Number]catalog.Thing
	targets map[sijill.Number]corroboration.Target
	keys    map[string]string // what a source is called where it came from, and its number
}

func newWeighing(ctx context.Context, a *Archive) *weighing {
	return &weighing{archive: a, ctx: ctx, things: map[sijill.Number]catalog.Thing{}, targets: map[sijill.Number]corroboration.Target{}, keys: map[string]string{},
		known: corroboration.Known{Things: map[sijill.Number]corroboration.Thing{}, Sources: map[sijill.Number]corroboration.Source{}}}
}

// load reads everything that the claims name, and what that names in turn, as far
// as it matters for who speaks.
func (w *weighing) load(claims []catalog.Thing) error {
	wanted := map[sijill.Number]bool{}
	want := func(s string) {
		if _, isKnown := w.things[sijill.Number(s)]; s == "" || isKnown {
			return
		}
		if n, err := sijill.ParseNumber(s); err == nil {
			wanted[n] = true
		}
	}
	values := func(f map[string]any) {
		want(text(f, "place"))
		want(text(f, "actor_source"))
	}
	for _, c := range claims {
		values(c.Fields)
		for _, b := range records(c.Fields[sijill.FieldBearings]) {
			want(text(b, "of"))
			want(text(b, "by"))
			if says, ok := b["says"].(map[string]any); ok {
				values(says)
			}
		}
	}
	for len(wanted) > 0 {
		var numbers []sijill.Number
		for n := range wanted {
			numbers = append(numbers, n)
		}
		clear(wanted)
		found, err := w.archive.Catalog.Numbered(w.ctx, numbers)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			w.things[n] = found[n] // also where it is not there, so that it is not asked for again
		}
		for _, t := range found {
			if t.State == catalog.StateErased {
				continue
			}
			more, err := w.take(t)
			if err != nil {
				return err
			}
			for _, s := range more {
				want(s)
			}
		}
	}
	pairs, err := w.archive.Catalog.OneOrigin(w.ctx)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		w.known.OneOrigin = append(w.known.OneOrigin, corroboration.Pair{A: pair[0], B: pair[1]})
	}
	w.chain()
	return nil
}

// take notes what a thing says of who speaks, and gives what it names.
func (w *weighing) take(t catalog.Thing) (names []string, err error) {
	switch t.Kind {
	case "place":
		return []string{text(t.Fields, "within")}, nil
	case "source":
		s := corroboration.Source{Number: t.Number, Name: t.Title, Basis: text(t.Fields, "basis"), Affiliation: numbers(t.Fields["affiliation"]), Relays: numbers(t.Fields["relays"])}
		s.IsGroup, _ = t.Fields["group"].(bool)
		w.known.Sources[t.Number] = s
		return append(texts(t.Fields["affiliation"]), texts(t.Fields["relays"])...), nil
	}
	x := corroboration.Thing{Number: t.Number, Title: t.Title, Basis: text(t.Fields, "basis"), Digest: text(t.Fields, catalog.FieldDigest), Medium: medium(t)}
	if x.Source, err = w.source(text(t.Fields, "source")); err != nil {
		return nil, err
	}
	names = []string{x.Source}
	switch t.Kind {
	case "testimony":
		x.StandsOn = numbers(t.Fields["exhibits"])
	case "translation", "redaction":
		x.StandsOn = numbers([]any{t.Fields["of"]})
	case "statement":
		x.StandsOn = numbers(t.Fields["exhibits"])
		signed := records(t.Fields["signatories"])
		x.IsJoint = len(signed) > 1
		for _, s := range signed {
			n, err := sijill.ParseNumber(text(s, "source"))
			if err == nil {
				x.PassesOn = append(x.PassesOn, n)
			}
			if len(signed) == 1 {
				x.Source, x.PassesOn = cmp.Or(text(s, "source"), text(s, "name")), nil
			}
		}
		names = append(names, x.Source)
	case "dispatch":
		x.StandsOn = numbers(t.Fields["exhibits"])
		for _, cited := range sijill.Citations(text(t.Fields, "body")) {
			n, err := sijill.ParseNumber(cited)
			if err == nil && slices.Contains([]string{"exhibit", "testimony", "translation", "statement", "source", "dispatch"}, n.Kind()) {
				x.PassesOn = append(x.PassesOn, n)
			}
		}
	}
	w.known.Things[t.Number] = x
	for _, n := range slices.Concat(x.StandsOn, x.PassesOn) {
		names = append(names, string(n))
	}
	return names, nil
}

// source finds the number of a source that is given by its key.
func (w *weighing) source(called string) (string, error) {
	if called == "" || sijill.Number(called).Kind() == "source" {
		return called, nil
	}
	known, ok := w.keys[called]
	if !ok {
		n, err := w.archive.Catalog.Identified(w.ctx, catalog.KeyIdentity(called))
		if err != nil {
			return "", err
		}
		known = called
		if n.Kind() == "source" {
			known = string(n)
		}
		w.keys[called] = known
	}
	return known, nil
}

// chain gives a thing everything that it stands on over others, and the source of
// those where it has none of its own: a translation is the word of whoever spoke.
func (w *weighing) chain() {
	direct := maps.Clone(w.known.Things)
	for n, t := range direct {
		seen := []sijill.Number{n}
		for i := 0; i < len(seen); i++ {
			for _, on := range direct[seen[i]].StandsOn {
				if !slices.Contains(seen, on) {
					seen = append(seen, on)
				}
			}
			if under := direct[seen[i]]; t.Source == "" && len(t.PassesOn) == 0 {
				t.Source, t.Basis, t.PassesOn, t.IsJoint = under.Source, cmp.Or(t.Basis, under.Basis), under.PassesOn, t.IsJoint || under.IsJoint
			}
		}
		t.StandsOn = seen[1:]
		w.known.Things[n] = t
	}
}

// within is a place with every larger one that it lies in.
func (w *weighing) within(n sijill.Number) []sijill.Number {
	var out []sijill.Number
	for n != "" && !slices.Contains(out, n) {
		out = append(out, n)
		n = sijill.Number(text(w.things[n].Fields, "within"))
	}
	return out
}

func numbers(v any) []sijill.Number {
	list, _ := v.([]any)
	var out []sijill.Number
	for _, item := range list {
		if s, ok := item.(string); ok {
			if n, err := sijill.ParseNumber(s); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

func medium(t catalog.Thing) string {
	kind, rest, _ := strings.Cut(text(t.Fields, "media_type"), "/")
	switch {
	case kind == "video":
		return "film"
	case kind == "image":
		return "picture"
	case kind == "audio":
		return "sound"
	case kind == "text", rest == "pdf", t.Kind == "dispatch":
		return "text"
	}
	return ""
}

// place looks whether the passage that a bearing names is still there. A quote in
// another language than the thing's is looked for in its translations.
func (w *weighing) place(of sijill.Number, f map[string]any) (corroboration.Found, error) {
	if len(f) == 0 {
		return corroboration.Whole, nil
	}
	s := corroboration.Selector{Quote: text(f, "quote"), Prefix: text(f, "prefix"), Suffix: text(f, "suffix"), Segment: text(f, "segment"), X: decimal(f["x"]), Y: decimal(f["y"]), W: decimal(f["w"]), H: decimal(f["h"])}
	page, _ := whole(f["page"])
	s.Page = int(page)
	_, s.HasRegion = f["w"]
	if from := text(f, "from"); from != "" {
		s.From, s.HasSpan = seconds(from), true
		s.To = s.From
		if to := text(f, "to"); to != "" {
			s.To = seconds(to)
		}
	}
	targets := []sijill.Number{of}
	if lang := text(f, "lang"); lang != "" && lang != text(w.things[of].Fields, "lang") {
		for r, err := range w.archive.Catalog.Referring(w.ctx, of, "of") {
			if err != nil {
				return "", err
			}
			if r.Thing.Kind == "translation" && text(r.Thing.Fields, "lang") == lang {
				w.things[r.Thing.Number] = r.Thing
				targets = append(targets, r.Thing.Number)
			}
		}
	}
	best := corroboration.Lost
	for _, n := range targets {
		t, err := w.target(n)
		if err != nil {
			return "", err
		}
		if found := s.Resolve(t); best == corroboration.Lost {
			best = found
		}
	}
	return best, nil
}

// target is what is known by now of what a passage is looked for in.
func (w *weighing) target(n sijill.Number) (corroboration.Target, error) {
	if t, ok := w.targets[n]; ok {
		return t, nil
	}
	var t corroboration.Target
	f := w.things[n].Fields
	for _, s := range records(f[sijill.FieldSegments]) {
		ids := texts(s[sijill.SegmentOf])
		if id := text(s, sijill.SegmentID); id != "" {
			ids = append(ids, id)
		}
		t.Segments = append(t.Segments, corroboration.Segment{IDs: ids, Text: text(s, sijill.SegmentText)})
	}
	if body := text(f, "body"); body != "" {
		t.Text, t.HasText = body, true
	}
	if d, err := sijill.ParseDigest(text(f, catalog.FieldDigest)); err == nil && w.archive.HasDerivatives() {
		s, err := w.archive.Derivatives()
		if err != nil {
			return t, err
		}
		made, ok, err := s.Get(w.ctx, d)
		if err != nil {
			return t, err
		}
		var facts struct {
			Duration float64 `json:"duration"`
		}
		if ok && json.Unmarshal(made.Facts, &facts) == nil {
			t.Seconds = facts.Duration
		}
		if made.Text != "" {
			t.Text, t.HasText = made.Text, true
		}
	}
	w.targets[n] = t
	return t, nil
}

// mask takes the names from everything that is not public.
func (w *weighing) mask() {
	for n, t := range w.known.Things {
		if !w.public(n) {
			t.Title = ""
			w.known.Things[n] = t
		}
	}
	for n, s := range w.known.Sources {
		if !w.public(n) {
			s.Name = ""
			w.known.Sources[n] = s
		}
	}
}
