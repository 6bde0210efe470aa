package main

import (
	"io"
	"os"

	"sijill.example/sijill"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/redaction"
)

// entryIn reads an entry file, where the file is one.
func entryIn(f *os.File) (redaction.EntryFile, bool) {
	defer func() { _, _ = f.Seek(0, io.SeekStart) }()
	entry, err := redaction.ParseEntryFile(f)
	return entry, err == nil
}

// checkEntry proves an entry file by the key that the reader trusts.
func (p *program) checkEntry(f redaction.EntryFile, key string) error {
	use := key
	if use == "" {
		use = f.VerifierKey
	}
	v, err := keyring.ParseVerifierKey(use)
	if err != nil {
		return err
	}
	r := redaction.CheckEntry(f, v)
	if p.json {
		err = p.fact(r)
	} else {
		p.sayEntry(r, f.VerifierKey, key != "")
	}
	if err == nil && !r.OK {
		return told(sijill.Wanting)
	}
	return err
}

func (p *program) sayEntry(r redaction.EntryReport, own string, trusted bool) {
	for _, f := range r.Findings {
		p.say("%s", sijill.Printable(f))
	}
	if !r.OK {
		p.say("NOT proved: %s", count(len(r.Findings), "finding"))
		return
	}
	p.say("Proved: this is entry %d of %d that %s signed (%s); %s withheld", r.Index, r.TreeSize, r.Origin, sijill.Printable(r.Kind), count(r.Withheld, "part"))
	if !trusted {
		p.say("hint: the file brings its own key (%s). Give with --key the one that you have from the archive itself.", sijill.Printable(own))
	}
}
