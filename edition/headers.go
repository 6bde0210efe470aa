package edition

import "net/http"

// What the pages may do in a browser. They run no script and load nothing from
// elsewhere.
const (
	policy          = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	policyOfEmbeds  = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors *; base-uri 'none'"
	policyOfObjects = "default-src 'none'; sandbox; frame-ancestors 'none'"
	// policyOfScripts is for the page that looks at a reader's picture in the browser. It
	// may connect to nothing.
	policyOfScripts = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

// permissions withholds from the pages what a browser could lend them. Only a page that
// runs a script could ask for any of it; the others name what matters most, so that
// what is sent with each of them stays small.
const (
	permissions          = "camera=(), geolocation=(), microphone=()"
	permissionsOfScripts = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), display-capture=(), " +
		"encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), " +
		"midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"
)

// setHeaders sets what every answer has, whatever it is. A reader's browser asks each
// time whether a page is still as it has it: what was withdrawn is gone at once.
func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cache-Control", "no-cache")
}

// open lets programs of other sites read an answer: what is public is for everybody.
func open(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}
