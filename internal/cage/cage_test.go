//go:build linux

package cage_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"sijill.example/sijill/internal/cage"
)

// The test binary is its own caged child, and in one test its own tool.
func TestMain(m *testing.M) {
	if os.Getenv(noLandlock) != "" {
		becomeOld()
	}
	if cage.Inside() {
		cage.Main(map[string]cage.Handler{
			"read": func(_ []byte, in *os.File, offset, size int64) ([]byte, error) {
				return io.ReadAll(io.NewSectionReader(in, offset, size))
			},
			"refuse": func([]byte, *os.File, int64, int64) ([]byte, error) { return nil, errors.New("not a picture") },
			"panic":  func([]byte, *os.File, int64, int64) ([]byte, error) { panic("broken") },
			"hang":   func([]byte, *os.File, int64, int64) ([]byte, error) { time.Sleep(time.Hour); return nil, nil },
			"eat": func([]byte, *os.File, int64, int64) ([]byte, error) {
				for all := []byte{1}; ; {
					all = bytes.Repeat(all, 2)
				}
			},
			"shout": func([]byte, *os.File, int64, int64) ([]byte, error) { return make([]byte, 2<<20), nil },
			"escape": func(params []byte, _ *os.File, _, _ int64) ([]byte, error) {
				return json.Marshal(attempts(string(params)))
			},
		})
	}
	if os.Getenv("LANG") == "C.UTF-8" && os.Getenv("HOME") == "/nonexistent" && len(os.Args) == 3 && os.Args[1] == "attempts" {
		_ = json.NewEncoder(os.Stdout).Encode(attempts(os.Args[2]))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// attempts tries what a child must not be able to do, and says which succeeded.
// The canary is "PATH ADDRESS": a file to read and a listener to reach.
func attempts(canary string) map[string]bool {
	path, address, _ := strings.Cut(canary, " ")
	done := map[string]bool{}
	try := func(what string, f func() error) { done[what] = f() == nil }
	try("open a file", func() error { _, err := os.ReadFile(path); return err })
	try("open the users", func() error { _, err := os.ReadFile("/etc/passwd"); return err })
	try("list a directory", func() error { _, err := os.ReadDir(filepath.Dir(path)); return err })
	try("make a file", func() error { return os.WriteFile(path+".made", []byte("x"), 0o600) })
	try("remove a file", func() error { return os.Remove(path) })
	try("rename a file", func() error { return os.Rename(path, path+".moved") })
	try("link a file", func() error { return os.Link(path, path+".linked") })
	try("make a directory", func() error { return os.Mkdir(path+".dir", 0o700) })
	try("truncate a file", func() error { return os.Truncate(path, 0) })
	try("change a mode", func() error { return os.Chmod(path, 0o777) })
	try("connect", func() error {
		c, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			_ = c.Close()
		}
		return err
	})
	for what, family := range map[string]int{"internet": unix.AF_INET, "internet 6": unix.AF_INET6, "unix": unix.AF_UNIX, "netlink": unix.AF_NETLINK, "packet": unix.AF_PACKET} {
		try("socket "+what, func() error { _, err := unix.Socket(family, unix.SOCK_DGRAM, 0); return err })
	}
	try("run a program", func() error { return exec.Command("/bin/true").Run() })
	try("replace itself", func() error { return unix.Exec("/usr/bin/env", []string{"env", "true"}, nil) })
	try("fork", func() error {
		pid, _, errno := unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
		if errno != 0 {
			return errno
		}
		if pid == 0 {
			unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
		}
		return nil
	})
	try("trace its parent", func() error { return unix.PtraceAttach(os.Getppid()) })
	try("read its parent's memory", func() error {
		b := make([]byte, 8)
		_, err := unix.ProcessVMReadv(os.Getppid(), []unix.Iovec{{Base: &b[0], Len: 8}}, []unix.RemoteIovec{{Base: 0x400000, Len: 8}}, 0)
		return err
	})
	try("signal its parent", func() error { return unix.Kill(os.Getppid(), 0) })
	try("a namespace", func() error { return unix.Unshare(unix.CLONE_NEWUSER) })
	try("mount", func() error { return unix.Mount("none", "/tmp", "tmpfs", 0, "") })
	try("io_uring", func() error {
		var params [120]byte
		_, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 4, uintptr(unsafe.Pointer(&params[0])), 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
	try("bpf", func() error {
		_, _, errno := unix.Syscall(unix.SYS_BPF, 0, 0, 0)
		if errno == unix.EPERM {
			return errno
		}
		return nil
	})
	try("another root", func() error { return unix.Chroot("/") })
	try("open by a handle", func() error {
		_, err := unix.OpenByHandleAt(unix.AT_FDCWD, unix.NewFileHandle(1, make([]byte, 8)), 0)
		if err == unix.ESTALE || err == unix.EINVAL || err == unix.EBADF {
			return nil // it was looked for
		}
		return err
	})
	try("a handle of its parent", func() error { _, err := unix.PidfdOpen(os.Getppid(), 0); return err })
	try("watch faults of memory", func() error {
		_, _, errno := unix.Syscall(unix.SYS_USERFAULTFD, 0, 0, 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
	try("memory file", func() error { _, err := unix.MemfdCreate("x", 0); return err })
	try("raise its limits", func() error { return unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 4096, Max: 4096}) })
	return done
}

func canary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(path, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Error("something connected")
			_ = c.Close()
		}
	}()
	return path + " " + l.Addr().String()
}

func held(t *testing.T) {
	t.Helper()
	if err := cage.On.Check(); err != nil {
		t.Skip("this system cannot hold a child: ", err)
	}
}

func pool(t *testing.T) *cage.Pool {
	t.Helper()
	held(t)
	p, err := cage.Open(cage.On, 2, cage.Limits{Time: 5 * time.Second, Output: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func input(t *testing.T, text string) *os.File {
	t.Helper()
	f, err := cage.Memory([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func checkAttempts(t *testing.T, answer []byte) {
	t.Helper()
	var done map[string]bool
	if err := json.Unmarshal(answer, &done); err != nil {
		t.Fatalf("%v in %q", err, answer)
	}
	if len(done) < 25 {
		t.Errorf("only %d attempts were made", len(done))
	}
	for what, succeeded := range done {
		if succeeded {
			t.Errorf("a caged child could: %s", what)
		}
	}
}

func TestWorkerIsHeld(t *testing.T) {
	answer, err := pool(t).Do(t.Context(), "escape", []byte(canary(t)), input(t, ""), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	checkAttempts(t, answer)
}

// The attempts are real: without the walls they succeed.
func TestAttemptsSucceedOutside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := cage.Open(cage.Off, 1, cage.Limits{Time: 5 * time.Second, Output: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	answer, err := p.Do(t.Context(), "read", nil, input(t, "abcdef"), 2, 3)
	if err != nil || string(answer) != "cde" {
		t.Fatalf("%q, %v", answer, err)
	}
	for _, what := range []string{"open the users", "list a directory", "socket internet", "socket unix", "run a program"} {
		if !attemptsOutside(path)[what] {
			t.Errorf("%q fails without any wall, so that the test shows nothing", what)
		}
	}
}

func attemptsOutside(path string) map[string]bool {
	done := map[string]bool{}
	_, err := os.ReadFile("/etc/passwd")
	done["open the users"] = err == nil
	_, err = os.ReadDir(filepath.Dir(path))
	done["list a directory"] = err == nil
	for what, family := range map[string]int{"socket internet": unix.AF_INET, "socket unix": unix.AF_UNIX} {
		fd, err := unix.Socket(family, unix.SOCK_DGRAM, 0)
		done[what] = err == nil
		_ = unix.Close(fd)
	}
	done["run a program"] = exec.Command("/bin/true").Run() == nil
	return done
}

func TestBrokenWorkerCostsItsFile(t *testing.T) {
	p := pool(t)
	in := input(t, "whole")
	for _, verb := range []string{"panic", "eat", "shout", "hang"} {
		if _, err := p.Do(t.Context(), verb, nil, in, 0, 5); !errors.Is(err, cage.ErrBroken) {
			t.Errorf("%s: %v", verb, err)
		}
		for range 3 {
			if b, err := p.Do(t.Context(), "read", nil, in, 0, 5); err != nil || string(b) != "whole" {
				t.Errorf("after %s: %q, %v", verb, b, err)
			}
		}
	}
	var refused *cage.RefusedError
	if _, err := p.Do(t.Context(), "refuse", nil, in, 0, 5); !errors.As(err, &refused) || refused.Message != "not a picture" {
		t.Errorf("refuse: %v", err)
	}
}

func TestToolIsHeld(t *testing.T) {
	held(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tool := cage.Tool{Path: self, Args: []string{"attempts", canary(t)}, Limits: cage.Limits{Memory: 64 << 30, Time: 20 * time.Second, Output: 1 << 20}}
	f, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	answer, err := tool.Output(t.Context(), cage.On, f)
	if err != nil {
		t.Fatal(err)
	}
	checkAttempts(t, answer)
}

func TestToolReadsItsInput(t *testing.T) {
	held(t)
	limits := cage.Limits{Memory: 1 << 30, Time: 5 * time.Second, Output: 1 << 10}
	named, err := os.Open("/etc/hostname")
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = named.Close() }()
	want, _ := os.ReadFile("/etc/hostname")
	for _, tool := range []cage.Tool{
		{Path: "/bin/cat", Limits: limits},
		{Path: "/bin/cat", Args: []string{cage.InputName}, Limits: limits},
	} {
		if b, err := tool.Output(t.Context(), cage.On, named); err != nil || !bytes.Equal(b, want) {
			t.Errorf("%v: %q, %v", tool.Args, b, err)
		}
		_, _ = named.Seek(0, io.SeekStart)
	}
	memory := cage.Tool{Path: "/bin/cat", Args: []string{cage.InputName}, InMemory: true, Limits: limits}
	if b, err := memory.Output(t.Context(), cage.On, input(t, "in memory")); err != nil || string(b) != "in memory" {
		t.Errorf("in memory: %q, %v", b, err)
	}
	for what, tool := range map[string]cage.Tool{
		"another file": {Path: "/bin/cat", Args: []string{"/etc/passwd"}, Limits: limits},
		"too much":     {Path: "/bin/cat", Args: []string{"/dev/zero"}, Limits: limits},
		"too long":     {Path: "/bin/sleep", Args: []string{"60"}, Limits: cage.Limits{Memory: 1 << 30, Time: time.Second, Output: 1 << 10}},
	} {
		if b, err := tool.Output(t.Context(), cage.On, named); !errors.Is(err, cage.ErrBroken) {
			t.Errorf("%s: %d bytes, %v", what, len(b), err)
		}
	}
}
