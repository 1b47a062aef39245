package server

import (
	"log/slog"
	"testing"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
)

type allow struct{ mochi.HookBase }

func (*allow) Provides(b byte) bool { return b == mochi.OnConnectAuthenticate || b == mochi.OnACLCheck }
func (*allow) OnConnectAuthenticate(*mochi.Client, packets.Packet) bool { return true }
func (*allow) OnACLCheck(*mochi.Client, string, bool) bool { return true }

func BenchmarkStock(b *testing.B) {
	caps := mochi.NewDefaultServerCapabilities()
	caps.MaximumClientWritesPending = 2000000
	s := mochi.New(&mochi.Options{Capabilities: caps, Logger: slog.New(slog.DiscardHandler), ClientNetWriteBufferSize: 65536, ClientNetReadBufferSize: 65536})
	s.AddHook(new(allow), nil)
	l := listeners.NewTCP(listeners.Config{ID: "t", Address: "127.0.0.1:0"})
	s.AddListener(l)
	s.Serve()
	throughput(b, l.Address())
	s.Close()
}
