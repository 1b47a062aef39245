package client

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"

	"mangrove/broker"
	"mangrove/model"
)

// Network does the steps of connecting one at a time, as a session does them.
// The connection doctor works with it.
type Network struct {
	Log *slog.Logger // nil: no log
}

// Dial opens the TCP connection to the broker, through the profile's proxy.
func (Network) Dial(ctx context.Context, p broker.Profile) (net.Conn, error) {
	conn, err := dialTCP(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", p.Address, broker.HearingOf(p).Error(err))
	}
	return conn, nil
}

// Handshake opens a connection with TLS, says how it came about and closes it.
func (n Network) Handshake(ctx context.Context, p broker.Profile) (tls.ConnectionState, error) {
	var none tls.ConnectionState
	tcp, err := n.Dial(ctx, p)
	if err != nil {
		return none, err
	}
	t := newTransport(tcp)
	defer func() { _ = t.reserve.Close() }()
	if err := t.startTLS(ctx, p); err != nil {
		return none, fmt.Errorf("TLS handshake with %s: %w", p.Address, broker.HearingOf(p).Error(lookForOutdated(ctx, p, err)))
	}
	conn, ok := t.Conn.(*tls.Conn)
	if !ok {
		return none, nil
	}
	defer func() { _ = conn.Close() }()
	return conn.ConnectionState(), nil
}

// Open starts a session.
func (n Network) Open(p broker.Profile, sink model.Sink) broker.Session {
	return Open(p, sink, n.Log)
}
