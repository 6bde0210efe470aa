package main

import (
	"regexp"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The first words in backquotes name what a flag takes, so that a command in backquotes
// makes nonsense of the help.
func TestHelpNamesWhatFlagsTake(t *testing.T) {
	name := regexp.MustCompile(`^[A-Z][A-Z0-9:,_-]*$|^(string|strings|int|uint|duration|float|bytesBase64)?$`)
	n := 0
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			n++
			if takes, _ := pflag.UnquoteUsage(f); !name.MatchString(takes) {
				t.Errorf("%s --%s takes %q", c.CommandPath(), f.Name, takes)
			}
		})
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&program{}).root())
	if n < 50 {
		t.Errorf("only %d flags were looked at", n)
	}
}
