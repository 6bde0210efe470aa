package proofmode

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
)

// Hash is the digest that the proof gives of the photo: the algorithm by the
// number of digits, "" where there is none.
type Hash struct {
	Algorithm string `json:"algorithm"` // "MD5", "SHA-1", "SHA-256" or "SHA-512"
	Hex       string `json:"hex"`       // lower case
}

// Place is one position: degrees north and east (WGS 84), metres, and what gave it.
type Place struct {
	Source      string  `json:"source,omitempty"` // what the columns are called before the last dot: "Location"
	Lat         float64 `json:"lat"`
	Lon         float64 `json:"lon"`
	Altitude    float64 `json:"altitude_m,omitempty"` // where HasAltitude
	Accuracy    float64 `json:"accuracy_m,omitempty"` // where HasAccuracy; greater than 0
	HasAltitude bool    `json:"has_altitude,omitempty"`
	HasAccuracy bool    `json:"has_accuracy,omitempty"`
	Provider    string  `json:"provider,omitempty"` // "gps", "network", "fused"
	At          Moment  `json:"at,omitzero"`        // when the position was measured
}

// proofOf reads one row. Without a header, or where the row does not fit it, all
// that is read is a hash and a file name, which their shape shows.
func proofOf(row int, header, values []string) Proof {
	p := Proof{Row: row}
	fits := len(values) == len(header) || len(values) == len(header)+1 && values[len(header)] == ""
	if !fits {
		if header == nil {
			p.doubt("Row %d has no header, so its columns are not known.", row)
		} else {
			p.doubt("Row %d has %d values for %d columns, so it is not known which belongs to which.", row, len(trimLast(values)), len(header))
		}
		p.readBare(values)
		return p
	}
	var places placeReader
	for i, name := range header {
		f := Field{Column: i, Name: name, Value: values[i]}
		r, known := roleOf(name)
		switch {
		case known && !IsIdentity(name):
		case IsIdentity(name):
			p.HasCells = p.HasCells || r == cells && !isEmpty(f.Value)
			p.Identity = append(p.Identity, f)
			continue
		default:
			r = plain
		}
		if !p.read(r, f, &places) || reveals(r, f.Value) {
			p.Identity = append(p.Identity, f)
			continue
		}
		p.Fields = append(p.Fields, f)
		if r == network && !isEmpty(f.Value) {
			p.Network = append(p.Network, f)
		}
	}
	p.Places = places.done(&p)
	return p
}

// read takes from a field what it is for. It says false where the value is not
// what the column promises, so that it may be anything.
func (p *Proof) read(r role, f Field, places *placeReader) bool {
	if isEmpty(f.Value) {
		return true
	}
	var into *Moment
	switch r {
	case hash:
		h, ok := hashOf(f.Value)
		if !ok {
			p.doubt("The column %q holds no hash.", f.Name)
			return false
		}
		if len(h.Hex) > len(p.Hash.Hex) {
			p.Hash = h
		}
		return true
	case file:
		if p.FileName == "" {
			p.FileName = base(f.Value)
		}
		return true
	case part:
		return places.add(p, f)
	case generated:
		into = &p.Generated
	case modified:
		into = &p.Modified
	case created:
		into = &p.Created
	default:
		return true
	}
	m, ok := parseMoment(f.Value)
	if !ok {
		p.doubt("The column %q holds no time that can be read.", f.Name)
		return false
	}
	if into.IsMissing() {
		*into = m
	}
	return true
}

// readBare takes a hash and a file name from values without names.
func (p *Proof) readBare(values []string) {
	for i, v := range values {
		f := Field{Column: i, Value: v}
		h, ok := hashOf(v)
		if v == "" || ok && len(h.Hex) >= 64 {
			p.Fields = append(p.Fields, f)
			if ok && p.Hash.Hex == "" {
				p.Hash = h
			}
			continue
		}
		if isPath := strings.HasPrefix(v, "/"); isPath && p.FileName == "" {
			p.FileName = base(v)
			if !reveals(file, v) {
				p.Fields = append(p.Fields, f)
				continue
			}
		}
		p.Identity = append(p.Identity, f)
	}
}

func (p *Proof) doubt(format string, args ...any) {
	const most = 50
	if len(p.Doubts) < most {
		p.Doubts = append(p.Doubts, fmt.Sprintf(format, args...))
	}
}

func hashOf(s string) (Hash, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, err := hex.DecodeString(s); err != nil {
		return Hash{}, false
	}
	switch len(s) {
	case 32:
		return Hash{"MD5", s}, true
	case 40:
		return Hash{"SHA-1", s}, true
	case 64:
		return Hash{"SHA-256", s}, true
	case 128:
		return Hash{"SHA-512", s}, true
	}
	return Hash{}, false
}

// base gives the last part of a path of a phone or of Windows.
func base(path string) string {
	return strings.TrimSpace(path[strings.LastIndexAny(path, `/\`)+1:])
}

// placeReader gathers the parts of places; the columns of one place begin alike.
type placeReader struct {
	places []Place
	has    [][2]bool // latitude, longitude
}

func (r *placeReader) add(p *Proof, f Field) bool {
	source, key := placeKey(f.Name)
	i := 0
	for ; i < len(r.places) && r.places[i].Source != source; i++ {
	}
	if i == len(r.places) {
		r.places, r.has = append(r.places, Place{Source: source}), append(r.has, [2]bool{})
	}
	place := &r.places[i]
	switch key {
	case "provider":
		if strings.ContainsFunc(f.Value, func(c rune) bool { return c < 'A' || c > 'z' }) || len(f.Value) > 20 {
			return false
		}
		place.Provider = f.Value
		return true
	case "time":
		m, ok := parseMoment(f.Value)
		if !ok {
			p.doubt("The column %q holds no time that can be read.", f.Name)
			return false
		}
		place.At = m
		return true
	}
	v, ok := parseNumber(f.Value, key == "latitude" || key == "longitude")
	if !ok {
		p.doubt("The column %q holds no number that can be read.", f.Name)
		return false
	}
	switch key {
	case "latitude":
		place.Lat, r.has[i][0] = v, true
	case "longitude":
		place.Lon, r.has[i][1] = v, true
	case "altitude":
		place.Altitude, place.HasAltitude = v, true
	case "accuracy":
		place.Accuracy, place.HasAccuracy = v, v > 0
	}
	return true
}

// done gives the places that are on the Earth.
func (r *placeReader) done(p *Proof) []Place {
	var good []Place
	for i, place := range r.places {
		switch {
		case !r.has[i][0] && !r.has[i][1]:
		case !r.has[i][0] || !r.has[i][1]:
			p.doubt("The place %q has only one of latitude and longitude.", place.Source)
		case math.Abs(place.Lat) > 90 || math.Abs(place.Lon) > 180:
			p.doubt("The place %q is not on the Earth.", place.Source)
		case place.Lat == 0 && place.Lon == 0:
			p.doubt("The place %q is 0, 0, which phones write when they know none.", place.Source)
		default:
			good = append(good, place)
		}
	}
	return good
}
