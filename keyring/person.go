package keyring

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/durable"
)

// CreatePerson makes the key of a person and writes its private half to a file of
// theirs, which must not be there. It returns the verifier key.
func CreatePerson(path, holder string) (string, error) {
	if holder == "" || strings.ContainsFunc(holder, func(r rune) bool { return unicode.IsSpace(r) || r == '+' || unicode.IsControl(r) }) {
		return "", &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q cannot be the name of a key.", sijill.Printable(holder)), Hint: "It is one word, such as editor-b."}
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return "", &sijill.Error{Class: sijill.Refused, Message: "There is a file there already, and a key is never overwritten.", Err: err}
	}
	private, public, err := note.GenerateKey(rand.Reader, holder)
	if err != nil {
		return "", fmt.Errorf("cannot make a key: %w", err)
	}
	if err := durable.WriteFile(path, []byte(private+"\n")); err != nil {
		return "", &sijill.Error{Class: sijill.Failed, Message: "The key cannot be written there.", Err: err}
	}
	return public, os.Chmod(path, 0o600)
}

// OpenPerson reads the key of a person.
func OpenPerson(path string) (note.Signer, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The key file cannot be read.", Err: err}
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(b)))
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Usage, Message: "The file holds no private key of a person.", Hint: "`sijill key new` makes one.", Err: errMalformed}
	}
	return signer, nil
}
