package redaction

import (
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill/register"
)

// EntryFormat names the layout of an entry file.
const EntryFormat = "sijill-entry/1"

// EntryFile shows part of an entry of the register and proves it, as one JSON object.
type EntryFile struct {
	Format      string `json:"format"`
	Entry       string `json:"entry"`     // SD-JWT, RFC 9901, with what may be seen
	Inclusion   string `json:"inclusion"` // C2SP tlog-proof
	VerifierKey string `json:"verifier_key"`
}

// ParseEntryFile reads an entry file.
func ParseEntryFile(r io.Reader) (EntryFile, error) {
	var f EntryFile
	d := json.NewDecoder(io.LimitReader(r, maxProof))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, fmt.Errorf("this is not an entry file: %w", err)
	}
	if f.Format != EntryFormat {
		return f, fmt.Errorf("the entry file is of the format %q, and this program reads %s", f.Format, EntryFormat)
	}
	return f, nil
}

// EntryReport tells what the check of an entry file came to.
type EntryReport struct {
	OK       bool           `json:"ok"`
	Findings []string       `json:"findings"`
	Origin   string         `json:"origin,omitempty"`
	Index    int64          `json:"index"`
	TreeSize int64          `json:"tree_size,omitempty"`
	Kind     string         `json:"kind,omitempty"`
	Fields   map[string]any `json:"fields,omitempty"`
	// Withheld counts elements of lists that are there and are not shown.
	Withheld int `json:"withheld"`
}

// CheckEntry proves an entry file by the key of the archive that the reader trusts.
func CheckEntry(f EntryFile, v note.Verifier) EntryReport {
	r := EntryReport{Findings: []string{}, Origin: v.Name()}
	entry, err := register.ParseEntry(f.Entry)
	if err == nil {
		var o register.Opened
		if o, err = entry.Check(v); err == nil {
			r.Kind, r.Fields, r.Withheld = string(o.Kind), o.Fields, o.Gaps
			if o.Subject != "" {
				r.Fields["subject"] = string(o.Subject)
			}
		}
	}
	if err != nil {
		r.Findings = append(r.Findings, fmt.Sprintf("the entry is not one that this archive signed: %v", err))
		return r
	}
	p, err := register.ParseProof([]byte(f.Inclusion))
	if err == nil {
		var c register.Checkpoint
		c, err = register.CheckInclusion(entry.Leaf, p, v)
		r.Index, r.TreeSize = p.Index, c.Size
	}
	if err != nil {
		r.Findings = append(r.Findings, fmt.Sprintf("the entry is not proved to be in the register: %v", err))
	}
	r.OK = len(r.Findings) == 0
	return r
}
