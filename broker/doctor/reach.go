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
	"mangrove/broker/explain"
)

// name looks the host up.
func (e *examination) name(ctx context.Context) Step {
	host := e.profile.Address.Host
	switch {
	case e.profile.Way.Proxy != nil:
		return Step{State: Skipped, Words: "The proxy resolves the name."}
	case isIP(host):
		return Step{Words: host + " is an IP address; there is no name to look up."}
	}
	asked := e.profile.Address.NetworkName()
	found, err := e.Lookup(ctx, asked)
	if err != nil {
		return e.explained(err)
	}
	if asked != host {
		host += " (" + asked + ")"
	}
	step := Step{Words: fmt.Sprintf("%s is %s.", host, listed(found))}
	if slices.ContainsFunc(found, isNowhere) {
		step.State = Warned
		step.Words += " This is not a broker's address: name servers return it for names that they block, and it leads back to this computer. Ask the administrator of the name server."
	}
	return step
}

// mostListed are the addresses that are listed of a host: a name server may give a
// thousand.
const mostListed = 8

// listed are addresses as they stand in a sentence.
func listed(addresses []string) string {
	if more := len(addresses) - mostListed; more > 1 {
		return fmt.Sprintf("%s and %d more addresses", strings.Join(addresses[:mostListed], ", "), more)
	}
	return strings.Join(addresses, ", ")
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
		return e.explained(err)
	}
	defer conn.Close()
	if via := e.profile.Way.Proxy; via != nil {
		return Step{Words: fmt.Sprintf("The proxy %s connects to %s.", via.Host, e.profile.Address.HostPort())}
	}
	return Step{Words: fmt.Sprintf("%s accepts connections.", conn.RemoteAddr())}
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
		step := e.explained(err)
		step.Details = append(step.Details, e.apart...)
		return step
	}
	step := Step{
		Words:   fmt.Sprintf("The broker accepts this client with MQTT %s.", status.Version),
		Details: slices.Concat([]string{"client id " + status.ClientID}, e.apart, limits(status)),
	}
	if status.Notes != nil {
		step.State, step.Words = Warned, explain.Notes(status.Notes)
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
	for _, limit := range []struct {
		set   bool
		words string
	}{
		{l.MaxQoS < 2, fmt.Sprintf("it accepts messages up to QoS %d", l.MaxQoS)},
		{l.MaxPacket > 0, fmt.Sprintf("it accepts packets up to %d bytes", l.MaxPacket)},
		{l.ReceiveMaximum > 0, fmt.Sprintf("it accepts %d unacknowledged messages above QoS 0 at a time", l.ReceiveMaximum)},
		{l.TopicAliases > 0, fmt.Sprintf("it allows %d topic aliases; none are used", l.TopicAliases)},
		{l.NoRetain, "it keeps no retained messages"},
		{l.NoWildcards, "it allows no wildcards in subscriptions"},
		{l.NoShared, "it does not support shared subscriptions"},
		{l.NoIdentifiers, "it does not support subscription identifiers; none are used"},
		{l.KeepAlive == 0, "keep alive off: a dead connection may go unnoticed"},
		{l.KeepAlive > 0, fmt.Sprintf("keep alive %s", l.KeepAlive)},
		{l.SessionExpiry == broker.SessionForever, "it keeps the session forever"},
		{l.SessionExpiry > 0 && l.SessionExpiry < broker.SessionForever, fmt.Sprintf("it keeps the session for %s", l.SessionExpiry)},
	} {
		if limit.set {
			all = append(all, limit.words)
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
	step := Step{Name: "Last will", Words: "The broker accepts a last will like this one. It was not set."}
	l := status.Limits
	switch {
	case e.failed != "":
		e.skip(step.Name, "Not tried, because the previous step failed: %s.", e.failed)
		return
	case e.will.QoS > l.MaxQoS: // [MQTT-3.2.2-12]
		step.State = Failed
		step.Words = fmt.Sprintf("The broker accepts messages up to QoS %d, so it refuses the last will at QoS %d. Choose a lower QoS for the last will.",
			l.MaxQoS, e.will.QoS)
	case e.will.Retain && l.NoRetain: // [MQTT-3.2.2-13]
		step.State = Failed
		step.Words = "The broker keeps no retained messages, so it refuses the last will, which is retained. Switch off Retain for the last will."
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
		e.run(ctx, "Subscription "+sub.Filter, func(ctx context.Context) (step Step) {
			step, ended = e.subscription(ctx, s, sub)
			return step
		})
		if mqtt == "" && e.failed != "" && ended {
			mqtt = e.failed // the broker ended the connection over it
		}
	}
	e.failed = mqtt
}

// subscription tries one filter. It tells whether the connection has ended over
// it, which shows in the session's status a moment later only.
func (e *examination) subscription(ctx context.Context, s broker.Session, sub broker.Subscription) (step Step, ended bool) {
	if err := s.Subscribe(ctx, sub); err != nil {
		return e.explained(err), errors.Is(err, broker.ErrLost) || s.Status().Phase != broker.Connected
	}
	for _, g := range s.Status().Subscriptions {
		if g.Filter == sub.Filter && g.Answered {
			_ = s.Unsubscribe(ctx, sub.Filter) // a broker that is gone shows in the next step
			return granted(sub, g), false
		}
	}
	return e.explained(&broker.SubscribeError{Filters: []string{sub.Filter}, Err: broker.ErrLost}), true
}

func granted(sub broker.Subscription, g broker.Grant) Step {
	if sub.QoS <= 2 && g.Granted < sub.QoS {
		return Step{State: Warned, Words: fmt.Sprintf(
			"The broker grants %s at QoS %d only, so messages may be lost on a bad connection. Ask its administrator if you need QoS %d.",
			sub.Filter, g.Granted, sub.QoS)}
	}
	return Step{Words: fmt.Sprintf("The broker grants %s at QoS %d.", sub.Filter, g.Granted)}
}
