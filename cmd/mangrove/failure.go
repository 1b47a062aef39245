package main

import (
	"errors"

	"mangrove/broker"
)

// failure is an error met with the broker at an address, which its
// explanation needs.
type failure struct {
	error
	at broker.Address
}

func (f failure) Unwrap() error { return f.error }

// addressOf is where an error was met, the zero address when nowhere.
func addressOf(err error) broker.Address {
	var f failure
	errors.As(err, &f)
	return f.at
}
