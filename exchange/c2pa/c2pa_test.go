package c2pa

import (
	"bytes"
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"
)

func TestEveryAlgorithm(t *testing.T) {
	for _, alg := range algorithms {
		for version := 1; version <= 2; version++ {
			t.Run(fmt.Sprintf("%v claim %d", alg, version), func(t *testing.T) {
				f := newForge(alg)
				f.version = version
				r := read(t, f.jpeg())
				if r.State != Valid || r.SignedBy != "Test Signer, Test House" || r.Issuer != "Test Root" || r.Algorithm != alg.String() {
					t.Fatalf("%+v", r)
				}
				if len(r.Actions) != 1 || r.Actions[0] != (Action{"c2pa.created", "2026-01-02T03:04:05Z", "Test Camera"}) || r.Generator == "" || r.Title != "A test" {
					t.Errorf("it says %+v", r)
				}
				if s := r.Sentence(); !strings.Contains(s, "not on a trusted list") {
					t.Error(s)
				}
				if !r.SignedAt.IsZero() {
					t.Error("a time that nobody told")
				}
			})
		}
	}
}

func TestContainers(t *testing.T) {
	many := newForge(cose.AlgorithmES256)
	many.segment = 300
	boxes := newForge(cose.AlgorithmES256)
	boxes.boxes = true
	for name, file := range map[string][]byte{
		"a PNG": newForge(cose.AlgorithmES256).png(), "many segments": many.jpeg(), "a boxes hash": boxes.jpeg(),
	} {
		if r := read(t, file); r.State != Valid {
			t.Errorf("%s: %+v", name, r)
		}
		if r := read(t, append(bytes.Clone(file), 0)); r.State == Valid {
			t.Errorf("%s is valid with a byte behind it", name)
		}
	}
	for name, file := range map[string][]byte{
		"nothing": nil, "a plain JPEG": plainJPEG(), "text": []byte("a text that is long enough"), "half a JPEG": plainJPEG()[:100],
	} {
		if r := read(t, file); r.State != None {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r, _ := Read(strings.NewReader("%PDF-1.7"), 8, "application/pdf"); r.State != None {
		t.Errorf("of a PDF without a sign of Content Credentials it is said: %+v", r)
	}
	signed := "%PDF-1.7" + strings.Repeat(" ", 1<<20-20) + "/AFRelationship /C2PA_Manifest"
	if r, _ := Read(strings.NewReader(signed), int64(len(signed)), "application/pdf"); r.State != NotSupported {
		t.Errorf("a PDF: %+v", r)
	}
}

// Nothing that is done to a signed file leaves it valid.
func TestForgeries(t *testing.T) {
	es := cose.AlgorithmES256
	for _, c := range []struct {
		name   string
		change func(*forge)
		want   State
		what   string // the check that says so
	}{
		{"the signature of another claim", func(f *forge) { f.signed = func([]byte) []byte { return []byte("another") } }, Invalid, checkSignature},
		{"an attached payload that is another claim", func(f *forge) {
			f.attached = []byte("another")
			f.signed = func([]byte) []byte { return []byte("another") }
		}, Invalid, checkSignature},
		{"no hard binding", func(f *forge) { f.noBinding = true }, Invalid, checkBinding},
		{"a hole over the picture", func(f *forge) {
			f.hole = func(start, end int) []hole { return []hole{{start, end - start + 100}} }
		}, Invalid, checkBinding},
		{"a hole over everything", func(f *forge) {
			f.hole = func(_, end int) []hole { return []hole{{0, end}} }
		}, Invalid, checkBinding},
		{"holes out of order", func(f *forge) {
			f.hole = func(start, end int) []hole { return []hole{{start, end - start}, {start, 0}} }
		}, Invalid, checkBinding},
		{"a hole outside of the file", func(f *forge) {
			f.hole = func(int, int) []hole { return []hole{{1 << 40, 1 << 40}} }
		}, Invalid, checkBinding},
		{"a hole that overflows", func(f *forge) {
			f.hole = func(start, _ int) []hole { return []hole{{start, 1<<63 - 1}} }
		}, Invalid, checkBinding},
		{"a swapped assertion", func(f *forge) {
			f.stored = func(a [][]byte) [][]byte {
				a[1] = superbox("cbor", "c2pa.actions", rawBox("cbor", must(cbor.Marshal(map[string]any{"actions": []any{}}))))
				return a
			}
		}, Invalid, "c2pa.actions"},
		{"an assertion that was not claimed", func(f *forge) {
			f.stored = func(a [][]byte) [][]byte {
				return append(a, superbox("cbor", "c2pa.other", rawBox("cbor", []byte{0})))
			}
		}, Invalid, "c2pa.other"},
		{"an assertion twice", func(f *forge) {
			f.stored = func(a [][]byte) [][]byte { return append(a, a[1]) }
		}, Invalid, "assertion"},
		{"an assertion that is missing", func(f *forge) {
			f.stored = func(a [][]byte) [][]byte { return a[:1] }
		}, Invalid, "assertion"},
		{"two bindings", func(f *forge) {
			f.extra = append(f.extra, named{"c2pa.hash.data__1", map[string]any{"alg": "sha256", "hash": []byte{1}}})
		}, Invalid, checkBinding},
		{"a binding that is not known", func(f *forge) {
			f.noBinding = true
			f.extra = append(f.extra, named{"c2pa.hash.multi-asset", map[string]any{}})
		}, NotSupported, checkBinding},
		{"the binding of a film", func(f *forge) {
			f.noBinding = true
			f.extra = append(f.extra, named{"c2pa.hash.bmff.v2", map[string]any{}})
		}, Invalid, checkBinding},
		{"a hash that is not known", func(f *forge) { f.claimed = func(c map[string]any) { c["alg"] = "md5" } }, NotSupported, "c2pa.actions"},
		{"the signature of another manifest", func(f *forge) {
			f.claimed = func(c map[string]any) { c["signature"] = "self#jumbf=/c2pa/other/c2pa.signature" }
		}, Invalid, checkClaim},
		{"no certificate", func(f *forge) { f.chain = nil }, Invalid, checkCertificate},
		{"the certificate of another key", func(f *forge) { f.chain = newSigner(cose.AlgorithmES384).chain }, Invalid, checkSignature},
		{"a chain that does not fit", func(f *forge) {
			f.chain = [][]byte{f.chain[0], newSigner(cose.AlgorithmES384).chain[1]}
		}, Invalid, checkCertificate},
		{"a chain the wrong way round", func(f *forge) { f.chain = [][]byte{f.chain[1], f.chain[0]} }, Invalid, checkCertificate},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newForge(es)
			c.change(f)
			r := read(t, f.jpeg())
			found := false
			for _, check := range r.Checks {
				found = found || check.What == c.what && check.Outcome != OK
			}
			if r.State != c.want || !found {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestAnAttachedPayloadThatIsTheClaim(t *testing.T) {
	f := newForge(cose.AlgorithmES256)
	f.signed = func(claim []byte) []byte { f.attached = claim; return claim }
	if r := read(t, f.jpeg()); r.State != Valid {
		t.Errorf("%+v", r)
	}
}

// A byte that is changed anywhere outside of the manifest makes the file invalid;
// inside of it, only what carries the boxes may be changed.
func TestEveryByte(t *testing.T) {
	f, boxes := newForge(cose.AlgorithmES256), newForge(cose.AlgorithmES256)
	f.version, boxes.version, boxes.boxes = 2, 2, true // the first does not sign the manifest's label
	for name, file := range map[string][]byte{"jpeg": f.jpeg(), "png": f.png(), "boxes": boxes.jpeg()} {
		c, err := find(bytes.NewReader(file), int64(len(file)))
		if err != nil || len(c.spans) != 1 {
			t.Fatal(err)
		}
		free := 0
		for i := range file {
			for _, flip := range []byte{1, 0x80, 0xff} {
				changed := bytes.Clone(file)
				changed[i] ^= flip
				if r := read(t, changed); r.State == Valid {
					if at := int64(i); at < c.spans[0].start || at >= c.spans[0].end {
						t.Errorf("%s: byte %d of the picture may be changed", name, i)
					}
					free++
				}
			}
		}
		// The CRC of PNG, the number of the box of JPEG, the bits that JUMBF reserves.
		if free > 30 {
			t.Errorf("%s: %d changes of the manifest do no harm", name, free)
		}
	}
}

func TestTruncated(t *testing.T) {
	for _, file := range [][]byte{newForge(cose.AlgorithmES256).jpeg(), newForge(cose.AlgorithmES256).png()} {
		for n := range file {
			if r := read(t, file[:n]); r.State == Valid {
				t.Errorf("%d of %d bytes are valid", n, len(file))
			}
		}
	}
}

func TestHostileBoxes(t *testing.T) {
	f := newForge(cose.AlgorithmES256)
	inJPEG := func(store []byte) []byte {
		file := plainJPEG()
		return bytes.Join([][]byte{file[:2], f.segments(store), file[2:]}, nil)
	}
	deep := superbox("cbor", "x")
	for range 20 {
		deep = superbox("cbor", "x", deep)
	}
	var wide [][]byte
	for range maxBoxes {
		wide = append(wide, rawBox("free"))
	}
	long := superbox("c2pa", "c2pa")
	binary.BigEndian.PutUint32(long[8:], 1<<31)
	for name, store := range map[string][]byte{
		"deep":                 superbox("c2pa", "c2pa", deep),
		"wide":                 superbox("c2pa", "c2pa", wide...),
		"a box that is longer": long,
		"an empty store":       superbox("c2pa", "c2pa"),
		"two of a label":       superbox("c2pa", "c2pa", superbox("c2ma", "a"), superbox("c2ma", "a")),
		"an empty manifest":    superbox("c2pa", "c2pa", superbox("c2ma", "a")),
		"an update alone":      superbox("c2pa", "c2pa", superbox("c2um", "a")),
	} {
		if r := read(t, inJPEG(store)); r.State != Invalid {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r := read(t, inJPEG(superbox("c2pa", "c2pa", superbox("c2cm", "a")))); r.State != NotSupported {
		t.Errorf("compressed: %+v", r)
	}
	one := f.jpeg()
	two := bytes.Join([][]byte{one[:2], one[2 : len(one)-len(plainJPEG())+2], one[2:]}, nil)
	if r := read(t, two); r.State != Invalid {
		t.Errorf("two stores: %+v", r)
	}
}

func TestTimestamp(t *testing.T) {
	type rv = asn1.RawValue
	sequence := func(parts ...any) rv {
		var body []byte
		for _, p := range parts {
			body = append(body, must(asn1.Marshal(p))...)
		}
		return rv{Class: asn1.ClassUniversal, Tag: asn1.TagSequence, IsCompound: true, Bytes: body}
	}
	explicit := func(v any) rv {
		return rv{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: must(asn1.Marshal(v))}
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	info := sequence(1, asn1.ObjectIdentifier{1, 2, 3}, sequence(1), 7, rv{Tag: asn1.TagGeneralizedTime, Bytes: []byte("20260102030405Z")})
	signed := sequence(3, sequence(), sequence(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}, explicit(must(asn1.Marshal(info)))))
	token := sequence(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, explicit(signed))
	for name, v := range map[string]rv{"a token": token, "a response": sequence(sequence(0), token)} {
		der := must(asn1.Marshal(v))
		f := newForge(cose.AlgorithmES256)
		f.unsigned = map[any]any{"sigTst2": map[string]any{"tstTokens": []any{map[string]any{"val": der}}}}
		r := read(t, f.jpeg())
		if r.State != Valid || !r.SignedAt.Equal(at) || !strings.Contains(r.SignedAtFrom, "not checked") || r.outcome(checkTimestamp) != Unsupported {
			t.Errorf("%s: %+v", name, r)
		}
		for n := range der {
			_, _ = timeOf(der[:n])
		}
	}
}

func TestIngredient(t *testing.T) {
	for name, c := range map[string]struct {
		hash []byte
		url  string
		want State
	}{
		"a wrong hash":         {make([]byte, 32), "self#jumbf=/c2pa/urn:c2pa:1/c2pa.assertions/c2pa.actions", Invalid},
		"a missing manifest":   {make([]byte, 32), "self#jumbf=/c2pa/urn:other", Valid},
		"an address elsewhere": {make([]byte, 32), "https://example.org/", Valid},
	} {
		f := newForge(cose.AlgorithmES256)
		f.extra = append(f.extra, named{"c2pa.ingredient.v3", map[string]any{"dc:title": "before", "relationship": "parentOf", "dc:format": "image/jpeg",
			"activeManifest": hashedURI{URL: c.url, Hash: c.hash}}})
		r := read(t, f.jpeg())
		if r.State != c.want || len(r.Ingredients) != 1 || r.Ingredients[0] != (Ingredient{"before", "parentOf", "image/jpeg"}) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func FuzzRead(f *testing.F) {
	forge := newForge(cose.AlgorithmEdDSA)
	for _, file := range [][]byte{forge.jpeg(), forge.png(), []byte("RIFF\x00\x00\x00\x00WEBPC2PA\x04\x00\x00\x00abcd"),
		[]byte("II*\x00\x08\x00\x00\x00\x01\x00\x41\xcd\x07\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		[]byte("\x00\x00\x00\x0cftypmp42\x00\x00\x00\x30uuid" + uuidC2PA + "\x00\x00\x00\x00manifest\x00\x00\x00\x00\x00\x00\x00\x00\x00abc")} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := Read(bytes.NewReader(file), int64(len(file)), "")
		if err != nil {
			t.Fatal(err)
		}
		if r.State == Valid && r.outcome(checkBinding) != OK {
			t.Fatal("valid without a binding")
		}
		_ = r.Sentence()
	})
}
