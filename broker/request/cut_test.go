package request_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/request"
	"mangrove/model"
)

// cut is a session whose connection ends while a message is under way.
type cut struct {
	broker.Session
	publish func(ctx context.Context) (broker.Acknowledgement, error)
}

func (cut) Status() broker.Status {
	return broker.Status{Phase: broker.Connected, Version: broker.V311, Subscriptions: []broker.Grant{{Subscription: broker.Subscription{Filter: "#"}, Answered: true}}}
}

func (c cut) Publish(ctx context.Context, _ broker.Publication) (broker.Acknowledgement, error) {
	return c.publish(ctx)
}

// TestTheAcknowledgementIsLost and not the answer: a device that has the message answers it,
// before the connection ends or on the next one.
func TestTheAcknowledgementIsLost(t *testing.T) {
	came := broker.Acknowledgement{Came: true}
	for _, c := range []struct {
		name    string
		publish func(answer func()) (broker.Acknowledgement, error)
		within  time.Duration
		want    error // nil: the answer
	}{
		{"answered before", func(answer func()) (broker.Acknowledgement, error) {
			answer()
			return broker.Acknowledgement{}, broker.ErrUnconfirmed
		}, patience, nil},
		{"answered afterwards", func(answer func()) (broker.Acknowledgement, error) {
			return broker.Acknowledgement{}, &broker.Pending{Err: broker.ErrUnconfirmed, Wait: func(context.Context) (broker.Acknowledgement, error) {
				answer()
				return came, nil
			}}
		}, patience, nil},
		{"not answered", func(func()) (broker.Acknowledgement, error) {
			return broker.Acknowledgement{}, &broker.Pending{Err: broker.ErrUnconfirmed, Wait: func(context.Context) (broker.Acknowledgement, error) { return came, nil }}
		}, 50 * time.Millisecond, &request.NoAnswer{}},
		{"the session is gone", func(func()) (broker.Acknowledgement, error) {
			return broker.Acknowledgement{}, &broker.Pending{Err: broker.ErrUnconfirmed, Wait: func(context.Context) (broker.Acknowledgement, error) {
				return broker.Acknowledgement{}, broker.ErrUnconfirmed
			}}
		}, patience, broker.ErrUnconfirmed},
		{"never sent", func(func()) (broker.Acknowledgement, error) { return broker.Acknowledgement{}, broker.ErrNotConnected }, patience, broker.ErrNotConnected},
	} {
		t.Run(c.name, func(t *testing.T) {
			var l model.Listeners
			sink := l.Before(model.NewStore(model.Options{}))
			answer := func() {
				sink.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("dev/state"), Payload: []byte("done")}}})
			}
			s := cut{publish: func(context.Context) (broker.Acknowledgement, error) { return c.publish(answer) }}
			got, err := request.NewClient(s, &l).Do(t.Context(), request.Request{Publication: broker.Publication{Topic: "dev/set", QoS: 1}, Filter: "dev/state", Within: c.within})
			var none *request.NoAnswer
			switch {
			case c.want == nil && (err != nil || string(got.Payload) != "done"):
				t.Errorf("%+v, %v", got, err)
			case errors.As(c.want, &none) && !errors.As(err, &none), !errors.As(c.want, &none) && !errors.Is(err, c.want):
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}
