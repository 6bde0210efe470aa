package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// makeReleased makes what an edition of count exhibits is built of: files to deposit,
// and documents of a source that agreed, of a fifth as many incidents, of as many
// claims with a bearing each, and of a release for every one of these.
func makeReleased(dir string, count int) error {
	year := time.Now().UTC().Year()
	files := map[string]*strings.Builder{}
	put := func(name, format string, args ...any) {
		b := files[name]
		if b == nil {
			b = &strings.Builder{}
			files[name] = b
		} else if strings.HasSuffix(name, ".yaml") {
			b.WriteString("---\n")
		}
		fmt.Fprintf(b, format, args...)
	}
	put("first/source.yaml", "kind: source\nkey: centre\nname: A centre\nname_ar: مركز\nnamed: by consent\nbasis: eyewitness\n")
	put("first/source.yaml", "kind: consent\nkey: agreed\nsource: centre\nscope: [archive, verify, publish_anonymous, publish_named]\nattribution: named\ngiven_at: 2016-12-01\n")
	release := func(name, of string) {
		put(name, "kind: release\nkey: %s-released\nof: %s\nform: record\n", of, of)
	}
	release("then/source.yaml", "centre")
	for i := range count {
		name := fmt.Sprintf("then/%03d.yaml", i/500)
		put(fmt.Sprintf("files/%03d/%05d.txt", i/500, i), "Street %d after the shelling of the morning\n", i)
		if i%5 == 0 {
			put(name, "kind: incident\nkey: incident-%d\ntitle: Shelling of street %d\ntitle_ar: قصف الشارع %d\noccurred_at: 2016-11-%02d\n", i/5, i/5, i/5, 1+i/5%30)
			release(name, fmt.Sprintf("incident-%d", i/5))
		}
		exhibit := fmt.Sprintf("exh-%d-%04d", year, i+1)
		put(name, "kind: claim\nkey: claim-%d\ntitle: %d were hurt in street %d\nabout: incident-%d\ntype: count\nunit: injured\nexactly: %d\nbearings:\n  - of: %s\n    how: supports\n", i, i%9, i/5, i/5, i%9, exhibit)
		release(name, fmt.Sprintf("claim-%d", i))
		release(name, exhibit)
	}
	for name, b := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			return err
		}
	}
	return nil
}
