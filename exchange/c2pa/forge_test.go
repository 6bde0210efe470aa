package c2pa

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"
)

// forge makes signed files, good ones and bad ones.
type forge struct {
	alg       cose.Algorithm
	key       crypto.Signer
	chain     [][]byte
	version   int  // of the claim
	noBinding bool // leave the hard binding out
	boxes     bool // bind by boxes
	bmff      func(offset, length int) any
	extra     []named
	attached  []byte                      // payload in the signature
	hole      func(start, end int) []hole // what the data hash leaves out
	claimed   func(map[string]any)        // changes the claim
	signed    func(claim []byte) []byte   // what is signed
	stored    func(assertions [][]byte) [][]byte
	unsigned  map[any]any // further headers of the signature
	segment   int         // bytes of a JPEG segment's content
}

type named struct {
	label string
	value any
}

type hole struct {
	Start  int `cbor:"start"`
	Length int `cbor:"length"`
}

type signer struct {
	key   crypto.Signer
	chain [][]byte
}

// algorithms are those that C2PA allows.
var algorithms = []cose.Algorithm{cose.AlgorithmES256, cose.AlgorithmES384, cose.AlgorithmES512,
	cose.AlgorithmPS256, cose.AlgorithmPS384, cose.AlgorithmPS512, cose.AlgorithmEdDSA}

// rsaKey is made once: it takes a while.
var rsaKey = sync.OnceValue(func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 2048)) })

func newSigner(alg cose.Algorithm) signer {
	var key crypto.Signer
	switch alg {
	case cose.AlgorithmES256:
		key = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	case cose.AlgorithmES384:
		key = must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	case cose.AlgorithmES512:
		key = must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader))
	case cose.AlgorithmEdDSA:
		_, k, err := ed25519.GenerateKey(rand.Reader)
		key = must(k, err)
	default:
		key = rsaKey()
	}
	return signer{key, certify(key, alg == cose.AlgorithmPS384)}
}

// certify makes a chain of a leaf and a root. pss makes the leaf's key one for
// RSASSA-PSS alone.
func certify(key crypto.Signer, pss bool) [][]byte {
	rootKey, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test Root"}, NotBefore: time.Unix(1.6e9, 0),
		NotAfter: time.Unix(4e9, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Test Signer", Organization: []string{"Test House"}},
		NotBefore: root.NotBefore, NotAfter: root.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}}
	rootDER, _ := x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey)
	root, _ = x509.ParseCertificate(rootDER)
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, root, key.Public(), rootKey)
	if err != nil {
		panic(err)
	}
	if pss {
		leafDER = withPSSKey(leafDER, rootKey)
	}
	return [][]byte{leafDER, rootDER}
}

func withPSSKey(der []byte, rootKey *ecdsa.PrivateKey) []byte {
	cert, _ := x509.ParseCertificate(der)
	pkcs1 := x509.MarshalPKCS1PublicKey(cert.PublicKey.(*rsa.PublicKey))
	spki, _ := asn1.Marshal(struct {
		Algorithm struct{ Algorithm asn1.ObjectIdentifier }
		Key       asn1.BitString
	}{struct{ Algorithm asn1.ObjectIdentifier }{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}}, asn1.BitString{Bytes: pkcs1, BitLength: 8 * len(pkcs1)}})
	var tbs asn1.RawValue
	_, _ = asn1.Unmarshal(cert.RawTBSCertificate, &tbs)
	inner := bytes.Replace(tbs.Bytes, cert.RawSubjectPublicKeyInfo, spki, 1)
	raw, _ := asn1.Marshal(asn1.RawValue{Class: tbs.Class, Tag: tbs.Tag, IsCompound: true, Bytes: inner})
	digest := sha256.Sum256(raw)
	signature, _ := ecdsa.SignASN1(rand.Reader, rootKey, digest[:])
	out, _ := asn1.Marshal(struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{asn1.RawValue{FullBytes: raw}, pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}},
		asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}})
	return out
}

func newForge(alg cose.Algorithm) *forge {
	s := newSigner(alg)
	return &forge{alg: alg, key: s.key, chain: s.chain, version: 1, segment: 60000,
		extra: []named{{"c2pa.actions", map[string]any{"actions": []any{map[string]any{"action": "c2pa.created", "when": "2026-01-02T03:04:05Z",
			"softwareAgent":     "Test Camera",
			"digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}}}}}}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func rawBox(kind string, data ...[]byte) []byte {
	body := bytes.Join(data, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

func superbox(kind, label string, contents ...[]byte) []byte {
	uuid := kindUUID(kind)
	description := rawBox("jumd", uuid[:], []byte{3}, []byte(label), []byte{0})
	return rawBox("jumb", append([][]byte{description}, contents...)...)
}

// store makes a manifest store; binding is the assertion that binds it.
func (f *forge) store(binding named) []byte {
	list := f.extra
	if !f.noBinding {
		list = append([]named{binding}, list...)
	}
	var assertions [][]byte
	var uris []hashedURI
	for _, a := range list {
		b := superbox("cbor", a.label, rawBox("cbor", must(cbor.Marshal(a.value))))
		digest := sha256.Sum256(b[8:])
		assertions = append(assertions, b)
		uris = append(uris, hashedURI{URL: "self#jumbf=c2pa.assertions/" + a.label, Hash: digest[:]})
	}
	claim := map[string]any{"alg": "sha256", "signature": "self#jumbf=c2pa.signature", "instanceID": "xmp:iid:1", "dc:title": "A test"}
	label := "c2pa.claim"
	if f.version == 1 {
		claim["assertions"], claim["claim_generator"] = uris, "test/1"
		claim["dc:format"] = "image/jpeg"
	} else {
		label = "c2pa.claim.v2"
		claim["created_assertions"], claim["claim_generator_info"] = uris, map[string]any{"name": "Test", "version": "2"}
		claim["signature"] = "self#jumbf=/c2pa/urn:c2pa:1/c2pa.signature"
	}
	if f.claimed != nil {
		f.claimed(claim)
	}
	raw := must(cbor.Marshal(claim))
	msg := cose.NewSign1Message()
	msg.Headers.Protected.SetAlgorithm(f.alg)
	chain := []any{}
	for _, c := range f.chain {
		chain = append(chain, c)
	}
	msg.Headers.Protected[int64(33)] = chain
	maps.Copy(msg.Headers.Unprotected, f.unsigned)
	if msg.Payload = raw; f.signed != nil {
		msg.Payload = f.signed(raw)
	}
	if err := msg.Sign(rand.Reader, nil, must(cose.NewSigner(f.alg, f.key))); err != nil {
		panic(err)
	}
	msg.Payload = f.attached
	if f.stored != nil {
		assertions = f.stored(assertions)
	}
	return superbox("c2pa", "c2pa", superbox("c2ma", "urn:c2pa:1", superbox("c2as", "c2pa.assertions", assertions...),
		superbox("c2cl", label, rawBox("cbor", raw)), superbox("c2cs", "c2pa.signature", rawBox("cbor", must(msg.MarshalCBOR())))))
}

// segments wraps a store in APP11 segments.
func (f *forge) segments(store []byte) []byte {
	var out []byte
	for rest, z := store[8:], uint32(1); len(rest) > 0; z++ {
		n := min(len(rest), f.segment)
		content := append(append([]byte("JP\x00\x01"), binary.BigEndian.AppendUint32(nil, z)...), store[:8]...)
		content = append(content, rest[:n]...)
		rest = rest[n:]
		out = append(append(out, 0xff, 0xeb), binary.BigEndian.AppendUint16(nil, uint16(2+len(content)))...)
		out = append(out, content...)
	}
	return out
}

// put signs a file: wrap makes of a store what goes in at offset.
func (f *forge) put(original []byte, offset int, wrap func([]byte) []byte) []byte {
	digest := sha256.Sum256(original)
	length := 0
	for range 10 {
		holes := []hole{{offset, length}}
		if f.hole != nil {
			holes = f.hole(offset, offset+length)
		}
		binding := named{"c2pa.hash.data", map[string]any{"exclusions": holes, "alg": "sha256", "hash": digest[:], "name": "test", "pad": []byte{}}}
		if f.bmff != nil {
			binding = named{"c2pa.hash.bmff.v3", f.bmff(offset, length)}
		}
		if f.boxes {
			binding = named{"c2pa.hash.boxes", boxList(original)}
		}
		wrapped := wrap(f.store(binding))
		if len(wrapped) == length {
			return bytes.Join([][]byte{original[:offset], wrapped, original[offset:]}, nil)
		}
		length = len(wrapped)
	}
	panic("the length never settles")
}

// boxList makes the boxes of a JPEG whose store will stand behind SOI.
func boxList(original []byte) any {
	c := &container{file: bytes.NewReader(original), size: int64(len(original))}
	if err := c.jpeg(); err != nil {
		panic(err)
	}
	var list []any
	for i, p := range c.pieces {
		digest := sha256.Sum256(original[p.start:p.end])
		list = append(list, map[string]any{"names": []string{p.name}, "hash": digest[:], "pad": []byte{}})
		if i == 0 {
			list = append(list, map[string]any{"names": []string{"C2PA"}, "hash": []byte{0}, "pad": []byte{}})
		}
	}
	return map[string]any{"alg": "sha256", "boxes": list}
}

func picture() image.Image {
	m := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		m.SetGray(i%16, i/16, color.Gray{Y: uint8(i)})
	}
	return m
}

func plainJPEG() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (f *forge) jpeg() []byte { return f.put(plainJPEG(), 2, f.segments) }

func (f *forge) png() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		panic(err)
	}
	return f.put(b.Bytes(), 33, func(store []byte) []byte {
		chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(store))), "caBX"...)
		return append(append(chunk, store...), 1, 2, 3, 4)
	})
}

func read(t testing.TB, file []byte) *Report {
	t.Helper()
	r, err := Read(bytes.NewReader(file), int64(len(file)), "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}
