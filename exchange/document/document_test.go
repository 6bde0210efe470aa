package document_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/exchange/document/documenttest"
)

func TestTroubleNamesFileLineAndField(t *testing.T) {
	const head = "---\nkind: claim\nkey: k\ntype: count\n"
	for _, test := range []struct{ name, file, text, want string }{
		{"wrong type", "claims/x.md", head + "\nat_least: many\n---\n", `claims/x.md:6: claim.at_least: want a whole number, found "many"`},
		{"a list for a number", "x.md", head + "at_least: [1]\n---\n", "x.md:5: claim.at_least: want a whole number, found a list"},
		{"below zero", "x.md", head + "at_least: -1\n---\n", "x.md:5: claim.at_least: want a whole number, found -1"},
		{"unknown field", "x.md", head + "at_lest: 1\n---\n", `x.md:5: claim.at_lest: there is no such field; is "at_least" meant?`},
		{"unknown field far from any", "x.md", head + "zzzzzzzz: 1\n---\n", "x.md:5: claim.zzzzzzzz: there is no such field"},
		{"unknown field in a record", "x.md", head + "bearings:\n  - of: a\n    how: supports\n    sayss: {}\n---\n", `x.md:8: claim.bearings[1].sayss: there is no such field; is "says" meant?`},
		{"missing in a record", "x.md", head + "bearings:\n  - of: a\n---\n", "x.md:6: claim.bearings[1].how: is missing"},
		{"word", "x.md", head + "unit: kiled\n---\n", `claim.unit: want a word of the scheme units, found "kiled"; is "killed" meant?`},
		{"short list of words", "x.md", "---\nkind: claim\nkey: k\ntype: counts\n---\n", `x.md:4: claim.type: want one of count, time, place, actor, means, fact, found "counts"; is "count" meant?`},
		{"missing", "x.md", "---\nkind: claim\nkey: k\n---\n", "x.md:2: claim.type: is missing"},
		{"twice", "x.md", head + "unit: killed\nunit: killed\n---\n", "x.md:6: unit: the field stands in line 5 already"},
		{"kind", "x.md", "---\nkind: clam\nkey: k\n---\n", `x.md:2: kind: there is no kind "clam"; is "claim" meant?`},
		{"no kind", "x.yaml", "key: k\n", "x.yaml:1: kind: is missing"},
		{"neither key nor number", "x.yaml", "kind: page\ntitle: t\n", "x.yaml:1: key: is missing"},
		{"number of another kind", "x.yaml", "kind: page\nnumber: exh-2026-0001\n", "x.yaml:2: number: exh-2026-0001 is the number of an exhibit, not of page"},
		{"no number", "x.yaml", "kind: page\nnumber: 12\n", `x.yaml:2: number: "12" is not a number such as pag-2026-0001`},
		{"key like a number", "x.yaml", "kind: page\nkey: pag-2026-0001\n", "x.yaml:2: key: a key must not look like a number"},
		{"key in brackets", "x.yaml", "kind: page\nkey: \"a]]b\"\n", "x.yaml:2: key: a key is one line of text"},
		{"date", "x.yaml", "kind: page\nkey: k\npublished_at: 2016-13\n", `x.yaml:3: page.published_at: want a date such as 2016-11-29, 2016-11 or 2016-11-24/2016-11-27, found "2016-13"`},
		{"language", "x.yaml", "kind: page\nkey: k\nlang: ar_SY\n", `x.yaml:3: page.lang: want a language tag such as ar, en or ar-SY, found "ar_SY"`},
		{"latitude", "x.yaml", "kind: place\nkey: k\nlatitude: 91\n", "x.yaml:3: place.latitude: latitude must be between -90 and 90"},
		{"yes-no", "x.yaml", "kind: source\nkey: k\ngroup: maybe\n", `x.yaml:3: source.group: want true or false, found "maybe"`},
		{"tab", "x.yaml", "kind: source\n\tkey: k\n", "x.yaml:2: the line begins with a tab"},
		{"alias", "x.yaml", "kind: source\nkey: &a k\nname: *a\n", "x.yaml:2: anchors and aliases"},
		{"merge", "x.yaml", "kind: source\nkey: k\n<<: {a: b}\n", "x.yaml:3: merging by << is not taken"},
		{"tag", "x.yaml", "kind: source\nkey: k\nname: !!binary aGk=\n", "x.yaml:3: the tag !!binary is not taken"},
		{"not YAML", "x.md", "---\nkind: [\n---\n", "x.md:"},
		{"second document", "x.yaml", "kind: page\nkey: a\n---\nkind: page\nkey: b\ntitel: t\n", `x.yaml:6: page.titel: there is no such field; is "title" meant?`},
		{"no front matter", "x.md", "text\n", "x.md:1: want front matter"},
		{"no end", "x.md", "---\nkind: page\n", "x.md:1: the front matter has no end"},
		{"empty front matter", "x.md", "---\n---\n", "x.md:1: the front matter is empty"},
		{"empty", "x.yaml", "# nothing\n", "x.yaml: there is no document in it"},
		{"not UTF-8", "x.yaml", "kind: page\nkey: \xff\n", "x.yaml:2: it is not UTF-8"},
		{"zero byte", "x.yaml", "kind: page\nkey: \x00\n", "x.yaml:2: it has a zero byte"},
		{"toml", "x.toml", "kind = \"claim\"\nkey = \"k\"\ntype = \"count\"\n[[bearings]]\nof = \"a\"\nhow = \"suports\"\n", `x.toml:6: claim.bearings[1].how: want one of supports, contradicts, contextualises, found "suports"; is "supports" meant?`},
		{"not toml", "x.toml", "kind = \n", "x.toml:1: it is not TOML"},
		{"body twice", "x.md", "---\nkind: page\nkey: k\nbody: a\n---\nb\n", "x.md:6: page.body: it stands both among the fields and below them"},
		{"segment id", "x.md", "---\nkind: testimony\nkey: k\nsource: s\n---\n\n{#A b} text\n", `x.md:7: testimony.segments[1]: "A b" cannot be the id of a segment`},
		{"segment id twice", "x.md", "---\nkind: testimony\nkey: k\nsource: s\n---\n\n{#a} x\n\n{#a} y\n", "x.md:9: testimony.segments[2]: the id a comes twice"},
		{"position", "x.md", "---\nkind: testimony\nkey: k\nsource: s\n---\n[00:99:00] x\n", `x.md:6: testimony.segments[1]: "00:99:00" is not a position`},
		{"ends before", "x.md", "---\nkind: testimony\nkey: k\nsource: s\n---\n[00:02:00-00:01:00] x\n", "x.md:6: testimony.segments[1]: it ends at 00:01:00, before it begins"},
		{"no words", "x.md", "---\nkind: testimony\nkey: k\nsource: s\n---\n{#a}\n", "x.md:6: testimony.segments[1]: the segment has no words"},
		{"segments in yaml", "x.yaml", "kind: testimony\nkey: k\nsource: s\nsegments: |\n  fine\n\n  {#!} y\n", `x.yaml:7: testimony.segments[2]: "!" cannot be the id`},
		{"made_of", "x.md", "---\nkind: translation\nkey: k\nof: t\nlang: en\n---\n{of: s1; made_of: xyz} x\n", "x.md:7: translation.segments[1]: made_of must be the first digits"},
		{"range", "x.md", head + "at_least: 5\nat_most: 4\n---\n", "x.md:5: claim.at_least: at_least 5 is more than at_most 4"},
		{"exactly and more", "x.md", head + "exactly: 5\nat_most: 5\n---\n", "x.md:6: claim.at_most: a count that is exact has no at_most"},
		{"half a region", "x.md", head + "bearings:\n  - of: a\n    how: supports\n    selector:\n      x: 1\n---\n", "x.md:8: claim.bearings[1].selector: a region needs x, y, w and h"},
		{"other that is known", "x.yaml", "kind: page\nkey: k\nother:\n  title: t\n", "x.yaml:4: page.other.title: a page has this field; write it without other"},
		{"other that is kept", "x.yaml", "kind: page\nkey: k\nother:\n  sha256: t\n", "x.yaml:4: page.other.sha256: the register fills this field in itself"},
		{"analysis", "x.yaml", "kind: assessment\nkey: k\nof: a\nsource_analysis:\n  done: x\n  not_done_because: y\n", "x.yaml:4: assessment.source_analysis: an analysis is either done"},
		{"a hidden letter in a name", "x.yaml", "kind: page\nkey: k\n\"t\\u202eitle\": t\n", `page.t\u202eitle: there is no such field; is "title" meant?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			docs, problems := document.Parse(test.file, []byte(test.text))
			if len(docs) > 0 || len(problems) == 0 {
				t.Fatalf("it was taken: %+v", docs)
			}
			if got := problems[0].Error(); !strings.HasPrefix(got, test.want) && !strings.Contains(got, test.want) {
				t.Errorf("told as\n  %s\nand not\n  %s", got, test.want)
			}
		})
	}
}

func TestTooMuch(t *testing.T) {
	for name, text := range map[string]string{
		"a large file":        "---\nkind: page\nkey: k\n---\n" + strings.Repeat("x", document.MaxSize),
		"many values":         "kind: page\nkey: k\nother: {a: [" + strings.Repeat("1,", 400_000) + "]}\n",
		"deep values":         "kind: page\nkey: k\nother: {a: " + strings.Repeat("[", 60) + strings.Repeat("]", 60) + "}\n",
		"a long list":         "kind: source\nkey: k\nlanguages:\n" + strings.Repeat("  - ar\n", 10_001),
		"many, many problems": "kind: source\nkey: k\n" + manyFields(3000),
	} {
		file := "x.yaml"
		if strings.HasPrefix(text, "---") {
			file = "x.md"
		}
		docs, problems := document.Parse(file, []byte(text))
		if len(docs) > 0 || len(problems) == 0 || len(problems) > 60 {
			t.Errorf("%s: %d documents, %d problems", name, len(docs), len(problems))
		}
	}
}

func manyFields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d: 1\n", i)
	}
	return b.String()
}

func one(t *testing.T, file, text string) *document.Document {
	t.Helper()
	docs, problems := document.Parse(file, []byte(text))
	if len(problems) > 0 || len(docs) != 1 {
		t.Fatalf("%d documents, %v", len(docs), problems)
	}
	return docs[0]
}

func TestTheSameInEveryFormat(t *testing.T) {
	want := map[string]any{
		"title": "Let people leave", "lang": "ar", "published_at": "2016-12-01",
		"signatories": []any{map[string]any{"name": "First", "name_ar": "الأولى"}, map[string]any{"name": "2016"}},
		"segments":    []any{map[string]any{"id": "a", "text": "واحد"}, map[string]any{"text": "[two] <script>alert(1)</script>", "from": "00:01:02", "to": "01:01:02.5"}},
	}
	for file, text := range map[string]string{
		"x.md": "\ufeff---\r\nkind: statement\r\nkey: k\r\ntitle: Let people leave\r\nlang: AR\r\npublished_at: 2016-12-01\r\nsignatories:\r\n  - {name: First, name_ar: الأولى}\r\n  - name: 2016\r\n---\r\n\r\n{#a} واحد\r\n\r\n\r\n[1:02 - ٠١:٠١:٠٢.50] \\[two] <script>alert(1)</script>\r\n",
		"x.yaml": "---\nkind: statement\nkey: k\ntitle: Let people leave\nlang: ar\npublished_at: ٢٠١٦-١٢-٠١\nsignatories:\n- name: First\n  name_ar: الأولى\n- {name: \"2016\", note: }\nsegments:\n- {id: a, text: واحد}\n" +
			"- text: \"[two] <script>alert(1)</script>\"\n  from: 00:01:02\n  to: 01:01:02.500\n",
		"x.toml": "kind = \"statement\"\nkey = \"k\"\ntitle = \"Let people leave\"\nlang = \"ar\"\npublished_at = 2016-12-01\nsegments = '''\n{#a} واحد\n\n[00:01:02-01:01:02.5] \\[two] <script>alert(1)</script>'''\n" +
			"[[signatories]]\nname = \"First\"\nname_ar = \"الأولى\"\n[[signatories]]\nname = \"2016\"\n",
	} {
		if got := one(t, file, text).Fields; !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", file, got, want)
		}
	}
}

func TestReferencesAreFoundAndPutRight(t *testing.T) {
	d := one(t, "x.md", "---\nkind: dispatch\nkey: k\nsource: cafe\u0301\nexhibits: [one, exh-2026-0002]\nincidents: [حلب]\n---\n\nSee [[one]],\n[[ one ]] and [[two]]; not [[ ]].\n")
	numbers := map[string]sijill.Number{"café": "src-2026-0001", "one": "exh-2026-0001", "exh-2026-0002": "exh-2026-0002", "حلب": "inc-2026-0001", "two": "clm-2026-0001"}
	var where []string
	for _, r := range d.Refs {
		where = append(where, fmt.Sprintf("%s:%d", r.Field, r.Line))
		n, ok := numbers[r.Text]
		if !ok {
			t.Errorf("%q is referred to", r.Text)
		}
		r.Set(n)
	}
	slices.Sort(where)
	if want := []string{"body:10", "body:10", "body:9", "exhibits[1]:5", "exhibits[2]:5", "incidents[1]:6", "source:4"}; !slices.Equal(where, want) {
		t.Errorf("references stand at %v, not %v", where, want)
	}
	want := map[string]any{"source": "src-2026-0001", "exhibits": []any{"exh-2026-0001", "exh-2026-0002"}, "incidents": []any{"inc-2026-0001"},
		"body": "See [[exh-2026-0001]],\n[[exh-2026-0001]] and [[clm-2026-0001]]; not [[ ]]."}
	if !reflect.DeepEqual(d.Fields, want) {
		t.Errorf("got %v", d.Fields)
	}
}

func TestExamplesAreDocuments(t *testing.T) {
	for _, s := range sijill.Schemas() {
		docs, problems := document.Parse("x.yaml", []byte(s.Example))
		if len(problems) > 0 || len(docs) == 0 || docs[len(docs)-1].Kind != s.Kind {
			t.Errorf("%s: %v", s.Kind, problems)
		}
	}
}

func TestWhatIsWrittenReadsTheSame(t *testing.T) {
	for _, s := range sijill.Schemas() {
		t.Run(s.Kind, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				fields := documenttest.Fields(t, s, nil)
				if rapid.Bool().Draw(t, "other") {
					fields["weather"] = rapid.SampledFrom([]any{"72 F, partly: cloudy", "2016", json.Number("2"), true, "true", []any{"a", json.Number("1")}, map[string]any{"a b": []any{"x"}, "no": "no"},
						[]any{[]any{[]any{json.Number("37.164437521480572"), json.Number("1")}, []any{"a", true}}, []any{map[string]any{"x": []any{"y"}}}}}).Draw(t, "weather")
				}
				d := &document.Document{Kind: s.Kind, Key: "مفتاح 1", Fields: fields}
				for _, format := range []document.Format{document.Markdown, document.YAML} {
					text, err := document.Write(d, format)
					if err != nil {
						t.Fatal(err)
					}
					docs, problems := document.Parse("x."+string(format), text)
					if len(problems) > 0 {
						t.Fatalf("%v\n%s", problems, text)
					}
					if got := docs[0]; got.Kind != s.Kind || got.Key != d.Key || !reflect.DeepEqual(got.Fields, fields) {
						t.Fatalf("wrote\n%s\nread %#v\nwant %#v", text, got.Fields, fields)
					}
				}
			})
		})
	}
}

// What is written to a terminal must not act there.
func TestWhatIsWrittenHasNoControls(t *testing.T) {
	for _, format := range []document.Format{document.Markdown, document.YAML} {
		text, err := document.Write(&document.Document{Kind: "page", Key: "k", Fields: map[string]any{"title": "a\x1b[2Jb\u202ec", "body": "سطر\u200f\n\x1b]0;x\x07\u202e"}}, format)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(text), "\x1b\x07\u202e") {
			t.Errorf("%q", text)
		}
	}
	text, err := document.Write(&document.Document{Kind: "page", Key: "k", Fields: map[string]any{"body": "سطر\u200f ثان"}}, document.Markdown)
	if err != nil || !strings.HasSuffix(string(text), "---\n\nسطر\u200f ثان\n") {
		t.Errorf("%q, %v", text, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range sijill.Schemas() {
		f.Add("x.yaml", []byte(s.Example))
		f.Add("x.md", []byte("---\n"+s.Example[strings.LastIndex(s.Example, "---")+1:]+"\n---\nbody\n"))
	}
	f.Add("x.toml", []byte("kind = \"claim\"\nkey = \"k\"\ntype = \"count\"\n[[bearings]]\nof = \"a\"\nhow = \"supports\"\n"))
	f.Add("x.md", []byte("---\nkind: testimony\nkey: k\nsource: s\n---\n\n{#a} [00:01] مَدينة\n\n\\{#b} [[x]]\n"))
	f.Add("x.yaml", []byte("kind: &a\n  <<: *a\n\tb: |2-\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		docs, problems := document.Parse(name, data)
		if len(problems) > 0 && len(docs) > 0 || len(problems) == 0 && len(docs) == 0 {
			t.Fatalf("%d documents and %d problems", len(docs), len(problems))
		}
		for _, d := range docs {
			text, err := document.Write(d, document.Markdown)
			if err != nil {
				t.Fatal(err)
			}
			again, problems := document.Parse("x.md", text)
			if len(problems) > 0 || len(again) != 1 || !reflect.DeepEqual(again[0].Fields, d.Fields) || again[0].Key != d.Key {
				t.Fatalf("%q was read as %v and written as\n%s\n%v", data, d.Fields, text, problems)
			}
		}
	})
}
