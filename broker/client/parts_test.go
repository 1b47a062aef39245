package client

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
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

func TestWholeKeepAlive(t *testing.T) {
	for in, want := range map[time.Duration]time.Duration{
		0: 30 * time.Second, broker.KeepAliveOff: 0, time.Millisecond: time.Second,
		1500 * time.Millisecond: 2 * time.Second, 24 * time.Hour: 65_535 * time.Second,
	} {
		if got := keepAliveInSeconds(in); got != want {
			t.Errorf("keepAliveInSeconds(%v) = %v, want %v", in, got, want)
		}
	}
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
		{"Mosquitto's queue", all, 1_020, "a/#"},
		{"one too few", all, 999, ""},
		{"too many for that queue", all, 1_101, ""},
		{"the queue beyond the window announced", all, 66_535, "a/#"},
		{"too many for any queue", all, 66_701, ""},
		{"at QoS 0", []broker.Subscription{{Filter: "a/#"}}, 1_000, ""},
		{"another filter", []broker.Subscription{{Filter: "b/#", QoS: 2}}, 1_000, ""},
		{"none asked for", []broker.Subscription{{Filter: "a/#", QoS: 2, RetainHandling: 2}}, 1_000, ""},
		{"shared", []broker.Subscription{{Filter: "$share/g/a/#", QoS: 2}}, 1_000, ""},
		{"two filters", []broker.Subscription{{Filter: "a/+", QoS: 2}, {Filter: "c", QoS: 2}}, 1_000, "a/+"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBurst()
			b.watch(c.subs)
			feed(b, c.n, "a/b")
			if got := strings.Join(b.take(), " "); got != c.want {
				t.Errorf("to sweep: %q, want %q", got, c.want)
			}
			if again := b.take(); again != nil {
				t.Errorf("to sweep once more: %q", again)
			}
			if told := len(b.due) == 1; !told && c.want != "" {
				t.Error("the supervisor was not told")
			}
		})
	}
	late := newBurst()
	late.watch(all)
	late.counts["a/#"].until = time.Now().Add(-time.Second)
	feed(late, 1_000, "a/b")
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
		{"none", limits{MaxQoS: 2}, broker.Publication{Topic: "t", QoS: 2, Retain: true}, ""},
		{"QoS", limits{MaxQoS: 1}, broker.Publication{Topic: "t", QoS: 2}, "up to QoS 1"},
		{"retain", limits{MaxQoS: 2, NoRetain: true}, broker.Publication{Topic: "t", Retain: true}, "no retained"},
		{"size met", limits{MaxQoS: 2, MaxPacket: 7}, small, ""},
		{"size", limits{MaxQoS: 2, MaxPacket: 6}, small, "7 bytes, and the limit is 6"},
		{"protocol", limits{MaxQoS: 2}, broker.Publication{Topic: "t", Payload: make([]byte, 268_435_455)}, "268,435,455"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.limits.check(c.p, broker.V5)
			if c.says == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if c.says != "" && (!errors.Is(err, broker.ErrBeyondLimits) || !strings.Contains(explain.Error(err, broker.Address{}), c.says)) {
				t.Errorf("got %v, want ... %s ...", err, c.says)
			}
		})
	}
}

func TestProfilesAreChecked(t *testing.T) {
	long := strings.Repeat("x", 65_536)
	will := func(p *broker.Properties, payload string) *broker.Will {
		return &broker.Will{Publication: broker.Publication{Topic: "a", Payload: []byte(payload), Properties: p}}
	}
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
		{"password of any bytes", broker.Profile{Username: "é", Password: "\x00\xE9"}, nil},
		{"client id not UTF-8", broker.Profile{ClientID: "caf\xE9"}, broker.ErrInvalid},
		{"client id with a zero", broker.Profile{ClientID: "a\x00"}, broker.ErrInvalid},
		{"user name not UTF-8", broker.Profile{Username: "caf\xE9"}, broker.ErrInvalid},
		{"user name with a zero", broker.Profile{Username: "a\x00"}, broker.ErrInvalid},
		{"half of a surrogate pair", broker.Profile{Username: "\xED\xA0\x80"}, broker.ErrInvalid},
		{"method not UTF-8", broker.Profile{Auth: &broker.Auth{Method: "\xE9"}}, broker.ErrInvalid},
		{"name of a user property", broker.Profile{Connect: broker.ConnectProperties{User: []broker.UserProperty{{Name: "\xE9"}}}}, broker.ErrInvalid},
		{"value of a user property", broker.Profile{Will: will(&broker.Properties{User: []broker.UserProperty{{Value: "\x00"}}}, "")}, broker.ErrInvalid},
		{"content type", broker.Profile{Will: will(&broker.Properties{ContentType: "\xE9"}, "")}, broker.ErrInvalid},
		{"correlation data of any bytes", broker.Profile{Will: will(&broker.Properties{CorrelationData: []byte("\x00\xE9")}, "\x00\xE9")}, nil},
		{"a text that is none", broker.Profile{Will: will(&broker.Properties{Text: true}, "\xE9")}, broker.ErrInvalid},
		{"a text", broker.Profile{Will: will(&broker.Properties{Text: true}, "é")}, nil},
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
