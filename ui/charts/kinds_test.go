package charts

import (
	"slices"
	"testing"
	"time"
)

// TestASwitchIsOneInAShortTime in which it did not change: its line goes in steps between off
// and on, and what it says is of that time.
func TestASwitchIsOneInAShortTime(t *testing.T) {
	b := newBench(t)
	for _, payload := range []string{"0", "1", "0", "1"} {
		b.send("lamp", payload)
	}
	for range 30 {
		b.send("lamp", "1")
	}
	b.choose("lamp")
	b.Topic.chart.Time.Show(10 * time.Second)
	b.step()
	l := b.Topic.lines[0]
	if !l.OnOff || !l.Holds || l.Words != "stays on in this time range" {
		t.Errorf("on and off %t, holds %t: %q", l.OnOff, l.Holds, l.Words)
	}
	b.Topic.chart.Time.Show(time.Hour)
	b.step()
	if !l.OnOff || l.Words == "stays on in this time range" {
		t.Errorf("of an hour: %q", l.Words)
	}
}

// TestPinnedTopicsLeaveTheChartAsItIs: that of a topic is of its own time, and a small one of
// the same number of another.
func TestPinnedTopicsLeaveTheChartAsItIs(t *testing.T) {
	b := newBench(t)
	for i := range 200 {
		b.send("hall", []string{"20", "21", "20.5", "22"}[i%4])
	}
	b.Pins.Toggle("hall")
	b.choose("hall")
	b.Topic.chart.Time.Show(10 * time.Second)
	for range 3 {
		b.step()
		from, to := b.Topic.chart.Time.Bounds()
		if s, ok := b.Topic.lines[0].reading.Summary(from, to, b.at); !ok || s.Points > 11 {
			t.Errorf("it is said of %d numbers", s.Points)
		}
	}
	if !slices.Contains([]string{"20", "21", "20.5", "22"}, b.Pins.rows[0].drawn.value) {
		t.Errorf("the pinned topic has %q", b.Pins.rows[0].drawn.value)
	}
}

// TestUnknownNumbersAreNotShownAsTheLast that was known.
func TestUnknownNumbersAreNotShownAsTheLast(t *testing.T) {
	b := newBench(t)
	for _, payload := range []string{`{"v":1}`, `{"v":0}`, `{"v":1}`} {
		b.send("lamp", payload)
	}
	b.Pins.Toggle("lamp")
	b.choose("lamp")
	b.send("lamp", `{"v":null}`)
	unknown := b.at
	b.step()
	if l := b.Topic.lines[0]; l.Until != unknown.UnixNano() {
		t.Errorf("the line goes on for %v", time.Duration(l.Until-unknown.UnixNano()))
	}
	if p, ok := b.Topic.lines[0].Source.Near(b.at.UnixNano()); ok {
		t.Errorf("the legend has %v", p)
	}
	if got := b.Pins.rows[0].drawn.value; got != notKnown {
		t.Errorf("the pinned topic has %q", got)
	}
	b.send("lamp", `{"v":0}`)
	if b.step(); b.Pins.rows[0].drawn.value == notKnown {
		t.Error("a number that comes then is not shown")
	}
}
