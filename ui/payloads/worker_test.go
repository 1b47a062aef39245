package payloads

import (
	"testing"
	"time"
)

// TestStoppingAWorkerWaitsForNothing closes a tab while a large payload is being made
// readable.
func TestStoppingAWorkerWaitsForNothing(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	w := newWorker(func(size int) int {
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
	w := newWorker(func(n int) int { return n }, func(n int) { answered <- n })
	w.stop()
	w.ask(1)
	w.stop()
	if len(answered) > 0 {
		t.Error("it has answered")
	}
}
