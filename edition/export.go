package edition

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// ExportOptions say how a copy in files is made.
type ExportOptions struct {
	Program  *Program // for the check page, nil for none
	Fonts    *Fonts   // of the pages, nil for those of the reader's system
	Progress func(done, all int)
}

// Exported says what an export did.
type Exported struct {
	Files     int `json:"files"`
	Written   int `json:"written"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
}

const (
	// manifestFile lists the files that an export made, so that it removes no others.
	manifestFile  = ".sijill-export"
	manifestTitle = "sijill export 1"
)

// Export writes every page of the edition into a directory that any host of files
// can serve, and that can be opened from a disk. Of what stands there it replaces
// and removes only what an export made.
func Export(ctx context.Context, e *Edition, dir string, o ExportOptions) (Exported, error) {
	x, err := openExport(dir)
	if err != nil {
		return Exported{}, err
	}
	defer func() { _ = x.root.Close() }()
	s := newSite(e)
	s.isExport, s.program, s.fonts, s.link = true, o.Program, o.Fonts, exportLink
	addresses, err := exportAddresses(ctx, s)
	if err != nil {
		return x.Exported, err
	}
	objects, err := copiedFiles(e.dir)
	if err != nil {
		return x.Exported, err
	}
	index, err := s.searchIndex(ctx)
	if err != nil {
		return x.Exported, err
	}
	entries, err := e.entryFiles(ctx)
	if err != nil {
		return x.Exported, err
	}
	if err := x.plan(addresses, entries, objects, index); err != nil {
		return x.Exported, err
	}
	all, done := len(x.planned), 0
	step := func() error {
		if done++; o.Progress != nil {
			o.Progress(done, all)
		}
		return ctx.Err()
	}
	for name, from := range sorted(objects) {
		if err := errors.Join(x.copy(name, from), step()); err != nil {
			return x.Exported, err
		}
	}
	for _, object := range entries {
		b, err := e.EntryFile(ctx, object)
		if err == nil {
			err = x.write(objectsDir+"/"+object, b)
		}
		if err := errors.Join(err, step()); err != nil {
			return x.Exported, err
		}
	}
	for name, b := range sorted(index) {
		if err := errors.Join(x.write(name, b), step()); err != nil {
			return x.Exported, err
		}
	}
	for _, address := range addresses {
		made, err := s.render(ctx, address, nil)
		if err != nil {
			return x.Exported, fmt.Errorf("%s cannot be made: %w", address, err)
		}
		if err := errors.Join(x.write(exportPath(address), withPolicy(made)), step()); err != nil {
			return x.Exported, err
		}
	}
	return x.Exported, x.finish()
}

// exportAddresses lists what is written of a site, in order.
func exportAddresses(ctx context.Context, s *site) ([]string, error) {
	var out []string
	for address, err := range s.addresses(ctx) {
		if err != nil {
			return nil, err
		}
		out = append(out, address)
	}
	data, err := s.dataAddresses(ctx)
	if err != nil {
		return nil, err
	}
	out = append(out, data...)
	slices.Sort(out)
	return slices.Compact(out), nil
}

// exportPath is the file in which what stands at an address is written.
func exportPath(address string) string {
	name := strings.TrimPrefix(address, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		return name + "index.html"
	}
	first, rest, _ := strings.Cut(name, "/")
	if language(first).isKnown() && path.Ext(rest) == "" {
		return name + ".html"
	}
	return name
}

// exportLink leads from one address to another by the files in which they stand.
func exportLink(from, to string) string {
	end := len(to)
	if i := strings.IndexAny(to, "?#"); i >= 0 {
		end = i
	}
	target, here := strings.Split(exportPath(to[:end]), "/"), strings.Split(exportPath(from), "/")
	common := 0
	for common < len(target)-1 && common < len(here)-1 && target[common] == here[common] {
		common++
	}
	return strings.Repeat("../", len(here)-1-common) + strings.Join(target[common:], "/") + to[end:]
}

// policyOfCopies is what the pages of a copy may do in a browser. A page that was
// opened from a disk has no origin of its own, so that its files are named by their
// scheme.
const policyOfCopies = "default-src 'none'; style-src 'self' file:; img-src 'self' file:; font-src 'self' file:; form-action 'self' file:; base-uri 'none'"

// withPolicy puts the policy into a page, since there is no server to send it.
func withPolicy(a answer) []byte {
	if !strings.HasPrefix(a.Type, "text/html") {
		return a.Body
	}
	policy := policyOfCopies
	if a.Script != "" {
		policy += "; script-src 'self' file:"
	}
	if a.Script == dataDir+"check.js" {
		policy += " 'wasm-unsafe-eval'"
	}
	head := []byte("<head>")
	return bytes.Replace(a.Body, head, append(head, "\n<meta http-equiv=\"Content-Security-Policy\" content=\""+policy+"\">"...), 1)
}

// copiedFiles are the files that are copied as they are: the name in the copy, and
// where it stands in the edition.
func copiedFiles(dir string) (map[string]string, error) {
	out := map[string]string{}
	for from, to := range map[string]string{objectsDir: "objects/", logDir: ""} {
		root := filepath.Join(dir, from)
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			rel, err := filepath.Rel(root, p)
			out[to+filepath.ToSlash(rel)] = p
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sorted[V any](m map[string]V) func(func(string, V) bool) {
	return func(yield func(string, V) bool) {
		names := make([]string, 0, len(m))
		for name := range m {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if !yield(name, m[name]) {
				return
			}
		}
	}
}

// exporting is an export under way. All it does stays below root, whatever links
// stand there.
type exporting struct {
	Exported
	root    *os.Root
	dir     string
	before  map[string]bool // files of the last export
	planned map[string]bool
}

func openExport(dir string) (*exporting, error) {
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The copy cannot be made there.", Err: err}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The copy cannot be made there.", Err: err}
	}
	x := &exporting{root: root, dir: dir, before: map[string]bool{}, planned: map[string]bool{}}
	if err := x.readManifest(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return x, nil
}

func (x *exporting) readManifest() error {
	f, err := x.root.Open(manifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		if entries, err := fs.ReadDir(x.root.FS(), "."); err != nil || len(entries) > 0 {
			return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(x.dir).Display() + " holds files that no export made.", Hint: "Name a new or an empty directory.", Err: err}
		}
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	if !lines.Scan() || lines.Text() != manifestTitle {
		return &sijill.Error{Class: sijill.Refused, Message: "The list of what an export made cannot be read, so that nothing is replaced.", Hint: "Name a new or an empty directory."}
	}
	for lines.Scan() {
		if name := lines.Text(); fs.ValidPath(name) && name != manifestFile {
			x.before[name] = true
		}
	}
	return lines.Err()
}

// plan refuses to replace what others made, and lists what will be there before
// any of it is, so that an export that is stopped knows its files again.
func (x *exporting) plan(addresses, entries []string, objects map[string]string, index map[string][]byte) error {
	for _, a := range addresses {
		x.planned[exportPath(a)] = true
	}
	for _, object := range entries {
		x.planned[objectsDir+"/"+object] = true
	}
	for name := range objects {
		x.planned[name] = true
	}
	for name := range index {
		x.planned[name] = true
	}
	if n := len(addresses) + len(entries) + len(objects) + len(index); n != len(x.planned) {
		return fmt.Errorf("%d files have one name with another", n-len(x.planned))
	}
	x.Files = len(x.planned)
	for name := range x.planned {
		if _, err := x.root.Lstat(name); err == nil && !x.before[name] {
			return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(name).Display() + " is there and no export made it, so it is not replaced.", Hint: "Move it away, or name another directory."}
		}
	}
	return x.list(true)
}

// list writes the manifest, with what was there before or without it.
func (x *exporting) list(before bool) error {
	var names []string
	for name := range x.planned {
		names = append(names, name)
	}
	for name := range x.before {
		if before && !x.planned[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	_, err := x.put(manifestFile, []byte(manifestTitle+"\n"+strings.Join(names, "\n")+"\n"))
	return err
}

func (x *exporting) write(name string, b []byte) error {
	changed, err := x.put(name, b)
	x.count(changed)
	return err
}

func (x *exporting) count(changed bool) {
	if changed {
		x.Written++
	} else {
		x.Unchanged++
	}
}

const unfinished = ".sijill-unfinished"

// put writes a file in one step, and leaves one that has the bytes already.
func (x *exporting) put(name string, b []byte) (changed bool, err error) {
	if old, err := x.root.ReadFile(name); err == nil && bytes.Equal(old, b) {
		return false, nil
	}
	if err := x.below(name); err != nil {
		return false, err
	}
	if err := x.root.WriteFile(unfinished, b, 0o644); err != nil {
		return false, errors.Join(err, x.root.Remove(unfinished))
	}
	return true, x.root.Rename(unfinished, name)
}

func (x *exporting) below(name string) error {
	if dir := path.Dir(name); dir != "." {
		return x.root.MkdirAll(dir, 0o755)
	}
	return nil
}

// copy links a file of the edition, whose files never change, or copies it where
// that is not possible.
func (x *exporting) copy(name, from string) error {
	if same, err := x.holds(name, from); err != nil || same {
		x.count(false)
		return err
	}
	if err := x.below(name); err != nil {
		return err
	}
	_ = x.root.Remove(unfinished)
	if err := os.Link(from, filepath.Join(x.dir, unfinished)); err != nil {
		in, err := os.Open(from)
		if err != nil {
			return err
		}
		out, err := x.root.OpenFile(unfinished, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = io.Copy(out, in)
			err = errors.Join(err, out.Close())
		}
		if err = errors.Join(err, in.Close()); err != nil {
			return err
		}
	}
	x.count(true)
	// Renaming one link over another of the same file leaves both.
	return errors.Join(x.root.Rename(unfinished, name), ignoreMissing(x.root.Remove(unfinished)))
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// holds reports whether a file of the copy has the bytes of one of the edition.
func (x *exporting) holds(name, from string) (bool, error) {
	in, err := os.Open(from)
	if err != nil {
		return false, err
	}
	defer func() { _ = in.Close() }()
	old, err := x.root.Open(name)
	if err != nil {
		return false, ignoreMissing(err)
	}
	defer func() { _ = old.Close() }()
	a, errA := in.Stat()
	b, errB := old.Stat()
	if err := errors.Join(errA, errB); err != nil {
		return false, err
	}
	if os.SameFile(a, b) {
		return true, nil
	}
	return a.Size() == b.Size() && sameBytes(in, old), nil
}

func sameBytes(a, b io.Reader) bool {
	x, y := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errA := io.ReadFull(a, x)
		m, errB := io.ReadFull(b, y)
		if n != m || !bytes.Equal(x[:n], y[:m]) {
			return false
		}
		if errA != nil || errB != nil {
			return errA == errB && (errA == io.EOF || errA == io.ErrUnexpectedEOF)
		}
	}
}

// finish removes what the last export made and this one did not.
func (x *exporting) finish() error {
	for name := range sorted(x.before) {
		if x.planned[name] {
			continue
		}
		switch err := x.root.Remove(name); {
		case err == nil:
			x.Removed++
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if x.root.Remove(dir) != nil { // something is left in it
				break
			}
		}
	}
	return x.list(false)
}
