//go:build linux

package cage_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/elastic/go-seccomp-bpf"
	"golang.org/x/sys/unix"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/cage"
)

const noLandlock = "SIJILL_TEST_WITHOUT_LANDLOCK"

// becomeOld makes this process one on a kernel without Landlock, and says what the
// cage says then.
func becomeOld() {
	noSuchCall := seccomp.ActionErrno&^0xffff | seccomp.Action(unix.ENOSYS)
	err := seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: seccomp.FilterFlagTSync, Policy: seccomp.Policy{
		DefaultAction: seccomp.ActionAllow,
		Syscalls:      []seccomp.SyscallGroup{{Action: noSuchCall, Names: []string{"landlock_create_ruleset"}}},
	}})
	if err != nil {
		os.Exit(10)
	}
	if _, err := cage.Open(cage.On, 1, cage.Limits{}); sijill.ClassOf(err) != sijill.Refused {
		os.Exit(11)
	} else if e, ok := errors.AsType[*sijill.Error](err); !ok || !strings.Contains(e.Hint, "--without-cage") {
		os.Exit(12)
	}
	if p, err := cage.Open(cage.Off, 1, cage.Limits{}); err != nil || p.Close() != nil {
		os.Exit(13)
	}
	os.Exit(0)
}

// A kernel without Landlock is refused, and only an explicit word goes on without.
func TestKernelWithoutLandlockIsRefused(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), noLandlock+"=1")
	err = c.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 10 {
		t.Skip("no filter can be loaded here, so no old kernel can be played")
	}
	if err != nil {
		t.Errorf("%v (11: it was not refused; 12: nothing is said of --without-cage; 13: it cannot go on without)", err)
	}
}
