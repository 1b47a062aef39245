package client

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"

	"mangrove/broker"
	"mangrove/broker/client/internal/transport"
	"mangrove/model"
)

// Network does the steps of connecting one at a time, as a session does them.
// The connection doctor works with it.
type Network struct {
	Log *slog.Logger // nil: no log
}

// Dial opens the TCP connection to the broker, through the profile's proxy.
func (Network) Dial(ctx context.Context, p broker.Profile) (net.Conn, error) {
	return transport.ConnectTCP(ctx, p)
}

// Handshake opens a connection with TLS, says how it came about and closes it.
func (Network) Handshake(ctx context.Context, p broker.Profile) (tls.ConnectionState, error) {
	return transport.Handshake(ctx, p)
}

// Open starts a session that logs where the network does.
func (n Network) Open(p broker.Profile, sink model.Sink) broker.Session {
	return Open(p, sink, Options{Log: n.Log})
}
