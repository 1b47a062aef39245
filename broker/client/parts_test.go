package client

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eclipse/paho.golang/packets"

	"mangrove/broker"
	"mangrove/model"
)

func TestBackoffDoublesUpToAMinute(t *testing.T) {
	for failures, want := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second, 6: 32 * time.Second,
		7: time.Minute, 8: time.Minute, 1000: time.Minute,
	} {
		low, high := time.Hour, time.Duration(0)
		for range 1000 {
			d := backoff(failures)
			low, high = min(low, d), max(high, d)
		}
		if low < want*8/10 || high > want*12/10 {
			t.Errorf("after %d failures %v to %v, want %v within a fifth", failures, low, high, want)
		}
		if high-low < want/10 {
			t.Errorf("after %d failures always about %v: no jitter", failures, low)
		}
	}
}

// reads feeds a pace with reads of size bytes, each after gap.
func reads(p *pace, now *time.Duration, count, size int, gap time.Duration) {
	for range count {
		*now += gap
		p.took(size, readSize, *now)
	}
}

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
			c.feed(func(count, size int, gap time.Duration) { reads(&p, &now, count, size, gap) })
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
	here, there := sockets(t)
	p := newPulse(here)
	const limit = 200 * time.Millisecond
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
	here, there := sockets(t)
	p := newPulse(here)
	const limit = 300 * time.Millisecond
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
	<-result
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

func TestWholeKeepAlive(t *testing.T) {
	for in, want := range map[time.Duration]time.Duration{
		0: 30 * time.Second, -1: 30 * time.Second, time.Millisecond: time.Second,
		1500 * time.Millisecond: 2 * time.Second, 24 * time.Hour: 65_535 * time.Second,
	} {
		if got := wholeKeepAlive(in); got != want {
			t.Errorf("wholeKeepAlive(%v) = %v, want %v", in, got, want)
		}
	}
}

func TestInboxKeepsOrderAndHoldsBack(t *testing.T) {
	const total = 3 * inboxMessages
	gate := make(chan struct{})
	var sink keeper
	b := newInbox(func(batch model.Batch) {
		<-gate
		sink.Apply(batch)
	})
	put := make(chan int, total)
	go func() { // ends when everything is put
		for i := range total {
			b.put(model.Message{Topic: []byte{byte(i >> 16), byte(i >> 8), byte(i)}})
			put <- i
		}
		close(put)
	}()
	// One pile is being applied and holds at least one message, the other is full.
	eventually(t, func() bool { return len(put) > inboxMessages }, func() any { return len(put) })
	if n := len(put); n > 2*inboxMessages {
		t.Fatalf("%d messages put against a sink that takes none", n)
	}
	close(gate)
	for range put { // until closed
	}
	b.close()
	got := sink.all()
	if len(got) != total {
		t.Fatalf("%d messages applied, want %d", len(got), total)
	}
	for i, m := range got {
		if !bytes.Equal(m.Topic, []byte{byte(i >> 16), byte(i >> 8), byte(i)}) {
			t.Fatalf("message %d is %x", i, m.Topic)
		}
	}
}

func TestInboxIsBoundedInBytes(t *testing.T) {
	gate := make(chan struct{})
	b := newInbox(func(model.Batch) { <-gate })
	put := make(chan struct{}, 100)
	go func() { // ends when the gate is open
		for range 100 {
			b.put(model.Message{Payload: make([]byte, inboxBytes/2)})
			put <- struct{}{}
		}
		close(put)
	}()
	eventually(t, func() bool { return len(put) > 3 }, func() any { return len(put) })
	if n := len(put); n > 8 {
		t.Errorf("%d messages of half the limit were taken", n)
	}
	close(gate)
	for range put { // until closed
	}
	b.close()
}

func TestBurstNoticesAnOverflow(t *testing.T) {
	all := []broker.Subscription{{Filter: "a/#", QoS: 1}}
	feed := func(b *burst, n int, topic string) {
		for range n {
			b.retained([]byte(topic))
		}
	}
	for _, c := range []struct {
		name string
		subs []broker.Subscription
		n    int
		want string
	}{
		{"enough", all, sweepAt, "a/#"},
		{"once only", all, 5 * sweepAt, "a/#"},
		{"one too few", all, sweepAt - 1, ""},
		{"at QoS 0", []broker.Subscription{{Filter: "a/#"}}, sweepAt, ""},
		{"another filter", []broker.Subscription{{Filter: "b/#", QoS: 2}}, sweepAt, ""},
		{"none asked for", []broker.Subscription{{Filter: "a/#", QoS: 2, RetainHandling: 2}}, sweepAt, ""},
		{"shared", []broker.Subscription{{Filter: "$share/g/a/#", QoS: 2}}, sweepAt, ""},
		{"two filters", []broker.Subscription{{Filter: "a/+", QoS: 2}, {Filter: "c", QoS: 2}}, sweepAt, "a/+"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBurst()
			b.watch(c.subs)
			feed(b, c.n, "a/b")
			if got := strings.Join(b.take(), " "); got != c.want {
				t.Errorf("to sweep: %q, want %q", got, c.want)
			}
			if told := len(b.due) == 1; told != (c.want != "") {
				t.Errorf("the supervisor was told: %t", told)
			}
		})
	}
	late := newBurst()
	late.watch(all)
	late.counts["a/#"].until = time.Now().Add(-time.Second)
	feed(late, sweepAt, "a/b")
	if got := late.take(); got != nil {
		t.Errorf("swept %q for messages long after the SUBSCRIBE", got)
	}
}

func TestLimitsAreKeptBeforeSending(t *testing.T) {
	small := broker.Publication{Topic: "t", Payload: []byte("x")}
	for _, c := range []struct {
		name   string
		limits limits
		p      broker.Publication
		says   string
	}{
		{"none", limits{maxQoS: 2}, broker.Publication{Topic: "t", QoS: 2, Retain: true}, ""},
		{"QoS", limits{maxQoS: 1}, broker.Publication{Topic: "t", QoS: 2}, "up to QoS 1"},
		{"retain", limits{maxQoS: 2, noRetain: true}, broker.Publication{Topic: "t", Retain: true}, "no retained"},
		{"size met", limits{maxQoS: 2, maxPacket: 7}, small, ""},
		{"size", limits{maxQoS: 2, maxPacket: 6}, small, "7 bytes, its limit is 6"},
		{"protocol", limits{maxQoS: 2}, broker.Publication{Topic: "t", Payload: make([]byte, 268_435_455)}, "268,435,455"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.limits.check(c.p, broker.V5)
			if c.says == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if c.says != "" && (!errors.Is(err, broker.ErrBeyondLimits) || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("got %v, want ... %s ...", err, c.says)
			}
		})
	}
}

func TestPacketSizeIsWhatIsSent(t *testing.T) {
	both(t, func(t *testing.T, version broker.Version) {
		for _, n := range []int{0, 1, 110, 120, 127, 128, 16_370, 16_384, 2_097_100, 2_097_152} {
			for qos := range byte(3) {
				p := broker.Publication{Topic: "some/topic", Payload: make([]byte, n), QoS: qos}
				want := len(publishPacket(version, qos<<1, 1, p.Topic, string(p.Payload)))
				if got := packetSize(p, version); got != want {
					t.Errorf("payload %d, QoS %d: %d bytes, want %d", n, qos, got, want)
				}
			}
		}
	})
}

func TestGatheredWritesOncePerPacket(t *testing.T) {
	for _, size := range []int{0, 10, gatherLimit, gatherLimit + 1, 3 << 20} {
		w := newTestWire(broker.V5, nil)
		counted := &countedWrites{Conn: w.stream}
		w.Conn = counted
		g := &gathered{wire: w.wire}
		p := &packets.Publish{Topic: "t", Payload: bytes.Repeat([]byte("x"), size), Properties: &packets.Properties{}}
		if _, err := p.WriteTo(g); err != nil {
			t.Fatal(err)
		}
		want := publishPacket(broker.V5, 0, 0, "t", string(p.Payload))
		if !bytes.Equal(w.stream.written.Bytes(), want) {
			t.Errorf("payload of %d: wrote %d bytes, want %d and the same", size, w.stream.written.Len(), len(want))
		}
		if limit := 1; counted.n > limit && size <= gatherLimit || counted.n > 2 {
			t.Errorf("payload of %d: %d writes", size, counted.n)
		}
	}
}

type countedWrites struct {
	net.Conn
	mu sync.Mutex
	n  int
}

func (c *countedWrites) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.n++
	c.mu.Unlock()
	return c.Conn.Write(b)
}

func TestProfilesAreChecked(t *testing.T) {
	long := strings.Repeat("x", 65_536)
	for _, c := range []struct {
		name string
		p    broker.Profile
		want error
	}{
		{"good", broker.Profile{Subscriptions: []broker.Subscription{{Filter: "#", QoS: 2}}}, nil},
		{"client id", broker.Profile{ClientID: long}, broker.ErrInvalid},
		{"user name", broker.Profile{Username: long}, broker.ErrInvalid},
		{"password", broker.Profile{Password: long}, broker.ErrInvalid},
		{"filter", broker.Profile{Subscriptions: []broker.Subscription{{Filter: "a#"}}}, model.ErrHash},
		{"long filter", broker.Profile{Subscriptions: []broker.Subscription{{Filter: long}}}, model.ErrTooLong},
		{"QoS", broker.Profile{Subscriptions: []broker.Subscription{{Filter: "a", QoS: 3}}}, broker.ErrInvalid},
		{"retain handling", broker.Profile{Subscriptions: []broker.Subscription{{Filter: "a", RetainHandling: 3}}}, broker.ErrInvalid},
		{"No Local and shared", broker.Profile{Subscriptions: []broker.Subscription{{Filter: "$share/g/a", NoLocal: true}}}, broker.ErrInvalid},
		{"will topic", broker.Profile{Will: &broker.Will{Publication: broker.Publication{Topic: "a/+"}}}, model.ErrWildcard},
		{"will QoS", broker.Profile{Will: &broker.Will{Publication: broker.Publication{Topic: "a", QoS: 3}}}, broker.ErrInvalid},
		{"will payload", broker.Profile{Will: &broker.Will{Publication: broker.Publication{Topic: "a", Payload: []byte(long)}}}, broker.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := checkProfile(c.p)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if err != nil && len(err.Error()) > 300 {
				t.Errorf("an error of %d characters", len(err.Error()))
			}
		})
	}
}
