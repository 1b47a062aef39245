package explain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

func TestFound(t *testing.T) {
	rain := errors.New("it rains")
	for want, f := range map[string]broker.Found{
		`(it begins with "SSH-2.0")`:                                              {Kind: broker.ErrNotMQTT, Code: broker.BeginsWith, Text: "SSH-2.0"},
		"(it closed the connection after 3 bytes)":                                {Kind: broker.ErrNotMQTT, Code: broker.ClosedAfter, Number: 3},
		`(it chose the subprotocol "x" instead of mqtt)`:                          {Kind: broker.ErrNotWebSocket, Code: broker.OtherSubprotocol, Text: "x"},
		`(it uses the extension "x", which was not requested)`:                    {Kind: broker.ErrNotWebSocket, Code: broker.OtherExtension, Text: "x"},
		"(70 bytes, the limit is 60)":                                             {Kind: broker.ErrPacketTooBig, Code: broker.PacketSize, Number: 70, Limit: 60},
		"(for 45.1s)":                                                             {Kind: broker.ErrSilent, Code: broker.SilentFor, After: 45_120 * time.Millisecond},
		"(TLS 1.0)":                                                               {Kind: broker.ErrOutdated, Code: broker.OldTLS, Names: []string{"TLS 1.0"}},
		`: the one of "CN=x" has the serial number -5.`:                           {Kind: broker.ErrSerial, Code: broker.NegativeSerial, Text: "CN=x", Serial: "-5"},
		"(it answered 407 Proxy Authentication Required)":                         {Kind: broker.ErrProxy, Code: broker.ProxyAnswered, Text: "407 Proxy Authentication Required"},
		"(it did not answer in time)":                                             {Kind: broker.ErrProxy, Code: broker.ProxyLate, Err: rain},
		"(it does not answer in HTTP: it rains)":                                  {Kind: broker.ErrProxy, Code: broker.ProxyNotHTTP, Err: rain},
		"(a proxy is written http://host:port or socks5://host:port, not ftp://)": {Kind: broker.ErrProxy, Code: broker.ProxyScheme, Text: "ftp"},
		"(a challenge, for which there is no answer)":                             {Kind: broker.ErrAuth, Code: broker.NoAnswer},
		"(no answer to the challenge was found within 30s)":                       {Kind: broker.ErrAuth, Code: broker.AnswerLate, After: 30 * time.Second},
		"(it rains)": {Kind: broker.ErrAuth, Code: broker.Because, Err: rain},
	} {
		if got := explain.Error(fmt.Errorf("connecting: %w", &f), here); !strings.Contains(got, want) {
			t.Errorf("%q without %q", got, want)
		}
	}
	for _, code := range codestest.Of(t, "..", "FoundCode") {
		f := &broker.Found{Kind: broker.ErrNotMQTT, Code: broker.FoundCode(code), Err: rain}
		if got := explain.Error(f, here); strings.Contains(got, "("+code+")") {
			t.Errorf("%s has no words", code)
		}
	}
}

// TestNoSecretsInWhatWasFound: values of errors may have what was sent to the other side.
func TestNoSecretsInWhatWasFound(t *testing.T) {
	for _, secret := range []string{"s3cr3t", `s3c"r3t`, "s3c\\r3t", "s3c\tr3t", "s3cré\u202et"} { // of which some are quoted
		f := &broker.Found{Kind: broker.ErrProxy, Code: broker.ProxyAnswered, Text: "500 no " + secret + " here"}
		err := fmt.Errorf("connecting: %w", broker.RedactorOf(broker.Profile{Password: secret}).Error(f))
		if got := explain.Error(err, here); strings.Contains(got, "s3c") || !strings.Contains(got, "500 no … here") {
			t.Errorf("of %q it is said %q", secret, got)
		}
		if strings.Contains(err.Error(), "s3c") {
			t.Errorf("the log has of %q: %v", secret, err)
		}
	}
}
