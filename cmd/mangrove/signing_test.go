package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/verification"
)

// TestWhatCannotBeSignedIsWritten without its signature, and that is said.
func TestWhatCannotBeSignedIsWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "r.zip")
	r := wantedReport{
		write: func(_ *verification.Handover, w io.Writer) error {
			_, err := io.WriteString(w, "half")
			return errors.Join(broker.NotSigned, err)
		},
		bare: func(_ *verification.Handover, w io.Writer) error {
			_, err := io.WriteString(w, "whole")
			return err
		},
		file: file,
	}
	err := writeReports([]wantedReport{r}, nil)
	if err == nil || !strings.Contains(err.Error(), "was written, but not signed") {
		t.Errorf("it says %v", err)
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != "whole" {
		t.Errorf("%v: %s", err, content)
	}
}

// TestCommentsOfKeys are printed with nothing left out but what is said to be.
func TestCommentsOfKeys(t *testing.T) {
	long := strings.Repeat("x", longestComment-2)
	for comment, want := range map[string]string{
		"ann\xff":            `ann\xff`,
		"\xff" + long + "yz": `\xff` + long + "y … (+1 B)",
		long + "y€":          long + "y … (+3 B)",
	} {
		if got := commentOf(comment); strings.ReplaceAll(got, "\u2026", "…") != want {
			t.Errorf("%q is printed as\n%q, wanted\n%q", comment, got, want)
		}
	}
}
