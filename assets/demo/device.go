package demo

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// Message is one message to publish, or a will.
type Message struct {
	Topic   string
	Payload []byte
	QoS     byte
	Retain  bool
}

// Life is how long a device keeps a connection and how long it stays away.
// The zero value stays connected.
type Life struct {
	Up   time.Duration // then it drops the connection without DISCONNECT, so that its will fires
	Down time.Duration // then it connects again
}

// Device is one simulated MQTT client. Some stand for a gateway with many
// devices behind it, as in the field.
//
// For every connection call [Device.Connect] first, send the will in CONNECT
// and publish the birth messages once connected; then call [Device.Step] again
// and again. The methods of one device belong to one goroutine; two devices
// share nothing.
type Device struct {
	Name        string   // short and unique, such as "zigbee-house"
	ClientID    string   // unique in the fleet
	Description string   // one sentence for a person
	Filters     []string // what it subscribes to; deliveries go to [Device.Receive]
	Life        Life

	rng     *rand.Rand
	tasks   []*task
	connect func(now time.Time)
	will    func(now time.Time) Message
	birth   func(now time.Time) []Message
	receive func(now time.Time, topic string, payload []byte) []Message
}

// task is something a device does again and again.
type task struct {
	every time.Duration
	due   time.Time
	ran   bool // since the connection began
	run   func(now time.Time) []Message
}

const (
	firstWithin = 4 * time.Second // every task runs once so soon after connecting
	jitter      = 0.05            // share of an interval by which it varies, either way
)

// newDevice gives a device its own randomness, so that adding one to the fleet
// changes none of the others.
func newDevice(seed uint64, name, clientID, description string) *Device {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	return &Device{
		Name:        name,
		ClientID:    clientID,
		Description: description,
		rng:         rand.New(rand.NewPCG(seed, h.Sum64())),
	}
}

// every has the device run something at an interval.
func (d *Device) every(interval time.Duration, run func(now time.Time) []Message) {
	d.tasks = append(d.tasks, &task{every: interval, run: run})
}

// Connect begins a connection. It returns the will to put into CONNECT, nil
// when the device has none, and what to publish first once connected.
func (d *Device) Connect(now time.Time) (will *Message, birth []Message) {
	if d.connect != nil {
		d.connect(now)
	}
	for _, t := range d.tasks {
		t.ran = false
		t.due = now.Add(d.share(min(t.every, firstWithin)))
	}
	if d.will != nil {
		w := d.will(now)
		will = &w
	}
	if d.birth != nil {
		birth = d.birth(now)
	}
	return will, birth
}

// Step returns the messages that are due, in order, and how long to wait
// before calling again. What was missed while nobody called is left out.
func (d *Device) Step(now time.Time) (messages []Message, next time.Duration) {
	for {
		t := d.earliest()
		if t == nil {
			return messages, time.Hour
		}
		if wait := t.due.Sub(now); wait > 0 {
			return messages, wait
		}
		messages = append(messages, t.run(now)...)
		d.plan(t, now)
	}
}

// Receive takes a message that one of the Filters matched and returns the
// device's answer.
func (d *Device) Receive(now time.Time, topic string, payload []byte) []Message {
	if d.receive == nil {
		return nil
	}
	return d.receive(now, topic, payload)
}

func (d *Device) earliest() *task {
	var first *task
	for _, t := range d.tasks {
		if first == nil || t.due.Before(first.due) {
			first = t
		}
	}
	return first
}

// plan sets when a task that has just run is due again. The second run falls
// anywhere in the interval: after the quick first round the tasks spread out
// instead of keeping step.
func (d *Device) plan(t *task, now time.Time) {
	if !t.ran {
		t.ran = true
		t.due = now.Add(t.every/5 + d.share(t.every*4/5))
		return
	}
	vary := 1 + jitter*(2*d.rng.Float64()-1)
	t.due = t.due.Add(time.Duration(float64(t.every) * vary))
	if !t.due.After(now) {
		t.due = now.Add(t.every)
	}
}

// share is a random part of a duration.
func (d *Device) share(of time.Duration) time.Duration {
	return time.Duration(d.rng.Float64() * float64(of))
}
