//go:build !linux

package profiles

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// reach is for systems whose key ring is always to be reached.
func reach() error { return nil }

// absent tells an error of a system without a key ring from one of a key ring.
func absent(err error) bool {
	return errors.Is(err, errNoKeyRing) || errors.Is(err, keyring.ErrUnsupportedPlatform)
}
