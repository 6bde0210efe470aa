package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/redaction"
)

// checkJSON checks what is named, where one of it is the proof of a redacted copy. It
// is false where none is.
func (p *program) checkJSON(args []string, key string) (bool, error) {
	for i, path := range args {
		format := formatOf(path)
		if format == redaction.ProofFormat {
			copied := strings.TrimSuffix(path, proofEnding)
			if len(args) == 2 {
				copied = args[1-i]
			}
			proof, err := os.Open(path)
			if err != nil {
				return true, &sijill.Error{Class: sijill.Failed, Message: "The proof cannot be read.", Err: err}
			}
			defer func() { _ = proof.Close() }()
			return true, p.checkCopy(copied, proof, key)
		}
	}
	if len(args) == 2 {
		return true, &sijill.Error{Class: sijill.Usage, Message: "Of two files one must be the proof of a redacted copy.", Hint: "sijill check copy.png copy.png.proof.json"}
	}
	return false, p.proofless(args[0])
}

// proofless says of a picture or a text that it stands without its proof, which is no
// word about whether it is sound.
func (p *program) proofless(path string) error {
	if _, err := os.Stat(path + proofEnding); err == nil {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil // whoever reads it says so
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 8)
	n, _ := io.ReadFull(f, head)
	if bytes.HasPrefix(head[:n], []byte("\x89PNG")) || bytes.HasPrefix(head[:n], []byte{0xff, 0xd8, 0xff}) || strings.HasSuffix(path, ".txt") {
		return &sijill.Error{Class: sijill.Usage, Message: "There is no proof beside the copy, so that nothing can be said of it.", Hint: "Download the proof too, as " + sijill.Name(path+proofEnding).Display() + ", or name it: sijill check COPY PROOF"}
	}
	return nil
}

// formatOf reads what a JSON file says that it is.
func formatOf(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	d := json.NewDecoder(io.LimitReader(f, 4<<10))
	for want := []string{"{", "format"}; len(want) > 0; want = want[1:] {
		t, err := d.Token()
		if err != nil || fmt.Sprint(t) != want[0] {
			return ""
		}
	}
	t, err := d.Token()
	if err != nil {
		return ""
	}
	s, _ := t.(string)
	return s
}
