package server

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

// left tells of a connection that has ended; err is what mochi said.
func (b *Broker) left(c *conn, err error) {
	if !b.roster.leave(c) {
		b.noteRefused(c, err)
		return
	}
	if cause := c.client.StopCause(); cause != nil && !errors.Is(err, errDecoder) {
		err = cause
	}
	level, e := b.farewell(c, err)
	switch {
	case c.will == "" || b.roster.closing():
	case c.willSent:
		e.Will = short(c.will)
	case c.delayed && e.Why != broker.EndInOrder:
		e.Will, e.Delayed = short(c.will), true
	}
	b.events.note(level, e)
}

// farewell is why a client's connection ended.
func (b *Broker) farewell(c *conn, cause error) (slog.Level, Event) {
	keepAlive := time.Duration(c.client.State.Keepalive) * time.Second
	e, level := Event{Code: broker.BoxDisconnected, Client: short(c.client.ID)}, slog.LevelWarn
	var code packets.Code
	switch {
	case cause == nil, errors.Is(cause, packets.CodeDisconnect):
		e.Why, level = broker.EndInOrder, slog.LevelInfo
	case errors.Is(cause, packets.CodeDisconnectWillMessage):
		e.Why, level = broker.EndWithWill, slog.LevelInfo
	case errors.Is(cause, packets.ErrServerShuttingDown), b.roster.closing():
		e.Why, level = broker.EndStopping, slog.LevelInfo
	case errors.Is(cause, packets.ErrSessionTakenOver):
		e.Why = broker.EndTakenOver
	case errors.Is(cause, os.ErrDeadlineExceeded):
		e.Why, e.Silence = broker.EndSilent, keepAlive+keepAlive/2
	case isLoss(cause):
		e.Why = broker.EndLost
	case errors.Is(cause, errDecoder):
		e.Why = broker.EndMalformed
	case errors.As(cause, &code):
		e.Why, e.Cause = broker.EndProtocol, strings.TrimPrefix(code.Reason, "protocol violation: ")
	default:
		e.Why, e.Cause = broker.EndProtocol, cause.Error()
	}
	return level, e
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
	e, level := Event{Code: broker.BoxRefused, Remote: c.RemoteAddr().String()}, slog.LevelWarn
	var code packets.Code
	var will *willRefused
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		e.Code, e.Silence = broker.BoxNoConnect, connectPatience
	case isLoss(err):
		e.Code, level = broker.BoxEndedEarly, slog.LevelInfo
	case errors.Is(err, errDecoder):
		e.Code = broker.BoxMalformed
	case errors.As(err, &will):
		e.Code, e.Why, e.Fault = broker.BoxWillRefused, will.why, will.fault
	case errors.As(err, &code):
		e.Cause = code.Reason
	case err != nil:
		e.Cause = err.Error()
	}
	b.events.note(level, e)
}

func (b *Broker) noteConnected(c *conn) {
	cl := c.client
	b.events.note(slog.LevelInfo, Event{
		Code: broker.BoxConnected, Client: short(cl.ID), Remote: c.RemoteAddr().String(), Version: broker.Version(cl.Properties.ProtocolVersion),
		User: short(string(cl.Properties.Username)), Will: short(c.will),
	})
}

func (b *Broker) noteDelayedWill(cl *mqtt.Client, topic string) {
	b.events.note(slog.LevelInfo, Event{Code: broker.BoxWill, Client: short(cl.ID), Topic: short(topic)})
}

// noteSubscribed tells of the filters that were granted.
func (b *Broker) noteSubscribed(cl *mqtt.Client, filters []packets.Subscription, codes []byte) {
	var granted []string
	var best []byte
	for i, f := range filters {
		if codes[i] <= packets.CodeGrantedQos2.Code {
			granted, best = append(granted, f.Filter), append(best, codes[i])
		}
	}
	if len(granted) > 0 {
		names, more := few(granted)
		b.events.note(slog.LevelInfo, Event{Code: broker.BoxSubscribed, Client: short(cl.ID), Names: names, Granted: slices.Clone(best[:len(names)]), More: more})
	}
}

func (b *Broker) noteUnsubscribed(cl *mqtt.Client, filters []packets.Subscription) {
	all := make([]string, len(filters))
	for i, f := range filters {
		all[i] = f.Filter
	}
	names, more := few(all)
	b.events.note(slog.LevelInfo, Event{Code: broker.BoxUnsubscribed, Client: short(cl.ID), Names: names, More: more})
}
