// Package archive opens an archive's directory and wires its parts together in
// plain sight. It is the one writer: whoever opens an archive for writing holds
// its lock, and finishes first what an earlier process left unfinished. That is
// the ordinary way to start; there is no other recovery.
//
//	sijill.toml     what the archive is called and signs as
//	keys/           the key that signs the register
//	register.db     the entries, with what they disclose       (truth)
//	blobs/          the originals                              (truth)
//	log/            checkpoint and tiles, for any file server  (derived)
//	catalog.db      what can be asked                          (derived)
//	derived.db      what the originals say, and copies of them (derived)
//	built.jsonl     what the last edition was made of          (derived)
//	unfinished      there while bytes and entries may disagree
//	lock            locked by the one writer
package archive

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/internal/durable"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
)

const (
	configFile     = "sijill.toml"
	keysDir        = "keys"
	registerFile   = "register.db"
	blobsDir       = "blobs"
	logDir         = "log"
	catalogFile    = "catalog.db"
	derivedFile    = "derived.db"
	builtFile      = "built.jsonl"
	unfinishedFile = "unfinished"
	lockFile       = "lock"
)

// layoutVersion is the version of the directory's layout that this program
// writes and understands.
const layoutVersion = 1

// config is the file sijill.toml.
type config struct {
	Layout int    `toml:"layout"` // the version of the directory's layout
	Name   string `toml:"name"`   // what the archive is called, for people
	Origin string `toml:"origin"` // what it signs as; it is in every entry and never changes

	Translate Translating `toml:"translate,omitempty"`
}

// Translating says which machine may be asked for drafts of translations; none where
// URL is "". It speaks the protocol of LibreTranslate.
type Translating struct {
	URL string `toml:"url,omitempty"`
	Key string `toml:"key,omitempty"`
}

func readConfig(dir string) (config, error) {
	var c config
	raw, err := os.ReadFile(filepath.Join(dir, configFile))
	if errors.Is(err, fs.ErrNotExist) {
		if whole, err := filepath.Abs(dir); err == nil { // "." says little, and ends a sentence twice
			dir = whole
		}
		return c, &sijill.Error{Class: sijill.NotFound, Message: fmt.Sprintf("There is no archive in %s.", sijill.Name(dir).Display()),
			Hint: "Name one with --archive DIR or SIJILL_ARCHIVE, go into its directory, or make one: sijill init DIR --name NAME", Err: nil}
	}
	if err != nil {
		return c, &sijill.Error{Class: sijill.Failed, Message: "The archive cannot be read.", Err: err}
	}
	if err := toml.Unmarshal(raw, &c); err != nil || c.Origin == "" {
		return c, &sijill.Error{Class: sijill.Failed, Message: "The archive's file sijill.toml is damaged.", Hint: "It has three lines: layout, name and origin; the origin also stands in keys/archive.pub before the first plus.", Err: err}
	}
	if c.Layout != layoutVersion {
		return c, &sijill.Error{Class: sijill.Failed, Message: fmt.Sprintf("The archive has layout %d and this program understands layout %d.", c.Layout, layoutVersion), Hint: "Use the version of sijill that made it, or a newer one."}
	}
	return c, nil
}

// originForm is what C2SP tlog-checkpoint asks of an origin: like a URL without
// a scheme, without spaces or plus signs.
var originForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._~-]+)*$`)

// Founding says what a new archive is called.
type Founding struct {
	Name   string
	Origin string // "" for a random one, which says nothing about the archive
	Agent  string
	Clock  func() time.Time
}

// Create makes an archive in dir, which must be absent or empty. It appears
// there whole or not at all.
func Create(ctx context.Context, dir string, f Founding) error {
	f.Name = strings.TrimSpace(f.Name)
	if f.Name == "" || !utf8.ValidString(f.Name) || strings.ContainsFunc(f.Name, unicode.IsControl) || len(f.Name) > 500 {
		return &sijill.Error{Class: sijill.Usage, Message: "An archive needs a name of one line.", Hint: `sijill init DIR --name "What people call it"`}
	}
	if f.Origin == "" {
		var random [8]byte
		_, _ = rand.Read(random[:])
		f.Origin = "sijill.invalid/" + hex.EncodeToString(random[:])
	}
	if !originForm.MatchString(f.Origin) || len(f.Origin) > 200 {
		return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q cannot be an origin.", f.Origin), Hint: "An origin looks like an address without a scheme: archive.example.org/2016"}
	}
	dir = filepath.Clean(dir)
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is not empty, and an archive is never made over something else.", sijill.Name(dir).Display()), Hint: "Name a directory that does not exist yet."}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &sijill.Error{Class: sijill.Failed, Message: fmt.Sprintf("No archive can be made in %s.", sijill.Name(dir).Display()), Err: err}
	}
	parent := filepath.Dir(dir)
	if err := durable.MkdirAll(parent); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The directory for the archive cannot be made.", Err: err}
	}
	staging, err := os.MkdirTemp(parent, ".sijill-new-")
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The directory for the archive cannot be made.", Err: err}
	}
	defer func() { _ = os.RemoveAll(staging) }()
	if err := build(ctx, staging, f); err != nil {
		return err
	}
	_ = os.Remove(dir) // it is empty, or not there
	if err := os.Rename(staging, dir); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: fmt.Sprintf("No archive can be made in %s.", sijill.Name(dir).Display()), Err: err}
	}
	return durable.SyncDir(parent)
}

func build(ctx context.Context, dir string, f Founding) error {
	keys, err := keyring.Create(filepath.Join(dir, keysDir), f.Origin)
	if err != nil {
		return err
	}
	store, err := sqlite.Create(filepath.Join(dir, registerFile))
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	blobs, err := blob.Create(filepath.Join(dir, blobsDir))
	if err != nil {
		return err
	}
	if err := blobs.Close(); err != nil {
		return err
	}
	r := register.New(store, keys.Signer, f.Clock)
	_, err = r.Append(ctx,
		sijill.Draft{Kind: sijill.ArchiveFounded, Agent: f.Agent, Fields: []sijill.Field{{Name: "name", Value: f.Name}, {Name: "origin", Value: f.Origin}}},
		sijill.Draft{Kind: sijill.KeyIntroduced, Agent: f.Agent, Fields: []sijill.Field{{Name: "verifier_key", Value: keys.VerifierKey}}},
	)
	if err != nil {
		return err
	}
	if _, err := register.OpenPublished(filepath.Join(dir, logDir)).Publish(ctx, store, keys.Signer, keys.Verifier); err != nil {
		return err
	}
	if err := store.Close(); err != nil {
		return err
	}
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(config{Layout: layoutVersion, Name: f.Name, Origin: f.Origin}); err != nil {
		return err
	}
	if err := durable.WriteFile(filepath.Join(dir, lockFile), nil); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, configFile), text.Bytes())
}
