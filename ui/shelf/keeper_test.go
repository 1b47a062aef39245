package shelf

import (
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestKeeperKeepsTheLastOfEach has a change that waits replaced by a newer one
// of the same name, and everything done in order before stop returns.
func TestKeeperKeepsTheLastOfEach(t *testing.T) {
	k := newKeeper()
	begun, on := make(chan bool), make(chan bool)
	k.enqueue(func() {
		close(begun)
		<-on
	})
	<-begun
	var done []string
	note := func(s string) func() { return func() { done = append(done, s) } }
	k.change("a", note("a1"))
	k.change("b", note("b1"))
	k.change("a", note("a2"))
	k.enqueue(note("moved"))
	k.change("a", note("a3"))
	close(on)
	k.stop(time.Now().Add(time.Minute))
	<-k.done
	if want := []string{"a2", "b1", "moved", "a3"}; !slices.Equal(done, want) {
		t.Errorf("did %q, want %q", done, want)
	}
	k.enqueue(func() { t.Error("done after the end") })
}

// TestKeeperDoesNotPileUp: however often something is asked for while another job
// stands between, there is one of it before and one after.
func TestKeeperDoesNotPileUp(t *testing.T) {
	k := newKeeper()
	begun, on := make(chan bool), make(chan bool)
	k.enqueue(func() {
		close(begun)
		<-on
	})
	<-begun
	var done []string
	note := func(s string) func() { return func() { done = append(done, s) } }
	for range 1_000 {
		k.once("follow", note("followed"))
		k.change("edit", note("edited"))
	}
	k.enqueue(note("moved"))
	for range 1_000 {
		k.once("follow", note("followed"))
		k.change("edit", note("edited"))
	}
	close(on)
	k.stop(time.Now().Add(time.Minute))
	<-k.done
	if want := []string{"followed", "edited", "moved", "followed", "edited"}; !slices.Equal(done, want) {
		t.Errorf("did %d jobs, want %q", len(done), want)
	}
}

// TestKeeperRests: what other programs bring about takes a small part of the time, and
// what the user does need not wait for that.
func TestKeeperRests(t *testing.T) {
	for name, c := range map[string]struct {
		job        job
		took, want time.Duration
	}{
		"typed":               {job{typed: true}, time.Second, keepEvery},
		"followed":            {job{typed: true, rests: true}, time.Second, 5 * time.Second},
		"followed in no time": {job{typed: true, rests: true}, time.Millisecond, keepEvery},
	} {
		if got := c.job.rest(c.took); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	k := newKeeper()
	following, followed, edited := make(chan bool), make(chan bool), make(chan bool)
	k.follow("follow", func() {
		close(following)
		<-followed
	})
	<-following
	k.follow("follow", func() {})
	if k.wanted() {
		t.Error("what waits is not what the user has done")
	}
	k.change("edit", func() { close(edited) })
	if !k.wanted() {
		t.Error("an edit waits for what other programs do")
	}
	close(followed)
	<-edited
	k.stop(time.Now().Add(time.Minute))
}
