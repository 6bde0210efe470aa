package proofmode

import (
	"bufio"
	"bytes"
	"crypto"
	_ "crypto/sha1" // old signatures are told, not hidden
	_ "crypto/sha256"
	_ "crypto/sha512"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"sijill.example/sijill"
)

// SignatureState is what became of checking a signature.
type SignatureState string

// The states. A valid signature says that the holder of the key signed these very
// bytes; who that is, the key does not prove.
const (
	SignatureValid        SignatureState = "valid"
	SignatureNotValid     SignatureState = "not valid"
	SignatureKeyNotGiven  SignatureState = "key not given"
	SignatureNotSupported SignatureState = "not supported"
)

// Signed is what a detached OpenPGP signature says (RFC 4880, RFC 9580).
type Signed struct {
	State SignatureState
	Why   string // one sentence, where State is not valid
	// KeyID is the 64-bit number of the signing key, 16 hexadecimal digits, and
	// Fingerprint the whole one where the signature or the key gives it. Both name
	// the holder of a phone: they are identity data.
	KeyID, Fingerprint string
	// At is when the signer's clock says that it signed. Nobody else attests it.
	At time.Time
	// Algorithm is the kind of key and Hash the digest, "RSA" and "SHA-256".
	Algorithm, Hash string
	// Notes say what is weak or odd, a sentence each.
	Notes []string
}

// Limits of signatures and keys, in bytes and packets.
const (
	maxSignature = 64 << 10
	maxKey       = 4 << 20
	maxPackets   = 16
)

// CheckSignature checks a detached signature, binary or armored, over the bytes of
// signed. key may be nil: then the signature is only read. The key may be armored
// or binary and may hold many. The error is about reading; what is wrong with the
// signature is in the result.
func CheckSignature(signed, signature, key io.Reader) (Signed, error) {
	raw, err := readAtMost(signature, maxSignature, "signature")
	if err != nil {
		return Signed{}, err
	}
	sigs, err := signatures(raw)
	if err != nil {
		return Signed{State: SignatureNotSupported, Why: "The signature cannot be read: " + err.Error() + "."}, nil
	}
	var ring openpgp.EntityList
	if key != nil {
		if ring, err = readKeys(key); err != nil {
			return Signed{}, err
		}
	}
	sig, k := choose(sigs, ring)
	s := describe(sig)
	switch {
	case sig.SigType != packet.SigTypeBinary && sig.SigType != packet.SigTypeText:
		s.State, s.Why = SignatureNotSupported, "The signature is not one of a document."
		return s, nil
	case k == nil && key == nil:
		s.State, s.Why = SignatureKeyNotGiven, "The signature was read and not checked."
		return s, nil
	case k == nil:
		s.State, s.Why = SignatureKeyNotGiven, "The key that was given is not the one that signed."
		return s, nil
	case !sig.Hash.Available() || sig.Hash == crypto.MD5:
		s.State, s.Why = SignatureNotSupported, "A signature over "+s.Hash+" proves nothing and is not checked."
		return s, nil
	}
	s.Fingerprint = fmt.Sprintf("%X", k.PublicKey.Fingerprint)
	s.noteKey(k, sig)
	h, err := sig.PrepareVerify()
	if err != nil {
		s.State, s.Why = SignatureNotSupported, "The signature cannot be checked: "+err.Error()+"."
		return s, nil
	}
	hashed := h
	if sig.SigType == packet.SigTypeText {
		hashed = openpgp.NewCanonicalTextHash(h)
	}
	if _, err := io.Copy(hashed, signed); err != nil {
		return Signed{}, err
	}
	if err := k.PublicKey.VerifySignature(h, sig); err != nil {
		s.State, s.Why = SignatureNotValid, "These are not the bytes that were signed, or the signature was changed."
		return s, nil
	}
	s.State = SignatureValid
	return s, nil
}

// choose prefers a signature for which there is a key.
func choose(sigs []*packet.Signature, ring openpgp.EntityList) (*packet.Signature, *openpgp.Key) {
	for _, sig := range sigs {
		if sig.IssuerKeyId == nil {
			continue
		}
		if keys := ring.KeysById(*sig.IssuerKeyId); len(keys) > 0 {
			return sig, &keys[0]
		}
	}
	return sigs[0], nil
}

func describe(sig *packet.Signature) Signed {
	s := Signed{At: sig.CreationTime.UTC(), Hash: sig.Hash.String(), Algorithm: algorithm(sig.PubKeyAlgo)}
	if sig.IssuerKeyId != nil {
		s.KeyID = fmt.Sprintf("%016X", *sig.IssuerKeyId)
	}
	if len(sig.IssuerFingerprint) > 0 {
		s.Fingerprint = fmt.Sprintf("%X", sig.IssuerFingerprint)
	}
	switch sig.Hash {
	case crypto.SHA1, crypto.MD5, crypto.RIPEMD160:
		s.Notes = append(s.Notes, "It signs a digest by "+s.Hash+", for which two files of the same digest can be made.")
	}
	if sig.PubKeyAlgo == packet.PubKeyAlgoDSA {
		s.Notes = append(s.Notes, "DSA is an old kind of key that is no longer made.")
	}
	return s
}

func (s *Signed) noteKey(k *openpgp.Key, sig *packet.Signature) {
	if bits, err := k.PublicKey.BitLength(); err == nil && bits < 2048 &&
		(sig.PubKeyAlgo == packet.PubKeyAlgoDSA || sig.PubKeyAlgo == packet.PubKeyAlgoRSA || sig.PubKeyAlgo == packet.PubKeyAlgoRSASignOnly) {
		s.Notes = append(s.Notes, fmt.Sprintf("The key has %d bits, which is too few today.", bits))
	}
	if k.PublicKey.CreationTime.After(sig.CreationTime) {
		s.Notes = append(s.Notes, "The key says that it was made after it signed.")
	}
	if k.SelfSignature != nil && k.PublicKey.KeyExpired(k.SelfSignature, sig.CreationTime) {
		s.Notes = append(s.Notes, "The key was not in force when it signed.")
	}
	if len(k.Entity.Revocations) > 0 || len(k.Revocations) > 0 {
		s.Notes = append(s.Notes, "The key was revoked by its holder.")
	}
	if k.SelfSignature != nil && k.SelfSignature.FlagsValid && !k.SelfSignature.FlagSign {
		s.Notes = append(s.Notes, "The key was not made for signing.")
	}
}

func algorithm(a packet.PublicKeyAlgorithm) string {
	switch a {
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSASignOnly:
		return "RSA"
	case packet.PubKeyAlgoDSA:
		return "DSA"
	case packet.PubKeyAlgoECDSA:
		return "ECDSA"
	case packet.PubKeyAlgoEdDSA:
		return "EdDSA"
	case packet.PubKeyAlgoEd25519:
		return "Ed25519"
	case packet.PubKeyAlgoEd448:
		return "Ed448"
	}
	return fmt.Sprintf("algorithm %d", a)
}

// signatures reads the packets of a detached signature.
func signatures(raw []byte) (sigs []*packet.Signature, err error) {
	body, err := dearmor(raw, openpgp.SignatureType)
	if err != nil {
		return nil, err
	}
	packets := packet.NewReader(body)
	for range maxPackets {
		p, err := packets.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		sig, ok := p.(*packet.Signature)
		if !ok {
			return nil, errors.New("it holds something else than a signature")
		}
		sigs = append(sigs, sig)
	}
	if len(sigs) == 0 {
		return nil, errors.New("there is no signature of a supported kind in it")
	}
	return sigs, nil
}

func readKeys(key io.Reader) (openpgp.EntityList, error) {
	raw, err := readAtMost(key, maxKey, "key")
	if err != nil {
		return nil, err
	}
	body, err := dearmor(raw, openpgp.PublicKeyType)
	if err == nil {
		var ring openpgp.EntityList
		if ring, err = openpgp.ReadKeyRing(body); err == nil {
			return ring, nil
		}
	}
	return nil, &sijill.Error{Class: sijill.Failed, Message: "The key cannot be read.",
		Hint: "Give the OpenPGP public key (pubkey.asc) that the phone shared with its proofs.", Err: err}
}

// dearmor gives the binary form of an OpenPGP object (RFC 4880, section 6).
func dearmor(raw []byte, kind string) (io.Reader, error) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\ufeff")), " \t\r\n")
	if !bytes.HasPrefix(trimmed, []byte("-----BEGIN")) {
		return bytes.NewReader(raw), nil
	}
	block, err := armor.Decode(bufio.NewReader(bytes.NewReader(trimmed)))
	if err != nil {
		return nil, err
	}
	if block.Type != kind {
		return nil, fmt.Errorf("it is a %s", block.Type)
	}
	return block.Body, nil
}

func readAtMost(r io.Reader, limit int64, what string) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, &sijill.Error{Class: sijill.Refused, Message: "The " + what + " is bigger than any true one.",
			Hint: "Look whether the file is an OpenPGP " + what + " at all.", Err: fmt.Errorf("more than %d bytes", limit)}
	}
	return b, nil
}
