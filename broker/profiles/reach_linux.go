package profiles

import (
	"errors"
	"fmt"
	"strings"

	"github.com/godbus/dbus/v5"
)

// reach finds out whether there is a session bus for a key ring to be on. Where
// there is none the key ring's library would start one with dbus-launch, which
// nobody ends and on which nobody can be asked to unlock anything.
func reach() error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return fmt.Errorf("%w: %w", errNoKeyRing, err)
	}
	defer func() { _ = conn.Close() }() // it was only tried out
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errNoKeyRing, err)
	}
	return nil
}

// absent tells an error of a bus without a key ring from one of a key ring.
func absent(err error) bool {
	var refusal dbus.Error
	if !errors.As(err, &refusal) {
		return errors.Is(err, errNoKeyRing)
	}
	const names = "org.freedesktop.DBus.Error."
	reason := strings.TrimPrefix(refusal.Name, names)
	return reason == "ServiceUnknown" || reason == "NameHasNoOwner" || strings.HasPrefix(reason, "Spawn.")
}
