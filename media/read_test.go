package media_test

import (
	"bytes"
	"strings"
	"testing"

	"sijill.example/sijill/media"
	"sijill.example/sijill/media/mediatest"
)

func read(b []byte, name string) media.Facts {
	return media.Read(bytes.NewReader(b), int64(len(b)), name)
}

// Every seed is known by its content, whatever its name says, and is whole.
func TestFormats(t *testing.T) {
	for _, s := range mediatest.Seeds() {
		for _, name := range []string{s.Name, "unnamed"} {
			f := read(s.Bytes, name)
			want := s.MediaType
			if name == "unnamed" && want == "text/csv" {
				continue // a table of two columns is text like any other
			}
			if f.Format.MediaType != want && !strings.HasPrefix(f.Format.MediaType, want+";") {
				t.Errorf("%s as %s is %s", s.Name, name, f.Format.MediaType)
			}
			if f.NameDoubt != "" {
				t.Errorf("%s as %s: %s", s.Name, name, f.NameDoubt)
			}
			for _, n := range f.NotDone {
				if strings.Contains(n.Because, "damage") || strings.Contains(n.Because, "cut short") || strings.Contains(n.Because, "fault") {
					t.Errorf("%s: %s, because %s", s.Name, n.What, n.Because)
				}
			}
		}
	}
	if f := read(mediatest.PNG(4, 4), "photo.jpg"); f.NameDoubt == "" {
		t.Error("a PNG that is called JPEG is not doubted")
	}
}
