// Package c2pa reads the Content Credentials in a file (C2PA Technical
// Specification 1.3 to 2.2), without network and without a list of trusted
// signers: it finds the manifest store, checks the signature of the claim, that
// each assertion is the one that was claimed, and that the file is the one that
// was signed. What it finds is never more than "valid, signer not trusted": a
// certificate says a name, and nobody here vouches for it. It knows no store.
package c2pa
