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
		f.Outcome, f.Text = NotGiven, "Neither the proof nor the photo gives a time."
	case at.IsMissing():
		f.Outcome, f.Text = OnlyInPhoto, "The photo gives a time and the proof gives none."
	case photo.CapturedAt.Time.IsZero():
		f.Outcome, f.Text = OnlyInProof, "The proof gives a time and the photo gives none."
	default:
		f.Outcome, f.By, f.Text = twoTimes(at, photo.CapturedAt)
		f.Text = fmt.Sprintf("The proof's time of the file's %s and the photo's time of capture %s.", name, f.Text)
	}
	return f
}

// twoTimes compares a time of the proof with another. Where just one of them has an
// offset, they are the same if an offset that some clock on Earth uses makes them so.
func twoTimes(a, b Moment) (Outcome, time.Duration, string) {
	by := a.Time.Sub(b.Time)
	if a.HasOffset == b.HasOffset {
		if by.Abs() <= sameTime {
			return Same, by, fmt.Sprintf("are %v apart", by.Abs().Round(time.Second))
		}
		return Differs, by, fmt.Sprintf("are %v apart", by.Abs().Round(time.Second))
	}
	quarters := by.Round(15 * time.Minute)
	rest := by - quarters
	offset := -quarters
	if !a.HasOffset {
		offset = quarters
	}
	if rest.Abs() <= sameTime && offset >= -12*time.Hour && offset <= 14*time.Hour {
		return Same, rest, fmt.Sprintf("fit if the clock without an offset was at UTC%s", offsetText(offset))
	}
	return Differs, by, "differ whatever the offset of the clock that gives none"
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
			findings = append(findings, Finding{What: OfProofTimes, Outcome: Differs, By: by,
				Text: fmt.Sprintf("The proof was made %v before the file's %s.", by.Abs().Round(time.Second), name)})
		}
	}
	for _, place := range p.Places {
		if place.At.IsMissing() || at.IsMissing() || place.At.HasOffset != at.HasOffset {
			continue
		}
		if by := place.At.Time.Sub(at.Time); by.Abs() > staleTime {
			findings = append(findings, Finding{What: OfPlaceTime, Outcome: Differs, By: by,
				Text: fmt.Sprintf("The position was measured %v away from the file's %s, so it may be of another place.", by.Abs().Round(time.Second), name)})
		}
	}
	return findings
}
