package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sijill.example/sijill/internal/cage"
)

func TestMain(m *testing.M) {
	if cage.Inside() { // the program starts itself again, and here the test is the program
		main()
	}
	testscript.Main(m, map[string]func(){"sijill": main})
}

// The scripts run the program as a person types it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
			e.Setenv("EXAMPLES", examples)
			e.Setenv("SIJILL_ARCHIVE", filepath.Join(e.WorkDir, "a"))
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "flip": flip, "holds": holds, "mkraw": mkraw, "fill": fill, "drawn": drawn, "draw": draw, "translator": translator, "mkmedia": mkmedia, "mkproofs": mkproofs, "reads": reads,
		},
	})
}

// code: code WANT PROGRAM ARGS... runs the program and demands its exit code.
func code(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// flip: flip GLOB OFFSET turns one bit of a file; a negative offset counts from
// the end.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	names, err := filepath.Glob(ts.MkAbs(args[0]))
	if err != nil || len(names) == 0 {
		ts.Fatalf("no file %s", args[0])
	}
	offset, err := strconv.Atoi(args[1])
	ts.Check(err)
	b, err := os.ReadFile(names[0])
	ts.Check(err)
	if offset < 0 {
		offset += len(b)
	}
	b[offset] ^= 1
	ts.Check(os.WriteFile(names[0], b, 0o600))
}

// holds: [!] holds DIR TEXT looks for bytes in every file below a directory.
func holds(ts *testscript.TestScript, neg bool, args []string) {
	where := ""
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(args[1])) {
			where = path
		}
		return err
	}))
	if neg && where != "" {
		ts.Fatalf("%q is in %s", args[1], where)
	}
	if !neg && where == "" {
		ts.Fatalf("%q is nowhere", args[1])
	}
}

// mkraw: mkraw DIR makes files whose names are hard: not UTF-8, 255 bytes,
// decomposed, reversed, with a line break.
func mkraw(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	for i, name := range []string{"\xff\xfe.jpg", strings.Repeat("م", 127) + "x", "أ.txt", "a\u202egpj.exe", "line\nbreak", ".hidden", "-rf"} {
		ts.Check(os.WriteFile(filepath.Join(dir, name), fmt.Appendf(nil, "file %d", i), 0o600))
	}
}

// fill: fill FILE BYTES writes a table with one endless field.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append([]byte("id,text\n1,\""), bytes.Repeat([]byte("x"), n)...), 0o600))
}
