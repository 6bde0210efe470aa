//go:build js && wasm

// Command checkwasm is what compares a picture or a quotation with an edition in a
// reader's browser: package matching, compiled to WebAssembly. It asks no server
// anything.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"syscall/js"

	"sijill.example/sijill/edition/matching"
	"sijill.example/sijill/media"
)

func main() {
	p := &program{}
	js.Global().Set("sijillCheck", map[string]any{
		"look":  js.FuncOf(p.look),
		"find":  js.FuncOf(p.find),
		"dated": js.FuncOf(p.dated),
		"quote": js.FuncOf(p.quote),
	})
	select {}
}

// program holds the picture that was looked at last.
type program struct{ picture matching.Picture }

// look takes RGBA pixels, their width and height, and the size of the picture that
// they were made of; it gives the quality, as JSON.
func (p *program) look(_ js.Value, args []js.Value) any {
	w, h := args[1].Int(), args[2].Int()
	pixels := make([]byte, 4*w*h)
	js.CopyBytesToGo(pixels, args[0])
	// Every look needs the luma, which is reckoned once.
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		p := pixels[4*i : 4*i+3]
		img.Pix[i] = byte((19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16)
	}
	p.picture = matching.Of(img, matching.Size{Width: args[3].Int(), Height: args[4].Int()})
	return told(map[string]any{"enough": p.picture.ShowsEnough(), "quality": p.picture.Quality}, nil)
}

// dated takes the file, the date that the reader was given with it, the language of
// the page, and the times of documents as JSON: [[{"what", "edtf"}, ...], ...]. It
// answers for each document how both dates stand to its own.
func (p *program) dated(_ js.Value, args []js.Value) any {
	file := make([]byte, args[0].Get("length").Int())
	js.CopyBytesToGo(file, args[0])
	given, language := args[1].String(), args[2].String()
	var documents [][]matching.When
	if err := json.Unmarshal([]byte(args[3].String()), &documents); err != nil {
		return told(nil, err)
	}
	captured := matching.CapturedIn(media.Read(bytes.NewReader(file), int64(len(file)), ""))
	type dated struct {
		matching.Dated
		Text   string `json:"text"`   // the date in words
		OrText string `json:"orText"` // its other reading
		Spelt  string `json:"spelt"`  // the edition's
	}
	answer := func(s string, times []matching.When) *dated {
		if s == "" {
			return nil
		}
		d := matching.CompareDates(matching.ReadDate(s), times)
		return &dated{d, matching.Spelt(d.Given, language), matching.Spelt(d.Or, language), matching.Spelt(d.Known.EDTF, language)}
	}
	out := []map[string]*dated{}
	for _, times := range documents {
		out = append(out, map[string]*dated{"given": answer(given, times), "file": answer(matching.DayOf(captured), times)})
	}
	return told(map[string]any{"documents": out}, nil)
}

// find compares the picture with a file of prints, as base64.
func (p *program) find(_ js.Value, args []js.Value) any {
	b, err := base64.StdEncoding.DecodeString(args[0].String())
	if err != nil {
		return told(nil, err)
	}
	var album matching.Album
	if err := album.Load(b); err != nil {
		return told(nil, err)
	}
	album.Build()
	matches, err := album.Find(p.picture)
	return told(map[string]any{"matches": matches}, err)
}

// quote looks for a quotation in texts, which are JSON: [["part", ...], ...].
func (p *program) quote(_ js.Value, args []js.Value) any {
	var texts [][]string
	if err := json.Unmarshal([]byte(args[1].String()), &texts); err != nil {
		return told(nil, err)
	}
	q := matching.NewQuotation(args[0].String())
	type said struct {
		Text int `json:"text"`
		matching.Said
	}
	found := []said{}
	for i, t := range texts {
		if s, ok := q.FindIn(matching.Text{Parts: t}); ok {
			found = append(found, said{i, s})
		}
	}
	found = matching.Best(found, func(s said) int { return s.Differ })
	return told(map[string]any{"short": q.IsTooShort(), "words": q.Words(), "found": found}, nil)
}

func told(v any, err error) any {
	if err != nil {
		v = map[string]any{"error": err.Error()}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return `{"error":"the answer cannot be written"}`
	}
	return string(b)
}
