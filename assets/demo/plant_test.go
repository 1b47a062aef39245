package demo

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestCRC16(t *testing.T) {
	if got := crc16([]byte("123456789")); got != 0x4b37 { // the check value of CRC-16/MODBUS
		t.Errorf("got %#04x, want 0x4b37", got)
	}
}

func TestRawSampleLayout(t *testing.T) {
	s := rawSample{
		sequence: 0x01020304, uptime: 2500 * time.Millisecond, position: 120.55, force: 812.4, oil: -3.5,
		strokes: 70_000, vibration: 2.5, running: true,
	}
	b := s.encode()
	if len(b) != rawSize {
		t.Fatalf("%d bytes", len(b))
	}
	le := binary.LittleEndian
	for _, test := range []struct {
		name      string
		got, want float64
	}{
		{"sequence", float64(le.Uint32(b)), 0x01020304},
		{"uptime", float64(le.Uint32(b[4:])), 2500},
		{"ram position", float64(int16(le.Uint16(b[8:]))), 12055},
		{"force", float64(int16(le.Uint16(b[10:]))), 8124},
		{"oil temperature", float64(int16(le.Uint16(b[14:]))), -35},
		{"strokes", float64(le.Uint32(b[16:])), 70_000},
		{"vibration", float64(math.Float32frombits(le.Uint32(b[20:]))), 2.5},
		{"status", float64(le.Uint16(b[24:])), 0b1101},
		{"crc", float64(le.Uint16(b[26:])), float64(crc16(b[:26]))},
	} {
		if test.got != test.want {
			t.Errorf("%s is %v, want %v", test.name, test.got, test.want)
		}
	}
	layout := decodeJSON[struct{ Fields []struct{ Offset int } }](t, siteConfig(t, "site/config/factory/press1/raw"))
	if n := len(layout.Fields); n != 10 || layout.Fields[n-1].Offset != rawSize-2 {
		t.Errorf("the retained layout has %d fields: %+v", n, layout)
	}
}

func siteConfig(t *testing.T, topic string) []byte {
	t.Helper()
	for _, m := range retainedFile("site.json", 1) {
		if m.Topic == topic {
			return m.Payload
		}
	}
	t.Fatalf("there is no %s", topic)
	return nil
}

func TestPressStrokes(t *testing.T) {
	p := press{}
	for _, from := range []time.Time{start, time.Date(2019, 12, 31, 23, 59, 0, 0, time.UTC)} {
		before, held := p.strokes(from), 0
		for ms := 0; ms < 2*int(pressCycle/time.Millisecond); ms += 100 {
			now := from.Add(time.Duration(ms) * time.Millisecond)
			n := p.strokes(now)
			if n < before || n > before+1 {
				t.Fatalf("after %d ms the count went from %d to %d", ms, before, n)
			}
			if n > before && p.position(now) < strokeLength*0.98 {
				t.Fatalf("a stroke was counted at %.1f mm", p.position(now))
			}
			before = n
			if !p.running(now) {
				held++
				if p.force(now) != 0 || p.position(now) != strokeLength {
					t.Fatal("a held press moves")
				}
			}
		}
		if n := p.strokes(from.Add(2*pressCycle)) - p.strokes(from); n != 2*strokesOn || held == 0 {
			t.Errorf("%d strokes in two cycles, held %d times; want %d", n, held, 2*strokesOn)
		}
	}
}

func TestCountersBeyondFloats(t *testing.T) {
	const exact = 1 << 53 // the last integer up to which float64 holds all
	before := uint64(0)
	odd := false
	for _, e := range hourLong().events {
		if e.Topic != "office/network/uplink/in_octets" {
			continue
		}
		n, err := strconv.ParseUint(string(e.Payload), 10, 64)
		if err != nil || n <= exact || n < before {
			t.Fatalf("%s after %d: %v", e.Payload, before, err)
		}
		before = n
		odd = odd || n%2 == 1
	}
	if !odd {
		t.Error("no odd value came: a reader that rounds would go unnoticed")
	}
}

func TestPowerBalance(t *testing.T) {
	values := map[string]int{}
	for _, e := range hourLong().events {
		if name, ok := strings.CutPrefix(e.Topic, "home/power/"); ok && strings.HasSuffix(name, "_w") {
			w, err := strconv.Atoi(string(e.Payload))
			if err != nil {
				t.Fatalf("%s: %q", e.Topic, e.Payload)
			}
			values[name] = w
			if name == "grid_w" { // the last of the three
				if off := values["load_w"] - values["solar_w"] - w; off < -1 || off > 1 {
					t.Fatalf("load, sun and grid do not add up: %v", values)
				}
			}
		}
	}
}

func TestKoreanText(t *testing.T) {
	words := map[string]bool{}
	for _, e := range hourLong().events {
		if e.device.Name != "korean-plant" {
			continue
		}
		if !utf8.ValidString(e.Topic) || !utf8.Valid(e.Payload) {
			t.Fatalf("%q %q is not UTF-8", e.Topic, e.Payload)
		}
		if strings.HasSuffix(e.Topic, "/상태") {
			words[decodeJSON[map[string]string](t, e.Payload)["상태"]] = true
		}
	}
	if len(words) != len(koreanStates) {
		t.Errorf("states seen: %v", words)
	}
}

func TestPicturesMove(t *testing.T) {
	for _, topic := range []string{"frigate/yard/person/snapshot", "camera/gate/snapshot"} {
		different := map[string]bool{}
		n := 0
		for _, e := range hourLong().events {
			if e.Topic == topic {
				n++
				different[string(e.Payload)] = true
				if !e.Retain || len(e.Payload) > 40_000 {
					t.Errorf("%s: retain %v, %d bytes", topic, e.Retain, len(e.Payload))
				}
			}
		}
		if n < 200 || len(different) != n {
			t.Errorf("%s: %d pictures, %d different", topic, n, len(different))
		}
	}
}

func TestFrigateEvents(t *testing.T) {
	type object struct {
		ID  string
		End *float64 `json:"end_time"`
	}
	order := map[string]string{} // event to its last type
	for _, e := range hourLong().events {
		if e.Topic != "frigate/events" {
			continue
		}
		m := decodeJSON[struct {
			Type  string
			After object
		}](t, e.Payload)
		allowed := map[string]string{"new": "", "update": "new update", "end": "new update"}
		before, known := order[m.After.ID]
		if known != (m.Type != "new") || known && !strings.Contains(allowed[m.Type], before) || (m.After.End != nil) != (m.Type == "end") {
			t.Fatalf("%s after %q: %s", m.Type, before, e.Payload)
		}
		order[m.After.ID] = m.Type
	}
	if len(order) < 29 {
		t.Errorf("%d visits in an hour", len(order))
	}
}
