package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// flushModel follows a trace of the kernel's calls and knows what a power cut
// would take away: bytes that were written and not flushed, and names that were
// given and whose directory was not flushed.
type flushModel struct {
	archive string
	bytes   map[string]bool
	names   map[string]bool
	faults  []string
}

var (
	pathOfFD  = regexp.MustCompile(`^\w+\(\d+<([^>]*)>`)
	quoted    = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
	firstCall = regexp.MustCompile(`^(\d+) +(.*)$`)
)

// calls joins the lines of a trace in which a call was interrupted by another
// thread: it takes effect where it ends, but a write where it begins.
func calls(trace string) []string {
	pending := map[string]string{}
	var out []string
	for line := range strings.Lines(trace) {
		m := firstCall.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		pid, call := m[1], m[2]
		if begun, ok := strings.CutSuffix(call, "<unfinished ...>"); ok {
			pending[pid] = begun
			if strings.HasPrefix(call, "write") || strings.HasPrefix(call, "pwrite") {
				out = append(out, begun+" = 0")
			}
			continue
		}
		if _, ended, ok := strings.Cut(call, "resumed>"); ok && strings.HasPrefix(call, "<...") {
			call = pending[pid] + ended
		}
		out = append(out, call)
	}
	return out
}

// truth reports whether a path bears what must survive.
func (m *flushModel) truth(path string) bool {
	rel, err := filepath.Rel(m.archive, path)
	return err == nil && (strings.HasPrefix(rel, "blobs/packs/") || strings.HasPrefix(rel, "blobs/files/") || rel == "register.db" || rel == "register.db-wal")
}

func (m *flushModel) dirty(belongs func(string) bool) string {
	for _, set := range []map[string]bool{m.bytes, m.names} {
		for path := range set {
			if belongs(path) {
				return path
			}
		}
	}
	return ""
}

func (m *flushModel) fault(format string, args ...any) {
	m.faults = append(m.faults, fmt.Sprintf(format, args...))
}

// take follows one call. ack is what the acknowledgement begins with.
func (m *flushModel) take(call, ack string) {
	fd := ""
	if f := pathOfFD.FindStringSubmatch(call); f != nil {
		fd = f[1]
	}
	var args []string
	for _, q := range quoted.FindAllStringSubmatch(call, -1) {
		args = append(args, q[1])
	}
	ok := !strings.Contains(call, " = -1 ")
	switch name, _, _ := strings.Cut(call, "("); name {
	case "write", "pwrite64":
		if len(args) > 0 && strings.HasPrefix(args[0], ack) {
			if path := m.dirty(m.truth); path != "" {
				m.fault("acknowledged before %s was flushed", path)
			}
		}
		m.bytes[fd] = true
	case "fsync", "fdatasync":
		if !ok {
			return
		}
		delete(m.bytes, fd)
		for path := range m.names {
			if filepath.Dir(path) == fd {
				delete(m.names, path)
			}
		}
	case "openat":
		if ok && strings.Contains(call, "O_CREAT") && len(args) > 0 {
			m.names[args[0]] = true
		}
	case "mkdir", "mkdirat":
		if ok && len(args) > 0 {
			m.names[args[0]] = true
		}
	case "rename", "renameat", "renameat2":
		if !ok || len(args) < 2 {
			return
		}
		from, to := args[0], args[1]
		unfinished := filepath.Join(m.archive, "unfinished")
		if m.truth(to) && (m.bytes[unfinished] || m.names[unfinished]) {
			m.fault("%s was placed before the mark of unfinished work was flushed", to)
		}
		if to == filepath.Join(m.archive, "log", "checkpoint") {
			tiles := filepath.Join(m.archive, "log", "tile")
			if path := m.dirty(func(p string) bool { return strings.HasPrefix(p, tiles) }); path != "" {
				m.fault("the checkpoint was named before %s was flushed", path)
			}
		}
		if m.bytes[from] {
			delete(m.bytes, from)
			m.bytes[to] = true
		}
		delete(m.names, from)
		m.names[to] = true
	case "unlink", "unlinkat":
		if ok && len(args) > 0 {
			delete(m.bytes, args[0])
			delete(m.names, args[0])
		}
	}
}

func follow(archive string, all []string, ack string, leaveOut int) []string {
	m := &flushModel{archive: archive, bytes: map[string]bool{}, names: map[string]bool{}}
	for i, call := range all {
		if i != leaveOut {
			m.take(call, ack)
		}
	}
	return m.faults
}

// When the program acknowledges, everything that bears the truth is flushed; and
// each flush on which that rests is needed: without it, the same check fails.
func TestEveryFlushIsThereAndIsNeeded(t *testing.T) {
	r := newReal(t)
	for _, a := range acts()[:2] { // deposit, describe
		t.Run(a.name, func(t *testing.T) {
			work := t.TempDir()
			dir := filepath.Join(work, "a")
			if out, err := exec.Command("cp", "-r", filepath.Join(r.base, "a"), dir).CombinedOutput(); err != nil {
				t.Fatalf("cp: %s", out)
			}
			args := a.args(r.base, work)
			for i := range args {
				args[i] = strings.Replace(args[i], "exh-2026-0001", r.first, 1)
			}
			trace := filepath.Join(work, "trace")
			cmd := exec.Command(r.strace, append([]string{"-f", "-y", "-qq", "-s", "64", "-o", trace,
				"-e", "trace=write,pwrite64,fsync,fdatasync,openat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat", r.sijill}, args...)...)
			cmd.Env = append(os.Environ(), "SIJILL_ARCHIVE="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			raw, err := os.ReadFile(trace)
			if err != nil {
				t.Fatal(err)
			}
			all := calls(string(raw))
			ack := map[string]string{"deposit": `{\"deposit\"`, "describe": `{\"entry\"`}[a.name]
			if faults := follow(dir, all, ack, -1); len(faults) > 0 {
				t.Fatal(faults)
			}
			needed, notNeeded := 0, map[string]int{}
			for i, call := range all {
				if !strings.HasPrefix(call, "fsync(") && !strings.HasPrefix(call, "fdatasync(") {
					continue
				}
				if len(follow(dir, all, ack, i)) > 0 {
					needed++
					continue
				}
				path := pathOfFD.FindStringSubmatch(call)[1]
				rel, _ := filepath.Rel(dir, path)
				notNeeded[rel]++
			}
			t.Logf("%d flushes are needed; without these the acknowledgement would hold too: %v", needed, notNeeded)
			if want := map[string]int{"deposit": 12, "describe": 6}[a.name]; needed < want {
				t.Errorf("only %d flushes are needed, want at least %d", needed, want)
			}
		})
	}
}
