package bagit

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"sync"

	"sijill.example/sijill"
)

// Finding is one thing in a bag that is not as it should be.
type Finding struct {
	Path   string
	Detail string
}

// Summary counts what was checked.
type Summary struct {
	Files int   // payload files that were hashed
	Bytes int64 // in them
}

const maxTagFile = 1 << 30

// Check verifies the bag as RFC 8493 section 3 has it: the declaration, that every
// payload file is in the manifest and every line of it is there, every digest, the
// tag manifest, and Payload-Oxum. An error is about reading, not about the bag.
func (b *Bag) Check(ctx context.Context, report func(Finding)) (Summary, error) {
	c := &check{Bag: b, ctx: ctx, report: report}
	if text, err := c.tag(declarationPath); err != nil || string(text) != declaration {
		c.find(declarationPath, "it is not the declaration of a BagIt 1.0 bag")
	}
	c.manifest(manifestPath, func(p string) bool { return strings.HasPrefix(p, payloadDir) })
	c.manifest(tagManifestPath, func(p string) bool { return !strings.HasPrefix(p, payloadDir) && p != tagManifestPath })
	c.oxum()
	return c.summary, errors.Join(ctx.Err(), c.err)
}

type check struct {
	*Bag
	ctx     context.Context
	report  func(Finding)
	mu      sync.Mutex
	summary Summary
	err     error
}

func (c *check) find(path, detail string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report(Finding{path, detail})
}

func (c *check) tag(path string) ([]byte, error) {
	r, err := c.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(io.LimitReader(r, maxTagFile+1))
	if err == nil && len(b) > maxTagFile {
		err = fmt.Errorf("it is larger than 1 GiB")
	}
	return b, err
}

// manifest checks the files that belong to a manifest against it.
func (c *check) manifest(path string, belongs func(string) bool) {
	text, err := c.tag(path)
	if err != nil {
		c.find(path, err.Error())
		return
	}
	lines, err := ParseManifest(text)
	if err != nil {
		c.find(path, err.Error())
		return
	}
	listed := make(map[string]bool, len(lines))
	for _, l := range lines {
		listed[l.Path] = true
	}
	for _, p := range c.paths {
		if belongs(p) && !listed[p] {
			c.find(p, "no line of "+path+" names it")
		}
	}
	work := make(chan ManifestLine)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			buffer := make([]byte, 1<<20)
			for l := range work {
				c.line(l, path, belongs, buffer)
			}
		})
	}
	for _, l := range lines {
		if c.ctx.Err() != nil {
			break
		}
		work <- l
	}
	close(work)
	wg.Wait()
}

func (c *check) line(l ManifestLine, manifest string, belongs func(string) bool, buffer []byte) {
	f, ok := c.members[l.Path]
	if !ok || !belongs(l.Path) {
		c.find(l.Path, manifest+" names it, and it is not in the bag")
		return
	}
	start, err := f.DataOffset()
	if err != nil {
		c.find(l.Path, err.Error())
		return
	}
	hash, crc := sijill.NewHash(), crc32.NewIEEE()
	r := struct{ io.Reader }{io.NewSectionReader(c.file, start, int64(f.UncompressedSize64))}
	n, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(hash, crc)}, r, buffer)
	d := sijill.Digest(hash.Sum(nil))
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.err = errors.Join(c.err, err)
		return
	}
	if d != l.Digest {
		c.report(Finding{l.Path, "its bytes have another SHA-256 than " + manifest + " says"})
		return
	}
	if crc.Sum32() != f.CRC32 {
		c.report(Finding{l.Path, "its checksum in the ZIP is wrong"})
		return
	}
	if manifest == manifestPath {
		c.summary.Files++
		c.summary.Bytes += n
		c.digests[l.Path] = d
	}
}

func (c *check) oxum() {
	text, err := c.tag(infoPath)
	if err != nil {
		c.find(infoPath, err.Error())
		return
	}
	lines, err := ParseInfo(text)
	if err != nil {
		c.find(infoPath, err.Error())
		return
	}
	octets, files := int64(0), 0
	for _, p := range c.Files() {
		octets += int64(c.members[p].UncompressedSize64)
		files++
	}
	for _, l := range lines {
		if strings.EqualFold(l.Name, "Payload-Oxum") {
			if want := fmt.Sprintf("%d.%d", octets, files); l.Value != want {
				c.find(infoPath, "Payload-Oxum says "+l.Value+", and the payload is "+want)
			}
			return
		}
	}
	c.find(infoPath, "it has no Payload-Oxum")
}
