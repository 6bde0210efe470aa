package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"

	"github.com/rogpeppe/go-internal/testscript"
)

// translator: translator starts a machine that speaks the protocol of LibreTranslate
// and sets TRANSLATOR to its address.
func translator(ts *testscript.TestScript, _ bool, _ []string) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Q, Source, Target string }
		if json.NewDecoder(r.Body).Decode(&q) != nil || q.Source != "ar" || q.Target != "en" {
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"translatedText": "EN: " + q.Q})
	}))
	ts.Defer(s.Close)
	ts.Setenv("TRANSLATOR", s.URL)
}
