package retained

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(p broker.Profile, sink model.Sink) broker.Session {
	return client.Open(p, sink, client.Options{})
}

// nothing is a sink.
type nothing struct{}

func (nothing) Apply(model.Batch) {}
func (nothing) Lost(int)          {}

func (nothing) Interrupted(time.Time, time.Time) {}

// connect opens a session to publish with.
func connect(t testing.TB, p broker.Profile) broker.Session {
	t.Helper()
	s := open(p, nothing{})
	t.Cleanup(func() { _ = s.Close() })
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := answered(ctx, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// builtIn is the address of our broker.
func builtIn(t testing.TB) string {
	t.Helper()
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b.Address()
}

func mosquitto(t testing.TB) string { return brokertest.Start(t, brokertest.Options{}).URL() }

func profile(t testing.TB, url string, v broker.Version) broker.Profile {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	p.Version = v
	return p
}

// some are messages to be kept, of every kind.
func some(n int, v broker.Version) (all []broker.Publication) {
	for i := range n {
		m := broker.Publication{Topic: fmt.Sprintf("site/%05d/state", i), Payload: fmt.Appendf(nil, "value %d\x00\xff", i), QoS: byte(i % 3), Retain: true}
		if v == broker.V5 && i%5 == 0 {
			m.Properties = &broker.Properties{ContentType: "a/b", ResponseTopic: "r", CorrelationData: []byte{0, byte(i)}, User: []broker.UserProperty{{Name: "n", Value: "1"}, {Name: "n", Value: "2"}}}
		}
		all = append(all, m)
	}
	return all
}

// quiet is for a machine that is busy.
const quiet = 3 * time.Second

// TestClearedAndRestored: what was cleared is there again to the last byte.
func TestClearedAndRestored(t *testing.T) {
	for name, c := range map[string]struct {
		url     func(testing.TB) string
		version broker.Version
	}{
		"built-in broker": {builtIn, broker.V5}, "Mosquitto": {mosquitto, broker.V5}, "built-in broker, MQTT 3.1.1": {builtIn, broker.V311}, "Mosquitto, MQTT 3.1.1": {mosquitto, broker.V311},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clearAndRestore(t, c.url(t), c.version)
		})
	}
}

// look finds what a broker keeps.
func look(t *testing.T, p broker.Profile, filter string) *Found {
	t.Helper()
	found, err := Find(t.Context(), p, Search{Open: open, Filters: []string{filter}, Quiet: quiet})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// did checks that so many were done and nothing else became of them.
func did(t *testing.T, r Result, want int) {
	t.Helper()
	if r.Done != want || r.Failed != nil || r.Left != nil {
		t.Fatalf("%+v, want %d", r, want)
	}
}

func clearAndRestore(t *testing.T, url string, v broker.Version) {
	p := profile(t, url, v)
	s := connect(t, p)
	all := some(600, v)
	did(t, Restore(t.Context(), s, all, nil), len(all))
	did(t, Restore(t.Context(), s, []broker.Publication{{Topic: "other", Payload: []byte("stays"), QoS: 1}}, nil), 1)
	found := look(t, p, "site/#")
	if !reflect.DeepEqual(*found, Found{Messages: all}) {
		t.Fatalf("%d found, %q odd, %d without QoS", len(found.Messages), found.Odd, found.NoQoS)
	}
	path := filepath.Join(t.TempDir(), "kept")
	if err := Keep(path, Kept{Broker: url, At: time.Now()}, found.Messages); err != nil {
		t.Fatal(err)
	}
	done := 0
	did(t, Clear(t.Context(), s, found.Topics(), func(n int) { done = n }), len(all))
	if left := look(t, p, "#").Topics(); done != len(all) || !slices.Equal(left, []string{"other"}) {
		t.Fatalf("%d told of, left: %q", done, left)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kept, back, err := Read(content)
	if err != nil || kept.Broker != url || kept.Count != len(all) {
		t.Fatalf("%+v, %v", kept, err)
	}
	r := Restore(t.Context(), s, back, nil)
	if err := r.ConfirmRestored(t.Context(), p, Search{Open: open, Filters: []string{"site/#"}, Quiet: quiet}, back); err != nil {
		t.Fatal(err)
	}
	did(t, r, len(all))
	if again := look(t, p, "site/#"); !reflect.DeepEqual(again.Messages, all) {
		t.Errorf("%d came back", len(again.Messages))
	}
}

func TestFindFails(t *testing.T) {
	p := profile(t, "mqtt://127.0.0.1:1", broker.V311)
	if _, err := Find(t.Context(), p, Search{Open: open, Filters: []string{"#"}}); err == nil {
		t.Error("a broker that is not there keeps nothing, and says so")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, profile(t, builtIn(t), broker.V311), Search{Open: open, Filters: []string{"#"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// TestClearingEnds with the connection: what was not tried is said.
func TestClearingEnds(t *testing.T) {
	s := connect(t, profile(t, builtIn(t), broker.V311))
	topics := []string{"a", "b", "#", "c"}
	r := Clear(t.Context(), s, topics, nil)
	if r.Done != 3 || len(r.Failed) != 1 || r.Failed[0].Topic != "#" || !errors.Is(r.Failed[0].Err, model.ErrWildcard) {
		t.Errorf("%+v", r)
	}
	_ = s.Close()
	r = Clear(t.Context(), s, slices.Repeat(topics, 1000), nil)
	if r.Done != 0 || len(r.Failed)+len(r.Left) != 4000 || len(r.Left) == 0 {
		t.Errorf("%d done, %d failed, %d left", r.Done, len(r.Failed), len(r.Left))
	}
}

func TestFilesThatAreDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept")
	if err := Keep(path, Kept{Broker: "mqtt://h", At: time.Now()}, some(3, broker.V5)); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	for _, c := range []struct {
		name    string
		content []byte
		left    int
		err     error
	}{
		{"whole", whole, 3, nil},
		{"cut off between messages", bytes.Join(lines[:3], nil), 2, ErrCut},
		{"cut off in a message", whole[:len(whole)-5], 2, nil},
		{"of a newer program", []byte(`{"retained":2}` + "\n"), 0, ErrNewer},
		{"of an empty message", []byte("{\"retained\":1,\"messages\":1}\n{\"topic\":\"a\"}\n"), 0, ErrEmpty},
		{"of a topic that stands there twice", append(bytes.Clone(whole), lines[1]...), 3, ErrTwice},
		{"another file", []byte("{\"version\":1}\n"), 0, ErrNotKept},
		{"empty", nil, 0, ErrNotKept},
	} {
		_, got, err := Read(c.content)
		if len(got) != c.left || c.err != nil && !errors.Is(err, c.err) || (err == nil) != (c.name == "whole") {
			t.Errorf("%s: %d messages, %v", c.name, len(got), err)
		}
	}
}

// TestLasting: time goes on for messages that expire, cleared or not [MQTT-3.3.2-6].
func TestLasting(t *testing.T) {
	at := time.Now()
	expiring := func(in time.Duration) broker.Publication {
		return broker.Publication{Topic: in.String(), Properties: &broker.Properties{Expiry: in, ContentType: "a/b"}}
	}
	plain := broker.Publication{Topic: "plain", Payload: []byte("x")}
	all := []broker.Publication{plain, expiring(0), expiring(time.Minute), expiring(time.Hour), expiring(2 * time.Hour)}
	for passed, want := range map[time.Duration][]time.Duration{
		-time.Hour:                 {0, time.Minute, time.Hour, 2 * time.Hour}, // the clock was put back
		999 * time.Millisecond:     {0, time.Minute, time.Hour, 2 * time.Hour},
		time.Minute:                {0, 59 * time.Minute, 119 * time.Minute},
		3599999 * time.Millisecond: {0, time.Second, 3601 * time.Second},
		24 * time.Hour:             {0},
	} {
		left := (&Kept{At: at}).Lasting(all, at.Add(passed))
		if !reflect.DeepEqual(left[0], plain) {
			t.Errorf("after %s: %+v", passed, left[0])
		}
		var got []time.Duration
		for _, m := range left[1:] {
			got = append(got, m.Properties.Expiry)
			if m.Properties.ContentType != "a/b" {
				t.Errorf("after %s: %+v", passed, m.Properties)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("after %s: %v, want %v", passed, got, want)
		}
	}
	if all[4].Properties.Expiry != 2*time.Hour {
		t.Error("what was given is changed")
	}
}

// BenchmarkClear is what clearing and restoring 10,000 topics takes.
func BenchmarkClear(b *testing.B) {
	s := connect(b, profile(b, builtIn(b), broker.V5))
	all := some(10_000, broker.V5)
	topics := (&Found{Messages: all}).Topics()
	for b.Loop() {
		if r := Restore(b.Context(), s, all, nil); r.Done != len(all) {
			b.Fatalf("%+v", r)
		}
		if r := Clear(b.Context(), s, topics, nil); r.Done != len(all) {
			b.Fatalf("%+v", r)
		}
	}
}
