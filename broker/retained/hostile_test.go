package retained

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// endless is a broker that sends the same messages again and again.
type endless struct {
	broker.Session
	sink     model.Sink
	messages []model.Message

	end     sync.Once
	stop    chan struct{}
	stopped sync.WaitGroup
}

func (e *endless) begin() {
	e.stopped.Go(func() { // ends with Close
		for {
			select {
			case <-e.stop:
				return
			default:
				e.sink.Apply(model.Batch{At: time.Now(), Messages: e.messages})
			}
		}
	})
}

func (e *endless) Status() broker.Status {
	return broker.Status{Phase: broker.Connected, Version: broker.V5, Subscriptions: []broker.Grant{{Answered: true}}}
}

func (e *endless) Unsubscribe(context.Context, ...string) error { return nil }

func (e *endless) Close() error {
	e.end.Do(func() { close(e.stop) })
	e.stopped.Wait()
	return nil
}

// user is a block of so many properties of the user.
func user(n int) (block []byte) {
	for range n {
		block = append(block, "\x26\x00\x01a\x00\x01b"...)
	}
	return block
}

// TestABrokerThatNeverEnds sends the same retained messages for ever, some that were not
// asked for, and some that are none.
func TestABrokerThatNeverEnds(t *testing.T) {
	long := binary.BigEndian.AppendUint16([]byte{0x03}, 65_000)
	long = append(long, strings.Repeat("x", 65_000)...)
	sent := []model.Message{
		{Topic: []byte("site/a"), Payload: []byte("1"), Retained: true},
		{Topic: []byte("site/odd"), Payload: []byte("2"), Retained: true, Properties: user(5_000)},
		{Topic: []byte("site/long"), Payload: []byte("3"), Retained: true, Properties: long},
		{Topic: []byte("other/config"), Payload: []byte("not asked for"), Retained: true},
		{Topic: []byte("site/none"), Retained: true},
		{Topic: []byte("site/live"), Payload: []byte("now")},
	}
	open := func(_ broker.Profile, sink model.Sink) broker.Session {
		e := &endless{sink: sink, messages: sent, stop: make(chan struct{})}
		e.begin()
		return e
	}
	found, err := Find(t.Context(), broker.Profile{}, Search{Open: open, Filters: []string{"site/#"}, Quiet: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"site/a", "site/long", "site/odd"}; !slices.Equal(found.Topics(), want) || !slices.Equal(found.Odd, []string{"site/odd"}) || found.Full {
		t.Errorf("found %q, odd %q, full %t", found.Topics(), found.Odd, found.Full)
	}
}

// TestMoreThanIsLookedAt ends, and says so.
func TestMoreThanIsLookedAt(t *testing.T) {
	c := &collector{filters: []string{"#"}, messages: make(map[string]broker.Publication), odd: make(map[string]bool), news: make(chan struct{}, 1)}
	batch := model.Batch{Messages: make([]model.Message, 1000)}
	for i := range MostMessages/1000 + 1 {
		for j := range batch.Messages {
			batch.Messages[j] = model.Message{Topic: fmt.Appendf(nil, "%d/%d", i, j), Payload: []byte("x"), Retained: true}
		}
		c.Apply(batch)
	}
	<-c.news
	c.Apply(batch)
	if f := c.found(); !f.Full || len(f.Messages) != MostMessages || len(c.news) > 0 {
		t.Errorf("%d messages, full %t, %d news", len(f.Messages), f.Full, len(c.news))
	}
}

// TestAFileOfTooManyMessages: each of its lines takes a hundred times as much in memory.
func TestAFileOfTooManyMessages(t *testing.T) {
	content := []byte(`{"retained":1}` + "\n")
	for i := range MostMessages + 1 {
		content = fmt.Appendf(content, "{\"topic\":\"%d\",\"text\":\"x\"}\n", i)
	}
	if _, messages, err := Read(content); !errors.Is(err, ErrTooMuch) || len(messages) != MostMessages {
		t.Errorf("%d messages, %v", len(messages), err)
	}
}

// silent is a broker that acknowledges nothing.
type silent struct {
	broker.Session
	mu    sync.Mutex
	tried int
}

func (*silent) Status() broker.Status {
	return broker.Status{Phase: broker.Connected, Limits: broker.Limits{MaxQoS: 2}}
}

func (s *silent) Publish(context.Context, broker.Publication) (broker.Acknowledgement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tried++
	return broker.Acknowledgement{}, &broker.Unanswered{Packet: "PUBLISH"}
}

// TestClearingWithoutAnAnswer is not tried with every topic: each takes a minute.
func TestClearingWithoutAnAnswer(t *testing.T) {
	s := &silent{}
	r := Clear(t.Context(), s, slices.Repeat([]string{"a"}, 10_000), nil)
	if s.tried > 2*underWay || len(r.Failed) != s.tried || len(r.Left) != 10_000-s.tried {
		t.Errorf("%d tried, %d failed, %d left", s.tried, len(r.Failed), len(r.Left))
	}
}
