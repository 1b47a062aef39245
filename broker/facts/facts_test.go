package facts

import (
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// TestFactsAreReadOnceASecond, however often they are asked for: a broker may publish very
// much of itself.
func TestFactsAreReadOnceASecond(t *testing.T) {
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	o := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
	f := New(o)
	for _, c := range []struct {
		at        time.Duration
		says      string // empty: nothing
		changed   bool
		value     float64
		perSecond float64
	}{
		{0, "100", true, 100, 0},
		{500 * time.Millisecond, "110", false, 100, 0},
		{999 * time.Millisecond, "", false, 100, 0},
		{time.Second, "", true, 110, 20}, // by when it came
		{2 * time.Second, "", false, 110, 20},
		{3 * time.Second, "150", true, 150, 16},
		{4500 * time.Millisecond, "20", true, 20, 0}, // it was started anew
		{6 * time.Second, "no number", false, 20, 0},
	} {
		now := began.Add(c.at)
		if c.says != "" {
			o.System.Apply(model.Batch{At: now, Messages: []model.Message{{Topic: []byte("$SYS/broker/messages/received"), Payload: []byte(c.says)}}})
		}
		changed, got := f.Update(now), f.Figure(Received)
		if changed != c.changed || got.Value != c.value || got.PerSecond != c.perSecond {
			t.Errorf("%v: changed %v, %v and %v a second", c.at, changed, got.Value, got.PerSecond)
		}
	}
}
