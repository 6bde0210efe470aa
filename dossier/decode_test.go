package dossier_test

import "encoding/base64"

// decode reads base64url, and gives "" for what is none.
func decode(s string) string {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return ""
	}
	return string(b)
}
