package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"mangrove/assets/demo"
	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/server"
	"mangrove/model"
)

// demoSeed makes every demo the same one.
const demoSeed = 1

// demoBox is a built-in broker with simulated devices connected to it.
type demoBox struct {
	*server.Broker
	stop    context.CancelFunc
	devices sync.WaitGroup
}

// startDemo starts the built-in broker on a free port of this machine and the
// devices, and says how to connect to it.
func startDemo(log *slog.Logger) (broker.Box, broker.Profile, error) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0", Log: log, Tell: logEvents(log), Refusal: explain.WillRefused})
	if err != nil {
		return nil, broker.Profile{}, err
	}
	return playDemo(b, log)
}

// playDemo connects the demo's devices to a built-in broker, and says how to
// connect to it. Both end with what it returns, or with the error.
func playDemo(b *server.Broker, log *slog.Logger) (broker.Box, broker.Profile, error) {
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		return nil, broker.Profile{}, errors.Join(err, b.Close())
	}
	ctx, stop := context.WithCancel(context.Background())
	d := &demoBox{Broker: b, stop: stop}
	for i, device := range demo.Fleet(demoSeed) {
		profile := p
		profile.Version = []broker.Version{broker.V5, broker.V311}[i%2]
		d.devices.Add(1)
		go func() { // ends when stop is called
			defer d.devices.Done()
			runDevice(ctx, device, profile, log)
		}()
	}
	return d, p, nil
}

// Close ends the devices and then the broker.
func (d *demoBox) Close() error {
	d.stop()
	d.devices.Wait()
	return d.Broker.Close()
}

// runDevice plays one device, connection after connection, until ctx ends.
func runDevice(ctx context.Context, d *demo.Device, p broker.Profile, log *slog.Logger) {
	for ctx.Err() == nil {
		if err := liveOnce(ctx, d, p); err != nil {
			log.Warn("a simulated device failed", "device", d.Name, "error", err)
		}
		wait(ctx, max(d.Life.Down, time.Second))
	}
}

// liveOnce plays one life of a device, which ends by itself or with ctx.
func liveOnce(ctx context.Context, d *demo.Device, p broker.Profile) error {
	if d.Life.Up > 0 {
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, d.Life.Up)
		defer end()
	}
	if err := connectDevice(ctx, d, p); ctx.Err() == nil {
		return err
	}
	return nil
}

// publication is a device's message as a session takes it.
func publication(m demo.Message) broker.Publication {
	return broker.Publication{Topic: m.Topic, Payload: m.Payload, QoS: m.QoS, Retain: m.Retain}
}

// connectDevice plays one connection of a device. When its life is over it
// falls silent without a DISCONNECT, as at a power cut, so that the broker
// publishes its will.
func connectDevice(ctx context.Context, d *demo.Device, p broker.Profile) error {
	will, birth := d.Connect(time.Now())
	p.ClientID, p.Once = d.ClientID, true // connecting again takes a new will and birth
	if will != nil {
		p.Will = &broker.Will{Publication: publication(*will)}
	}
	for _, f := range d.Filters {
		p.Subscriptions = append(p.Subscriptions, broker.Subscription{Filter: f, QoS: 1})
	}
	inbox := make(deviceInbox, 64)
	s := client.Open(p, inbox, client.Options{})
	defer s.Abandon()
	if err := untilConnected(ctx, s); err != nil {
		return err
	}
	next := time.NewTimer(0)
	defer next.Stop()
	messages := birth
	for {
		for _, m := range messages {
			if _, err := s.Publish(ctx, publication(m)); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case m := <-inbox:
			messages = d.Receive(time.Now(), m.Topic, m.Payload)
		case <-next.C:
			var pause time.Duration
			messages, pause = d.Step(time.Now())
			next.Reset(pause)
		}
	}
}

// untilConnected waits for a session's first connection.
func untilConnected(ctx context.Context, s broker.Session) error {
	for s.Status().Phase != broker.Connected {
		if !wait(ctx, 20*time.Millisecond) {
			return ctx.Err()
		}
	}
	return nil
}

// wait returns after a time, or false when ctx ended before.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// deviceInbox hands what a device receives to the goroutine that plays it. A
// command that finds it full is lost, as on a busy device.
type deviceInbox chan demo.Message

// Apply implements model.Sink.
func (i deviceInbox) Apply(b model.Batch) {
	for _, m := range b.Messages {
		select {
		case i <- demo.Message{Topic: string(m.Topic), Payload: append([]byte{}, m.Payload...)}:
		default:
		}
	}
}

// Lost implements model.Sink.
func (deviceInbox) Lost(int) {}

func (deviceInbox) Interrupted(time.Time, time.Time) {}
