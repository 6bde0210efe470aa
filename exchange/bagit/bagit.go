// Package bagit writes and checks bags: BagIt 1.0 (RFC 8493) in a ZIP file, with
// SHA-256 manifests. The ZIP files it writes have one spelling, and what it reads
// must have it too, so that no byte of a bag can hide or be altered unseen.
package bagit

import (
	"bytes"
	"fmt"
	"strings"

	"sijill.example/sijill"
)

// Names of the files that every bag has.
const (
	declarationPath = "bagit.txt"
	infoPath        = "bag-info.txt"
	manifestPath    = "manifest-sha256.txt"
	tagManifestPath = "tagmanifest-sha256.txt"
	payloadDir      = "data/"
)

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// InfoLine is one line of bag-info.txt.
type InfoLine struct{ Name, Value string }

// ManifestLine is one line of a manifest.
type ManifestLine struct {
	Digest sijill.Digest
	Path   string
}

// FormatManifest writes a manifest: a digest, two spaces and a path on each line,
// with line breaks and percent signs in the path as %0A, %0D and %25 (RFC 8493,
// section 2.1.3).
func FormatManifest(lines []ManifestLine) []byte {
	encode := strings.NewReplacer("%", "%25", "\n", "%0A", "\r", "%0D")
	var b bytes.Buffer
	for _, l := range lines {
		fmt.Fprintf(&b, "%s  %s\n", l.Digest, encode.Replace(l.Path))
	}
	return b.Bytes()
}

// ParseManifest reads a manifest: digests and paths parted by white space, the
// path perhaps after the asterisk that sha256sum writes, lines ended by LF or
// CRLF. A path that comes twice is refused.
func ParseManifest(text []byte) ([]ManifestLine, error) {
	decode := strings.NewReplacer("%25", "%", "%0A", "\n", "%0a", "\n", "%0D", "\r", "%0d", "\r")
	seen := map[string]bool{}
	var out []ManifestLine
	for n, raw := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		raw = strings.TrimSuffix(raw, "\r")
		if raw == "" && len(text) == 0 {
			break
		}
		digest, path, ok := strings.Cut(raw, " ")
		if !ok {
			digest, path, ok = strings.Cut(raw, "\t")
		}
		path = strings.TrimLeft(path, " \t")
		path = strings.TrimPrefix(path, "*")
		d, err := sijill.ParseDigest(strings.ToLower(digest))
		if !ok || err != nil || path == "" {
			return nil, fmt.Errorf("line %d of the manifest is not a SHA-256 and a path", n+1)
		}
		path = decode.Replace(path)
		if seen[path] {
			return nil, fmt.Errorf("line %d of the manifest names a file for the second time", n+1)
		}
		seen[path] = true
		out = append(out, ManifestLine{d, path})
	}
	return out, nil
}

// formatInfo writes bag-info.txt. A value is one line.
func formatInfo(lines []InfoLine) []byte {
	oneLine := strings.NewReplacer("\n", " ", "\r", " ")
	var b bytes.Buffer
	for _, l := range lines {
		fmt.Fprintf(&b, "%s: %s\n", l.Name, oneLine.Replace(l.Value))
	}
	return b.Bytes()
}

// ParseInfo reads bag-info.txt: names and values parted by a colon, a value going
// on in lines that begin with white space (RFC 8493, section 2.2.2).
func ParseInfo(text []byte) ([]InfoLine, error) {
	var out []InfoLine
	for n, raw := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		raw = strings.TrimSuffix(raw, "\r")
		if raw == "" {
			continue
		}
		if (raw[0] == ' ' || raw[0] == '\t') && len(out) > 0 {
			out[len(out)-1].Value += " " + strings.TrimSpace(raw)
			continue
		}
		name, value, ok := strings.Cut(raw, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("line %d of bag-info.txt is not a name and a value", n+1)
		}
		out = append(out, InfoLine{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return out, nil
}
