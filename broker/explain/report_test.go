package explain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

func TestReportFaults(t *testing.T) {
	for want, err := range map[string]error{
		"The key id cannot be used: it takes 2000 rounds to open, and no more than 1000 are tried.":                                   &broker.ReportFault{Code: broker.KeyRounds, Count: 2000, Limit: 1000},
		"The key id cannot be used: the SSH agent cannot be reached: no route.":                                                       &broker.ReportFault{Code: broker.NoAgent, Err: errors.New("no route")},
		"The key id cannot be used: the SSH agent does not hold this key.":                                                            broker.KeyNotHeld,
		"The key id cannot be used: the SSH agent did not answer within 20 seconds.":                                                  &broker.ReportFault{Code: broker.AgentSlow, Limit: 20},
		"The key id cannot be used: the SSH agent shows 1 key, of a kind that signs no reports: use ed25519, ECDSA or RSA.":           &broker.ReportFault{Code: broker.AgentUnfit, Count: 1},
		"The key id cannot be used: the SSH agent shows 3 keys, and none is of a kind that signs reports: use ed25519, ECDSA or RSA.": &broker.ReportFault{Code: broker.AgentUnfit, Count: 3},
		"The key id cannot be used: what answered is not an SSH agent, or does not follow its protocol.":                              &broker.ReportFault{Code: broker.AgentGarbled, Err: errors.New("tag 7")},
		"The key id cannot be used: it is not a report, or it is damaged.":                                                            broker.NoReport,
	} {
		if got := explain.Error(fmt.Errorf("the key id cannot be used: %w", err), broker.Address{}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestEveryReportCodeHasWords, also one that is added.
func TestEveryReportCodeHasWords(t *testing.T) {
	for _, code := range codestest.Of(t, "..", "ReportCode") {
		f := &broker.ReportFault{Code: broker.ReportCode(code), Err: errors.New("why")}
		for _, err := range []error{f, f.Code} {
			if got := explain.Error(err, broker.Address{}); strings.HasPrefix(strings.ToLower(got), code) {
				t.Errorf("%s: %q", code, got)
			}
		}
	}
}
