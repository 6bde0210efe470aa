package likeness

import "time"

// Frame is one frame of a film.
type Frame struct {
	Hash    Hash
	Quality int
	At      time.Duration // from the start of the film
}

// Overlap is how much two films share.
type Overlap struct {
	// Mine and Theirs are the shares of the good frames of each that some good frame
	// of the other resembles, 0 to 1.
	Mine, Theirs float64
	// At and TheirAt are where the first pair that resembles each other stands.
	At, TheirAt time.Duration
	// Distance is the least of any pair.
	Distance int
}

// Compare matches the frames of two films with each other, as vPDQ does
// (ThreatExchange). Frames that show too little, blank and dark ones, count on
// neither side; false is returned where no pair is within the distance.
func Compare(mine, theirs []Frame, within int) (Overlap, bool) {
	o := Overlap{Distance: within + 1}
	var goodMine, goodTheirs, matched int
	matchedTheirs := make([]bool, len(theirs))
	for _, t := range theirs {
		if t.Quality >= Quality {
			goodTheirs++
		}
	}
	first := true
	for _, m := range mine {
		if m.Quality < Quality {
			continue
		}
		goodMine++
		found := false
		for i, t := range theirs {
			if t.Quality < Quality {
				continue
			}
			d := m.Hash.Distance(t.Hash)
			if d > within {
				continue
			}
			if first {
				o.At, o.TheirAt, first = m.At, t.At, false
			}
			o.Distance = min(o.Distance, d)
			found, matchedTheirs[i] = true, true
		}
		if found {
			matched++
		}
	}
	if matched == 0 {
		return Overlap{}, false
	}
	count := 0
	for _, m := range matchedTheirs {
		if m {
			count++
		}
	}
	o.Mine, o.Theirs = float64(matched)/float64(goodMine), float64(count)/float64(goodTheirs)
	return o, true
}
