package client

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/model"
)

// counter is the cheapest of sinks.
type counter struct {
	messages atomic.Uint64
	bytes    uint64
	want     uint64
	done     chan struct{}
}

// Apply counts, and looks at every message once.
func (c *counter) Apply(b model.Batch) {
	for _, m := range b.Messages {
		c.bytes += uint64(len(m.Topic) + len(m.Payload))
	}
	if c.messages.Add(uint64(len(b.Messages))) == c.want {
		close(c.done)
	}
}

// Lost is never called.
func (c *counter) Lost(int) { panic("a message was lost") }

func (*counter) Interrupted(time.Time, time.Time) {}

// recording is one message on each of topics, as a broker of version sends them:
// 40 bytes of topic, 100 of payload.
func recording(version broker.Version, topics int) []byte {
	var b []byte
	payload := strings.Repeat("0123456789", 10)
	for i := range topics {
		b = append(b, wiretest.Message(version, 0, 0).Packet(fmt.Sprintf("plant/line%02d/machine%04d/sensor/value%05d", i%20, i%1000, i), payload)...)
	}
	return b
}

// stocked is a store that says when it has taken in what is wanted.
type stocked struct {
	*model.Store
	taken uint64
	want  uint64
	done  chan struct{}
}

func stock(want uint64) *stocked {
	return &stocked{Store: model.NewStore(model.Options{}), want: want, done: make(chan struct{})}
}

// Apply counts what is applied.
func (s *stocked) Apply(b model.Batch) {
	s.Store.Apply(b)
	if s.taken += uint64(len(b.Messages)); s.taken >= s.want && s.taken-uint64(len(b.Messages)) < s.want {
		close(s.done)
	}
}

// await waits until everything is there, or for so long that the rest is lost.
func (s *stocked) await(patience time.Duration) {
	lost := time.NewTimer(patience)
	defer lost.Stop()
	select {
	case <-s.done:
	case <-lost.C:
	}
}

// BenchmarkWireReader is a whole session, from the socket to a store of 10,000
// topics, against a broker that sends a recorded stream as fast as it is taken.
// The broker's work is part of the figure: it runs on the same machine.
func BenchmarkWireReader(b *testing.B) {
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		b.Run("plain/"+version.String(), func(b *testing.B) { blast(b, version, nil) })
	}
	certificates := brokertest.NewCertificates(b, brokertest.Names{})
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		b.Run("tls/"+version.String(), func(b *testing.B) { blast(b, version, certificates) })
	}
}

func blast(b *testing.B, version broker.Version, certificates *brokertest.Certificates) {
	const topics = 10_000
	stream := recording(version, topics)
	rounds := b.N/topics + 1
	start := make(chan struct{})
	var config *tls.Config
	if certificates != nil {
		config = certificates.Server(b)
	}
	f := startFake(b, config, func(p *peer) {
		p.welcome()
		<-start
		for range rounds {
			if _, err := p.Write(stream); err != nil {
				return
			}
		}
		p.serve(nil) // until the session is closed
	})
	sink := stock(uint64(rounds * topics))
	profile := f.profile("mqtt", version)
	if certificates != nil {
		profile.Address.Scheme = "mqtts"
		profile.TLS = &tls.Config{RootCAs: certificates.Pool, MinVersion: tls.VersionTLS12}
	}
	s := Open(profile, sink, Options{})
	defer s.Close()
	reaches(b, s, broker.Connected)

	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	used := processorTime(b)
	b.ResetTimer()
	close(start)
	sink.await(time.Minute)
	b.StopTimer()
	used = processorTime(b) - used
	runtime.ReadMemStats(&after)
	intake := sink.Intake()
	b.ReportMetric(float64(intake.Applied)/b.Elapsed().Seconds(), "messages/s")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(sink.want), "allocs/message")
	b.ReportMetric(float64(used.Nanoseconds())/1e3/float64(sink.want), "cpu-us/message")
	b.ReportMetric(float64(sink.want)-float64(intake.Applied), "lost")
	b.ReportMetric(float64(s.Received())-float64(intake.Received), "uncounted")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkThroughMosquitto is a live flood from one publisher, which Mosquitto
// passes on a packet at a time.
func BenchmarkThroughMosquitto(b *testing.B) {
	mosquitto := brokertest.Start(b, brokertest.Options{})
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		b.Run(version.String(), func(b *testing.B) {
			profile, err := broker.ParseURL(mosquitto.URL())
			if err != nil {
				b.Fatal(err)
			}
			profile.Version, profile.Once = version, true
			profile.Subscriptions = []broker.Subscription{{Filter: "plant/#"}}
			const topics = 1000
			rounds := b.N/topics + 1
			sink := &counter{want: uint64(rounds * topics), done: make(chan struct{})}
			s := Open(profile, sink, Options{})
			defer s.Close()
			answered(b, s)
			conn, err := net.Dial("tcp", mosquitto.HostPort())
			if err != nil {
				b.Fatal(err)
			}
			defer conn.Close()
			_, _ = conn.Write(wiretest.Packet(0x10, []byte("\x00\x04MQTT\x04\x02\x00\x00\x00\x00")))
			stream := recording(broker.V311, topics)
			before := processorTime(b)
			b.ResetTimer()
			for range rounds {
				if _, err := conn.Write(stream); err != nil {
					b.Fatal(err)
				}
			}
			lost := time.NewTimer(time.Minute)
			defer lost.Stop()
			select {
			case <-sink.done:
			case <-lost.C:
				b.Errorf("%d of %d messages arrived", sink.messages.Load(), sink.want)
			}
			b.StopTimer()
			b.ReportMetric(float64(sink.want)/b.Elapsed().Seconds(), "messages/s")
			b.ReportMetric(float64(processorTime(b)-before)/1e3/float64(sink.want), "cpu-us/message")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// processorTime is what this process has used; that includes the publisher.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	return brokertest.UsageOf(b, os.Getpid()).Processor
}

// BenchmarkRoundTrip publishes one message after the other at QoS 1: what the
// pacing of the reads must not delay.
func BenchmarkRoundTrip(b *testing.B) {
	mosquitto := brokertest.Start(b, brokertest.Options{})
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		b.Run(version.String(), func(b *testing.B) {
			profile, err := broker.ParseURL(mosquitto.URL())
			if err != nil {
				b.Fatal(err)
			}
			profile.Version, profile.Once = version, true
			s := Open(profile, &wiretest.Keeper{}, Options{})
			defer s.Close()
			reaches(b, s, broker.Connected)
			for b.Loop() {
				if _, err := s.Publish(b.Context(), broker.Publication{Topic: "t", Payload: []byte("x"), QoS: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
