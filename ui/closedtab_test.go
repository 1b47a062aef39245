package ui

import (
	"strings"
	"testing"
	"time"
)

// TestAPageLetsAClosedTabGo that was on view there, and is told so though nobody looks at the
// page: it would keep all that was received.
func TestAPageLetsAClosedTabGo(t *testing.T) {
	for name, c := range map[string]struct {
		page        section
		of          func(*bench) page
		shown, left string
	}{
		"devices":  {pageDevices, func(b *bench) page { return b.devices }, "1 device", "Devices"},
		"warnings": {pageWarnings, func(b *bench) page { return b.warnings }, "1 warning", "Warnings"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			b.receive(msg("tele/lamp/STATE", "{}"))
			b.show(c.page)
			b.until("what it has found is listed", func() bool { return strings.Contains(b.lookAt(time.Now()).State, c.shown) })
			b.tabs.choose(e)
			b.step()
			b.tabs.unasked = true
			b.tabs.askToClose(e)
			r := b.lookAt(time.Now())
			b.until("nothing of it is there", func() bool {
				c.of(b).Report(r)
				return r.State == c.left
			})
		})
	}
}
