package archive_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/corroboration"
)

type list = []any

func TestClaimsOfAnIncident(t *testing.T) {
	b := newBench(t)
	b.record("inc-2026-0001", fields{"title": "Airstrike on a hospital"})
	b.record("src-2026-0001", fields{"name": "Nurse A", "basis": "eyewitness", "key": "nurse"})
	b.record("src-2026-0002", fields{"name": "Ministry", "basis": "official", "group": true})
	b.record("src-2026-0003", fields{"name": "State outlet", "basis": "official", "affiliation": list{"src-2026-0002"}})
	b.record("tes-2026-0001", fields{"source": "src-2026-0001", "lang": "ar", "segments": list{
		fields{"id": "s1", "text": "قُتل ثلاثة أشخاص في الغارة."}, fields{"id": "s2", "text": "وجُرح آخرون."}}})
	b.record("trn-2026-0001", fields{"of": "tes-2026-0001", "lang": "en", "segments": list{fields{"of": list{"s1", "s2"}, "text": "Three people were killed, and others injured."}}})
	_, exhibits := b.deposit("nurse", "a post", "another post")
	_, others := b.deposit("", "a post of somebody")
	b.record("stm-2026-0001", fields{"signatories": list{fields{"name": "First"}, fields{"name": "Second"}}, "segments": list{fields{"id": "s1", "text": "We saw it."}}})
	b.record("clm-2026-0001", fields{"title": "Three people were killed", "about": "inc-2026-0001", "type": "count", "unit": "killed", "exactly": 3, "bearings": list{
		fields{"of": "tes-2026-0001", "how": "supports", "says": fields{"exactly": 3, "unit": "killed"}, "selector": fields{"segment": "s1", "quote": "ثلاثة أشخاص", "lang": "ar"}},
		fields{"of": "tes-2026-0001", "how": "supports", "selector": fields{"quote": "Three people", "lang": "en"}},
		fields{"of": "trn-2026-0001", "how": "supports", "selector": fields{"segment": "s2", "quote": "Four people"}},
		fields{"of": string(exhibits[0]), "how": "supports"},
		fields{"of": string(others[0]), "how": "supports"},
		fields{"of": "src-2026-0002", "how": "contradicts", "says": fields{"at_most": 1, "unit": "killed"}},
		fields{"of": "src-2026-0003", "how": "contradicts"},
	}})
	b.record("clm-2026-0002", fields{"title": "It was in the morning", "about": "inc-2026-0001", "type": "time", "date": "2016-11-18"})
	table, err := b.Claims(t.Context(), "inc-2026-0001")
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) != 2 || fmt.Sprint(table.Unsaid) != "[time place actor means]" {
		t.Fatalf("%d rows, nobody says %v", len(table.Rows), table.Unsaid)
	}
	got := table.Rows[0].Verdict.English()
	want := "Disputed: one eyewitness and one item whose source is not recorded support this; one official source contradicts it. " +
		"Two items are one account in several forms. Three accounts are of one source and count once. Two accounts are of one organisation and count once. One passage is no longer where it was quoted from."
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var places []corroboration.Found
	for _, x := range table.Rows[0].Bearings {
		places = append(places, x.Place)
	}
	if fmt.Sprint(places) != fmt.Sprint([]corroboration.Found{"there", "there", "lost", "", "", "", ""}) {
		t.Errorf("passages are %v", places)
	}
	if table.Rows[1].Verdict.English() != "Nobody says this, and nobody contradicts it." {
		t.Error(table.Rows[1].Verdict.English())
	}
	b.enter(sijill.ResemblanceConfirmed, exhibits[0], fields{"concerns": list{string(others[0])}})
	if table, err = b.Claims(t.Context(), "clm-2026-0001"); err != nil || len(table.Rows[0].Verdict.For.Voices) != 1 {
		t.Errorf("a post and its copy are %d voices (%v)", len(table.Rows[0].Verdict.For.Voices), err)
	}
	if _, err := b.Claims(t.Context(), "src-2026-0001"); sijill.ClassOf(err) != sijill.Usage {
		t.Errorf("the claims of a source: %v", err)
	}
	// What is not there stays in the table, without words.
	b.record("clm-2026-0003", fields{"about": "inc-2026-0001", "type": "fact", "bearings": list{fields{"of": "exh-2026-0999", "how": "supports"}, fields{"of": "clm-2026-0003", "how": "contradicts"}}})
	if table, err = b.Claims(t.Context(), "clm-2026-0003"); err != nil {
		t.Fatal(err)
	}
	if got := table.Rows[0].Verdict.English(); got != "One item whose source is not recorded supports this; nobody contradicts it. One bearing names the claim itself and does not count." {
		t.Error(got)
	}
}

// manyClaims makes an incident of 1,000 bearings on 20 claims, and 10,000 pairs
// of one origin.
func manyClaims(b *bench) {
	var drafts []sijill.Draft
	add := func(n sijill.Number, kind sijill.Kind, f ...sijill.Field) {
		drafts = append(drafts, sijill.Draft{Kind: kind, Agent: "t", Subject: n, Fields: f})
	}
	number := func(p sijill.Prefix, i int) string { return string(sijill.NewNumber(p, 2026, i+1)) }
	field := func(name string, v any) sijill.Field { return sijill.Field{Name: name, Value: v} }
	add("inc-2026-0001", sijill.IncidentRecorded, field("title", "An incident"))
	for i := range 200 {
		add(sijill.Number(number("src", i)), sijill.SourceRecorded, field("name", fmt.Sprint("Source ", i)), field("basis", sijill.Bases()[i%6]), field("group", i < 10), field("affiliation", list{number("src", i%40)}))
	}
	for i := range 1000 {
		add(sijill.Number(number("exh", i)), sijill.ExhibitEntered, field("name", fmt.Sprint("post ", i)), field("source", number("src", i%200)), field("media_type", "video/mp4"))
	}
	for i := range 10_000 {
		add(sijill.Number(number("exh", i%1000)), sijill.ResemblanceConfirmed, field("concerns", list{number("exh", (i%1000+1+i/1000*7)%1000)}))
	}
	for c := range 20 {
		var bearings list
		for i := range 50 {
			bearings = append(bearings, fields{"of": number("exh", c*50+i), "how": sijill.Bears()[i%2], "says": fields{"exactly": i % 7}})
		}
		add(sijill.Number(number("clm", c)), sijill.ClaimRaised, field("about", "inc-2026-0001"), field("type", "count"), field("exactly", 3), field("bearings", bearings))
	}
	if _, err := b.Register.Append(b.t.Context(), drafts...); err != nil {
		b.t.Fatal(err)
	}
	if err := b.Catalog.CatchUp(b.t.Context(), b.Register, nil); err != nil {
		b.t.Fatal(err)
	}
}

func BenchmarkClaimsTable(b *testing.B) {
	a := newBench(b)
	manyClaims(a)
	before := cpu(b)
	for b.Loop() {
		if _, err := a.Claims(b.Context(), "inc-2026-0001"); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// cpu is what this process has used of processors, for machines that are busy.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestClaimsTableOfManyBearings(t *testing.T) {
	b := newBench(t)
	manyClaims(b)
	table, err := b.Claims(t.Context(), "inc-2026-0001")
	if err != nil || len(table.Rows) != 20 {
		t.Fatal(err, len(table.Rows))
	}
}
