package inspect

import "testing"

// TestColumnsOfMessagesGiveWay has topic and payload seen in a narrow list.
func TestColumnsOfMessagesGiveWay(t *testing.T) {
	for _, c := range []struct {
		width     float32
		qos, size bool
	}{{700, true, true}, {450, true, true}, {400, false, true}, {318, false, false}} {
		p := &streamPane{width: c.width}
		qos, size, right := p.columns()
		if qos != c.qos || size != c.size || right-streamTopic < streamValue || right+streamRetained > c.width {
			t.Errorf("%g: QoS %v, size %v, topic and payload end at %g", c.width, qos, size, right)
		}
	}
}
