package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/desk"
	"sijill.example/sijill/exchange/c2pa"
	"sijill.example/sijill/look"
	"sijill.example/sijill/media"
)

func smallJPEG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func dateOf(t testing.TB, s string) sijill.Date {
	t.Helper()
	d, err := sijill.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// hostile is what would be seen of a file in which every text is markup.
func hostile(t testing.TB) look.Seen {
	height := 390.0
	s := look.Seen{Held: []string{markup, markup}, Pages: 1}
	s.Format = media.Format{MediaType: markup, Name: markup, Family: media.Image}
	s.NameDoubt, s.Width, s.Height, s.Orientation, s.Duration, s.Software = markup, 4000, 3000, 6, 3723.4, markup
	s.Camera = media.Camera{Maker: markup, Model: markup}
	s.Times = []media.Time{
		{Role: media.Captured, Value: dateOf(t, "2016-11-29T14:03:05+02:00"), Where: "EXIF", Name: markup, Raw: markup, Doubt: markup},
		{Role: media.Captured, Value: dateOf(t, "2016-12-03"), Where: markup, Name: markup, Raw: markup},
		{Role: media.Published, Value: dateOf(t, "2016-11-XX"), Where: "XMP", Name: markup, Raw: markup},
		{Role: media.Created, Value: dateOf(t, "2015-01-01"), Where: "PNG", Name: "tIME", Raw: markup},
		{Role: media.Created, Where: "XMP", Name: markup, Raw: markup, Doubt: "no time was set"},
	}
	s.Places = []media.Place{
		{Lat: 36.21, Lon: 37.16, AltitudeM: &height, Where: markup, Name: markup, Raw: markup, Doubt: markup},
		{Lat: 36.19, Lon: 37.12, Where: "XMP", Name: "GPS", Raw: markup},
	}
	s.Claims = []media.Claim{{Where: markup, Name: markup, Value: markup}}
	s.Contradictions = []media.Contradiction{{What: markup, A: markup, B: markup, Detail: markup}}
	s.NotDone = []media.NotDone{{What: markup, Because: markup}}
	s.Provenance = &c2pa.Report{State: c2pa.Valid, SignedBy: markup, Checks: []c2pa.Check{{What: markup, Outcome: c2pa.OK, Why: markup}}}
	return s
}

// derive puts into the store what a worker would have made, and two things that no
// worker makes.
func (f *fixture) derive(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	store, err := f.Derivatives()
	if err != nil {
		t.Fatal(err)
	}
	facts, err := json.Marshal(hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	digest := func(n sijill.Number) sijill.Digest {
		thing, err := f.Catalog.Thing(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := thing.Fields[catalog.FieldDigest].(string)
		d, err := sijill.ParseDigest(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	made := derivative.Made{Digest: digest(f.First), Facts: facts, Text: markup + "\n\nنص بالعربية\u202e\n\n" + strings.Repeat("long ", 20_000)}
	for _, role := range []string{"thumb", "view", "sheet", "wave", "page-1"} {
		made.Copies = append(made.Copies, derivative.Copy{Role: role, MediaType: "image/jpeg", Width: 8, Height: 8, Bytes: smallJPEG(t)})
	}
	bad := derivative.Made{Digest: digest(f.Bidi), Facts: []byte(`{}`), Copies: []derivative.Copy{
		{Role: "thumb", MediaType: "image/svg+xml", Width: 8, Height: 8, Bytes: []byte("<svg/>")},
		{Role: "view", MediaType: "image/jpeg", Width: 8, Height: 8, Bytes: []byte("<html>")},
	}}
	if err := store.Put(ctx, []derivative.Made{made, bad}); err != nil {
		t.Fatal(err)
	}
	tied, err := json.Marshal(look.Beside{Role: "proof", By: "hash", Held: []string{markup}, Signature: &look.Signature{State: "key not given", Why: markup}, Compared: []look.Compared{
		{What: "place", Outcome: "differs", Text: markup, Grade: derivative.Differs}, {What: markup, Outcome: markup, Text: markup}}})
	if err != nil {
		t.Fatal(err)
	}
	last, err := store.Last(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.SetBonds(ctx, []derivative.Bond{{Photo: made.Digest, Sidecar: bad.Digest, Facts: tied, Flags: []derivative.Flag{{Grade: derivative.Differs, Text: "place: " + markup}}}}, last); err != nil {
		t.Fatal(err)
	}
	if err := f.Catalog.TakeDerived(ctx, store); err != nil {
		t.Fatal(err)
	}
	square := []any{[]any{[]any{37.1, 36.2}, []any{37.2, 36.2}, []any{37.2, 36.3}, []any{37.1, 36.3}, []any{37.1, 36.2}}}
	place := sijill.NewNumber(sijill.PlacePrefix, 2016, 1)
	if _, err := f.Register.Append(ctx, sijill.Draft{Kind: sijill.PlaceRecorded, Agent: "a", Subject: place, Fields: []sijill.Field{
		{Name: "name_en", Value: markup}, {Name: "name_ar", Value: "الأنصاري"}, {Name: "geometry", Value: map[string]any{"type": "Polygon", "coordinates": square}}}}); err != nil {
		t.Fatal(err)
	}
	f.Place = place
	if _, err := f.Register.Append(ctx, sijill.Draft{Kind: sijill.DescriptionMade, Agent: "a", Subject: f.Arabic, Fields: []sijill.Field{{Name: "place_shown", Value: "حي الأنصاري"}}}); err != nil {
		t.Fatal(err)
	}
}

func TestCopies(t *testing.T) {
	f := newFixture(t)
	a := get(t, f.Pages, "/copy/"+string(f.First)+"/view")
	if a.StatusCode != 200 || a.Text != string(smallJPEG(t)) {
		t.Errorf("status %d, or the copy is another", a.StatusCode)
	}
	if got := a.Header.Get("Content-Type"); got != "image/jpeg" {
		t.Errorf("the copy is called %q", got)
	}
	if got, want := a.Header.Get("Content-Disposition"), `inline; filename="`+string(f.First)+`-view.jpg"`; got != want {
		t.Errorf("the disposition is %q, not %q", got, want)
	}
}

func TestLooking(t *testing.T) {
	f := newFixture(t)
	en := get(t, f.Pages, "/item/"+string(f.First)).Text
	for _, want := range []string{
		"29 November 2016, 14:03:05 \u200eUTC&#43;02:00\u200e", "November 2016", "3 December 2016", // the file's times
		"not known", "in doubt: ", "The file contradicts itself", "Values held back because they may name a person or one device: 2",
		"These dates cannot all be true", "1:02:03", "4,000\u200e × \u200e3,000, stored turned to the left",
		"36.21000, 37.16000", "precision not known", "lies in <a href=\"/item/" + string(f.Place) + "\">",
		"not on a trusted list", "Only the beginning is shown", `class="par" dir="rtl"`, `<svg class="chart"`,
	} {
		if !strings.Contains(en, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	ar := get(t, f.Pages, "/item/"+string(f.First)+"?lang=ar").Text
	for _, want := range []string{"29 تشرين الثاني/نوفمبر 2016", "غير معروف", "الملف يناقض نفسه", "لم يُضبط وقت", "الأنصاري"} {
		if !strings.Contains(ar, want) {
			t.Errorf("the Arabic page lacks %q", want)
		}
	}
	if place := get(t, f.Pages, "/item/"+string(f.Place)).Text; !strings.Contains(place, `<details><summary><bdi dir="ltr">Polygon</bdi></summary>`) {
		t.Error("the outline of a place is not folded away")
	}
	for _, want := range []string{`<li class="isbad"><strong>place</strong>: <span class="bad">differs</span>`, "signature: not checked, no key was given"} {
		if !strings.Contains(en, want) {
			t.Errorf("of the proof the page lacks %q", want)
		}
	}
	if page := get(t, f.Pages, "/item/"+string(f.Bidi)).Text; !strings.Contains(page, `It belongs to: <a class="number" dir="ltr" href="/item/`+string(f.First)) {
		t.Error("the page of a proof does not lead to its photo")
	}
	if page := get(t, f.Pages, "/item/"+string(f.Arabic)).Text; !strings.Contains(page, "Nobody looked into this original yet") {
		t.Error("it is not said that nobody looked into an original")
	}
	if page := get(t, f.Pages, "/item/"+string(f.Arabic)+"?lang=ar").Text; !strings.Contains(page, `class="mark shown"`) || !strings.Contains(page, `يقع في <a href="/item/`+string(f.Place)) {
		t.Error("a place that is named is not on the map")
	}
	if page := get(t, f.Pages, "/item/"+string(f.Place)).Text; !strings.Contains(page, `class="own"`) {
		t.Error("the page of a place does not draw its outline")
	}
}

// A date that there are words for is a text, and every other stands as it is written.
func TestSpelling(t *testing.T) {
	for edtf, want := range map[string]string{"2016-11-29~": "29 November 2016 (about)", "201X": "201X"} {
		if got := desk.Spell(dateOf(t, edtf), "en"); got != want {
			t.Errorf("%s is spelt %q, not %q", edtf, got, want)
		}
	}
}

func FuzzGeometry(f *testing.F) {
	f.Add(`{"type":"Polygon","coordinates":[[[37.1,36.2],[37.2,36.2],[37.2,36.3],[37.1,36.2]]]}`, 37.15, 36.22)
	f.Add(`{"type":"MultiPolygon","coordinates":[[[[181,36],[37,36],[37,37],[181,36]]]]}`, 0.0, 0.0)
	f.Add(`{"type":"Polygon","coordinates":[[["x",null],[],{}]]}`, 1e300, -1e300)
	f.Fuzz(func(t *testing.T, geometry string, lon, lat float64) {
		path := desk.Draw([]byte(geometry), lon, lat)
		if strings.ContainsAny(path, "NaInf<>&\"") {
			t.Errorf("the path is %q", path)
		}
	})
}

// A field that says "region : town" is drawn at the town, and where nobody knows the
// town, not at the town that the region is called after.
func TestChartOfATownInARegion(t *testing.T) {
	f := newFixture(t)
	say := func(kind sijill.Kind, subject sijill.Number, fields ...sijill.Field) {
		t.Helper()
		if _, err := f.Register.Append(t.Context(), sijill.Draft{Kind: kind, Agent: "a", Subject: subject, Fields: fields}); err != nil {
			t.Fatal(err)
		}
		if err := f.Catalog.CatchUp(t.Context(), f.Register, nil); err != nil {
			t.Fatal(err)
		}
	}
	place := func(n int, name, region string, lat, lon float64) {
		say(sijill.PlaceRecorded, sijill.NewNumber(sijill.PlacePrefix, 2016, n), sijill.Field{Name: "name", Value: name}, sijill.Field{Name: "region", Value: region},
			sijill.Field{Name: "latitude", Value: lat}, sijill.Field{Name: "longitude", Value: lon})
	}
	place(11, "وادينا", "", 35.9, 36.6)
	place(12, "التمرة", "التمرة - وادينا", 35.4, 36.7)
	for _, tt := range []struct {
		place, want string
		isThere     bool
	}{
		{"وادينا : التمرة", "35.40000, 36.70000", true},
		{"وادينا : التمرة", "35.90000, 36.60000", false},
		{"وادينا : المجهولة", "35.90000, 36.60000", false},
	} {
		say(sijill.DescriptionMade, f.Arabic, sijill.Field{Name: "title", Value: "وادينا"}, sijill.Field{Name: "place_shown", Value: tt.place})
		if page := get(t, f.Pages, "/item/"+string(f.Arabic)).Text; strings.Contains(page, tt.want) != tt.isThere {
			t.Errorf("%s: whether %s is on the page is not %v", tt.place, tt.want, tt.isThere)
		}
	}
}
