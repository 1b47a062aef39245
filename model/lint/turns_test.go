package lint

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/model/device"
)

// event is what the will or the birth of a Tasmota device says, after a time.
type event struct {
	after  time.Duration
	device string
	says   string
}

// turns are devices that throw each other out again and again: the will of the one comes with
// the birth of the other.
func turns(n int, every, lag time.Duration) (all []event) {
	names := []string{"a", "b"}
	for i := range n {
		at := time.Duration(i) * every
		all = append(all, event{at, names[i%2], "Offline"}, event{at + lag, names[(i+1)%2], "Online"})
	}
	return all
}

// TestTakingTurns: two devices of which one comes whenever the other goes may have one client id.
// Devices that go and come for themselves only connect over and over, however often.
func TestTakingTurns(t *testing.T) {
	alone := func(name string, n int, every, away time.Duration) (all []event) {
		for i := range n {
			at := time.Duration(i) * every
			all = append(all, event{at, name, "Offline"}, event{at + away, name, "Online"})
		}
		return all
	}
	for name, c := range map[string]struct {
		events []event
		want   []string
	}{
		"one throws out the other":       {turns(18, 3*time.Second, 200*time.Millisecond), []string{"taking turns:  a b"}},
		"one has come, one not yet":      {turns(18, 3*time.Second, 200*time.Millisecond)[:35], []string{"taking turns:  a b"}},
		"a few times":                    {turns(6, 3*time.Second, 200*time.Millisecond), []string{"reconnecting:  a tasmota"}},
		"one comes long after":           {turns(18, 6*time.Second, 2*time.Second), []string{"reconnecting:  a tasmota", "reconnecting:  b tasmota"}},
		"one that flaps":                 {alone("a", 14, 3*time.Second, time.Second), []string{"reconnecting:  a tasmota"}},
		"one that comes now and then":    {alone("a", 14, 30*time.Second, time.Second), nil},
		"both go and come together":      {append(alone("a", 14, 6*time.Second, time.Second), alone("b", 14, 6*time.Second, time.Second)...), []string{"reconnecting:  a tasmota", "reconnecting:  b tasmota"}},
		"it was so, and is not any more": {append(turns(18, 3*time.Second, 200*time.Millisecond), event{time.Minute, "b", "Offline"}, event{2 * time.Minute, "b", "Online"}, event{3 * time.Minute, "b", "Offline"}, event{4 * time.Minute, "b", "Online"}), []string{"reconnecting:  a tasmota", "reconnecting:  b tasmota"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := New()
			play(l, c.events)
			if got := found(l); !slices.Equal(got, c.want) {
				t.Errorf("it finds %q, not %q", got, c.want)
			}
		})
	}
}

// TestMoreTurnsThanAreKept: of hundred the latest are known, and it is told that there were more.
func TestMoreTurnsThanAreKept(t *testing.T) {
	for n, more := range map[int]bool{17: false, 19: false, 100: true} {
		l := New()
		play(l, turns(n, 3*time.Second, 200*time.Millisecond))
		got := l.Report(start.Add(5 * time.Minute)).Findings
		if len(got) != 1 || got[0].Code != TakingTurns || got[0].More != more || got[0].N != min(n, 20) {
			t.Errorf("of %d turns it finds %+v", n, got)
		}
	}
}

// TestTurnsEnd: what has stopped is not told of any more.
func TestTurnsEnd(t *testing.T) {
	l := New()
	play(l, turns(18, 3*time.Second, 200*time.Millisecond))
	if got := l.Report(start.Add(time.Hour)).Findings; len(got) > 0 {
		t.Errorf("an hour later it finds %+v", got)
	}
	play(l, []event{{2 * time.Hour, "a", "Offline"}, {2*time.Hour + time.Minute, "a", "Online"}})
	if got := l.Report(start.Add(2*time.Hour + 2*time.Minute)).Findings; len(got) > 0 {
		t.Errorf("once more does not make it find %+v", got)
	}
}

// TestDevicesOfOneName are told apart.
func TestDevicesOfOneName(t *testing.T) {
	l := New()
	for _, own := range []string{"a", "b"} {
		l.Take(&device.Message{Topic: "tasmota/discovery/0000000000" + own + own + "/config", Payload: fmt.Appendf(nil, `{"dn":"Tasmota","mac":"0000000000%[1]s%[1]s","t":%[1]q,"ft":"%%prefix%%/%%topic%%/","tp":["cmnd","stat","tele"]}`, own), Retained: true, At: start})
	}
	play(l, turns(18, 3*time.Second, 200*time.Millisecond))
	got := l.Report(start.Add(time.Minute)).Findings
	if len(got) != 1 || got[0].Found != "Tasmota" || got[0].Other != "Tasmota" || got[0].ID != "a" || got[0].OtherID != "b" {
		t.Errorf("it finds %+v", got)
	}
	for _, own := range []string{"a", "b"} { // each for itself
		var flaps []event
		for i := range 20 {
			flaps = append(flaps, event{10*time.Minute + time.Duration(i)*3*time.Second, own, "Offline"}, event{10*time.Minute + time.Duration(i)*3*time.Second + 1500*time.Millisecond, own, "Online"})
		}
		play(l, flaps)
	}
	got = l.Report(start.Add(12 * time.Minute)).Findings
	if len(got) != 2 || got[0].Key == got[1].Key || got[0].ID != "a" || got[1].ID != "b" {
		t.Errorf("it finds %+v", got)
	}
}

// play has events happen in the order of their times.
func play(l *Lint, events []event) {
	l.Take(&device.Message{Topic: "tele/a/LWT", Payload: []byte("Online"), At: start})
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.after, b.after) })
	for _, e := range events {
		l.Take(&device.Message{Topic: "tele/" + e.device + "/LWT", Payload: []byte(e.says), At: start.Add(time.Second + e.after)})
	}
}

// TestNoTurnsByChance among many devices that come and go as they like, every few seconds.
func TestNoTurnsByChance(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // small
		var events []event
		for i := range 40 {
			at, says := time.Duration(0), "Offline"
			for range 40 {
				at += time.Duration(r.IntN(4000)) * time.Millisecond
				events = append(events, event{at, fmt.Sprint("d", i), says})
				says = map[string]string{"Offline": "Online", "Online": "Offline"}[says]
			}
		}
		l := New()
		play(l, events)
		if got := found(l); slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, "taking turns") }) {
			t.Errorf("seed %d: it finds %q", seed, got)
		}
	}
}
