package profiles

import (
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// TestManyChangesAreOne: what happens to a file while somebody looks at it is looked at once more,
// however often it was written: a program that writes without a pause keeps nobody reading for
// longer than it writes.
func TestManyChangesAreOne(t *testing.T) {
	w := &fsnotify.Watcher{Events: make(chan fsnotify.Event), Errors: make(chan error)}
	began, goOn, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	calls := 0
	go func() {
		defer close(over)
		follow(w, []string{"/plant/list.yaml"}, func() {
			calls++
			began <- struct{}{}
			<-goOn
		})
	}()
	write := func() {
		select {
		case w.Events <- fsnotify.Event{Name: "/plant/list.yaml", Op: fsnotify.Write}:
		case <-time.After(watchPatience):
			t.Fatal("what happens is not taken while somebody looks")
		}
	}
	write()
	<-began
	for range 1000 {
		write()
	}
	w.Events <- fsnotify.Event{Name: "/plant/other.yaml", Op: fsnotify.Write} // so that the last one is taken in
	goOn <- struct{}{}
	<-began
	close(w.Events)
	goOn <- struct{}{}
	<-over
	if calls != 2 {
		t.Errorf("it was looked at %d times", calls)
	}
}
