package explain_test

import (
	"errors"
	"fmt"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/kept"
	"mangrove/model/codestest"
)

// TestFilesOfRetainedMessages: each code has its words, in what is said around it.
func TestFilesOfRetainedMessages(t *testing.T) {
	table := map[string]error{
		"Nothing was brought back: it is not a file of retained messages.": kept.NotRetained,
		"Nothing was brought back: a newer Mangrove has written it.":       kept.RetainedNewer,
		"Nothing was brought back: messages are missing at its end.":       kept.RetainedCut,
		"Nothing was brought back: the broker has acknowledged that and still keeps a message: this login may not be allowed to write there, or a device has published again.": kept.StillRetained,
		"Nothing was brought back: the broker has acknowledged that and sends nothing there to a new subscription: this login may not be allowed to write or to read there.":   kept.NotBack,
		"Nothing was brought back: the broker has acknowledged that and keeps another message: this login may not be allowed to write there, or a device has published since.": kept.OtherBack,
		"Nothing was brought back: the payload is there, with another QoS: the broker may have changed it, or a device has published since.":                                   kept.OtherQoS,
		"Nothing was brought back: the payload is there, with other properties: the broker may have left some out, or a device has published since.":                           kept.OtherProperties,
		"Nothing was brought back: the message is empty, which would clear the retained one; take the line out.":                                                               kept.RetainedEmpty,
		"Nothing was brought back: its topic is in an earlier line, too; keep one of them.":                                                                                    kept.RetainedTwice,
		"Nothing was brought back: line 3 is damaged: odd.": &kept.LineError{Line: 3, Err: errors.New("odd")},
	}
	said := map[error]bool{}
	for want, err := range table {
		said[err] = true
		if got := explain.Error(fmt.Errorf("nothing was brought back: %w", err), broker.Address{}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, code := range codestest.Of(t, "../kept", "RetainedFault") {
		if !said[kept.RetainedFault(code)] {
			t.Errorf("%s has no row here", code)
		}
	}
}
