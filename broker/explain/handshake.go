package explain

import (
	"errors"
	"net/netip"
	"strings"

	"mangrove/broker"
	"mangrove/model/wording"
)

// askedFor is the name that a broker was asked for, empty when none was sent.
func askedFor(err error, a broker.Address) string {
	name := a.CertificateName()
	var handshake *broker.HandshakeError
	if errors.As(err, &handshake) {
		name = handshake.Name
	}
	if _, err := netip.ParseAddr(name); err == nil { // RFC 6066, 3
		return ""
	}
	return name
}

// redactorIn is the door for the names in certificates that were shown in a handshake: a
// broker that has got a secret before may put it there.
func redactorIn(err error) broker.Redactor {
	var handshake *broker.HandshakeError
	if errors.As(err, &handshake) {
		return handshake.Redactor
	}
	return broker.Redactor{}
}

// explainAlert is for the TLS alert with which the broker ended the handshake.
func explainAlert(alert, asked string, a broker.Address) string {
	switch {
	case alert == "expired certificate":
		return wording.Fill("{address} does not accept the client certificate of the connection: it has expired, or is not valid yet, by the broker's clock. "+
			"Set one that is valid, or have the broker's clock checked.",
			"address", a.HostPort())
	case alert == "revoked certificate":
		return wording.Fill("{address} does not accept the client certificate of the connection: it has been revoked. Set another one.", "address", a.HostPort())
	case strings.Contains(alert, "certificate"), strings.Contains(alert, "unknown authority"):
		return wording.Fill("{address} requires a client certificate that it trusts ({alert}). Set one that its authority has signed.",
			"address", a.HostPort(), "alert", alert)
	case alert == "unrecognized name" && asked == "":
		return wording.Fill("{address} requires a server name (SNI), and none is sent for an IP address. Set the server name of the connection.",
			"address", a.HostPort())
	case alert == "unrecognized name":
		return wording.Fill("{address} does not know the server name {asked} that was sent (SNI). Check the host, and the server name of the connection.",
			"address", a.HostPort(), "asked", asked)
	case alert == "no application protocol" && a.WebSocket():
		return wording.Fill("{address} accepts none of the protocols offered (ALPN). For a WebSocket leave the ALPN of the connection empty, or write http/1.1.",
			"address", a.HostPort())
	case alert == "no application protocol":
		return wording.Fill("{address} accepts none of the protocols offered (ALPN). Check the ALPN of the connection, often mqtt, or x-amzn-mqtt-ca at port 443.",
			"address", a.HostPort())
	}
	return wording.Fill("{address} ended the TLS handshake: {alert}. Check the TLS version and the certificates of the connection.",
		"address", a.HostPort(), "alert", alert)
}

// explainTLSClosed is for a port that closes without a word when TLS begins. That
// it speaks no TLS is one reason only, and to do without TLS is no advice.
func explainTLSClosed(a broker.Address) string {
	s := wording.Fill("{address} closed the connection when TLS began. This port may not use TLS; the usual one is {port}. Or it does not accept the "+
		"server name (SNI) or the protocols (ALPN) that were sent; check the host, and the server name and the ALPN of the connection.",
		"address", a.HostPort(), "port", broker.UsualPort(a.Scheme))
	if _, err := netip.ParseAddr(a.Host); err == nil {
		s += " For an IP address, none is sent unless the connection has a server name."
	}
	return s
}
