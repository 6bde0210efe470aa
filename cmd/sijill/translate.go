package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/exchange/libretranslate"
)

func (p *program) translateVerb() *cobra.Command {
	var lang, to string
	c := &cobra.Command{
		Use:   "translate NUMBER --to LANGUAGE -o FILE.md",
		Short: "Ask a machine for a draft of a translation",
		Long: `Ask a machine for a draft of a translation of a testimony or a statement, segment by
segment, and write it as a document that a person corrects and applies. It is marked
as a machine's draft until somebody reviews it.

Nothing is sent unless the archive's keeper has written down which machine may be
asked, in sijill.toml:

  [translate]
  url = "http://127.0.0.1:5000"    # speaks the protocol of LibreTranslate
  key = ""                         # where it wants one

and unless everybody whose words they are has consented to translation. The register
gets a line for what was sent.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			if lang == "" || to == "" {
				return &sijill.Error{Class: sijill.Usage, Message: "Say into which language, and where to write the document.", Hint: "sijill translate tes-2026-0001 --to en -o draft.md"}
			}
			if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
				return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(to).Display() + " is there already and is not overwritten."}
			}
			return p.writing(c.Context(), func(a *archive.Archive) error { return p.translate(c.Context(), a, number, lang, to) })
		},
	}
	c.Flags().StringVar(&lang, "to", "", "the `LANGUAGE` (BCP 47) to translate into (needed)")
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write (needed)")
	return c
}

func (p *program) translate(ctx context.Context, a *archive.Archive, n sijill.Number, lang, to string) error {
	if a.Translate.URL == "" {
		return &sijill.Error{Class: sijill.Refused, Message: "No machine may be asked for translations.", Hint: "`sijill translate --help` says how the archive's keeper allows one."}
	}
	engine, err := libretranslate.New(a.Translate.URL, a.Translate.Key)
	if err != nil {
		return err
	}
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return err
	}
	segments, _ := t.Fields[sijill.FieldSegments].([]any)
	from, _ := t.Fields["lang"].(string)
	if len(segments) == 0 || t.Kind == "translation" || t.State == catalog.StateErased {
		return &sijill.Error{Class: sijill.Refused, Message: string(n) + " has no segments of its own to translate.", Hint: "Testimonies and statements have."}
	}
	if from == "" {
		return &sijill.Error{Class: sijill.Refused, Message: string(n) + " does not say in which language it is.", Hint: fmt.Sprintf("`sijill describe %s lang=ar`", n)}
	}
	thing, err := a.AccessOf(ctx, n)
	if err != nil {
		return err
	}
	if d := access.Decide(access.RolesOf(access.Translator), &thing, access.Translation, a.Register.Now().Unix()); !d.Allow {
		return &sijill.Error{Class: sijill.Refused, Message: "It may not be given to a machine: " + d.Sentence("en")}
	}
	if _, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.OriginalConsulted, Agent: p.actor(), Subject: n, Fields: []sijill.Field{{Name: "what", Value: "its segments, sent for a draft of a translation"}, {Name: "engine", Value: engine.Name()}}}); err != nil {
		return err
	}
	out, err := p.draftOf(ctx, engine, t, segments, from, lang)
	if err != nil {
		return err
	}
	text, err := document.Write(out, document.Markdown)
	if err != nil {
		return err
	}
	if err := writeNew(to, text); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The document cannot be written.", Err: err}
	}
	if p.json {
		return p.fact(map[string]any{"of": n, "lang": lang, "segments": len(segments), "engine": engine.Name(), "file": to})
	}
	p.say("Wrote %s: a machine's draft of %s. Correct it, then `sijill apply` it.", sijill.Name(to).Display(), count(len(segments), "segment"))
	return nil
}

func (p *program) draftOf(ctx context.Context, engine *libretranslate.Engine, t catalog.Thing, segments []any, from, lang string) (*document.Document, error) {
	bar := p.progress("translate")
	defer bar.end()
	var made []any
	for i, v := range segments {
		s, _ := v.(map[string]any)
		id, _ := s[sijill.SegmentID].(string)
		original, _ := s[sijill.SegmentText].(string)
		bar.set(fmt.Sprintf("%d of %d segments", i, len(segments)))
		draft, err := engine.Translate(ctx, original, from, lang)
		if err != nil {
			return nil, err
		}
		if draft == "" {
			continue
		}
		made = append(made, map[string]any{sijill.SegmentOf: []any{id}, sijill.SegmentText: draft})
	}
	key, _ := t.Fields[sijill.FieldKey].(string)
	if key == "" {
		key = string(t.Number)
	}
	return &document.Document{Kind: "translation", Key: key + "-" + lang + "-by-machine", Fields: map[string]any{
		"of": string(t.Number), "lang": lang, "state": "draft", "machine": true, "engine": engine.Name(), sijill.FieldSegments: made}}, nil
}
