package register

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxCheckpoint bounds what is read as a checkpoint: the body and room for many
// cosignatures.
const maxCheckpoint = 1 << 20

// Checkpoint is a signed tree head: the size of the register and its root at
// that size (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
	// Note is the signed note, byte for byte, with whatever cosignatures it had.
	Note []byte
}

// body writes the three lines that are signed: origin, size in decimal, root in
// base64, each ending in a newline.
func body(origin string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:]))
}

// SignCheckpoint signs a tree head under the signer's name, which is the origin.
func SignCheckpoint(size int64, root tlog.Hash, signer note.Signer) (Checkpoint, error) {
	signed, err := note.Sign(&note.Note{Text: body(signer.Name(), size, root)}, signer)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("cannot sign the checkpoint: %w", err)
	}
	return Checkpoint{signer.Name(), size, root, signed}, nil
}

// CheckCheckpoint reads a checkpoint and verifies that the key named by v signed
// it and that its origin is v's name. Signatures by others are not looked at.
// Extension lines are refused: the register writes none.
func CheckCheckpoint(signed []byte, v note.Verifier) (Checkpoint, error) {
	if len(signed) > maxCheckpoint {
		return Checkpoint{}, fmt.Errorf("the checkpoint is larger than 1 MiB")
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the checkpoint is not signed by %q: %w", v.Name(), err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, fmt.Errorf("the checkpoint does not have three lines")
	}
	if lines[0] != v.Name() {
		return Checkpoint{}, fmt.Errorf("the checkpoint is of another register")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("the checkpoint's size is not a plain decimal number")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(raw) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("the checkpoint's root is not a SHA-256 in base64")
	}
	return Checkpoint{lines[0], size, tlog.Hash(raw), bytes.Clone(signed)}, nil
}
