package home

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestRecentAddressesThatAreNone: whatever the file holds, few are kept, and short ones.
func TestRecentAddressesThatAreNone(t *testing.T) {
	kept := test.NewTempApp(t).Preferences()
	var many []string
	for range 3 {
		many = append(many, "mqtt://"+strings.Repeat("h", 100_000))
	}
	for i := range 10_000 {
		many = append(many, "mqtt://h"+strings.Repeat("x", i%10))
	}
	kept.SetStringList(recentKey, many)
	got := recentAddresses()
	if len(got) > mostRecent || slices.ContainsFunc(got, func(s string) bool { return len(s) > longestRecent }) {
		t.Errorf("%d recent addresses", len(got))
	}
	if kept := kept.StringList(recentKey); !slices.Equal(kept, got) {
		t.Errorf("%d are still kept", len(kept))
	}
}
