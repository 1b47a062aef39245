package verify

import (
	"strings"
	"testing"
)

// TestClockFarOff: a clock that was never set is further off than a duration has room for.
func TestClockFarOff(t *testing.T) {
	for _, sent := range []string{"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"} {
		r := play(t, "version: 1\nrules:\n  - {topic: a, fields: {t: {time: true, skew: 5s}}}", strings.Repeat("1s a {\"t\":\""+sent+"\"}\n", keptOffsets))
		if v := r.Results()[0].Verdict; v.State != Fail || v.Reason.Code != ClockOff && v.Reason.Code != TimeZone {
			t.Errorf("%s: %s, %+v", sent, v.State, v.Reason)
		}
	}
}
