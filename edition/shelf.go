package edition

import (
	"container/list"
	"sync"
)

// shelf keeps answers ready, as many as have room: those that were asked for last.
type shelf struct {
	mu    sync.Mutex
	room  int
	order *list.List // of *kept, the last asked for first
	by    map[string]*list.Element
}

type kept struct {
	key string
	b   *bound
}

func newShelf(room int) *shelf {
	return &shelf{room: room, order: list.New(), by: map[string]*list.Element{}}
}

func (s *shelf) get(key string) (*bound, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.by[key]
	if !ok {
		return nil, false
	}
	s.order.MoveToFront(e)
	return e.Value.(*kept).b, true
}

func (s *shelf) put(key string, b *bound) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.by[key]; ok {
		return // somebody else made the same meanwhile
	}
	s.by[key] = s.order.PushFront(&kept{key, b})
	s.room -= b.size() + len(key)
	for s.room < 0 && s.order.Len() > 1 {
		last := s.order.Back()
		k := s.order.Remove(last).(*kept)
		delete(s.by, k.key)
		s.room += k.b.size() + len(k.key)
	}
}
