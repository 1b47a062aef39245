package learn

import (
	"slices"
	"testing"
)

// TestCommandsAreLeftOut wherever their topics say that they are some; a state below cmnd is none.
func TestCommandsAreLeftOut(t *testing.T) {
	l := New()
	end := hear(l, []string{"home/OpenMQTTGateway/commands/MQTTtoX", "MyHome/cmnd/sonoff/POWER", "lamp/set", "lamp/get", "cmnd/home/node/status"}, "1", "2")
	p := l.Propose(end)
	if got := topicsOf(p); !slices.Equal(got, []string{"cmnd/home/node/status"}) || leftOf(p, Commands) != 4 {
		t.Errorf("%q, %+v", got, p.Left)
	}
}
