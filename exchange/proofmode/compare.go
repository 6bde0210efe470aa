package proofmode

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Facts are what is known of a photo without its proof. What is not known is left
// at its zero.
type Facts struct {
	MD5, SHA1, SHA256, SHA512 string // hexadecimal digits
	FileName                  string
	CapturedAt                Moment // as its own metadata say
	Lat, Lon                  float64
	HasPlace                  bool // its own metadata give Lat and Lon
}

// What is a thing that a proof and its photo can both speak of.
type What string

// What is compared.
const (
	OfHash       What = "hash"
	OfName       What = "name"
	OfTime       What = "time"
	OfPlace      What = "place"       // the proof against the photo
	OfPlaces     What = "places"      // two places of the same proof
	OfPlaceTime  What = "place time"  // the position's time against the proof's
	OfProofTimes What = "proof times" // the times of the proof against each other
)

// Outcome is how a comparison ended.
type Outcome string

// The outcomes. Near is of places only: not the same position, but no further off
// than the accuracy that the proof claims for its own.
const (
	Same        Outcome = "same"
	Near        Outcome = "near"
	Differs     Outcome = "differs"
	OnlyInProof Outcome = "only in the proof"
	OnlyInPhoto Outcome = "only in the photo"
	NotGiven    Outcome = "not given"
)

// Finding is the result of one comparison. Text says it in one English sentence,
// without a position, a name or an identifier; Code and Values say the same, for
// whoever tells it in another language.
type Finding struct {
	What    What
	Outcome Outcome
	Metres  float64       // between the two places
	By      time.Duration // how much later the proof's time is; the photo's is at 0
	Text    string
	Code    string
	Values  []string
}

// Grade says how much an outcome asks of whoever reads it.
type Grade string

// The grades. What is noted agrees, though the two do not say the very same.
const (
	Agrees   Grade = ""
	Noted    Grade = "note"
	OneSided Grade = "one-sided"
	Disputed Grade = "differs"
)

// Grade gives the grade of what was found.
func (f Finding) Grade() Grade {
	switch f.Outcome {
	case Same, NotGiven:
		return Agrees
	case Near:
		return Noted
	case OnlyInProof, OnlyInPhoto:
		return OneSided
	}
	return Disputed
}

// Bounds within which two statements are the same.
const (
	sameMetres   = 0.05             // seven decimal places of a degree are 0.01 m
	unknownNear  = 50.0             // metres, where the proof claims no accuracy
	mostAccuracy = 5000.0           // metres; a claim beyond it says nothing
	sameTime     = 2 * time.Minute  // a file is written a little after the shutter
	staleTime    = 10 * time.Minute // older positions are another place's
)

// Compare sets a proof against the facts of its photo. It always speaks of the
// hash, the name, the time and the place, in that order, and of the proof's places
// and times among themselves where there is something to say.
func Compare(p Proof, photo Facts) []Finding {
	findings := []Finding{compareHash(p, photo), compareName(p, photo), compareTime(p, photo), comparePlace(p, photo)}
	for i := range p.Places {
		for j := range i {
			findings = append(findings, twoPlaces(p.Places[j], p.Places[i]))
		}
		if len(findings) > 1000 {
			break
		}
	}
	return append(findings, compareTimes(p)...)
}

func compareHash(p Proof, photo Facts) Finding {
	of := map[string]string{"MD5": photo.MD5, "SHA-1": photo.SHA1, "SHA-256": photo.SHA256, "SHA-512": photo.SHA512}[p.Hash.Algorithm]
	f := Finding{What: OfHash}
	switch {
	case p.Hash.Hex == "":
		f.say(OnlyInPhoto, "hash-none")
	case of == "":
		f.say(OnlyInProof, "hash-unknown", p.Hash.Algorithm)
	case strings.EqualFold(of, p.Hash.Hex):
		f.say(Same, "hash-same", p.Hash.Algorithm)
		if p.Hash.Algorithm == "MD5" || p.Hash.Algorithm == "SHA-1" {
			f.say(Same, "hash-weak", p.Hash.Algorithm)
		}
	default:
		f.say(Differs, "hash-differs", p.Hash.Algorithm)
	}
	return f
}

func compareName(p Proof, photo Facts) Finding {
	f := Finding{What: OfName}
	name := base(photo.FileName)
	switch {
	case p.FileName == "" && name == "":
		f.say(NotGiven, "name-neither")
	case p.FileName == "":
		f.say(OnlyInPhoto, "name-only-photo")
	case name == "":
		f.say(OnlyInProof, "name-only-proof")
	case name == p.FileName:
		f.say(Same, "name-same")
	default:
		f.say(Differs, "name-differs")
	}
	return f
}

func comparePlace(p Proof, photo Facts) Finding {
	f := Finding{What: OfPlace}
	switch {
	case len(p.Places) == 0 && !photo.HasPlace:
		f.say(NotGiven, "place-neither")
		return f
	case len(p.Places) == 0:
		f.say(OnlyInPhoto, "place-only-photo")
		return f
	case !photo.HasPlace:
		f.say(OnlyInProof, "place-only-proof")
		return f
	}
	f = twoPlaces(p.Places[0], Place{Source: "the photo", Lat: photo.Lat, Lon: photo.Lon})
	f.What = OfPlace
	return f
}

// twoPlaces compares two positions; the accuracy is the worse of the two.
func twoPlaces(a, b Place) Finding {
	f := Finding{What: OfPlaces, Metres: metres(a, b)}
	near, code := unknownNear, "places-near-unclaimed"
	if a.HasAccuracy || b.HasAccuracy {
		near, code = math.Min(math.Max(a.Accuracy, b.Accuracy), mostAccuracy), "places-near"
	}
	limit := fmt.Sprintf("%.0f m", near)
	switch {
	case f.Metres <= sameMetres:
		f.say(Same, "places-same")
	case f.Metres <= near:
		f.say(Near, code, distance(f.Metres), limit)
	default:
		f.say(Differs, "places-far", distance(f.Metres), limit)
	}
	return f
}

func distance(m float64) string {
	switch {
	case m < 10:
		return fmt.Sprintf("%.1f m", m)
	case m < 10_000:
		return fmt.Sprintf("%.0f m", m)
	}
	return fmt.Sprintf("%.0f km", m/1000)
}

// metres is the distance of two positions along a sphere of 6,371,008.8 m radius
// (haversine formula; wrong by 0.6 % at most).
func metres(a, b Place) float64 {
	const radius, degree = 6371008.8, math.Pi / 180
	lat, lon := math.Sin((b.Lat-a.Lat)*degree/2), math.Sin((b.Lon-a.Lon)*degree/2)
	h := lat*lat + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*lon*lon
	return 2 * radius * math.Asin(math.Sqrt(math.Min(1, h)))
}
