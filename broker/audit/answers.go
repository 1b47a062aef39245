package audit

import (
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"syscall"

	"mangrove/broker"
)

// Alerts with which a broker ends a TLS handshake (RFC 8446, 6.2).
const (
	handshakeFailure    = 40 // also for a certificate that is missing, up to TLS 1.2
	badCertificate      = 42 // the same
	protocolVersion     = 70
	certificateRequired = 116
)

// alerted reports whether the far side has ended a handshake with one of some alerts. Package
// tls has no type for those that come, and their words are the same as of its own.
func alerted(err error, alerts ...uint8) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error" &&
		slices.ContainsFunc(alerts, func(a uint8) bool { return op.Err.Error() == tls.AlertError(a).Error() })
}

// wantsCertificate reports whether a broker that takes a connection with a certificate has
// refused one that differs by having none.
func wantsCertificate(err error) bool {
	return alerted(err, certificateRequired, badCertificate, handshakeFailure)
}

// noListener reports whether a port has answered that no MQTT without TLS is there: it is
// closed, or speaks TLS or HTTP.
func noListener(err error) bool {
	const windows = syscall.Errno(10061) // for which package syscall has an invented one
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, windows) ||
		errors.Is(err, broker.ErrSpeaksTLS) || errors.Is(err, broker.ErrSpeaksHTTP)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// refused reports whether a broker has answered CONNECT and said no.
func refused(err error) bool {
	var r *broker.Refusal
	return errors.As(err, &r)
}

// loginRefused reports whether a broker has answered CONNECT and does not take the login. That
// it is busy, or does not want this computer, says nothing of logins.
func loginRefused(err error) bool {
	var r *broker.Refusal
	if !errors.As(err, &r) || r.Packet != "CONNACK" {
		return false
	}
	switch r.Code {
	case broker.BadLogin, broker.NotAuthorized, broker.BadAuthMethod, broker.OldBadLogin, broker.OldNotAuthorized:
		return true
	}
	return false
}

// denied reports whether a broker has ended a session for what was subscribed to.
func denied(err error) bool {
	var r *broker.Refusal
	return errors.As(err, &r) && r.Packet == "DISCONNECT" && (r.Code == broker.NotAuthorized || r.Code == broker.NoWildcardFilters)
}

// refusal is why a filter is not subscribed to, nil when it is.
func refusal(st *broker.Status, filter string) error {
	for _, g := range st.Subscriptions {
		if g.Filter == filter && g.Answered {
			return g.Denied
		}
	}
	return errStopped
}
