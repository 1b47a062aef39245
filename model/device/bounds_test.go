package device

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// FuzzTake gives a set whatever may come on the topics of every convention.
func FuzzTake(f *testing.F) {
	for _, c := range streams {
		f.Add(c.script)
	}
	f.Fuzz(func(t *testing.T, script string) {
		template, err := ParseTemplate("site/{area}/{device}/#")
		if err != nil {
			t.Fatal(err)
		}
		s := New(template)
		n := 0
		for line := range strings.Lines(script) {
			line = strings.TrimSpace(line)
			_, rest, _ := strings.Cut(line, " ")
			rest, retained := strings.CutPrefix(rest, "R ")
			topic, payload, _ := strings.Cut(rest, " ")
			n++
			s.Take(&Message{Topic: topic, Payload: []byte(payload), At: begin.Add(time.Duration(n) * time.Second), Retained: retained})
		}
		devices, _ := s.Devices(begin.Add(time.Hour))
		for _, d := range devices {
			for _, text := range []string{d.ID, d.Name, d.Maker, d.Model, d.Firmware, d.Area} {
				if len(text) > longestText+len("…") {
					t.Errorf("%q has %d bytes", text[:50], len(text))
				}
			}
			if d.Topics < 0 || len(d.Changes) > mostChanges {
				t.Errorf("%+v", d)
			}
		}
	})
}

// TestTemplates says what a template is, and what none.
func TestTemplates(t *testing.T) {
	for _, text := range []string{"", "a/b", "a/+", "{device}/{device}", "#/{device}", "a/#/{device}", "a/x{device}", "#", "a+/{device}"} {
		if _, err := ParseTemplate(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	for _, c := range []struct {
		template, topic, id string
	}{
		{"{device}", "a", "a"},
		{"{device}", "a/b", ""},
		{"site/+/{device}/#", "site/x/m/y/z", "site/x/m"},
		{"site/+/{device}/#", "site/x/m", "site/x/m"},
		{"site/{x}/{device}/state", "site/x/m/status", ""},
	} {
		template, err := ParseTemplate(c.template)
		if err != nil {
			t.Fatal(err)
		}
		if id, _, _, _ := template.match(pathOf(c.topic)); id != c.id {
			t.Errorf("%s of %s is %q", c.topic, c.template, id)
		}
	}
}

// TestManyDevices: what a broker invents is bounded, and what is beyond is counted.
func TestManyDevices(t *testing.T) {
	s := New()
	s.most = 100
	for i := range s.most + 5 {
		s.Take(&Message{Topic: fmt.Sprintf("tele/d%d/LWT", i), Payload: []byte("Online"), At: begin})
	}
	if devices, left := s.Devices(begin); len(devices) != s.most || left < 5 {
		t.Errorf("%d devices, %d left", len(devices), left)
	}
}

// BenchmarkTake takes a message of each of 1,000 topics, half of which are of no device.
func BenchmarkTake(b *testing.B) {
	s := New()
	s.Take(&Message{Topic: "zigbee2mqtt/bridge/devices", Payload: []byte(`[{"ieee_address":"0x0","friendly_name":"x"}]`), At: begin, Retained: true})
	messages := make([]Message, 1000)
	for i := range messages {
		messages[i] = Message{Topic: fmt.Sprintf("plant/line%d/temperature", i), Payload: []byte(`{"value":20.5}`), At: begin}
		if i%2 == 0 {
			messages[i] = Message{Topic: fmt.Sprintf("tele/plug%d/SENSOR", i), Payload: []byte(`{"Time":"2026-11-27T12:00:00","ENERGY":{"Power":12}}`), At: begin}
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m := &messages[i%len(messages)]
		m.At = m.At.Add(time.Second)
		s.Take(m)
	}
}

// TestWhatWaitsHasALimit in bytes, also when it comes again, and what is recognised gives room.
func TestWhatWaitsHasALimit(t *testing.T) {
	s := New()
	payload := make([]byte, largestWait)
	for range 2 {
		for i := range 2 * mostWaits / largestWait {
			s.Take(&Message{Topic: "x/" + strconv.Itoa(i), Payload: payload, Retained: true})
		}
	}
	sum := 0
	for _, m := range s.waiting {
		sum += m.size()
	}
	if sum > mostWaits || sum != s.waits || len(s.waiting) < mostWaits/largestWait/2 {
		t.Errorf("%d bytes wait in %d messages, counted as %d", sum, len(s.waiting), s.waits)
	}
	for topic := range s.waiting {
		s.forget(topic)
	}
	if s.waits != 0 {
		t.Errorf("%d bytes are counted of none", s.waits)
	}
}
