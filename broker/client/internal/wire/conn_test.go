package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/transport"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

// testWire is a wire over a stream, with what came out at both ends.
type testWire struct {
	*Conn
	stream   *wiretest.Stream
	sink     wiretest.Keeper
	received atomic.Uint64
	library  bytes.Buffer // what the library read
}

func newTestWire(version broker.Version, change func(*Options), chunks ...[]byte) *testWire {
	w := &testWire{stream: &wiretest.Stream{Chunks: chunks}}
	o := Options{Version: version, Apply: w.sink.Apply, Lost: w.sink.Lost, Retained: func([]byte) {}, Received: &w.received}
	if change != nil {
		change(&o)
	}
	w.Conn = New(&transport.Conn{Conn: w.stream}, o)
	return w
}

// drain reads as a library does until the end, and returns why it ended.
func (w *testWire) drain() error {
	_, err := io.Copy(&w.library, readerOnly{w.Conn})
	return err
}

type readerOnly struct{ io.Reader }

func checkConversation(t *testing.T, w *testWire, messages []model.Message, library []byte) {
	t.Helper()
	if err := w.drain(); !errors.Is(err, broker.ErrLost) || !errors.Is(err, io.EOF) {
		t.Fatalf("ended with %v, want a lost connection", err)
	}
	got := w.sink.All()
	if len(got) != len(messages) {
		t.Fatalf("%d messages, want %d", len(got), len(messages))
	}
	for i, m := range got {
		if !wiretest.Same(m, messages[i]) {
			t.Errorf("message %d: got %v, want %v", i, m, messages[i])
		}
	}
	if !bytes.Equal(w.library.Bytes(), library) {
		t.Errorf("the library read\n%x, want\n%x", w.library.Bytes(), library)
	}
	if got := w.received.Load(); got != uint64(len(messages)) {
		t.Errorf("received %d, want %d", got, len(messages))
	}
}

func TestWireSplitAtEveryByte(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		all, messages, library := wiretest.Conversation(version)
		for i := 1; i < len(all); i++ {
			checkConversation(t, newTestWire(version, nil, all[:i], all[i:]), messages, library)
			if t.Failed() {
				t.Fatalf("split at %d of %d", i, len(all))
			}
		}
		var bytewise [][]byte
		for i := range all {
			bytewise = append(bytewise, all[i:i+1])
		}
		checkConversation(t, newTestWire(version, nil, bytewise...), messages, library)
	})
}

func TestWireMakesOneBatchOfARead(t *testing.T) {
	all, _, _ := wiretest.Conversation(broker.V5)
	w := newTestWire(broker.V5, nil, all)
	_ = w.drain()
	if w.sink.Batches != 1 {
		t.Errorf("%d batches, want 1", w.sink.Batches)
	}
	many := append(wiretest.Connack(broker.V5, 0), bytes.Repeat(wiretest.Message(broker.V5, 0, 0).Packet("t", ""), batchSize+1)...)
	w = newTestWire(broker.V5, nil, many)
	_ = w.drain()
	if w.sink.Batches != 2 || w.sink.Len() != batchSize+1 {
		t.Errorf("%d messages in %d batches, want %d in 2", w.sink.Len(), w.sink.Batches, batchSize+1)
	}
}

func TestWireDeliversQoS2Once(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		first := wiretest.Message(version, 4, 9).Packet("t", "first")
		again := wiretest.Message(version, 12, 9).Packet("t", "first")
		other := wiretest.Message(version, 4, 10).Packet("t", "other")
		release := wiretest.Packet(packet.Pubrel<<4|2, []byte{0, 9})
		next := wiretest.Message(version, 4, 9).Packet("t", "next")
		w := newTestWire(version, nil, wiretest.Connack(version, 0), first, again, other, again, release, next)
		_ = w.drain()
		var got []string
		for _, m := range w.sink.All() {
			got = append(got, string(m.Payload))
		}
		if want := []string{"first", "other", "next"}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("delivered %q, want %q", got, want)
		}
		if n := bytes.Count(w.library.Bytes(), wiretest.Message(version, 12, 9).Packet(".", "")); n != 2 {
			t.Errorf("the library was given %d repetitions to acknowledge, want 2", n)
		}
	})
}

func TestWireLargePackets(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		payload := strings.Repeat("0123456789abcdef", 4<<20/16)
		small := wiretest.Message(version, 0, 0).Packet("small", "s")
		all := append(wiretest.Connack(version, 0), wiretest.Message(version, 2, 5).Packet("large", payload)...)
		all = append(all, small...)
		w := newTestWire(version, nil, append(wiretest.Chunks(all, 100_000), small)...)
		_ = w.drain()
		got := w.sink.All()
		if len(got) != 3 || string(got[0].Payload) != payload {
			t.Fatalf("%d messages, want the large one and 2 small ones whole", len(got))
		}
		if len(w.buf) != readSize || &w.buf[0] != &w.base[0] {
			t.Errorf("the buffer keeps %d bytes after a large packet", len(w.buf))
		}
		for _, m := range w.messages[:cap(w.messages)] {
			if len(m.Payload) > readSize {
				t.Error("a used message still holds the large buffer")
			}
		}
	})
}

// TestWireGrowsWithWhatArrives: a packet that claims 200 MB and sends little
// must not cost 200 MB.
func TestWireGrowsWithWhatArrives(t *testing.T) {
	claim := wiretest.AppendVarint([]byte{packet.Publish << 4}, 200<<20)
	w := newTestWire(broker.V311, nil, append(wiretest.Connack(broker.V311, 0), claim...), make([]byte, 300<<10))
	_ = w.drain()
	if len(w.buf) > 2*readSize {
		t.Errorf("%d bytes of buffer for 300 KiB that arrived", len(w.buf))
	}
}

func TestWireCountsRetainedAboveQoS0(t *testing.T) {
	var topics []string
	w := newTestWire(broker.V311, func(o *Options) { o.Retained = func(topic []byte) { topics = append(topics, string(topic)) } },
		wiretest.Connack(broker.V311, 0),
		wiretest.Message(broker.V311, 1, 0).Packet("retained-0", ""),
		wiretest.Message(broker.V311, 3, 1).Packet("retained-1", ""),
		wiretest.Message(broker.V311, 2, 2).Packet("live-1", ""))
	_ = w.drain()
	if fmt.Sprint(topics) != "[retained-1]" {
		t.Errorf("told of %q, want retained-1", topics)
	}
}

// TestWireAllocatesNothing: neither a read nor a message may cost an allocation.
func TestWireAllocatesNothing(t *testing.T) {
	wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
		block := bytes.Repeat(wiretest.Message(version, 0, 0).Packet("some/topic", "some payload"), 1000)
		w := newTestWire(version, func(o *Options) { o.Apply = func(model.Batch) {} }, wiretest.Connack(version, 0))
		for len(w.stream.Chunks) > 0 {
			w.fill()
		}
		chunk := make([][]byte, 1)
		allocations := testing.AllocsPerRun(100, func() {
			chunk[0] = block
			w.stream.Chunks = chunk
			w.fill()
		})
		if allocations > 0 || w.received.Load() < 100_000 {
			t.Errorf("%v allocations in a read of 1,000 messages, %d received", allocations, w.received.Load())
		}
	})
}
