package main

import (
	"errors"
	"fmt"
	"io"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// printProblem writes why a command has failed.
func printProblem(w io.Writer, err error) {
	//nolint:errcheck // there is nowhere left to say it
	fmt.Fprintln(printable.NewWriter(w), wording.Fill("mangrove: {why}", "why", printable.Text(explain.Error(err, addressOf(err)))))
}

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
