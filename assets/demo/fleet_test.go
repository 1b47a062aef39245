package demo

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"strconv"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"mangrove/model"
)

// start is when the simulated clock begins in these tests: a Wednesday morning.
var start = time.Date(2026, 3, 4, 8, 30, 0, 0, time.FixedZone("CET", 3600))

// event is one message that reached the broker.
type event struct {
	at     time.Time
	device *Device
	source source
	Message
}

// source is why a message was sent.
type source int

const (
	fromBirth source = iota
	fromStep
	fromAnswer
	fromWill
)

// field runs a fleet on a simulated clock, as the program does on the real
// one, and delivers what devices subscribe to.
type field struct {
	now     time.Time
	clients []*client
	events  []event
}

// client is one device and its connection.
type client struct {
	*Device
	up    bool
	will  *Message
	next  time.Time // when Step wants to be called
	until time.Time // when it drops or returns, if it has a life
}

// hourLong is an hour of the fleet, shared by the tests that need one.
var hourLong = sync.OnceValue(func() *field { return simulate(3, time.Hour) })

func simulate(seed uint64, d time.Duration) *field {
	f := &field{now: start}
	for _, dev := range Fleet(seed) {
		f.clients = append(f.clients, &client{Device: dev})
	}
	for _, c := range f.clients {
		f.connect(c)
	}
	for end := start.Add(d); f.now.Before(end); f.now = f.nextMoment(end) {
		for _, c := range f.clients {
			f.turn(c)
		}
	}
	return f
}

// nextMoment is when something happens next, at the latest the end.
func (f *field) nextMoment(end time.Time) time.Time {
	next := end
	for _, c := range f.clients {
		if c.up && c.next.Before(next) {
			next = c.next
		}
		if c.Life.Up > 0 && c.until.Before(next) {
			next = c.until
		}
	}
	return next
}

func (f *field) connect(c *client) {
	will, birth := c.Connect(f.now)
	c.up, c.will, c.next, c.until = true, will, f.now, f.now.Add(c.Life.Up)
	f.publish(c, fromBirth, birth)
}

func (f *field) turn(c *client) {
	if c.Life.Up > 0 && !c.until.After(f.now) {
		if !c.up {
			f.connect(c)
			return
		}
		c.up, c.until = false, f.now.Add(c.Life.Down)
		f.events = append(f.events, event{f.now, c.Device, fromWill, *c.will})
	}
	if c.up && !c.next.After(f.now) {
		messages, wait := c.Step(f.now)
		c.next = f.now.Add(wait)
		f.publish(c, fromStep, messages)
	}
}

func (f *field) publish(from *client, why source, messages []Message) {
	for _, m := range messages {
		f.events = append(f.events, event{f.now, from.Device, why, m})
		for _, c := range f.clients {
			for _, filter := range c.Filters {
				if c.up && model.Match(filter, m.Topic) {
					f.publish(c, fromAnswer, c.Receive(f.now, m.Topic, m.Payload))
				}
			}
		}
	}
}

// kinds say what the payloads of a topic are. The first filter that matches
// counts, and every topic of the fleet must match one.
var kinds = []struct{ filter, kind string }{
	{"zigbee2mqtt/+/set/+", "any"},
	{"zigbee2mqtt/#", "json"},
	{"homeassistant/status", "text"},
	{"homeassistant/#", "json"},
	{"cmnd/+/POWER", "any"},
	{"tele/+/LWT", "text"},
	{"tele/#", "json"},
	{"stat/+/POWER", "text"},
	{"stat/+/RESULT", "json"},
	{"tasmota/discovery/#", "json"},
	{"spBv1.0/STATE/+", "json"},
	{"spBv1.0/#", "sparkplug"},
	{"v3/farm@ttn/devices/+/up", "json"},
	{"v3/farm@ttn/devices/+/join", "json"},
	{"home/gateway/online", "bool"},
	{"home/gateway/version", "text"},
	{"home/gateway/+", "time"},
	{"home/garage/door_closed", "bool"},
	{"home/garage/last_opened", "time"},
	{"home/porch/light", "text"},
	{"home/+/temperature", "number"},
	{"home/power/+", "number"},
	{"office/clock/iso", "time"},
	{"office/+/occupied", "bool"},
	{"office/#", "number"},
	{"공장/설정/작업조", "json"},
	{"공장/설정/이름", "text"},
	{"공장/게이트웨이/연결", "text"},
	{"공장/+/상태", "json"},
	{"공장/+/알림", "text"},
	{"공장/#", "number"},
	{"frigate/yard/person/snapshot", "jpeg"},
	{"frigate/yard/person", "number"},
	{"frigate/events", "json"},
	{"frigate/stats", "json"},
	{"frigate/#", "text"},
	{"camera/gate/online", "bool"},
	{"camera/gate/last_snapshot", "time"},
	{"camera/gate/snapshot", "png"},
	{"factory/press1/raw", "raw"},
	{"acme/plant2/packing/line1/edge/status", "text"},
	{"acme/#", "json"},
	{"site/config/#", "json"},
}

func TestEveryTopicAndPayload(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range simulate(1, 5*time.Minute).events {
		if err := model.CheckTopic(e.Topic); err != nil {
			t.Fatalf("%s publishes to %q: %v", e.device.Name, e.Topic, err)
		}
		if e.QoS > 2 {
			t.Errorf("%s: QoS %d", e.Topic, e.QoS)
		}
		kind := ""
		for _, k := range kinds {
			if model.Match(k.filter, e.Topic) {
				kind = k.kind
				seen[k.filter] = true
				break
			}
		}
		check := checks[kind]
		if check == nil {
			t.Fatalf("no kind of payload is known for %s", e.Topic)
		}
		if err := check(e.Payload); err != nil {
			t.Errorf("%s is not %s: %v\n%q", e.Topic, kind, err, e.Payload)
		}
	}
	for _, k := range kinds {
		if !seen[k.filter] && k.kind != "any" {
			t.Errorf("nothing was published for %s", k.filter)
		}
	}
}

// checks say whether a payload is of a kind.
var checks = map[string]func(payload []byte) error{
	"any":    func([]byte) error { return nil },
	"json":   func(p []byte) error { var v any; return json.Unmarshal(p, &v) },
	"number": func(p []byte) error { _, err := strconv.ParseFloat(string(p), 64); return err },
	"bool":   func(p []byte) error { _, err := strconv.ParseBool(string(p)); return err },
	"time":   func(p []byte) error { _, err := time.Parse(time.RFC3339, string(p)); return err },
	"text": func(p []byte) error {
		if len(p) == 0 || !utf8.Valid(p) || json.Valid(p) {
			return errors.New("empty, not UTF-8, or JSON")
		}
		return nil
	},
	"jpeg":      func(p []byte) error { return checkPicture(jpeg.Decode(bytes.NewReader(p))) },
	"png":       func(p []byte) error { return checkPicture(png.Decode(bytes.NewReader(p))) },
	"sparkplug": func(p []byte) error { _, err := decodeSparkplug(p); return err },
	"raw": func(p []byte) error {
		if sum := binary.LittleEndian.Uint16(p[rawSize-2:]); sum != crc16(p[:rawSize-2]) {
			return fmt.Errorf("the checksum is %#04x, not %#04x", sum, crc16(p[:rawSize-2]))
		}
		return nil
	},
}

func checkPicture(img image.Image, err error) error {
	if err == nil && img.Bounds() != image.Rect(0, 0, sceneWidth, sceneHeight) {
		return fmt.Errorf("its bounds are %v", img.Bounds())
	}
	return err
}

func TestIdentities(t *testing.T) {
	names, clients := map[string]bool{}, map[string]bool{}
	for _, d := range Fleet(1) {
		if names[d.Name] || clients[d.ClientID] || d.Name == "" || d.ClientID == "" || d.Description == "" {
			t.Errorf("%q as %q (%q) is not unique or not complete", d.Name, d.ClientID, d.Description)
		}
		names[d.Name], clients[d.ClientID] = true, true
		for _, filter := range d.Filters {
			if err := model.CheckFilter(filter); err != nil {
				t.Errorf("%s subscribes to %q: %v", d.Name, filter, err)
			}
		}
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	a, b, c := simulate(7, 3*time.Minute), simulate(7, 3*time.Minute), simulate(8, 3*time.Minute)
	if len(a.events) != len(b.events) {
		t.Fatalf("the same seed gave %d and %d messages", len(a.events), len(b.events))
	}
	for i := range a.events {
		x, y := a.events[i], b.events[i]
		if !x.at.Equal(y.at) || x.Topic != y.Topic || x.QoS != y.QoS || x.Retain != y.Retain || !bytes.Equal(x.Payload, y.Payload) {
			t.Fatalf("message %d differs:\n%s %s %q\n%s %s %q", i, x.at, x.Topic, x.Payload, y.at, y.Topic, y.Payload)
		}
	}
	differ := 0
	for i := range min(len(a.events), len(c.events)) {
		if !bytes.Equal(a.events[i].Payload, c.events[i].Payload) {
			differ++
		}
	}
	if differ < len(a.events)/2 {
		t.Errorf("another seed changed only %d of %d messages", differ, len(a.events))
	}
}

func TestRateOverAnHour(t *testing.T) {
	const window = 10 * time.Second
	f := hourLong()
	windows := make([]int, int(time.Hour/window))
	each := map[*Device]int{}
	size := 0
	for _, e := range f.events {
		each[e.device]++
		size += len(e.Payload)
		windows[e.at.Sub(start)/window]++
	}
	for _, d := range f.clients {
		t.Logf("%-18s %6.2f/s", d.Name, float64(each[d.Device])/3600)
	}
	t.Logf("%-18s %6.2f/s, %.1f kB/s", "all", float64(len(f.events))/3600, float64(size)/3.6e6)
	for i, n := range windows[1:] { // the first one has the births
		if rate := float64(n) / window.Seconds(); rate < 30 || rate > 60 {
			t.Errorf("%.1f messages/s after %v", rate, time.Duration(i+1)*window)
		}
	}
}

func TestNobodyStarves(t *testing.T) {
	f := hourLong()
	last := map[*Device]time.Time{}
	quiet := map[*Device]time.Duration{}
	topics := map[string]int{}
	for _, e := range f.events {
		if before, ok := last[e.device]; ok {
			quiet[e.device] = max(quiet[e.device], e.at.Sub(before))
		}
		last[e.device] = e.at
		topics[e.Topic]++
	}
	for _, d := range f.clients {
		if len(d.tasks) == 0 {
			continue // it only says that it is there
		}
		if quiet[d.Device] > 40*time.Second || f.now.Sub(last[d.Device]) > 40*time.Second {
			t.Errorf("%s was quiet for %v", d.Name, max(quiet[d.Device], f.now.Sub(last[d.Device])))
		}
	}
	for _, e := range f.events {
		if e.source == fromStep && topics[e.Topic] < 5 {
			t.Errorf("%s came only %d times in an hour", e.Topic, topics[e.Topic])
		}
	}
	if len(topics) < 180 || len(topics) > 400 {
		t.Errorf("%d topics; the demo's tree should fill a few screens", len(topics))
	}
}

func TestTreeFillsAtOnce(t *testing.T) {
	early := map[string]bool{}
	for _, e := range simulate(5, 15*time.Second).events {
		early[e.Topic] = true
	}
	for _, topic := range []string{
		"zigbee2mqtt/hall_sensor", "zigbee2mqtt/garden/soil", "tele/washer_plug/SENSOR", "spBv1.0/Plant2/DDATA/Edge1/Press1",
		"v3/farm@ttn/devices/weather-mast/up", "home/power/grid_w", "공장/1라인/온도", "camera/gate/snapshot", "factory/press1/raw",
		"acme/plant2/packing/line1/oee", "site/config/timezone", "office/meeting1/co2", "frigate/stats", "zigbee2mqtt/bridge/health",
	} {
		if !early[topic] {
			t.Errorf("%s is not there within 15 s", topic)
		}
	}
}
