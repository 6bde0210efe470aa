package dossier

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/bagit"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
)

// Finding is one thing in a dossier that is not as it should be.
type Finding struct {
	Kind    string `json:"kind"` // "bag", "key", "checkpoint", "entry", "proof", "original", "page"
	Subject string `json:"subject"`
	Detail  string `json:"detail"`
}

// Checked counts what was checked.
type Checked struct {
	Files     int   `json:"files"`
	Bytes     int64 `json:"bytes"`
	Entries   int   `json:"entries"`
	Proofs    int   `json:"proofs"`
	Originals int   `json:"originals"`
}

// Report is the outcome of a check.
type Report struct {
	OK          bool    `json:"ok"`
	Checked     Checked `json:"checked"`
	Origin      string  `json:"origin"`
	TreeSize    int64   `json:"tree_size"`
	Root        string  `json:"root"`
	VerifierKey string  `json:"verifier_key"`
	// KeyGiven says that the key came from whoever asked for the check, and not
	// from the dossier itself.
	KeyGiven bool      `json:"key_given"`
	Findings []Finding `json:"findings"`
}

const (
	maxSmall   = 1 << 20 // of a key, a checkpoint, a proof
	maxEntry   = 8 << 20
	maxEntries = 5_000_000
)

// Check checks a dossier of size bytes. key is the verifier key that whoever asks
// has from the archive itself; where it is "", the dossier's own is used, and the
// report says so. Whatever is wrong with the dossier is a finding; an error is
// about the machine or about key.
func Check(ctx context.Context, file io.ReaderAt, size int64, key string, progress func(string)) (Report, error) {
	c := &checker{progress: progress, originals: map[string]sijill.Digest{}}
	c.report.Findings = []Finding{}
	c.report.KeyGiven = key != ""
	if key != "" {
		if _, err := keyring.ParseVerifierKey(key); err != nil {
			return Report{}, err
		}
	}
	bag, err := bagit.Open(file, size, bagit.Limits{})
	if err != nil {
		c.find("bag", "file", err.Error())
		return c.report, nil
	}
	c.bag = bag
	progress("the bag")
	sum, err := bag.Check(ctx, func(f bagit.Finding) { c.find("bag", f.Path, f.Detail) })
	if err != nil {
		return Report{}, err
	}
	c.report.Checked.Files, c.report.Checked.Bytes = sum.Files, sum.Bytes
	if c.key(key) && c.checkpoint() {
		if err := c.entries(ctx); err != nil {
			return Report{}, err
		}
		c.files()
		c.page()
	}
	c.report.OK = len(c.report.Findings) == 0
	return c.report, nil
}

type checker struct {
	bag       *bagit.Bag
	progress  func(string)
	report    Report
	mu        sync.Mutex // over report while entries are checked
	verifier  note.Verifier
	signed    register.Checkpoint
	shown     []shown
	originals map[string]sijill.Digest // what the entries say must be at a path
}

func (c *checker) find(kind, subject, detail string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report.Findings = append(c.report.Findings, Finding{kind, subject, detail})
}

func (c *checker) read(path string, limit int64) ([]byte, error) {
	r, err := c.bag.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("it is larger than %d bytes", limit)
	}
	return b, err
}

// key settles whose signature counts.
func (c *checker) key(given string) bool {
	raw, err := c.read(keyPath, maxSmall)
	own := strings.TrimSuffix(string(raw), "\n")
	if err != nil {
		c.find("key", keyPath, err.Error())
		if given == "" {
			return false
		}
	}
	if given != "" && own != given {
		c.find("key", keyPath, "the dossier brings another key than the one that you gave: it is not from that archive, or was made again by somebody else")
	}
	use := given
	if use == "" {
		use = own
	}
	v, err := keyring.ParseVerifierKey(use)
	if err != nil {
		c.find("key", keyPath, err.Error())
		return false
	}
	pem, err := c.read(pemPath, maxSmall)
	want, errPEM := keyring.PEM(use)
	if err != nil || errPEM != nil || !bytes.Equal(pem, want) {
		c.find("key", pemPath, "it is not the same key as in "+keyPath)
	}
	c.verifier, c.report.VerifierKey, c.report.Origin = v, use, v.Name()
	return true
}

func (c *checker) checkpoint() bool {
	raw, err := c.read(checkpointPath, maxSmall)
	if err == nil {
		c.signed, err = register.CheckCheckpoint(raw, c.verifier)
	}
	if err != nil {
		c.find("checkpoint", checkpointPath, err.Error())
		return false
	}
	c.report.TreeSize, c.report.Root = c.signed.Size, c.signed.Root.String()
	return true
}

// entries checks every entry and its proof, on all processors.
func (c *checker) entries(ctx context.Context) error {
	var indexes []int64
	for _, path := range c.bag.Files() {
		if i, ok := indexIn(path, entriesDir, entryEnding); ok && len(indexes) < maxEntries {
			indexes = append(indexes, i)
		}
	}
	slices.Sort(indexes)
	c.shown = make([]shown, len(indexes))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(indexes) && ctx.Err() == nil; i += workers {
				c.entry(indexes[i], &c.shown[i])
				if w == 0 {
					c.progress(fmt.Sprintf("entry %d of %d", i+1, len(indexes)))
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	c.shown = slices.DeleteFunc(c.shown, func(s shown) bool { return s.entry.Leaf == nil })
	c.report.Checked.Entries = len(c.shown)
	if len(c.shown) == 0 {
		c.find("entry", entriesDir, "there is no entry in the dossier")
	}
	return nil
}

func (c *checker) entry(index int64, into *shown) {
	raw, err := c.read(entryPath(index), maxEntry)
	var e register.Entry
	var o register.Opened
	if err == nil {
		text, ok := strings.CutSuffix(string(raw), "\n")
		if !ok {
			text = ""
		}
		e, err = register.ParseEntry(text)
	}
	if err == nil {
		o, err = e.Check(c.verifier)
	}
	if err != nil {
		c.find("entry", entryName(index), err.Error())
		return
	}
	*into = shown{index, e, o}
	raw, err = c.read(proofPath(index), maxSmall)
	var p register.Proof
	if err == nil {
		p, err = register.ParseProof(raw)
	}
	switch {
	case err != nil:
	case p.Index != index:
		err = fmt.Errorf("the proof is for entry %d", p.Index)
	case !bytes.Equal(p.Checkpoint, c.signed.Note):
		err = fmt.Errorf("the proof is to another checkpoint than the dossier's")
	default:
		err = register.CheckInclusionIn(c.signed, e.Leaf, index, p.Hashes)
	}
	if err != nil {
		c.find("proof", entryName(index), err.Error())
		return
	}
	c.mu.Lock()
	c.report.Checked.Proofs++
	c.mu.Unlock()
}

// files holds every file of the bag against what the entries say should be there.
func (c *checker) files() {
	var wanted map[sijill.Number]bool
	if raw, err := c.read(summaryPath, maxEntry); err != nil {
		c.find("bag", summaryPath, err.Error())
	} else {
		var s summary
		if err := json.Unmarshal(raw, &s); err != nil || s.Format != Format {
			c.find("bag", summaryPath, "it is not the summary of a dossier that this program understands")
		}
		wanted = s.about()
	}
	told := map[sijill.Number]bool{}
	needed := map[string]bool{} // paths of originals that were asked for
	for _, s := range c.shown {
		told[s.Subject] = true
		if digest, ok := exhibitIn(s.Opened); ok {
			c.originals[originalPath(s.Opened)] = digest
			needed[originalPath(s.Opened)] = wanted[s.Subject]
		}
	}
	for n := range wanted {
		if !told[n] {
			c.find("entry", string(n), "it was asked for, and no entry here is about it")
		}
	}
	fixed := []string{summaryPath, keyPath, pemPath, checkpointPath}
	here := map[string]bool{}
	for _, path := range c.bag.Files() {
		here[path] = true
		_, isEntry := indexIn(path, entriesDir, entryEnding)
		_, isProof := indexIn(path, proofsDir, proofEnding)
		if isEntry || isProof || slices.Contains(fixed, path) {
			continue
		}
		want, ok := c.originals[path]
		got, known := c.bag.Digest(path)
		switch {
		case !ok:
			c.find("original", path, "no entry in the dossier says that this was entered")
		case !known || got != want:
			c.find("original", path, "it is not the original that was entered: its SHA-256 is another")
		default:
			c.report.Checked.Originals++
		}
	}
	for _, path := range slices.Sorted(maps.Keys(c.originals)) {
		if needed[path] && !here[path] {
			c.find("original", path, "the entry says that it was entered, and it is not here")
		}
	}
}

// page makes the page again from what was checked and compares: a page that says
// something else than the entries is a finding.
func (c *checker) page() {
	got, err := c.read(pagePath, 1<<30)
	if err != nil {
		c.find("page", pagePath, err.Error())
		return
	}
	var s summary
	raw, err := c.read(summaryPath, maxEntry)
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil {
		return // files has said so
	}
	if again, err := s.encode(); err != nil || !bytes.Equal(again, raw) {
		c.find("bag", summaryPath, "it is not spelled as a dossier's summary is")
	}
	want, err := renderPage(pageOf(s, c.report.VerifierKey, c.signed, c.shown))
	if err != nil || !bytes.Equal(got, want) {
		c.find("page", pagePath, "the page does not say what the entries say, or another version of Sijill made it")
	}
}
