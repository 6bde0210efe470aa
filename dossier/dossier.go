// Package dossier puts exhibits together so that a stranger can check them with
// nothing but the file: the originals, the register's entries about them, a
// proof for each entry, the checkpoint, the key, and a page that tells the
// custody. It is a BagIt 1.0 bag (RFC 8493) in a ZIP file.
//
//	index.html                      the page, a function of what follows
//	data/dossier.json               what was put together, and what is withheld
//	data/verifier-key.txt, .pem     the archive's key, for Sijill and for openssl
//	data/checkpoint                 C2SP tlog-checkpoint
//	data/entries/N.sd-jwt           RFC 9901, with the disclosures that are shown
//	data/proofs/N.tlog-proof        C2SP tlog-proof
//	data/originals/NUMBER/NAME      the bytes
package dossier

import (
	"encoding/json"
	"fmt"
	"mime"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/bagit"
	"sijill.example/sijill/register"
)

// Format names the layout of a dossier, in dossier.json.
const Format = "sijill-dossier/1"

const (
	root           = "dossier" // the directory in the ZIP
	entriesDir     = "data/entries/"
	proofsDir      = "data/proofs/"
	originalsDir   = "data/originals/"
	summaryPath    = "data/dossier.json"
	keyPath        = "data/verifier-key.txt"
	pemPath        = "data/verifier-key.pem"
	checkpointPath = "data/checkpoint"
	pagePath       = "index.html"
	entryEnding    = ".sd-jwt"
	proofEnding    = ".tlog-proof"
)

// summary is data/dossier.json.
type summary struct {
	Format   string          `json:"format"`
	Numbers  []sijill.Number `json:"numbers"`  // what it is about; other things may be told of
	Withheld []string        `json:"withheld"` // fields left out of every entry
}

// about is the set of Numbers. Others may be told of too, as the table is that a
// thing was made of; their originals are not in the dossier.
func (s summary) about() map[sijill.Number]bool {
	set := make(map[sijill.Number]bool, len(s.Numbers))
	for _, n := range s.Numbers {
		set[n] = true
	}
	return set
}

func (s summary) encode() ([]byte, error) {
	b, err := json.MarshalIndent(s, "", "  ")
	return append(b, '\n'), err
}

// shown is an entry of the dossier, with what it discloses there.
type shown struct {
	index int64
	entry register.Entry
	register.Opened
}

// neverShown are fields that tell of things other than what the dossier is
// about: the names of files that were refused from the same deposit, and the
// numbers of other things.
func neverShown() []string { return []string{"refused"} }

// bound are fields without which nothing could be proved.
func bound() []string {
	return []string{sijill.FieldKind, sijill.FieldSubject, catalog.FieldDigest}
}

// withhold leaves the disclosures of some fields out of an entry.
func withhold(e register.Entry, names []string) register.Entry {
	out := register.Entry{Leaf: e.Leaf}
	dropped := false
	for _, d := range e.Disclosures {
		name := register.NameOfDisclosure(d)
		if slices.Contains(names, name) || slices.Contains(neverShown(), name) {
			dropped = true
			continue
		}
		out.Disclosures = append(out.Disclosures, d)
	}
	if !dropped {
		return e
	}
	return out.WithoutStrays()
}

func entryPath(index int64) string { return entriesDir + strconv.FormatInt(index, 10) + entryEnding }
func proofPath(index int64) string { return proofsDir + strconv.FormatInt(index, 10) + proofEnding }

// indexIn reads the index from the path of an entry or a proof.
func indexIn(path, dir, ending string) (int64, bool) {
	rest, ok := strings.CutPrefix(path, dir)
	if !ok {
		return 0, false
	}
	digits, ok := strings.CutSuffix(rest, ending)
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, ok && err == nil && n >= 0 && strconv.FormatInt(n, 10) == digits
}

// originalPath is where the original of an exhibit stands: under its number, by
// its own name made safe for every system. Where the name is withheld it is
// called after its format.
func originalPath(o register.Opened) string {
	name := sijill.NameOf(o.Fields)
	if name == "" {
		name = "original"
		if media, ok := o.Fields["media_type"].(string); ok {
			name += sijill.Name(ending(media))
		}
	}
	return originalsDir + string(o.Subject) + "/" + bagit.SafeName([]byte(name), map[string]bool{})
}

// ending gives a file ending for a format, always the same one.
func ending(media string) string {
	base, _, err := mime.ParseMediaType(media)
	if err != nil {
		return ""
	}
	switch base {
	case "image/jpeg":
		return ".jpg"
	case "text/plain":
		return ".txt"
	case "video/quicktime":
		return ".mov"
	}
	_, sub, _ := strings.Cut(base, "/")
	for _, r := range sub {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return ".bin"
		}
	}
	return "." + sub
}

// exhibitIn gives the digest of the exhibit that an entry enters, and false for
// every other entry and for exhibits without bytes.
func exhibitIn(o register.Opened) (sijill.Digest, bool) {
	text, ok := o.Fields[catalog.FieldDigest].(string)
	if !ok || o.Kind != sijill.ExhibitEntered {
		return sijill.Digest{}, false
	}
	d, err := sijill.ParseDigest(text)
	return d, err == nil
}

func entryName(index int64) string { return fmt.Sprintf("entry %d", index) }
