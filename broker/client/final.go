package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
)

// isPermanent reports that connecting again will not mend err: something must be
// changed first, here or at the broker.
func (s *Session) isPermanent(err error) bool {
	var refusal *broker.Refusal
	if errors.As(err, &refusal) {
		return finalRefusal(refusal)
	}
	var web *broker.WebSocketRefusal
	if errors.As(err, &web) {
		return web.Denied() || (!web.Passing() && !s.hasConnected())
	}
	if untrusted(err) || errors.Is(err, broker.ErrAuth) || errors.Is(err, broker.ErrOutdated) || errors.Is(err, broker.ErrSerial) || errors.Is(err, broker.ErrUnsupported) {
		return true
	}
	for _, mismatch := range []error{
		broker.ErrSpeaksTLS, broker.ErrNotTLS, broker.ErrTLSClosed, broker.ErrSpeaksHTTP, broker.ErrNotMQTT, broker.ErrNotWebSocket, wire.ErrOlder,
	} {
		if errors.Is(err, mismatch) {
			return !s.hasConnected() // a proxy answers so while the broker behind it is away
		}
	}
	return false
}

// hasConnected reports that there has been a connection with these settings.
func (s *Session) hasConnected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.agreed != broker.Auto
}

func finalRefusal(r *broker.Refusal) bool {
	if r.Version != broker.V5 {
		return r.Packet == "CONNACK" && r.Code != broker.OldServerUnavailable
	}
	switch r.Code {
	case broker.UnsupportedVersion, broker.InvalidClientID, broker.BadLogin, broker.NotAuthorized, broker.Banned,
		broker.BadAuthMethod, broker.UseAnotherServer, broker.ServerMoved, broker.SessionTakenOver:
		return true
	case broker.OldUnsupportedVersion, broker.OldInvalidClientID, broker.OldBadLogin, broker.OldNotAuthorized, // in the form of MQTT 5
		broker.TopicInvalid, broker.PayloadInvalid, broker.PacketTooLarge, broker.QoSUnsupported, broker.RetainUnsupported: // the will
		return r.Packet == "CONNACK"
	}
	return false
}

// untrusted covers both sides of a TLS handshake: a certificate we do not
// accept, and the alert of a broker that does not accept ours.
func untrusted(err error) bool {
	var (
		verify  *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		op      *net.OpError
	)
	return errors.As(err, &verify) || errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid) ||
		(errors.As(err, &op) && op.Op == "remote error")
}
