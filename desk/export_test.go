package desk

import (
	"bytes"
	"encoding/json"

	"sijill.example/sijill"
	"sijill.example/sijill/gazetteer"
)

// Windows for the tests.
var (
	IsLoopbackHost = isLoopbackHost
	Count          = count[int64]
	BytesOf        = bytesOf
)

// LanguageOf gives the tag of the language that is chosen.
func LanguageOf(asked, accept string) string {
	l, _ := languageOf(asked, accept)
	return string(l)
}

// Words gives the table of phrases, by language.
func Words() map[string][2]string {
	out := map[string][2]string{}
	for key, w := range words() {
		out[key] = [2]string{w.En, w.Ar}
	}
	return out
}

// Pieces takes a text apart.
func Pieces(s string) (texts []string, escapes []bool) {
	for _, p := range piecesOf(s) {
		texts, escapes = append(texts, p.Text), append(escapes, p.Escape)
	}
	return texts, escapes
}

// Spell spells a date in a language.
func Spell(d sijill.Date, lang string) string {
	return (&page{words: words(), lang: language(lang)}).dateOf(d).Text
}

// Draw gives the path of a GeoJSON geometry on the chart around a position.
func Draw(geometry []byte, lon, lat float64) string {
	dec := json.NewDecoder(bytes.NewReader(geometry))
	dec.UseNumber()
	var v any
	at, errAt := gazetteer.NewPoint(lat, lon)
	if dec.Decode(&v) != nil || errAt != nil {
		return ""
	}
	outline, _, err := gazetteer.ParseGeometry(v)
	if err != nil {
		return ""
	}
	w := viewOf([]mark{{at: at}})
	w.settle()
	return w.path(outline)
}
