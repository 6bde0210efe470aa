package desk

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// maxURL bounds the path and query that are looked at, in bytes.
const maxURL = 8 << 10

// permissions withholds from the pages what a browser could lend them.
const permissions = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), display-capture=(), " +
	"encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), " +
	"midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"

// setHeaders sets what every answer has, whatever it is.
func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	// Browsers that send no Fetch Metadata to this machine tell by the Origin of a
	// form where it stood, and leave it out where there is to be no referrer at all.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cache-Control", "no-store")
}

// guard stands before everything: it sets the headers, refuses what is never
// answered, and keeps a panic from leaving a connection without an answer.
func (d *desk) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			// What was panicked with may quote a field; its type may not.
			what := fmt.Sprintf("%T", v)
			if err, ok := v.(runtime.Error); ok {
				what = err.Error()
			}
			d.logger.Printf("a page failed: %s\n%s", what, debug.Stack())
			d.refuse(w, r, problem(http.StatusInternalServerError))
		}()
		switch {
		case !isLoopbackHost(r.Host):
			d.refuse(w, r, problem(http.StatusMisdirectedRequest))
		case r.Method == http.MethodPost && isAct(r.URL.Path):
			if d.isForged(r) {
				d.refuse(w, r, problem(http.StatusForbidden))
				return
			}
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			next.ServeHTTP(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			d.refuse(w, r, problem(http.StatusMethodNotAllowed))
		case isForeign(r.Header):
			d.refuse(w, r, problem(http.StatusForbidden))
		case len(r.URL.Path)+len(r.URL.RawQuery) > maxURL:
			d.refuse(w, r, problem(http.StatusRequestURITooLong))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isAct reports whether a path is one to which a form of these pages is sent.
func isAct(path string) bool {
	return strings.HasPrefix(path, "/item/") && strings.HasSuffix(path, "/likeness")
}

// isForged reports whether a form does not come from a page of these.
func (d *desk) isForged(r *http.Request) bool {
	mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return http.NewCrossOriginProtection().Check(r) != nil || !strings.EqualFold(strings.TrimSpace(mediaType), "application/x-www-form-urlencoded")
}

// isLoopbackHost reports whether a Host header names this machine by a name that
// nobody else can give an address to.
func isLoopbackHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = host, "0"
		if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
			name = name[1 : len(name)-1]
		} else if strings.ContainsAny(name, ":[]") {
			return false
		}
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return false
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.Zone() == "" && !ip.Is4In6() && ip.IsLoopback()
}

// isForeign reports whether a page of another site asks for something in the
// background, to learn from the time or the size of the answer what is in the
// archive. Following a link from another site is allowed. Browsers send these
// headers (W3C Fetch Metadata); other programs need not.
func isForeign(h http.Header) bool {
	switch h.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return h.Get("Sec-Fetch-Mode") != "navigate" || h.Get("Sec-Fetch-Dest") != "document"
}
