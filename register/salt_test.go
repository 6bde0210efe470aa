package register_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

// known is what somebody may know who holds the very file and asks whether an
// archive holds it too.
type known struct {
	file   []byte
	fields []sijill.Field
}

func suspect() known {
	file := []byte("the bytes of a picture that somebody is looking for")
	return known{file, []sijill.Field{
		{Name: "name", Value: "صورة من حلب.jpg"},
		{Name: "sha256", Value: sijill.DigestOf(file).String()},
		{Name: "size", Value: int64(len(file))},
		{Name: "media_type", Value: "image/jpeg"},
		{Name: "caption", Value: ""},
	}}
}

// guesses is everything that can be computed from what is known without a salt,
// in each spelling in which it could stand in a log.
func (k known) guesses(t *testing.T) map[string][]byte {
	t.Helper()
	plain := map[string][]byte{"the file": k.file}
	digest := sijill.DigestOf(k.file)
	plain["the digest"] = digest[:]
	all := append(slices.Clone(k.fields), sijill.Field{Name: sijill.FieldKind, Value: string(sijill.ExhibitEntered)},
		sijill.Field{Name: sijill.FieldAt, Value: "2026-03-01T12:00:00Z"}, sijill.Field{Name: sijill.FieldAgent, Value: "مريم"},
		sijill.Field{Name: sijill.FieldSubject, Value: "exh-2026-0001"}, sijill.Field{Name: sijill.FieldMembers, Value: 10})
	for _, f := range all {
		for form, value := range map[string]any{
			"value": f.Value, "[value]": []any{f.Value}, "[name,value]": []any{f.Name, f.Value}, "{name:value}": map[string]any{f.Name: f.Value},
			"[empty salt,name,value]": []any{"", f.Name, f.Value}, "[empty salt,value]": []any{"", f.Value},
			"[zero salt,name,value]": []any{base64.RawURLEncoding.EncodeToString(make([]byte, 16)), f.Name, f.Value},
		} {
			b, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			plain[form+" of "+f.Name] = b
		}
		plain["text of "+f.Name] = fmt.Append(nil, f.Value)
		plain["name and text of "+f.Name] = fmt.Append(nil, f.Name, f.Value)
		plain["name=text of "+f.Name] = fmt.Appendf(nil, "%s=%v", f.Name, f.Value)
	}
	hashed := map[string][]byte{}
	for what, b := range plain {
		for form, in := range map[string][]byte{
			"": b, "base64url of ": base64.RawURLEncoding.AppendEncode(nil, b), "base64 of ": base64.StdEncoding.AppendEncode(nil, b), "hex of ": hex.AppendEncode(nil, b),
		} {
			sum := sha256.Sum256(in)
			hashed["SHA-256 of "+form+what] = sum[:]
			twice := sha256.Sum256(sum[:])
			hashed["double SHA-256 of "+form+what] = twice[:]
		}
	}
	for what, b := range plain {
		if len(b) > 6 { // shorter ones stand anywhere by chance
			hashed[what] = b
		}
	}
	out := map[string][]byte{}
	for what, b := range hashed {
		out[what] = b
		out["base64url of "+what] = base64.RawURLEncoding.AppendEncode(nil, b)
		out["base64 of "+what] = bytes.TrimRight(base64.StdEncoding.AppendEncode(nil, b), "=")
		out["hex of "+what] = hex.AppendEncode(nil, b)
	}
	return out
}

// open gives the bytes of a published log, and the decoded parts of its leaves.
func (p *published) open(t *testing.T) []byte {
	t.Helper()
	var all []byte
	for _, b := range files(t, p.dir) {
		all = append(append(all, b...), 0)
	}
	for _, e := range p.store.entries {
		for part := range bytes.SplitSeq(e.Leaf, []byte(".")) {
			all = append(append(all, decode(t, string(part))...), 0)
		}
		digests, err := register.CheckLeaf(e.Leaf, p.verifier)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range digests {
			all = append(append(all, decode(t, d)...), 0)
		}
	}
	return all
}

func (p *published) enter(t *testing.T, d sijill.Draft) {
	t.Helper()
	if _, err := register.New(p.store, p.signer, noon).Append(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	p.add(t, 0)
}

func exhibit(fields []sijill.Field) sijill.Draft {
	return sijill.Draft{Kind: sijill.ExhibitEntered, Agent: "مريم", Subject: "exh-2026-0001", Fields: fields}
}

// Whoever holds the file, and its name, and all that is said of it, cannot find
// out from the published log that the archive holds it.
func TestThePublishedLogDoesNotTellWhatItHolds(t *testing.T) {
	k := suspect()
	p := publish(t, 20)
	p.enter(t, exhibit(k.fields))
	log := p.open(t)
	guesses := k.guesses(t)
	for what, b := range guesses {
		if bytes.Contains(log, b) {
			t.Errorf("the published log holds %s", what)
		}
	}
	// The control: the search finds what is there.
	e := p.store.entries[20]
	if o, err := e.Check(p.verifier); err != nil || !o.IsComplete() || o.Fields["name"] != k.fields[0].Value {
		t.Fatalf("control: the exhibit is not in the register: %v", err)
	}
	for _, d := range e.Disclosures {
		if !bytes.Contains(log, decode(t, register.DigestOf(d))) {
			t.Error("control: the search does not find the digest of a disclosure")
		}
		if bytes.Contains(log, []byte(d)) {
			t.Error("the published log holds a disclosure")
		}
	}
	t.Logf("%d guesses were looked for in %d bytes", len(guesses), len(log))
}

func TestALogWithTheFileLooksLikeOneWithout(t *testing.T) {
	k := suspect()
	with, without := publish(t, 5), publish(t, 5)
	with.enter(t, exhibit(k.fields))
	var other []sijill.Field // seven, which with the head is in the same step of eight
	for i := range 7 {
		other = append(other, sijill.Field{Name: fmt.Sprint("f", i), Value: i})
	}
	without.enter(t, exhibit(other))
	a, b := files(t, with.dir), files(t, without.dir)
	if len(a) != len(b) {
		t.Errorf("%d files with, %d without", len(a), len(b))
	}
	for name, content := range a {
		other, ok := b[name]
		if !ok || name != "checkpoint" && len(other) != len(content) {
			t.Errorf("%s: %d bytes with, %d without", name, len(content), len(other))
		}
	}
}

// The length and the form of a leaf follow from the number of digests alone, and
// that is a multiple of eight.
func TestLeavesLookAlike(t *testing.T) {
	signer, verifier := newKey(t, origin)
	lengths := map[int]int{}
	rapid.Check(t, func(t *rapid.T) {
		d := anyDraft().Draw(t, "draft")
		e, err := register.Seal(d, noon(), signer)
		if err != nil {
			t.Fatal(err)
		}
		digests, err := register.CheckLeaf(e.Leaf, verifier)
		if err != nil {
			t.Fatal(err)
		}
		if want := (5 + len(d.Fields) + 7) / 8 * 8; len(digests) != want {
			t.Fatalf("%d fields gave %d digests, want %d", len(d.Fields), len(digests), want)
		}
		if !slices.IsSorted(digests) || len(slices.Compact(slices.Clone(digests))) != len(digests) {
			t.Fatal("the digests are not sorted and distinct")
		}
		if length, seen := lengths[len(digests)]; seen && length != len(e.Leaf) {
			t.Fatalf("leaves of %d digests are %d and %d bytes long", len(digests), length, len(e.Leaf))
		}
		lengths[len(digests)] = len(e.Leaf)
		parts := bytes.Split(e.Leaf, []byte("."))
		var payload map[string]any
		if err := json.Unmarshal(decode(t, string(parts[1])), &payload); err != nil {
			t.Fatal(err)
		}
		if len(payload) != 3 || payload["iss"] != origin || payload["_sd_alg"] != "sha-256" || len(payload["_sd"].([]any)) != len(digests) {
			t.Fatalf("a leaf holds more than digests: %v", payload)
		}
		for _, digest := range digests {
			if len(decode(t, digest)) != sha256.Size {
				t.Fatalf("%q is no digest", digest)
			}
		}
	})
}

func TestTheSameDraftSealedTwiceSharesNoDigest(t *testing.T) {
	signer, verifier := newKey(t, origin)
	seen, salts := map[string]bool{}, map[string]bool{}
	for range 200 {
		e, err := register.Seal(exhibit(append(suspect().fields, sijill.Field{Name: "l", Value: sijill.Parts{"", ""}})), noon(), signer)
		if err != nil {
			t.Fatal(err)
		}
		digests, err := register.CheckLeaf(e.Leaf, verifier)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range digests {
			if seen[d] {
				t.Fatal("one digest came twice")
			}
			seen[d] = true
		}
		for _, d := range e.Disclosures {
			var parts []any
			if err := json.Unmarshal(decode(t, d), &parts); err != nil {
				t.Fatal(err)
			}
			salt := parts[0].(string)
			if salts[salt] || len(decode(t, salt)) != 16 {
				t.Fatalf("the salt %q is not 16 fresh bytes", salt)
			}
			salts[salt] = true
		}
	}
}
