package inspect

import (
	"testing"
	"time"

	"mangrove/model"
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
