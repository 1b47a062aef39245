package request

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/model"
)

// slow is a session whose broker answers subscriptions when the test says so.
type slow struct {
	broker.Session
	answers map[string]chan error // by filter

	mu     sync.Mutex
	grants []broker.Grant
	asked  []string
}

func (s *slow) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, what)
}

func (s *slow) Status() broker.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return broker.Status{Phase: broker.Connected, Version: broker.V5, Subscriptions: slices.Clone(s.grants)}
}

func (s *slow) Subscribe(ctx context.Context, subs ...broker.Subscription) error {
	filter := subs[0].Filter
	s.note("+" + filter)
	select {
	case err := <-s.answers[filter]:
		if err == nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.grants = append(s.grants, broker.Grant{Subscription: subs[0], Answered: true})
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *slow) Unsubscribe(_ context.Context, filters ...string) error {
	s.note("-" + filters[0])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grants = slices.DeleteFunc(s.grants, func(g broker.Grant) bool { return g.Filter == filters[0] })
	return nil
}

func (s *slow) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func newSlow(filters ...string) *slow {
	s := &slow{answers: make(map[string]chan error)}
	for _, f := range filters {
		s.answers[f] = make(chan error, 1)
	}
	return s
}

// TestASubscriptionThatIsNotAnswered keeps requests with other filters from nothing.
func TestASubscriptionThatIsNotAnswered(t *testing.T) {
	s := newSlow("never", "a")
	c := NewClient(s, &model.Listeners{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { // ends with ctx
		_, _, err := c.subscribe(ctx, "never")
		ended <- err
	}()
	s.answers["a"] <- nil
	forget, _, err := c.subscribe(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	forget()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestASubscriptionIsShared by requests with one filter, and given back by the last, also
// one that was not answered in time; that is not the failure of another.
func TestASubscriptionIsShared(t *testing.T) {
	s := newSlow("a")
	c := NewClient(s, &model.Listeners{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := c.subscribe(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	s.answers["a"] <- nil
	var forgets [5]func()
	var running sync.WaitGroup
	for i := range forgets {
		running.Go(func() {
			var err error
			if forgets[i], _, err = c.subscribe(t.Context(), "a"); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	for _, forget := range forgets {
		forget()
	}
	if got, want := s.told(), []string{"+a", "-a", "+a", "-a"}; !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
}

// TestABorrowedSubscriptionIsNotBorrowed: that of another request ends with it.
func TestABorrowedSubscriptionIsNotBorrowed(t *testing.T) {
	s := newSlow("a/#", "a/b")
	c := NewClient(s, &model.Listeners{})
	s.answers["a/#"] <- nil
	s.answers["a/b"] <- nil
	wide, _, err := c.subscribe(t.Context(), "a/#")
	if err != nil {
		t.Fatal(err)
	}
	narrow, _, err := c.subscribe(t.Context(), "a/b")
	if err != nil {
		t.Fatal(err)
	}
	wide()
	narrow()
	if got, want := s.told(), []string{"+a/#", "+a/b", "-a/#", "-a/b"}; !slices.Equal(got, want) {
		t.Errorf("asked for %v, want %v", got, want)
	}
}
