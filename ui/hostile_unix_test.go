//go:build unix

package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
	"mangrove/model/safefile"
)

// TestHostilePlacesToSave: what is no file is neither replaced by one nor waited
// for, and the sentence says what to do.
func TestHostilePlacesToSave(t *testing.T) {
	wrote := []string{"nothing", "a device", "a link to a device", "a link to nothing"}
	brokertest.Hostile(t, 64<<20, func(t *testing.T, what, path string) {
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
			return // it is replaced, as was asked for
		} else if !filepath.IsAbs(path) {
			return // a name like others
		}
		f, err := safefile.Create(path)
		if err == nil {
			_, err = f.Write([]byte("x"))
			err = errors.Join(err, f.Close())
		}
		if slices.Contains(wrote, what) != (err == nil) {
			t.Errorf("%s: %v", what, err)
		}
		if what == "nothing" {
			_ = os.Remove(path) // as it was before
		}
		if words := explain.Error(err, broker.Address{}); err != nil && len(words) < 20 {
			t.Errorf("%s: it is told as %q", what, words)
		}
	})
}
