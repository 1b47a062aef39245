package ui

import (
	"strings"
	"testing"
	"time"
)

// TestAPageLetsAClosedTabGo that was on view there, and is told so though nobody looks at the
// page: it would keep all that was received.
func TestAPageLetsAClosedTabGo(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("tele/lamp/STATE", "{}"))
	b.show(pageDevices)
	b.until("its devices are listed", func() bool { return strings.Contains(b.lookAt(time.Now()).State, "1 device") })
	b.tabs.choose(e)
	b.step()
	b.tabs.unasked = true
	b.tabs.askToClose(e)
	r := b.lookAt(time.Now())
	b.until("nothing of it is there", func() bool {
		b.devices.Report(r)
		return r.State == "Devices"
	})
}
