package explain

import (
	"strings"
	"testing"

	"mangrove/model/lint"
)

// TestLintHasWords for each of its codes.
func TestLintHasWords(t *testing.T) {
	for _, c := range lint.Codes {
		title, advice := LintTitle(c), LintAdvice(c)
		if title == string(c) || !strings.HasSuffix(advice, ".") {
			t.Errorf("%s: %q, %q", c, title, advice)
		}
		if words := LintFinding(lint.Finding{Code: c, Topic: "a/b", Found: "c", Other: "d", N: 2}); !strings.Contains(words, "a/b") && !strings.Contains(words, "c") {
			t.Errorf("%s: %q", c, words)
		}
	}
}

// TestLintTellsDevicesApart: several may have one name.
func TestLintTellsDevicesApart(t *testing.T) {
	for want, f := range map[string]lint.Finding{
		"Tasmota (plug1) and Tasmota (plug2), at least 20 times": {Code: lint.TakingTurns, N: 20, More: true, Found: "Tasmota", Other: "Tasmota", ID: "plug1", OtherID: "plug2"},
		"a and b, 17 times": {Code: lint.TakingTurns, N: 17, Found: "a", Other: "b", ID: "a", OtherID: "b"},
		"Tasmota (Tasmota, plug1): 5 births in a minute": {Code: lint.Reconnecting, N: 5, Found: "Tasmota", Other: "tasmota", ID: "plug1"},
		"hall (Zigbee2MQTT, 0x1)":                        {Code: lint.NoWill, Found: "hall", Other: "zigbee2mqtt", ID: "0x1"},
		"a/t: once":                                      {Code: lint.BadJSON, Topic: "a/t", N: 1},
	} {
		if got := LintFinding(f); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
