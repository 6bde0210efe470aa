package libretranslate_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/libretranslate"
)

func engine(t *testing.T, answer http.HandlerFunc) *libretranslate.Engine {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	e, err := libretranslate.New(s.URL, "secret")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTranslate(t *testing.T) {
	e := engine(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		var q map[string]string
		if err := json.Unmarshal(b, &q); err != nil || r.Method != "POST" || r.URL.Path != "/translate" {
			t.Errorf("%s %s %v", r.Method, r.URL, err)
		}
		if q["q"] != "قصف" || q["source"] != "ar" || q["target"] != "en" || q["format"] != "text" || q["api_key"] != "secret" {
			t.Errorf("%v", q)
		}
		_, _ = io.WriteString(w, `{"translatedText": " shelling "}`)
	})
	got, err := e.Translate(t.Context(), "قصف", "ar-SY", "en-GB")
	if err != nil || got != "shelling" {
		t.Errorf("%q %v", got, err)
	}
	if !strings.HasPrefix(e.Name(), "LibreTranslate at 127.0.0.1:") {
		t.Error(e.Name())
	}
}

// Whatever the machine does, nothing of the text is in the error, and nothing is
// followed.
func TestTroubleSaysNothingOfTheText(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	for name, answer := range map[string]http.HandlerFunc{
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		},
		"error":   func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "SECRET", http.StatusInternalServerError) },
		"no JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "SECRET") },
		"no text": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"error": "SECRET"}`) },
		"too long": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"translatedText":"`+strings.Repeat("x", 2<<20)+`"}`)
		},
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			_, _ = io.WriteString(w, `{"tr`)
		},
	} {
		_, err := engine(t, answer).Translate(t.Context(), "SECRET", "ar", "en")
		if err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: %v", name, err)
		}
	}
	closed := httptest.NewServer(nil)
	closed.Close()
	e, err := libretranslate.New(closed.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Translate(t.Context(), "SECRET", "ar", "en"); sijill.ClassOf(err) != sijill.Failed || strings.Contains(err.Error(), "SECRET") {
		t.Error(err)
	}
	if _, err := e.Translate(t.Context(), strings.Repeat("x", libretranslate.MaxText+1), "ar", "en"); sijill.ClassOf(err) != sijill.Refused {
		t.Error(err)
	}
}

func TestAddresses(t *testing.T) {
	for address, class := range map[string]sijill.Class{"http://translate.example": sijill.Refused, "http://10.0.0.1:5000": sijill.Refused,
		"": sijill.Usage, "ftp://127.0.0.1": sijill.Usage, "https://user:secret@translate.example": sijill.Usage, "https://translate.example/?q=1": sijill.Usage} {
		if _, err := libretranslate.New(address, ""); err == nil || sijill.ClassOf(err) != class {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{"https://translate.example", "http://localhost:5000/", "http://[::1]:5000", "http://127.0.0.1"} {
		if _, err := libretranslate.New(address, ""); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}
