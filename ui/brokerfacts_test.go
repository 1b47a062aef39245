package ui

import (
	"slices"
	"testing"
	"time"

	"mangrove/broker/facts"
	"mangrove/model"
	"mangrove/ui/brokers"
)

// TestChartsBeginWithTheConnection has a broker tell of itself before anybody
// looks, in a tab that is not on view.
func TestChartsBeginWithTheConnection(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.connect()
	start := time.Now()
	for i, n := range []string{"100", "110", "130"} {
		at := start.Add(time.Duration(i+1) * 10 * time.Second)
		e.Conn.System.Apply(model.Batch{At: at, Messages: []model.Message{msg("$SYS/broker/messages/received", n)}})
		b.prepare(at)
	}
	b.tabs.choose(e)
	b.brokers.Choose(brokers.Connected)
	b.show(pageBox)
	if f := e.Conn.Facts.Figure(facts.Received); !slices.Equal(f.Past, []float64{0, 1, 2}) {
		t.Errorf("the chart shows %v", f.Past)
	}
}

// TestRateGoesOnWhileNobodyLooks switches between two connections.
func TestRateGoesOnWhileNobodyLooks(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.connect()
	start := time.Now()
	b.tabs.drawStrip(start)
	e.Conn.Store.Apply(batch(msg("a", "1"), msg("a", "2"), msg("a", "3"), msg("a", "4")))
	b.tabs.drawStrip(start.Add(2 * time.Second))
	b.tabs.drawStrip(start.Add(4 * time.Second))
	if past := e.Conn.Rate.Past; past[len(past)-1] != 0 || past[len(past)-2] < 1 {
		t.Errorf("the chart shows %v", past[len(past)-4:])
	}
}
