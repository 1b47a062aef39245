package main

import (
	"slices"
	"sync"
	"time"
	"weak"

	"mangrove/broker"
	"mangrove/broker/client"
)

// lastWords is how long sessions may take to say DISCONNECT when the program ends.
const lastWords = 2 * time.Second

// sessions are those of the window, for an end that does not come through it: it
// may be busy, or its display gone. Without DISCONNECT a broker publishes the last
// will. They are held by themselves as long as they run.
type sessions struct {
	mu  sync.Mutex // guards all
	all []weak.Pointer[client.Session]
}

// noting has what connect opens be remembered.
func (s *sessions) noting(connect func(broker.Profile, broker.Opened) broker.Opened) func(broker.Profile, broker.Opened) broker.Opened {
	return func(p broker.Profile, before broker.Opened) broker.Opened {
		o := connect(p, before)
		if session, ok := o.Session.(*client.Session); ok {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.all = slices.DeleteFunc(s.all, func(old weak.Pointer[client.Session]) bool { return old.Value() == nil })
			s.all = append(s.all, weak.Make(session))
		}
		return o
	}
}

// leave closes all of them at once, and returns when that is done, or after a
// while.
func (s *sessions) leave() {
	var leaving sync.WaitGroup
	s.mu.Lock()
	for _, one := range s.all {
		if session := one.Value(); session != nil {
			leaving.Go(func() { _ = session.Close() })
		}
	}
	s.mu.Unlock()
	left := make(chan struct{})
	go func() { // ends with the sessions
		leaving.Wait()
		close(left)
	}()
	select {
	case <-left:
	case <-time.After(lastWords):
	}
}
