package index

import "testing"

// FuzzBlock reads blocks that something else wrote: it may find them damaged, and
// does nothing worse.
func FuzzBlock(f *testing.F) {
	var whole []byte
	p := packer{write: func(_ string, _ int64, data []byte) error {
		whole = append(whole, data...)
		return nil
	}}
	var w listWriter
	for _, key := range []string{"aleppo", "aleppos", "حلب"} {
		w.reset()
		for doc := range int64(200) {
			w.add(3*doc+1, byte(doc), []place{placeOf(title, 2), placeOf(body, 5), placeOf(body, int(doc)*9)}[doc%3:])
		}
		if err := p.add([]byte(key), w.finish()); err != nil {
			f.Fatal(err)
		}
	}
	if err := p.flush(0); err != nil {
		f.Fatal(err)
	}
	f.Add(whole, int64(7))
	f.Add(whole[:100], int64(1))
	f.Add([]byte{0, 1, 'a', 7, 1, 1, 0, 2, 1, 1, 3, 9}, int64(1))
	f.Fuzz(func(t *testing.T, data []byte, doc int64) {
		b := block{data: data}
		var k, other kept
		for {
			_, list, ok := b.next()
			if !ok {
				break
			}
			if k.keep(list) != nil || other.keep(list) != nil {
				return
			}
		}
		if b.err() != nil {
			return
		}
		if _, _, err := rewrite(data, []gone{{"aleppo", doc}}); err != nil {
			return
		}
		all, err := k.stands(false, nil)
		if err != nil {
			return
		}
		some, err := other.stands(true, all.docs)
		if err != nil {
			return
		}
		for _, d := range some.docs {
			_ = some.of(d)
		}
	})
}
