package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/deposit"
)

// exhibitFact is an exhibit in the JSON of a deposit.
type exhibitFact struct {
	Number      sijill.Number   `json:"number"`
	Name        string          `json:"name"`
	Path        string          `json:"path,omitempty"`
	Size        int64           `json:"size"`
	Digest      string          `json:"sha256"`
	MediaType   string          `json:"media_type"`
	SameBytesAs []sijill.Number `json:"same_bytes_as"`
	Repeated    bool            `json:"repeated,omitempty"`
	Changed     bool            `json:"changed_while_read,omitempty"`
}

type refusalFact struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

type depositFact struct {
	Deposit    sijill.Number `json:"deposit"`
	Exhibits   []exhibitFact `json:"exhibits"`
	Refused    []refusalFact `json:"refused"`
	FirstEntry *int64        `json:"first_entry"`
	LastEntry  *int64        `json:"last_entry"`
}

func (p *program) depositVerb() *cobra.Command {
	var r deposit.Request
	c := &cobra.Command{
		Use:   "deposit PATH...",
		Short: "Take files and folders into the archive",
		Long: `Take files, and folders with everything in them, into the archive. Nothing is
altered: the bytes are kept as they are, the names byte for byte.

The deposit is entered whole or not at all; once it is acknowledged, a power cut
cannot undo it. Symbolic links, devices and what you may not read are refused by
name, and the rest is taken (exit code 4 then). A file that was entered before
under the same name, with the same things said of it, is not entered again.

Say only what may be known to whoever may read this archive: the source is a
pseudonym, and nothing here should name a person who must not be found.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if r.Basis != "" && !slices.Contains(deposit.Bases(), r.Basis) {
				return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not a basis.", r.Basis), Hint: "It is one of " + strings.Join(deposit.Bases(), ", ") + "."}
			}
			r.Paths, r.Agent = args, p.actor()
			return p.writing(c.Context(), func(a *archive.Archive) error { return p.deposit(c, a, r) })
		},
	}
	flags := c.Flags()
	flags.StringVar(&r.Source, "source", "", "the `PSEUDONYM` of who gives it")
	flags.StringVar(&r.Basis, "basis", "", "how the source knows: "+strings.Join(deposit.Bases(), ", "))
	flags.StringVar(&r.Note, "note", "", "a note on the deposit")
	flags.StringVar(&r.Terms, "terms", "", "on what terms it may be used, in the source's words")
	flags.StringVar(&r.Lang, "lang", "", "language of what is given, as a BCP 47 `TAG`: ar, en, fr")
	return c
}

func (p *program) deposit(c *cobra.Command, a *archive.Archive, r deposit.Request) error {
	r.Own = a.Dir
	bar := p.progress("deposit")
	receipt, err := a.Receive(c.Context(), r, func(files int, bytes int64) {
		bar.set(fmt.Sprintf("%d files, %s", files, size(bytes)))
	})
	bar.end()
	for _, x := range receipt.Refused {
		p.warn("refused: %s: %s", x.Name.Display(), x.Reason)
	}
	if err != nil {
		return err
	}
	for _, x := range receipt.Exhibits {
		if x.Changed {
			p.warn("changed while it was read: %s (what was read is kept as %s)", x.Name.Display(), x.Number)
		}
	}
	if p.json {
		err = p.fact(depositFacts(receipt))
	} else {
		p.sayReceipt(receipt)
	}
	if err == nil && len(receipt.Refused) > 0 {
		return told(sijill.Refused)
	}
	return err
}

func depositFacts(receipt deposit.Receipt) depositFact {
	f := depositFact{Deposit: receipt.Deposit, Exhibits: []exhibitFact{}, Refused: []refusalFact{}}
	for _, x := range receipt.Exhibits {
		same := x.SameBytesAs
		if same == nil {
			same = []sijill.Number{}
		}
		f.Exhibits = append(f.Exhibits, exhibitFact{x.Number, string(x.Name), string(x.Folder), x.Size, x.Digest.String(), x.MediaType, same, x.Repeated, x.Changed})
	}
	for _, x := range receipt.Refused {
		f.Refused = append(f.Refused, refusalFact{string(x.Name), x.Reason})
	}
	if receipt.Deposit != "" {
		f.FirstEntry, f.LastEntry = &receipt.FirstEntry, &receipt.LastEntry
	}
	return f
}

func (p *program) sayReceipt(receipt deposit.Receipt) {
	const few = 20
	repeated, fresh := 0, 0
	for _, x := range receipt.Exhibits {
		if x.Repeated {
			repeated++
			continue
		}
		if fresh++; fresh <= few {
			same := ""
			if len(x.SameBytesAs) > 0 {
				same = fmt.Sprintf("  (same bytes as %s)", x.SameBytesAs[0])
			}
			p.say("%s  %10s  %-24s %s%s", x.Number, size(x.Size), shorten(x.MediaType, 24), x.Name.Display(), same)
		}
	}
	if fresh > few {
		p.say("... and %d more", fresh-few)
	}
	if repeated > 0 {
		p.say("%d of %d files had been entered before and were not entered again", repeated, len(receipt.Exhibits))
	}
	if receipt.Deposit == "" {
		p.say("Nothing new.")
		return
	}
	p.say("Entered %s with %s, %s: entries %d to %d of the register", receipt.Deposit, count(fresh, "exhibit"), size(receipt.Bytes), receipt.FirstEntry, receipt.LastEntry)
}
