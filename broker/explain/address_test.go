package explain_test

import (
	"errors"
	"fmt"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

func TestAddressFaults(t *testing.T) {
	for want, f := range map[string]broker.AddressFault{
		"The address is longer than 5 bytes; type a long user name or password into its own field.": {Code: broker.LongAddress, Limit: 5},
		`The scheme "ftp" is not one of mqtt, mqtts, ws, wss, tcp, ssl and tls.`:                    {Code: broker.UnknownScheme, Found: "ftp"},
		`"4" is not an MQTT version; use auto, 5, 3.1.1 or 3.1.`:                                    {Code: broker.BadVersion, Found: "4"},
		"The address is empty; write it as mqtt://host:1883.":                                       {Code: broker.EmptyAddress},
		"A host is a name or an IP address, such as broker.example.com or 192.168.0.5.":             {Code: broker.BadHost},
		"The protocol of the address is unknown; choose mqtt, mqtts, ws or wss.":                    {Code: broker.NoScheme},
	} {
		if got := explain.Error(&f, broker.Address{}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	wrapped := fmt.Errorf("the server name cannot be used: %w", &broker.AddressFault{Code: broker.NotASCII})
	if got, want := explain.Error(wrapped, broker.Address{}), "The server name cannot be used: the host name cannot be written in ASCII for the DNS; check its spelling."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, code := range codestest.Of(t, "..", "AddressCode") {
		f := &broker.AddressFault{Code: broker.AddressCode(code)}
		if got := explain.Error(fmt.Errorf("a: %w", f), broker.Address{}); got == "A: "+code+"." {
			t.Errorf("%s has no words", code)
		}
	}
}

func TestDiscoveryFaults(t *testing.T) {
	for want, f := range map[string]broker.DiscoveryFault{
		"This computer is not on a network where brokers can be found; connect it and try again.": {Code: broker.NoNetwork},
		"This computer has no name to announce; give it one: it rains.":                           {Code: broker.NoName, Err: errors.New("it rains")},
		"The broker cannot be announced: it rains.":                                               {Code: broker.NotAnnounced, Err: errors.New("it rains")},
	} {
		if got := explain.Error(&f, broker.Address{}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, code := range codestest.Of(t, "..", "DiscoveryCode") {
		if got := explain.Error(fmt.Errorf("a: %w", &broker.DiscoveryFault{Code: broker.DiscoveryCode(code)}), broker.Address{}); got == "A: "+code+"." {
			t.Errorf("%s has no words", code)
		}
	}
}
