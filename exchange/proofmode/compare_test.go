package proofmode

import (
	"strings"
	"testing"
	"time"
)

func moment(t *testing.T, s string) Moment {
	t.Helper()
	m, ok := parseMoment(s)
	if !ok {
		t.Fatalf("%q is no time", s)
	}
	return m
}

func TestCompare(t *testing.T) {
	proof := func(change func(*Proof)) Proof {
		p := Proof{Hash: Hash{"SHA-256", sum}, FileName: "a.jpg", Modified: moment(t, "2020-01-02T12:00:00Z"),
			Places: []Place{{Source: "Location", Lat: 10, Lon: 20, Accuracy: 12, HasAccuracy: true}}}
		if change != nil {
			change(&p)
		}
		return p
	}
	facts := Facts{SHA256: strings.ToUpper(sum), FileName: "x/a.jpg", CapturedAt: moment(t, "2020-01-02T15:00:01+03:00"), Lat: 10, Lon: 20, HasPlace: true}
	for _, c := range []struct {
		name  string
		proof Proof
		facts func(Facts) Facts
		what  What
		want  Outcome
	}{
		{"the same hash", proof(nil), nil, OfHash, Same},
		{"another hash", proof(func(p *Proof) { p.Hash.Hex = strings.Repeat("0", 64) }), nil, OfHash, Differs},
		{"no hash", proof(func(p *Proof) { p.Hash = Hash{} }), nil, OfHash, OnlyInPhoto},
		{"a hash that nobody computed", proof(func(p *Proof) { p.Hash = Hash{"SHA-1", strings.Repeat("0", 40)} }), nil, OfHash, OnlyInProof},
		{"the same name", proof(nil), nil, OfName, Same},
		{"another name", proof(func(p *Proof) { p.FileName = "b.jpg" }), nil, OfName, Differs},
		{"the same time", proof(nil), nil, OfTime, Same},
		{"another time", proof(nil), func(f Facts) Facts { f.CapturedAt = moment(t, "2020-01-02T15:10:01+03:00"); return f }, OfTime, Differs},
		{"a clock three hours ahead", proof(nil), func(f Facts) Facts { f.CapturedAt = moment(t, "2020-01-02T15:00:01"); return f }, OfTime, Same},
		{"a clock seven minutes wrong", proof(nil), func(f Facts) Facts { f.CapturedAt = moment(t, "2020-01-02T15:07:01"); return f }, OfTime, Differs},
		{"a clock a day wrong", proof(nil), func(f Facts) Facts { f.CapturedAt = moment(t, "2020-01-03T15:00:01"); return f }, OfTime, Differs},
		{"no time of capture", proof(nil), func(f Facts) Facts { f.CapturedAt = Moment{}; return f }, OfTime, OnlyInProof},
		{"the same place", proof(nil), nil, OfPlace, Same},
		{"11 m away", proof(nil), func(f Facts) Facts { f.Lat += 0.0001; return f }, OfPlace, Near},
		{"111 m away", proof(nil), func(f Facts) Facts { f.Lat += 0.001; return f }, OfPlace, Differs},
		{"a photo without a place", proof(nil), func(f Facts) Facts { f.HasPlace = false; return f }, OfPlace, OnlyInProof},
		{"a proof without a place", proof(func(p *Proof) { p.Places = nil }), nil, OfPlace, OnlyInPhoto},
		{"no place at all", proof(func(p *Proof) { p.Places = nil }), func(f Facts) Facts { f.HasPlace = false; return f }, OfPlace, NotGiven},
		{"two places in one proof", proof(func(p *Proof) { p.Places = append(p.Places, Place{Source: "Cell", Lat: 11, Lon: 20}) }), nil, OfPlaces, Differs},
		{"an old position", proof(func(p *Proof) { p.Places[0].At = moment(t, "2020-01-02T10:00:00Z") }), nil, OfPlaceTime, Differs},
		{"a proof before the photo", proof(func(p *Proof) { p.Generated = moment(t, "2020-01-01T10:00:00Z") }), nil, OfProofTimes, Differs},
	} {
		t.Run(c.name, func(t *testing.T) {
			grades := map[Outcome]Grade{Same: Agrees, NotGiven: Agrees, Near: Noted, OnlyInProof: OneSided, OnlyInPhoto: OneSided, Differs: Disputed}
			with := facts
			if c.facts != nil {
				with = c.facts(facts)
			}
			for _, f := range Compare(c.proof, with) {
				if f.What != c.what {
					continue
				}
				if f.Outcome != c.want || f.Text == "" || f.Code == "" || strings.Contains(f.Text, "%!") || f.Grade() != grades[c.want] {
					t.Errorf("it is %+v", f)
				}
				return
			}
			t.Errorf("there is no finding of the %s", c.what)
		})
	}
}

func TestMetres(t *testing.T) {
	if d := metres(Place{Lat: 0, Lon: 179.5}, Place{Lat: 0, Lon: -179.5}); d < 111_000 || d > 111_400 {
		t.Errorf("a degree across the date line is %f m", d)
	}
	if d := metres(Place{Lat: 90}, Place{Lat: -90}); d < 20_015_000 || d > 20_016_000 {
		t.Errorf("pole to pole is %f m", d)
	}
	var f Finding
	if f.twoTimes("creation", moment(t, "1300000000"), moment(t, "1300000060")); f.Outcome != Same || f.By != -time.Minute {
		t.Errorf("a minute is %+v", f)
	}
}
