package model

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// source is when a topic's messages come: the seconds from one to the next.
type source func(r *rand.Rand) (next func() float64)

func periodic(period, jitter, lost float64) source {
	return func(r *rand.Rand) func() float64 {
		late := 0.0
		return func() float64 {
			n := 1.0
			for r.Float64() < lost {
				n++
			}
			before := late
			late = r.Float64() * jitter * period
			return max(0, n*period+late-before)
		}
	}
}

func poisson(mean float64) source {
	return func(r *rand.Rand) func() float64 { return func() float64 { return r.ExpFloat64() * mean } }
}

// burst has some messages side by side, and then none for a while.
func burst(most int, within float64, silence func(r *rand.Rand) float64) source {
	return func(r *rand.Rand) func() float64 {
		left := 1 + r.IntN(most)
		return func() float64 {
			if left--; left <= 0 {
				left = 1 + r.IntN(most)
				return silence(r)
			}
			return r.Float64() * within
		}
	}
}

// dutyCycle sends at a period for a time, and then nothing for another.
func dutyCycle(period, on, off float64) source {
	return func(*rand.Rand) func() float64 {
		at := 0.0
		return func() float64 {
			if at += period; at < on {
				return period
			}
			at = 0
			return off
		}
	}
}

func about(seconds float64) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return seconds * (0.5 + r.Float64()) }
}

func exponential(mean float64) func(r *rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return r.ExpFloat64() * mean }
}

// TestNoFalseAlarms has topics that go on for ever, in ways of their own: a
// message that comes was never overdue, but for one in very many.
func TestNoFalseAlarms(t *testing.T) {
	cases := []struct {
		name   string
		source source
		most   float64 // of the messages that may be taken for overdue before they came
	}{
		{"every second", periodic(1, 0, 0), 0},
		{"ten a second", periodic(0.1, 0.5, 0), 0},
		{"every hour", periodic(3_600, 0, 0), 0},
		{"with jitter", periodic(10, 0.5, 0), 0},
		{"with a jitter of the whole period", periodic(60, 1, 0), 0},
		{"one in ten lost", periodic(10, 0.1, 0.1), 2e-4},
		{"one in three lost", periodic(10, 0.1, 0.33), 2e-4},
		{"at random", poisson(10), 5e-5},
		{"at random and often", poisson(0.05), 0},
		{"five in 20 ms every minute", burst(5, 0.005, func(*rand.Rand) float64 { return 60 }), 0},
		{"bursts at random", burst(5, 0.005, exponential(600)), 2e-4},
		{"events that are followed for a while", burst(20, 3, exponential(300)), 2e-4},
		{"many messages in each", burst(300, 0.02, about(3_600)), 0},
		{"half a minute on, five off", dutyCycle(1, 30, 300), 0},
		{"four minutes on, an hour off", dutyCycle(0.2, 240, 3_600), 0},
		{"as long on as off", dutyCycle(5, 200, 200), 0},
	}
	for _, c := range cases {
		messages, alarms := 0, 0
		for seed := range uint64(40) {
			next := c.source(rand.New(rand.NewPCG(seed, 15)))
			var g gapStats
			for range 2_000 {
				gap := next()
				if patience := g.intervals().Patience; patience > 0 && gap > patience.Seconds() {
					alarms++
				}
				g.add(float32(gap))
				messages++
			}
		}
		if share := float64(alarms) / float64(messages); share > c.most {
			t.Errorf("%s: %d of %d messages were taken for overdue", c.name, alarms, messages)
		}
	}
}

// TestSilenceIsNoticed has topics that fall silent after some time, and says how
// many of their periods may pass before that is seen.
func TestSilenceIsNoticed(t *testing.T) {
	cases := []struct {
		name           string
		source         source
		period, within float64
	}{
		{"every second", periodic(1, 0, 0), 1, 5.1},
		{"every ten", periodic(10, 0, 0), 10, 3.1},
		{"every minute", periodic(60, 0.2, 0), 60, 4},
		{"every hour", periodic(3_600, 0.2, 0), 3_600, 4},
		{"one in twenty lost", periodic(10, 0.1, 0.05), 10, 14},
		{"at random", poisson(10), 10, 30},
		{"bursts every minute", burst(5, 0.005, func(*rand.Rand) float64 { return 60 }), 60, 3.1},
		{"once all day, now every second", func(r *rand.Rand) func() float64 {
			n, then := 0, periodic(1, 0, 0)(r)
			return func() float64 {
				if n++; n < 5 {
					return 60
				}
				return then()
			}
		}, 1, 70},
	}
	for _, c := range cases {
		for seed := range uint64(40) {
			next := c.source(rand.New(rand.NewPCG(seed, 16)))
			var g gapStats
			for range 2_000 {
				g.add(float32(next()))
			}
			if p := g.intervals().Patience.Seconds(); p == 0 || p > c.within*c.period {
				t.Errorf("%s, seed %d: a silence is noticed after %.0f s", c.name, seed, p)
			}
		}
	}
}

// TestGapStatsStayNumbers adds what is extreme.
func TestGapStatsStayNumbers(t *testing.T) {
	extremes := []float32{0, 1e-9, 1e-3, 1, 3_600, unknownGap, unknownGap * 2, -1, float32(math.Inf(1))}
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 17))
		var g gapStats
		for range 1_000 {
			g.add(extremes[r.IntN(len(extremes))])
			if i := g.intervals(); i.Learned < 0 || i.Patience < 0 || math.IsNaN(float64(g.sum)) || math.IsNaN(float64(g.squares)) || math.IsInf(float64(g.squares), 0) {
				t.Fatalf("seed %d: %+v, %+v", seed, g, i)
			}
		}
	}
}

// TestNothingIsOverdue after what is no silence: replays of retained messages, a
// connection that was lost, a view that is paused.
func TestNothingIsOverdue(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	beat := func(n int, retained bool) {
		for range n {
			now = now.Add(10 * time.Second)
			m := message("beat", "x")
			m.Retained = retained
			s.Apply(Batch{At: now, Messages: []Message{m}})
			s.Tree().Tick(now)
		}
	}
	id := func() ID { id, _ := s.Find("beat"); return id }
	patience := func() time.Duration { return s.Tree().Row(id()).Patience }
	beat(100, true)
	if p := patience(); p != 0 {
		t.Errorf("replays of retained messages teach a patience of %v", p)
	}
	beat(100, false)
	known := patience()
	if known.Round(time.Second) != 30*time.Second {
		t.Fatalf("a patience of %v", known)
	}
	row := make([]Row, 1)
	row = s.Tree().Rows(0, row)
	s.Pause()
	if row = s.Tree().Rows(0, row); row[0].Patience != 0 {
		t.Errorf("while paused a patience of %v", row[0].Patience)
	}
	s.Resume()
	if row = s.Tree().Rows(0, row); row[0].Patience != known {
		t.Errorf("after the pause %v", row[0].Patience)
	}
	lost := now
	now = now.Add(8 * time.Hour)
	s.Interrupted(lost, now)
	beat(1, true) // the replay
	beat(3, false)
	if p := patience(); p != known {
		t.Errorf("after the night without a connection %v, before it %v", p, known)
	}
}
