package register_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
)

// pemOf is the public half of the fixed key, as keyring writes it.
func pemOf(t *testing.T) []byte {
	t.Helper()
	text, err := note.NewEd25519VerifierKey(origin, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	pem, err := keyring.PEM(text)
	if err != nil {
		t.Fatal(err)
	}
	return pem
}

// otherLibrary has @sd-jwt/core verify an entry, and gives the claims it shows.
func otherLibrary(t *testing.T, e register.Entry) (map[string]any, error) {
	t.Helper()
	in, err := json.Marshal(map[string]string{"key": string(pemOf(t)), "entry": e.Format()})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "sdjwt.mjs")
	cmd.Dir = filepath.Join("..", "testing")
	cmd.Stdin = bytes.NewReader(in)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		t.Logf("@sd-jwt/core: %s", strings.TrimSpace(errOut.String()))
		return nil, err
	}
	var claims map[string]any
	if err := json.Unmarshal(out.Bytes(), &claims); err != nil {
		t.Fatalf("%q: %v", out.String(), err)
	}
	return claims, nil
}

func TestAnotherSDJWTLibraryReadsEntries(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed, so that @sd-jwt/core cannot check our entries")
	}
	if _, err := os.Stat(filepath.Join("..", "testing", "node_modules", "@sd-jwt", "core")); err != nil {
		t.Skip("@sd-jwt/core is not installed (testing/tools installs it), so that it cannot check our entries")
	}
	signer, verifier := fixedKey(t)
	d := exhibit([]sijill.Field{
		{Name: "name", Value: "صورة من حلب.jpg"}, {Name: "caption", Value: ""}, {Name: "size", Value: 12},
		{Name: "people", Value: sijill.Parts{"ليلى", "عمر", map[string]any{"role": "photographer"}}},
	})
	e, err := register.Seal(d, noon(), signer)
	if err != nil {
		t.Fatal(err)
	}
	without := func(unwanted ...string) register.Entry {
		return register.Entry{Leaf: e.Leaf, Disclosures: slices.DeleteFunc(slices.Clone(e.Disclosures), func(s string) bool {
			return slices.ContainsFunc(unwanted, func(u string) bool { return strings.Contains(string(decode(t, s)), u) })
		})}
	}
	for name, shown := range map[string]register.Entry{
		"whole":                        e,
		"a field withheld":             without(`"caption"`),
		"a list element withheld":      without(`"عمر"`),
		"a list withheld":              without(`"people"`, "ليلى", "عمر", "photographer"),
		"everything withheld":          without(""),
		"a field and element withheld": without(`"name"`, "photographer"),
	} {
		t.Run(name, func(t *testing.T) {
			claims, err := otherLibrary(t, shown)
			if err != nil {
				t.Fatal(err)
			}
			opened, err := shown.Check(verifier)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]any{"iss": origin}
			for name, value := range opened.Fields {
				want[name] = value
			}
			for name, value := range map[string]string{"kind": string(opened.Kind), "at": opened.At, "agent": opened.Agent, "subject": string(opened.Subject)} {
				if value != "" {
					want[name] = value
				}
			}
			if opened.Members > 0 {
				want["members"] = opened.Members
			}
			b, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			var same map[string]any
			if err := json.Unmarshal(b, &same); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(claims, same) {
				t.Errorf("@sd-jwt/core reads %v, we read %v", claims, same)
			}
		})
	}
	altered := register.Entry{Leaf: bytes.Clone(e.Leaf), Disclosures: slices.Clone(e.Disclosures)}
	altered.Leaf[len(altered.Leaf)-20] ^= 1
	if _, err := otherLibrary(t, altered); err == nil {
		t.Error("@sd-jwt/core accepted an altered signature")
	}
	altered.Leaf = e.Leaf
	at := slices.IndexFunc(e.Disclosures, func(s string) bool { return register.NameOfDisclosure(s) == "caption" })
	altered.Disclosures[at] = base64.RawURLEncoding.EncodeToString(bytes.Replace(decode(t, e.Disclosures[at]), []byte(`""]`), []byte(`"false"]`), 1))
	if claims, err := otherLibrary(t, altered); err == nil && claims["caption"] != nil {
		t.Errorf("@sd-jwt/core shows an altered disclosure: %v", claims)
	} else {
		t.Logf("with an altered disclosure @sd-jwt/core gives: %v", err)
	}
	if _, err := altered.Check(verifier); err == nil {
		t.Error("we accept an altered disclosure")
	}
}

// A leaf's signature is plain Ed25519 over the text before the last full stop.
func TestOpenSSLVerifiesALeaf(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed, so that it cannot check our signatures")
	}
	signer, _ := fixedKey(t)
	e, err := register.Seal(draft(0), noon(), signer)
	if err != nil {
		t.Fatal(err)
	}
	last := bytes.LastIndexByte(e.Leaf, '.')
	verify := func(signed, sig []byte) error {
		dir := t.TempDir()
		for name, b := range map[string][]byte{"key.pem": pemOf(t), "signed": signed, "sig": sig} {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.CommandContext(t.Context(), "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed", "-sigfile", "sig")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		t.Logf("openssl: %s", bytes.TrimSpace(out))
		return err
	}
	sig := decode(t, string(e.Leaf[last+1:]))
	if err := verify(e.Leaf[:last], sig); err != nil {
		t.Errorf("openssl does not verify a leaf: %v", err)
	}
	sig[0] ^= 1
	if err := verify(e.Leaf[:last], sig); err == nil {
		t.Error("openssl verified an altered signature")
	}
}
