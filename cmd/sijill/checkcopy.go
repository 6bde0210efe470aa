package main

import (
	"io"
	"os"

	"sijill.example/sijill"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/redaction"
)

// maxCopy bounds a copy that is checked, in bytes: more than a lossless picture of
// 120 megapixels.
const maxCopy = 600 << 20

// checkCopy proves a redacted copy by the proof beside it.
func (p *program) checkCopy(path string, proof io.Reader, key string) error {
	f, err := redaction.ParseProofFile(proof)
	if err != nil {
		return &sijill.Error{Class: sijill.Wanting, Message: "The proof cannot be read.", Err: err}
	}
	use := key
	if use == "" {
		use = f.VerifierKey
	}
	v, err := keyring.ParseVerifierKey(use)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The copy cannot be read.", Err: err}
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxCopy+1))
	if err != nil || len(content) > maxCopy {
		return &sijill.Error{Class: sijill.Failed, Message: "The copy cannot be read, or is larger than any copy.", Err: err}
	}
	r := redaction.Check(content, f, v)
	if p.json {
		err = p.fact(r)
	} else {
		p.sayCopy(r, f.VerifierKey, key != "")
	}
	if err == nil && !r.OK {
		return told(sijill.Wanting)
	}
	return err
}

func (p *program) sayCopy(r redaction.Report, own string, trusted bool) {
	for _, f := range r.Findings {
		p.say("%s", sijill.Printable(f))
	}
	if !r.OK {
		p.say("NOT proved: %s", count(len(r.Findings), "finding"))
		return
	}
	p.say("Proved: all that this %s shows is what %s committed to (entry %d of %d); %d of %d parts are withheld", r.Form, r.Origin, r.Index, r.TreeSize, r.Withheld, r.Pieces)
	if r.Shortened > 0 {
		p.say("Of %s words are withheld; the others in it are proved", count(r.Shortened, "part"))
	}
	if r.At != "" {
		p.say("The commitment was entered at %s", sijill.Printable(r.At))
	}
	if !trusted {
		p.say("The key is the proof's own: %s", own)
		p.say("hint: compare it with one that you have from the archive itself, or check again with --key.")
	}
}
