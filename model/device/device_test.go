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

// TestTopics of a device: those on which there were messages, no more than are asked for.
func TestTopics(t *testing.T) {
	s := New()
	play(t, s, `
		0s tele/plug/STATE {"POWER":"ON"}
		1s tele/plug/SENSOR {"ENERGY":{"Power":7}}
		2s tele/lamp/STATE {"POWER":"ON"}
		3s shellies/a/relay/0 on`)
	devices, _ := s.Devices(begin.Add(4 * time.Second))
	for _, d := range devices {
		topics := s.Topics(d.Convention, d.ID, 10)
		if len(topics) != d.Topics {
			t.Errorf("%s: %q of %d topics", d.ID, topics, d.Topics)
		}
		if d.ID == "plug" && (fmt.Sprint(topics) != "[tele/plug/SENSOR tele/plug/STATE]" || len(s.Topics(d.Convention, d.ID, 1)) != 1) {
			t.Errorf("%q", topics)
		}
	}
	if len(devices) != 3 {
		t.Errorf("%d devices", len(devices))
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
		described := `[{"ieee_address":"0x1","type":"EndDevice","friendly_name":"hall"}]`
		if name == "tasmota" {
			described = "Online"
		} else if name == "shelly" {
			described = "true"
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
