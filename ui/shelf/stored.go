package shelf

import "mangrove/broker/profiles"

// Stored are the connections that are stored, and their secrets.
type Stored struct {
	Book    *profiles.Book
	Secrets profiles.Secrets
	// Messages is what is kept of messages beside.
	Messages Messages
	Kept     bool // the secrets are in a key ring and outlast the program
	// Opened waits until the key ring has opened, or has not, and tells what Kept is
	// then; nil: Kept holds from the beginning.
	Opened func() (kept bool, err error)
	// Close ends what goes on beside; nil: nothing does.
	Close func()
}
