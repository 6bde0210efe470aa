package derivation_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sijill.example/sijill/archive"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/look"
	"sijill.example/sijill/media"
)

// looker sees what it is told, and stops the run after some files.
type looker struct {
	seen  look.Seen
	after int
	stop  context.CancelFunc
}

func (l *looker) Look(context.Context, look.Source) (look.Result, error) {
	if l.after--; l.after == 0 {
		l.stop()
	}
	return look.Result{Seen: l.seen}, nil
}
func (l *looker) Workers() int { return 1 }
func (l *looker) Have() string { return "" }

func newArchive(t *testing.T, files int) *archive.Archive {
	t.Helper()
	ctx := context.Background()
	dir, in := filepath.Join(t.TempDir(), "a"), t.TempDir()
	if err := archive.Create(ctx, dir, archive.Founding{Name: "x", Agent: "t", Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	for i := range files {
		if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("%d.txt", i)), fmt.Appendf(nil, "text %d", i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, err := archive.Open(ctx, dir, archive.Options{Write: true, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if _, err := a.Receive(ctx, deposit.Request{Paths: []string{in}, Agent: "t"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := a.CatchUp(ctx, nil); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAgainGoesOn stops a run that was to look at everything again.
func TestAgainGoesOn(t *testing.T) {
	const files = 40
	a := newArchive(t, files)
	derive := func(again bool, after int) (done, left int) {
		t.Helper()
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		out, err := a.Derive(ctx, &looker{after: after, stop: stop}, again, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out.Done, out.Left
	}
	if done, left := derive(false, -1); done != files || left != 0 {
		t.Fatalf("the first run did %d and left %d", done, left)
	}
	done, left := derive(true, 10)
	if done < 10 || left == 0 || done+left != files {
		t.Fatalf("the run that was stopped did %d and left %d", done, left)
	}
	if more, rest := derive(false, -1); more != left || rest != 0 {
		t.Errorf("the next run did %d of the %d that were left, and left %d", more, left, rest)
	}
	if more, _ := derive(false, -1); more != 0 {
		t.Errorf("nothing was left, and %d were done", more)
	}
}

// TestPartial counts what could not be done, and not what is never done.
func TestPartial(t *testing.T) {
	a := newArchive(t, 1)
	for _, c := range []struct {
		notDone media.NotDone
		want    int
	}{
		{media.NotDone{What: "scripts", Because: "never run", Never: true}, 0},
		{media.NotDone{What: "text", Because: "its reader broke"}, 1},
	} {
		l := &looker{seen: look.Seen{Facts: media.Facts{NotDone: []media.NotDone{c.notDone}}}}
		out, err := a.Derive(context.Background(), l, true, nil)
		if err != nil || out.Partial != c.want {
			t.Errorf("%+v: %d have something that was not done, want %d (%v)", c.notDone, out.Partial, c.want, err)
		}
	}
}
