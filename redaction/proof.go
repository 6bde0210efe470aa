package redaction

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
	"io"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/media/picture"
	"sijill.example/sijill/register"
)

// CommitmentMade is the kind of the entry that commits to an original.
const CommitmentMade = sijill.CommitmentMade

// ProofFormat names the layout of a proof file.
const ProofFormat = "sijill-redaction/1"

// ProofFile goes with a copy, as one JSON object. It leads from what the copy shows
// to an entry of the register, and from there to a signed checkpoint.
type ProofFile struct {
	Format string           `json:"format"`
	Pieces blockproof.Proof `json:"pieces"`
	// Entry is the commitment's entry (SD-JWT, RFC 9901) with what may be seen of it.
	Entry string `json:"entry"`
	// Inclusion is the entry's proof (C2SP tlog-proof).
	Inclusion string `json:"inclusion"`
	// VerifierKey is the archive's key, for whoever has no better one.
	VerifierKey string `json:"verifier_key"`
}

// Shown leaves of a commitment's entry what a proof needs: that it is one, what it
// commits to and, where when is true, the time.
func Shown(e register.Entry, when bool) register.Entry {
	names := []string{sijill.FieldKind, FieldCommitment}
	if when {
		names = append(names, sijill.FieldAt)
	}
	out, _ := e.Showing(names, nil)
	return out
}

// maxProof bounds a proof file, in bytes.
const maxProof = 128 << 20

// ParseProofFile reads a proof file.
func ParseProofFile(r io.Reader) (ProofFile, error) {
	var f ProofFile
	d := json.NewDecoder(io.LimitReader(r, maxProof))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, fmt.Errorf("this is not a proof of a redacted copy: %w", err)
	}
	if f.Format != ProofFormat {
		return f, fmt.Errorf("the proof file is of the format %q, and this program reads %s", f.Format, ProofFormat)
	}
	return f, nil
}

// Report tells what the check of a copy came to.
type Report struct {
	OK       bool     `json:"ok"`
	Findings []string `json:"findings"`
	Form     string   `json:"form,omitempty"` // picture or text
	Pieces   int      `json:"pieces,omitempty"`
	Withheld int      `json:"withheld"`
	// Shortened counts segments of a text of which some words are withheld.
	Shortened int    `json:"shortened,omitempty"`
	Origin    string `json:"origin,omitempty"` // who signed
	Index     int64  `json:"index"`            // of the entry in the register
	TreeSize  int64  `json:"tree_size,omitempty"`
	At        string `json:"at,omitempty"` // when the register wrote it, where that is shown
}

// Check proves a copy. v is the key of the archive that the reader trusts. Nothing
// but the copy, the proof file and the key is needed.
func Check(content []byte, f ProofFile, v note.Verifier) Report {
	r := Report{Findings: []string{}, Form: f.Pieces.Form, Pieces: len(f.Pieces.Shown), Withheld: f.Pieces.Hidden(), Shortened: f.Pieces.Shortened(), Origin: v.Name()}
	if r.Form == blockproof.Words {
		r.Form = blockproof.Text
	}
	find := func(format string, args ...any) { r.Findings = append(r.Findings, fmt.Sprintf(format, args...)) }
	shown, err := commitmentOf(content, f.Pieces)
	if err != nil {
		find("the copy does not fit its proof: %v", err)
	}
	entry, errEntry := register.ParseEntry(f.Entry)
	var opened register.Opened
	if errEntry == nil {
		opened, errEntry = entry.Check(v)
	}
	if errEntry != nil {
		find("the entry is not one that this archive signed: %v", errEntry)
	}
	if errEntry == nil {
		r.At = opened.At
		signed, err := CommitmentIn(opened.Fields)
		switch {
		case opened.Kind != CommitmentMade:
			find("the entry is not a commitment to an original")
		case err != nil:
			find("%v", err)
		case len(r.Findings) == 0 && signed != shown:
			find("what the copy shows is not what the archive committed to: something in it was altered")
		}
		inclusion, err := register.ParseProof([]byte(f.Inclusion))
		if err == nil {
			var c register.Checkpoint
			c, err = register.CheckInclusion(entry.Leaf, inclusion, v)
			r.Index, r.TreeSize = inclusion.Index, c.Size
		}
		if err != nil {
			find("the entry is not proved to be in the register: %v", err)
		}
	}
	r.OK = len(r.Findings) == 0
	return r
}

func commitmentOf(content []byte, p blockproof.Proof) (blockproof.Commitment, error) {
	if p.Form != blockproof.Picture {
		check := blockproof.CheckText
		if p.Form == blockproof.Words {
			check = blockproof.CheckWords
		}
		c, err := check(p)
		if err == nil && p.Copy() != string(content) {
			err = errors.New("the text is not the one that the proof is of")
		}
		return c, err
	}
	img, err := DecodePNG(content)
	if err != nil {
		return blockproof.Commitment{}, err
	}
	return blockproof.CheckPicture(img, p)
}

// DecodePNG decodes a copy. It refuses a file with anything in it but the picture:
// a copy that was opened and saved by another program is not a copy any more.
func DecodePNG(b []byte) (*image.NRGBA, error) {
	if err := bare(b); err != nil {
		return nil, err
	}
	config, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("the picture is broken: %w", err)
	}
	if int64(config.Width)*int64(config.Height) > picture.MaxPixels {
		return nil, &picture.TooLargeError{Width: config.Width, Height: config.Height}
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("the picture is broken: %w", err)
	}
	if exact, ok := img.(*image.NRGBA); ok {
		return exact, nil
	}
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out, nil
}

const pngHead = "\x89PNG\r\n\x1a\n"

// bare refuses a PNG (RFC 2083) with chunks other than the picture itself, and with
// bytes after its end.
func bare(b []byte) error {
	if len(b) < len(pngHead) || string(b[:len(pngHead)]) != pngHead {
		return errors.New("the copy is not a PNG")
	}
	for rest := b[len(pngHead):]; ; {
		if len(rest) < 12 {
			return errors.New("the PNG is cut")
		}
		n := int64(binary.BigEndian.Uint32(rest))
		if n > int64(len(rest))-12 {
			return errors.New("the PNG is cut")
		}
		kind := string(rest[4:8])
		if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			return errors.New("the PNG is damaged")
		}
		rest = rest[12+n:]
		switch kind {
		case "IHDR", "IDAT":
		case "IEND":
			if len(rest) > 0 || n > 0 {
				return errors.New("something follows the end of the PNG")
			}
			return nil
		default:
			return fmt.Errorf("the PNG holds more than the picture (%q)", kind)
		}
	}
}
