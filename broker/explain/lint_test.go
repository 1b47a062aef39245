package explain

import (
	"strings"
	"testing"

	"mangrove/model/lint"
	"mangrove/model/verify"
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

// TestUnwiseVerdicts name what was found, how many more there are, and what is let pass.
func TestUnwiseVerdicts(t *testing.T) {
	slash := lint.Finding{Code: lint.LeadingSlash, Topic: "/a"}
	for want, r := range map[string]verify.Reason{
		"1 found: /a.": {Code: verify.Unwise, N: 1, Findings: []lint.Finding{slash}},
		"5 found: /a; /a and 3 more; allowed by the checklist: 2.":                    {Code: verify.Unwise, N: 5, Of: 2, Findings: []lint.Finding{slash, slash}},
		"Nothing of this kind in 9 messages, except for 1 that the checklist allows.": {Code: verify.NotUnwise, N: 9, Of: 1},
		"Nothing of this kind in what came, but 1 message was lost.":                  {Code: verify.CleanButLost, Of: 1},
	} {
		if got := Verdict(r); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
