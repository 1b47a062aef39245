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
