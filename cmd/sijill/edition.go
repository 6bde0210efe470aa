package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/publication"
	"sijill.example/sijill/redaction"
)

func (p *program) editionVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "edition",
		Short: "Make what is public, and serve it",
		Long: `Make the edition: a directory that holds what was released and nothing else. It can be
served, copied to other machines, and checked without the archive.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(p.editionBuild(), p.editionCheck(), p.editionServe(), p.editionExport())
	return c
}

// editionDir is where the edition stands: beside the archive, never in it, so that
// whoever copies one does not copy the other.
func (p *program) editionDir(to string) (string, error) {
	if to != "" {
		return filepath.Abs(to)
	}
	dir, err := filepath.Abs(p.dir())
	return dir + "-edition", err
}

func (p *program) editionBuild() *cobra.Command {
	o := publication.Options{}
	c := &cobra.Command{
		Use:   "build",
		Short: "Make the edition from what is released now",
		Long: `Make the edition from what is released, agreed to and not restricted now. It stands
beside the archive (ARCHIVE-edition) unless --dir names another place. The old edition
is replaced in one step; should anything fail, it goes on as it is.

What was in an earlier edition and is no longer public leaves it with all its pictures
and words, and a mark with the day stays in its place. A paragraph of a dispatch or page
that cites it leaves, too; what else still names it is listed, for somebody to read again.

What rests on nothing that changed since the last build stays as it is, and only the
rest is made; who may see what is judged for everything, each time.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := p.editionDir(o.Dir)
			if err != nil {
				return err
			}
			own, err := filepath.Abs(p.dir())
			if err != nil {
				return err
			}
			if inside, err := filepath.Rel(own, dir); err == nil && filepath.IsLocal(inside) {
				return &sijill.Error{Class: sijill.Refused, Message: "The edition must not stand inside the archive.", Hint: "Name another place with --dir."}
			}
			o.Dir, o.Agent = dir, p.actor()
			return redacting(c, 1, func(d *redaction.Desk) error {
				o.Redact = d
				return p.writing(c.Context(), func(a *archive.Archive) error {
					bar := p.progress("edition")
					o.Progress = func(done, all int) { bar.set(fmt.Sprintf("%d %%", 100*done/max(1, all))) }
					out, err := publication.Build(c.Context(), a, o)
					bar.end()
					if err != nil {
						return err
					}
					return p.tellEdition(out, dir)
				})
			})
		},
	}
	addCageFlag(c)
	c.Flags().StringVar(&o.Dir, "dir", "", "where the edition stands (default: beside the archive)")
	c.Flags().BoolVar(&o.Anew, "anew", false, "make every document again, whatever the last build made")
	c.Flags().StringVar(&o.Base, "base", "", "the public address, https://..., for feeds and citations")
	return c
}

// tellRemoved lists what left, and what somebody has to read again because of it.
func (p *program) tellRemoved(out publication.Outcome) {
	const most = 20
	for i, n := range out.Removed {
		if i == most {
			p.say("and %d more left; --json lists them", len(out.Removed)-most)
			break
		}
		named := make([]string, len(out.StillNamed[n]))
		for j, other := range out.StillNamed[n] {
			named[j] = string(other)
		}
		if len(named) == 0 {
			p.say("%s left.", n)
		} else {
			p.say("%s left. Still public, and to be read again because they name it or are said to be of one origin with it: %s", n, strings.Join(named, ", "))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(out.Shortened)) {
		p.say("%s: %s left out, because they say again what is no longer public", n, count(out.Shortened[n], "passage"))
	}
}

func (p *program) tellEdition(out publication.Outcome, dir string) error {
	if p.json {
		return p.fact(map[string]any{"dir": dir, "documents": out.Documents, "made": out.Made, "withdrawn": out.Withdrawn,
			"added": append([]sijill.Number{}, out.Added...), "removed": append([]sijill.Number{}, out.Removed...), "still_named": out.StillNamed, "shortened": out.Shortened, "not_public": append([]publication.NotPublic{}, out.NotPublic...)})
	}
	p.say("Made the edition in %s: %s, %d added, %d removed, %d made again", sijill.Name(dir).Display(), count(out.Documents, "document"), len(out.Added), len(out.Removed), max(0, out.Made-len(out.Added)))
	p.tellRemoved(out)
	if n := len(out.NotPublic); n > 0 {
		p.say("%s not public; `sijill release list` says why.", count(n, "release")+map[bool]string{true: " is", false: " are"}[n == 1])
	}
	if out.Documents == 0 && len(out.NotPublic) == 0 {
		p.say("hint: nothing is released yet. `sijill release make NUMBER` releases something.")
	}
	return nil
}
