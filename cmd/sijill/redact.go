package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/redaction"
)

// redacting opens what works on originals behind walls, calls f, and closes it.
func redacting(c *cobra.Command, workers int, f func(*redaction.Desk) error) error {
	d, err := redaction.Open(walls(c), workers)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return f(d)
}

func (p *program) commitVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "commit [NUMBER...]",
		Short: "Commit to each part of exhibits, so that redacted copies can be proved",
		Long: `Enter for each exhibit, or for those named, a commitment to every block of its
picture or every word of its text. The register's log holds salted digests only,
and says nothing of what is in them. A redacted copy that is made later can then be
proved: that all it shows is unchanged since the commitment was entered.

The earlier a commitment is entered the more it proves, so run this after a deposit;
` + "`sijill redact`" + ` enters one where there is none. What has one already is passed
over. It may be stopped at any moment and goes on where it was stopped.` + "\n" + exitCodes,
		RunE: func(c *cobra.Command, args []string) error {
			var numbers []sijill.Number
			for _, arg := range args {
				n, err := sijill.ParseNumber(arg)
				if err != nil {
					return err
				}
				numbers = append(numbers, n)
			}
			return redacting(c, 0, func(d *redaction.Desk) error {
				return p.writing(c.Context(), func(a *archive.Archive) error {
					bar := p.progress("commit")
					out, err := a.Commit(c.Context(), d, p.actor(), numbers, func(done, all int) { bar.set(fmt.Sprintf("%d of %d exhibits", done, all)) })
					bar.end()
					if err != nil {
						return err
					}
					if p.json {
						return p.fact(map[string]any{"committed": out.Done, "before": out.Before, "declined": append([]archive.Declined{}, out.Declined...), "left": out.Left})
					}
					if len(numbers) > 0 {
						for _, x := range out.Declined {
							p.say("%s: no commitment, because %s", x.Number, sijill.Printable(x.Why))
						}
					}
					p.say("Committed to %s; %d had a commitment, %d cannot have one, %d are left", count(out.Done, "exhibit"), out.Before, len(out.Declined), out.Left)
					return nil
				})
			})
		},
	}
	addCageFlag(c)
	return c
}

func (p *program) redactVerb() *cobra.Command {
	q := archive.Redact{}
	var regions, spans []string
	var to string
	var words bool
	c := &cobra.Command{
		Use:   "redact NUMBER -o FILE",
		Short: "Make a copy from which something is taken out",
		Long: `Make a copy of an exhibit without some regions of its picture, or without some
segments of its text (parts between empty lines, counted from 1) or words of them. The
original is not touched; the copy gets a number and is kept, and FILE and
FILE.proof.json are written. --count shows the segments and words with their places.

Regions are painted over in one colour, in whole blocks of 64 x 64 pixels, so that
their edges say little; nothing is blurred. X, Y, W and H count in pixels of the original
as it is seen, upright, and not of the smaller copy that is public; what is printed says
how large that is. The copy is made from the pixels alone and
holds no metadata. A text gets a mark of constant length for what stood together.

There are two forms:
  proved    lossless, with a proof that everything it shows is unchanged; ` + "`sijill check`" + `
            checks it anywhere. It keeps the noise of the camera's sensor, by which a
            camera can be told again: not for a source who must not be found.
  reduced   half the size or less, compressed again, without a proof. This is the usual
            form, because it protects.

Films and sounds are refused, with the reason. A page of a PDF (--page N) is redacted as
the grey picture that ` + "`sijill derive`" + ` made of it: no layer of text stays behind. Given the number
of a copy that was made before (red-...), it is written again with its proof.

A proved picture is a PNG, a reduced one a JPEG: a FILE whose ending says another type
is refused before anything is made.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			if words {
				return p.reading(c.Context(), func(a *archive.Archive) error { return p.countWords(c.Context(), a, number) })
			}
			if q.Form != redaction.Proved && q.Form != redaction.Reduced {
				return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not a form of a copy.", q.Form), Hint: "It is proved or reduced."}
			}
			for _, text := range regions {
				r, err := sijill.ParseRegion(text)
				if err != nil {
					return err
				}
				q.Regions = append(q.Regions, r)
			}
			for _, text := range spans {
				s, err := sijill.ParseSpan(text)
				if err != nil {
					return err
				}
				q.Spans = append(q.Spans, s)
			}
			if to == "" {
				return &sijill.Error{Class: sijill.Usage, Message: "Say where to write the copy.", Hint: "-o FILE"}
			}
			for _, path := range []string{to, to + proofEnding} {
				if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
					return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(path).Display() + " is there already and is not overwritten."}
				}
			}
			q.Number, q.Agent = number, p.actor()
			return redacting(c, 1, func(d *redaction.Desk) error {
				return p.writing(c.Context(), func(a *archive.Archive) error {
					if err := endsRight(c.Context(), a, q, to); err != nil {
						return err
					}
					out, err := p.redact(c.Context(), a, d, q)
					if err != nil {
						return err
					}
					return p.giveCopy(out, to)
				})
			})
		},
	}
	addCageFlag(c)
	f := c.Flags()
	f.StringArrayVar(&regions, "region", nil, "take out `X,Y,W,H`, in pixels of the original as it is seen; may be given again")
	f.StringSliceVar(&spans, "segment", nil, "take out segment `N` of a text, or words of it (N:FROM-TO); may be given again")
	f.BoolVar(&words, "count", false, "show the segments and words of a text with their places, and make nothing")
	f.IntVar(&q.Page, "page", 0, "redact the picture of page `N` of a document")
	f.StringVar(&q.Form, "form", redaction.Reduced, "`FORM` of the copy: proved or reduced")
	f.StringVar(&q.Reason, "reason", "", "why, for the register; it is not public")
	f.BoolVar(&q.When, "with-time", false, "let the proof show when the commitment was entered")
	f.StringVarP(&to, "output", "o", "", "the `FILE` to write (needed)")
	return c
}

// countWords shows a text as --segment names its parts.
func (p *program) countWords(ctx context.Context, a *archive.Archive, n sijill.Number) error {
	all, err := a.Count(ctx, n)
	if err != nil {
		return err
	}
	for _, s := range all {
		if p.json {
			if err := p.fact(s); err != nil {
				return err
			}
			continue
		}
		var line strings.Builder
		for i, w := range s.Words {
			fmt.Fprintf(&line, "%s:%d %s   ", s.Segment, i+1, "\u2068"+sijill.Printable(w)+"\u2069")
		}
		p.say("%s\n", strings.TrimRight(line.String(), " "))
	}
	return nil
}

const proofEnding = ".proof.json"

func (p *program) redact(ctx context.Context, a *archive.Archive, d *redaction.Desk, q archive.Redact) (archive.Redacted, error) {
	if q.Number.Kind() != "redaction" {
		return a.Redact(ctx, d, q)
	}
	if len(q.Regions)+len(q.Spans) > 0 {
		return archive.Redacted{}, &sijill.Error{Class: sijill.Usage, Message: "A copy that was made before is written again as it was.", Hint: "To take out more, redact the exhibit that it was made of."}
	}
	return a.RedactAgain(ctx, d, q.Number, q.When)
}

// endings are those that name a type which a copy can be mistaken for.
var endings = map[string]string{".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".tif": "image/tiff", ".tiff": "image/tiff", ".heic": "image/heic", ".avif": "image/avif", ".pdf": "application/pdf", ".txt": "text/plain"}

// endsRight refuses a name whose ending says another type than the copy will have.
func endsRight(ctx context.Context, a *archive.Archive, q archive.Redact, to string) error {
	t, err := a.Catalog.Thing(ctx, q.Number)
	if err != nil {
		return err
	}
	kept, _ := t.Fields["media_type"].(string)
	kind, ending := "a JPEG", ".jpg"
	switch {
	case t.Kind == "redaction" && kept == "image/png", t.Kind != "redaction" && q.Form == redaction.Proved:
		kind, ending = "a PNG", ".png"
	}
	if len(q.Spans) > 0 || strings.HasPrefix(kept, "text/") && len(q.Regions) == 0 && q.Page == 0 {
		kind, ending = "plain text", ".txt"
	}
	if named := endings[strings.ToLower(filepath.Ext(to))]; named != "" && named != endings[ending] {
		right := strings.TrimSuffix(to, filepath.Ext(to)) + ending
		return &sijill.Error{Class: sijill.Usage, Message: "The copy would be " + kind + ", and " + sijill.Name(to).Display() + " says another type. Nothing was made.", Hint: "-o " + sijill.Name(right).Display()}
	}
	return nil
}

// giveCopy writes the copy and its proof. Neither replaces a file.
func (p *program) giveCopy(out archive.Redacted, to string) error {
	files := map[string][]byte{to: out.Copy.Bytes}
	if out.Proof != nil {
		b, err := json.Marshal(out.Proof)
		if err != nil {
			return err
		}
		files[to+proofEnding] = append(b, '\n')
	}
	for path, content := range files {
		if err := writeNew(path, content); err != nil {
			return &sijill.Error{Class: sijill.Failed, Message: sijill.Name(path).Display() + " cannot be written.", Hint: fmt.Sprintf("`sijill redact %s -o FILE` writes the copy again.", out.Number), Err: err}
		}
	}
	if p.json {
		fact := map[string]any{"number": out.Number, "file": to, "media_type": out.Copy.MediaType, "bytes": len(out.Copy.Bytes), "committed_now": out.Committed}
		if seen := out.Copy.Seen; seen.X > 0 {
			fact["seen"] = map[string]int{"width": seen.X, "height": seen.Y}
		}
		if out.Proof != nil {
			fact["proof"] = to + proofEnding
			fact["pieces"], fact["withheld"], fact["shortened"] = len(out.Copy.Proof.Shown), out.Copy.Proof.Hidden(), out.Copy.Proof.Shortened()
		}
		return p.fact(fact)
	}
	pixels := ""
	if out.Copy.Width > 0 {
		pixels = fmt.Sprintf(", %d x %d pixels", out.Copy.Width, out.Copy.Height)
	}
	p.say("Made %s: %s (%s%s)", out.Number, sijill.Name(to).Display(), size(int64(len(out.Copy.Bytes))), pixels)
	if seen := out.Copy.Seen; seen.X > 0 {
		p.say("Regions count in the %d x %d pixels of the original as it is seen.", seen.X, seen.Y)
	}
	isText := out.Copy.Width == 0 && strings.HasPrefix(out.Copy.MediaType, "text/")
	if out.Proof == nil {
		if isText {
			p.say("It has no proof.")
		} else {
			p.say("It has no proof and is smaller than the original, so that it tells less of the camera.")
		}
		return nil
	}
	proof := out.Copy.Proof
	withheld := fmt.Sprintf("%d of %s are withheld", proof.Hidden(), count(len(proof.Shown), "part"))
	if n := proof.Shortened(); n > 0 {
		withheld = fmt.Sprintf("of %s, %d are withheld whole, and words of %d more", count(len(proof.Shown), "part"), proof.Hidden(), n)
	}
	p.say("Its proof is %s: %s; all else can be checked.", sijill.Name(to+proofEnding).Display(), withheld)
	if out.Committed {
		p.say("The commitment that it is proved against was entered only now.")
	}
	if !isText {
		p.warn("A proved picture keeps the camera's noise. Where the source must not be found, use --form reduced.")
	}
	return nil
}

func writeNew(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".sijill-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close(), os.Link(f.Name(), path))
}
