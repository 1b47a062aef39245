//go:build unix

package publish

import (
	"errors"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/broker/profiles"
)

// TestHostilePayloads: what is dropped on the publish panel is a file that has an
// end, or is not taken.
func TestHostilePayloads(t *testing.T) {
	brokertest.Hostile(t, 512<<20, func(t *testing.T, what, path string) {
		content, err := readPayload(path)
		if len(content) > largestPayload {
			t.Errorf("%s: %d bytes", what, len(content))
		}
		if err != nil && len(content) > 0 && !errors.Is(err, profiles.ErrTooLarge) && !errors.Is(err, errTooLarge) {
			t.Errorf("%s: %d bytes with %v", what, len(content), err)
		}
	})
}
