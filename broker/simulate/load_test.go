package simulate

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// boxed starts a built-in broker, and gives what devices connect to it with.
func boxed(t testing.TB) Options {
	t.Helper()
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	return Options{Profile: p, Seed: 1, Open: func(p broker.Profile, sink model.Sink) Session { return client.Open(p, sink, client.Options{}) }}
}

// started plays a file at a broker.
func started(t testing.TB, file string, o Options) *Run {
	t.Helper()
	f, err := Read([]byte(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(t.Context(), f, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return r
}

// soon polls a run until it stands as is wanted.
func soon(t testing.TB, r *Run, wanted func(Status) bool) Status {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(2 * time.Minute); ; <-tick.C {
		s := r.Status()
		if wanted(s) {
			return s
		}
		if time.Now().After(end) {
			t.Fatalf("it stands at %+v", s)
		}
	}
}

// TestExamplesAtABroker: those of the documentation connect, and publish all they have.
func TestExamplesAtABroker(t *testing.T) {
	for name, connections := range map[string]int{"house.yaml": 5, "line.yaml": 8} {
		const at = "../../docs/simulations"
		content, err := os.ReadFile(filepath.Join(at, name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(content, folder(at))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Start(t.Context(), f, boxed(t))
		if err != nil {
			t.Fatal(err)
		}
		s := soon(t, r, func(s Status) bool { return s.Connected == connections && s.Published >= 16 })
		r.Stop()
		if s.Problem != nil || s.Refused > 0 || s.Unmade > 0 || r.Status().Connected != 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestDuplicatedID: the other client takes the id, and the device comes back for it.
func TestDuplicatedID(t *testing.T) {
	o := boxed(t)
	r := started(t, "simulator: 1\ndevices:\n- {name: a, reconnect: {after: 50ms}, failures: [{kind: duplicated id, at: 100ms, for: 3s}]}", o)
	soon(t, r, func(s Status) bool { return s.Connects >= 3 && s.Failing == 0 && s.Failures == 1 && s.Connected == 1 })
}

// TestBrokerGone: the run goes on, and ends in order without a broker.
func TestBrokerGone(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	o := boxed(t)
	if o.Profile, err = broker.ParseURL(b.Address()); err != nil {
		t.Fatal(err)
	}
	r := started(t, "simulator: 1\ndevices:\n- {name: a, count: 3, messages: [{topic: t, every: 10ms, qos: 1}]}", o)
	soon(t, r, func(s Status) bool { return s.Connected == 3 && s.Published > 10 })
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	s := soon(t, r, func(s Status) bool { return s.Connected == 0 && s.Missed > 10 })
	if s.Problem == nil {
		t.Error("it is not said why")
	}
}

// BenchmarkDevices has 10,000 devices publish a message a second each, on shared
// connections, to the built-in broker: what comes of it, and what it takes.
func BenchmarkDevices(b *testing.B) {
	for _, c := range []struct {
		name     string
		template string
		qos      int
	}{
		{"values", "{{.v}}", 0}, {"template", `{"t": {{.v}}, "at": {{epoch_ms}}, "n": {{counter}}}`, 0}, {"acknowledged", "{{.v}}", 1},
	} {
		b.Run(c.name, func(b *testing.B) {
			o := boxed(b)
			before := held()
			r := started(b, fmt.Sprintf(`
simulator: 1
devices:
- name: d
  count: 10000
  connection: shared
  connections: 32
  values: {v: {shape: sine, low: 0, high: 100, period: 60s, shift: 0.001}}
  messages: [{topic: "site/{{.n}}/value", every: 1s, payload: '%s', qos: %d}]
`, c.template, c.qos), o)
			soon(b, r, func(s Status) bool { return s.Published > 10_000 })
			s, used, at := r.Status(), processorTime(), time.Now()
			b.ResetTimer()
			for b.Loop() {
				<-time.After(10 * time.Second)
			}
			now := r.Status()
			took := time.Since(at).Seconds()
			b.ReportMetric(float64(now.Published-s.Published)/took, "messages/s")
			b.ReportMetric(float64(now.Missed-s.Missed)/took, "missed/s")
			b.ReportMetric((processorTime()-used).Seconds()/took*100, "%cpu")
			b.ReportMetric(float64(held()-before)/(1<<20), "MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// held is what is in use after collecting garbage.
func held() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// BenchmarkPayload makes the next message of a device: of names alone, and by a template.
func BenchmarkPayload(b *testing.B) {
	for name, payload := range map[string]string{"names": `{"t": {{.v}}}`, "template": `{"t": {{.v}}, "at": {{epoch_ms}}}`} {
		b.Run(name, func(b *testing.B) {
			f, err := Read([]byte(head+"  values: {v: {shape: sine, low: 0, high: 9, period: 1m}}\n  messages: [{topic: t, every: 1s, payload: '"+payload+"'}]"), nil)
			if err != nil {
				b.Fatal(err)
			}
			p := newPlayer(f, time.Now())
			d, err := p.device(f.Kinds[0], 1, 1)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.next(d, 0, time.Second); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
