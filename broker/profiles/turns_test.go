package profiles

import (
	"errors"
	"sync"
	"testing"
	"time"
)

func TestTurns(t *testing.T) {
	const soon = 20 * time.Millisecond
	answered := func() error { return nil }

	t.Run("the call's own error comes back", func(t *testing.T) {
		own := errors.New("own")
		if err := (&turns{patience: patience}).do(func() error { return own }); !errors.Is(err, own) {
			t.Error(err)
		}
	})
	t.Run("one at a time", func(t *testing.T) {
		line := &turns{patience: patience}
		var calls sync.WaitGroup
		count := 0 // the race detector sees two at a time
		for range 20 {
			calls.Go(func() { _ = line.do(func() error { count++; return nil }) })
		}
		calls.Wait()
		if count != 20 {
			t.Error(count, "of 20 calls")
		}
	})
	t.Run("silence ends, and so does what it left", func(t *testing.T) {
		line := &turns{patience: soon}
		answer, ended := make(chan struct{}), make(chan struct{})
		err := line.do(func() error { defer close(ended); <-answer; return nil })
		if !errors.Is(err, errSilent) {
			t.Error("silence:", err)
		}
		line.patience = patience
		if err := line.do(answered); !errors.Is(err, errSilent) {
			t.Error("behind one that is stuck:", err)
		}
		left := line.stuck
		close(answer)
		<-ended
		<-left
		if err := line.do(answered); err != nil {
			t.Error("after it was answered late:", err)
		}
	})
	t.Run("a panic is an error", func(t *testing.T) {
		var nothing *int
		if err := (&turns{patience: patience}).do(func() error { *nothing = 1; return nil }); err == nil {
			t.Error("none")
		}
	})
}
