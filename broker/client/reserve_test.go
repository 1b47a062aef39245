package client

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"testing"
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

// endless is a socket that always has more.
type endless struct {
	net.Conn
	closed chan struct{}
}

func (e *endless) Read(b []byte) (int, error) {
	select {
	case <-e.closed:
		return 0, net.ErrClosed
	default:
		return len(b), nil
	}
}

func (e *endless) Close() error {
	close(e.closed)
	return nil
}

// TestReserveIsBounded lets a socket that always has more fill the reserve,
// and closes it while the reader waits for room.
func TestReserveIsBounded(t *testing.T) {
	r := newReserve(&endless{closed: make(chan struct{})})
	r.mu.Lock()
	for r.held < reserveLimit {
		r.moved.Wait()
	}
	if r.held > reserveLimit+reserveChunk {
		t.Errorf("%d bytes wait", r.held)
	}
	r.mu.Unlock()
	buffer := make([]byte, readSize)
	for range 10 {
		if n, err := r.Read(buffer); n != len(buffer) || err != nil {
			t.Errorf("%d bytes, %v", n, err)
		}
	}
	if err := r.Close(); err != nil { // goleak sees to it that run ends
		t.Error(err)
	}
	for {
		if _, err := r.Read(buffer); err != nil {
			if !errors.Is(err, net.ErrClosed) {
				t.Error(err)
			}
			return
		}
	}
}
