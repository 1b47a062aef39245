package server

import (
	"bytes"
	"io"
	"net"
	"testing"

	"mangrove/broker/brokertest"
)

// BenchmarkThroughput passes messages of 100 bytes at QoS 0 from one raw socket
// to another, through this broker and through Mosquitto.
func BenchmarkThroughput(b *testing.B) {
	here, err := Start(Options{Listen: "127.0.0.1:0"})
	if err != nil {
		b.Fatal(err)
	}
	defer here.Close()
	// Without its limits Mosquitto loses nothing in a flood either.
	there := brokertest.Start(b, brokertest.Options{Lines: []string{"max_queued_messages 0", "max_queued_bytes 0"}})
	for name, address := range map[string]string{"bundled": here.listener.Addr().String(), "mosquitto": there.HostPort()} {
		b.Run(name, func(b *testing.B) { throughput(b, address) })
	}
	if n := here.Stats().Dropped; n > 0 {
		b.Errorf("%d messages were dropped", n)
	}
}

func throughput(b *testing.B, address string) {
	sub, pub := raw(b, address, "sub"), raw(b, address, "pub")
	sub.subscribe(1, 0, "#")
	message := pub.publishPacket(0, 0, "a/topic/of/fifty/bytes/in/six/levels/0123456789ab", string(make([]byte, 100)))
	const batch = 500
	block := bytes.Repeat(message, batch)
	failed := make(chan error, 1)
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	b.ResetTimer()
	go func() {
		for left := b.N; left > 0; left -= batch {
			if _, err := pub.Write(block[:len(message)*min(left, batch)]); err != nil {
				failed <- err
				return
			}
		}
		failed <- nil
	}()
	if _, err := io.CopyN(io.Discard, sub.in, int64(b.N*len(message))); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if err := <-failed; err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// raw is a session with any broker.
func raw(b *testing.B, address, id string) *wire {
	b.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Close() })
	w := newWire(b, c)
	w.send(hello{id: id, version: 4}.packet())
	w.next(2)
	return w
}
