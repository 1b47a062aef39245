package main

import (
	"encoding/json"
	"testing"

	"mangrove/model/printable"
	"mangrove/ui/report"
)

// TestReportsAreSafeToShow: scripts print them.
func TestReportsAreSafeToShow(t *testing.T) {
	r := report.Report{Problem: "\x1b]0;t\x07 \u009b31m \u202e \u200b", Payload: "안 👩‍🌾"}
	content, err := encodeReport(r)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(content); printable.Text(text) != text {
		t.Errorf("%q", text)
	}
	var back report.Report
	if err := json.Unmarshal(content, &back); err != nil || back.Problem != r.Problem || back.Payload != r.Payload {
		t.Errorf("it comes back as %+v, %v", back, err)
	}
}
