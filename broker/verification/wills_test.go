package verification

import (
	"context"
	"testing"

	"mangrove/broker"
	"mangrove/model/verify"
)

// clients is a built-in broker with some.
type clients struct {
	broker.Box

	list []broker.ClientInfo
}

func (c *clients) Clients() []broker.ClientInfo { return c.list }

// TestWillsOfOurBroker are known from the list of its clients, and from nothing else.
func TestWillsOfOurBroker(t *testing.T) {
	const file = "version: 1\ndevices:\n  - {id: a, topic: a, availability: {topic: a/st}, will: announced}\n  - {id: b, topic: b, availability: {topic: b/st}, will: announced}\n"
	box := &clients{list: []broker.ClientInfo{{ID: "us"}, {ID: "a", Will: "a/st"}}}
	for _, ours := range []bool{true, false} {
		l := New(read(t, file))
		if ours {
			l.WillsFrom(WillsOf(box))
		}
		s := &acted{}
		s.become(broker.Connected, nil)
		ctx, end := context.WithCancel(t.Context())
		err := l.Watch(ctx, s, nil, func(Progress) {
			send(l, "a", "1")
			send(l, "b", "1")
			end()
		})
		if err != nil {
			t.Fatal(err)
		}
		got := l.Run().Results()
		want := verify.WillUnseen
		if ours {
			want = verify.WillListed
		}
		if got[0].Reason.Code != want || (got[0].State == verify.Pass) != ours || got[1].State != verify.NotVerifiable {
			t.Errorf("of our broker: %v: %+v", ours, got)
		}
	}
}
