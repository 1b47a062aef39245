package template

import (
	"strings"
	"testing"
	"time"
)

// TestSineIsANumber: ends whose distance no number holds made it +Inf, -Inf or NaN, which
// no JSON has.
func TestSineIsANumber(t *testing.T) {
	tmpl, err := Parse(`{{sine 4 -1.7e308 1.7e308}} {{sine 4 1.7e308 1.7e308}}`)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Unix(0, 0)
	for second := range 4 {
		now := start.Add(time.Duration(second) * time.Second)
		got, err := tmpl.Render(Values{Now: now, Start: start})
		if err != nil {
			t.Fatal(err)
		}
		if s := string(got); strings.Contains(s, "Inf") || strings.Contains(s, "NaN") {
			t.Errorf("after %d s: %s", second, s)
		}
	}
}
