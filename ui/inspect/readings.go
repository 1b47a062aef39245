package inspect

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/payloads"
)

// OnUnnamed is asked what can be done about the metrics of a topic of Sparkplug that have
// no names.
func (p *Pane) OnUnnamed(rebirth func(topic string) (r payloads.Remedy, ok bool)) {
	p.payload.Rebirth = rebirth
}

// OnReadings is asked as what the payloads of a topic can be read, in a menu.
func (p *Pane) OnReadings(items func(topic string) []*fyne.MenuItem) { p.payload.Readings = items }

// ShowReadings opens that menu for the payload on view.
func (p *Pane) ShowReadings() { p.payload.ShowReadings() }

// HasReadings reports whether there is such a payload.
func (p *Pane) HasReadings() bool {
	mode := p.modes.Chosen()
	return p.payload.HasReadings() && (mode == Messages || mode == Latest && p.conn.Topic != "")
}
