package topics

import (
	"testing"
	"time"

	"mangrove/model"
)

func TestOverdue(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	start := time.Now().Add(-320 * time.Second)
	for i := range 301 {
		e.conn.Store.Apply(model.Batch{At: start.Add(time.Duration(i) * time.Second), Messages: []model.Message{msg("beat", "x")}})
	}
	b.step()
	id, _ := e.conn.Store.Find("beat")
	row := e.tree.tree.Row(id)
	st := e.conn.Status
	cases := []struct {
		name      string
		connected bool
		since     time.Time
		steady    time.Time
		back      time.Duration // the clock was set so far back
		want      bool
	}{
		{"no message for 20 s, one expected every second", true, start, time.Time{}, 0, true},
		{"connected a second ago", true, time.Now().Add(-time.Second), time.Time{}, 0, false},
		{"not connected", false, start, time.Time{}, 0, false},
		{"the clock was set forward a second ago", true, start, time.Now().Add(-time.Second), 0, false},
		{"and some time ago", true, start, time.Now().Add(-time.Minute), 0, true},
		{"set back a second ago", true, start.Add(-time.Hour), time.Now().Add(-time.Hour - time.Second), time.Hour, false},
		{"and some time ago", true, start.Add(-time.Hour), time.Now().Add(-time.Hour - time.Minute), time.Hour, true},
	}
	for _, c := range cases {
		e.conn.Status = st
		e.conn.Status.Since = c.since
		if !c.connected {
			e.conn.Status.Phase++
		}
		e.tree.now, e.tree.steady = time.Now().Add(-c.back), c.steady
		if got := e.tree.overdue(&row); got != c.want {
			t.Errorf("%s: overdue %v", c.name, got)
		}
	}
}

// TestRateBars has a bar behind a rate be as long as the rate is high among those seen,
// and stand still while that hardly changes.
func TestRateBars(t *testing.T) {
	for _, c := range []struct {
		name        string
		rates       []float64
		of, highest float64
		bar         uint8
	}{
		{"nothing comes", []float64{0, 0}, 0, 0, 0},
		{"the highest, a power of two", []float64{1, 8}, 8, 8, barSteps},
		{"a little less", []float64{1, 7.9}, 7.9, 8, barSteps},
		{"half of it", []float64{1, 8, 4}, 4, 8, barSteps / 2},
		{"a sliver", []float64{0.1, 8}, 0.1, 8, 0},
		{"below one a second", []float64{0.2, 0.1}, 0.2, 0.25, 16},
	} {
		var rows []model.Row
		for _, r := range c.rates {
			rows = append(rows, model.Row{Rate: r})
		}
		highest := highestRate(rows)
		if highest != c.highest {
			t.Errorf("%s: the whole length stands for %g", c.name, highest)
		}
		if c.of > 0 && barOf(c.of, highest) != c.bar {
			t.Errorf("%s: a bar of %d steps", c.name, barOf(c.of, highest))
		}
	}
}
