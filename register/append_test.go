package register_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

func TestConcurrentWritersGetTheIndexesOfTheirOwnEntries(t *testing.T) {
	store, _ := openSQLite(t)
	signer, verifier := newKey(t, origin)
	r := register.New(store, signer, noon)
	const writers, each = 32, 8
	first := make([]int64, writers*each)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				n := w*each + i
				two := []sijill.Draft{draft(2 * n), draft(2*n + 1)}
				var err error
				if first[n], err = r.Append(t.Context(), two...); err != nil {
					t.Errorf("Append: %v", err)
				}
			}
		})
	}
	wg.Wait()
	var subjects []sijill.Number
	for e, err := range r.Read(t.Context(), 0, 10*writers*each) {
		if err != nil {
			t.Fatal(err)
		}
		o, err := e.Check(verifier)
		if err != nil {
			t.Fatal(err)
		}
		subjects = append(subjects, o.Subject)
	}
	if len(subjects) != 2*writers*each {
		t.Fatalf("the register holds %d entries, want %d", len(subjects), 2*writers*each)
	}
	for n, at := range first {
		if subjects[at] != draft(2*n).Subject || subjects[at+1] != draft(2*n+1).Subject {
			t.Errorf("Append said %d; there stand %s and %s, not %s and the next", at, subjects[at], subjects[at+1], draft(2*n).Subject)
		}
	}
	sorted := slices.Clone(first)
	slices.Sort(sorted)
	for i, at := range sorted {
		if at != int64(2*i) {
			t.Fatalf("the first indexes are not 0, 2, 4 ...: %d at place %d", at, i)
		}
	}
}

// While one commit is under way everybody else queues, and shares the next one.
func TestWritersThatWaitShareOneCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &memory{fail: func() (error, bool) {
			time.Sleep(time.Second) // in the bubble's time
			return nil, false
		}}
		signer, _ := newKey(t, origin)
		r := register.New(store, signer, noon)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if _, err := r.Append(t.Context(), draft(i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if store.appends > 3 || len(store.entries) != 50 {
			t.Errorf("50 writers at once took %d commits for %d entries, want at most 3", store.appends, len(store.entries))
		}
	})
}

func TestAFailedCommitIsToldToEveryWriterInIt(t *testing.T) {
	signer, _ := newKey(t, origin)
	for _, written := range []bool{false, true} {
		t.Run(fmt.Sprintf("written=%v", written), func(t *testing.T) {
			broken := errors.New("the disk is full")
			store := &memory{fail: func() (error, bool) { return broken, written }}
			r := register.New(store, signer, noon)
			var wg sync.WaitGroup
			for i := range 20 {
				wg.Go(func() {
					if _, err := r.Append(t.Context(), draft(i)); !errors.Is(err, broken) {
						t.Errorf("Append on a broken store gave %v", err)
					}
				})
			}
			wg.Wait()
			if _, _, err := r.AppendAll(t.Context(), drafts(3)); !errors.Is(err, broken) {
				t.Errorf("AppendAll on a broken store gave %v", err)
			}
			held := int64(len(store.entries))
			if written != (held > 0) {
				t.Fatalf("the store holds %d entries", held)
			}
			store.fail = nil
			if at, err := r.Append(t.Context(), draft(99)); err != nil || at != held {
				t.Errorf("Append once the store works again = %d, %v; want %d", at, err, held)
			}
		})
	}
}

func TestAppendAllEntersAllInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 129, 1000} {
		store := &memory{}
		signer, _ := newKey(t, origin)
		r := register.New(store, signer, noon)
		first, count, err := r.AppendAll(t.Context(), drafts(n))
		if first != 0 || count != int64(n) || err != nil || store.appends != 1 {
			t.Fatalf("AppendAll of %d = %d, %d, %v in %d commits", n, first, count, err, store.appends)
		}
		for i, e := range store.entries {
			if o, err := e.Open(); err != nil || o.Subject != draft(i).Subject {
				t.Fatalf("entry %d of %d is about %q, %v", i, n, o.Subject, err)
			}
		}
	}
}

func TestAppendAllEntersNothingWhereTheSequenceFails(t *testing.T) {
	store, _ := openSQLite(t)
	signer, _ := newKey(t, origin)
	r := register.New(store, signer, noon)
	if _, err := r.Append(t.Context(), draft(0)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("line 17 cannot be read")
	for _, before := range []int{0, 1, 127, 128, 129, 3000} {
		_, _, err := r.AppendAll(t.Context(), func(yield func(sijill.Draft, error) bool) {
			for i := range before {
				if !yield(draft(i), nil) {
					return
				}
			}
			yield(sijill.Draft{}, broken)
		})
		if !errors.Is(err, broken) {
			t.Errorf("after %d drafts: %v, want the sequence's error", before, err)
		}
		bad := draft(0)
		bad.Fields = append(bad.Fields, sijill.Field{Name: "_sd"})
		_, _, err = r.AppendAll(t.Context(), func(yield func(sijill.Draft, error) bool) {
			for i := range before {
				if !yield(draft(i), nil) {
					return
				}
			}
			yield(bad, nil)
		})
		if err == nil {
			t.Errorf("after %d drafts: a draft that cannot be sealed was accepted", before)
		}
		ctx, cancel := context.WithCancel(t.Context())
		_, _, err = r.AppendAll(ctx, func(yield func(sijill.Draft, error) bool) {
			for i := range before {
				if !yield(draft(i), nil) {
					return
				}
			}
			cancel()
			yield(draft(before), nil)
		})
		if err == nil {
			t.Errorf("after %d drafts: cancelled, and no error", before)
		}
		if n, err := r.Size(t.Context()); n != 1 || err != nil {
			t.Fatalf("after %d drafts the register has %d entries, %v; want 1", before, n, err)
		}
	}
	if at, err := r.Append(t.Context(), draft(1)); at != 1 || err != nil {
		t.Errorf("Append afterwards = %d, %v; want 1", at, err)
	}
}

func TestAppendUnderACancelledContextEntersNothing(t *testing.T) {
	store := &memory{}
	signer, _ := newKey(t, origin)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := register.New(store, signer, noon).Append(ctx, draft(0)); !errors.Is(err, context.Canceled) || len(store.entries) != 0 {
		t.Errorf("Append = %v with %d entries", err, len(store.entries))
	}
}

func TestEntryThatIsNotThere(t *testing.T) {
	p := publish(t, 3)
	r := register.New(p.store, p.signer, noon)
	if _, err := r.Entry(t.Context(), 3); sijill.ClassOf(err) != sijill.NotFound {
		t.Errorf("Entry(3) of 3 = %v, want NotFound", err)
	}
	if e, err := r.Entry(t.Context(), 2); err != nil || !bytes.Equal(e.Leaf, p.store.entries[2].Leaf) {
		t.Errorf("Entry(2) = %v", err)
	}
}

func TestEraseTakesDisclosuresAndLeavesTheTree(t *testing.T) {
	store, path := openSQLite(t)
	signer, verifier := newKey(t, origin)
	r := register.New(store, signer, noon)
	d := draft(0)
	d.Fields = append(d.Fields, sijill.Field{Name: "people", Value: sijill.Parts{"ليلى", "عمر"}})
	if _, err := r.Append(t.Context(), d, draft(1)); err != nil {
		t.Fatal(err)
	}
	before, err := r.Entry(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	keep := func(field string) bool { return field != "name" && field != "people" }
	at, err := r.Erase(t.Context(), []int64{0}, keep, sijill.Draft{Kind: sijill.OriginalErased})
	if err != nil || at != 2 {
		t.Fatalf("Erase = %d, %v; want 2", at, err)
	}
	after, err := r.Entry(t.Context(), 0)
	if err != nil || !bytes.Equal(after.Leaf, before.Leaf) {
		t.Fatalf("the leaf changed: %v", err)
	}
	o, err := after.Check(verifier)
	if err != nil || o.IsComplete() || o.Fields["size"] == nil || o.Fields["name"] != nil || o.Fields["people"] != nil {
		t.Errorf("after the erasure: %+v, %v", o, err)
	}
	other, err := r.Entry(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if o, err := other.Check(verifier); err != nil || !o.IsComplete() {
		t.Errorf("an entry that was not named: %+v, %v", o, err)
	}
	on := files(t, path[:len(path)-len("/register.db")])
	for _, gone := range before.Disclosures {
		if slices.Contains(after.Disclosures, gone) {
			continue
		}
		for name, b := range on {
			if bytes.Contains(b, []byte(gone)) {
				t.Errorf("%s still has an erased disclosure", name)
			}
		}
	}
	if _, err := r.Erase(t.Context(), []int64{77}, keep, draft(1)); sijill.ClassOf(err) != sijill.NotFound {
		t.Errorf("Erase of an entry that is not there = %v, want NotFound", err)
	}
	if n, _ := r.Size(t.Context()); n != 3 {
		t.Errorf("a refused erasure left %d entries, want 3", n)
	}
}
