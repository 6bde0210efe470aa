package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

// makeEdition makes an edition of count exhibits with their incidents, and beside it
// words.txt: searches of two words each, percent-encoded, all different.
func makeEdition(dir string, count int) error {
	random := rand.New(rand.NewPCG(2016, 12))
	words := vocabularyOf(random, 4000)
	text := func(n int) string {
		out := make([]string, n)
		for i := range out {
			// A few words come often and most seldom, as in texts.
			f := random.Float64()
			out[i] = words[int(f*f*f*float64(len(words)))]
		}
		return strings.Join(out, " ")
	}
	ctx := context.Background()
	w, err := edition.Create(ctx, filepath.Join(dir, "edition"), edition.Head{Titles: []edition.Text{{Lang: "en", Text: "Measured"}}, Base: "https://archive.example", Built: "2026-11-25"})
	if err != nil {
		return err
	}
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 1600, 1000)), nil); err != nil {
		return err
	}
	for i := range count {
		n := sijill.NewNumber("exh", 2026, i+1)
		object := string(n) + "/view.jpg"
		if i == 0 {
			if _, err := w.PutObject(object, bytes.NewReader(picture.Bytes())); err != nil {
				return err
			}
		}
		d := edition.Document{Number: n, Titles: []edition.Text{{Lang: "en", Text: text(6)}, {Lang: "ar", Text: "صورة من الشارع"}}, Context: []edition.Text{{Lang: "en", Text: text(120)}}, Credit: []edition.Text{{Lang: "en", Text: text(2)}},
			Dates: []edition.Dated{{What: "captured", EDTF: fmt.Sprintf("2016-11-%02d", 1+random.IntN(30))}}, SaidBy: []edition.Text{{Lang: "en", Text: text(2)}}, Basis: "eyewitness", Released: "2026-11-25",
			Pictures: []edition.Picture{{Object: object, Type: "image/jpeg", Width: 1600, Height: 1000, Role: "view", Alt: []edition.Text{{Lang: "en", Text: text(8)}}}}}
		for range 6 {
			d.Related = append(d.Related, edition.Related{Rel: "exhibit", Ref: edition.Ref{Number: sijill.NewNumber("exh", 2026, 1+random.IntN(count)), Titles: []edition.Text{{Lang: "en", Text: text(5)}}}})
		}
		if err := w.Put(ctx, &d); err != nil {
			return err
		}
	}
	if err := w.Close(ctx); err != nil {
		return err
	}
	var queries strings.Builder
	seen := map[string]bool{}
	for len(seen) < 20_000 {
		if q := text(2); !seen[q] {
			seen[q] = true
			queries.WriteString(url.QueryEscape(q) + "\n")
		}
	}
	return os.WriteFile(filepath.Join(dir, "words.txt"), []byte(queries.String()), 0o600)
}

// vocabularyOf makes words that look like words.
func vocabularyOf(random *rand.Rand, n int) []string {
	syllables := strings.Fields("ba ra ta mi lo ne sha ko ri du fa le ma ho si wa")
	out := make([]string, 0, n)
	seen := map[string]bool{}
	for len(out) < n {
		w := ""
		for range 2 + random.IntN(3) {
			w += syllables[random.IntN(len(syllables))]
		}
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
