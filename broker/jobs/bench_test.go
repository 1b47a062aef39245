package jobs_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/server"
	"mangrove/model"
	"mangrove/model/decode/schemas"
)

// publisher is a session with the built-in broker.
func publisher(b *testing.B) broker.Session {
	b.Helper()
	s, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	p, err := broker.ParseURL(s.Address())
	if err != nil {
		b.Fatal(err)
	}
	session := client.Open(p, model.NewStore(model.Options{}), client.Options{})
	b.Cleanup(func() { _ = session.Close() })
	for end := time.Now().Add(patience); session.Status().Phase != broker.Connected; <-time.After(time.Millisecond) {
		if time.Now().After(end) {
			b.Fatal("no connection")
		}
	}
	return session
}

func messages(b *testing.B, qos byte) jobs.Step {
	b.Helper()
	m, err := draft.NewMaker(draft.Draft{Topic: "bench/t", Text: `{"n":{{counter}}}`, Template: true, QoS: qos}, &schemas.Shelf{})
	if err != nil {
		b.Fatal(err)
	}
	return jobs.Step{Maker: m}
}

// BenchmarkInterval is how well a job of 10 ms holds its interval for a minute: the mean of
// all, and how far the worst message was from its time.
func BenchmarkInterval(b *testing.B) {
	const every, length = 10 * time.Millisecond, time.Minute
	s := publisher(b)
	step := messages(b, 1)
	for b.Loop() {
		var mu sync.Mutex
		at := make([]time.Time, 0, length/every)
		step.Publish = func(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
			mu.Lock()
			at = append(at, time.Now())
			mu.Unlock()
			return s.Publish(ctx, p)
		}
		j := jobs.Start(b.Context(), s, jobs.Plan{Steps: []jobs.Step{step}, Every: every, Rounds: int(length / every), InFlight: 10})
		<-j.Done()
		if got := j.Status(); got.Published != int(length/every) || got.Problem != nil {
			b.Fatalf("%+v", got)
		}
		mean := at[len(at)-1].Sub(at[0]) / time.Duration(len(at)-1)
		worst := time.Duration(0)
		for i, t := range at {
			worst = max(worst, t.Sub(at[0].Add(time.Duration(i)*every)).Abs())
		}
		b.ReportMetric(max(mean-every, every-mean).Seconds()/every.Seconds()*100, "%-off")
		b.ReportMetric(float64(mean.Microseconds())/1000, "ms-mean")
		b.ReportMetric(float64(worst.Microseconds())/1000, "ms-worst")
	}
}

// BenchmarkFullSpeed is a job without an interval.
func BenchmarkFullSpeed(b *testing.B) {
	for _, c := range []struct {
		qos   byte
		under int
	}{{0, 1}, {1, 1}, {1, 10}, {2, 10}} {
		b.Run(fmt.Sprintf("QoS=%d/under_way=%d", c.qos, c.under), func(b *testing.B) {
			s := publisher(b)
			b.ResetTimer()
			j := jobs.Start(b.Context(), s, jobs.Plan{Steps: []jobs.Step{messages(b, c.qos)}, Rounds: 1, Burst: b.N, InFlight: c.under})
			<-j.Done()
			if got := j.Status(); got.Published != b.N {
				b.Fatalf("%+v", got)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
