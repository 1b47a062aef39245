package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"mangrove/broker"
)

// transport is a connection ready to carry MQTT.
type transport struct {
	net.Conn          // the topmost layer: TCP, TLS or WebSocket
	reserve  *reserve // the lowest: closing it ends everything at once
	pulse    *pulse   // the socket below it
}

func newTransport(socket net.Conn) *transport {
	t := &transport{pulse: newPulse(socket)}
	t.reserve = newReserve(t.pulse)
	t.Conn = t.reserve
	return t
}

// dial opens the transport the profile's address asks for, within ctx. What
// listens but answers otherwise than expected is told apart by the sentinels of
// package broker.
func dial(ctx context.Context, p broker.Profile) (*transport, error) {
	tcp, err := dialTCP(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", p.Address, broker.HearingOf(p).Error(err))
	}
	t := newTransport(tcp)
	if p.Address.Secure() {
		if err := t.startTLS(ctx, p); err != nil {
			_ = t.reserve.Close()
			return nil, fmt.Errorf("TLS handshake with %s: %w", p.Address, broker.HearingOf(p).Error(lookForOutdated(ctx, p, err)))
		}
	}
	if p.Address.WebSocket() {
		if err := t.startWebSocket(ctx, p); err != nil {
			_ = t.reserve.Close()
			return nil, fmt.Errorf("WebSocket handshake with %s: %w", p.Address, broker.HearingOf(p).Error(err))
		}
	}
	return t, nil
}

// startTLS lays TLS on the transport.
func (t *transport) startTLS(ctx context.Context, p broker.Profile) error {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if p.TLS != nil {
		config = p.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName = p.Address.CertificateName()
	}
	if !config.InsecureSkipVerify {
		config.VerifyConnection = refuseNegativeSerial
	}
	conn := tls.Client(t.Conn, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		return &broker.HandshakeError{Name: config.ServerName, Err: t.classifyTLS(err), Hear: broker.HearingOf(p)}
	}
	t.Conn = conn
	return nil
}

func (t *transport) classifyTLS(err error) error {
	var notTLS tls.RecordHeaderError
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted) && negativeSerial(untrusted.UnverifiedCertificates) != nil:
		return fmt.Errorf("%w; %w", negativeSerial(untrusted.UnverifiedCertificates), err)
	case errors.As(err, &notTLS):
		return fmt.Errorf("%w: %w", broker.ErrNotTLS, err)
	case isTimeout(err):
		return fmt.Errorf("%w: %w", broker.ErrNoAnswer, err)
	case isHangUp(err) && len(t.pulse.first()) == 0:
		// It took the handshake for a broken packet of its own protocol, or does
		// not say that it dislikes the name or the protocols asked for.
		return fmt.Errorf("%w: %w", broker.ErrTLSClosed, err)
	case isHangUp(err):
		return fmt.Errorf("%w: %w", broker.ErrHungUp, err)
	}
	return err
}

// foreign tells by its first bytes what is not MQTT, or nil when they could
// begin an MQTT packet.
func foreign(head []byte) error {
	switch {
	case len(head) >= 2 && head[0] == 0x15 && head[1] == 0x03: // a TLS alert record
		return broker.ErrSpeaksTLS
	case bytes.HasPrefix(head, []byte("HTTP")):
		return broker.ErrSpeaksHTTP
	}
	return nil
}

// isTimeout covers the deadlines of sockets and of contexts.
func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		(errors.As(err, &timeout) && timeout.Timeout())
}

// isHangUp reports that the other side ended the connection, in order or not.
func isHangUp(err error) bool {
	for _, end := range []error{
		io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE,
		syscall.Errno(10054), syscall.Errno(10053), // the same on Windows
	} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}
