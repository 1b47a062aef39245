package loop

import (
	"sync/atomic"
	"testing"
	"time"
)

// TestLoopAsksOnce has a window that never gets around to drawing.
func TestLoopAsksOnce(t *testing.T) {
	var looked, posted atomic.Int32
	enough := make(chan struct{})
	l := New(
		func(time.Time) bool {
			if looked.Add(1) == 20 {
				close(enough)
			}
			return true
		},
		func(time.Time) bool { return false })
	l.Post = func(func()) { posted.Add(1) }
	l.Start()
	<-enough
	l.Stop()
	if posted.Load() != 1 {
		t.Errorf("%d drawings asked for while the first was still to come", posted.Load())
	}
}

func TestLoopRunsInOrder(t *testing.T) {
	drawn := make(chan string, 10)
	l := New(func(time.Time) bool { return false }, func(time.Time) bool {
		drawn <- "draw"
		return false
	})
	l.Post = func(f func()) { go f() }
	l.Run(func() { drawn <- "first" })
	l.Run(func() { drawn <- "second" })
	l.Start()
	defer l.Stop()
	for _, want := range []string{"first", "second", "draw"} {
		if got := <-drawn; got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
}

// TestLoopDrawsNothingAfterTheEnd has a toolkit whose own loop has ended: it
// runs what is asked of it at once, where it is asked.
func TestLoopDrawsNothingAfterTheEnd(t *testing.T) {
	asked := make(chan struct{})
	var drawn atomic.Int32
	l := New(
		func(time.Time) bool { return true },
		func(time.Time) bool { drawn.Add(1); return false })
	l.Post = func(f func()) { close(asked); f() }
	l.Start()
	<-asked
	l.Stop()
	if drawn.Load() != 0 {
		t.Error("the ticker drew by itself")
	}
}
