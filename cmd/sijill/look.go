package main

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivation"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/look"
)

const cageFlag = "without-cage"

// walls reads --without-cage.
func walls(c *cobra.Command) cage.Walls {
	off, _ := c.Flags().GetBool(cageFlag)
	return cage.Walls(!off)
}

func addCageFlag(c *cobra.Command) {
	c.Flags().Bool(cageFlag, false, "read hostile bytes without walls around the reader, where the kernel has none")
}

// looking opens what looks at files, calls f, and closes it.
func looking(c *cobra.Command, f func(*look.Desk) error) error {
	d, err := look.Open(walls(c))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return f(d)
}

// looked is what look prints as JSON.
type looked struct {
	File   string        `json:"file,omitempty"`
	Number sijill.Number `json:"number,omitempty"`
	Size   int64         `json:"size"`
	look.Seen
	Text   string        `json:"text,omitempty"`
	Copies []string      `json:"copies,omitempty"`
	Beside []look.Beside `json:"beside,omitempty"`
}

func (p *program) lookVerb() *cobra.Command {
	var identity bool
	var keyFile string
	var facts bool
	c := &cobra.Command{
		Use:   "look FILE|NUMBER...",
		Short: "Tell what a file says about itself",
		Long: `Look into files, or into originals of the archive, and tell what each says about
itself: its format by content, the times and places that it claims and where in
the file each stands, how it contradicts itself, its text, its content
credentials (C2PA), and its prints of likeness. No archive is needed for a FILE.

What a file says is a claim, and nothing more. Hostile bytes are read by a locked
child process that can open nothing and reach no network; a file that breaks it
costs that file's facts only. What names a person or one device (serial numbers,
owners, senders) is held back unless --identity asks for it; for an original of
the archive, the register then gets a line.

Proofs and signatures of ProofMode (PHOTO.proof.csv, PHOTO.asc ...) that stand
beside a FILE, or that ` + "`sijill derive`" + ` tied to a NUMBER, are compared with it: hash,
name, times and places. Their signatures are checked where --key gives the public
key; what the proof says of the phone, its owner and its networks is held back.

Film, sound, PDF and HEIC are looked into with ffmpeg, pdftotext, pdftoppm and
vipsthumbnail where they are installed; what was not done is said, with why.` + "\n" + exitCodes,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &sijill.Error{Class: sijill.Usage, Message: "There is nothing to look at.", Hint: "Name a file, or the number of an original: sijill look photo.jpg exh-2026-0001"}
			}
			key, err := readKey(keyFile)
			if err != nil {
				return err
			}
			return looking(c, func(d *look.Desk) error {
				if facts {
					return p.lookFacts(c, d, args, identity)
				}
				workers := d.Workers()
				if identity {
					workers = 1 // each writes a line into the register
				}
				type answer struct {
					looked
					refused error
				}
				var refused error
				err := inOrder(c.Context(), workers, len(args), func(ctx context.Context, i int) (answer, error) {
					l, err := p.look(ctx, d, args[i], identity, key)
					if class := sijill.ClassOf(err); err != nil && (class == sijill.NotFound || class == sijill.Refused) {
						return answer{refused: err}, nil
					}
					return answer{looked: l}, err
				}, func(a answer) error {
					if a.refused == nil {
						return p.tellLooked(a.looked)
					}
					// One file that is not there costs itself only.
					p.fail(a.refused)
					if refused == nil || sijill.ClassOf(refused) == sijill.Refused {
						refused = a.refused
					}
					return nil
				})
				if err == nil && refused != nil {
					return told(sijill.ClassOf(refused))
				}
				return err
			})
		},
	}
	addCageFlag(c)
	c.Flags().BoolVar(&identity, "identity", false, "show what names a person or one device, too")
	c.Flags().BoolVar(&facts, "facts", false, "only tell what each FILE says about itself: no copies, no prints, nothing beside it")
	c.Flags().StringVar(&keyFile, "key", "", "check signatures with the OpenPGP public key in `FILE`")
	return c
}

func (p *program) look(ctx context.Context, d *look.Desk, arg string, identity bool, key []byte) (looked, error) {
	if number, err := sijill.ParseNumber(arg); err == nil {
		open := p.reading
		if identity {
			open = p.writing
		}
		var l looked
		err := open(ctx, func(a *archive.Archive) error {
			if identity {
				if _, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.OriginalConsulted, Agent: p.actor(), Subject: number,
					Fields: []sijill.Field{{Name: "what", Value: "what names a person or a device"}}}); err != nil {
					return err
				}
			}
			var err error
			l, err = lookAtNumber(ctx, d, a, number, identity, key)
			return err
		})
		return l, err
	}
	f, size, err := derivation.OpenFile(arg)
	if err != nil {
		return looked{}, err
	}
	defer func() { _ = f.Close() }()
	source := look.Source{File: f, Size: size, Name: filepath.Base(arg), Identity: identity}
	r, err := d.Look(ctx, source)
	if err != nil {
		return looked{}, err
	}
	beside, err := besideFile(ctx, d, arg, r.Seen, source, key)
	if err != nil {
		return looked{}, err
	}
	return lookedOf(r, looked{File: arg, Size: size, Beside: beside}), nil
}

func lookAtNumber(ctx context.Context, d *look.Desk, a *archive.Archive, number sijill.Number, identity bool, key []byte) (looked, error) {
	t, err := a.Catalog.Thing(ctx, number)
	if err != nil {
		return looked{}, err
	}
	digest, err := originalOf(t)
	if err != nil {
		return looked{}, err
	}
	original, err := a.Blobs.Get(digest)
	if err != nil {
		return looked{}, err
	}
	defer func() { _ = original.Close() }()
	f, offset := original.File()
	name, _ := t.Fields["name"].(string)
	r, err := d.Look(ctx, look.Source{File: f, Offset: offset, Size: original.Size(), Name: name, Identity: identity})
	if err != nil {
		return looked{}, err
	}
	beside, err := besideNumber(ctx, d, a, digest, key)
	if err != nil {
		return looked{}, err
	}
	return lookedOf(r, looked{Number: number, Size: original.Size(), Beside: beside}), nil
}

// originalOf gives the digest of a thing's original.
func originalOf(t catalog.Thing) (sijill.Digest, error) {
	text, _ := t.Fields[catalog.FieldDigest].(string)
	d, err := sijill.ParseDigest(text)
	if err != nil {
		return d, &sijill.Error{Class: sijill.Refused, Message: string(t.Number) + " has no original in this archive."}
	}
	return d, nil
}

func lookedOf(r look.Result, l looked) looked {
	l.Seen, l.Text = r.Seen, r.Text
	for _, c := range r.Copies {
		l.Copies = append(l.Copies, c.Role)
	}
	return l
}

func (p *program) tellLooked(l looked) error {
	if p.json {
		return p.fact(l)
	}
	title := string(l.Number)
	if l.File != "" {
		title = sijill.Name(l.File).Display()
	}
	p.say("%s  %s, %s (%s)", title, l.Format.Name, l.Format.MediaType, size(l.Size))
	row := func(name, format string, args ...any) { p.say("  %-14s "+format, append([]any{name}, args...)...) }
	if l.NameDoubt != "" {
		row("name", "%s", sijill.Printable(l.NameDoubt))
	}
	if l.Width > 0 {
		turned := ""
		if l.Orientation > 1 {
			turned = ", stored turned (orientation " + string(rune('0'+l.Orientation)) + ")"
		}
		row("picture", "%d x %d pixels%s", l.Width, l.Height, turned)
	}
	if l.Duration > 0 {
		row("length", "%.1f s", l.Duration)
	}
	if l.Camera.Maker+l.Camera.Model != "" {
		row("camera", "%s", sijill.Printable(strings.TrimSpace(l.Camera.Maker+" "+l.Camera.Model)))
	}
	if l.Software != "" {
		row("software", "%s", sijill.Printable(l.Software))
	}
	p.tellClaims(l.Seen, row)
	tellBeside(l.Beside, row)
	if s := l.Signature; s != nil {
		row("signature", "%s key, %s, made %s by the signer's clock (--key checks it beside what it signs)", s.Algorithm, s.Hash, s.At)
	}
	if l.Text != "" {
		row("text", "%s", sijill.Printable(shorten(l.Text, 300)))
	}
	if l.Identity != nil {
		for _, x := range l.Identity {
			row("identity", "%s  (%s %s)", sijill.Printable(x.Value), x.Where, x.Name)
		}
	}
	if n := len(l.Held); n > 0 {
		row("held back", "%s that may name a person or a device (--identity shows it)", count(n, "value"))
	}
	for _, n := range l.NotDone {
		row("not done", "%s, because %s", n.What, sijill.Printable(n.Because))
	}
	return nil
}

// tellClaims prints what the file claims of its times and places, and where it
// contradicts itself.
func (p *program) tellClaims(s look.Seen, row func(name, format string, args ...any)) {
	doubt := func(d string) string {
		if d == "" {
			return ""
		}
		return "  in doubt: " + sijill.Printable(d)
	}
	for _, t := range s.Times {
		what := t.Value.String()
		if what == "" {
			what = "unreadable: " + sijill.Printable(t.Raw)
		}
		row(string(t.Role), "%s  (the file claims: %s %s)%s", what, t.Where, t.Name, doubt(t.Doubt))
	}
	for _, pl := range s.Places {
		row("place", "%.6f, %.6f  (the file claims: %s %s)%s", pl.Lat, pl.Lon, pl.Where, pl.Name, doubt(pl.Doubt))
	}
	for _, x := range s.Contradictions {
		detail := ""
		if x.Detail != "" {
			detail = ": " + x.Detail
		}
		row("contradiction", "%s: %s against %s%s", x.What, sijill.Printable(x.A), sijill.Printable(x.B), sijill.Printable(detail))
	}
	if c := s.Provenance; c != nil {
		row("C2PA", "%s", sijill.Printable(c.Sentence()))
	}
	for _, l := range s.Likeness {
		if l.Part == "" && l.AtMs == 0 {
			row("print", "%s %s, quality %d", l.Kind, l.Print, l.Quality)
		}
	}
}
