package payloads

import (
	"runtime"
	"testing"
	"time"
)

// TestStoppingAWorkerWaitsForNothing closes a tab while a large payload is being made
// readable.
func TestStoppingAWorkerWaitsForNothing(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	w := newWorker(func(size int, _ func() bool) int {
		close(began)
		<-release
		return size
	}, func(int) {})
	w.ask(1)
	<-began
	stopped := make(chan struct{})
	go func() {
		w.stop()
		close(stopped)
	}()
	select {
	case <-stopped:
	case <-time.After(patience):
		t.Error("it waits for the payload")
	}
	close(release)
	<-stopped
}

// TestAStoppedWorkerIsAskedForNothing: what the window does last may still ask it, and
// stop it again.
func TestAStoppedWorkerIsAskedForNothing(t *testing.T) {
	answered := make(chan int, 1)
	w := newWorker(func(n int, _ func() bool) int { return n }, func(n int) { answered <- n })
	w.stop()
	w.ask(1)
	w.stop()
	if len(answered) > 0 {
		t.Error("it has answered")
	}
}

// TestWhatIsGivenUpIsNotAnswered: whoever answers is told, and goes on to what is asked next.
func TestWhatIsGivenUpIsNotAnswered(t *testing.T) {
	began, answered := make(chan int), make(chan int, 2)
	w := newWorker(func(n int, givenUp func() bool) int {
		began <- n
		if n == 1 {
			for until := time.Now().Add(patience); !givenUp(); runtime.Gosched() {
				if time.Now().After(until) {
					t.Error("nobody gives up")
					break
				}
			}
		}
		return n
	}, func(n int) { answered <- n })
	defer w.stop()
	w.ask(1)
	<-began
	w.giveUp()
	w.ask(2)
	<-began
	if n := <-answered; n != 2 {
		t.Errorf("the answer to %d is told", n)
	}
}
