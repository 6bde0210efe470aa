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

// proofHeader is the first line of a C2SP tlog-proof file.
const proofHeader = "c2sp.org/tlog-proof@v1"

// maxHashes is more than the longest proof that a tree of 2^63 leaves can have.
const maxHashes = 63

// Proof shows that a leaf stands at an index of the tree that a checkpoint signs
// (C2SP tlog-proof, extension .tlog-proof).
type Proof struct {
	Index      int64
	Hashes     []tlog.Hash
	Checkpoint []byte // the signed note
}

// Format writes the proof file.
func (p Proof) Format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nindex %d\n", proofHeader, p.Index)
	for _, h := range p.Hashes {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	b.Write(p.Checkpoint)
	return b.Bytes()
}

// ParseProof reads what Format writes. An "extra" line, which the standard
// allows, is refused: the register writes none. Nothing is verified yet; that is
// CheckInclusion.
func ParseProof(file []byte) (Proof, error) {
	if len(file) > maxCheckpoint {
		return Proof{}, fmt.Errorf("the proof is larger than 1 MiB")
	}
	head, checkpoint, ok := strings.Cut(string(file), "\n\n")
	if !ok {
		return Proof{}, fmt.Errorf("the proof has no checkpoint")
	}
	lines := strings.Split(head, "\n")
	if len(lines) < 2 || lines[0] != proofHeader {
		return Proof{}, fmt.Errorf("this is not a proof: its first line is not %q", proofHeader)
	}
	digits, ok := strings.CutPrefix(lines[1], "index ")
	index, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || index < 0 || strconv.FormatInt(index, 10) != digits {
		return Proof{}, fmt.Errorf("the proof's second line is not an index")
	}
	hashes, err := parseHashes(lines[2:])
	if err != nil {
		return Proof{}, err
	}
	return Proof{index, hashes, []byte(checkpoint)}, nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	if len(lines) > maxHashes {
		return nil, fmt.Errorf("the proof has more hashes than any tree needs")
	}
	hashes := make([]tlog.Hash, len(lines))
	for i, line := range lines {
		raw, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize || strings.ContainsRune(line, '\r') { // the decoder skips line breaks
			return nil, fmt.Errorf("hash %d of the proof is not a SHA-256 in base64", i+1)
		}
		hashes[i] = tlog.Hash(raw)
	}
	return hashes, nil
}

// CheckInclusion verifies that the leaf stands at the proof's index in the tree
// that the proof's checkpoint signs, and that v signed the checkpoint.
func CheckInclusion(leaf []byte, p Proof, v note.Verifier) (Checkpoint, error) {
	c, err := CheckCheckpoint(p.Checkpoint, v)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := CheckInclusionIn(c, leaf, p.Index, p.Hashes); err != nil {
		return Checkpoint{}, err
	}
	return c, nil
}

// Consistency shows that the tree of a newer checkpoint begins with the tree of
// an older size: that nothing was changed, only appended.
type Consistency struct {
	OldSize    int64
	Hashes     []tlog.Hash
	Checkpoint []byte // the newer one, a signed note
}

// Format writes the proof as the body of a C2SP tlog-witness add-checkpoint
// request: a line "old N", the hashes, an empty line, the newer checkpoint.
func (c Consistency) Format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "old %d\n", c.OldSize)
	for _, h := range c.Hashes {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	b.Write(c.Checkpoint)
	return b.Bytes()
}

// ParseConsistency reads what Format writes, and verifies nothing.
func ParseConsistency(file []byte) (Consistency, error) {
	if len(file) > maxCheckpoint {
		return Consistency{}, fmt.Errorf("the proof is larger than 1 MiB")
	}
	head, checkpoint, ok := strings.Cut(string(file), "\n\n")
	if !ok {
		return Consistency{}, fmt.Errorf("the proof has no checkpoint")
	}
	lines := strings.Split(head, "\n")
	digits, ok := strings.CutPrefix(lines[0], "old ")
	old, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || old < 0 || strconv.FormatInt(old, 10) != digits {
		return Consistency{}, fmt.Errorf("the proof's first line is not \"old\" and a size")
	}
	hashes, err := parseHashes(lines[1:])
	if err != nil {
		return Consistency{}, err
	}
	return Consistency{old, hashes, []byte(checkpoint)}, nil
}

// CheckConsistency verifies that the register signed by the newer checkpoint
// begins with the register signed by the older one.
func CheckConsistency(older Checkpoint, c Consistency, v note.Verifier) (Checkpoint, error) {
	newer, err := CheckCheckpoint(c.Checkpoint, v)
	if err != nil {
		return Checkpoint{}, err
	}
	if older.Origin != newer.Origin || older.Size != c.OldSize || newer.Size < older.Size {
		return Checkpoint{}, fmt.Errorf("the proof is not about these two checkpoints")
	}
	if older.Size == 0 {
		if len(c.Hashes) != 0 {
			return Checkpoint{}, fmt.Errorf("a proof from the empty register has no hashes")
		}
		return newer, nil
	}
	if err := tlog.CheckTree(tlog.TreeProof(c.Hashes), newer.Size, newer.Root, older.Size, older.Root); err != nil {
		return Checkpoint{}, fmt.Errorf("the newer register does not begin with the older one: %w", err)
	}
	return newer, nil
}

// CheckInclusionIn is CheckInclusion for a checkpoint that was verified before:
// it verifies that the leaf stands at index in the tree of c.
func CheckInclusionIn(c Checkpoint, leaf []byte, index int64, hashes []tlog.Hash) error {
	if index < 0 || index >= c.Size {
		return fmt.Errorf("the proof is for index %d of a register of %d entries", index, c.Size)
	}
	if err := tlog.CheckRecord(tlog.RecordProof(hashes), c.Size, c.Root, index, tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("the proof does not show that the entry is in the register: %w", err)
	}
	return nil
}
