package simulate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// world is a broker that takes everything, and notes it with its time.
type world struct {
	mu       sync.Mutex // guards what follows
	began    time.Time
	log      []string
	open     []*fakeSession
	refusing bool
}

// note writes down what happens.
func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = append(w.log, fmt.Sprintf("%v ", time.Since(w.began))+fmt.Sprintf(format, args...))
}

// said is what has happened, but for messages on other topics than those with a part.
func (w *world) said(part string) (said []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.log {
		if strings.Contains(one, part) {
			said = append(said, one)
		}
	}
	return said
}

// fakeSession is a connection to a world.
type fakeSession struct {
	broker.Session // what is not used
	world          *world
	profile        broker.Profile
	sink           model.Sink
	mu             sync.Mutex // guards what follows
	phase          broker.Phase
}

func (w *world) connect(p broker.Profile, sink model.Sink) Session {
	s := &fakeSession{world: w, profile: p, sink: sink, phase: broker.Connected}
	will := ""
	if p.Will != nil {
		will = " will " + string(p.Will.Payload)
	}
	w.note("connect %s%s", p.ClientID, will)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refusing {
		s.phase = broker.Stopped
	}
	w.open = append(w.open, s)
	return s
}

// refuse has nobody connect from now on, or anybody again.
func (w *world) refuse(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refusing = on
}

// session is the first that was opened with an id.
func (w *world) session(id string) *fakeSession {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.open[slices.IndexFunc(w.open, func(s *fakeSession) bool { return s.profile.ClientID == id })]
}

func (s *fakeSession) Status() broker.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return broker.Status{Phase: s.phase}
}

func (s *fakeSession) Publish(_ context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	if s.Status().Phase != broker.Connected {
		return broker.Acknowledgement{}, broker.ErrNotConnected
	}
	s.world.note("%s=%s", p.Topic, p.Payload)
	return broker.Acknowledgement{}, nil
}

func (s *fakeSession) Close() error {
	s.end("close")
	return nil
}

func (s *fakeSession) Abandon() { s.end("abandon") }

func (s *fakeSession) end(how string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = broker.Stopped
	s.world.note("%s %s", how, s.profile.ClientID)
}

// play is what is to be played.
type play struct {
	file   string
	during time.Duration
	seed   uint64
}

// played plays a file for a time and gives all that has happened.
func played(t *testing.T, what play, meanwhile func(*world)) (w *world, st Status) {
	t.Helper()
	f, err := Read([]byte(what.file), func(string, int64) ([]byte, error) { return []byte(tables), nil })
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		w = &world{began: time.Now()}
		r, err := Start(t.Context(), f, Options{Open: w.connect, Seed: what.seed})
		if err != nil {
			t.Fatal(err)
		}
		if meanwhile != nil {
			meanwhile(w)
		}
		<-time.After(what.during - time.Since(w.began))
		synctest.Wait()
		st = r.Status()
		r.Stop()
		if after := r.Status(); after.Connected != 0 {
			t.Errorf("%d connections are left", after.Connected)
		}
	})
	return w, st
}
