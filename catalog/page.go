package catalog

import (
	"encoding/binary"
	"encoding/hex"
	"math"

	"sijill.example/sijill"
	"sijill.example/sijill/search/index"
)

// cursorOf writes a place in the list of what was found.
func cursorOf(m index.Match) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], math.Float64bits(m.Score))
	binary.BigEndian.PutUint64(b[8:], uint64(m.ID))
	return hex.EncodeToString(b[:])
}

func readCursor(s string) (*index.Match, error) {
	if s == "" {
		return nil, nil
	}
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 16 {
		return nil, &sijill.Error{Class: sijill.Usage, Message: "This is not a place in a list of what was found.", Hint: "Use the word that the page before gave as \"next\"."}
	}
	return &index.Match{ID: int64(binary.BigEndian.Uint64(b[8:])), Score: math.Float64frombits(binary.BigEndian.Uint64(b))}, nil
}
