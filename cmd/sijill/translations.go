package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/custody"
	"sijill.example/sijill/testimony"
)

func (p *program) translationsVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "translations [NUMBER...]",
		Short: "Tell which translations have gone stale",
		Long: `Tell how translations stand to their originals: all, or those named by their own
number or by that of their original. A segment is

  current   its original has the wording that it was made of
  reformed  the original was typed in another normal form of Unicode, and has the
            same letters
  stale     the original has another wording; what it was and what it is are shown
  orphan    a segment of the original that it was made of is gone
  undated   it does not say which wording it was made of
  apart     it is made of no segment

Segments of the original that nobody translated are named. Where the original has
its earlier wording again, a translation is current again.` + "\n" + exitCodes,
		RunE: func(c *cobra.Command, args []string) error {
			var numbers []sijill.Number
			for _, arg := range args {
				n, err := sijill.ParseNumber(arg)
				if err != nil {
					return err
				}
				numbers = append(numbers, n)
			}
			return p.reading(c.Context(), func(a *archive.Archive) error { return p.translations(c.Context(), a, numbers) })
		},
	}
}

func (p *program) translations(ctx context.Context, a *archive.Archive, numbers []sijill.Number) error {
	var all []catalog.Thing
	for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "translation"}) {
		if err != nil {
			return err
		}
		if len(numbers) == 0 || slices.Contains(numbers, t.Number) || slices.Contains(numbers, madeFrom(t)) {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		p.warn("There is no such translation.")
	}
	wanting := false
	for _, t := range all {
		bad, err := p.translation(ctx, a, t)
		if err != nil {
			return err
		}
		wanting = wanting || bad
	}
	if wanting {
		return told(sijill.Wanting)
	}
	return nil
}

func madeFrom(t catalog.Thing) sijill.Number {
	of, _ := t.Fields["of"].(string)
	return sijill.Number(of)
}

// standingFact is a translated segment as JSON.
type standingFact struct {
	Number  sijill.Number   `json:"number"`
	Segment int             `json:"segment"`
	Of      []string        `json:"of"`
	State   testimony.State `json:"state"`
	Was     string          `json:"was,omitempty"`
	Is      string          `json:"is,omitempty"`
	Text    string          `json:"text"`
	Missing []string        `json:"missing,omitempty"`
}

// translation tells of one translation, and whether it needs work.
func (p *program) translation(ctx context.Context, a *archive.Archive, t catalog.Thing) (bool, error) {
	of := madeFrom(t)
	original, err := a.Catalog.Thing(ctx, of)
	if err != nil {
		return false, err
	}
	story, err := custody.Story(ctx, a.Catalog, a.Register, of)
	if err != nil {
		return false, err
	}
	var earlier [][]testimony.Segment
	for _, line := range slices.Backward(story) {
		if v, ok := line.Fields[sijill.FieldSegments]; ok && line.Subject == of {
			earlier = append(earlier, segmentsIn(v))
		}
	}
	segments := translatedIn(t.Fields[sijill.FieldSegments])
	standings, untranslated := testimony.Compare(segmentsIn(original.Fields[sijill.FieldSegments]), segments, earlier...)
	bad := false
	if !p.json {
		state, _ := t.Fields["state"].(string)
		lang, _ := t.Fields["lang"].(string)
		p.say("%s  %s of %s (%s)  %s", t.Number, cmp.Or(sijill.Printable(lang), "translation"), of, cmp.Or(sijill.Printable(state), "state not told"), shorten(cmp.Or(t.Title, title(original)), 100))
	}
	for i, s := range standings {
		bad = bad || s.State == testimony.Stale || s.State == testimony.Orphan
		if p.json {
			fact := standingFact{t.Number, i + 1, append([]string{}, segments[i].Of...), s.State, "", "", segments[i].Text, s.Missing}
			if s.State != testimony.Current {
				fact.Was, fact.Is = s.Was, s.Is
			}
			if err := p.fact(fact); err != nil {
				return bad, err
			}
			continue
		}
		p.say("  %-9s %s", s.State, strings.Join(segments[i].Of, ", "))
		if s.State == testimony.Current || s.State == testimony.Apart {
			continue
		}
		for _, side := range []struct{ name, text string }{{"was", s.Was}, {"is", s.Is}, {"text", segments[i].Text}} {
			if side.text != "" {
				p.say("            %-5s %s", side.name, shorten(sijill.Printable(strings.Join(strings.Fields(side.text), " ")), 400))
			}
		}
	}
	if p.json {
		return bad, p.fact(map[string]any{"number": t.Number, "of": of, "untranslated": append([]string{}, untranslated...)})
	}
	if len(untranslated) > 0 {
		p.say("  not translated: %s", strings.Join(untranslated, ", "))
	}
	return bad, nil
}

func segmentsIn(v any) []testimony.Segment {
	list, _ := v.([]any)
	var out []testimony.Segment
	for _, item := range list {
		m, _ := item.(map[string]any)
		id, _ := m[sijill.SegmentID].(string)
		text, _ := m[sijill.SegmentText].(string)
		out = append(out, testimony.Segment{ID: id, Text: text})
	}
	return out
}

func translatedIn(v any) []testimony.Translated {
	list, _ := v.([]any)
	var out []testimony.Translated
	for _, item := range list {
		m, _ := item.(map[string]any)
		var t testimony.Translated
		t.Text, _ = m[sijill.SegmentText].(string)
		t.MadeOf, _ = m[sijill.SegmentMadeOf].(string)
		ids, _ := m[sijill.SegmentOf].([]any)
		for _, id := range ids {
			if s, ok := id.(string); ok {
				t.Of = append(t.Of, s)
			}
		}
		out = append(out, t)
	}
	return out
}
