package edition

import (
	"container/list"
	"sync"
)

// shelf keeps what was made ready, as much as has room: what was asked for last. What
// stands on it is never changed.
type shelf[V any] struct {
	mu    sync.Mutex
	room  int        // bytes
	order *list.List // of *kept, the last asked for first
	by    map[string]*list.Element
}

type kept[V any] struct {
	key  string
	v    V
	size int
}

func newShelf[V any](room int) *shelf[V] {
	return &shelf[V]{room: room, order: list.New(), by: map[string]*list.Element{}}
}

func (s *shelf[V]) get(key string) (v V, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.by[key]
	if !ok {
		return v, false
	}
	s.order.MoveToFront(e)
	return e.Value.(*kept[V]).v, true
}

// put keeps v, which takes about size bytes.
func (s *shelf[V]) put(key string, v V, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.by[key]; ok {
		return // somebody else made the same meanwhile
	}
	k := &kept[V]{key, v, size + len(key)}
	s.by[key] = s.order.PushFront(k)
	s.room -= k.size
	for s.room < 0 && s.order.Len() > 1 {
		last := s.order.Remove(s.order.Back()).(*kept[V])
		delete(s.by, last.key)
		s.room += last.size
	}
}
