package transport

import (
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"mangrove/broker"
)

func TestPaceWaitsOnlyInAFlood(t *testing.T) {
	const (
		quick = 10 * time.Microsecond
		slow  = 300 * time.Microsecond
	)
	type feed func(count, size int, gap time.Duration)
	for _, c := range []struct {
		name      string
		feed      func(reads feed)
		wantFlood bool
	}{
		{"nothing yet", func(feed) {}, false},
		{"small packets in quick succession", func(reads feed) { reads(floodReads, 150, quick) }, true},
		{"a large one now and then", func(reads feed) { reads(floodReads-4, 150, quick); reads(4, 20<<10, quick) }, true},
		{"not enough of them", func(reads feed) { reads(floodReads-1, 150, quick) }, false},
		{"small packets at leisure", func(reads feed) { reads(10*floodReads, 150, time.Millisecond) }, false},
		{"large reads", func(reads feed) { reads(10*floodReads, 64<<10, quick) }, false},
		{"a flood that goes on", func(reads feed) { reads(floodReads, 150, quick); reads(10*pausedLook, 5<<10, slow) }, true},
		{"a flood that ebbs", func(reads feed) { reads(floodReads, 150, quick); reads(pausedLook, 150, slow) }, false},
		{"one that waits for us", func(reads feed) {
			reads(floodReads, 150, quick)
			reads(pausedLook, 300, slow)
			reads(10*floodReads, 150, quick)
		}, false},
		{"a flood after a while", func(reads feed) {
			reads(floodReads, 150, quick)
			reads(pausedLook, 300, slow)
			reads(1, 150, floodRest)
			reads(2*floodReads, 150, quick)
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var p pace
			var now time.Duration
			c.feed(func(count, size int, gap time.Duration) {
				for range count {
					now += gap
					p.took(size, pacedSize, now)
				}
			})
			if p.flood != c.wantFlood {
				t.Errorf("flood %t, want %t", p.flood, c.wantFlood)
			}
		})
	}
}

// pacedSize is what a read asks for.
const pacedSize = 256 << 10

// TestPaceDoesNotWaitForWhatIsThere has a read that filled its buffer.
func TestPaceDoesNotWaitForWhatIsThere(t *testing.T) {
	for size, want := range map[int]time.Duration{pacedSize: 0, pacedSize - 1: floodPause} {
		synctest.Test(t, func(t *testing.T) {
			p := pace{flood: true}
			p.took(size, pacedSize, 0)
			began := time.Now()
			p.wait()
			if waited := time.Since(began); !p.flood || waited != want {
				t.Errorf("waited %v after %d bytes of %d, want %v", waited, size, pacedSize, want)
			}
		})
	}
}

// TestPulseEndsASilentConnection, at the moment the limit is reached.
func TestPulseEndsASilentConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		p := newPulse(here)
		defer p.Close()
		const limit = 600 * time.Millisecond
		result := make(chan error, 1)
		go func() { // ends with the connection
			b := make([]byte, 10)
			for {
				if _, err := p.Read(b); err != nil {
					result <- err
					return
				}
			}
		}()
		go func() { // takes what is written; ends with the connection
			_, _ = io.Copy(io.Discard, there)
		}()
		synctest.Wait()
		p.watch(limit) // a Read waits already
		for range 3 {  // life
			if _, err := there.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			select {
			case err := <-result:
				t.Fatalf("ended after %v, though there was life: %v", time.Since(began), err)
			case <-time.After(limit - 1):
			}
		}
		if _, err := p.Write([]byte("ping")); err != nil { // proves nothing
			t.Fatal(err)
		}
		began := time.Now()
		err := <-result
		if !errors.Is(err, broker.ErrSilent) || !errors.Is(err, broker.ErrLost) {
			t.Errorf("ended with %v, want silence", err)
		}
		if waited := time.Since(began); waited != 1 {
			t.Errorf("noticed %v late, the limit is %v", waited-1, limit)
		}
	})
}

// TestPulseSeesALargeMessageMove that takes four times the silence allowed.
func TestPulseSeesALargeMessageMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		p := newPulse(here)
		defer p.Close()
		const limit = 600 * time.Millisecond
		p.watch(limit)
		result := make(chan error, 1)
		go func() { // ends with the connection
			_, err := p.Read(make([]byte, 1))
			result <- err
		}()
		go func() { // takes the message slowly; ends with the connection
			b := make([]byte, writeChunk)
			for {
				<-time.After(limit / 2)
				if _, err := io.ReadFull(there, b); err != nil {
					return
				}
			}
		}()
		if _, err := p.Write(make([]byte, 8*writeChunk)); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-result:
			t.Fatalf("ended while a message was moving: %v", err)
		default:
		}
		if err := <-result; !errors.Is(err, broker.ErrSilent) { // the message has ended
			t.Errorf("ended with %v, want silence", err)
		}
	})
}

// TestWatchingForNothing: a limit of 0 is none.
func TestWatchingForNothing(t *testing.T) {
	here, there := net.Pipe()
	defer there.Close()
	c := newConn(here)
	defer c.CloseSocket()
	c.Watch(0)
	if limit := c.pulse.limit.Load(); limit != 0 {
		t.Errorf("silence is watched for: %v", time.Duration(limit))
	}
	c.Watch(time.Hour)
	if limit := c.pulse.limit.Load(); limit != int64(time.Hour) {
		t.Errorf("the limit is %v", time.Duration(limit))
	}
}
