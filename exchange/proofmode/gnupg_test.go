package proofmode

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// GnuPG makes the old signatures that this package must tell and cannot make.
func TestSignaturesByGnuPG(t *testing.T) {
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("gpg is not installed, so no signatures of another program are tried")
	}
	home, err := os.MkdirTemp("", "gpg") // short: a socket's name has a limit
	if err != nil {
		t.Fatal(err)
	}
	gpg := func(name string, args ...string) {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = append(os.Environ(), "GNUPGHOME="+home)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
	}
	t.Cleanup(func() {
		gpg("gpgconf", "--kill", "all")
		_ = os.RemoveAll(home)
	})
	photo := filepath.Join(home, "photo")
	if err := os.WriteFile(photo, []byte("the bytes of a photo\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key   string
		args  []string
		notes int
	}{
		{"rsa2048", nil, 0},
		{"rsa2048", []string{"--armor", "--textmode"}, 0},
		{"rsa2048", []string{"--digest-algo", "SHA1"}, 1},
		{"dsa2048", []string{"--armor"}, 1},
		{"dsa1024", []string{"--digest-algo", "SHA1"}, 3},
		{"ed25519", nil, 0},
	} {
		public, signature := filepath.Join(home, c.key+".pub"), filepath.Join(home, "signature")
		user := c.key + "@example.org"
		if _, err := os.Stat(public); err != nil {
			gpg("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", user, c.key, "sign", "never")
			gpg("gpg", "--batch", "--quiet", "-o", public, "--export", user)
		}
		args := append([]string{"--batch", "--yes", "--quiet", "--allow-weak-digest-algos", "-u", user, "-o", signature}, c.args...)
		gpg("gpg", append(args, "--detach-sign", photo)...)
		check := func(signed []byte) Signed {
			s, err := CheckSignature(bytes.NewReader(signed), bytes.NewReader(readFile(t, signature)), bytes.NewReader(readFile(t, public)))
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		name := c.key + " " + strings.Join(c.args, " ")
		if s := check(readFile(t, photo)); s.State != SignatureValid || len(s.Notes) != c.notes || len(s.Fingerprint) != 40 {
			t.Errorf("%s: %+v", name, s)
		}
		if s := check([]byte("the bytes of another photo")); s.State != SignatureNotValid {
			t.Errorf("%s over other bytes: %+v", name, s)
		}
	}
}
