// Package keyring holds the key with which an archive signs its register: one
// Ed25519 key (RFC 8032) for entries and checkpoints, in the text forms of C2SP
// signed-note. The two uses cannot be confused: a signed note has line breaks
// and a JWT has none.
package keyring

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/durable"
)

const (
	privateFile = "archive.key"
	publicFile  = "archive.pub"
	// ed25519Algorithm is the first byte of a signed-note Ed25519 key.
	ed25519Algorithm = 1
)

// Keyring is the archive's key.
type Keyring struct {
	// Signer is nil where only the public half is at hand.
	Signer   note.Signer
	Verifier note.Verifier
	// VerifierKey is the public half as text, "origin+hash+base64", which is what
	// others keep to check what this archive signs.
	VerifierKey string
}

// Create makes a key for an origin and writes both halves into dir, which must
// have none yet.
func Create(dir, origin string) (*Keyring, error) {
	private, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return nil, fmt.Errorf("cannot make a key: %w", err)
	}
	if err := durable.MkdirAll(dir); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	for _, name := range []string{privateFile, publicFile} { // both before either is written
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return nil, &sijill.Error{Class: sijill.Refused, Message: "There is a key here already, and a key is never overwritten.", Err: err}
		}
	}
	for _, half := range []struct{ name, text string }{{privateFile, private}, {publicFile, public}} {
		if err := durable.WriteFile(filepath.Join(dir, half.name), []byte(half.text+"\n")); err != nil {
			return nil, err
		}
	}
	return Open(dir)
}

// Open reads the key from dir. Where the private half cannot be read, Signer is
// nil. The public half must belong to the private one.
func Open(dir string) (*Keyring, error) {
	public, err := os.ReadFile(filepath.Join(dir, publicFile))
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's public key cannot be read.", Err: err}
	}
	k := &Keyring{VerifierKey: strings.TrimSpace(string(public))}
	if k.Verifier, err = ParseVerifierKey(k.VerifierKey); err != nil {
		return nil, err
	}
	private, err := os.ReadFile(filepath.Join(dir, privateFile))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return k, nil
	}
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's private key cannot be read.", Err: err}
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(private)))
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's private key is damaged.",
			Hint: "Put the file keys/archive.key back from a copy; without it nothing can be added.", Err: errMalformed}
	}
	probe := []byte("sijill key pair probe\n")
	sig, err := signer.Sign(probe)
	if err != nil || signer.Name() != k.Verifier.Name() || signer.KeyHash() != k.Verifier.KeyHash() || !k.Verifier.Verify(probe, sig) {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's private key and its public key do not belong together.", Err: err}
	}
	k.Signer = signer
	return k, nil
}

// errMalformed stands in for what the parser says, which may quote the key.
var errMalformed = errors.New("malformed key")

// ParseVerifierKey reads a public key as Keyring.VerifierKey has it.
func ParseVerifierKey(s string) (note.Verifier, error) {
	v, err := note.NewVerifier(s)
	if err == nil {
		_, err = ed25519Of(s)
	}
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Usage, Message: "This is not a verifier key.",
			Hint: "A verifier key is one line: the origin, a plus, eight digits, a plus, and base64; `sijill key show` prints it.", Err: err}
	}
	return v, nil
}

func ed25519Of(verifierKey string) (ed25519.PublicKey, error) {
	_, rest, _ := strings.Cut(verifierKey, "+")
	_, key64, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.DecodeString(key64)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != ed25519Algorithm {
		return nil, errors.New("the key is not an Ed25519 key in base64")
	}
	return ed25519.PublicKey(raw[1:]), nil
}

// PEM writes a verifier key as a SubjectPublicKeyInfo (RFC 8410) in PEM, which
// openssl reads.
func PEM(verifierKey string) ([]byte, error) {
	public, err := ed25519Of(verifierKey)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}
