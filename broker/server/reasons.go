package server

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

const goodbye = "it sent DISCONNECT"

// left tells of a connection that has ended; err is what mochi said.
func (b *Broker) left(c *conn, err error) {
	if !b.roster.leave(c) {
		b.noteRefused(c, err)
		return
	}
	if cause := c.client.StopCause(); cause != nil && !errors.Is(err, errDecoder) {
		err = cause
	}
	level, why := b.farewell(c, err)
	switch {
	case c.will == "" || b.roster.closing():
	case c.willSent:
		why += fmt.Sprintf("; its will was published on %s", shown(c.will))
	case c.delayed && why != goodbye:
		why += fmt.Sprintf("; its will on %s follows after its delay", shown(c.will))
	}
	b.events.note(level, "client %s disconnected: %s", shown(c.client.ID), why)
}

// farewell puts into words why a client's connection ended.
func (b *Broker) farewell(c *conn, cause error) (slog.Level, string) {
	keepAlive := int(c.client.State.Keepalive)
	var code packets.Code
	switch {
	case cause == nil, errors.Is(cause, packets.CodeDisconnect):
		return slog.LevelInfo, goodbye
	case errors.Is(cause, packets.CodeDisconnectWillMessage):
		return slog.LevelInfo, "it sent DISCONNECT and asked for its will"
	case errors.Is(cause, packets.ErrServerShuttingDown), b.roster.closing():
		return slog.LevelInfo, "the broker is stopping"
	case errors.Is(cause, packets.ErrSessionTakenOver):
		return slog.LevelWarn, "another client connected with the same client id"
	case errors.Is(cause, os.ErrDeadlineExceeded):
		return slog.LevelWarn, fmt.Sprintf("its keep alive expired after %d s of silence", keepAlive+keepAlive/2)
	case isLoss(cause):
		return slog.LevelWarn, "the connection was lost without a DISCONNECT"
	case errors.As(cause, &code):
		return slog.LevelWarn, "protocol error: " + strings.TrimPrefix(code.Reason, "protocol violation: ")
	}
	return slog.LevelWarn, "protocol error: " + cause.Error()
}

// isLoss tells a connection that broke from a client that misbehaved.
func isLoss(err error) bool {
	var network *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &network)
}

// noteRefused tells of a connection that never became a client.
func (b *Broker) noteRefused(c *conn, err error) {
	if b.roster.closing() {
		return
	}
	var code packets.Code
	switch from := c.RemoteAddr(); {
	case errors.Is(err, os.ErrDeadlineExceeded):
		b.events.note(slog.LevelWarn, "a connection from %s was closed: it sent no CONNECT within %d s", from, int(connectPatience.Seconds()))
	case isLoss(err):
		b.events.note(slog.LevelInfo, "a connection from %s ended before its CONNECT", from)
	case errors.As(err, &code):
		b.events.note(slog.LevelWarn, "a client from %s was refused: %s", from, code.Reason)
	default:
		b.events.note(slog.LevelWarn, "a client from %s was refused: %v", from, err)
	}
}

func (b *Broker) noteConnected(c *conn) {
	cl := c.client
	more := "MQTT " + broker.Version(cl.Properties.ProtocolVersion).String()
	if user := string(cl.Properties.Username); user != "" {
		more += ", user " + shown(user)
	}
	if c.will != "" {
		more += ", will on " + shown(c.will)
	}
	b.events.note(slog.LevelInfo, "client %s connected from %s (%s)", shown(cl.ID), c.RemoteAddr(), more)
}

func (b *Broker) noteDelayedWill(cl *mqtt.Client, topic string) {
	b.events.note(slog.LevelInfo, "the delayed will of client %s was published on %s", shown(cl.ID), shown(topic))
}

// noteSubscribed tells of the filters that were granted.
func (b *Broker) noteSubscribed(cl *mqtt.Client, filters []packets.Subscription, codes []byte) {
	var granted []string
	for i, f := range filters {
		if codes[i] <= packets.CodeGrantedQos2.Code {
			granted = append(granted, fmt.Sprintf("%s (QoS %d)", shown(f.Filter), codes[i]))
		}
	}
	if len(granted) > 0 {
		b.events.note(slog.LevelInfo, "client %s subscribed to %s", shown(cl.ID), enumerate(granted))
	}
}

func (b *Broker) noteUnsubscribed(cl *mqtt.Client, filters []packets.Subscription) {
	var gone []string
	for _, f := range filters {
		gone = append(gone, shown(f.Filter))
	}
	b.events.note(slog.LevelInfo, "client %s unsubscribed from %s", shown(cl.ID), enumerate(gone))
}

// enumerate lists a few names and counts the others.
func enumerate(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
