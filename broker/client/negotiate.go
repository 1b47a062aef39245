package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
	"mangrove/broker/client/internal/transport"
	"mangrove/broker/client/internal/wire"
	"mangrove/broker/packet"
)

const (
	defaultConnectTimeout = 10 * time.Second
	defaultKeepAlive      = 30 * time.Second
	maxKeepAlive          = 65_535 * time.Second
)

// versions are what Auto tries, in this order.
var versions = []broker.Version{broker.V5, broker.V311, broker.V31}

// connect makes one attempt, with every version that is to be tried.
func (s *Session) connect(ctx context.Context) (*connection, error) {
	var failed []error
	damaged := s.profile.Refresh() // certificates and keys in files
	for _, version := range s.versionsToTry() {
		s.update(func(status *broker.Status) {
			if len(failed) == 0 {
				status.Attempt++
			}
			status.Phase, status.Version, status.RetryAt = broker.Connecting, version, time.Time{}
		})
		if damaged != nil {
			return nil, damaged
		}
		c, err := s.attempt(ctx, version)
		if err == nil {
			s.noteRefusals(version, failed)
			return c, nil
		}
		s.log.Debug("attempt failed", "version", version, "problem", err)
		failed = append(failed, err)
		if !s.canTryAnother(version, err) {
			return nil, err
		}
	}
	return nil, s.noVersionError(failed)
}

// versionsToTry are the versions to try: what the profile fixes, or all of them, the
// one that the broker took before first. A broker that only hung up on a newer
// one is asked for that again with each new connection: it may have been
// starting, or somebody between.
func (s *Session) versionsToTry() []broker.Version {
	if s.profile.Version != broker.Auto {
		return []broker.Version{s.profile.Version}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.agreed == broker.Auto || !s.refused {
		return versions
	}
	ladder := []broker.Version{s.agreed}
	for _, v := range versions {
		if v != s.agreed {
			ladder = append(ladder, v)
		}
	}
	return ladder
}

// canTryAnother reports that another version is worth trying: the broker refused this
// one, or hangs up as one does that has never heard of it. One that took this
// version before hangs up for another reason.
func (s *Session) canTryAnother(version broker.Version, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return refusedVersion(err) || (errors.Is(err, broker.ErrHungUp) && s.agreed != version)
}

// refusedVersion covers the answer of MQTT 5 (3.2.2.2), that of 3.x (3.2.2.3),
// and a broker that finds a CONNECT of MQTT 5 broken.
func refusedVersion(err error) bool {
	var r *broker.Refusal
	switch {
	case errors.Is(err, wire.ErrOlder):
		return true
	case !errors.As(err, &r) || r.Packet != "CONNACK":
		return false
	case r.Version == broker.V5:
		return slices.Contains([]byte{broker.UnsupportedVersion, broker.MalformedPacket, broker.ProtocolError,
			broker.OldUnsupportedVersion}, r.Code) // the last in the form of MQTT 5, which has no such code
	}
	return r.Code == broker.OldUnsupportedVersion
}

// noteRefusals keeps in mind whether the versions before the one taken were
// refused, or the broker only hung up.
func (s *Session) noteRefusals(version broker.Version, failed []error) {
	refused := slices.ContainsFunc(failed, refusedVersion)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case version == broker.V5:
		s.refused = false
	case refused:
		s.refused = true
	case len(failed) > 0:
		s.refused = false
	}
}

// noVersionError is the problem when no version was taken.
func (s *Session) noVersionError(failed []error) error {
	if len(failed) > 1 && slices.ContainsFunc(failed, refusedVersion) {
		return fmt.Errorf("%w: %w", broker.ErrNoVersion, failed[len(failed)-1])
	}
	return failed[0]
}

// attempt opens a connection and says CONNECT in one version.
func (s *Session) attempt(ctx context.Context, version broker.Version) (*connection, error) {
	if s.profile.Auth != nil && version != broker.V5 {
		return nil, &broker.Unfit{Err: broker.ErrUnsupported, Code: broker.AuthNeedsV5}
	}
	timeout := s.profile.ConnectTimeout
	if timeout <= 0 {
		timeout = defaultConnectTimeout
	}
	deadline := time.Now().Add(timeout)
	dialing, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	t, err := transport.Dial(dialing, s.profile)
	if err != nil {
		return nil, err
	}
	t.SetHandshakeDeadline(deadline) // for CONNECT and CONNACK
	c := s.newConnection(t, version)
	hungUp := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(hungUp)
		c.wire.LimitDelivery(s.grace)
		if !s.abandoned.Load() {
			c.wire.SendDisconnect()
			_ = c.wire.Close()
			c.wire.AwaitEnd(link.Goodbye)
		}
		c.wire.Kill()
	})
	defer stop()
	if err := s.sendConnect(c); err != nil {
		if !stop() {
			<-hungUp
		}
		c.wire.Finish()
		if errors.Is(err, broker.ErrHungUp) && s.riskyWill() && version != broker.V5 { // which says so [MQTT-3.2.2-12]
			err = fmt.Errorf("%w: %w", err, broker.ErrWithWill)
		}
		return nil, fmt.Errorf("connecting to %s: %w", s.profile.Address, err)
	}
	t.SetHandshakeDeadline(time.Time{})
	t.Watch(link.SilenceLimit(c.keepAlive))
	return c, nil
}

// riskyWill reports that the profile has a last will that not every broker takes.
func (s *Session) riskyWill() bool {
	w := s.profile.Will
	return w != nil && !s.profile.ReadOnly && (w.QoS > 0 || w.Retain)
}

// newConnection puts a wire on a transport.
func (s *Session) newConnection(t *transport.Conn, version broker.Version) *connection {
	c := &connection{version: version, burst: newBurst()}
	var kept *wire.Inflight
	if s.outlasts(version) {
		kept = &s.inflight
	}
	if kept == nil || s.readOnly.Load() { // nothing is published, neither what was before
		s.inflight.Forget()
	}
	c.wire = wire.New(t, wire.Options{
		Inflight:  kept,
		Version:   version,
		MaxPacket: s.profile.MaxPacket,
		Apply:     s.sink.Apply,
		Lost:      s.sink.Lost,
		Redactor:  broker.RedactorOf(s.profile),
		Retained:  c.burst.retained,
		Auth:      s.profile.Auth != nil,
		Clean:     !s.takesUp(version),
		Ends:      s.keptOnly(version),
		Accepted:  s.noteInterruption,
		Received:  &s.received,
	})
	return c
}

// sendConnect exchanges CONNECT and CONNACK and takes in what the broker said of
// itself.
func (s *Session) sendConnect(c *connection) error {
	h := link.ConnectOptions{
		Version:     c.version,
		ClientID:    s.clientID,
		Username:    s.profile.Username,
		Password:    s.profile.Password,
		PasswordSet: s.profile.Password != "" || s.profile.PasswordSet,
		KeepAlive:   keepAliveInSeconds(s.profile.KeepAlive),
		Will:        s.profile.Will,
		Resume:      s.takesUp(c.version),
		Expiry:      packet.Seconds(s.profile.SessionExpiry),
		Ends:        s.keptOnly(c.version),
		Connect:     s.profile.Connect,
		Auth:        s.profile.Auth,
	}
	if h.Ends {
		h.Expiry = packet.Seconds(keptFor)
	}
	if s.readOnly.Load() {
		h.Will = nil
	}
	var err error
	if c.Link, err = link.Open(c.wire, h); err != nil {
		return err
	}
	answer := c.wire.Connack()
	c.clientID, c.keepAlive, c.limits, c.resumed = h.ClientID, h.KeepAlive, limits(answer.Limits), answer.Resumed
	if answer.ClientID != "" {
		c.clientID = answer.ClientID
	}
	if answer.Demands {
		c.keepAlive = answer.KeepAlive // [MQTT-3.2.2-21]
	}
	c.limits.KeepAlive = c.keepAlive
	if !answer.Expires && s.profile.Resume { // it keeps the session as it was asked to (3.2.2.3.2)
		c.limits.SessionExpiry = s.requestedExpiry(c.version)
	}
	return nil
}

// requestedExpiry is how long the broker is asked to keep a session that is to be
// resumed. Before MQTT 5 there is no end to that.
func (s *Session) requestedExpiry(version broker.Version) time.Duration {
	if version != broker.V5 {
		return broker.SessionForever
	}
	return time.Duration(packet.Seconds(s.profile.SessionExpiry)) * time.Second
}

// keepAliveInSeconds is the keep alive as CONNECT carries it: in seconds.
func keepAliveInSeconds(d time.Duration) time.Duration {
	switch {
	case d < 0:
		return 0 // broker.KeepAliveOff
	case d == 0:
		d = defaultKeepAlive
	}
	return min(maxKeepAlive, (d + time.Second - 1).Truncate(time.Second))
}
