package transport

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// TestReserveKeepsEveryByte sends pieces of all sizes and reads others.
func TestReserveKeepsEveryByte(t *testing.T) {
	ours, theirs := net.Pipe()
	r := newReserve(ours)
	random := rand.New(rand.NewPCG(1, 2))
	var sent bytes.Buffer
	for sent.Len() < 5*reserveChunk {
		piece := make([]byte, 1+random.IntN(2*reserveChunk/3))
		for i := range piece {
			piece[i] = byte(random.Uint32())
		}
		sent.Write(piece)
	}
	go func() { // ends when all is sent
		for rest := bytes.NewBuffer(sent.Bytes()); rest.Len() > 0; {
			if _, err := theirs.Write(rest.Next(1 + random.IntN(100_000))); err != nil {
				t.Error(err)
			}
		}
		theirs.Close()
	}()
	var got bytes.Buffer
	buffer := make([]byte, 70_001)
	for {
		n, err := r.Read(buffer)
		got.Write(buffer[:n])
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Error(err)
			}
			break
		}
	}
	if !bytes.Equal(got.Bytes(), sent.Bytes()) {
		t.Errorf("%d bytes came of %d, or others", got.Len(), sent.Len())
	}
}

// plenty is a socket that has so many bytes more, and then ends.
type plenty struct {
	net.Conn
	left   int // its reader's own
	closed atomic.Bool
}

func (p *plenty) Read(b []byte) (int, error) {
	n := min(len(b), p.left)
	p.left -= n
	switch {
	case p.closed.Load():
		return 0, net.ErrClosed
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

func (p *plenty) Close() error {
	p.closed.Store(true)
	return nil
}

// TestReserveIsBounded gives a reserve twice what it takes.
func TestReserveIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReserve(&plenty{left: 2 * reserveLimit})
		synctest.Wait() // until it waits for room
		if r.held < reserveLimit || r.held > reserveLimit+reserveChunk {
			t.Errorf("%d bytes wait", r.held)
		}
		buffer := make([]byte, reserveChunk)
		for range 10 {
			if n, err := r.Read(buffer); n != len(buffer) || err != nil {
				t.Errorf("%d bytes, %v", n, err)
			}
		}
		synctest.Wait()
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		var err error
		for err == nil {
			_, err = r.Read(buffer)
		}
		if !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
}

// TestReserveEndsWhenNobodyReads, though it waits for room: the bubble cannot
// end before its goroutine has.
func TestReserveEndsWhenNobodyReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReserve(&plenty{left: 2 * reserveLimit})
		synctest.Wait()
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
}
