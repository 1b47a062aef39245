package ui

import (
	"sync/atomic"
	"testing"
	"time"
)

// TestLoopAsksOnce has a window that never gets around to drawing.
func TestLoopAsksOnce(t *testing.T) {
	var looked, posted atomic.Int32
	enough := make(chan struct{})
	l := newLoop(
		func(time.Time) bool {
			if looked.Add(1) == 20 {
				close(enough)
			}
			return true
		},
		func(time.Time) bool { return false })
	l.post = func(func()) { posted.Add(1) }
	l.start()
	<-enough
	l.stop()
	if posted.Load() != 1 {
		t.Errorf("%d drawings asked for while the first was still to come", posted.Load())
	}
}

func TestLoopRunsInOrder(t *testing.T) {
	drawn := make(chan string, 10)
	l := newLoop(func(time.Time) bool { return false }, func(time.Time) bool {
		drawn <- "draw"
		return false
	})
	l.post = func(f func()) { f() }
	l.run(func() { drawn <- "first" })
	l.run(func() { drawn <- "second" })
	l.start()
	defer l.stop()
	for _, want := range []string{"first", "second", "draw"} {
		if got := <-drawn; got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
}
