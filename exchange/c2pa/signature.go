package c2pa

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"
)

// maxChain is how many certificates a signature may bring.
const maxChain = 10

// checkSignature checks the COSE_Sign1 (RFC 9052) over the claim.
func (r *Report) checkSignature(data, claim []byte) {
	msg, err := parseSign1(data)
	if err != nil {
		r.add(checkSignature, Failed, "The signature cannot be read: %v.", err)
		return
	}
	if msg.Payload != nil && !bytes.Equal(msg.Payload, claim) {
		r.add(checkSignature, Failed, "The signature brings another claim than the one in the manifest.")
		return
	}
	msg.Payload = claim
	alg, err := msg.Headers.Protected.Algorithm()
	if err != nil {
		r.add(checkSignature, Failed, "The signature does not say how it was made.")
		return
	}
	r.Algorithm = alg.String()
	if _, critical := msg.Headers.Protected[int64(2)]; critical {
		r.add(checkSignature, Unsupported, "The signature has conditions that are not known.")
		return
	}
	chain, err := chainOf(msg)
	if err != nil {
		r.add(checkCertificate, Failed, "The certificate cannot be read: %v.", err)
		return
	}
	leaf := chain[0]
	r.SignedBy, r.Issuer = nameOf(leaf.Subject), nameOf(leaf.Issuer)
	r.add(checkTrust, Unsupported, "Signed by %q, not on a trusted list: there is none here, and the name is what the certificate says of itself.", r.SignedBy)
	if err := checkChain(chain); err != nil {
		r.add(checkCertificate, Failed, "The certificate cannot be relied upon: %v.", err)
	} else {
		r.add(checkCertificate, OK, "The %d certificates fit each other; the signer's is for %s to %s.", len(chain),
			leaf.NotBefore.UTC().Format("2006-01-02"), leaf.NotAfter.UTC().Format("2006-01-02"))
	}
	r.readTimestamp(msg)
	switch err := verify(msg, alg, leaf); {
	case err == nil:
		r.add(checkSignature, OK, "The claim is signed with the key of the certificate.")
	case isUnsupported(err):
		r.add(checkSignature, Unsupported, "The signature is not checked: %v.", err)
	default:
		r.add(checkSignature, Failed, "The claim is not what the key of the certificate signed.")
	}
}

func parseSign1(data []byte) (*cose.Sign1Message, error) {
	var msg cose.Sign1Message
	if len(data) > 0 && data[0] == 0xd2 { // tag 18
		return &msg, msg.UnmarshalCBOR(data)
	}
	var untagged cose.UntaggedSign1Message
	if err := untagged.UnmarshalCBOR(data); err != nil {
		return nil, err
	}
	msg = cose.Sign1Message(untagged)
	return &msg, nil
}

// chainOf reads the certificates, the signer's first, from the protected header
// (label 33, RFC 9360) or, as before version 1.3, from the other one by name.
func chainOf(msg *cose.Sign1Message) ([]*x509.Certificate, error) {
	var value any
	found := 0
	for _, header := range []map[any]any{msg.Headers.Protected, msg.Headers.Unprotected} {
		for _, key := range []any{int64(33), "x5chain"} {
			if v, ok := header[key]; ok {
				value = v
				found++
			}
		}
	}
	if found != 1 {
		return nil, fmt.Errorf("the signature brings %d chains of certificates", found)
	}
	var chain []*x509.Certificate
	var ders []any
	switch v := value.(type) {
	case []byte:
		ders = []any{v}
	case []any:
		ders = v
	}
	if len(ders) == 0 || len(ders) > maxChain {
		return nil, fmt.Errorf("the signature brings %d certificates", len(ders))
	}
	for _, d := range ders {
		der, ok := d.([]byte)
		if !ok {
			return nil, errors.New("a certificate is not one")
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, err
		}
		if err := fillKey(cert); err != nil {
			return nil, err
		}
		chain = append(chain, cert)
	}
	return chain, nil
}

// fillKey reads the key of a certificate whose key is for RSASSA-PSS alone
// (RFC 4055): crypto/x509 knows the certificate and leaves its key out.
func fillKey(cert *x509.Certificate) error {
	if cert.PublicKey != nil {
		return nil
	}
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if rest, err := asn1.Unmarshal(cert.RawSubjectPublicKeyInfo, &info); err != nil || len(rest) > 0 {
		return errors.New("the key of a certificate cannot be read")
	}
	if !info.Algorithm.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}) {
		return nil // a key of an unknown kind; whoever uses it says so
	}
	key, err := x509.ParsePKCS1PublicKey(info.Key.RightAlign())
	if err != nil {
		return err
	}
	cert.PublicKey, cert.PublicKeyAlgorithm = key, x509.RSA
	return nil
}

// checkChain checks that each certificate is signed by the next, and that the
// first may sign and is no authority.
func checkChain(chain []*x509.Certificate) error {
	leaf := chain[0]
	if leaf.BasicConstraintsValid && leaf.IsCA {
		return errors.New("the signer's certificate is that of an authority")
	}
	if leaf.KeyUsage != 0 && leaf.KeyUsage&x509.KeyUsageDigitalSignature == 0 {
		return errors.New("the signer's certificate is not for signatures")
	}
	for i, cert := range chain[1:] {
		if !bytes.Equal(chain[i].RawIssuer, cert.RawSubject) || !cert.BasicConstraintsValid || !cert.IsCA {
			return errors.New("a certificate is not by the authority that follows it")
		}
		if err := cert.CheckSignature(chain[i].SignatureAlgorithm, chain[i].RawTBSCertificate, chain[i].Signature); err != nil {
			return errors.New("a certificate is not signed by the authority that follows it")
		}
	}
	return nil
}

// verify checks the signature over the claim. Only the algorithms that C2PA allows
// (section 13.2) are tried.
func verify(msg *cose.Sign1Message, alg cose.Algorithm, leaf *x509.Certificate) error {
	var key crypto.PublicKey
	switch alg {
	case cose.AlgorithmES256, cose.AlgorithmES384, cose.AlgorithmES512:
		key, _ = leaf.PublicKey.(*ecdsa.PublicKey)
		if k, ok := leaf.PublicKey.(*ecdsa.PublicKey); !ok || k == nil {
			return errors.New("the key is not of this kind")
		}
	case cose.AlgorithmPS256, cose.AlgorithmPS384, cose.AlgorithmPS512:
		k, ok := leaf.PublicKey.(*rsa.PublicKey)
		if !ok || k.N.BitLen() < 2048 || k.N.BitLen() > 16384 {
			return errors.New("the key is not of this kind, or of a bad size")
		}
		key = k
	case cose.AlgorithmEdDSA:
		k, ok := leaf.PublicKey.(ed25519.PublicKey)
		if !ok {
			return errors.New("the key is not of this kind")
		}
		key = k
	default:
		return unsupportedError(fmt.Sprintf("the algorithm %v is not one of C2PA", alg))
	}
	verifier, err := cose.NewVerifier(alg, key)
	if err != nil {
		return err
	}
	return msg.Verify(nil, verifier)
}

// nameOf gives what a certificate calls somebody.
func nameOf(n pkix.Name) string {
	name := n.CommonName
	if len(n.Organization) > 0 && n.Organization[0] != name {
		if name != "" {
			name += ", "
		}
		name += n.Organization[0]
	}
	return name
}

// readTimestamp reads the time in a timestamp token (RFC 3161) without checking it.
func (r *Report) readTimestamp(msg *cose.Sign1Message) {
	for _, key := range []string{"sigTst2", "sigTst"} {
		value, ok := msg.Headers.Unprotected[key]
		if !ok {
			continue
		}
		r.add(checkTimestamp, Unsupported, "There is a timestamp; who made it is not checked, so its time is not proved.")
		raw, err := cbor.Marshal(value)
		if err != nil {
			return
		}
		var container struct {
			Tokens []struct {
				Value []byte `cbor:"val"`
			} `cbor:"tstTokens"`
		}
		if decode(raw, &container) != nil || len(container.Tokens) == 0 {
			return
		}
		if at, ok := timeOf(container.Tokens[0].Value); ok {
			r.SignedAt, r.SignedAtFrom = at, "a timestamp in the signature, which is not checked"
		}
		return
	}
}
