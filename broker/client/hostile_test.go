package client

import (
	"bytes"
	"context"
	"log/slog"
	"math"
	"net"
	"net/url"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/model/printable"
)

// mark is a secret of the connections of these tests.
const mark = "s3cr3t-of-mine"

// harmful is 60 kB of what a terminal would obey, with a secret in it.
var harmful = strings.Repeat("\x1b[31m\u202e\u009b1m\u200b "+mark+" words ", 60_000/30)[:60_000]

// quiet is the part of a text that nobody may see.
func quiet(t *testing.T, what, said string, most int) {
	t.Helper()
	if strings.Contains(said, mark) {
		t.Errorf("%s has the secret: %.300q", what, said)
	}
	for line := range strings.Lines(said) {
		if len(line) > most {
			t.Errorf("%s has a line of %d bytes: %.100q", what, len(line), line)
		}
	}
}

// TestHostileBrokers: whatever a broker does, a session ends or goes on with a
// sentence, can be closed, and takes little memory; nothing that it says is long,
// is obeyed by a terminal or shows a secret that it was sent.
func TestHostileBrokers(t *testing.T) {
	for _, harm := range brokertest.Harms(harmful) {
		if harm.Heavy && testing.Short() {
			continue
		}
		t.Run(harm.Name, func(t *testing.T) {
			host, port, err := net.SplitHostPort(brokertest.Listen(t, harm.Serve))
			if err != nil {
				t.Fatal(err)
			}
			number, _ := strconv.Atoi(port)
			profile := broker.Profile{
				Address:  broker.Address{Scheme: harm.Scheme, Host: host, Port: number, Path: "/mqtt", Query: "token=" + mark},
				Username: "user", Password: mark, ConnectTimeout: 500 * time.Millisecond, Once: true, MaxPacket: 70_000_000,
				Subscriptions: []broker.Subscription{{Filter: "#"}},
			}
			var log bytes.Buffer // of one handler, which locks it
			before := heap()
			store := model.NewStore(model.Options{Budget: 8_000_000, Topics: 10_000})
			s := Open(profile, store, Options{Log: slog.New(slog.NewTextHandler(printable.NewWriter(&log), &slog.HandlerOptions{Level: slog.LevelDebug}))})
			eventually(t, func() bool { return settledDown(s.Status()) || s.Received() > 1_000_000 }, func() any { return s.Status() })
			soon, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			_, _ = s.Publish(soon, broker.Publication{Topic: "t", QoS: 1})
			status := s.Status()
			if grown := heap() - before; grown > 300<<20 {
				t.Errorf("it takes %d MB of memory", grown>>20)
			}
			_ = s.Close()
			said := explain.Error(status.Problem, profile.Address)
			for _, grant := range status.Subscriptions {
				said += explain.Error(grant.Denied, profile.Address)
			}
			if status.Phase == broker.Stopped && said == "" {
				t.Error("it ended without a sentence")
			}
			quiet(t, "the sentence", said, 2*broker.LongestText+100)
			if printable.Text(said) != said {
				t.Errorf("the sentence is obeyed by terminals: %.200q", said)
			}
			if status.Problem != nil {
				quiet(t, "the error", status.Problem.Error(), broker.LongestText+500)
			}
			quiet(t, "the log", log.String(), printable.LargestLine+50)
			quiet(t, "the client id", status.ClientID, broker.LongestText+50)
			if in := store.Intake(); in.Received != s.Received() {
				t.Errorf("%d messages were received, the store knows of %d", s.Received(), in.Received)
			}
			t.Logf("%v: %.150s", status.Phase, said)
		})
	}
}

// TestHostileProxies: what HTTP servers of that kind answer is no worse from a proxy,
// nor is what speaks no SOCKS.
func TestHostileProxies(t *testing.T) {
	for _, harm := range brokertest.Harms(harmful) {
		kind := map[string]string{"ws": "http", "mqtt": "socks5"}[harm.Scheme]
		if kind == "" || harm.Heavy {
			continue
		}
		t.Run(kind+" "+harm.Name, func(t *testing.T) {
			t.Parallel()
			profile := broker.Profile{
				Address: broker.Address{Scheme: "mqtt", Host: "broker.example", Port: 1883}, ConnectTimeout: 500 * time.Millisecond, Once: true,
				Way: broker.Way{Proxy: &url.URL{Scheme: kind, Host: brokertest.Listen(t, harm.Serve), User: url.UserPassword("user", mark)}},
			}
			problem := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped).Problem
			quiet(t, "the sentence", explain.Error(problem, profile.Address), broker.LongestText+100)
			quiet(t, "the error", problem.Error(), broker.LongestText+500)
		})
	}
}

// settledDown reports that a session has ended, or has all its answers.
func settledDown(status broker.Status) bool {
	for _, grant := range status.Subscriptions {
		if !grant.Answered && grant.Denied == nil {
			return status.Phase == broker.Stopped
		}
	}
	return status.Phase == broker.Stopped || status.Phase == broker.Connected
}

// heap is the memory in use, garbage included.
func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64))
}

// connackProperties are those that a CONNACK may have (MQTT 5, 2.2.2.2).
var connackProperties = []byte{
	0x11, 0x12, 0x13, 0x15, 0x16, 0x1A, 0x1C, 0x1F, 0x21, 0x22, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A,
}

// TestOddPropertiesReachTheLibrary, which must stand them: those that CONNACK and
// SUBACK may have.
func TestOddPropertiesReachTheLibrary(t *testing.T) {
	blocks := make(chan []byte, 1) // one session after the other
	f := startFake(t, nil, func(p *peer) {
		properties := <-blocks
		p.welcome(properties...)
		_, body := p.read()
		if len(body) > 2 {
			p.write(wiretest.Packet(0x90, append(append(append(bytes.Clone(body[:2]), wiretest.AppendVarint(nil, len(properties))...), properties...), 0)))
		}
		p.serve(nil)
	})
	for _, odd := range brokertest.OddProperties() {
		if !slices.Contains(connackProperties, odd.ID) || strings.HasSuffix(odd.Name, "cut off") || strings.HasSuffix(odd.Name, "alone") {
			continue
		}
		profile := f.profile("mqtt", broker.V5)
		profile.Subscriptions = []broker.Subscription{{Filter: "a"}}
		blocks <- odd.Block
		s := openSession(profile, &wiretest.Keeper{})
		eventually(t, func() bool { return settledDown(s.Status()) }, func() any { return odd.Name })
		if status := s.Status(); status.Phase == broker.Stopped && explain.Error(status.Problem, profile.Address) == "" {
			t.Errorf("%s: no sentence", odd.Name)
		}
		_ = s.Close()
	}
}
