// Package sijill is the vocabulary of the register: numbers, digests, kinds of
// entry, dates that may be uncertain, names kept byte for byte. It does no input
// or output, so that anybody who checks what an archive has published can import
// it alone.
package sijill
