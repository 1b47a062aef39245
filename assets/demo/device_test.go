package demo

import (
	"bytes"
	"math"
	"testing"
	"time"
)

func TestStepSkipsWhatWasMissed(t *testing.T) {
	d := newDevice(1, "test", "test", "test")
	runs := 0
	d.every(time.Second, func(time.Time) []Message { runs++; return one("t", nil) })
	d.Connect(start)
	messages, wait := d.Step(start.Add(time.Hour))
	if len(messages) != 1 || runs != 1 {
		t.Errorf("after an hour's sleep: %d messages, want 1", len(messages))
	}
	if wait <= 0 || wait > time.Second {
		t.Errorf("the next step is due in %v, want within a second", wait)
	}
	if messages, _ := d.Step(start.Add(time.Hour)); len(messages) != 0 {
		t.Errorf("%d messages at once again, want none", len(messages))
	}
}

func TestStepWaitsExactlyForTheNextMessage(t *testing.T) {
	for _, d := range Fleet(2) {
		now := start
		_, birth := d.Connect(now)
		for range 60 {
			_, wait := d.Step(now)
			if wait <= 0 {
				t.Fatalf("%s asks to wait %v", d.Name, wait)
			}
			if early, _ := d.Step(now.Add(wait - 1)); len(early) != 0 {
				t.Fatalf("%s sends %s before it is due", d.Name, early[0].Topic)
			}
			now = now.Add(wait)
		}
		if len(birth) == 0 && d.will != nil {
			t.Errorf("%s has a will but nothing that a birth would undo", d.Name)
		}
	}
}

func TestDyingDevice(t *testing.T) {
	f := simulate(6, 3*time.Minute)
	type step struct {
		after time.Duration
		word  string
		will  bool
	}
	var got []step
	for _, e := range f.events {
		if e.Topic == "tele/boiler_plug/LWT" {
			got = append(got, step{e.at.Sub(start), string(e.Payload), e.source == fromWill})
			if !e.Retain || e.QoS != 1 {
				t.Errorf("LWT came with QoS %d, retain %v", e.QoS, e.Retain)
			}
		} else if e.device.Name == "boiler_plug" && e.at.Sub(start)%time.Minute > 40*time.Second {
			t.Errorf("%s was published while the plug was away", e.Topic)
		}
	}
	want := []step{
		{0, "Online", false}, {40 * time.Second, "Offline", true},
		{60 * time.Second, "Online", false}, {100 * time.Second, "Offline", true},
		{120 * time.Second, "Online", false}, {160 * time.Second, "Offline", true},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d: got %v, want %v", i, got[i], want[i])
		}
	}
	for _, d := range f.clients {
		if (d.Life.Up > 0) != (d.Name == "boiler_plug") {
			t.Errorf("%s has the life %v", d.Name, d.Life)
		}
	}
}

func TestWills(t *testing.T) {
	for _, d := range Fleet(1) {
		will, birth := d.Connect(start)
		if will == nil {
			continue
		}
		if d.Name == "press-line" {
			continue // its NDEATH answers to the NBIRTH by bdSeq, see the Sparkplug tests
		}
		undone := false
		for _, m := range birth {
			undone = undone || m.Topic == will.Topic && m.Retain && !bytes.Equal(m.Payload, will.Payload)
		}
		if !undone || !will.Retain {
			t.Errorf("%s leaves %s on %s and no birth takes it back", d.Name, will.Payload, will.Topic)
		}
	}
}

func TestDaily(t *testing.T) {
	c := daily(10, 20, 15)
	for _, test := range []struct {
		hour int
		want float64
	}{{15, 20}, {3, 10}, {9, 15}, {21, 15}} {
		if got := c(time.Date(2026, 3, 4, test.hour, 0, 0, 0, time.UTC)); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("at %d o'clock: got %v, want %v", test.hour, got, test.want)
		}
	}
}

func TestWanderStaysNearZero(t *testing.T) {
	d := newDevice(1, "test", "test", "test")
	w := wander(d.rng, 2, 10*time.Second)
	sum, squares, step := 0.0, 0.0, 0.0
	last := w(start)
	const n = 50_000
	for i := range n {
		v := w(start.Add(time.Duration(i) * time.Second))
		sum, squares, step = sum+v, squares+v*v, max(step, math.Abs(v-last))
		last = v
	}
	if mean, deviation := sum/n, math.Sqrt(squares/n); math.Abs(mean) > 0.3 || math.Abs(deviation-2) > 0.3 {
		t.Errorf("mean %.2f, standard deviation %.2f; want 0 and 2", mean, deviation)
	}
	if step > 5 {
		t.Errorf("it jumped by %.1f in a second", step)
	}
	if a, b := w(start.Add(n*time.Second)), w(start.Add(n*time.Second)); a != b {
		t.Errorf("two readings at one moment: %v and %v", a, b)
	}
}

func TestThermostat(t *testing.T) {
	for _, test := range []struct {
		name string
		body thermostat
	}{
		{"heater", thermostat{running: 82, resting: 24, low: 56, high: 61, settle: 25 * time.Minute, temperature: 58, on: true}},
		{"fridge", thermostat{running: -8, resting: 20, low: 3, high: 6, settle: 40 * time.Minute, temperature: 5}},
	} {
		body, switches, was := test.body, 0, false
		for s := range 8 * 3600 {
			on := body.step(start.Add(time.Duration(s) * time.Second))
			if on != was {
				switches++
			}
			was = on
			if body.temperature < test.body.low-0.5 || body.temperature > test.body.high+0.5 {
				t.Fatalf("%s reached %.2f after %d s", test.name, body.temperature, s)
			}
		}
		if switches < 8 || switches > 200 {
			t.Errorf("%s switched %d times in eight hours", test.name, switches)
		}
	}
}

func TestTotalIntegrates(t *testing.T) {
	c := total(100, constant(2))
	if first := c(start); first != 100 {
		t.Errorf("it begins at %v, want 100", first)
	}
	if later := c(start.Add(30 * time.Second)); later != 160 {
		t.Errorf("after 30 s at 2 a second: %v, want 160", later)
	}
}

func TestRound(t *testing.T) {
	for _, test := range []struct {
		v        float64
		decimals int
		want     string
	}{{21.449, 1, "21.4"}, {-0.04, 1, "0.0"}, {-0.4, 0, "0"}, {1234.5678, 3, "1234.568"}} {
		if got := string(text(test.v, test.decimals)); got != test.want {
			t.Errorf("%v to %d decimals: %s, want %s", test.v, test.decimals, got, test.want)
		}
	}
}
