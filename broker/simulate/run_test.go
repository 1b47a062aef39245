package simulate

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mangrove/broker/draft"
	"mangrove/model"
)

// TestRunIsRepeated by its seed, and is another one with another.
func TestRunIsRepeated(t *testing.T) {
	const file = `
simulator: 1
devices:
- name: a
  count: 5
  connection: shared
  values: {w: {shape: walk, low: 0, high: 100, step: 5}, p: {shape: pick, of: [x, y, z]}}
  messages:
  - {topic: "{{.id}}", every: 700ms, jitter: 300ms, payload: "{{.w}} {{.p}} {{random 1 1000}} {{counter}}"}
  failures:
  - {kind: nonsense, chance: 0.3, every: 5s, for: 2s}
  - {kind: silent, chance: 0.3, every: 5s, for: 2s}
`
	one, st := played(t, play{file, time.Minute, 1}, nil)
	again, _ := played(t, play{file, time.Minute, 1}, nil)
	other, _ := played(t, play{file, time.Minute, 2}, nil)
	if st.Published < 200 || st.Published > 430 || st.Failures == 0 {
		t.Errorf("%+v", st)
	}
	if !slices.Equal(one.said("="), again.said("=")) {
		t.Error("the same seed gave another run")
	}
	if slices.Equal(one.said("="), other.said("=")) {
		t.Error("another seed gave the same run")
	}
}

// TestIntervals: no message is late because of those before.
func TestIntervals(t *testing.T) {
	w, _ := played(t, play{"simulator: 1\ndevices:\n- {name: a, messages: [{topic: t, every: 250ms, payload: '{{counter}}'}]}", 10 * time.Second, 1}, nil)
	said := w.said("t=")
	if len(said) != 40 {
		t.Fatalf("%d messages in 10 s", len(said))
	}
	first, _, _ := strings.Cut(said[0], " ")
	last, rest, _ := strings.Cut(said[39], " ")
	if from, to := duration(t, first), duration(t, last); to-from != 39*250*time.Millisecond || rest != "t=40" {
		t.Errorf("from %v to %v, %s", from, to, rest)
	}
}

func duration(t *testing.T, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// failing is a file with one device that fails.
func failing(connection, failure string) string {
	return fmt.Sprintf(`
simulator: 1
devices:
- name: a
  connection: %s
  birth: [{topic: life, payload: birth}]
  will: {topic: life, payload: will}
  end: {topic: life, payload: end}
  messages: [{topic: t, every: 1s, payload: '{{counter}} {{now "15:04:05"}}'}]
  failures: [{%s}]
`, connection, failure)
}

func TestFailures(t *testing.T) {
	for _, c := range []struct{ name, connection, failure, about, want string }{
		{"dies with its will", "own", "kind: dies, at: 2s, for: 3s", " a-1", "0s connect a-1 will will|2s abandon a-1|5s connect a-1 will will|10s close a-1"},
		{"dies in order", "own", "kind: dies, at: 2s, will: false", " a-1", "0s connect a-1 will will|2s close a-1"},
		{"is not there to say so", "own", "kind: dies, at: 2s", "life=", "0s life=birth"},
		{"dies behind a gateway", "shared", "kind: dies, at: 2s, for: 3s", "life=", "0s life=birth|2s life=will|5s life=birth|10s life=end"},
		{"dies twice", "shared", "kind: dies, at: 2s, for: 1s, every: 4s", "life=", "0s life=birth|2s life=will|3s life=birth|6s life=will|7s life=birth|10s life=will"},
		{"reconnects in a loop", "own", "kind: reconnects, at: 2s, for: 2s", " a-1", "0s connect a-1 will will|2s abandon a-1|2s connect a-1 will will|3s abandon a-1|3s connect a-1 will will|10s close a-1"},
		{"reconnects behind a gateway", "shared", "kind: reconnects, at: 2s, for: 2s, will: false", "life=", "0s life=birth|2s life=birth|3s life=birth|10s life=end"},
		{"duplicated", "own", "kind: duplicated id, at: 2s, for: 2s", " a-1", "0s connect a-1 will will|2s connect a-1|4s close a-1|10s close a-1"},
		{"of others only", "own", "kind: dies, at: 2s, only: [2]", " a-1", "0s connect a-1 will will|10s close a-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, st := played(t, play{failing(c.connection, c.failure), 10 * time.Second, 1}, nil)
			if got := strings.Join(w.said(c.about), "|"); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
			if st.Problem != nil || st.Refused > 0 || st.Missed > 0 {
				t.Errorf("%+v", st)
			}
		})
	}
}

// TestOrder: what a device publishes comes in the order in which it does, whatever the QoS.
func TestOrder(t *testing.T) {
	var births, want strings.Builder
	for i := range 40 {
		fmt.Fprintf(&births, "  - {topic: o, payload: \"%02d\", qos: %d}\n", i, []int{1, 2, 1, 0}[i%4])
		fmt.Fprintf(&want, "0s o=%02d|", i)
	}
	w, st := played(t, play{"simulator: 1\ndevices:\n- name: a\n  birth:\n" + births.String(), time.Second, 1}, nil)
	if got := strings.Join(w.said("o="), "|") + "|"; got != want.String() || st.Published != 40 {
		t.Errorf("%d published: %s", st.Published, got)
	}
}

// TestSparkplugCounts: a death has the number of its birth, and what a device publishes on a
// connection is counted from that.
func TestSparkplugCounts(t *testing.T) {
	w, _ := played(t, play{`simulator: 1
devices:
- name: edge
  birth: [{topic: birth, payload: "{{.session}} {{.seq}}"}]
  will: {topic: death, payload: "{{.session}}"}
  end: {topic: end, payload: "{{.session}} {{.seq}}"}
  messages:
  - {topic: data, every: 10ms, payload: "{{.seq}}"}
  - {topic: more, every: 10ms, payload: "{{.seq}}"}
  commands: [{topic: do, reply: {topic: done, payload: "{{.seq}}"}}]
  failures: [{kind: dies, at: 3s, for: 1s}]
`, 6 * time.Second, 1}, nil)
	want := map[string]string{"birth=": "0s birth=0 0|4s birth=1 0", "connect": "0s connect edge-1 will 0|4s connect edge-1 will 1"}
	for about, want := range want {
		if got := strings.Join(w.said(about), "|"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	seq, published := 0, 0
	for _, line := range w.said("=") {
		_, payload, _ := strings.Cut(line, "=")
		if strings.Contains(line, "birth=") {
			seq = 0
			continue
		}
		if seq = (seq + 1) % 256; !strings.HasSuffix(" "+payload, fmt.Sprintf(" %d", seq)) {
			t.Fatalf("%s, want %d", line, seq)
		}
		published++
	}
	if published < 900 {
		t.Errorf("%d published", published)
	}
}

// TestFailuresOfWhatIsSent: each changes what it is called, while it lasts.
func TestFailuresOfWhatIsSent(t *testing.T) {
	sent := func(failure string) (payloads []string) {
		w, _ := played(t, play{failing("own", failure), 10 * time.Second, 1}, nil)
		for _, one := range w.said(" t=") {
			_, payload, _ := strings.Cut(one, "=")
			payloads = append(payloads, payload)
		}
		return payloads
	}
	whole := sent("kind: dies, at: 1h")
	frozen := sent("kind: freezes, at: 3s, for: 4s")
	silent := sent("kind: silent, at: 3s, for: 4s")
	odd := sent("kind: nonsense, at: 3s, for: 4s")
	off := sent("kind: clock off, at: 3s, for: 4s, off: -2h")
	if len(whole) != 10 {
		t.Fatal(whole)
	}
	for i, want := range whole {
		strange := i >= 3 && i < 7
		hour := "00:"
		if strange {
			hour = "22:"
		}
		if i < 3 && (frozen[i] != want || odd[i] != want) || strange && (frozen[i] != frozen[2] || odd[i] == want || odd[i] == "") {
			t.Errorf("%d: %q, %q, want %q", i, frozen[i], odd[i], want)
		}
		if !strings.HasPrefix(off[i], strconv.Itoa(i+1)+" "+hour) {
			t.Errorf("clock off, %d: %q", i, off[i])
		}
	}
	if !slices.Equal(silent, slices.Concat(whole[:3], whole[7:])) {
		t.Errorf("silent: %q", silent)
	}
}

// TestLostConnection is made again, later each time, and what falls due is not kept.
func TestLostConnection(t *testing.T) {
	w, st := played(t, play{failing("own", "kind: dies, at: 1h"), 30 * time.Second, 1}, func(w *world) {
		<-time.After(2500 * time.Millisecond)
		w.refuse(true)
		w.session("a-1").end("lost")
		<-time.After(10 * time.Second)
		w.refuse(false)
	})
	attempts := len(w.said("connect a-1"))
	if births := w.said("life=birth"); len(births) != 2 || attempts < 4 || attempts > 8 {
		t.Errorf("%q after %d attempts", births, attempts)
	}
	if st.Connected != 1 || st.Connects != 2 || st.Missed < 8 || st.Published+st.Missed != 30+2 {
		t.Errorf("%+v", st)
	}
}

// TestCommands are obeyed and answered, and change what is published.
func TestCommands(t *testing.T) {
	const file = `
simulator: 1
devices:
- name: plug
  count: 2
  variables: {power: "OFF"}
  commands: [{topic: "{{.id}}/set", keep: power, after: 200ms, reply: {topic: "{{.id}}/power", payload: "{{.payload}} {{.power}}"}}]
  messages: [{topic: "{{.id}}/state", every: 1s, payload: "{{.power}}"}]
`
	w, st := played(t, play{file, 6 * time.Second, 1}, func(w *world) {
		<-time.After(3 * time.Second)
		say := func(retained bool, payload string) {
			w.session("plug-2").sink.Apply(model.Batch{Messages: []model.Message{{Topic: []byte("plug-2/set"), Payload: []byte(payload), Retained: retained}}})
		}
		say(true, "old")
		say(false, "ON {{now}}")
		say(false, strings.Repeat("x", largestCommand+1))
	})
	if got := w.said("/power="); !slices.Equal(got, []string{"3.2s plug-2/power=ON {{now}} ON {{now}}"}) {
		t.Errorf("answers: %q", got)
	}
	if one, two := w.said("plug-1/state=OFF"), w.said("plug-2/state=ON"); len(one) != 6 || len(two) != 3 {
		t.Errorf("%q, %q", one, two)
	}
	if st.Commands != 1 || st.Overrun != 1 {
		t.Errorf("%+v", st)
	}
	for _, s := range w.open {
		if len(s.profile.Subscriptions) != 1 || !strings.HasSuffix(s.profile.Subscriptions[0].Filter, "/set") {
			t.Errorf("%+v", s.profile.Subscriptions)
		}
	}
}

// TestRetainedIsNotCleared by a template that makes nothing: nobody looks at each message. One
// that is empty in the file is meant.
func TestRetainedIsNotCleared(t *testing.T) {
	const file = `
simulator: 1
devices:
- name: plug
  end: {topic: "{{.id}}/config", retain: true, payload: ""}
  values: {state: {shape: pick, of: ["", ""]}}
  commands: [{topic: "{{.id}}/set", reply: {topic: "{{.id}}/power", retain: true, payload: "{{.payload}}"}}]
  messages:
  - {topic: "{{.id}}/state", every: 1s, retain: true, payload: "{{.state}}"}
  - {topic: "{{.id}}/live", every: 1s, payload: "{{.state}}"}
`
	w, st := played(t, play{file, 5 * time.Second, 1}, func(w *world) {
		<-time.After(3 * time.Second)
		w.session("plug-1").sink.Apply(model.Batch{Messages: []model.Message{{Topic: []byte("plug-1/set")}}})
	})
	if state, power, live := w.said("/state="), w.said("/power="), w.said("/live="); len(state)+len(power) > 0 || len(live) != 5 {
		t.Errorf("%q, %q, %q", state, power, live)
	}
	if config := w.said("/config="); len(config) != 1 || st.Unmade != 6 || !errors.Is(st.Problem, draft.ErrClears) {
		t.Errorf("%q, %+v", config, st)
	}
}

// TestFloodOfCommands: a broker may send more than a device will ever answer. What is too
// much is counted as lost, and the others are answered.
func TestFloodOfCommands(t *testing.T) {
	const file = `
simulator: 1
devices:
- name: plug
  commands: [{topic: "{{.id}}/set", keep: power, after: 1h, reply: {topic: "{{.id}}/power", payload: "{{.n}}"}}]
  messages: [{topic: "{{.id}}/state", every: 1h, payload: "x"}]
`
	const sent = 3_000
	large := bytes.Repeat([]byte("x"), largestCommand)
	_, st := played(t, play{file, 3 * time.Hour, 1}, func(w *world) {
		<-time.After(time.Second)
		for range sent {
			w.session("plug-1").sink.Apply(model.Batch{Messages: []model.Message{{Topic: []byte("plug-1/set"), Payload: large}}})
			synctest.Wait()
		}
	})
	most := mostKept/(largestCommand+eachKept) + 2
	if st.Commands+st.Overrun != sent || st.Commands < most-2 || st.Commands > most || st.Published < st.Commands {
		t.Errorf("%+v, want %d commands", st, most)
	}
}

// TestSharedConnections: all devices are on as many connections as they are given.
func TestSharedConnections(t *testing.T) {
	const file = "simulator: 1\ndevices:\n- {name: a, count: 1000, connection: shared, connections: 3, messages: [{topic: 't/{{.n}}', every: 10s, payload: x}]}"
	w, st := played(t, play{file, 10 * time.Second, 1}, nil)
	seen := map[string]bool{}
	for _, one := range w.said("=x") {
		_, topic, _ := strings.Cut(one, " ")
		seen[topic] = true
	}
	if len(w.open) != 3 || st.Connections != 3 || st.Devices != 1000 || len(seen) != 1000 {
		t.Errorf("%d connections, %d topics, %+v", len(w.open), len(seen), st)
	}
}

// TestWaves: what the shapes give at certain times.
func TestWaves(t *testing.T) {
	const file = `
simulator: 1
devices:
- name: a
  values:
    c: {shape: constant, value: hello}
    s: {shape: sine, low: 10, high: 30, period: 8s, digits: 0}
    q: {shape: square, low: 1, high: 2, period: 8s, duty: 0.25, digits: 0}
    r: {shape: ramp, from: 8, to: 0, period: 8s, digits: 0}
    t: {shape: csv, file: t.csv, column: name, every: 3s}
  messages: [{topic: t, every: 1s, payload: x}]
`
	f, err := Read([]byte(file), func(string, int64) ([]byte, error) { return []byte(tables), nil })
	if err != nil {
		t.Fatal(err)
	}
	d, err := newPlayer(f, time.Now()).device(f.Kinds[0], 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Duration]string{
		0: "hello 20 2 8 one", 2 * time.Second: "hello 30 1 6 one", 3 * time.Second: "hello 27 1 5 two", 6 * time.Second: "hello 10 1 2 one", 8 * time.Second: "hello 20 2 8 one",
	} {
		var got []string
		for _, w := range d.kind.values {
			got = append(got, w.text(at, 1, &d.waves[w.index]))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

// TestWalk stays within its bounds, and goes no further than its step.
func TestWalk(t *testing.T) {
	w := &wave{shape: "walk", low: 0, high: 10, step: 2, start: 5, every: time.Second, digits: 3}
	s := &waved{chance: newChance(1, 1, 1)}
	before, lowest, highest := 5.0, 10.0, 0.0
	for i := range 10_000 {
		v, err := strconv.ParseFloat(w.text(time.Duration(i)*time.Second, 1, s), 64)
		if err != nil || v < 0 || v > 10 || v-before > 2.001 || before-v > 2.001 {
			t.Fatalf("%v after %v, %v", v, before, err)
		}
		before, lowest, highest = v, min(lowest, v), max(highest, v)
	}
	if lowest > 0.5 || highest < 9.5 {
		t.Errorf("from %v to %v", lowest, highest)
	}
}

// TestNoBroker: a refusal is told, and tried again.
func TestNoBroker(t *testing.T) {
	f, err := Read([]byte(head), nil)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		w := &world{began: time.Now(), refusing: true}
		r, err := Start(t.Context(), f, Options{Open: w.connect})
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Hour)
		if n := len(w.said("connect")); n < 90 || n > 130 {
			t.Errorf("%d attempts in an hour", n)
		}
		if st := r.Status(); st.Connected != 0 || st.Connects != 0 {
			t.Errorf("%+v", st)
		}
		r.Stop()
	})
}

var _ Session = (*fakeSession)(nil)
