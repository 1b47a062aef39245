package main

import (
	"fmt"
	"testing"
	"time"

	"mangrove/broker/client"
	"mangrove/model"
)

// diary notes in which order a sink is called.
type diary []string

func (d *diary) Apply(b model.Batch) { *d = append(*d, fmt.Sprint(len(b.Messages), " messages")) }
func (d *diary) Lost(int)            {}
func (d *diary) Interrupted(from, to time.Time) {
	*d = append(*d, fmt.Sprint("interrupted for ", to.Sub(from)))
}

func TestResumeNotesTheTimeBetween(t *testing.T) {
	ended := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := ended.Add
	message := func(after time.Duration) func(interruptible) {
		return func(s interruptible) { s.Apply(model.Batch{At: at(after), Messages: make([]model.Message, 1)}) }
	}
	lost := func(from, to time.Duration) func(interruptible) {
		return func(s interruptible) { s.Interrupted(at(from), at(to)) }
	}
	for name, c := range map[string]struct {
		happens []func(interruptible)
		want    string
	}{
		"once, before the first message": {
			[]func(interruptible){message(time.Minute), message(time.Hour)}, "[interrupted for 1m0s 1 messages 1 messages]",
		},
		"and what comes later": {
			[]func(interruptible){message(time.Minute), lost(time.Hour, time.Hour+time.Second)}, "[interrupted for 1m0s 1 messages interrupted for 1s]",
		},
		"lost again before a message": {
			[]func(interruptible){lost(time.Minute, time.Hour), message(2 * time.Hour)}, "[interrupted for 1h0m0s 1 messages]",
		},
	} {
		var d diary
		var sink model.Sink
		resume(ended, &d, func(s model.Sink) *client.Session {
			sink = s
			return nil
		})
		for _, happens := range c.happens {
			happens(sink.(interruptible))
		}
		if got := fmt.Sprint(d); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
