package edition_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"os"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/register"
)

func en(s string) []edition.Text { return []edition.Text{{Lang: "en", Text: s}} }

func both(english, arabic string) []edition.Text {
	return []edition.Text{{Lang: "en", Text: english}, {Lang: "ar", Text: arabic}}
}

func ref(n sijill.Number, titles []edition.Text) edition.Ref {
	return edition.Ref{Number: n, Titles: titles}
}

func refTo(n sijill.Number, titles []edition.Text) *edition.Ref {
	r := ref(n, titles)
	return &r
}

// houses gives a drawn picture of houses under a sky.
func houses(w, h int) []byte {
	drawn.Lock()
	defer drawn.Unlock()
	at := image.Pt(w, h)
	if drawn.by[at] == nil {
		drawn.by[at] = drawHouses(w, h)
	}
	return drawn.by[at]
}

var drawn = struct {
	sync.Mutex
	by map[image.Point][]byte
}{by: map[image.Point][]byte{}}

func drawHouses(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			house := (x * 7 / w * 37) % 60
			c := color.RGBA{uint8(150 - y*60/h), uint8(165 - y*60/h), uint8(180 - y*50/h), 255}
			if y*100/h > 35+house/2 {
				c = color.RGBA{uint8(110 + house), uint8(100 + house), uint8(90 + house), 255}
				if x*49/w%3 == 1 && y*40/h%4 == 1 {
					c = color.RGBA{50, 46, 44, 255}
				}
			}
			if y*100/h > 85 {
				c = color.RGBA{95, 92, 88, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 82}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func pictures(n sijill.Number) []edition.Picture {
	alt := both("A street with damaged houses", "شارع فيه بيوت متضررة")
	return []edition.Picture{
		{Object: string(n) + "/view.jpg", Type: "image/jpeg", Width: 1600, Height: 1000, Role: "view", Alt: alt},
		{Object: string(n) + "/thumb.jpg", Type: "image/jpeg", Width: 480, Height: 300, Role: "thumb", Alt: alt},
	}
}

func f64(f float64) *float64 { return &f }

// documents are one of every kind, each with everything that it can have.
func documents() []edition.Document {
	incident := both("A street is hit", "قصف شارع")
	claim := both("Three people were hurt", "جُرح ثلاثة أشخاص")
	testimony := both("What a teacher saw", "ما رأته معلمة")
	photographer := both("Photographer One", "المصوّر الأول")
	district := both("Eastern district", "الحي الشرقي")
	photo := both("The street at noon", "الشارع عند الظهر")
	square := [][][2]float64{{{37.10, 36.18}, {37.22, 36.18}, {37.22, 36.24}, {37.10, 36.24}, {37.10, 36.18}}}
	at := edition.Placed{What: "occurred", Ref: refTo("plc-2026-0001", district), Lat: f64(36.21), Lon: f64(37.16), PrecisionM: 500}
	supports := edition.Bearing{How: "supports", Of: ref("tes-2026-0001", testimony), By: refTo("src-2026-0002", both("A teacher", "معلمة")), Basis: "eyewitness", Says: both("exactly 3", "3 بالضبط"),
		Selector: &edition.Selector{Segment: "s2", Quote: "رأيت ثلاثة جرحى", Lang: "ar", From: "00:01:10"}, Voice: 1, Ties: []string{"relay", "affiliation"}}
	relayed := edition.Bearing{How: "supports", Of: ref("stm-2026-0001", both("Joint statement", "بيان مشترك")), Basis: "relayed", Voice: 1, Ties: []string{"relay", "affiliation"}, Note: en("repeats the teacher"), Selector: &edition.Selector{Segment: "s2", Quote: "I saw three wounded people", Lang: "en"}}
	contradicts := edition.Bearing{How: "contradicts", Of: ref("exh-2026-0001", photo), By: refTo("src-2026-0001", photographer), Basis: "eyewitness", Says: both("exactly 1", "1 بالضبط"), Voice: 2, Selector: &edition.Selector{Page: 2, Lost: true}}
	own := edition.Bearing{How: "supports", Of: ref("src-2026-0003", en("A group")), By: refTo("src-2026-0003", en("A group")), Basis: "aggregator", Ties: []string{edition.NotCounted}}
	context := edition.Bearing{How: "contextualises", Of: ref("stm-2026-0001", both("Joint statement", "بيان مشترك")), Basis: "aggregator"}
	all := []edition.Bearing{supports, relayed, own, contradicts, context}
	verdict := edition.Claim{Type: "count", About: refTo("inc-2026-0001", incident), Value: both("3 people injured", "3 جرحى"), Standing: "disputed", Verdict: both("One voice says it and one contradicts it.", "يقول به صوت واحد ويناقضه صوت واحد."),
		Why: [][]edition.Text{both("The statement repeats the teacher.", "يكرر البيان قول المعلمة.")}}
	entry := func(n sijill.Number) *edition.Entry {
		return &edition.Entry{Index: 3, Object: string(n) + "/entered.json"}
	}
	custody := []edition.Step{{Kind: "exhibit.entered", Day: "2026-11-20"}, {Kind: "fixity.checked", Day: "2026-11-21"}, {Kind: "something.else", Day: "2026-11-22"}}
	segments := []edition.Segment{{ID: "s1", Text: "كنت في الشارع عند الظهر.", From: "00:00:05", To: "00:00:12"}, {ID: "s2", Text: "رأيت ثلاثة جرحى أمام الباب."}, {ID: "s3", Withheld: true}, {ID: "s4", Text: "ثم جاء الناس لمساعدتهم."}}
	translations := []edition.Translation{
		{Number: "trn-2026-0001", Lang: "en", Translator: "Translator One", State: "reviewed", ReviewedBy: "Reviewer Two", Segments: []edition.Translated{{Of: []string{"s1"}, Text: "I was in the street at noon."}, {Of: []string{"s2"}, Text: "I saw three wounded people in front of the door.", Stale: true}, {Of: []string{"s3"}, Withheld: true}, {Of: []string{"gone"}, Text: "Somebody called."}}},
		{Number: "trn-2026-0002", Lang: "fr", State: "draft", Machine: true, Segments: []edition.Translated{{Of: []string{"s1", "s2"}, Text: "J’étais dans la rue à midi. J’ai vu trois blessés.", Stale: true}}},
	}
	thumb := pictures("exh-2026-0001")[1]
	shown := ref("exh-2026-0001", photo)
	shown.Thumb = &thumb
	return []edition.Document{
		{Number: "clm-2026-0001", Titles: claim, Lead: en("How many people were hurt in the street."), Claim: &verdict, Bearings: all, Related: []edition.Related{{Rel: "incident", Ref: ref("inc-2026-0001", incident)}}, Released: "2026-11-25"},
		{Number: "dsp-2026-0001", Titles: en("What happened at noon"), Lang: "en", Lead: en("A street, three wounded, and two accounts."), Byline: en("The archive"), Released: "2026-11-25", Revised: "2026-11-26",
			Body:    en("People were in the street when it was hit [[inc-2026-0001]].\n\n> I saw three wounded people in front of the door.\n\nSo a teacher told [[tes-2026-0001]]. “J’étais dans la rue à midi” is how it was rendered.\n\n[[exh-2026-0001]]\n\n## How many\n\nThat number is disputed [[clm-2026-0001]], and again [[exh-2026-0001]].\n\n<script>alert(1)</script> ![x](https://elsewhere.example/x.png) [link](https://elsewhere.example/)\n\n[[exh-2026-0099]] [[nonsense]]"),
			Related: []edition.Related{{Rel: "cites", Ref: shown}}},
		{Number: "dsp-2026-0002", Titles: []edition.Text{{Lang: "ar", Text: "ما حدث عند الظهر"}}, Lang: "ar", Translator: "Translator One", Original: refTo("dsp-2026-0001", en("What happened at noon")), Body: []edition.Text{{Lang: "ar", Text: "كان الناس في الشارع [[inc-2026-0001]].\n\n«رأيت ثلاثة جرحى أمام الباب» [[tes-2026-0001]]\n\n[[exh-2026-0001]]"}}, Released: "2026-11-25"},
		{Number: "exh-2026-0001", Titles: photo, Context: both("Looking east, from a roof.\n\nThe second house was empty.", "نظرة نحو الشرق من سطح."), Credit: both("Photographer One", "المصوّر الأول"), Terms: en("https://creativecommons.org/licenses/by-nc/4.0/"), Lead: en("The street after it was hit."),
			Dates: []edition.Dated{{What: "captured", EDTF: "2016-11-29T12:10:00+02:00", Says: en("the camera")}, {What: "published", EDTF: "2016-12~", Says: en("the source")}}, Places: []edition.Placed{{What: "shown", Ref: at.Ref, Words: en("The main street"), Lat: at.Lat, Lon: at.Lon}},
			Source: refTo("src-2026-0001", photographer), SaidBy: photographer, Basis: "eyewitness", Pictures: pictures("exh-2026-0001"), Downloads: []edition.Download{{Object: "exh-2026-0001/original", Type: "image/jpeg", Bytes: 12345, What: "original"}, {Object: "exh-2026-0001/entered.json", Type: "application/json", Bytes: 2, What: "entry"}},
			BearsOn: []edition.Bears{{Claim: ref("clm-2026-0001", claim), How: "contradicts"}}, Custody: custody, Entry: entry("exh-2026-0001"), Released: "2026-11-25",
			Related: []edition.Related{{Rel: "incident", Ref: ref("inc-2026-0001", incident)}, {Rel: "likeness", Ref: ref("exh-2026-0002", nil), Note: en("the same negative")}, {Rel: "work", Ref: ref("wrk-2026-0001", both("Roofs", "أسطح"))}}},
		{Number: "exh-2026-0002", Notices: []string{"graphic", "distress"}, Context: en("Not for everybody."), Pictures: append(pictures("exh-2026-0002"), edition.Picture{Object: "exh-2026-0002/sheet.jpg", Type: "image/jpeg", Width: 480, Height: 300, Role: "sheet"}), Dates: []edition.Dated{{What: "captured", EDTF: "2016-11-29/2016-12-02"}}, Released: "2026-11-24"},
		{Number: "exh-2026-0003", Titles: both("A record only", "قيد فقط"), Released: "2026-11-24"},
		{Number: "exh-2026-0004", Withdrawn: "2026-11-25"},
		{Number: "inc-2026-0001", Titles: incident, Lead: both("A street was hit at noon.", "قُصف شارع عند الظهر."), Dates: []edition.Dated{{What: "occurred", EDTF: "2016-11-29"}}, Places: []edition.Placed{at}, Released: "2026-11-25", Notices: []string{"distress"},
			Acts:   []edition.Act{{Act: "attack-on-civilians", By: en("not known"), ByKind: "unknown-actor", Victim: en("civilian"), Count: "3", Means: []string{"artillery", "mortar"}, Note: en("as told")}, {Act: "injury", ByKind: "state-forces"}},
			Claims: []edition.Claimed{{Ref: ref("clm-2026-0001", claim), Claim: verdict, Bearings: all}}, Bearings: []edition.Bearing{context},
			Related: []edition.Related{{Rel: "exhibit", Ref: shown}, {Rel: "testimony", Ref: ref("tes-2026-0001", testimony)}, {Rel: "claim", Ref: ref("clm-2026-0001", claim)}}},
		{Number: "pag-2026-0001", Titles: en("About this collection"), Body: en("One.\n\n# Two\n\nThree."), Lang: "en", Released: "2026-11-25"},
		{Number: "plc-2026-0001", Titles: district, Lead: en("A district."), Places: []edition.Placed{{What: "occurred", Lat: at.Lat, Lon: at.Lon, Outline: square}}, Related: []edition.Related{{Rel: "incident", Ref: ref("inc-2026-0001", incident)}}, Released: "2026-11-25"},
		{Number: "red-2026-0001", Titles: both("A street, with a face painted over", "شارع، وقد حُجب وجه"), Pictures: pictures("red-2026-0001"), Original: refTo("exh-2026-0001", photo), Redacted: &edition.Redacted{Form: "proved", Pieces: 390, Withheld: 4, Copy: "red-2026-0001/copy.png", Proof: "red-2026-0001/copy.png.proof.json"},
			Downloads: []edition.Download{{Object: "red-2026-0001/copy.png", Type: "image/png", Bytes: 2_345_678, What: "copy"}, {Object: "red-2026-0001/copy.png.proof.json", Type: "application/json", Bytes: 99, What: "proof"}}, Released: "2026-11-25"},
		{Number: "src-2026-0001", Titles: photographer, Lead: both("A photographer of this city.", "مصوّر من هذه المدينة."), Named: "by consent", Basis: "eyewitness", Released: "2026-11-25",
			Lists:   []edition.List{{What: "exhibitions", Items: []edition.Item{{Titles: en("Roofs"), Date: "2019", Place: "A museum", Role: "author", Note: en("solo"), URL: "https://museum.example/roofs"}}}, {What: "awards", Items: []edition.Item{{Titles: en("A prize"), Date: "2020-05"}}}},
			Related: []edition.Related{{Rel: "exhibit", Ref: shown}, {Rel: "affiliation", Ref: ref("src-2026-0003", en("A group"))}}},
		{Number: "src-2026-0002", Titles: both("A teacher", "معلمة"), Named: "pseudonym", Basis: "eyewitness", Released: "2026-11-25"},
		{Number: "src-2026-0003", Titles: en("A group"), IsGroup: true, Basis: "aggregator", Released: "2026-11-25"},
		{Number: "stm-2026-0001", Titles: both("Joint statement", "بيان مشترك"), Lang: "ar", Lead: en("To all who can help"), Segments: segments[:2], Translations: translations[:1], Signatories: []edition.Signatory{{Names: en("A group"), Ref: refTo("src-2026-0003", en("A group"))}, {Names: both("Another", "أخرى"), Note: en("since 2017")}}, Released: "2026-11-25"},
		{Number: "tes-2026-0001", Titles: testimony, Lang: "ar", Segments: segments, Translations: translations, SaidBy: both("A teacher", "معلمة"), Source: refTo("src-2026-0002", both("A teacher", "معلمة")), Basis: "eyewitness", Notices: []string{"distress"}, Dates: []edition.Dated{{What: "recorded", EDTF: "2017-01-05"}},
			Redacted: &edition.Redacted{Form: "proved", Pieces: 4, Withheld: 1, Proof: "tes-2026-0001/entry.json"}, Downloads: []edition.Download{{Object: "tes-2026-0001/entry.json", Type: "application/json", Bytes: 2, What: "entry"}}, BearsOn: []edition.Bears{{Claim: ref("clm-2026-0001", claim), How: "supports"}}, Released: "2026-11-25"},
		{Number: "trn-2026-0001", Lang: "en", Translator: "Translator One", Original: refTo("tes-2026-0001", testimony), Released: "2026-11-25"},
		{Number: "wrk-2026-0001", Titles: both("Roofs", "أسطح"), Lead: en("Pictures from roofs."), Credit: en("Photographer One"), Terms: en("Ask before use."), Lists: []edition.List{{What: "awards", Items: []edition.Item{{Titles: en("A prize")}}}}, Related: []edition.Related{{Rel: "item", Ref: shown}, {Rel: "maker", Ref: ref("src-2026-0001", photographer)}}, Released: "2026-11-25"},
	}
}

const testBase = "https://archive.example"

// whole writes an edition of the documents with all their objects and a log.
func whole(t testing.TB, list []edition.Document) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "edition")
	secret, public, err := note.GenerateKey(bytes.NewReader(make([]byte, 64)), "archive.example/register")
	if err != nil {
		t.Fatal(err)
	}
	w, err := edition.Create(t.Context(), dir, edition.Head{Titles: both("Archive of the street", "أرشيف الشارع"), Origin: "archive.example/register", VerifierKey: public, Base: testBase, Built: "2026-11-25", Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		if err := w.Put(t.Context(), &d); err != nil {
			t.Fatal(err)
		}
		if d.Withdrawn != "" {
			continue
		}
		names := map[string][]byte{}
		for _, p := range d.Pictures {
			names[p.Object] = houses(p.Width, p.Height)
		}
		for _, x := range d.Downloads {
			names[x.Object] = []byte("{}")
		}
		if d.Entry != nil {
			names[d.Entry.Object] = []byte("{}")
		}
		for name, b := range names {
			if _, err := w.PutObject(name, bytes.NewReader(b)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	leaf := tlog.RecordHash([]byte("leaf"))
	c, err := register.SignCheckpoint(1, leaf, signer)
	if err != nil {
		t.Fatal(err)
	}
	tile := register.TilePath(tlog.Tile{H: 8, L: 0, N: 0, W: 1})
	for name, b := range map[string][]byte{"checkpoint": c.Note, tile: leaf[:]} {
		at := filepath.Join(dir, "log", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var everyLanguage = []string{"ar", "en", "fr"}

// everyAddress lists those of all pages, feeds and manifests of the documents.
func everyAddress(list []edition.Document) []string {
	out := []string{"/sitemap.xml", "/robots.txt", "/style.css", "/icon.svg", "/checkpoint", "/tile/0/000.p/1"}
	for _, l := range everyLanguage {
		for _, name := range []string{"", "timeline", "map", "search", "register", "about", "terms", "privacy", "surrender", "dispatches", "incidents", "testimonies", "exhibits", "redacted", "claims", "sources", "statements", "works", "places", "pages", "feed.atom", "search?q=street", "search?q=%D8%A7%D9%84%D8%B4%D8%A7%D8%B1%D8%B9&kind=exhibit"} {
			out = append(out, fmt.Sprintf("/%s/%s", l, name))
		}
		for _, d := range list {
			out = append(out, fmt.Sprintf("/%s/%s", l, d.Number))
			if d.Withdrawn == "" {
				out = append(out, fmt.Sprintf("/%s/embed/%s", l, d.Number))
			}
		}
	}
	for _, d := range list {
		if len(d.Pictures) > 0 {
			out = append(out, fmt.Sprintf("/iiif/%s/manifest.json", d.Number))
		}
	}
	return out
}
