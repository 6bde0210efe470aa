package register_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/register"
)

// forger counts what it tries and what was accepted.
type forger struct {
	*testing.T
	p               *published
	older           register.Checkpoint // an honest checkpoint of an earlier size
	other           note.Signer         // another key under the same name
	elsewhere       note.Signer         // the archive's key under another name
	random          *rand.Rand
	tried, accepted int
}

func (f *forger) refused(name string, err error) {
	f.tried++
	if err == nil {
		f.accepted++
		f.Errorf("accepted: %s", name)
	}
}

// inclusion tries a leaf with a proof file.
func (f *forger) inclusion(name string, leaf []byte, file []byte) {
	proof, err := register.ParseProof(file)
	if err == nil {
		_, err = register.CheckInclusion(leaf, proof, f.p.verifier)
	}
	f.refused(name, err)
}

func (f *forger) leaf(i int64) []byte { return f.p.store.entries[i].Leaf }

func (f *forger) prove(c register.Checkpoint, i int64) register.Proof {
	f.Helper()
	proof, err := f.p.log.Prove(c, i)
	if err != nil {
		f.Fatal(err)
	}
	return proof
}

// A log of 1,000 entries is attacked in at least 10,000 ways, and none may pass.
func TestNoForgeryIsAccepted(t *testing.T) {
	indexes, want := int64(1000), 10000
	if testing.Short() {
		indexes, want = 100, 1000
	}
	f := &forger{T: t, random: rand.New(rand.NewPCG(7, 7))}
	f.p = publish(t, 600)
	f.older = f.p.at
	f.p.add(t, 400)
	f.other, _ = newKey(t, origin)
	f.elsewhere, _ = newKey(t, "other.example/register")
	// The control: what is not altered verifies.
	for i := range f.p.at.Size {
		file := f.prove(f.p.at, i).Format()
		proof, err := register.ParseProof(file)
		if err == nil {
			_, err = register.CheckInclusion(f.leaf(i), proof, f.p.verifier)
		}
		if err != nil {
			t.Fatalf("control: the honest proof of %d: %v", i, err)
		}
	}
	for i := range indexes {
		f.proofs(i)
	}
	f.checkpoints()
	f.consistency()
	f.histories()
	f.tiles()
	t.Logf("%d forgeries were tried and %d accepted", f.tried, f.accepted)
	if f.tried < want || f.accepted != 0 {
		t.Errorf("%d forgeries were tried, want at least %d, and %d accepted, want none", f.tried, want, f.accepted)
	}
}

// proofs forges around the proof of one entry.
func (f *forger) proofs(i int64) {
	honest := f.prove(f.p.at, i)
	with := func(change func(*register.Proof)) []byte {
		p := register.Proof{Index: honest.Index, Hashes: slices.Clone(honest.Hashes), Checkpoint: bytes.Clone(honest.Checkpoint)}
		change(&p)
		return p.Format()
	}
	file := honest.Format()
	leaf := f.leaf(i)
	changed := bytes.Clone(leaf)
	changed[f.random.IntN(len(changed))] ^= 1 << f.random.IntN(8)
	f.inclusion("an edited leaf", changed, file)
	f.inclusion("a leaf cut short", leaf[:len(leaf)-1], file)
	f.inclusion("a longer leaf", append(bytes.Clone(leaf), '='), file)
	f.inclusion("an empty leaf", nil, file)
	another := (i + 1 + f.random.Int64N(f.p.at.Size-1)) % f.p.at.Size
	f.inclusion("another entry's leaf", f.leaf(another), file)
	f.inclusion("another index", leaf, with(func(p *register.Proof) { p.Index = another }))
	f.inclusion("an index beyond the end", leaf, with(func(p *register.Proof) { p.Index = f.p.at.Size }))
	f.inclusion("a negative index", leaf, with(func(p *register.Proof) { p.Index = -1 - i }))
	n := f.random.IntN(len(honest.Hashes))
	f.inclusion("a flipped hash", leaf, with(func(p *register.Proof) { p.Hashes[n][f.random.IntN(32)] ^= 1 << f.random.IntN(8) }))
	f.inclusion("a dropped hash", leaf, with(func(p *register.Proof) { p.Hashes = slices.Delete(p.Hashes, n, n+1) }))
	f.inclusion("an added hash", leaf, with(func(p *register.Proof) { p.Hashes = slices.Insert(p.Hashes, n, tlog.Hash{1}) }))
	f.inclusion("swapped hashes", leaf, with(func(p *register.Proof) {
		m := (n + 1) % len(p.Hashes)
		p.Hashes[n], p.Hashes[m] = p.Hashes[m], p.Hashes[n]
	}))
	f.inclusion("no hashes", leaf, with(func(p *register.Proof) { p.Hashes = nil }))
	f.inclusion("an older checkpoint", leaf, with(func(p *register.Proof) { p.Checkpoint = f.older.Note }))
	f.inclusion("a checkpoint by another key", leaf, with(func(p *register.Proof) { p.Checkpoint = f.sign(f.other, f.p.at.Size, f.p.at.Root) }))
	f.inclusion("the proof cut", leaf, file[:f.random.IntN(len(file)-2)])
	extra := func(after, line string) []byte { return bytes.Replace(file, []byte(after), []byte(after+line), 1) }
	f.inclusion("an extra line", leaf, extra("@v1\n", "extra aGVsbG8=\n"))
	f.inclusion("a leading zero", leaf, extra("index ", "0"))
	f.inclusion("a plus sign", leaf, extra("index ", "+"))
	f.inclusion("an index that overflows", leaf, extra("index ", "18446744073709551616"))
	f.inclusion("a carriage return", leaf, bytes.Replace(file, []byte("=\n"), []byte("=\r\n"), 1))
	f.inclusion("an empty line before the hashes", leaf, extra(fmt.Sprintf("index %d\n", i), "\n"))
}

func (f *forger) sign(by note.Signer, size int64, root tlog.Hash) []byte {
	f.Helper()
	c, err := register.SignCheckpoint(size, root, by)
	if err != nil {
		f.Fatal(err)
	}
	return c.Note
}

// text signs any text as a note with the archive's own key: the form must be
// refused even then.
func (f *forger) text(text string) []byte {
	f.Helper()
	signed, err := note.Sign(&note.Note{Text: text}, f.p.signer)
	if err != nil {
		f.Fatal(err)
	}
	return signed
}

func (f *forger) checkpoints() {
	check := func(name string, signed []byte) {
		_, err := register.CheckCheckpoint(signed, f.p.verifier)
		f.refused(name, err)
	}
	at := f.p.at
	root := base64.StdEncoding.EncodeToString(at.Root[:])
	check("a checkpoint by another key of the same name", f.sign(f.other, at.Size, at.Root))
	check("a checkpoint under another name", f.sign(f.elsewhere, at.Size, at.Root))
	check("another origin", f.text("other.example/register\n1000\n"+root+"\n"))
	for _, size := range []string{"", "0x10", "01000", "+1000", "-1", "-0", " 1000", "1000 ", "1e3", "9223372036854775808", "18446744073709552616", "١٠٠٠", "1_000"} {
		check("the size "+size, f.text(origin+"\n"+size+"\n"+root+"\n"))
	}
	for _, bad := range []string{"", root[:43], root + "=", root[:40], root + root, strings.Replace(root, root[:1], "-", 1), root + "\r", root[:42] + "B="} {
		check("the root "+bad, f.text(origin+"\n1000\n"+bad+"\n"))
	}
	check("an extension line", f.text(origin+"\n1000\n"+root+"\nextension\n"))
	check("a line too few", f.text(origin+"\n1000\n"))
	check("lines in another order", f.text("1000\n"+origin+"\n"+root+"\n"))
	end := bytes.Index(at.Note, []byte("\n\n"))
	for i := range end {
		for bit := range 8 {
			b := bytes.Clone(at.Note)
			b[i] ^= 1 << bit
			check(fmt.Sprintf("bit %d of byte %d of what is signed", bit, i), b)
		}
	}
	for i := range len(at.Note) {
		check("a checkpoint cut short", at.Note[:i])
	}
	check("a checkpoint of more than a megabyte", append(bytes.Clone(at.Note), bytes.Repeat([]byte("x"), 1<<20)...))
}

func (f *forger) consistency() {
	honest, err := f.p.log.ProveConsistency(f.p.at, f.p.at, f.older.Size)
	if err != nil {
		f.Fatal(err)
	}
	check := func(name string, older register.Checkpoint, file []byte) {
		c, err := register.ParseConsistency(file)
		if err == nil {
			_, err = register.CheckConsistency(older, c, f.p.verifier)
		}
		f.refused(name, err)
	}
	if c, err := register.ParseConsistency(honest.Format()); err != nil {
		f.Fatal(err)
	} else if _, err := register.CheckConsistency(f.older, c, f.p.verifier); err != nil {
		f.Fatalf("control: the honest proof: %v", err)
	}
	with := func(change func(*register.Consistency)) []byte {
		c := honest
		c.Hashes = slices.Clone(honest.Hashes)
		change(&c)
		return c.Format()
	}
	for n := range honest.Hashes {
		for bit := range 256 {
			check("a flipped hash", f.older, with(func(c *register.Consistency) { c.Hashes[n][bit/8] ^= 1 << (bit % 8) }))
		}
		check("a dropped hash", f.older, with(func(c *register.Consistency) { c.Hashes = slices.Delete(c.Hashes, n, n+1) }))
		check("an added hash", f.older, with(func(c *register.Consistency) { c.Hashes = slices.Insert(c.Hashes, n, tlog.Hash{}) }))
	}
	for size := range f.p.at.Size + 1 {
		if size != f.older.Size {
			forged := f.older
			forged.Size = size
			check("an older checkpoint of another size", forged, with(func(c *register.Consistency) { c.OldSize = size }))
		}
	}
	check("a proof that names another older size", f.older, with(func(c *register.Consistency) { c.OldSize++ }))
	fork := f.older
	fork.Root[0] ^= 1
	check("an older checkpoint with another root", fork, honest.Format())
	same := f.p.at
	same.Root[5] ^= 1
	check("a fork: two roots of one size", same, register.Consistency{OldSize: same.Size, Checkpoint: f.p.at.Note}.Format())
	check("a rollback: the older one given as the newer", f.p.at, with(func(c *register.Consistency) { c.OldSize = f.p.at.Size; c.Checkpoint = f.older.Note }))
	check("a rollback with the sizes exchanged", f.p.at, with(func(c *register.Consistency) { c.Checkpoint = f.older.Note }))
	check("from nothing, with hashes", register.Checkpoint{Origin: origin}, with(func(c *register.Consistency) { c.OldSize = 0 }))
	check("another key", f.older, with(func(c *register.Consistency) { c.Checkpoint = f.sign(f.other, f.p.at.Size, f.p.at.Root) }))
	check("a leading zero", f.older, bytes.Replace(honest.Format(), []byte("old "), []byte("old 0"), 1))
	elsewhere := f.older
	elsewhere.Origin = "other.example/register"
	check("an older checkpoint of another register", elsewhere, honest.Format())
}

// histories rewrites the register, publishes it with the archive's own key, and
// asks whether anybody who kept an older checkpoint would be deceived.
func (f *forger) histories() {
	rounds := 40
	if testing.Short() {
		rounds = 8
	}
	for round := range rounds {
		for name, rewrite := range map[string]func([]register.Entry, int) []register.Entry{
			"edited":    func(e []register.Entry, i int) []register.Entry { e[i] = small(round); return e },
			"reordered": func(e []register.Entry, i int) []register.Entry { e[i], e[(i+1)%600] = e[(i+1)%600], e[i]; return e },
			"inserted":  func(e []register.Entry, i int) []register.Entry { return slices.Insert(e, i, small(round)) },
			"dropped":   func(e []register.Entry, i int) []register.Entry { return slices.Delete(e, i, i+1) },
			"truncated": func(e []register.Entry, i int) []register.Entry { return e[:i] },
		} {
			forged := &memory{entries: rewrite(slices.Clone(f.p.store.entries), f.random.IntN(600))}
			dir := f.TempDir()
			log := register.OpenPublished(dir)
			c, err := log.Publish(f.Context(), forged, f.p.signer, f.p.verifier)
			if err != nil {
				f.Fatal(err)
			}
			proof, err := log.ProveConsistency(c, c, min(f.older.Size, c.Size))
			if err == nil {
				_, err = register.CheckConsistency(f.older, proof, f.p.verifier)
			}
			f.refused("a history that was "+name, err)
			// The honest archive, having signed the older checkpoint, does not sign this.
			if err := os.WriteFile(filepath.Join(dir, "checkpoint"), f.p.at.Note, 0o600); err != nil {
				f.Fatal(err)
			}
			var rolledBack register.RolledBackError
			if _, err := log.Publish(f.Context(), forged, f.p.signer, f.p.verifier); len(forged.entries) < 1000 && !errors.As(err, &rolledBack) {
				f.Errorf("Publish over a register that was %s = %v", name, err)
			}
		}
	}
}
