package server

import (
	"io"
	"net"
	"testing"

	"mangrove/broker"
)

// FuzzBroker: whatever a client sends, before or after it was let in, it harms
// itself at most: the others are served, and all ends when it is closed.
func FuzzBroker(f *testing.F) {
	five := hello{version: broker.V5, id: "x"}.packet()
	three := hello{version: broker.V311, id: "x"}.packet()
	w5, w3 := &wire{version: broker.V5}, &wire{version: broker.V311}
	for _, seed := range [][]byte{
		five, three, nil, {0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}, {0x82, 6, 0, 1, 0, 0, 1, 'x'}, {0xE0, 0}, {0xC0, 0}, {0xF0, 2, 0x18, 0},
		w5.subscribePacket(1, 1, "a/#", "$share/g/b"), w3.subscribePacket(2, 2, "#"), w5.publishPacket(2|1, 0, "a/b", "x"),
		w5.publishPacket(4|1, 7, "a/b", "x"), packet(0x62, number(7)), packet(0x40, number(1)), packet(0xA2, number(3), []byte{0}, text("a/#")),
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, input []byte, in bool) {
		b := start(t)
		ours, theirs := net.Pipe()
		c := newConn(theirs, b)
		if !b.roster.admit(c) {
			t.Fatal("nobody is let in")
		}
		b.running.Add(1)
		go b.serve(c)
		read := make(chan struct{})
		go func() { // ends when the broker or we have closed the pipe
			defer close(read)
			_, _ = io.Copy(io.Discard, ours)
		}()
		if in {
			_, _ = ours.Write(five)
		}
		_, _ = ours.Write(input)
		_ = ours.Close()
		<-read
		other := connect(t, b, hello{version: broker.V5, id: "another"})
		other.subscribe(1, 0, "other/topic")
		other.publish(0, "other/topic", "hello")
		other.expect("other/topic", "hello")
		_ = other.Close()
	})
}
