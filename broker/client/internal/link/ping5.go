package link

import (
	"context"
	"net"
	"time"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho/log"
)

// pinger asks for a sign of life before the keep alive is over, and leaves the
// waiting for it to the pulse: the library's own gives up after one keep alive,
// which PINGRESP may spend in a queue behind a flood.
type pinger struct{}

// Run sends PINGREQ until ctx ends, which is when the connection does.
func (pinger) Run(ctx context.Context, conn net.Conn, keepAlive uint16) error {
	if keepAlive == 0 {
		return nil
	}
	ticker := time.NewTicker(time.Duration(keepAlive) * time.Second * 3 / 4)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if _, err := packets.NewControlPacket(packets.PINGREQ).WriteTo(conn); err != nil {
				return err
			}
		}
	}
}

// PacketSent, PacketReceived, PingResp and SetDebug are of no use to a pinger
// that asks at fixed times.
func (pinger) PacketSent() {}

// PacketReceived: see PacketSent.
func (pinger) PacketReceived() {}

// PingResp: see PacketSent.
func (pinger) PingResp() {}

// SetDebug: see PacketSent.
func (pinger) SetDebug(log.Logger) {}
