package search

// Expansion says of a term what else was looked for.
type Expansion struct {
	Term string   `json:"term"` // as it was typed
	To   []string `json:"to"`
	// By says where this comes from: "vocabulary", or "places" for the names of
	// places of the archive.
	By string `json:"by"`
}
