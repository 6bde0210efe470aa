// Package proofmode reads what ProofMode, the Guardian Project's application for
// phones, leaves beside a photo or film: the table of what the phone knew when it
// was taken, and detached OpenPGP signatures of both. It keeps apart what names a
// device or its owner, compares the rest with what the photo says of itself, and
// checks the signatures. What a proof says is what a phone said; nothing here is
// proved by it but that the holder of a key signed. It knows no store.
package proofmode
