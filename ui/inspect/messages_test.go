package inspect

import "testing"

// TestColumnsOfMessagesGiveWay has topic and payload seen in a narrow list.
func TestColumnsOfMessagesGiveWay(t *testing.T) {
	for _, c := range []struct {
		width          float32
		gap, qos, size bool
	}{{700, true, true, true}, {530, true, true, true}, {455, false, true, true}, {400, false, false, true}, {318, false, false, false}} {
		p := &streamPane{width: c.width}
		got := p.columns()
		if got.qos != c.qos || got.size != c.size || got.gap != c.gap || got.right-got.topic < streamValue || got.right+streamRetained > c.width {
			t.Errorf("%g: %+v", c.width, got)
		}
	}
}
