package publication_test

import (
	"encoding/json"
	"testing"

	"sijill.example/sijill"
)

// A place is drawn with its outline, and is about the middle of it where nobody gave a
// point; whoever leaves out where it is leaves out both.
func TestPlacesHaveOutlines(t *testing.T) {
	var geometry any
	if err := json.Unmarshal([]byte(`{"type": "Polygon", "coordinates": [[[37.1, 36.2], [37.1000001, 36.2], [37.12, 36.2], [37.12, 36.22], [37.1, 36.22], [37.1, 36.2]]]}`), &geometry); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t)
	h.enter(
		draft(sijill.PlaceRecorded, "plc-2026-0001", "name", "A quarter", "geometry", geometry),
		draft(sijill.PlaceRecorded, "plc-2026-0002", "name", "Another", "geometry", geometry, "latitude", 36.21, "longitude", 37.11),
		draft(sijill.PlaceRecorded, "plc-2026-0003", "name", "A line", "geometry", map[string]any{"type": "LineString", "coordinates": []any{}}),
		draft(sijill.IncidentRecorded, "inc-2026-0001", "title", "It is hit", "place", "plc-2026-0001"))
	for _, n := range []sijill.Number{"plc-2026-0001", "plc-2026-0003", "inc-2026-0001"} {
		h.release(n)
	}
	h.release("plc-2026-0002", "withhold_fields", []string{"latitude", "longitude"})
	h.build()
	place := h.document("plc-2026-0001").Places
	if len(place) != 1 || len(place[0].Outline) != 1 || len(place[0].Outline[0]) != 5 || place[0].Outline[0][1] != [2]float64{37.12, 36.2} {
		t.Fatalf("%+v", place)
	}
	at := h.document("inc-2026-0001").Places
	if len(at) != 1 || at[0].Lat == nil || *at[0].Lat != 36.21 || *at[0].Lon != 37.11 || at[0].PrecisionM < 1000 || at[0].PrecisionM > 2000 || at[0].Outline != nil {
		t.Errorf("%+v", at)
	}
	for _, n := range []sijill.Number{"plc-2026-0002", "plc-2026-0003"} {
		if at := h.document(n).Places; len(at) != 0 {
			t.Errorf("%s: %+v", n, at)
		}
	}
}
