package bagit

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"sijill.example/sijill"
)

// Options say how to write a bag.
type Options struct {
	Root string // the one directory in the ZIP, without a slash
}

// Writer writes a bag in a stream.
type Writer struct {
	zip     *zip.Writer
	root    string
	payload []ManifestLine
	tags    []ManifestLine
	octets  int64
}

// NewWriter begins a bag. Nothing is there before Close has returned.
func NewWriter(w io.Writer, o Options) *Writer {
	return &Writer{zip: zip.NewWriter(w), root: o.Root + "/"}
}

// Payload adds a file under data/, whose path is given from the bag's root, and
// returns its digest and size.
func (w *Writer) Payload(path string, r io.Reader) (sijill.Digest, int64, error) {
	d, n, err := w.add(path, r)
	if err != nil {
		return d, n, err
	}
	w.payload = append(w.payload, ManifestLine{d, path})
	w.octets += n
	return d, n, nil
}

// Tag adds a file that is not payload.
func (w *Writer) Tag(path string, content []byte) error {
	d, _, err := w.add(path, bytes.NewReader(content))
	w.tags = append(w.tags, ManifestLine{d, path})
	return err
}

func (w *Writer) add(path string, r io.Reader) (sijill.Digest, int64, error) {
	f, err := w.zip.CreateHeader(&zip.FileHeader{Name: w.root + path, Method: zip.Store})
	if err != nil {
		return sijill.Digest{}, 0, fmt.Errorf("cannot write the bag: %w", err)
	}
	hash := sijill.NewHash()
	n, err := io.Copy(io.MultiWriter(f, hash), r)
	if err != nil {
		return sijill.Digest{}, n, fmt.Errorf("cannot write the bag: %w", err)
	}
	return sijill.Digest(hash.Sum(nil)), n, nil
}

// Close writes the tag files and the manifests, and ends the bag. Payload-Oxum is
// added to the lines of bag-info.txt.
func (w *Writer) Close(info []InfoLine) error {
	info = append(info, InfoLine{"Payload-Oxum", fmt.Sprintf("%d.%d", w.octets, len(w.payload))})
	for _, f := range []struct {
		path    string
		content []byte
	}{
		{declarationPath, []byte(declaration)},
		{infoPath, formatInfo(info)},
		{manifestPath, FormatManifest(w.payload)},
	} {
		if err := w.Tag(f.path, f.content); err != nil {
			return err
		}
	}
	if _, _, err := w.add(tagManifestPath, bytes.NewReader(FormatManifest(w.tags))); err != nil {
		return err
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("cannot end the bag: %w", err)
	}
	return nil
}
