package explain_test

import (
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

func TestNotes(t *testing.T) {
	for code, c := range map[broker.NoteCode]struct {
		note broker.Note
		want string
	}{
		broker.OlderVersion:    {broker.Note{Version: broker.V311}, "The broker does not support MQTT 5; the connection uses 3.1.1."},
		broker.OlderForNow:     {broker.Note{Version: broker.V31}, "The broker closed the connection when MQTT 5 was tried, so this one uses 3.1. The next connection tries MQTT 5 again."},
		broker.NotKept:         {broker.Note{}, "The broker does not keep the session after the connection ends."},
		broker.KeptShorter:     {broker.Note{Kept: time.Minute}, "The broker keeps the session for only 1m0s after the connection ends."},
		broker.RetainedFetched: {broker.Note{Filter: "a/#"}, "The broker has more retained messages on a/# than it queues; they were fetched at QoS 0."},
		broker.RetainedAtZero:  {broker.Note{Filter: "a/#"}, "The broker has more retained messages on a/# than it queues, so the subscription is at QoS 0."},
		broker.OptionsLeftOut:  {broker.Note{Version: broker.V311}, "MQTT 3.1.1 has no No Local, Retain As Published or Retain Handling, so they were left out."},
		broker.LowerQoS:        {broker.Note{QoS: 1}, "The broker supports QoS up to 1, so no subscription requests more."},
	} {
		c.note.Code = code
		if got := explain.SessionNotes([]broker.Note{c.note}); got != c.want {
			t.Errorf("%s: %q, want %q", code, got, c.want)
		}
	}
	if got, want := explain.SessionNotes([]broker.Note{{Code: broker.NotKept}, {Code: broker.LowerQoS}}),
		"The broker does not keep the session after the connection ends. The broker supports QoS up to 0, so no subscription requests more."; got != want {
		t.Errorf("two: %q", got)
	}
	for _, code := range codestest.Of(t, "..", "NoteCode") {
		if got := explain.SessionNotes([]broker.Note{{Code: broker.NoteCode(code)}}); got == code {
			t.Errorf("%s has no sentence", code)
		}
	}
}
