package ui

import (
	"bytes"
	"strings"
	"testing"
)

// TestPropertiesWithoutEnd shows a message with more properties than anybody reads:
// the first ones, and that there are more.
func TestPropertiesWithoutEnd(t *testing.T) {
	cases := []struct {
		name  string
		block []byte
		lines int
		last  string
	}{
		{"very many", bytes.Repeat([]byte("\x26\x00\x01k\x00\x01v"), 3_000_000), 1_001, "More properties: 21 MB that are not shown"},
		{"long ones", bytes.Repeat([]byte("\x26\x00\x01k\xff\xff"+strings.Repeat("v", 65_535)), 100), 3, "More properties: 6.4 MB that are not shown"},
		{"long ones, and a type", append(bytes.Repeat([]byte("\x26\x00\x01k\xff\xff"+strings.Repeat("v", 65_535)), 1), "\x03\x00\x04text"...), 2,
			"User property k: " + strings.Repeat("v", 65_535)},
		{"malformed", bytes.Repeat([]byte("\xff"), 1_000_000), 1, "Properties: malformed: " + strings.Repeat("ff", 1_000) + "… (1.0 MB)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newViewBench(t)
			m := message("a", "{}")
			m.Properties = c.block
			b.receive(m)
			b.selectTopic("a")
			bar := b.props
			b.until("they are shown", func() bool { return bar.object.Visible() })
			lines := strings.Split(bar.text(), "\n")
			if got := lines[len(lines)-1]; len(lines) != c.lines || got != c.last {
				t.Errorf("%d lines, the last is %.200q; want %d, %.200q", len(lines), got, c.lines, c.last)
			}
		})
	}
}
