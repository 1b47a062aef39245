package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"time"

	"mangrove/broker"
)

// name looks the host up.
func (e *examination) name(ctx context.Context) Step {
	host := e.profile.Address.Host
	switch {
	case e.profile.Way.Proxy != nil:
		return Step{State: Skipped, Finding: Finding{Code: ProxyResolves}}
	case isIP(host):
		return Step{Finding: Finding{Code: IsAddress, Host: host}}
	}
	asked := e.profile.Address.NetworkName()
	found, err := e.Lookup(ctx, asked)
	if err != nil {
		return failure(err)
	}
	step := Step{Finding: Finding{Code: Resolves, Host: host, Asked: asked, Found: found}}
	if slices.ContainsFunc(found, isNowhere) {
		step.State, step.Finding.Code = Warned, ResolvesNowhere
	}
	return step
}

// isNowhere reports an address such as 0.0.0.0, for which a system takes its own.
func isNowhere(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.Unmap().IsUnspecified()
}

// isIP reports whether a host is an address, with a network or without.
func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// port opens a TCP connection and closes it.
func (e *examination) port(ctx context.Context) Step {
	conn, err := e.Network.Dial(ctx, e.profile)
	if err != nil {
		return failure(err)
	}
	defer conn.Close()
	if via := e.profile.Way.Proxy; via != nil {
		return Step{Finding: Finding{Code: ProxyConnects, Host: via.Host}}
	}
	return Step{Finding: Finding{Code: Accepts, Host: conn.RemoteAddr().String()}}
}

// session goes on from CONNECT.
func (e *examination) session(ctx context.Context) {
	echo := newEcho()
	p := e.profile
	p.Subscriptions = nil // they are steps of their own
	mqtt := Trial{Kind: MQTT}
	if e.failed != nil {
		e.run(ctx, mqtt, nil)
		e.subscriptions(ctx, nil)
		e.roundTrips(ctx, nil, echo)
		return
	}
	s := e.Network.Open(p, echo)
	defer s.Close() //nolint:errcheck // all that was wanted is known
	e.run(ctx, mqtt, func(ctx context.Context) Step { return e.mqtt(ctx, s) })
	e.lastWill(s.Status())
	e.subscriptions(ctx, s)
	e.roundTrips(ctx, s, echo)
}

// mqtt waits for CONNACK.
func (e *examination) mqtt(ctx context.Context, s broker.Session) Step {
	status, err := connected(ctx, s)
	if errors.Is(err, broker.ErrNoAnswer) || errors.Is(err, broker.ErrHungUp) {
		err = e.askForPage(err)
	}
	if err != nil {
		step := failure(err)
		step.Details = append(step.Details, e.apart...)
		return step
	}
	step := Step{
		Finding: Finding{Code: Connected, Version: status.Version},
		Details: slices.Concat([]Detail{{Code: ClientID, Text: status.ClientID}}, e.apart, limits(status)),
	}
	if status.Notes != nil {
		step.State, step.Finding = Warned, Finding{Code: Noted, Notes: status.Notes}
	}
	return step
}

// pagePatience bounds the look for a web server.
const pagePatience = 2 * time.Second

// askForPage finds out whether a port without an answer to CONNECT is a web
// server: many wait for the end of a line that never comes.
func (e *examination) askForPage(err error) error {
	if e.profile.Address.Secure() || e.profile.Address.WebSocket() {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), pagePatience)
	defer cancel()
	conn, failed := e.Network.Dial(ctx, e.profile)
	if failed != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(pagePatience))
	_, _ = io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	head := make([]byte, 4)
	if _, failed := io.ReadFull(conn, head); failed == nil && string(head) == "HTTP" {
		return fmt.Errorf("%w: %w", broker.ErrSpeaksHTTP, err)
	}
	return err
}

// limits are what the broker announced.
func limits(status broker.Status) (all []Detail) {
	l := status.Limits
	for _, limit := range []struct {
		set    bool
		detail Detail
	}{
		{l.MaxQoS < 2, Detail{Code: MaxQoS, Number: int(l.MaxQoS)}},
		{l.MaxPacket > 0, Detail{Code: MaxPacket, Number: l.MaxPacket}},
		{l.ReceiveMaximum > 0, Detail{Code: ReceiveMaximum, Number: l.ReceiveMaximum}},
		{l.TopicAliases > 0, Detail{Code: TopicAliases, Number: l.TopicAliases}},
		{l.NoRetain, Detail{Code: NoRetain}},
		{l.NoWildcards, Detail{Code: NoWildcards}},
		{l.NoShared, Detail{Code: NoShared}},
		{l.NoIdentifiers, Detail{Code: NoIdentifiers}},
		{l.KeepAlive == 0, Detail{Code: KeepAliveOff}},
		{l.KeepAlive > 0, Detail{Code: KeepAlive, After: l.KeepAlive}},
		{l.SessionExpiry == broker.SessionForever, Detail{Code: KeptForever}},
		{l.SessionExpiry > 0 && l.SessionExpiry < broker.SessionForever, Detail{Code: KeptFor, After: l.SessionExpiry}},
	} {
		if limit.set {
			all = append(all, limit.detail)
		}
	}
	return all
}

// lastWill says whether the broker takes the profile's last will, which is not
// set: the doctor would leave it behind.
func (e *examination) lastWill(status broker.Status) {
	if e.will == nil || e.profile.ReadOnly {
		return
	}
	e.began = time.Now()
	step := Step{Trial: Trial{Kind: LastWill}, Finding: Finding{Code: WillAccepted}}
	l := status.Limits
	switch {
	case e.failed != nil:
		e.skip(step.Trial, Finding{Code: NotTried, Failed: *e.failed})
		return
	case e.will.QoS > l.MaxQoS: // [MQTT-3.2.2-12]
		step.State = Failed
		step.Finding = Finding{Code: WillAboveQoS, QoS: l.MaxQoS, Wished: e.will.QoS}
	case e.will.Retain && l.NoRetain: // [MQTT-3.2.2-13]
		step.State = Failed
		step.Finding = Finding{Code: WillRetained}
	}
	e.done(step)
}

// subscriptions asks for each filter and gives it back, so that what it brings
// does not disturb the round trip.
func (e *examination) subscriptions(ctx context.Context, s broker.Session) {
	subs := e.profile.Subscriptions
	if len(subs) == 0 {
		subs = broker.Everything()
	}
	mqtt := e.failed
	for _, sub := range subs {
		e.failed = mqtt // one that is denied does not hinder the next
		ended := false
		e.run(ctx, Trial{Kind: Subscription, Filter: sub.Filter}, func(ctx context.Context) (step Step) {
			step, ended = subscription(ctx, s, sub)
			return step
		})
		if mqtt == nil && e.failed != nil && ended {
			mqtt = e.failed // the broker ended the connection over it
		}
	}
	e.failed = mqtt
}

// subscription tries one filter. It tells whether the connection has ended over
// it, which shows in the session's status a moment later only.
func subscription(ctx context.Context, s broker.Session, sub broker.Subscription) (step Step, ended bool) {
	if err := s.Subscribe(ctx, sub); err != nil {
		return failure(err), errors.Is(err, broker.ErrLost) || s.Status().Phase != broker.Connected
	}
	for _, g := range s.Status().Subscriptions {
		if g.Filter == sub.Filter && g.Answered {
			_ = s.Unsubscribe(ctx, sub.Filter) // a broker that is gone shows in the next step
			return granted(sub, g), false
		}
	}
	return failure(&broker.SubscribeError{Filters: []string{sub.Filter}, Err: broker.ErrLost}), true
}

func granted(sub broker.Subscription, g broker.Grant) Step {
	if sub.QoS <= 2 && g.Granted < sub.QoS {
		return Step{State: Warned, Finding: Finding{Code: GrantedLower, Topic: sub.Filter, QoS: g.Granted, Wished: sub.QoS}}
	}
	return Step{Finding: Finding{Code: Granted, Topic: sub.Filter, QoS: g.Granted}}
}
