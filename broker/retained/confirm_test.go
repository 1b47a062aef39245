package retained

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/model"
)

// TestConfirm: what a broker acknowledges under MQTT 3.1.1 and does not let a login write is
// found to be kept still; what it has forgotten, or what has failed before, is as it was.
func TestConfirm(t *testing.T) {
	acl := filepath.Join(t.TempDir(), "acl")
	if err := os.WriteFile(acl, []byte("topic read #\ntopic write open/#\npattern write %c/#\n"), 0o644); err != nil { //nolint:gosec // Mosquitto may run as another user
		t.Fatal(err)
	}
	p := profile(t, brokertest.Start(t, brokertest.Options{Lines: []string{"acl_file " + acl}}).URL(), broker.V311)
	owner := p
	owner.ClientID = "site"
	kept := append(some(3, broker.V311), broker.Publication{Topic: "open/a", Payload: []byte("x"), Retain: true})
	did(t, Restore(t.Context(), connect(t, owner), kept, nil), 4)
	topics := look(t, p, "#").Topics()
	if len(topics) != 4 {
		t.Fatalf("it keeps %q", topics)
	}
	r := Clear(t.Context(), connect(t, p), topics, nil)
	did(t, r, 4)
	r.Done--
	r.Failed = []One{{topics[1], broker.ErrUnanswered}}
	if err := r.Confirm(t.Context(), p, Search{Open: open, Filters: []string{"#"}, Quiet: quiet}, topics); err != nil {
		t.Fatal(err)
	}
	want := []One{{topics[1], broker.ErrUnanswered}, {topics[2], ErrStillKept}, {topics[3], ErrStillKept}}
	if r.Done != 1 || !reflect.DeepEqual(r.Failed, want) {
		t.Errorf("%d done, failed: %+v", r.Done, r.Failed)
	}
	if err := r.Confirm(t.Context(), profile(t, "mqtt://127.0.0.1:1", broker.V311), Search{Open: open, Filters: []string{"#"}}, topics); err == nil || r.Done != 1 {
		t.Errorf("without a broker: %v, %d done", err, r.Done)
	}
}

// forgetful is a broker that acknowledges all, and keeps what it likes.
type forgetful struct {
	broker.Session
	mu    *sync.Mutex
	kept  map[string]broker.Publication
	keeps func(broker.Publication) (broker.Publication, bool)
}

func (forgetful) Status() broker.Status {
	return broker.Status{Phase: broker.Connected, Version: broker.V5, Limits: broker.Limits{MaxQoS: 2}, Subscriptions: []broker.Grant{{Answered: true, Granted: 2}}}
}

func (f forgetful) Publish(_ context.Context, m broker.Publication) (broker.Acknowledgement, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m, keeps := f.keeps(m); keeps {
		f.kept[m.Topic] = m
	}
	return broker.Acknowledgement{}, nil
}

func (forgetful) Unsubscribe(context.Context, ...string) error { return nil }
func (forgetful) Close() error                                 { return nil }

// open sends what is kept, without properties, which stand on the wire otherwise.
func (f forgetful) open(_ broker.Profile, sink model.Sink) broker.Session {
	f.mu.Lock()
	defer f.mu.Unlock()
	b := model.Batch{At: time.Now()}
	for _, m := range f.kept {
		b.Messages = append(b.Messages, model.Message{Topic: []byte(m.Topic), Payload: m.Payload, QoS: m.QoS, Retained: true})
	}
	sink.Apply(b)
	return f
}

// TestRestoredIsSeen: what a broker acknowledges and does not keep as it was is named, each
// with what differs.
func TestRestoredIsSeen(t *testing.T) {
	f := forgetful{mu: new(sync.Mutex), kept: map[string]broker.Publication{"other": {Topic: "other", Payload: []byte("x")}}}
	f.keeps = func(m broker.Publication) (broker.Publication, bool) {
		m.Properties = nil
		switch m.Topic {
		case "payload":
			m.Payload = []byte("newer")
		case "qos":
			m.QoS = 0
		}
		return m, !strings.HasPrefix(m.Topic, "dropped")
	}
	message := func(topic string, p *broker.Properties) broker.Publication {
		return broker.Publication{Topic: topic, Payload: []byte("x"), QoS: 1, Properties: p}
	}
	all := []broker.Publication{
		message("as it was", nil), message("dropped", nil), message("payload", nil), message("qos", nil),
		message("properties", &broker.Properties{ContentType: "a/b"}), message("dropped, and expired", &broker.Properties{Expiry: time.Second}),
		message("about to expire", &broker.Properties{Expiry: time.Second}),
	}
	r := Restore(t.Context(), f, all, nil)
	did(t, r, len(all))
	if err := r.ConfirmRestored(t.Context(), broker.Profile{}, Search{Open: f.open, Filters: []string{"#"}, Quiet: time.Millisecond}, all); err != nil {
		t.Fatal(err)
	}
	want := []One{{"dropped", ErrNotBack}, {"payload", ErrOtherBack}, {"qos", ErrOtherQoS}, {"properties", ErrOtherProperties}}
	if r.Done != 3 || !reflect.DeepEqual(r.Failed, want) {
		t.Errorf("%d done, failed: %+v", r.Done, r.Failed)
	}
}

// TestRestoredComesByAndBy: a broker of several nodes may keep it a moment later.
func TestRestoredComesByAndBy(t *testing.T) {
	f := forgetful{mu: new(sync.Mutex), kept: map[string]broker.Publication{}, keeps: func(m broker.Publication) (broker.Publication, bool) { return m, false }}
	m := broker.Publication{Topic: "a", Payload: []byte("x")}
	r := Restore(t.Context(), f, []broker.Publication{m}, nil)
	looks := 0
	open := func(p broker.Profile, sink model.Sink) broker.Session {
		s := f.open(p, sink)
		looks++
		f.kept["a"] = m
		return s
	}
	if err := r.ConfirmRestored(t.Context(), broker.Profile{}, Search{Open: open, Filters: []string{"#"}, Quiet: time.Millisecond}, []broker.Publication{m}); err != nil || looks != 2 {
		t.Errorf("%d looks, %v", looks, err)
	}
	did(t, r, 1)
}

// TestRestoredOverWhatADevicePublishes: on a real broker, of every version that can be told.
func TestRestoredOverWhatADevicePublishes(t *testing.T) {
	for _, v := range []broker.Version{broker.V311, broker.V5} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			p := profile(t, builtIn(t), v)
			s := connect(t, p)
			all := some(6, v)
			r := Restore(t.Context(), s, all, nil)
			did(t, r, len(all))
			newer := slices.Clone(all)
			newer[1].Payload, newer[2].QoS = []byte("newer"), 0
			did(t, Restore(t.Context(), s, newer[1:3], nil), 2)
			did(t, Clear(t.Context(), s, []string{all[3].Topic}, nil), 1)
			want := []One{{all[1].Topic, ErrOtherBack}, {all[2].Topic, ErrOtherQoS}, {all[3].Topic, ErrNotBack}}
			if v == broker.V5 {
				newer[0].Properties = &broker.Properties{ContentType: "a/c"}
				did(t, Restore(t.Context(), s, newer[:1], nil), 1)
				want = append([]One{{all[0].Topic, ErrOtherProperties}}, want...)
			}
			if err := r.ConfirmRestored(t.Context(), p, Search{Open: open, Filters: []string{"site/#"}, Quiet: quiet}, all); err != nil {
				t.Fatal(err)
			}
			if r.Done != len(all)-len(want) || !reflect.DeepEqual(r.Failed, want) {
				t.Errorf("%d done, failed: %+v", r.Done, r.Failed)
			}
		})
	}
}

// TestWhereRestoredIsLookedFor: where a file says, if that finds all of it.
func TestWhereRestoredIsLookedFor(t *testing.T) {
	k := &Kept{Filters: []string{"site/#"}}
	in, system := broker.Publication{Topic: "site/a"}, broker.Publication{Topic: "$x/a"}
	many := make([]broker.Publication, mostNamed)
	for i := range many {
		many[i].Topic = fmt.Sprintf("other/%d", i)
	}
	for _, c := range []struct {
		messages []broker.Publication
		want     []string
	}{
		{[]broker.Publication{in}, []string{"site/#"}},
		{[]broker.Publication{in, system}, []string{"site/a", "$x/a"}},
		{append(slices.Clone(many), system), []string{"$x/a", "#"}},
	} {
		if got := k.Looked(c.messages); !slices.Equal(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestAFileIsReadAsItIs: nothing in a message is replaced, and each is retained.
func TestAFileIsReadAsItIs(t *testing.T) {
	_, messages, err := Read([]byte(`{"retained":1,"messages":1}` + "\n" + `{"topic":"a","text":"{{uuid}}","template":true}` + "\n"))
	if err != nil || len(messages) != 1 || string(messages[0].Payload) != "{{uuid}}" || !messages[0].Retain {
		t.Errorf("%+v, %v", messages, err)
	}
}
