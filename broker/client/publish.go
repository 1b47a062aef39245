package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
	"mangrove/broker/packet"
)

// Publish sends one message, as [broker.Session] says.
func (s *Session) Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	if err := s.mayPublish(p); err != nil {
		return broker.Acknowledgement{}, err
	}
	c, err := s.current()
	if err != nil {
		return broker.Acknowledgement{}, err
	}
	if p.Properties != nil && c.version != broker.V5 {
		return broker.Acknowledgement{}, &broker.Unfit{Err: broker.ErrUnsupported, Code: broker.PropertiesNeedV5, Version: c.version}
	}
	if err := c.limits.check(p, c.version); err != nil {
		return broker.Acknowledgement{}, err
	}
	// The library may go on writing after ctx has ended, when the caller is
	// free to change the payload.
	p.Payload = bytes.Clone(p.Payload)
	began := time.Now()
	ctx, cancel := confirmedWithin(ctx, p)
	defer cancel()
	if p.QoS > 0 {
		err = c.wire.AwaitResent(ctx)
	}
	var answer broker.Acknowledgement
	if err == nil {
		answer, err = c.Publish(ctx, p)
	}
	if errors.Is(err, context.DeadlineExceeded) && p.QoS > 0 {
		err = &broker.Unanswered{Packet: "PUBLISH", Subjects: []string{packet.Clip(p.Topic)}, After: time.Since(began), Err: err}
	}
	if err != nil {
		return broker.Acknowledgement{}, fmt.Errorf("publishing to %q: %w", packet.Clip(p.Topic), err)
	}
	return answer, nil
}

// mayPublish finds what no connection would change.
func (s *Session) mayPublish(p broker.Publication) error {
	if err := checkPublication(p); err != nil {
		return err
	}
	if s.readOnly.Load() {
		return fmt.Errorf("publishing to %q: %w", packet.Clip(p.Topic), broker.ErrReadOnly)
	}
	return nil
}

// What a publish may take when its caller does not say: the time for an answer,
// and that for the payload on a slow line.
const (
	confirmation = time.Minute
	slowLine     = 16 << 10 // bytes a second
)

// confirmedWithin gives a wait without an end one.
func confirmedWithin(ctx context.Context, p broker.Publication) (context.Context, context.CancelFunc) {
	if _, ends := ctx.Deadline(); ends {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, confirmation+time.Duration(len(p.Payload)/slowLine)*time.Second)
}

// check finds what the broker announced not to take, before it is sent: a
// broker may end the connection over it.
func (l limits) check(p broker.Publication, version broker.Version) error {
	switch size := link.PublishSize(p, version); {
	case p.QoS > l.MaxQoS:
		return &broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.AboveMaxQoS, Limit: int(l.MaxQoS)} // [MQTT-3.2.2-11]
	case p.Retain && l.NoRetain:
		return &broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.RetainNotKept} // [MQTT-3.2.2-14]
	case p.Properties != nil && int(p.Properties.TopicAlias) > l.TopicAliases:
		return &broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.AboveTopicAliases, Number: int(p.Properties.TopicAlias), Limit: l.TopicAliases} // [MQTT-3.3.2-9]
	case l.MaxPacket > 0 && size > l.MaxPacket:
		return &broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.MessageTooLarge, Number: size, Limit: l.MaxPacket} // [MQTT-3.2.2-15]
	case size > packet.MaxSize:
		return &broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.BeyondMQTT}
	}
	return nil
}
