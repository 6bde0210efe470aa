package desk_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/desk"
)

func FuzzHost(f *testing.F) {
	for _, seed := range []string{"localhost", "127.0.0.1:80", "[::1]:80", "[::1]", "::1", "evil", "[::1%25lo]:80", "localhost:", "127.1", "[::ffff:127.0.0.1]", "localhost:80:80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if desk.IsLoopbackHost(host) && !strings.HasPrefix(strings.ToLower(host), "localhost") && !strings.HasPrefix(host, "127.") && !strings.HasPrefix(host, "[") {
			t.Errorf("%q is taken for this machine", host)
		}
	})
}

func TestHosts(t *testing.T) {
	for host, want := range map[string]bool{"localhost:8337": true, "127.0.0.1": true, "127.255.0.1:9": true, "[::1]": true, "[::1]:8337": true, "[0:0:0:0:0:0:0:1]:1": true,
		"::1": false, "[::1": false, "localhost:x": false, "localhost:99999": false, "localhost.": false, "127.1": false, "0177.0.0.1": false, "2130706433": false,
		"[::ffff:127.0.0.1]:1": false, "[::1%lo]:1": false, "[fe80::1]": false, "": false, ":8337": false, "user@localhost": false} {
		if got := desk.IsLoopbackHost(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}

func FuzzLanguage(f *testing.F) {
	f.Add("", "ar,en;q=0.5")
	f.Add("ar", "")
	f.Add("", ";q=;,;;q=nan")
	f.Fuzz(func(t *testing.T, asked, accept string) {
		if got := desk.LanguageOf(asked, accept); got != "ar" && got != "en" {
			t.Errorf("%q is no language", got)
		}
	})
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ asked, accept, want string }{
		{"", "", "en"}, {"ar", "en", "ar"}, {"en", "ar", "en"}, {"xx", "ar", "ar"}, {"", "ar-SY,ar;q=0.9,en;q=0.8", "ar"}, {"", "en-GB,en;q=0.9,ar;q=0.8", "en"},
		{"", "fr,ar;q=0.3,en;q=0.2", "ar"}, {"", "fr", "en"}, {"", "ar;q=0", "en"}, {"", "ar;q=x", "en"}, {"", "AR", "ar"}, {"", "arn", "en"},
	} {
		if got := desk.LanguageOf(c.asked, c.accept); got != c.want {
			t.Errorf("%q with %q gives %q, not %q", c.asked, c.accept, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		s := desk.Count(n)
		if strings.ReplaceAll(s, ",", "") != strconv.FormatInt(n, 10) {
			t.Fatalf("%d is written %s", n, s)
		}
		for i, group := range strings.Split(strings.TrimPrefix(s, "-"), ",") {
			if len(group) > 3 || len(group) < 1 || i > 0 && len(group) != 3 {
				t.Fatalf("%d is written %s", n, s)
			}
		}
	})
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 1234567: "1.2 MB", 5e15: "5000.0 TB"} {
		if got := desk.BytesOf(n); got != want {
			t.Errorf("%d bytes are written %s, not %s", n, got, want)
		}
	}
}

// Taking a text apart loses nothing, and an escape is found whole.
func FuzzPieces(f *testing.F) {
	for _, seed := range []string{"", `photo\u202egpj.exe`, `\`, `\u`, `\u20`, `\xff\U000e0001\u`, `C:\users\x`, `\\u202e`, "حلب\\u200f حلب"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		texts, escapes := desk.Pieces(s)
		if strings.Join(texts, "") != s {
			t.Errorf("%q is taken apart into %q", s, texts)
		}
		for i, text := range texts {
			if escapes[i] && (text[0] != '\\' || len(text) != 4 && len(text) != 6 && len(text) != 10) {
				t.Errorf("%q is no escape", text)
			}
		}
	})
}

func TestEscapesStandByThemselves(t *testing.T) {
	texts, escapes := desk.Pieces(sijill.Printable("a\u202eb\xffc"))
	if strings.Join(texts, "|") != `a|\u202e|b|\xff|c` || !escapes[1] || !escapes[3] || escapes[0] || escapes[2] || escapes[4] {
		t.Errorf("%q, %v", texts, escapes)
	}
}

// The table must have a phrase in both languages for everything that code asks
// for by a name of its own.
func TestWords(t *testing.T) {
	words := desk.Words()
	for key, w := range words {
		for i, text := range w {
			if strings.TrimSpace(text) == "" && key != "colon" && key != "comma" {
				t.Errorf("%s has no text in language %d", key, i)
			}
		}
		if !strings.HasPrefix(key, "self.") && key != "colon" && key != "comma" && sijill.Direction(strings.TrimLeft(w[1], "\u200e")) != "rtl" {
			t.Errorf("%s does not begin in Arabic: %s", key, w[1])
		}
	}
	wanted := []string{}
	for _, k := range sijill.Kinds() {
		wanted = append(wanted, "said."+string(k.Kind))
		if got := words["said."+string(k.Kind)][0]; got != k.Said {
			t.Errorf("%s is told as %q here and as %q elsewhere", k.Kind, got, k.Said)
		}
	}
	for _, p := range sijill.Prefixes() {
		wanted = append(wanted, "kind."+p.Name, "one."+p.Name)
	}
	for _, status := range []int{400, 403, 404, 405, 409, 414, 421, 500, 503} {
		wanted = append(wanted, "problem."+strconv.Itoa(status))
	}
	for _, key := range wanted {
		if _, ok := words[key]; !ok {
			t.Errorf("there is no phrase %s", key)
		}
	}
}
