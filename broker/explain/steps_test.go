package explain

import (
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// TestStepWords say what is to be done, and what is waited for.
func TestStepWords(t *testing.T) {
	check := &checklist.Check{Outage: &checklist.Outage{Operator: "Unplug the plug"}}
	for want, s := range map[string]verify.Step{
		"Nothing to do yet: plug has to be online first. The step that follows: Unplug the plug.": {Phase: verify.Unready},
		"plug: Unplug the plug.": {Phase: verify.Ready},
		"plug: Unplug the plug. It has gone offline: say that it is done if that was you.": {Phase: verify.Ready, Early: true},
		"The connection was lost in the middle. Once more, plug: Unplug the plug.":         {Phase: verify.Ready, Again: true},
		"plug: waiting for it to go offline, 1m25s left.":                                  {Phase: verify.Pulled, Left: 85 * time.Second},
		"plug is offline. Put it back: waiting for it to be online.":                       {Phase: verify.Gone},
	} {
		s.Device, s.Check = "plug", check
		if got := PersonStep(s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestReplyWords: what is wrong with a reply, and latencies of less than a millisecond.
func TestReplyWords(t *testing.T) {
	for want, r := range map[string]verify.Reason{
		"Replied after 360µs on st; the limit is 2s.":                                {Code: verify.Replied, Span: 361 * time.Microsecond, Found: "st", Limit: 2 * time.Second},
		"Replied after 1.2s on st; the limit is 2s.":                                 {Code: verify.Replied, Span: 1234 * time.Millisecond, Found: "st", Limit: 2 * time.Second},
		"Not the expected reply within 2s: fan was 0 in the last message.":           {Code: verify.OtherReply, Want: "fan", Found: "0", Limit: 2 * time.Second},
		"Not the expected reply within 2s: fan was missing from the last message.":   {Code: verify.OtherReply, Want: "fan", Limit: 2 * time.Second},
		"Not the expected reply within 2s: the last message was OFF.":                {Code: verify.OtherReply, Found: "OFF", Limit: 2 * time.Second},
		"Not the expected reply within 2s: the last message was empty.":              {Code: verify.OtherReply, Limit: 2 * time.Second},
		"It went offline and was not online again by the end of the run.":            {Code: verify.NotBack},
		"The command could not be published. The broker refused it: not authorized.": {Code: verify.NotSent, Found: "The broker refused it: not authorized."},
		"The command could not be published. Not connected to the broker. Wait until the connection is back, or connect.": {
			Code: verify.NotSent, Found: cause.Of(broker.ErrNotConnected).Packed(),
		},
		"Skipped: the fuse is gone.": {Code: verify.Skipped, Found: "the fuse is gone"},
	} {
		if got := Verdict(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
