package ui

import (
	"testing"

	"mangrove/broker"
	"mangrove/ui/widgets"
)

// TestEditOfAConnectionThatIsFine shows it where it can be changed, as that of one with a
// problem.
func TestEditOfAConnectionThatIsFine(t *testing.T) {
	for name, phase := range map[string]broker.Phase{"connecting": broker.Connecting, "connected": broker.Connected, "waiting": broker.Waiting} {
		t.Run(name+", typed", func(t *testing.T) {
			b := newBench(t)
			b.Connect(broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "plant", Port: 1883}, Version: broker.V311})
			b.session.set(broker.Status{Phase: phase})
			b.step()
			b.tabs.active.Edit()
			if b.tabs.active != nil || b.address().Text != "mqtt://plant" && b.address().Text != "mqtt://plant:1883" {
				t.Errorf("filled in: %q", b.address().Text)
			}
		})
		t.Run(name+", stored", func(t *testing.T) {
			s := newShelfBench(t, at("plant", "a.example"))
			e := s.openPlant()
			s.session.set(broker.Status{Phase: phase})
			s.step()
			e.Edit()
			if s.tabs.active != nil || fieldOf[*widgets.FormEntry](s, "Name").Value() != "plant" {
				t.Error("its form is not on view")
			}
		})
	}
}
