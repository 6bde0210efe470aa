package keyring_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/keyring"
)

const origin = "archive.example/register"

func create(t *testing.T) (string, *keyring.Keyring) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "keys")
	k, err := keyring.Create(dir, origin)
	if err != nil {
		t.Fatal(err)
	}
	return dir, k
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatOneHalfSignsTheOtherVerifies(t *testing.T) {
	dir, k := create(t)
	again, err := keyring.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if again.VerifierKey != k.VerifierKey || k.Signer.Name() != origin || k.Verifier.Name() != origin {
		t.Errorf("Open gives the key %q of %q, Create gave %q", again.VerifierKey, again.Verifier.Name(), k.VerifierKey)
	}
	sig, err := k.Signer.Sign([]byte("text"))
	if err != nil || !again.Verifier.Verify([]byte("text"), sig) || again.Verifier.Verify([]byte("Text"), sig) {
		t.Errorf("the signature does not verify as it should: %v", err)
	}
	_, other := create(t)
	if other.VerifierKey == k.VerifierKey || other.Verifier.Verify([]byte("text"), sig) {
		t.Error("two archives have the same key")
	}
}

func TestNobodyElseMayReadThePrivateHalf(t *testing.T) {
	dir, _ := create(t)
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "archive.key"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", filepath.Base(path), info.Mode(), err, want)
		}
	}
}

func TestCreateNeverOverwritesAKey(t *testing.T) {
	for _, there := range [][]string{{"archive.key", "archive.pub"}, {"archive.key"}, {"archive.pub"}} {
		dir, _ := create(t)
		for _, name := range []string{"archive.key", "archive.pub"} {
			if !strings.Contains(strings.Join(there, " "), name) {
				if err := os.Remove(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		before := map[string]string{}
		for _, name := range there {
			before[name] = read(t, dir, name)
		}
		if _, err := keyring.Create(dir, origin); sijill.ClassOf(err) != sijill.Refused {
			t.Errorf("Create over %v = %v, want Refused", there, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != len(there) {
			t.Errorf("Create over %v left %d files, %v", there, len(entries), err)
		}
		for name, text := range before {
			if read(t, dir, name) != text {
				t.Errorf("Create over %v changed %s", there, name)
			}
		}
	}
}

func TestCreateRefusesAnOriginThatCannotBeSigned(t *testing.T) {
	for _, bad := range []string{"", "two words", "a+b", "line\nbreak", "\xff"} {
		dir := filepath.Join(t.TempDir(), "keys")
		if _, err := keyring.Create(dir, bad); err == nil {
			t.Errorf("Create accepted the origin %q", bad)
		}
	}
}

func TestThePublicHalfIsEnoughToCheck(t *testing.T) {
	dir, k := create(t)
	if err := os.Remove(filepath.Join(dir, "archive.key")); err != nil {
		t.Fatal(err)
	}
	public, err := keyring.Open(dir)
	if err != nil || public.Signer != nil || public.VerifierKey != k.VerifierKey {
		t.Errorf("Open without the private half = %+v, %v", public, err)
	}
}

// What goes wrong is told without a byte of the private half.
func TestErrorsHoldNoKey(t *testing.T) {
	dir, _ := create(t)
	other, _ := create(t)
	private := strings.TrimSpace(read(t, dir, "archive.key"))
	secret := strings.SplitN(private, "+", 5)[4]
	flipped := private[:len(private)-10] + strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return 'A'
	}, private[len(private)-10:])
	for name, text := range map[string]string{
		"empty": "", "cut": private[:len(private)-4], "cut in the middle": private[:60], "without its head": strings.TrimPrefix(private, "PRIVATE+KEY+"),
		"only the secret": secret, "twice": private + private, "altered": flipped, "another archive's": read(t, other, "archive.key"),
		"of another name": strings.Replace(private, origin, "other.example/register", 1), "the public half": read(t, dir, "archive.pub"),
	} {
		write(t, dir, "archive.key", text)
		k, err := keyring.Open(dir)
		if err == nil {
			t.Errorf("%s: Open = %v", name, k.VerifierKey)
			continue
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if said := e.Error(); strings.Contains(said, secret[:12]) || strings.Contains(said, secret[20:32]) || strings.Contains(said, "PRIVATE") {
				t.Errorf("%s: the error holds key material", name)
			}
		}
	}
}

func TestADamagedPublicHalfIsRefused(t *testing.T) {
	dir, k := create(t)
	if err := os.Remove(filepath.Join(dir, "archive.pub")); err != nil {
		t.Fatal(err)
	}
	if _, err := keyring.Open(dir); err == nil {
		t.Error("Open without the public half gave no error")
	}
	cosigner, err := note.NewEd25519VerifierKey(origin, make(ed25519.PublicKey, 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "x", k.VerifierKey[:len(k.VerifierKey)-4], k.VerifierKey + "AAAA", strings.Replace(k.VerifierKey, "archive", "Archive", 1), "PRIVATE+KEY+" + k.VerifierKey, cosigner} {
		write(t, dir, "archive.pub", bad)
		if _, err := keyring.Open(dir); err == nil {
			t.Errorf("Open accepted the public half %q", bad)
		}
		if bad != cosigner {
			if _, err := keyring.ParseVerifierKey(bad); sijill.ClassOf(err) != sijill.Usage {
				t.Errorf("ParseVerifierKey(%q) = %v, want Usage", bad, err)
			}
		}
	}
}

func TestPEMRefusesWhatIsNoKey(t *testing.T) {
	_, k := create(t)
	for _, bad := range []string{"", "x", "a+b+c", k.VerifierKey + "AAAA", k.VerifierKey[:len(k.VerifierKey)-4]} {
		if _, err := keyring.PEM(bad); err == nil {
			t.Errorf("PEM(%q) gave no error", bad)
		}
	}
}

func TestPEMIsAnEd25519PublicKey(t *testing.T) {
	_, k := create(t)
	text, err := keyring.PEM(k.VerifierKey)
	if err != nil {
		t.Fatal(err)
	}
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "PUBLIC KEY" || len(bytes.TrimSpace(rest)) != 0 {
		t.Fatalf("PEM = %q", text)
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := k.Signer.Sign([]byte("text"))
	if err != nil || !ed25519.Verify(public.(ed25519.PublicKey), []byte("text"), sig) {
		t.Errorf("the key in the PEM does not verify what the archive signs: %v", err)
	}
}
