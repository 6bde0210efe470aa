package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// makeDocuments makes count documents in ten kinds of need: of ten, one source,
// one incident, three testimonies in Arabic, two translations of them, two claims
// with bearings on both, and one consent.
func makeDocuments(dir string, count int) error {
	random := rand.New(rand.NewPCG(2016, 12))
	arabic := strings.Fields("تعرض الحي للقصف اليوم ولم يبق في المدينة مستشفى يعمل بعد الغارات التي بدأت صباحا وخرج الناس الى الشوارع يبحثون عن ابنائهم")
	english := strings.Fields("the neighbourhood was shelled today and no hospital in the city works after the strikes that began in the morning")
	words := func(of []string, n int) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(of[random.IntN(len(of))])
		}
		return b.String()
	}
	for i := range count {
		ten, in := i/10, i%10
		var text string
		switch in {
		case 0:
			text = fmt.Sprintf("---\nkind: source\nkey: source-%d\nname: Source %d\nname_ar: المصدر %d\nbasis: eyewitness\nlanguages: [ar, en]\n---\n\n%s\n", ten, ten, ten, words(english, 30))
		case 1:
			text = fmt.Sprintf("---\nkind: incident\nkey: incident-%d\ntitle_ar: %s\ntitle_en: %s\noccurred_at: 2016-11-%02d\nlatitude: 36.%d\nlongitude: 37.%d\n---\n\n%s\n",
				ten, words(arabic, 5), words(english, 6), 1+random.IntN(30), random.IntN(10000), random.IntN(10000), words(english, 60))
		case 2, 3, 4:
			text = fmt.Sprintf("---\nkind: testimony\nkey: testimony-%d-%d\nsource: source-%d\nlang: ar\nrecorded_at: 2016-12\nincidents: [incident-%d]\n---\n\n%s\n\n%s\n\n%s\n",
				ten, in, ten, ten, words(arabic, 40), words(arabic, 25), words(arabic, 60))
		case 5, 6:
			text = fmt.Sprintf("---\nkind: translation\nkey: translation-%d-%d\nof: testimony-%d-%d\nlang: en\nstate: draft\n---\n\n{of: s1} %s\n\n{of: s2, s3} %s\n",
				ten, in, ten, in-3, words(english, 50), words(english, 90))
		case 7, 8:
			text = fmt.Sprintf("---\nkind: claim\nkey: claim-%d-%d\ntitle: %s\nabout: incident-%d\ntype: count\nunit: killed\nat_least: %d\nbearings:\n  - of: testimony-%d-2\n    how: supports\n    says: {exactly: %d}\n    selector: {segment: s1, lang: ar}\n  - of: testimony-%d-3\n    how: contradicts\n    selector: {segment: s2, quote: %s}\n---\n\n%s\n",
				ten, in, words(english, 6), ten, random.IntN(50), ten, random.IntN(50), ten, words(arabic, 4), words(english, 20))
		default:
			text = fmt.Sprintf("kind: consent\nkey: consent-%d\nsource: source-%d\nscope: [archive, verify, court]\nattribution: pseudonym\ngiven_at: 2016-12\n", ten, ten)
		}
		name := fmt.Sprintf("%02d.md", in)
		if in == 9 {
			name = "09.yaml"
		}
		folder := filepath.Join(dir, fmt.Sprintf("%03d", ten/100), fmt.Sprintf("%02d", ten%100))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
