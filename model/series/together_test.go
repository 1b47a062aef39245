package series

import (
	"math"
	"sync"
	"testing"
	"time"
)

// TestSeriesIsAskedWhileNumbersCome, and points go, from more than one goroutine.
func TestSeriesIsAskedWhileNumbersCome(t *testing.T) {
	s := New(0)
	s.Add(epoch, 1)
	var both sync.WaitGroup
	both.Go(func() {
		for i := range 100 * chunkSize {
			s.Add(epoch.Add(time.Duration(i)*time.Millisecond), float64(i%50))
		}
	})
	both.Go(func() {
		for range 50 {
			s.Summarize(0, math.MaxInt64/2, time.Time{})
			s.SetRoom(0)
		}
	})
	columns := make([]Column, 100)
	for range 200 {
		first, last, ok := s.Span()
		w, _, _ := s.Range(first, last)
		if s.Columns(w, columns); !ok {
			t.Fatal("empty")
		}
	}
	both.Wait()
	if s.Len() > 4*chunkSize || s.Added() != 100*chunkSize+1 {
		t.Errorf("%d of %d", s.Len(), s.Added())
	}
}
