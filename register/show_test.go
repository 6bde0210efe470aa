package register_test

import (
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

func TestShowing(t *testing.T) {
	signer, verifier := newKey(t, "archive.example/show")
	e, err := register.Seal(sijill.Draft{Kind: "testimony.recorded", Agent: "somebody", Subject: "tes-2026-0001", Fields: []sijill.Field{
		{Name: "lang", Value: "ar"}, {Name: "note", Value: "secret"}, {Name: "other", Value: sijill.Parts{"x", "y"}},
		{Name: "segments", Value: sijill.Parts{"one", "two", "three"}},
	}}, time.Unix(1_800_000_000, 0), signer)
	if err != nil {
		t.Fatal(err)
	}
	shown, left := e.Showing([]string{"kind", "lang", "segments"}, func(v any) bool { return v == "two" || v == "x" })
	o, err := shown.Check(verifier)
	if err != nil {
		t.Fatal(err)
	}
	segments, _ := o.Fields["segments"].([]any)
	if left != 1 || o.Gaps != 1 || len(o.Fields) != 2 || o.Agent != "" || o.Subject != "" || o.At != "" || len(segments) < 2 {
		t.Errorf("%d left out: %+v", left, o)
	}
	for _, s := range segments {
		if s == "two" {
			t.Error("what was left out is there")
		}
	}
	if again, _ := e.Showing(nil, nil); len(again.Disclosures) != 0 {
		t.Error("something is shown that nobody named")
	}
}
