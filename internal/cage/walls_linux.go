package cage

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"syscall"

	"github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	llsyscall "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

func supported() error {
	if abi, err := llsyscall.LandlockGetABIVersion(); err != nil || abi < 1 {
		return errors.Join(errors.New("the kernel has no Landlock"), err)
	}
	if !seccomp.Supported() {
		return errors.New("the kernel has no seccomp")
	}
	return nil
}

// workerCalls are the system calls of a Go program that reads open files and
// answers on a socket. What opens, connects, starts or inspects is not among them.
var workerCalls = []string{
	"read", "pread64", "readv", "preadv", "write", "writev", "close", "lseek", "fstat", "fcntl",
	"recvmsg", "sendmsg", "recvfrom", "sendto",
	"mmap", "munmap", "mremap", "madvise", "mprotect", "mincore", "brk", "membarrier",
	"futex", "sched_yield", "sched_getaffinity", "set_robust_list", "get_robust_list", "rseq", "restart_syscall",
	"nanosleep", "clock_nanosleep", "clock_gettime", "gettimeofday", "time", "getrandom",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill",
	"getpid", "gettid", "epoll_create1", "epoll_ctl", "epoll_pwait", "eventfd2", "pipe2", "ppoll", "poll",
	"exit", "exit_group",
}

// forbidden are the system calls that a tool has no use for. A tool is made of
// libraries that nobody here wrote, so that what it needs cannot be listed whole;
// files are closed to it by Landlock.
var forbidden = []string{
	"socket", "socketpair", "connect", "accept", "accept4", "bind", "listen", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg",
	"fork", "vfork", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open", "pidfd_getfd", "pidfd_send_signal",
	"kill", "tkill", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "open_tree", "move_mount", "fsopen", "fsmount", "fsconfig",
	"io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open", "userfaultfd", "memfd_create", "memfd_secret",
	"keyctl", "add_key", "request_key", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot",
	"swapon", "swapoff", "quotactl", "acct", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "personality", "iopl", "ioperm",
	"name_to_handle_at", "open_by_handle_at", "fanotify_init", "inotify_init", "inotify_init1", "syslog", "vhangup", "nfsservctl",
	"chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "prlimit64", "setrlimit",
	"setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "shmget", "semget", "msgget", "mq_open",
}

// lockWorker raises every wall around this process.
func lockWorker() error {
	if err := landlock.V7.BestEffort().Restrict(); err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	known, err := callsOf(workerCalls)
	if err != nil {
		return err
	}
	return load(seccomp.Policy{
		DefaultAction: seccomp.ActionErrno,
		Syscalls: []seccomp.SyscallGroup{
			{Action: noSuchCall, Names: []string{"clone3"}}, // so that the C library falls back to clone
			{Action: seccomp.ActionAllow, Names: known, NamesWithCondtions: threadsOnly},
		},
	})
}

// lockTool raises the walls around a tool that is about to be started: it reads
// the system's libraries and its input, and starts nothing but itself.
func lockTool(spec toolSpec) error {
	rules := []landlock.Rule{
		landlock.RODirs("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/fonts", "/usr/share/poppler", "/etc/fonts", "/var/cache/fontconfig").IgnoreIfMissing(),
		landlock.ROFiles("/etc/ld.so.cache", "/dev/null", "/dev/urandom", "/dev/zero", spec.Path).IgnoreIfMissing(),
	}
	if spec.Named {
		rules = append(rules, landlock.ROFiles(inputPath))
	}
	// Directories of libraries give the right to run what stands in them, which the
	// dynamic loader needs; forking is closed below, so that a tool could only
	// replace itself, behind the same walls.
	if err := landlock.V7.BestEffort().RestrictPaths(rules...); err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	known, err := callsOf(forbidden)
	if err != nil {
		return err
	}
	return load(seccomp.Policy{
		DefaultAction: seccomp.ActionAllow,
		Syscalls: []seccomp.SyscallGroup{
			{Action: noSuchCall, Names: []string{"clone3"}},
			{Action: seccomp.ActionErrno, Names: known, NamesWithCondtions: processes},
		},
	})
}

const noSuchCall = seccomp.ActionErrno&^0xffff | seccomp.Action(unix.ENOSYS)

// A thread shares everything with its process; a process does not.
var (
	threadsOnly = []seccomp.NameWithConditions{{Name: "clone", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD}}}}
	processes   = []seccomp.NameWithConditions{{Name: "clone", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.BitsNotSet, Value: unix.CLONE_THREAD}}}}
)

func load(p seccomp.Policy) error {
	if err := seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: seccomp.FilterFlagTSync, Policy: p}); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return nil
}

// callsOf leaves out the calls that this processor's kernels do not have.
func callsOf(names []string) ([]string, error) {
	info, err := arch.GetInfo("")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		_, ok := info.SyscallNames[n]
		return !ok
	}), nil
}

// limit sets resource limits, which hold for what this process starts too.
// A worker reads many files, so that only its parent knows when one takes too long.
func limit(l Limits) error {
	// Go reserves addresses that it never uses, so that data is what can be bounded.
	set := map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 0, unix.RLIMIT_NOFILE: 128, unix.RLIMIT_DATA: uint64(l.Memory)}
	if l.Time > 0 {
		set[unix.RLIMIT_CPU] = uint64(l.Time.Seconds())*uint64(runtime.NumCPU()) + 1
	}
	for which, value := range set {
		if err := unix.Setrlimit(which, &unix.Rlimit{Cur: value, Max: value}); err != nil {
			return fmt.Errorf("the limit %d cannot be set: %w", which, err)
		}
	}
	return nil
}

// dieWithParent keeps a child from outliving the program.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// Memory holds b in a file without a name, so that a child can be given it.
func Memory(b []byte) (*os.File, error) {
	fd, err := unix.MemfdCreate("input", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, fmt.Errorf("no memory file can be made: %w", err)
	}
	f := os.NewFile(uintptr(fd), "input")
	if _, err = f.Write(b); err == nil {
		if _, err = f.Seek(0, io.SeekStart); err == nil {
			_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE|unix.F_SEAL_GROW|unix.F_SEAL_SHRINK|unix.F_SEAL_SEAL)
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
