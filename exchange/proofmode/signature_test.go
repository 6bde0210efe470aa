package proofmode

import (
	"bytes"
	"crypto"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

func newKey(t testing.TB, algorithm packet.PublicKeyAlgorithm) (*openpgp.Entity, []byte) {
	t.Helper()
	e, err := openpgp.NewEntity("a phone", "", "phone@example.org", &packet.Config{Algorithm: algorithm, RSABits: 2048,
		Time: func() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	var public bytes.Buffer
	if err := e.Serialize(&public); err != nil {
		t.Fatal(err)
	}
	return e, public.Bytes()
}

func armored(t testing.TB, kind string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := armor.Encode(&out, kind, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(b)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCheckSignature(t *testing.T) {
	photo := []byte("the bytes of a photo\r\n")
	at := time.Date(2020, 5, 6, 7, 8, 9, 0, time.UTC)
	for name, algorithm := range map[string]packet.PublicKeyAlgorithm{"RSA": packet.PubKeyAlgoRSA, "EdDSA": packet.PubKeyAlgoEdDSA} {
		for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA512} {
			t.Run(name+" "+h.String(), func(t *testing.T) {
				entity, public := newKey(t, algorithm)
				_, other := newKey(t, algorithm)
				var raw bytes.Buffer
				sig := &packet.Signature{Version: 4, SigType: packet.SigTypeBinary, PubKeyAlgo: entity.PrimaryKey.PubKeyAlgo, Hash: h,
					CreationTime: at, IssuerKeyId: &entity.PrimaryKey.KeyId}
				digest := h.New()
				digest.Write(photo)
				if err := sig.Sign(digest, entity.PrivateKey, &packet.Config{DefaultHash: h}); err != nil {
					t.Fatal(err)
				}
				if err := sig.Serialize(&raw); err != nil {
					t.Fatal(err)
				}
				changed := bytes.Clone(raw.Bytes())
				changed[len(changed)-3] ^= 1
				check := func(name string, bytesSigned, signature, key []byte, want SignatureState) Signed {
					t.Helper()
					var k io.Reader
					if key != nil {
						k = bytes.NewReader(key)
					}
					s, err := CheckSignature(bytes.NewReader(bytesSigned), bytes.NewReader(signature), k)
					if err != nil || s.State != want {
						t.Errorf("%s: %+v, %v", name, s, err)
					}
					return s
				}
				s := check("binary", photo, raw.Bytes(), public, SignatureValid)
				if !s.At.Equal(at) || len(s.KeyID) != 16 || s.Algorithm != name || len(s.Notes) > 0 {
					t.Errorf("it says %+v", s)
				}
				check("armored", photo, armored(t, openpgp.SignatureType, raw.Bytes()), armored(t, openpgp.PublicKeyType, public), SignatureValid)
				check("other bytes", photo[1:], raw.Bytes(), public, SignatureNotValid)
				check("changed", photo, changed, public, SignatureNotValid)
				if s := check("no key", photo, raw.Bytes(), nil, SignatureKeyNotGiven); s.KeyID == "" || !s.At.Equal(at) {
					t.Errorf("without a key it says %+v", s)
				}
				check("another key", photo, raw.Bytes(), other, SignatureKeyNotGiven)
				check("a key as signature", photo, public, public, SignatureNotSupported)
				check("nothing", photo, nil, public, SignatureNotSupported)
			})
		}
	}
	if _, err := CheckSignature(strings.NewReader(""), strings.NewReader(strings.Repeat("x", maxSignature+1)), nil); err == nil {
		t.Error("a huge signature was read")
	}
}

func FuzzCheckSignature(f *testing.F) {
	entity, public := newKey(f, packet.PubKeyAlgoEdDSA)
	var raw bytes.Buffer
	if err := openpgp.DetachSign(&raw, entity, strings.NewReader("photo"), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(raw.Bytes(), public)
	f.Add(armored(f, openpgp.SignatureType, raw.Bytes()), armored(f, openpgp.PublicKeyType, public))
	f.Fuzz(func(t *testing.T, signature, key []byte) {
		s, err := CheckSignature(strings.NewReader("another photo"), bytes.NewReader(signature), bytes.NewReader(key))
		if err == nil && s.State == "" {
			t.Fatal("no state")
		}
	})
}
