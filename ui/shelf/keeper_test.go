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
	k.do(func() {
		close(begun)
		<-on
	})
	<-begun
	var done []string
	note := func(s string) func() { return func() { done = append(done, s) } }
	k.change("a", note("a1"))
	k.change("b", note("b1"))
	k.change("a", note("a2"))
	k.do(note("moved"))
	k.change("a", note("a3"))
	close(on)
	k.stop(time.Now().Add(time.Minute))
	<-k.done
	if want := []string{"a2", "b1", "moved", "a3"}; !slices.Equal(done, want) {
		t.Errorf("did %q, want %q", done, want)
	}
	k.do(func() { t.Error("done after the end") })
}

// TestKeeperDoesNotPileUp: however often something is asked for while another job
// stands between, there is one of it before and one after.
func TestKeeperDoesNotPileUp(t *testing.T) {
	k := newKeeper()
	begun, on := make(chan bool), make(chan bool)
	k.do(func() {
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
	k.do(note("moved"))
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
