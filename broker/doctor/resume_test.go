package doctor_test

import (
	"context"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/model"
)

// arrivals is a sink that says what has come.
type arrivals chan string

func (a arrivals) Apply(b model.Batch) {
	for _, m := range b.Messages {
		a <- string(m.Payload)
	}
}

func (arrivals) Lost(int) {}

func (arrivals) Interrupted(time.Time, time.Time) {}

// TestDoctorLeavesAKeptSessionAlone: neither what a broker keeps for a session to
// be resumed nor its subscriptions are the doctor's.
func TestDoctorLeavesAKeptSessionAlone(t *testing.T) {
	t.Parallel()
	mosquitto := brokertest.Start(t, brokertest.Options{})
	p, err := broker.ParseURL(mosquitto.URL())
	if err != nil {
		t.Fatal(err)
	}
	other := p
	p.ClientID, p.Resume, p.SessionExpiry = "me", true, time.Hour
	p.Subscriptions = []broker.Subscription{{Filter: "kept", QoS: 1}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()

	connect := func(p broker.Profile, sink model.Sink) *client.Session {
		s := client.Open(p, sink, client.Options{})
		t.Cleanup(func() { _ = s.Close() })
		poll := time.NewTicker(2 * time.Millisecond)
		defer poll.Stop()
		for status := s.Status(); status.Phase != broker.Connected || len(status.Subscriptions) > 0 && !status.Subscriptions[0].Answered; status = s.Status() {
			select {
			case <-poll.C:
			case <-ctx.Done():
				t.Fatalf("%+v", status)
			}
		}
		return s
	}
	_ = connect(p, make(arrivals, 9)).Close()
	publisher := connect(other, make(arrivals, 9))
	publish := func(payload string) {
		if _, err := publisher.Publish(ctx, broker.Publication{Topic: "kept", Payload: []byte(payload), QoS: 1}); err != nil {
			t.Fatal(err)
		}
	}
	publish("before")
	steps, healthy := examine(t, setup{url: mosquitto.URL(), profile: func(q *broker.Profile) { *q = p }})
	if !healthy {
		t.Errorf("%+v", steps)
	}
	publish("after")
	p.Subscriptions = nil // those of the session are enough
	came := make(arrivals, 9)
	connect(p, came)
	for _, want := range []string{"before", "after"} {
		select {
		case got := <-came:
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		case <-ctx.Done():
			t.Fatalf("%s did not come", want)
		}
	}
}
