package proofmode

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func samples(t *testing.T) string {
	t.Helper()
	input := os.Getenv("SIJILL_INPUT")
	if input == "" {
		input = filepath.Join("..", "..", "..", "shared", "input")
	}
	dir := filepath.Join(input, "3-proofmode-2016", "samples", "sample-proof-1")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real proofs are not here; SIJILL_INPUT says where they are")
	}
	return dir
}

// The published proofs of 2016: five photos, each with the hash that its proof
// gives. Two of the proofs give a position: of one the photo gives none, of the
// other it gives one that is not quite the same. Nothing that names the phone is
// printed.
func TestTheSamples(t *testing.T) {
	dir := samples(t)
	photos, _ := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if len(photos) != 5 {
		t.Fatalf("%d photos", len(photos))
	}
	batch := readFile(t, filepath.Join(dir, "1487917842390batchproof.csv"))
	all, err := ParseCSV(bytes.NewReader(batch))
	if err != nil || len(all) != 5 {
		t.Fatalf("the batch has %d rows, %v", len(all), err)
	}
	places := map[Outcome]int{}
	for _, path := range photos {
		photo := readFile(t, path)
		proofs, err := ParseCSV(bytes.NewReader(readFile(t, path+".proof.csv")))
		if err != nil || len(proofs) != 1 {
			t.Fatalf("%d proofs, %v", len(proofs), err)
		}
		p := proofs[0]
		if len(p.Doubts) != 0 || len(p.Identity) != 5 || len(p.Fields)+len(p.Identity) != len(splitFirst(t, path+".proof.csv")) {
			t.Errorf("%d columns, %d of identity, doubts %q", len(p.Fields)+len(p.Identity), len(p.Identity), p.Doubts)
		}
		digest := sha256.Sum256(photo)
		facts := Facts{SHA256: hex.EncodeToString(digest[:]), FileName: filepath.Base(path)}
		exif(t, photo, &facts)
		for _, f := range Compare(p, facts) {
			switch f.What {
			case OfPlace:
				places[f.Outcome]++
				if f.Grade() != Agrees {
					t.Logf("%s: %s", filepath.Base(path), f.Text)
				}
			case OfTime:
				if f.Outcome != Same || !strings.Contains(f.Text, "UTC-05:00") {
					t.Errorf("%s: %s", filepath.Base(path), f.Text)
				}
			default:
				if f.Outcome != Same {
					t.Errorf("%s: %s", filepath.Base(path), f.Text)
				}
			}
		}
		found := false
		for _, b := range all {
			found = found || b.Hash == p.Hash && b.FileName == p.FileName
		}
		if !found {
			t.Errorf("%s is not in the batch", filepath.Base(path))
		}
		for _, signed := range []string{path, path + ".proof.csv"} {
			s, err := CheckSignature(bytes.NewReader(readFile(t, signed)), bytes.NewReader(readFile(t, signed+".asc")), nil)
			if err != nil || s.State != SignatureKeyNotGiven || s.KeyID == "" || s.Hash != "SHA-256" || s.At.Sub(p.Generated.Time).Abs() > 10*time.Second {
				t.Errorf("the signature of %s is %s, %v", filepath.Base(signed), s.State, err)
			}
		}
	}
	if places[OnlyInProof] != 1 || places[Near] != 1 || places[NotGiven] != 3 || len(places) != 3 {
		t.Errorf("places: %v", places)
	}
	for _, b := range all {
		for _, f := range b.Fields {
			if f.Value != "" && f.Value != b.Hash.Hex && !strings.HasSuffix(f.Value, b.FileName) {
				t.Error("a row without a header shows a value that nobody knows")
			}
		}
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func splitFirst(t *testing.T, path string) []string {
	t.Helper()
	line, _, _ := strings.Cut(string(readFile(t, path)), "\n")
	return trimLast(strings.Split(line, ","))
}

// exif reads just what the test needs: the time of capture and the position, in
// files whose EXIF is whole.
func exif(t *testing.T, photo []byte, facts *Facts) {
	t.Helper()
	i := bytes.Index(photo, []byte("Exif\x00\x00"))
	if i < 0 {
		t.Fatal("no EXIF")
	}
	tiff := photo[i+6:]
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	entries := func(at uint32) map[uint16][]byte {
		m := map[uint16][]byte{}
		for n := range uint32(order.Uint16(tiff[at:])) {
			e := tiff[at+2+12*n:]
			m[order.Uint16(e)] = e[:12]
		}
		return m
	}
	rational := func(at uint32) float64 { return float64(order.Uint32(tiff[at:])) / float64(order.Uint32(tiff[at+4:])) }
	degrees := func(e []byte) float64 {
		at := order.Uint32(e[8:])
		return rational(at) + rational(at+8)/60 + rational(at+16)/3600
	}
	first := entries(order.Uint32(tiff[4:]))
	sub := entries(order.Uint32(first[0x8769][8:]))
	if e := sub[0x9003]; e != nil {
		at := order.Uint32(e[8:])
		facts.CapturedAt, _ = parseMoment(string(tiff[at : at+19]))
	}
	if first[0x8825] == nil {
		return
	}
	gps := entries(order.Uint32(first[0x8825][8:]))
	if gps[2] == nil || gps[4] == nil {
		return
	}
	facts.Lat, facts.Lon, facts.HasPlace = degrees(gps[2]), degrees(gps[4]), true
	if gps[1][8] == 'S' {
		facts.Lat = -facts.Lat
	}
	if gps[3][8] == 'W' {
		facts.Lon = -facts.Lon
	}
}
