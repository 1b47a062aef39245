package client

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
)

// flood is one subscriber's time with the retained messages of a broker.
type flood struct {
	took   time.Duration
	lost   int
	broker time.Duration // the broker's processor time
	client time.Duration // the subscriber's
}

// floodCount is how many retained messages there are.
const floodCount = 1_000_000

// BenchmarkRetainedFlood is 1,000,000 retained messages from a Mosquitto with
// its default limits, into a store. Mosquitto's own subscriber, which only
// prints them into nothing, is what the time is compared with.
func BenchmarkRetainedFlood(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("only /proc tells what the broker takes")
	}
	mosquitto := brokertest.Start(b, brokertest.Options{})
	retained{0, "plant/retained/value/%07d", floodCount}.publish(b, mosquitto.HostPort())
	var reference flood
	b.Run("mosquitto_sub", func(b *testing.B) {
		for range b.N {
			reference = mosquittoSub(b, mosquitto)
			reference.report(b)
		}
	})
	for _, version := range []broker.Version{broker.V311, broker.V5} {
		b.Run(version.String(), func(b *testing.B) {
			for range b.N {
				f := subscriber(b, mosquitto, version)
				f.report(b)
				if reference.took > 0 {
					b.ReportMetric(f.took.Seconds()/reference.took.Seconds(), "x-mosquitto_sub")
					b.ReportMetric(f.each()/reference.each(), "x-a-message")
				}
			}
		})
	}
}

// each is the time for one message that arrived, in seconds.
func (f flood) each() float64 { return f.took.Seconds() / float64(max(floodCount-f.lost, 1)) }

func (f flood) report(b *testing.B) {
	b.Helper()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(f.took.Seconds(), "s")
	b.ReportMetric(float64(f.lost), "lost")
	b.ReportMetric(f.broker.Seconds(), "broker-cpu-s")
	b.ReportMetric(f.client.Seconds(), "client-cpu-s")
}

// subscriber is one session of ours, asking as the window does.
func subscriber(b *testing.B, mosquitto *brokertest.Broker, version broker.Version) (f flood) {
	b.Helper()
	profile, err := broker.ParseURL(mosquitto.URL())
	if err != nil {
		b.Fatal(err)
	}
	profile.Version, profile.Once = version, true
	profile.Subscriptions = []broker.Subscription{{Filter: "#", QoS: broker.BestQoS}}
	sink := stock(floodCount)
	runtime.GC()
	before, own, start := mosquitto.Usage(), processorTime(b), time.Now()
	s := Open(profile, sink, Options{})
	sink.await(time.Minute)
	f.took = time.Since(start)
	f.client = processorTime(b) - own
	f.broker = mosquitto.Usage().Processor - before.Processor
	f.lost = floodCount - sink.Topics()
	if err := s.Close(); err != nil {
		b.Error(err)
	}
	return f
}

// mosquittoSub is mosquitto_sub, which does not say when it has lost the rest:
// it is over when it has read nothing for a while. How much it has read says
// how many messages those were, since all are of one length.
func mosquittoSub(b *testing.B, mosquitto *brokertest.Broker) (f flood) {
	b.Helper()
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer nowhere.Close()
	cmd := exec.Command("mosquitto_sub", "-p", strconv.Itoa(mosquitto.Port()), "-h", "127.0.0.1", "-t", "#", "-v")
	cmd.Stdout = nowhere
	before, start := mosquitto.Usage(), time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer cmd.Wait()         //nolint:errcheck // it is killed
	defer cmd.Process.Kill() //nolint:errcheck // it runs until then
	const silence = 2 * time.Second
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	var last brokertest.Usage
	for time.Since(start) < f.took+silence && time.Since(start) < time.Minute {
		<-poll.C
		if u := brokertest.UsageOf(b, cmd.Process.Pid); u.Received > last.Received {
			last, f.took = u, time.Since(start)
		}
	}
	f.client = last.Processor
	f.broker = mosquitto.Usage().Processor - before.Processor
	packet := len(wiretest.Message(broker.V311, 1, 0).Packet("plant/retained/value/0000000", "payload"))
	f.lost = floodCount - int(last.Received)/packet // what it read besides is less than a thousandth
	return f
}
