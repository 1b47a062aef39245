package transport

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
	"time"

	"mangrove/broker"
)

// Conn is a connection ready to carry MQTT.
type Conn struct {
	net.Conn          // the topmost layer: TCP, TLS or WebSocket
	reserve  *reserve // the lowest: closing it ends everything at once
	pulse    *pulse   // the socket below it
}

// newConn is a connection over socket, which has said nothing yet.
func newConn(socket net.Conn) *Conn {
	t := &Conn{pulse: newPulse(socket)}
	t.reserve = newReserve(t.pulse)
	t.Conn = t.reserve
	return t
}

// Dial opens the transport the profile's address asks for, within ctx. What
// listens but answers otherwise than expected is told apart by the sentinels of
// package broker.
func Dial(ctx context.Context, p broker.Profile) (*Conn, error) {
	tcp, err := ConnectTCP(ctx, p)
	if err != nil {
		return nil, err
	}
	t := newConn(tcp)
	if p.Address.Secure() {
		if err := t.startTLS(ctx, p); err != nil {
			t.reserve.Cut()
			return nil, fmt.Errorf("TLS handshake with %s: %w", p.Address, broker.RedactorOf(p).Error(lookForOutdated(ctx, p, err)))
		}
	}
	if p.Address.WebSocket() {
		if err := t.startWebSocket(ctx, p); err != nil {
			t.reserve.Cut()
			return nil, fmt.Errorf("WebSocket handshake with %s: %w", p.Address, broker.RedactorOf(p).Error(err))
		}
	}
	return t, nil
}

// ConnectTCP opens the TCP connection to the profile's broker, through its proxy,
// within ctx.
func ConnectTCP(ctx context.Context, p broker.Profile) (net.Conn, error) {
	conn, err := dialTCP(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", p.Address, broker.RedactorOf(p).Error(err))
	}
	return conn, nil
}

// Handshake opens a connection with TLS within ctx, says how it came about and closes
// it.
func Handshake(ctx context.Context, p broker.Profile) (tls.ConnectionState, error) {
	var none tls.ConnectionState
	tcp, err := ConnectTCP(ctx, p)
	if err != nil {
		return none, err
	}
	t := newConn(tcp)
	defer t.reserve.Cut()
	if err := t.startTLS(ctx, p); err != nil {
		return none, fmt.Errorf("TLS handshake with %s: %w", p.Address, broker.RedactorOf(p).Error(lookForOutdated(ctx, p, err)))
	}
	conn, ok := t.Conn.(*tls.Conn)
	if !ok {
		return none, nil
	}
	defer func() { _ = conn.Close() }()
	return conn.ConnectionState(), nil
}

// SetHandshakeDeadline ends what is read and written then, until watch; the zero time
// lifts it.
func (t *Conn) SetHandshakeDeadline(at time.Time) { _ = t.pulse.SetDeadline(at) }

// Watch ends the connection with broker.ErrSilent from now on when nothing has come
// for as long as limit and nothing large went out. 0 is no limit.
func (t *Conn) Watch(limit time.Duration) {
	if limit > 0 {
		t.pulse.watch(limit)
	}
}

// Unread is how many bytes have come that nobody has read yet.
func (t *Conn) Unread() int { return t.reserve.waiting() }

// Drained reports that the socket has ended: no more will come than is unread.
func (t *Conn) Drained() bool { return t.reserve.drained() }

// Ended is closed when nothing comes any more: after Close within lingering, after
// CloseSocket at once.
func (t *Conn) Ended() <-chan struct{} { return t.reserve.ended }

// CloseSocket ends everything at once, without goodbyes. What is unread can still be
// read. It may be called again.
func (t *Conn) CloseSocket() { t.reserve.Cut() }

// startTLS lays TLS on the transport.
func (t *Conn) startTLS(ctx context.Context, p broker.Profile) error {
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
		return &broker.HandshakeError{Name: config.ServerName, Err: t.classifyTLS(err), Redactor: broker.RedactorOf(p)}
	}
	t.Conn = conn
	return nil
}

func (t *Conn) classifyTLS(err error) error {
	var notTLS tls.RecordHeaderError
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted) && negativeSerial(untrusted.UnverifiedCertificates) != nil:
		return fmt.Errorf("%w; %w", negativeSerial(untrusted.UnverifiedCertificates), err)
	case errors.As(err, &notTLS):
		return fmt.Errorf("%w: %w", broker.ErrNotTLS, err)
	case IsTimeout(err):
		return fmt.Errorf("%w: %w", broker.ErrNoAnswer, err)
	case IsHangUp(err) && len(t.pulse.first()) == 0:
		// It took the handshake for a broken packet of its own protocol, or does
		// not say that it dislikes the name or the protocols asked for.
		return fmt.Errorf("%w: %w", broker.ErrTLSClosed, err)
	case IsHangUp(err):
		return fmt.Errorf("%w: %w", broker.ErrHungUp, err)
	}
	return err
}

// DetectForeign tells by the first bytes that came what is not MQTT: broker.ErrSpeaksTLS or
// broker.ErrSpeaksHTTP, or nil when they could begin an MQTT packet.
func DetectForeign(head []byte) error {
	switch {
	case len(head) >= 2 && head[0] == 0x15 && head[1] == 0x03: // a TLS alert record
		return broker.ErrSpeaksTLS
	case bytes.HasPrefix(head, []byte("HTTP")):
		return broker.ErrSpeaksHTTP
	}
	return nil
}

// IsTimeout covers the deadlines of sockets and of contexts.
func IsTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		(errors.As(err, &timeout) && timeout.Timeout())
}

// IsHangUp reports that the other side ended the connection, in order or not.
func IsHangUp(err error) bool {
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
