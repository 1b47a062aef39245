package publish

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
)

// TestScopesOfClearing: each has all of its sentences, and nothing in them is left unfilled.
func TestScopesOfClearing(t *testing.T) {
	here := broker.Address{Scheme: "mqtt", Host: "hub", Port: 1883}
	for name, of := range map[string]*scope{"a topic": ofTopic, "a level": belowLevel, "discovery": ofDiscovery} {
		c := &clearing{scope: of, topic: "dev/{done}", address: here, items: make([]clearedMessage, 3)}
		forms := reflect.ValueOf(*of)
		for i := range forms.NumField() {
			got := c.fill(forms.Field(i).String(), "messages", "3 retained messages", "done", "2")
			if got == "" || strings.Contains(strings.ReplaceAll(got, "dev/{done}", ""), "{") {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
	for want, c := range map[string]*clearing{
		"Clear the retained message of a/b?":            {scope: ofTopic, topic: "a/b", items: make([]clearedMessage, 1)},
		"Clear 1,200 retained messages at and below a?": {scope: belowLevel, topic: "a", items: make([]clearedMessage, 1200)},
	} {
		if got := c.title(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestWhatAClearingIsAbout is said in a line, of however many topics.
func TestWhatAClearingIsAbout(t *testing.T) {
	s := &shelved{Kept: retained.Kept{Filters: slices.Repeat([]string{"a"}, mostAbout)}}
	if got := s.about(); got != "a, a, a, a, a, a, a, a, a, a" {
		t.Error(got)
	}
	s.Filters = slices.Repeat(s.Filters, 200)
	if got := s.about(); got != "a, a, a, a, a, a, a, a, a, a and 1,990 more" {
		t.Error(got)
	}
}

// TestOutcomeOfClearing is made of whole sentences, whatever became of it.
func TestOutcomeOfClearing(t *testing.T) {
	here := broker.Address{Scheme: "mqtt", Host: "hub", Port: 1883}
	failed := retained.Result{Failed: []retained.One{{Topic: "a/b", Err: errors.New("odd")}}}
	for want, r := range map[string]*cleared{
		"Cleared 2 of 2 retained messages at and below a on mqtt://hub:1883, acknowledged at QoS 1 in 1.0 s.":                                                                            {of: 2, qos: 1, took: time.Second, Result: retained.Result{Done: 2}},
		"Cleared 2 of 2 retained messages at and below a on mqtt://hub:1883, acknowledged at QoS 1 in 1.0 s. 1 message had changed since the list was shown; Undo publishes the latest.": {of: 2, qos: 1, took: time.Second, changed: map[string]bool{"a/b": true}, Result: retained.Result{Done: 2}},
		"Cleared 1 of 3 retained messages at and below a on mqtt://hub:1883. 2 messages left as they were.":                                                                              {of: 3, qos: 1, Result: retained.Result{Done: 1, Left: []string{"x", "y"}}},
		"Cleared 0 of 1 retained message at and below a on mqtt://hub:1883. 1 message left as it was. Odd.":                                                                              {of: 1, qos: 1, Result: failed},
		"Nothing was cleared: the broker no longer keeps any of them.":                                                                                                                   {},
	} {
		c := &clearing{scope: belowLevel, topic: "a", address: here}
		if got, _ := c.result(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	because := func(errs ...error) (r retained.Result) {
		for _, err := range errs {
			r.Failed = append(r.Failed, retained.One{Topic: "a/b", Err: err})
		}
		return r
	}
	still := "The broker has acknowledged that and still keeps a message: this login may not be allowed to write there, or a device has published again."
	for want, r := range map[string]retained.Result{
		"Cleared 0 of 3 retained messages at and below a on mqtt://hub:1883. 1 message left as it was. 2 messages are still there. Odd.": because(errors.New("odd"), retained.ErrStillKept, retained.ErrStillKept),
		"Cleared 2 of 3 retained messages at and below a on mqtt://hub:1883. 1 message is still there. " + still:                         {Done: 2, Failed: because(retained.ErrStillKept).Failed},
	} {
		c := &clearing{scope: belowLevel, topic: "a", address: here}
		if got, _ := c.result(&cleared{of: 3, qos: 1, Result: r}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	unanswered := &broker.Unanswered{Packet: "PUBLISH", Subjects: []string{"a/b"}, After: time.Minute}
	for want, err := range map[string]error{
		"The retained message of a/b was not cleared. Odd.":                  errors.New("odd"),
		"The retained message of a/b is still there. " + still:               retained.ErrStillKept,
		"The retained message of a/b may or may not be cleared. The broker ": unanswered,
	} {
		c := &clearing{scope: ofTopic, topic: "a/b", one: true, address: here}
		if got, _ := c.result(&cleared{of: 1, qos: 1, Result: because(err)}); !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	c := &clearing{scope: ofTopic, topic: "a/b", one: true, address: here}
	got, _ := c.result(&cleared{of: 1, qos: 1, took: time.Second, unseen: broker.ErrLost, Result: retained.Result{Done: 1}})
	if want := "Cleared the retained message of a/b on mqtt://hub:1883, acknowledged at QoS 1 in 1.0 s. It could not be checked whether the broker still keeps something there."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
