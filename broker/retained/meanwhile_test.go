package retained

import (
	"context"
	"strings"
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/model"
)

// after is a sink that does something once, before it passes on a retained message: what it
// publishes comes behind that one.
type after struct {
	model.Sink
	skip int // so many retained messages come before
	once sync.Once
	do   func()
}

func (a *after) Apply(b model.Batch) {
	for i := range b.Messages {
		if b.Messages[i].Retained {
			if a.skip == 0 {
				a.once.Do(a.do)
			}
			a.skip--
		}
	}
	a.Sink.Apply(b)
}

// TestWhatADevicePublishesDuringALook is what the broker keeps by then: Undo must not bring
// back what was before, nor put it over what is there.
func TestWhatADevicePublishesDuringALook(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{"built-in broker": builtIn, "Mosquitto": mosquitto} {
		for _, v := range []broker.Version{broker.V311, broker.V5} {
			t.Run(name+", "+v.String(), func(t *testing.T) {
				t.Parallel()
				p := profile(t, url(t), v)
				device := connect(t, p)
				publish := publisher(t, device)
				for _, topic := range []string{"site/changed", "site/cleared", "site/told"} {
					publish(topic, "old", true)
				}
				skip := 0
				if v != broker.V5 {
					skip = 3 // all of it is sent a second time
				}
				during := func(p broker.Profile, sink model.Sink) broker.Session {
					return open(p, &after{Sink: sink, skip: skip, do: func() {
						publish("site/changed", "new", true)
						publish("site/cleared", "", true)
						publish("site/told", "an event", false)
						publish("site/first", "new", true)
					}})
				}
				found, err := Find(t.Context(), p, Search{Open: during, Filters: []string{"site/#"}, Quiet: quiet})
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]string{}
				for _, m := range found.Messages {
					got[m.Topic] = string(m.Payload)
				}
				if len(got) != 3 || got["site/changed"] != "new" || got["site/told"] != "old" || got["site/first"] != "new" {
					t.Errorf("found %q", got)
				}
			})
		}
	}
}

// publisher publishes as a device does.
func publisher(t *testing.T, device broker.Session) func(topic, payload string, retain bool) {
	t.Helper()
	return func(topic, payload string, retain bool) {
		if _, err := device.Publish(t.Context(), broker.Publication{Topic: topic, Payload: []byte(payload), QoS: 1, Retain: retain}); err != nil {
			t.Error(err)
		}
	}
}

// subscribing is a session that does something behind one of its SUBSCRIBE packets.
type subscribing struct {
	broker.Session

	behind  int // so many of them
	do      func()
	refuses bool // topics that are asked for by their names
}

func (s *subscribing) Subscribe(ctx context.Context, all ...broker.Subscription) error {
	if s.refuses && !strings.HasSuffix(all[0].Filter, "#") {
		return &broker.Refusal{Packet: "SUBACK", Version: broker.V311, Code: 0x80, Subject: all[0].Filter}
	}
	err := s.Session.Subscribe(ctx, all...)
	if s.behind--; s.behind == 0 {
		s.do()
	}
	return err
}

// TestWhatADevicePublishesWhileItIsAskedAgain is no less the newest: before MQTT 5 topics of which
// something came are asked for once more, and what comes behind that is watched.
func TestWhatADevicePublishesWhileItIsAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		url     func(testing.TB) string
		refuses bool
	}{
		"built-in broker":                {builtIn, false},
		"Mosquitto":                      {mosquitto, false},
		"one that refuses single topics": {mosquitto, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := profile(t, c.url(t), broker.V311)
			device := connect(t, p)
			publish := publisher(t, device)
			publish("site/busy", "old", true)
			publish("site/calm", "old", true)
			again := func(p broker.Profile, sink model.Sink) broker.Session {
				s := open(p, &after{Sink: sink, skip: 2, do: func() { publish("site/busy", "new", true) }})
				return &subscribing{Session: s, behind: 2, refuses: c.refuses, do: func() {
					publish("site/busy", "newest", true)
					publish("site/calm", "newest", true)
				}}
			}
			found, w, err := FindAndWatch(t.Context(), p, Search{Open: again, Filters: []string{"site/#"}, Quiet: quiet})
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			all := WithLater(found.Messages, w.Later(t.Context()))
			for _, m := range all {
				if string(m.Payload) != "newest" {
					t.Errorf("%s: %q", m.Topic, m.Payload)
				}
			}
			if len(all) != 2 {
				t.Errorf("%d topics", len(all))
			}
		})
	}
}

// TestWhatADevicePublishesWhileItIsCleared is told, as it was lost with what was cleared: the
// last of each topic, and nothing that came when it was cleared already.
func TestWhatADevicePublishesWhileItIsCleared(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{"built-in broker": builtIn, "Mosquitto": mosquitto} {
		for _, v := range []broker.Version{broker.V311, broker.V5} {
			t.Run(name+", "+v.String(), func(t *testing.T) {
				t.Parallel()
				p := profile(t, url(t), v)
				device := connect(t, p)
				publish := publisher(t, device)
				for _, topic := range []string{"site/changed", "site/same", "site/late"} {
					publish(topic, "old", true)
				}
				found, w, err := FindAndWatch(t.Context(), p, Search{Open: open, Filters: []string{"site/#"}, Quiet: quiet})
				if err != nil || len(found.Messages) != 3 {
					t.Fatal(found, err)
				}
				defer w.Close()
				publish("site/changed", "newer", true)
				publish("site/changed", "newest\x00\xff", true)
				publish("site/other", "new", true)
				did(t, Clear(t.Context(), device, found.Topics(), nil), 3)
				publish("site/late", "behind it", true)
				later := w.Later(t.Context())
				if len(later) != 1 || later[0].Topic != "site/changed" || string(later[0].Payload) != "newest\x00\xff" || !later[0].Retain || later[0].QoS != 1 {
					t.Errorf("later: %+v", later)
				}
				if all := WithLater(found.Messages, later); len(all) != 3 || string(all[0].Payload) != "newest\x00\xff" || string(all[1].Payload) != "old" {
					t.Errorf("with them: %+v", all)
				}
			})
		}
	}
}
