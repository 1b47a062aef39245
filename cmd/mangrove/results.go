package main

import (
	"strconv"

	"github.com/spf13/pflag"

	"mangrove/cmd/mangrove/problem"
)

// resultOptions are the flags of the commands that publish: with which version of MQTT, and
// how they print what comes of it.
type resultOptions struct {
	protocol string
	format   string
}

func (o *resultOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.protocol, "protocol", "auto", "MQTT version: auto, 5, 3.1.1 or 3.1")
	f.StringVar(&o.format, "format", "text", "text or json")
}

// check says what is wrong with the format. The version is read with the rest of the profile.
func (o *resultOptions) check() error {
	if o.format != "text" && o.format != "json" {
		return problem.NoFormatText.With("format", strconv.Quote(o.format))
	}
	return nil
}

// asJSON reports whether each result is a line of JSON.
func (o *resultOptions) asJSON() bool { return o.format == "json" }
