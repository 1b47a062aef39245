package server

import (
	"cmp"
	"maps"
	"slices"
	"sync"
)

// roster knows every open connection and which of them are clients, that is,
// were let in after their CONNECT.
type roster struct {
	mu      sync.Mutex // guards what follows
	conns   map[*conn]bool
	clients map[*conn]bool
	shut    bool
}

// admit adds a new connection; false when the broker is closing.
func (r *roster) admit(c *conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shut {
		return false
	}
	if r.conns == nil {
		r.conns, r.clients = map[*conn]bool{}, map[*conn]bool{}
	}
	r.conns[c] = true
	return true
}

// join makes a connection a client. It returns the clients with the same id
// that it takes the session over from.
func (r *roster) join(c *conn) (before []*conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for other := range r.clients {
		if other.client.ID == c.client.ID {
			before = append(before, other)
		}
	}
	r.clients[c] = true
	return before
}

// mostConnections is how many there may be at a time: mochi sets aside half a
// megabyte for each, before it has said who it is.
const mostConnections = 2_000

// full reports whether no more can be taken.
func (r *roster) full() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.conns) >= mostConnections
}

// leave says that a connection is no client any more, and whether it was one.
func (r *roster) leave(c *conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.clients[c]
	delete(r.clients, c)
	return was
}

// forget drops a connection that has ended.
func (r *roster) forget(c *conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.conns, c)
}

// close lets nobody in any more and gives all there are.
func (r *roster) close() (conns, clients []*conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shut = true
	return slices.Collect(maps.Keys(r.conns)), slices.Collect(maps.Keys(r.clients))
}

func (r *roster) closing() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.shut
}

func (r *roster) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.clients)
}

// list gives the clients in the order in which they came.
func (r *roster) list() []*conn {
	r.mu.Lock()
	list := slices.Collect(maps.Keys(r.clients))
	r.mu.Unlock()
	slices.SortFunc(list, func(a, b *conn) int {
		return cmp.Or(a.joined.Compare(b.joined), cmp.Compare(a.client.ID, b.client.ID))
	})
	return list
}
