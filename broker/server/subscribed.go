package server

import (
	"strings"
	"sync"

	"github.com/mochi-mqtt/server/v2/packets"
)

// subscribed counts the bytes that subscriptions take, those of clients that have gone
// included.
type subscribed struct {
	mu    sync.Mutex                // guards what follows
	sizes map[string]map[string]int // by client and filter
	held  int
	limit int
}

// filterSize is about what mochi takes for a subscription: for each level as well.
func filterSize(filter string) int {
	const besides, eachLevel = 500, 300
	return besides + 2*len(filter) + eachLevel*(1+strings.Count(filter, "/"))
}

// fits reports which of the filters a client asks for there is room for.
func (s *subscribed) fits(client string, filters []packets.Subscription) []bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	fit, held := make([]bool, len(filters)), s.held
	for i, f := range filters {
		if _, there := s.sizes[client][f.Filter]; there {
			fit[i] = true
		} else if size := filterSize(f.Filter); held+size <= s.limit {
			fit[i], held = true, held+size
		}
	}
	return fit
}

// add takes in a filter that was granted.
func (s *subscribed) add(client, filter string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.sizes[client][filter]; there {
		return
	}
	if s.sizes[client] == nil {
		if s.sizes == nil {
			s.sizes = map[string]map[string]int{}
		}
		s.sizes[client] = map[string]int{}
	}
	size := filterSize(filter)
	s.sizes[client][filter] = size
	s.held += size
}

// remove takes out filters that are no more.
func (s *subscribed) remove(client string, filters []packets.Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range filters {
		s.held -= s.sizes[client][f.Filter]
		delete(s.sizes[client], f.Filter)
	}
	if len(s.sizes[client]) == 0 {
		delete(s.sizes, client)
	}
}
