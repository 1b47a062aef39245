package client

import (
	"errors"
	"net"
	"testing"
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
					p.took(size, readSize, now)
				}
			})
			if p.flood != c.wantFlood {
				t.Errorf("flood %t, want %t", p.flood, c.wantFlood)
			}
		})
	}
	full := pace{flood: true}
	full.took(readSize, readSize, 0)
	began := time.Now()
	full.wait()
	if waited := time.Since(began); !full.flood || waited > floodPause {
		t.Errorf("waited %v though more was there already", waited)
	}
}

// sockets is a TCP connection's two ends.
func sockets(t *testing.T) (here, there net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if here, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if there, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = here.Close(); _ = there.Close() })
	return here, there
}

func TestPulseEndsASilentConnection(t *testing.T) {
	t.Parallel() // it takes its time
	here, there := sockets(t)
	p := newPulse(here)
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
	p.watch(limit) // a Read waits already
	began := time.Now()
	for range 3 { // life
		if _, err := there.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		wait := time.NewTimer(limit / 2)
		select {
		case err := <-result:
			t.Fatalf("ended after %v, though there was life: %v", time.Since(began), err)
		case <-wait.C:
		}
		if _, err := p.Write([]byte("ping")); err != nil { // proves nothing
			t.Fatal(err)
		}
	}
	began = time.Now()
	err := <-result
	if !errors.Is(err, broker.ErrSilent) || !errors.Is(err, broker.ErrLost) {
		t.Errorf("ended with %v, want silence", err)
	}
	if waited := time.Since(began); waited > 10*limit {
		t.Errorf("noticed after %v, the limit is %v", waited, limit)
	}
}

func TestPulseSeesALargeMessageMove(t *testing.T) {
	t.Parallel() // it takes its time
	here, there := sockets(t)
	p := newPulse(here)
	const limit = 600 * time.Millisecond
	p.watch(limit)
	result := make(chan error, 1)
	go func() { // ends with the connection
		_, err := p.Read(make([]byte, 1))
		result <- err
	}()
	go func() { // takes the message slowly; ends with the connection
		b := make([]byte, 1<<20)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for range tick.C {
			if _, err := there.Read(b); err != nil {
				return
			}
		}
	}()
	began := time.Now()
	for time.Since(began) < 4*limit {
		if _, err := p.Write(make([]byte, 4<<20)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-result:
		t.Fatalf("ended while a message was moving: %v", err)
	default:
	}
	_ = here.Close()
	if err := <-result; err == nil {
		t.Error("a closed connection could be read")
	}
}

func TestSilenceIsOneAndAHalfKeepAlives(t *testing.T) {
	for keepAlive, want := range map[time.Duration]time.Duration{
		time.Second: 1500 * time.Millisecond, 10 * time.Second: 15 * time.Second,
		11 * time.Second: 17 * time.Second, 30 * time.Second: 45 * time.Second,
	} {
		if got := silence(keepAlive); got != want {
			t.Errorf("silence(%v) = %v, want %v", keepAlive, got, want)
		}
	}
}
