package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
)

// name looks the host up.
func (e *examination) name(ctx context.Context) Step {
	host := e.profile.Address.Host
	switch {
	case e.profile.Way.Proxy != nil:
		return Step{State: Skipped, Words: "The proxy looks the name up."}
	case isIP(host):
		return Step{Words: host + " is an address; there is no name to look up."}
	}
	asked := e.profile.Address.NetworkName()
	found, err := e.Lookup(ctx, asked)
	if err != nil {
		return e.explained(err)
	}
	if asked != host {
		host += " (" + asked + ")"
	}
	return Step{Words: fmt.Sprintf("%s is %s.", host, strings.Join(found, ", "))}
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
		return e.explained(err)
	}
	defer conn.Close()
	if via := e.profile.Way.Proxy; via != nil {
		return Step{Words: fmt.Sprintf("The proxy %s connects to %s.", via.Host, e.profile.Address.HostPort())}
	}
	return Step{Words: fmt.Sprintf("%s takes connections.", conn.RemoteAddr())}
}

// session goes on from CONNECT.
func (e *examination) session(ctx context.Context) {
	echo := newEcho()
	p := e.profile
	p.Subscriptions = nil // they are steps of their own
	if e.failed != "" {
		e.run(ctx, "MQTT", nil)
		e.subscriptions(ctx, nil)
		e.roundTrips(ctx, nil, echo)
		return
	}
	s := e.Network.Open(p, echo)
	defer s.Close() //nolint:errcheck // all that was wanted is known
	e.run(ctx, "MQTT", func(ctx context.Context) Step { return e.mqtt(ctx, s) })
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
		step := e.explained(err)
		step.Details = append(step.Details, e.apart...)
		return step
	}
	step := Step{
		Words:   fmt.Sprintf("The broker lets this client in with MQTT %s.", status.Version),
		Details: slices.Concat([]string{"client id " + status.ClientID}, e.apart, limits(status)),
	}
	if status.Note != "" {
		step.State, step.Words = Warned, status.Note
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

// limits puts what the broker announced in words.
func limits(status broker.Status) (all []string) {
	l := status.Limits
	if l.MaxQoS < 2 {
		all = append(all, fmt.Sprintf("it takes messages up to QoS %d", l.MaxQoS))
	}
	if l.MaxPacket > 0 {
		all = append(all, fmt.Sprintf("it takes packets up to %d bytes", l.MaxPacket))
	}
	for _, limit := range []struct {
		set   bool
		words string
	}{
		{l.NoRetain, "it keeps no retained messages"},
		{l.NoWildcards, "it allows no wildcards in subscriptions"},
		{l.NoShared, "it has no shared subscriptions"},
	} {
		if limit.set {
			all = append(all, limit.words)
		}
	}
	return all
}

// subscriptions asks for each filter and gives it back, so that what it brings
// does not disturb the round trip.
func (e *examination) subscriptions(ctx context.Context, s broker.Session) {
	subs := e.profile.Subscriptions
	if len(subs) == 0 {
		subs = []broker.Subscription{{Filter: "#", QoS: broker.BestQoS}}
	}
	mqtt := e.failed
	for _, sub := range subs {
		e.failed = mqtt // one that is denied does not hinder the next
		e.run(ctx, "Subscription "+sub.Filter, func(ctx context.Context) Step { return e.subscription(ctx, s, sub) })
	}
	e.failed = mqtt
}

func (e *examination) subscription(ctx context.Context, s broker.Session, sub broker.Subscription) Step {
	if err := s.Subscribe(ctx, sub); err != nil {
		return e.explained(err)
	}
	for _, g := range s.Status().Subscriptions {
		if g.Filter == sub.Filter && g.Answered {
			_ = s.Unsubscribe(ctx, sub.Filter) // a broker that is gone shows in the next step
			return granted(sub, g)
		}
	}
	return e.explained(broker.ErrSubscribing)
}

func granted(sub broker.Subscription, g broker.Grant) Step {
	if sub.QoS <= 2 && g.Granted < sub.QoS {
		return Step{State: Warned, Words: fmt.Sprintf(
			"The broker grants %s at QoS %d only, so messages may be lost on a bad line. Ask its administrator if you need QoS %d.",
			sub.Filter, g.Granted, sub.QoS)}
	}
	return Step{Words: fmt.Sprintf("The broker grants %s at QoS %d.", sub.Filter, g.Granted)}
}
