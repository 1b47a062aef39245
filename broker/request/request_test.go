package request_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/request"
	"mangrove/broker/server"
	"mangrove/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is for a machine that is busy.
const patience = 3 * time.Minute

// device answers what is published to it, with what it makes of the message.
type device struct {
	session broker.Session
	work    chan model.Message
	answer  func(m model.Message) (broker.Publication, bool)
}

// Apply implements model.Sink.
func (d *device) Apply(b model.Batch) {
	for _, m := range b.Messages {
		d.work <- model.Message{Topic: []byte(string(m.Topic)), Payload: []byte(string(m.Payload)), Properties: []byte(string(m.Properties))}
	}
}

// Lost implements model.Sink.
func (d *device) Lost(int) {}

func (*device) Interrupted(time.Time, time.Time) {}

// bench is a broker with a client that asks and a device that answers.
type bench struct {
	*request.Client
	session broker.Session
	device  *device
}

func newBench(t *testing.T, v broker.Version, subscriptions []broker.Subscription, answer func(m model.Message) (broker.Publication, bool)) *bench {
	t.Helper()
	s, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	profile, err := broker.ParseURL(s.Address())
	if err != nil {
		t.Fatal(err)
	}
	profile.Version = v
	d := &device{work: make(chan model.Message, 100), answer: answer}
	theirs := profile
	theirs.Subscriptions = []broker.Subscription{{Filter: "dev/+/set", QoS: 1}}
	d.session = client.Open(theirs, d, client.Options{})
	ended := make(chan struct{})
	go func() { // ends with the test
		defer close(ended)
		for m := range d.work {
			if p, ok := d.answer(m); ok {
				// The answer may have come before its acknowledgement, and the test be over.
				if _, err := d.session.Publish(context.Background(), p); err != nil && !over(err) {
					t.Error(err)
				}
			}
		}
	}()
	t.Cleanup(func() { _ = d.session.Close(); close(d.work); <-ended })
	b := &bench{device: d}
	ours := profile
	ours.Subscriptions = subscriptions
	var l model.Listeners
	b.session = client.Open(ours, l.Before(model.NewStore(model.Options{})), client.Options{})
	t.Cleanup(func() { _ = b.session.Close() })
	b.Client = request.NewClient(b.session, &l)
	for _, s := range []broker.Session{d.session, b.session} {
		subscribedWithin(t, s)
	}
	return b
}

// over reports whether a session has ended with its test.
func over(err error) bool {
	return broker.IsDisconnected(err) || errors.Is(err, broker.ErrUnconfirmed)
}

func subscribedWithin(t *testing.T, s broker.Session) {
	t.Helper()
	end := time.Now().Add(patience)
	for tick := time.NewTicker(5 * time.Millisecond); ; <-tick.C {
		st := s.Status()
		all := st.Phase == broker.Connected
		for _, g := range st.Subscriptions {
			all = all && g.Answered
		}
		if all {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not connected: %+v", st)
		}
	}
}

// echo answers on dev/N/state, or on the response topic with the correlation data.
func echo(retain bool) func(m model.Message) (broker.Publication, bool) {
	return func(m model.Message) (broker.Publication, bool) {
		p := broker.Publication{Topic: string(m.Topic[:len(m.Topic)-len("set")]) + "state", Payload: append([]byte("did "), m.Payload...), QoS: 1, Retain: retain}
		if asked, _, err := broker.ReadFirstProperties(m.Properties); err == nil && asked != nil && asked.ResponseTopic != "" {
			p.Topic, p.Properties = asked.ResponseTopic, &broker.Properties{CorrelationData: asked.CorrelationData}
		}
		return p, true
	}
}

func TestAnswers(t *testing.T) {
	everything := broker.Everything()
	asPublished := []broker.Subscription{{Filter: "#", QoS: 1, RetainAsPublished: true}}
	plain := broker.Publication{Topic: "dev/1/set", Payload: []byte("on"), QoS: 1}
	correlated := plain
	correlated.Properties = &broker.Properties{ResponseTopic: "answers/7", CorrelationData: []byte{0, 7}}
	for _, c := range []struct {
		name          string
		version       broker.Version
		subscriptions []broker.Subscription
		retain        bool
		request       request.Request
		topic         string
	}{
		{"on a filter, subscribed to everything", broker.V311, everything, false, request.Request{Publication: plain, Filter: "dev/+/state"}, "dev/1/state"},
		{"on a filter, subscribed for it", broker.V311, nil, false, request.Request{Publication: plain, Filter: "dev/+/state"}, "dev/1/state"},
		{"on its response topic", broker.V5, everything, false, request.Request{Publication: correlated, Correlated: true}, "answers/7"},
		{"on its response topic, subscribed for it", broker.V5, nil, false, request.Request{Publication: correlated, Correlated: true}, "answers/7"},
		{"retained, as published", broker.V5, asPublished, true, request.Request{Publication: plain, Filter: "dev/1/state"}, "dev/1/state"},
		{"on a filter that the request matches too", broker.V5, everything, false, request.Request{Publication: plain, Filter: "dev/1/#"}, "dev/1/state"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, c.version, c.subscriptions, echo(c.retain))
			c.request.Within = patience
			got, err := b.Do(t.Context(), c.request)
			if err != nil || got.Topic != c.topic || string(got.Payload) != "did on" || got.Latency <= 0 || got.At.IsZero() {
				t.Fatalf("%+v, %v", got, err)
			}
			for _, g := range b.session.Status().Subscriptions {
				if len(c.subscriptions) == 0 {
					t.Errorf("still subscribed to %s", g.Filter)
				}
			}
		})
	}
}

// TestWhatIsNoAnswer: what was retained before, what does not fit, and another's.
func TestWhatIsNoAnswer(t *testing.T) {
	b := newBench(t, broker.V5, nil, func(model.Message) (broker.Publication, bool) {
		return broker.Publication{Topic: "answers", Payload: []byte("other"), QoS: 1, Properties: &broker.Properties{CorrelationData: []byte("another's")}}, true
	})
	if _, err := b.device.session.Publish(t.Context(), broker.Publication{Topic: "answers", Payload: []byte("from before"), QoS: 1, Retain: true}); err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 10)
	for name, r := range map[string]request.Request{
		"correlation": {Publication: broker.Publication{Topic: "dev/1/set", QoS: 1, Properties: &broker.Properties{ResponseTopic: "answers", CorrelationData: []byte("ours")}}, Correlated: true},
		"condition": {Publication: broker.Publication{Topic: "dev/1/set", QoS: 1}, Filter: "answers", Accept: func(m *model.Message) bool {
			heard <- string(m.Payload)
			return false
		}},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		r.Within = 100 * time.Millisecond
		for end := time.Now().Add(patience); ; { // until the other's answer came in time
			_, err := b.Do(ctx, r)
			var none *request.NoAnswer
			if !errors.As(err, &none) {
				t.Fatalf("%s: %v", name, err)
			}
			if none.Others > 0 {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("%s: nothing came", name)
			}
			r.Within *= 2
		}
		cancel()
	}
	close(heard)
	for payload := range heard {
		if payload != "other" {
			t.Errorf("%q was taken for an answer", payload)
		}
	}
}

// TestRequestsAtATime get each its own answer, and share what they subscribe to.
func TestRequestsAtATime(t *testing.T) {
	b := newBench(t, broker.V5, nil, echo(false))
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			id := fmt.Sprint(i)
			p := broker.Publication{Topic: "dev/" + id + "/set", Payload: []byte(id), QoS: 1, Properties: &broker.Properties{ResponseTopic: "answers", CorrelationData: []byte(id)}}
			got, err := b.Do(t.Context(), request.Request{Publication: p, Correlated: true, Within: patience})
			if err != nil || string(got.Payload) != "did "+id {
				t.Errorf("%s: %q, %v", id, got.Payload, err)
			}
		})
	}
	all.Wait()
	if left := b.session.Status().Subscriptions; len(left) > 0 {
		t.Errorf("still subscribed to %v", left)
	}
}

func TestRequestsThatCannotBe(t *testing.T) {
	b := newBench(t, broker.V311, nil, echo(false))
	if _, err := b.Do(t.Context(), request.Request{Publication: broker.Publication{Topic: "t"}}); !errors.Is(err, request.ErrNoFilter) {
		t.Errorf("without a filter: %v", err)
	}
	if _, err := b.Do(t.Context(), request.Request{Publication: broker.Publication{Topic: "t"}, Filter: "a#"}); !errors.Is(err, model.ErrHash) {
		t.Errorf("with a filter that is none: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Do(ctx, request.Request{Publication: broker.Publication{Topic: "t"}, Filter: "a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// granted is a session with a subscription, which notes those that are made besides.
type granted struct {
	broker.Session
	filter string
	made   []string
}

func (g *granted) Status() broker.Status {
	return broker.Status{Phase: broker.Connected, Subscriptions: []broker.Grant{{Subscription: broker.Subscription{Filter: g.filter}, Answered: true}}}
}

func (g *granted) Subscribe(_ context.Context, all ...broker.Subscription) error {
	for _, s := range all {
		g.made = append(g.made, s.Filter)
	}
	return nil
}

func (g *granted) Unsubscribe(context.Context, ...string) error { return nil }

func (g *granted) Publish(context.Context, broker.Publication) (broker.Acknowledgement, error) {
	return broker.Acknowledgement{}, nil
}

// TestAnswersOfASharedSubscription may go to others: it does not count as one.
func TestAnswersOfASharedSubscription(t *testing.T) {
	for filter, want := range map[string]int{"#": 0, "dev/+/state": 0, "other/#": 1, "$share/group/#": 1, "$share/group/dev/1/state": 1} {
		s := &granted{filter: filter}
		r := request.Request{Publication: broker.Publication{Topic: "dev/1/set"}, Filter: "dev/1/state", Within: time.Millisecond}
		var none *request.NoAnswer
		if _, err := request.NewClient(s, &model.Listeners{}).Do(t.Context(), r); !errors.As(err, &none) || len(s.made) != want {
			t.Errorf("subscribed to %s: %q made besides, %v", filter, s.made, err)
		}
	}
}
