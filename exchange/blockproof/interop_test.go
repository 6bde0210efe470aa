package blockproof_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os/exec"
	"testing"

	"sijill.example/sijill/exchange/blockproof"
)

// A program in another language, written from what this package says of its format,
// comes to the same commitment and the same copy.
func TestAnotherProgramChecksWords(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not here")
	}
	segments := []string{"قال أحمد إنه رأى الطائرة،\u00a0ثم رحل.\n\n", "Nobody else was there.\n\n", "One name, Ahmad, and another.\n\n", "The end"}
	for name, gone := range map[string]blockproof.Gone{
		"nothing": nil,
		"words":   {{false, true}, nil, {false, false, true, false, true}},
		"both":    {{true, true}, {true, true, true, true}, {true, true, true, true, true}, {false, true}},
	} {
		seed := blockproof.NewSeed()
		want, err := blockproof.CommitWords(segments, seed)
		if err != nil {
			t.Fatal(err)
		}
		p, err := blockproof.ProveWords(segments, seed, gone)
		if err != nil {
			t.Fatal(err)
		}
		in, err := json.Marshal(map[string]any{"proof": p})
		if err != nil {
			t.Fatal(err)
		}
		c := exec.CommandContext(t.Context(), "node", "words.mjs")
		c.Dir, c.Stdin = "../../testing", bytes.NewReader(in)
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var got struct {
			Count int
			Root  string
			Copy  string
		}
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		if got.Count != want.Count || got.Root != base64.StdEncoding.EncodeToString(want.Root[:]) || got.Copy != p.Copy() {
			t.Errorf("%s: it comes to %+v, want %+v and %q", name, got, want, p.Copy())
		}
	}
}
