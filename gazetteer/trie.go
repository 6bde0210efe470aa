package gazetteer

// trie knows names by their words, so that a text is read once whatever the number
// of names. A node is a number; what leads from one to the next is a word.
type trie struct {
	words  map[string]int32
	edges  map[edge]int32
	places map[int32][]*Place
	last   int32
}

type edge struct{ from, word int32 }

func newTrie() *trie {
	return &trie{words: map[string]int32{}, edges: map[edge]int32{}, places: map[int32][]*Place{}}
}

func (t *trie) add(keys []string, p *Place) {
	if len(keys) == 0 {
		return
	}
	node := int32(0)
	for _, key := range keys {
		id, ok := t.words[key]
		if !ok {
			id = int32(len(t.words)) + 1
			t.words[key] = id
		}
		next, ok := t.edges[edge{node, id}]
		if !ok {
			t.last++
			next = t.last
			t.edges[edge{node, id}] = next
		}
		node = next
	}
	for _, q := range t.places[node] {
		if q == p {
			return
		}
	}
	t.places[node] = append(t.places[node], p)
}

// step follows a word from a node.
func (t *trie) step(node int32, key string) (int32, bool) {
	id, ok := t.words[key]
	if !ok {
		return 0, false
	}
	next, ok := t.edges[edge{node, id}]
	return next, ok
}
