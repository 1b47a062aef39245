package device

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
)

var begin = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// play gives a set the messages of a script, each a line: the time since the beginning, an R
// for a retained one, the topic and the payload; "down" is a time without a connection. A
// payload that begins with 0x is bytes, ~ is an empty one.
func play(t *testing.T, s *Set, script string) {
	t.Helper()
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		when, rest, _ := strings.Cut(line, " ")
		after, err := time.ParseDuration(when)
		if err != nil {
			t.Fatal(err)
		}
		m := Message{At: begin.Add(after)}
		if rest == "down" {
			s.Interrupted()
			continue
		}
		rest, m.Retained = strings.CutPrefix(rest, "R ")
		topic, payload, _ := strings.Cut(rest, " ")
		m.Topic, m.Payload = topic, []byte(payload)
		if payload == "~" {
			m.Payload = nil
		}
		if digits, ok := strings.CutPrefix(payload, "0x"); ok {
			if m.Payload, err = hex.DecodeString(digits); err != nil {
				t.Fatal(err)
			}
		}
		s.Take(&m)
	}
}

// lines are the devices of a set, each in a line.
func lines(s *Set, after time.Duration) (all []string) {
	devices, _ := s.Devices(begin.Add(after))
	for _, d := range devices {
		line := fmt.Sprintf("%s %s [%s] %s", d.Convention, d.ID, d.Name, d.Status)
		if d.Basis != NoBasis {
			line += " " + string(d.Basis) + " " + d.Since.Sub(begin).String()
		}
		for _, text := range []string{d.Maker, d.Model, d.Firmware, d.Area} {
			if text != "" {
				line += " | " + text
			}
		}
		if d.Battery != nil {
			line += fmt.Sprintf(" | battery %g%s", d.Battery.Value, d.Battery.Unit)
		}
		if d.Signal != nil {
			line += fmt.Sprintf(" | signal %g%s", d.Signal.Value, d.Signal.Unit)
		}
		line += fmt.Sprintf(" | %d live on %d", d.Messages, d.Topics)
		for _, p := range d.Problems {
			line += " ! " + string(p.Code)
			if p.N > 0 {
				line += fmt.Sprintf(" %d", p.N)
			}
			if p.Span > 0 {
				line += fmt.Sprintf(" %v of %v", p.Span, p.Usual)
			}
		}
		all = append(all, line)
	}
	return all
}

// newSet makes a set with templates.
func newSet(t *testing.T, texts []string) *Set {
	t.Helper()
	var templates []Template
	for _, text := range texts {
		template, err := ParseTemplate(text)
		if err != nil {
			t.Fatal(err)
		}
		templates = append(templates, template)
	}
	return New(templates...)
}

func TestStreams(t *testing.T) {
	for _, c := range streams {
		t.Run(c.name, func(t *testing.T) {
			s := newSet(t, c.templates)
			play(t, s, c.script)
			after := c.after
			if after == 0 {
				after = time.Minute
			}
			want := strings.TrimSpace(strings.ReplaceAll(c.want, "\t", ""))
			if got := strings.Join(lines(s, after), "\n"); got != want {
				t.Errorf("there are\n%s\nand should be\n%s", got, want)
			}
		})
	}
}

// TestOrderDoesNotMatter: a broker sends what it keeps in an order of its own.
func TestOrderDoesNotMatter(t *testing.T) {
	for _, c := range streams {
		var kept, live []string
		for line := range strings.Lines(c.script) {
			line = strings.TrimSpace(line)
			switch {
			case strings.HasPrefix(line, "0s R "):
				kept = append([]string{line}, kept...) // the last first
			case line != "":
				live = append(live, line)
			}
		}
		if len(kept) < 2 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			straight, turned := newSet(t, c.templates), newSet(t, c.templates)
			play(t, straight, c.script)
			play(t, turned, strings.Join(append(kept, live...), "\n"))
			a, b := strings.Join(lines(straight, time.Minute), "\n"), strings.Join(lines(turned, time.Minute), "\n")
			if a != b {
				t.Errorf("in the other order there are\n%s\nand in this one\n%s", b, a)
			}
		})
	}
}

// TestTopics of a device: those on which there were messages, no more than are asked for, the
// first of them in their order.
func TestTopics(t *testing.T) {
	s := New()
	play(t, s, `
		0s tele/plug/STATE {"POWER":"ON"}
		1s tele/plug/SENSOR {"ENERGY":{"Power":7}}
		2s tele/lamp/STATE {"POWER":"ON"}
		3s shellies/a/relay/0 on
		4s shellies/a/relay/2 on
		4s shellies/a/relay/1 on
		4s shellies/a/relay/3 on`)
	devices, _ := s.Devices(begin.Add(4 * time.Second))
	for _, d := range devices {
		topics := s.Topics(d.Key, 10)
		if len(topics) != d.Topics {
			t.Errorf("%s: %q of %d topics", d.ID, topics, d.Topics)
		}
		if want := "[tele/plug/SENSOR tele/plug/STATE]"; d.ID == "plug" && fmt.Sprint(topics) != want {
			t.Errorf("%q", topics)
		}
		if want := "[shellies/a/relay/0]"; d.ID == "a" && fmt.Sprint(s.Topics(d.Key, 1)) != want {
			t.Errorf("the first is %q", s.Topics(d.Key, 1))
		}
	}
	if len(devices) != 3 {
		t.Errorf("%d devices", len(devices))
	}
	if topics := s.Topics("nobody's", 10); len(topics) != 0 {
		t.Errorf("nobody has %q", topics)
	}
}

// TestTopicsFollowTheirDevice: one that turns out to be another's leaves the first.
func TestTopicsFollowTheirDevice(t *testing.T) {
	s := New()
	play(t, s, `
		0s R zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"hall"},{"ieee_address":"0x02","friendly_name":"hall/door"}]
		1s zigbee2mqtt/hall/door {"battery":90}
		2s zigbee2mqtt/hall {"battery":90}
		3s zigbee2mqtt/bridge/devices [{"ieee_address":"0x01","friendly_name":"hall"},{"ieee_address":"0x02","friendly_name":"door"}]
		4s zigbee2mqtt/hall/door {"battery":90}`)
	devices, _ := s.Devices(begin.Add(5 * time.Second))
	for _, d := range devices {
		want := map[string]string{"hall": "[zigbee2mqtt/hall zigbee2mqtt/hall/door]", "door": "[]"}[d.Name]
		if got := fmt.Sprint(s.Topics(d.Key, 10)); want != "" && (got != want || d.Topics != strings.Count(want, "/hall")) {
			t.Errorf("%s has %s, and says %d", d.Name, got, d.Topics)
		}
	}
}

// TestKeys: no two devices have one, however much their IDs are alike.
func TestKeys(t *testing.T) {
	template, err := ParseTemplate("site/{device}/#")
	if err != nil {
		t.Fatal(err)
	}
	s := New(template)
	long := strings.Repeat("x", longestText)
	play(t, s, `
		0s site/`+long+`1/rpm 900
		1s site/`+long+`2/rpm 700
		2s R old/bridge/devices [{"ieee_address":"0x01","friendly_name":"hall"}]
		2s old/hall {"battery":90}
		3s R new/bridge/devices [{"ieee_address":"0x01","friendly_name":"hall"}]
		3s new/hall {"battery":80}`)
	devices, _ := s.Devices(begin.Add(4 * time.Second))
	of := map[string]string{}
	for _, d := range devices {
		if topics := fmt.Sprint(s.Topics(d.Key, 10)); of[d.Key] == "" {
			of[d.Key] = topics
		} else {
			t.Errorf("%.40q has both %.40s and %.40s", d.Key, of[d.Key], topics)
		}
	}
	if len(devices) != 6 { // with two bridges
		t.Errorf("%d devices", len(devices))
	}
}

// TestKeyStaysWithItsDevice, whatever it turns out to be; another one under its first name has
// another key.
func TestKeyStaysWithItsDevice(t *testing.T) {
	keyOf := func(s *Set, name string) (key string) {
		devices, _ := s.Devices(begin.Add(time.Minute))
		for _, d := range devices {
			if d.Name == name {
				key = d.Key
			}
		}
		if key == "" {
			t.Errorf("there is no %s", name)
		}
		return key
	}
	s := New()
	play(t, s, `
		0s R z/bridge/info {"version":"2","coordinator":{}}
		1s z/hall {"battery":90}`)
	hall := keyOf(s, "hall")
	play(t, s, `2s z/bridge/devices [{"ieee_address":"0x01","friendly_name":"hall"}]`)
	if got := keyOf(s, "hall"); got != hall || len(s.Topics(hall, 10)) != 1 {
		t.Errorf("%q after %q, with %q", got, hall, s.Topics(hall, 10))
	}
	play(t, s, `
		3s z/bridge/devices [{"ieee_address":"0x01","friendly_name":"attic"}]
		4s z/bridge/devices []
		5s z/hall {"battery":80}`)
	if other := keyOf(s, "hall"); other == hall {
		t.Errorf("both have %q", other)
	}
}

// TestLongNameBeforeTheList: a device that speaks ahead of the list of its bridge is the one on
// the list, or goes when it is on none, however long its name is.
func TestLongNameBeforeTheList(t *testing.T) {
	for _, name := range []string{"hall", strings.Repeat("x", 2*longestText)} {
		s := New()
		play(t, s, `
			0s R z/bridge/info {"version":"2","coordinator":{}}
			1s z/`+name+` {"battery":90}
			1s z/`+name+`2 {"battery":90}
			2s z/bridge/devices [{"ieee_address":"0x01","friendly_name":"`+name+`"}]`)
		if devices, _ := s.Devices(begin.Add(3 * time.Second)); len(devices) != 2 { // with the bridge
			t.Errorf("with %.10s there are %d devices:\n%.2000s", name, len(devices), strings.Join(lines(s, 3*time.Second), "\n"))
		}
	}
}

// BenchmarkTopics asks for those of one of 10,000 devices with 100 topics each.
func BenchmarkTopics(b *testing.B) {
	s := New()
	for i := range 1_000_000 {
		s.Take(&Message{Topic: fmt.Sprintf("shellies/d%d/relay/%d", i%10_000, i/10_000), Payload: []byte("on"), At: begin})
	}
	devices, _ := s.Devices(begin)
	b.ReportAllocs()
	for b.Loop() {
		s.Topics(devices[0].Key, 1_000)
	}
}

// TestClearingIsNoSignOfLife: an empty message takes away what the broker kept of a device
// that is gone, and may be anybody's.
func TestClearingIsNoSignOfLife(t *testing.T) {
	for name, topics := range map[string][2]string{
		"zigbee2mqtt": {"zigbee2mqtt/bridge/devices", "zigbee2mqtt/hall"},
		"tasmota":     {"tele/plug/LWT", "tele/plug/SENSOR"},
		"shelly":      {"shellies/plug-1/online", "shellies/plug-1/relay/0"},
	} {
		s := New()
		described := map[string]string{"tasmota": "Online", "shelly": "true"}[name]
		if described == "" {
			described = `[{"ieee_address":"0x1","type":"EndDevice","friendly_name":"hall"}]`
		}
		at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
		s.Take(&Message{Topic: topics[0], Payload: []byte(described), At: at, Retained: true})
		s.Take(&Message{Topic: topics[1], Payload: []byte(`{"battery":87}`), At: at, Retained: true})
		s.Take(&Message{Topic: topics[1], At: at.Add(time.Minute)})
		all, _ := s.Devices(at.Add(time.Hour))
		for _, d := range all {
			if d.Messages > 0 || d.Basis == Heard || d.Basis == Said {
				t.Errorf("%s: %s has sent %d messages, it is %s: %s", name, d.ID, d.Messages, d.Status, d.Basis)
			}
		}
		if len(all) == 0 {
			t.Errorf("%s: no device", name)
		}
	}
}
