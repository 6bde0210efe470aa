package proofmode

import (
	"fmt"
	"time"
)

// taken gives the proof's time that is nearest to the shutter, and its name.
func (p Proof) taken() (Moment, string) {
	switch {
	case !p.Created.IsMissing():
		return p.Created, "creation"
	case !p.Modified.IsMissing():
		return p.Modified, "last change"
	}
	return p.Generated, "making of the proof"
}

func compareTime(p Proof, photo Facts) Finding {
	f := Finding{What: OfTime}
	at, name := p.taken()
	switch {
	case at.IsMissing() && photo.CapturedAt.Time.IsZero():
		f.say(NotGiven, "time-neither")
	case at.IsMissing():
		f.say(OnlyInPhoto, "time-only-photo")
	case photo.CapturedAt.Time.IsZero():
		f.say(OnlyInProof, "time-only-proof")
	default:
		f.twoTimes(name, at, photo.CapturedAt)
	}
	return f
}

// twoTimes compares a time of the proof with another. Where just one of them has an
// offset, they are the same if an offset that some clock on Earth uses makes them so.
func (f *Finding) twoTimes(name string, a, b Moment) {
	f.By = a.Time.Sub(b.Time)
	if a.HasOffset == b.HasOffset {
		outcome := Differs
		if f.By.Abs() <= sameTime {
			outcome = Same
		}
		f.say(outcome, "times-apart", name, f.By.Abs().Round(time.Second).String())
		return
	}
	quarters := f.By.Round(15 * time.Minute)
	rest := f.By - quarters
	offset := -quarters
	if !a.HasOffset {
		offset = quarters
	}
	if rest.Abs() <= sameTime && offset >= -12*time.Hour && offset <= 14*time.Hour {
		f.By = rest
		f.say(Same, "times-fit", name, offsetText(offset))
		return
	}
	f.say(Differs, "times-differ", name)
}

func offsetText(d time.Duration) string {
	sign := '+'
	if d < 0 {
		sign, d = '-', -d
	}
	return fmt.Sprintf("%c%02d:%02d", sign, int(d.Hours()), int(d.Minutes())%60)
}

// compareTimes sets the times inside a proof against each other.
func compareTimes(p Proof) []Finding {
	var findings []Finding
	at, name := p.taken()
	if !at.IsMissing() && name != "making of the proof" && p.Generated.HasOffset == at.HasOffset && !p.Generated.IsMissing() {
		if by := p.Generated.Time.Sub(at.Time); by < -sameTime {
			f := Finding{What: OfProofTimes, By: by}
			f.say(Differs, "proof-before", by.Abs().Round(time.Second).String(), name)
			findings = append(findings, f)
		}
	}
	for _, place := range p.Places {
		if place.At.IsMissing() || at.IsMissing() || place.At.HasOffset != at.HasOffset {
			continue
		}
		if by := place.At.Time.Sub(at.Time); by.Abs() > staleTime {
			f := Finding{What: OfPlaceTime, By: by}
			f.say(Differs, "place-stale", by.Abs().Round(time.Second).String(), name)
			findings = append(findings, f)
		}
	}
	return findings
}
