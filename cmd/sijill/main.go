// Command sijill keeps a register of testimony and media: it takes them in,
// tells the custody of each, proves any of them to a stranger, and notices any
// alteration.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/look"
	"sijill.example/sijill/redaction"
)

// Exit codes. They are part of the program's contract.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitWanting = 3
	exitRefused = 4
	exitBusy    = 5
)

const exitCodes = `
Exit codes:
  0  done
  1  failed: a disk, a permission, a number that is not there
  2  the command was not understood
  3  checked, and found wanting
  4  refused by a rule (what could be taken was taken)
  5  another process is writing to the archive
`

func main() {
	if cage.Inside() {
		handlers := look.Handlers()
		maps.Copy(handlers, redaction.Handlers())
		maps.Copy(handlers, edition.Handlers())
		cage.Main(handlers, look.Many())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// program is what the verbs share: where to write, and the flags that every verb
// has.
type program struct {
	out, err io.Writer
	archive  string
	agent    string
	json     bool
	clock    func() time.Time
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	p := &program{out: out, err: errs, clock: time.Now}
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = &sijill.Error{Class: sijill.Failed, Message: "Stopped. Nothing that was not acknowledged has been entered."}
	}
	return p.fail(err)
}

// fail tells the error and gives its exit code.
func (p *program) fail(err error) int {
	if errors.Is(err, errTold) {
		return exitCode(err)
	}
	message, hint := err.Error(), ""
	if e, ok := errors.AsType[*sijill.Error](err); ok {
		message, hint = e.Message, e.Hint
		if e.Err != nil {
			message = strings.TrimSuffix(message, ".") + ": " + e.Err.Error()
		}
	}
	_, _ = fmt.Fprintf(p.err, "sijill: %s\n", sijill.Printable(message))
	if hint != "" {
		_, _ = fmt.Fprintf(p.err, "hint: %s\n", sijill.Printable(hint))
	}
	return exitCode(err)
}

// errTold is wrapped by outcomes that were printed in full, so that only the exit
// code is left to give.
var errTold = errors.New("told")

// told ends the program with the class's exit code and no further word.
func told(c sijill.Class) error { return &sijill.Error{Class: c, Message: "told", Err: errTold} }

func exitCode(err error) int {
	switch sijill.ClassOf(err) {
	case sijill.Usage:
		return exitUsage
	case sijill.Wanting:
		return exitWanting
	case sijill.Refused:
		return exitRefused
	case sijill.Busy:
		return exitBusy
	}
	return exitFailed
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "sijill",
		Short: "A register of eyewitness testimony and media",
		Long: `Sijill takes testimony and media into an archive that loses nothing, tells the
custody of every item, proves any of them to a stranger without a network, and
notices any alteration.

  sijill init aleppo --name "What people call it"
  cd aleppo
  sijill deposit ~/photos --source pseudonym --basis eyewitness
  sijill list
  sijill custody exh-2026-0001
  sijill dossier exh-2026-0001 -o court.zip
  sijill check court.zip
` + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetOut(p.out)
	root.SetErr(p.err)
	flags := root.PersistentFlags()
	flags.StringVar(&p.archive, "archive", "", "the archive's `DIR` (else SIJILL_ARCHIVE, else the current directory)")
	flags.StringVar(&p.agent, "agent", "", "the `NAME` under which you act, kept in the register (else SIJILL_AGENT, else \"archivist\")")
	flags.BoolVar(&p.json, "json", false, "print facts as JSON")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &sijill.Error{Class: sijill.Usage, Message: "The command was not understood: " + err.Error() + ".", Hint: "See `" + c.CommandPath() + " --help`."}
	})
	root.AddCommand(
		p.initVerb(), p.depositVerb(), p.importVerb(),
		p.readVerb(), p.placesVerb(),
		p.lookVerb(), p.deriveVerb(), p.similarVerb(), p.sameVerb(), p.differentVerb(), p.originsVerb(),
		p.listVerb(), p.findVerb(), p.showVerb(), p.openVerb(),
		p.proposeVerb(), p.applyVerb(), p.editVerb(), p.explainVerb(),
		p.describeVerb(), p.accessVerb(), p.claimsVerb(), p.custodyVerb(), p.fixityVerb(), p.auditVerb(),
		p.commitVerb(), p.redactVerb(), p.releaseVerb(), p.editionVerb(),
		p.alignVerb(), p.translationsVerb(), p.translateVerb(),
		p.registerVerb(), p.dossierVerb(), p.checkVerb(), p.eraseVerb(),
		p.rebuildVerb(), p.keyVerb(), p.serveVerb(), p.demoVerb(), p.versionVerb(),
	)
	usageErrors(root)
	return root
}

// usageErrors gives every wrong call the class Usage, whatever noticed it.
func usageErrors(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return &sijill.Error{Class: sijill.Usage, Message: "The command was not understood: " + err.Error() + ".", Hint: "See `" + c.CommandPath() + " --help`."}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		usageErrors(sub)
	}
}

func (p *program) dir() string {
	if p.archive != "" {
		return p.archive
	}
	if dir := os.Getenv("SIJILL_ARCHIVE"); dir != "" {
		return dir
	}
	return "."
}

func (p *program) actor() string {
	if p.agent != "" {
		return p.agent
	}
	if name := os.Getenv("SIJILL_AGENT"); name != "" {
		return name
	}
	return "archivist"
}

// reading opens the archive, calls f, and closes it.
func (p *program) reading(ctx context.Context, f func(*archive.Archive) error) error {
	return p.with(ctx, archive.Options{}, f)
}

// writing opens the archive as its one writer, calls f, brings tiles and
// checkpoint up to what f entered, and closes it.
func (p *program) writing(ctx context.Context, f func(*archive.Archive) error) error {
	return p.with(ctx, archive.Options{Write: true}, func(a *archive.Archive) error {
		err := f(a)
		return errors.Join(err, a.Publish(context.WithoutCancel(ctx)))
	})
}

func (p *program) with(ctx context.Context, o archive.Options, f func(*archive.Archive) error) error {
	o.Clock = p.clock
	bar := p.progress("catalog")
	o.Progress = func(done, all int64) { bar.set(fmt.Sprintf("%d of %d entries", done, all)) }
	a, err := archive.Open(ctx, p.dir(), o)
	bar.end()
	if err != nil {
		return err
	}
	err = f(a)
	return errors.Join(err, a.Close())
}
