package catalog

import (
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"sijill.example/sijill/search"
)

// tokenizer gives SQLite's FTS5 the words that package search makes. It reports
// where each stands in the original, so that a snippet shows the original.
type tokenizer struct{}

// registerTokenizer makes FTS5 and the tokenizer "sijill" known to a connection.
func registerTokenizer(c *sqlite3.Conn) error {
	return fts5.RegisterCustom(c, func(api *fts5.API) error {
		return api.CreateTokenizer("sijill", func([]string) (fts5.Tokenizer, error) { return tokenizer{}, nil })
	})
}

// Tokenize is fts5.Tokenizer. In documents a word with the Arabic article is
// also found without it.
func (tokenizer) Tokenize(flags fts5.TokenizeFlag, text, _ string, token fts5.TokenCallback) error {
	var err error
	search.Words(text, func(w search.Word) bool {
		if err = token(0, w.Folded, w.Start, w.End); err != nil {
			return false
		}
		if bare := search.Bare(w.Folded); bare != "" && flags&fts5.TOKENIZE_DOCUMENT != 0 {
			err = token(fts5.TOKEN_COLOCATED, bare, w.Start, w.End)
		}
		return err == nil
	})
	return err
}
