//go:build unix

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mangrove/broker/brokertest"
)

// TestHostileReports: the program does not start with a report that nobody can
// read, and leaves what is there as it is.
func TestHostileReports(t *testing.T) {
	taken := []string{"nothing", "no name", "a device", "a full device", "a link to a device", "a link to nothing"}
	brokertest.Hostile(t, 64<<20, func(t *testing.T, what, path string) {
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() || path != "" && !filepath.IsAbs(path) {
			return // a file like others
		}
		if err := checkReport(path); slices.Contains(taken, what) != (err == nil) {
			t.Errorf("%s: %v", what, err)
		}
	})
}
