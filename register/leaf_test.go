package register_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sijill.example/sijill/register"
)

// Even what is signed by the archive's own key must have the one form that the
// register writes.
func TestCheckRefusesSignedLeavesOfAnotherForm(t *testing.T) {
	signer, verifier := newKey(t, origin)
	b64 := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	sealed := func(header, payload string) []byte {
		signed := b64(header) + "." + b64(payload)
		sig, err := signer.Sign([]byte(signed))
		if err != nil {
			t.Fatal(err)
		}
		return []byte(signed + "." + b64(string(sig)))
	}
	kind, members := b64(`["s","kind","x.y"]`), b64(`["s","members",1]`)
	digest := register.DigestOf(kind)
	head := fmt.Sprintf(`{"alg":"EdDSA","kid":"%s","typ":"%s"}`, register.KeyID(signer.KeyHash()), register.MediaType)
	body := func(sd, alg, iss, more string) string {
		return fmt.Sprintf(`{"_sd":[%s],"_sd_alg":"%s","iss":"%s"%s}`, sd, alg, iss, more)
	}
	one := `"` + digest + `"`
	if _, err := (register.Entry{Leaf: sealed(head, body(one, "sha-256", origin, "")), Disclosures: []string{kind}}).Check(verifier); err != nil {
		t.Fatalf("control: %v", err)
	}
	for name, leaf := range map[string][]byte{
		"one digest twice":     sealed(head, body(one+","+one, "sha-256", origin, "")),
		"another hash":         sealed(head, body(one, "sha-512", origin, "")),
		"another issuer":       sealed(head, body(one, "sha-256", "other.example", "")),
		"a further member":     sealed(head, body(one, "sha-256", origin, `,"name":"x"`)),
		"spaces":               sealed(head, " "+body(one, "sha-256", origin, "")),
		"something after it":   sealed(head, body(one, "sha-256", origin, "")+"{}"),
		"no object":            sealed(head, `[]`),
		"another algorithm":    sealed(`{"alg":"none","kid":"`+register.KeyID(signer.KeyHash())+`","typ":"`+register.MediaType+`"}`, body(one, "sha-256", origin, "")),
		"another media type":   sealed(`{"alg":"EdDSA","kid":"`+register.KeyID(signer.KeyHash())+`","typ":"JWT"}`, body(one, "sha-256", origin, "")),
		"a header with a jwk":  sealed(head[:len(head)-1]+`,"jwk":{}}`, body(one, "sha-256", origin, "")),
		"a member twice in it": sealed(head, body(one, "sha-256", origin, `,"iss":"`+origin+`"`)),
	} {
		if _, err := (register.Entry{Leaf: leaf, Disclosures: []string{kind}}).Check(verifier); err == nil {
			t.Errorf("Check accepted a leaf with %s", name)
		}
	}
	two := fmt.Sprintf(`"%s","%s"`, digest, register.DigestOf(members))
	if _, err := (register.Entry{Leaf: sealed(head, body(two, "sha-256", origin, "")), Disclosures: []string{kind, members}}).Check(verifier); err == nil {
		t.Error("Check accepted an entry with more fields than it says")
	}
}

// Somebody rewrites the register and all its tiles, and only the signed root
// stays as it was.
func TestRecheckFindsARewrittenRegisterWithItsTiles(t *testing.T) {
	p := publish(t, 300)
	forged := &memory{entries: slices.Clone(p.store.entries)}
	forged.entries[7], forged.entries[8] = forged.entries[8], forged.entries[7]
	dir := t.TempDir()
	log := register.OpenPublished(dir)
	if _, err := log.Publish(t.Context(), forged, p.signer, p.verifier); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "checkpoint"), p.at.Note, 0o600); err != nil {
		t.Fatal(err)
	}
	p.log = log
	faults, complete, _ := recheck(t, forged, p)
	if complete != 300 || len(faults) != 1 || faults[0].Kind != "register" || faults[0].Index != -1 {
		t.Errorf("%d complete entries and %v; want 300 and one fault of the register", complete, faults)
	}
}
