package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"

	"sijill.example/sijill"
)

// problem is an HTTP status that a page ends with, where there is nothing more
// to say about it.
type problem int

func (p problem) Error() string { return http.StatusText(int(p)) }

// statusOf gives the HTTP status for an error.
func statusOf(err error) int {
	if p, ok := errors.AsType[problem](err); ok {
		return int(p)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return http.StatusNotFound
	}
	switch sijill.ClassOf(err) {
	case sijill.NotFound:
		return http.StatusNotFound
	case sijill.Usage:
		return http.StatusBadRequest
	case sijill.Refused:
		return http.StatusForbidden
	case sijill.Busy:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// refuse answers with a page that says in one sentence what is wrong. The cause
// goes to the logger, with the route instead of the address: an address may hold
// what somebody looked for.
func (d *desk) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	if _, said := err.(problem); !said && status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		d.logger.Printf("%s cannot be shown: %v", r.Pattern, err)
	}
	p := d.newPage(r)
	p.Status = status
	p.Title = p.T("problem." + strconv.Itoa(status))
	p.Sheet = "problem"
	if err := d.send(w, status, p); err != nil {
		d.logger.Printf("an error page cannot be made: %v", err)
		http.Error(w, http.StatusText(status), status)
	}
}

// write sends one answer.
func write(w http.ResponseWriter, status int, mediaType string, body []byte) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// Whoever asked may be gone by now; there is nobody left to tell.
	_, _ = w.Write(body)
	return nil
}

// unreadable marks trouble with a published file, which names no source.
func unreadable(what string, err error) error { return fmt.Errorf("cannot read the %s: %w", what, err) }
