package wire

import (
	"errors"
	"fmt"
	"net"

	"mangrove/broker"
	"mangrove/broker/client/internal/transport"
	"mangrove/broker/packet"
)

// ErrClosedHere is what the library reads after we closed the connection ourselves.
// The system's own words for it would make paho.mqtt.golang think that it was
// closing already, and wait for ever.
var ErrClosedHere = errors.New("the connection was ended on this side")

// ErrOlder marks an answer of a broker that does not know MQTT 5.
var ErrOlder = errors.New("the broker answered in an older version")

// classify says what the end of the stream means, by how far things had come.
func (w *Conn) classify(err error) error {
	switch {
	case w.closed.Load(), errors.Is(err, net.ErrClosed):
		return ErrClosedHere
	case errors.Is(err, broker.ErrSilent), errors.Is(err, broker.ErrMalformed):
		return err
	case w.open:
		return fmt.Errorf("%w: %w", broker.ErrLost, err)
	case transport.IsTimeout(err):
		return fmt.Errorf("%w: %w", broker.ErrNoAnswer, err)
	case transport.IsHangUp(err) && (w.end == 0 || w.buf[0] == packet.Connack<<4):
		return fmt.Errorf("%w: %w", broker.ErrHungUp, err)
	case transport.IsHangUp(err):
		return &broker.Found{Kind: broker.ErrNotMQTT, Code: broker.ClosedAfter, Number: w.end}
	}
	return fmt.Errorf("%w: %w", broker.ErrLost, err)
}

func tooBig(size, limit int) error {
	return &broker.Found{Kind: broker.ErrPacketTooBig, Code: broker.PacketSize, Number: size, Limit: limit}
}
