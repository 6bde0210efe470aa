package peers_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A client of C2SP tlog-tiles logs reads the directory over HTTP, as any static
// file server would hand it out.
func TestTorchwoodReadsThePublishedDirectory(t *testing.T) {
	for _, s := range sizes {
		p := publish(t, s.older, s.size)
		server := httptest.NewServer(http.FileServer(http.Dir(p.dir)))
		defer server.Close()
		fetcher, err := torchwood.NewTileFetcher(server.URL, torchwood.WithHTTPClient(server.Client()))
		if err != nil {
			t.Fatal(err)
		}
		signed, err := fetcher.ReadEndpoint(t.Context(), "checkpoint")
		if err != nil {
			t.Fatal(err)
		}
		n, err := note.Open(signed, note.VerifierList(p.verifier))
		if err != nil {
			t.Fatal(err)
		}
		c, err := torchwood.ParseCheckpoint(n.Text)
		if err != nil || c.Origin != origin || c.N != int64(s.size) || c.Extension != "" {
			t.Fatalf("torchwood reads our checkpoint as %+v, %v", c, err)
		}
		client, err := torchwood.NewClient(fetcher)
		if err != nil {
			t.Fatal(err)
		}
		var count int64
		for i, leaf := range client.AllEntries(t.Context(), c.Tree, 0) {
			if i != count || !bytes.Equal(leaf, p.leaves[i]) {
				t.Fatalf("torchwood reads another entry %d", i)
			}
			count++
		}
		if err := client.Err(); err != nil || count != int64(s.size) {
			t.Fatalf("torchwood read %d of %d entries: %v", count, s.size, err)
		}
		for _, i := range []int64{0, int64(s.size) / 2, int64(s.size) - 1} {
			leaf, hashes, err := client.Entry(t.Context(), c.Tree, i)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckRecord(hashes, c.N, c.Hash, i, tlog.RecordHash(leaf)); err != nil || !bytes.Equal(leaf, p.leaves[i]) {
				t.Errorf("torchwood's proof of %d: %v", i, err)
			}
			ours, err := p.log.Prove(p.at, i)
			if err != nil || len(ours.Hashes) != len(hashes) {
				t.Fatalf("our proof of %d: %v", i, err)
			}
			for n := range hashes {
				if hashes[n] != ours.Hashes[n] {
					t.Errorf("hash %d of the proof of %d is another", n, i)
				}
			}
		}
	}
}
