package jobs_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/model"
	"mangrove/model/decode/schemas"
)

// patience is for a machine that is busy.
const patience = 5 * time.Minute

// counter counts what comes, by its payload.
type counter struct {
	mu  sync.Mutex
	got map[string]int
}

// Apply implements model.Sink.
func (c *counter) Apply(b model.Batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range b.Messages {
		c.got[string(b.Messages[i].Payload)]++
	}
}

// Lost implements model.Sink.
func (c *counter) Lost(int) {}

func (*counter) Interrupted(time.Time, time.Time) {}

// of is how often a message of a number came.
func (c *counter) of(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.got[fmt.Sprint(n)]
}

// len is how many messages came.
func (c *counter) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.got)
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !ok(); <-tick.C {
		if time.Now().After(end) {
			t.Fatal("not in time: " + what)
		}
	}
}

// open connects a session that receives what it publishes.
func open(t *testing.T, url string) (broker.Session, *counter) {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	p.Subscriptions = []broker.Subscription{{Filter: "t", QoS: 1}}
	c := &counter{got: make(map[string]int)}
	s := client.Open(p, c, client.Options{})
	t.Cleanup(func() { _ = s.Close() })
	connected(t, s)
	return s, c
}

func connected(t *testing.T, s broker.Session) {
	t.Helper()
	until(t, "it is subscribed", func() bool {
		st := s.Status()
		return st.Phase == broker.Connected && len(st.Subscriptions) == 1 && st.Subscriptions[0].Answered
	})
}

func counting(t *testing.T, qos byte) []jobs.Step {
	t.Helper()
	m, err := draft.NewMaker(draft.Draft{Topic: "t", Text: "{{counter}}", Template: true, QoS: qos}, &schemas.Shelf{})
	if err != nil {
		t.Fatal(err)
	}
	return []jobs.Step{{Maker: m}}
}

// TestBrokerGoneInABurst: the job waits and goes on with the next connection. No message
// comes twice; one that does not come is counted as unconfirmed, or the broker had taken
// it and was killed before it passed it on.
func TestBrokerGoneInABurst(t *testing.T) {
	for _, under := range []int{1, 10} {
		t.Run(fmt.Sprint("under way ", under), func(t *testing.T) {
			b := brokertest.Start(t, brokertest.Options{})
			s, c := open(t, b.URL())
			const all, last = 8_000, 2_000
			j := jobs.Start(t.Context(), s, jobs.Plan{Steps: counting(t, 1), Rounds: 1, Burst: all, InFlight: under})
			defer j.Stop()
			until(t, "some are published", func() bool { return j.Status().Published > 500 })
			b.Kill()
			until(t, "the job waits", func() bool { return j.Status().Waiting })
			before := j.Status()
			if before.Published >= all-last || before.Problem == nil || !before.Ended.IsZero() {
				t.Fatalf("%+v", before)
			}
			j.Pause(true) // so that it is subscribed to what comes then
			b.Launch()
			connected(t, s)
			j.Pause(false)
			until(t, "all are published", func() bool { return !j.Status().Ended.IsZero() })
			got := j.Status()
			if got.Published+got.Unconfirmed != all || got.Unconfirmed > under || got.Refused != 0 || got.Problem != nil || got.Stopped || got.Waiting {
				t.Errorf("%+v", got)
			}
			until(t, "the last has come", func() bool { return c.of(all) > 0 })
			c.wantOnce(t, all)
			t.Logf("%d unconfirmed, %d missing", got.Unconfirmed, c.missing(t, all, before.Published+before.Unconfirmed+2*under+1))
		})
	}
}

// TestBrokerRestartsInABurst and keeps its sessions: what is under way comes to its end, and
// every message comes once. One that is killed stands as it was when it last wrote that down:
// it may have lost what it had taken, and send again what it had sent.
func TestBrokerRestartsInABurst(t *testing.T) {
	for name, end := range map[string]func(*brokertest.Broker){"in order": (*brokertest.Broker).Stop, "killed": (*brokertest.Broker).Kill} {
		t.Run(name, func(t *testing.T) {
			// Of what a session has in flight, Mosquitto 2.0.11 takes up as many messages again as
			// this says, 20 if nothing does: it forgets that it has released the others, and sends
			// them as if nobody had received them.
			unbounded := []string{"max_queued_messages 0", "max_inflight_messages 1000"}
			b := brokertest.Start(t, brokertest.Options{Persistent: true, Lines: append(unbounded, "autosave_interval 1")})
			c := subscribed(t, b.URL())
			p, err := broker.ParseURL(b.URL())
			if err != nil {
				t.Fatal(err)
			}
			p.ClientID, p.Resume, p.SessionExpiry = "publisher", true, time.Hour // Mosquitto 2.0.11 writes down no session that began clean
			s := client.Open(p, &counter{got: make(map[string]int)}, client.Options{})
			t.Cleanup(func() { _ = s.Close() })
			until(t, "it is connected", func() bool { return s.Status().Phase == broker.Connected })
			const all = 3_000
			steps := counting(t, 2)
			j := jobs.Start(t.Context(), s, jobs.Plan{Steps: steps, Rounds: 1, Burst: all, InFlight: 10})
			defer j.Stop()
			until(t, "some are published", func() bool { return j.Status().Published > 500 })
			end(b)
			until(t, "the job waits", func() bool { return j.Status().Waiting || !j.Status().Ended.IsZero() })
			b.Launch()
			until(t, "all are published", func() bool { return !j.Status().Ended.IsZero() })
			got := j.Status()
			if got.Published+got.Unconfirmed != all || got.Problem != nil || name == "in order" && got.Unconfirmed > 0 {
				t.Errorf("%+v", got)
			}
			lossless := 0
			if name == "killed" { // what it had not written down is gone, the subscription too
				lossless = all
				until(t, "a later one comes", func() bool {
					_, err := s.Publish(t.Context(), broker.Publication{Topic: "t", Payload: []byte(fmt.Sprint(all + 1)), QoS: 2})
					return err == nil && c.of(all+1) > 0
				})
			} else {
				until(t, "they have come", func() bool { return c.len() == all })
			}
			if name == "in order" {
				c.wantOnce(t, all)
			}
			t.Logf("%d sent again, %d unconfirmed, %d missing", got.Again, got.Unconfirmed, c.missing(t, all, lossless))
		})
	}
}

// subscribed receives with a session of its own that the broker keeps.
func subscribed(t *testing.T, url string) *counter {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	p.Subscriptions = []broker.Subscription{{Filter: "t", QoS: 2}}
	p.ClientID, p.Resume, p.SessionExpiry = "subscriber", true, time.Hour
	c := &counter{got: make(map[string]int)}
	s := client.Open(p, c, client.Options{})
	t.Cleanup(func() { _ = s.Close() })
	connected(t, s)
	return c
}

// wantOnce asserts that no message has come twice.
func (c *counter) wantOnce(t *testing.T, all int) {
	t.Helper()
	for n := 1; n <= all; n++ {
		if came := c.of(n); came > 1 {
			t.Errorf("message %d came %d times", n, came)
		}
	}
}

// missing is how many messages have not come. Those after one all come.
func (c *counter) missing(t *testing.T, all, lossless int) (missing int) {
	t.Helper()
	for n := 1; n <= all; n++ {
		switch came := c.of(n); {
		case came == 0 && n > lossless:
			t.Errorf("message %d of the new connection is missing", n)
		case came == 0:
			missing++
		}
	}
	return missing
}

// TestBrokerGoneAndTheJobEnds, when that was asked for, and says why.
func TestBrokerGoneAndTheJobEnds(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	s, _ := open(t, b.URL())
	j := jobs.Start(t.Context(), s, jobs.Plan{Steps: counting(t, 1), InFlight: 5, Gone: jobs.End})
	defer j.Stop()
	until(t, "some are published", func() bool { return j.Status().Published > 100 })
	b.Kill()
	until(t, "it has ended", func() bool { return !j.Status().Ended.IsZero() })
	if got := j.Status(); !errors.Is(got.Problem, broker.ErrUnconfirmed) && !errors.Is(got.Problem, broker.ErrNotConnected) || got.Stopped || got.Refused != 0 {
		t.Errorf("%+v", got)
	}
}

// TestSessionEnds with a job on it: in order, and nothing is refused.
func TestSessionEnds(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	s, _ := open(t, b.URL())
	j := jobs.Start(t.Context(), s, jobs.Plan{Steps: counting(t, 1), InFlight: 5})
	until(t, "some are published", func() bool { return j.Status().Published > 100 })
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	until(t, "it has ended", func() bool { return !j.Status().Ended.IsZero() })
	if got := j.Status(); got.Refused != 0 || got.Waiting || got.Problem == nil {
		t.Errorf("%+v", got)
	}
}
