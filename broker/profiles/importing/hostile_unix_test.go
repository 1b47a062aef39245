//go:build unix

package importing

import (
	"slices"
	"strings"
	"testing"

	"mangrove/broker/brokertest"
)

// TestHostileFiles: whatever is chosen to be imported ends with a sentence, or
// with no more connections than it has bytes for.
func TestHostileFiles(t *testing.T) {
	taken := []string{"JSON of 200,000 nothings"}
	brokertest.Hostile(t, 512<<20, func(t *testing.T, what, path string) {
		content, err := ReadFile(path)
		var list []Connection
		if err == nil {
			list, err = Parse(content)
		}
		switch words := told(err); {
		case err == nil && !slices.Contains(taken, what):
			t.Errorf("%s: %d connections of it", what, len(list))
		case err != nil && (len(words) < 20 || !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, " B)")):
			t.Errorf("%s: it is told as %q", what, words)
		}
	})
}
