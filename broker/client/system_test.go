package client

import (
	"errors"
	"slices"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestABrokerThatHangsUpOverItsOwnTopics: they are not asked for again, and the
// connection holds.
func TestABrokerThatHangsUpOverItsOwnTopics(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		asked := make(chan string, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for {
				head, body := p.read()
				if head>>4 != packet.Subscribe {
					return
				}
				all := wiretest.Filters(p.level, body, 1)
				for filter := range all {
					asked <- filter
				}
				if _, ok := all["$SYS/#"]; ok {
					return
				}
				p.write(wiretest.Suback(p.level, body, wiretest.Grants(p.level, body)...))
			}
		})
		profile := f.profile("mqtt", version)
		profile.Once = false
		profile.Subscriptions = []broker.Subscription{{Filter: "$SYS/#"}, {Filter: "a"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		want := []string{"a", "$SYS/#", "a"}
		var got []string
		for range want {
			got = append(got, <-asked)
		}
		if !slices.Equal(got, want) {
			t.Errorf("asked for %q, want %q", got, want)
		}
		status := answered(t, s)
		if err := status.Subscriptions[0].Denied; !errors.Is(err, broker.ErrSubscribing) || status.Subscriptions[1].Denied != nil {
			t.Errorf("%+v", status.Subscriptions)
		}
		if f.connections() != 2 {
			t.Errorf("%d connections, want 2", f.connections())
		}
	})
}
