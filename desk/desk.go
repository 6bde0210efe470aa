// Package desk is the archive's reading desk: its own pages, in Arabic and in
// English, for a browser on the same machine. It hands out no original and sends no
// script. It reads; the one act that it lets a person do is to say whether two
// things come from one original, and that is done by whoever gave it Likeness.
//
// The register is served beside the pages as a C2SP tlog-tiles log: /checkpoint
// and /tile/.
package desk

import (
	"context"
	"log"
	"net/http"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/register"
)

// Archive is what the pages are made from.
type Archive struct {
	Name   string // what people call it
	Origin string // what it signs as

	Catalog   *catalog.Catalog
	Register  *register.Register
	Published *register.Published

	// Derivatives is what was made of the originals. It may be nil.
	Derivatives *derivative.Store

	// Likeness finds what resembles what, and is the one thing that the pages can
	// enter. It may be nil.
	Likeness Likeness

	// Meaning tells what is claimed, who may have a thing, and how releases stand.
	// It may be nil.
	Meaning Meaning

	Verifier    note.Verifier
	VerifierKey string // C2SP signed-note verifier key, shown to readers

	// Refresh brings the catalog up to date before a page is made. It may be nil,
	// and it is called concurrently.
	Refresh func(ctx context.Context) error
}

// desk answers requests. Nothing in it changes after New.
type desk struct {
	archive Archive
	logger  *log.Logger
	words   map[string]phrase
	sheets  sheets
	style   []byte
	mark    []byte // the icon
	token   string // of the forms that this process makes
}

// New makes the handler of the pages. The logger is told the causes of what goes
// wrong, and never what a field says or what somebody looked for.
//
// The handler answers only to names of the loopback interface, so that a page of
// another site cannot reach it under a name of its own (DNS rebinding).
func New(a Archive, logger *log.Logger) http.Handler {
	d := &desk{archive: a, logger: logger, words: words(), sheets: parseSheets(), style: slices.Concat(mustRead("style.css"), mustRead("meaning.css")), mark: mustRead("icon.svg"), token: newToken()}
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", d.page(d.holdings))
	mux.HandleFunc("/find", d.page(d.find))
	mux.HandleFunc("/item/{number}", d.page(d.item))
	mux.HandleFunc("/consents", d.page(d.consents))
	mux.HandleFunc("/copy/{number}/{role}", d.plain(d.copy))
	mux.HandleFunc("POST /item/{number}/likeness", d.plain(d.say))
	mux.HandleFunc("/register", d.page(d.register))
	mux.HandleFunc("/register/entry/{index}", d.page(d.entry))
	mux.HandleFunc("/register/proof/{file}", d.plain(d.proof))
	mux.HandleFunc("/checkpoint", d.plain(d.checkpoint))
	mux.HandleFunc("/tile/{path...}", d.plain(d.tile))
	mux.HandleFunc("/style.css", d.plain(d.stylesheet))
	mux.HandleFunc("/icon.svg", d.plain(d.icon))
	mux.HandleFunc("/", d.plain(func(http.ResponseWriter, *http.Request) error { return problem(http.StatusNotFound) }))
	return d.guard(mux)
}

// page makes a handler of what fills a page. The page is made whole before its
// first byte is sent, so that trouble never leaves half a page.
func (d *desk) page(fill func(*http.Request, *page) error) http.HandlerFunc {
	return d.plain(func(w http.ResponseWriter, r *http.Request) error {
		if refresh := d.archive.Refresh; refresh != nil {
			if err := refresh(r.Context()); err != nil {
				return err
			}
		}
		p := d.newPage(r)
		if err := fill(r, p); err != nil {
			return err
		}
		return d.send(w, http.StatusOK, p)
	})
}

// plain makes a handler of one that may fail.
func (d *desk) plain(answer func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := answer(w, r); err != nil {
			d.refuse(w, r, err)
		}
	}
}

func (d *desk) stylesheet(w http.ResponseWriter, _ *http.Request) error {
	return write(w, http.StatusOK, "text/css; charset=utf-8", d.style)
}

func (d *desk) icon(w http.ResponseWriter, _ *http.Request) error {
	return write(w, http.StatusOK, "image/svg+xml", d.mark)
}
