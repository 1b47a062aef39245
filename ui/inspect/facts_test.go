package inspect

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
)

// TestARhythmThatHasEnded is not told of beside an age far above it.
func TestARhythmThatHasEnded(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		every, silence time.Duration
		want           string
	}{
		"not known":      {0, time.Second, ""},
		"goes on":        {5 * time.Second, 4 * time.Second, "every 5.0 s"},
		"overdue":        {5 * time.Second, 40 * time.Second, "every 5.0 s"},
		"ended":          {5 * time.Second, 2 * time.Minute, ""},
		"a clock set":    {5 * time.Second, -time.Hour, "every 5.0 s"},
		"of a slow one":  {time.Hour, 3 * time.Hour, "every 60 min"},
		"ended long ago": {20 * time.Millisecond, 24 * time.Hour, ""},
	} {
		st := model.Stats{Messages: 100, Last: now.Add(-c.silence), Intervals: model.Intervals{Learned: c.every}}
		if got := rhythmWords(&st, now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestFactsWhileAPayloadIsRead: what is known of a message is said at once, and nothing of
// the one that was on view before.
func TestFactsWhileAPayloadIsRead(t *testing.T) {
	test.NewTempApp(t)
	now := time.Unix(1_700_000_000, 0)
	c := &connection.Connection{Store: model.NewStore(model.Options{})}
	c.Store.Apply(model.Batch{At: now.Add(-3 * time.Second), Messages: []model.Message{{Topic: []byte("small"), Payload: []byte("on"), QoS: 1}}})
	c.Store.Apply(model.Batch{At: now.Add(-5 * time.Second), Messages: []model.Message{{Topic: []byte("large"), Payload: make([]byte, 2_000_000)}}})
	waiting := make(chan func(), 10)
	p := &Pane{conn: c, feed: &connection.Feed{Store: c.Store}, modes: widgets.NewSegmented([]string{"a", "b", "c", "d"}, func(int) {}), payload: payloads.New(func(f func()) { waiting <- f })}
	defer p.payload.Stop()
	choose := func(topic string) {
		c.Selected, _ = c.Store.Find(topic)
		c.Topic = topic
		p.payload.Ask(topic, payloads.Request{Store: c.Store, ID: c.Selected, Position: c.Store.Position(c.Selected)}, now)
	}
	choose("small")
	(<-waiting)()
	if got := strings.Join(p.factsOf(now), " · "); got != "QoS 1 · 2 B · 3 s ago · 1 message" {
		t.Errorf("of what is on view: %q", got)
	}
	choose("large")
	if got := strings.Join(p.factsOf(now), " · "); got != "QoS 0 · 2.0 MB · 5 s ago · 1 message" {
		t.Errorf("of what is read: %q", got)
	}
}
