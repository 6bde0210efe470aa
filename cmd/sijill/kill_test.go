package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// The tests here run the real program, built without the race detector, under
// strace, which kills it or makes it fail at its N-th call to the kernel.

// fileCalls are the calls through which what is kept comes to the disk.
const fileCalls = "write,pwrite64,fsync,fdatasync,openat,rename,renameat,renameat2,unlink,unlinkat,mkdirat,ftruncate,fchmod,flock,fcntl,close,linkat"

type real struct {
	sijill, strace string
	base           string // an archive to begin with, and files to deposit
	first          string // the number of its exhibit
}

func newReal(t *testing.T) real {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed, so nothing can be killed at a chosen call")
	}
	if out, err := exec.Command(strace, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	r := real{filepath.Join(t.TempDir(), "sijill"), strace, t.TempDir(), ""}
	if out, err := exec.Command("go", "build", "-o", r.sijill, ".").CombinedOutput(); err != nil {
		t.Fatalf("cannot build: %v: %s", err, out)
	}
	in := filepath.Join(r.base, "in")
	if err := os.MkdirAll(filepath.Join(in, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"small.txt": []byte("MARKER of a small file"), "folder/second.txt": []byte("another small file"),
		"large.bin": bytes.Repeat([]byte("0123456789abcdef"), 3<<16),
	} {
		if err := os.WriteFile(filepath.Join(in, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	early := filepath.Join(r.base, "early")
	if err := os.WriteFile(early, []byte("ERASE-ME bytes"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.must(t, "", "init", filepath.Join(r.base, "a"), "--name", "base")
	r.must(t, filepath.Join(r.base, "a"), "deposit", early, "--note", "ERASE-ME note")
	r.first = firstExhibit(t, r, filepath.Join(r.base, "a"))
	return r
}

// publish makes an edition of the base archive, and changes what a page of it says.
func (r real) publish(t *testing.T) {
	t.Helper()
	docs := filepath.Join(r.base, "docs")
	if err := os.Mkdir(docs, 0o755); err != nil {
		t.Fatal(err)
	}
	text := "kind: incident\nkey: street\ntitle: Once\n---\nkind: release\nkey: out\nof: street\nform: record\n"
	if err := os.WriteFile(filepath.Join(docs, "all.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(r.base, "a")
	r.must(t, dir, "apply", docs)
	r.must(t, dir, "edition", "build", "--dir", filepath.Join(r.base, "edition"))
	r.must(t, dir, "describe", r.incident(), "title=Twice")
}

func (r real) incident() string { return strings.Replace(r.first, "exh", "inc", 1) }

func (r real) command(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(r.sijill, args...)
	cmd.Env = append(os.Environ(), "SIJILL_ARCHIVE="+dir, "GOMAXPROCS=2")
	return cmd
}

func (r real) must(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := r.command(dir, args...).Output()
	if err != nil {
		t.Fatalf("sijill %v: %v", args, err)
	}
	return string(out)
}

// act is a command that is killed, and what must hold afterwards.
type act struct {
	name string
	args func(base, work string) []string
	// holds is told what the act acknowledged: a line of JSON, or "".
	holds func(t *testing.T, r real, dir, work, acknowledged string)
	// step is how many calls are gone on at once; 1 where it is 0.
	step int
}

func acts() []act {
	return []act{
		{"deposit", func(base, _ string) []string { return []string{"deposit", filepath.Join(base, "in"), "--json"} },
			func(t *testing.T, r real, dir, _ string, acknowledged string) {
				n := strings.Count(r.must(t, dir, "list", "--kind", "exhibit", "--json"), "\n")
				// A file that could not be read is refused by name, and the rest is taken.
				if told := strings.Count(acknowledged, `"number"`); acknowledged != "" && n != 1+told || acknowledged == "" && n != 1 && n != 4 {
					t.Errorf("%d exhibits are there, acknowledged: %s", n, acknowledged)
				}
				if n > 1 {
					r.must(t, dir, "fixity", "--no-entry")
				}
			}, 0},
		{"describe", func(_, _ string) []string { return []string{"describe", "exh-2026-0001", "title=new", "--json"} },
			func(t *testing.T, r real, dir, _ string, acknowledged string) {
				if has := strings.Contains(r.must(t, dir, "show", r.first, "--json"), `"title":"new"`); acknowledged != "" && !has {
					t.Error("the description was acknowledged and is not there")
				}
			}, 0},
		{"erase", func(_, _ string) []string {
			return []string{"erase", "exh-2026-0001", "--authority", "test", "--reason", "error", "--json"}
		},
			func(t *testing.T, r real, dir, _ string, acknowledged string) {
				erased := strings.Contains(r.must(t, dir, "list", "--kind", "exhibit", "--json"), `"erased"`)
				left := holdsBytes(t, dir, "ERASE-ME bytes")
				if acknowledged != "" && !erased || erased && left || !erased && !left {
					t.Errorf("acknowledged: %q, erased: %v, bytes left: %v", acknowledged, erased, left)
				}
			}, 0},
		{"dossier", func(_, work string) []string {
			return []string{"dossier", "exh-2026-0001", "-o", filepath.Join(work, "d.zip"), "--json"}
		},
			func(t *testing.T, r real, dir, work string, acknowledged string) {
				file := filepath.Join(work, "d.zip")
				_, err := os.Stat(file)
				if acknowledged != "" && err != nil {
					t.Error("the dossier was acknowledged and is not there")
				}
				if err == nil {
					r.must(t, dir, "check", file)
				}
			}, 0},
		{"edition", func(base, work string) []string {
			if out, err := exec.Command("cp", "-r", filepath.Join(base, "edition"), work).CombinedOutput(); err != nil {
				panic(string(out))
			}
			return []string{"edition", "build", "--dir", filepath.Join(work, "edition"), "--json"}
		},
			func(t *testing.T, r real, dir, work string, acknowledged string) {
				shows := func(copied string) string {
					r.must(t, dir, "edition", "export", filepath.Join(work, copied), "--dir", filepath.Join(work, "edition"))
					page, err := os.ReadFile(filepath.Join(work, copied, "en", r.incident()+".html"))
					if err != nil {
						t.Fatal(err)
					}
					for _, title := range []string{"Once", "Twice"} {
						if bytes.Contains(page, []byte("<h1>"+title)) || bytes.Contains(page, []byte(">"+title+"</h1>")) || bytes.Contains(page, []byte(">"+title+"<")) {
							return title
						}
					}
					return ""
				}
				if is := shows("copy"); is == "" || acknowledged != "" && is != "Twice" {
					t.Errorf("the edition shows %q, acknowledged: %q", is, acknowledged)
				}
				r.must(t, dir, "edition", "build", "--dir", filepath.Join(work, "edition"))
				if is := shows("again"); is != "Twice" {
					t.Errorf("the edition that was built again shows %q", is)
				}
				if rest, _ := filepath.Glob(filepath.Join(work, ".edition*")); len(rest) > 0 {
					t.Errorf("%v is left", rest)
				}
			}, 7},
	}
}

// firstExhibit avoids the year in numbers.
func firstExhibit(t *testing.T, r real, dir string) string {
	t.Helper()
	var line struct{ Number string }
	if err := json.NewDecoder(strings.NewReader(r.must(t, dir, "list", "--kind", "exhibit", "--json"))).Decode(&line); err != nil {
		t.Fatal(err)
	}
	return line.Number
}

func holdsBytes(t *testing.T, dir, marker string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		found = found || bytes.Contains(b, []byte(marker))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// inject runs the act in a copy of the base archive with a fault at the N-th of
// the calls, and returns what it printed. Past the last call nothing happens.
func (r real) inject(t *testing.T, a act, calls, fault string) (dir, work, out string, err error) {
	t.Helper()
	work, err = os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(work, "a")
	if out, err := exec.Command("cp", "-r", filepath.Join(r.base, "a"), dir).CombinedOutput(); err != nil {
		t.Fatalf("cp: %s", out)
	}
	args := a.args(r.base, work)
	for i := range args {
		args[i] = strings.Replace(args[i], "exh-2026-0001", r.first, 1)
	}
	options := []string{"-f", "-qq", "-o", filepath.Join(work, "trace"), "-e", "trace=" + calls}
	if fault != "" {
		options = append(options, "-e", "inject="+calls+":"+fault)
	}
	cmd := exec.Command(r.strace, append(append(options, r.sijill), args...)...)
	cmd.Env = append(os.Environ(), "SIJILL_ARCHIVE="+dir, "GOMAXPROCS=2")
	raw, err := cmd.Output()
	return dir, work, string(raw), err
}

// whole is the line that was printed, if it was printed to its end.
func whole(out string) string {
	if strings.HasSuffix(out, "}\n") {
		return out
	}
	return ""
}

func (r real) sound(t *testing.T, dir string) {
	t.Helper()
	if out, err := r.command(dir, "audit", "--json").CombinedOutput(); err != nil {
		t.Errorf("the audit afterwards: %v: %s", err, out)
	}
}

// Killed at any call, the program leaves an archive that is sound after the next
// start, with everything in it that was acknowledged. strace counts the calls of
// each thread by itself, so each kind of call is gone through until the program
// ends unharmed.
func TestKilledAtEveryCall(t *testing.T) {
	r := newReal(t)
	r.publish(t)
	step := 1
	if testing.Short() {
		step = 12
	}
	var killed atomic.Int64
	slots := make(chan struct{}, 3)
	var wg sync.WaitGroup
	for _, a := range acts() {
		for call := range strings.SplitSeq(fileCalls, ",") {
			wg.Go(func() {
				for n := 1; n < 2000; n += step * max(1, a.step) {
					slots <- struct{}{}
					dir, work, out, err := r.inject(t, a, call, fmt.Sprintf("signal=KILL:when=%d", n))
					if err != nil {
						killed.Add(1)
						before := t.Failed()
						r.sound(t, dir)
						a.holds(t, r, dir, work, whole(out))
						if t.Failed() && !before {
							t.Errorf("%s was killed at %s %d", a.name, call, n)
						}
					}
					_ = os.RemoveAll(work)
					<-slots
					if err == nil || t.Failed() {
						return
					}
				}
			})
		}
	}
	wg.Wait()
	t.Logf("%d kills", killed.Load())
	if !testing.Short() && killed.Load() < 500 {
		t.Errorf("only %d kills happened", killed.Load())
	}
}

// After a flush, a write or a rename that fails, nothing is acknowledged that is
// not there, and the archive is sound.
func TestEveryErrorOfTheDisk(t *testing.T) {
	r := newReal(t)
	r.publish(t)
	faults := []struct{ calls, errno string }{
		{"fsync,fdatasync", "EIO"}, {"write,pwrite64", "ENOSPC"}, {"write,pwrite64", "EIO"}, {"rename,renameat,renameat2,linkat", "EIO"},
		{"openat", "EMFILE"}, {"mkdirat", "ENOSPC"}, {"unlinkat,unlink", "EIO"}, {"ftruncate", "EIO"},
	}
	for _, a := range acts() {
		for _, f := range faults {
			t.Run(a.name+"/"+f.errno+"_"+strings.Split(f.calls, ",")[0], func(t *testing.T) {
				t.Parallel()
				most := 40
				if testing.Short() {
					most = 6
				}
				for n := 1; n <= most; n += max(1, a.step/2) {
					dir, work, out, err := r.inject(t, a, f.calls, fmt.Sprintf("error=%s:when=%d", f.errno, n))
					trace, errTrace := os.ReadFile(filepath.Join(work, "trace"))
					if errTrace != nil {
						t.Fatal(errTrace)
					}
					if !bytes.Contains(trace, []byte("(INJECTED)")) {
						_ = os.RemoveAll(work)
						break // past the last call
					}
					r.sound(t, dir)
					a.holds(t, r, dir, work, whole(out))
					if t.Failed() {
						t.Fatalf("the fault was at call %d; it printed %q, and ended with %v", n, out, err)
					}
					_ = os.RemoveAll(work)
				}
			})
		}
	}
}
