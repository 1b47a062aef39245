package ui

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/report"
)

// TestReportsAreBounded: what a broker sends has no end, and the report is made
// ten times a second.
func TestReportsAreBounded(t *testing.T) {
	b := newBench(t)
	long := strings.Repeat("x", 5_000_000)
	b.connect().Conn.System.Apply(batch(msg("$SYS/broker/version", long)))
	b.receive(msg(strings.Repeat("t", 60_000), long), msg("a", long))
	e := b.tabs.active
	id, _ := e.Conn.Store.Find("a")
	e.Conn.Choose(id)
	b.session.refuse = errors.New(long)
	b.publishTopic().SetText(strings.Repeat("p", 65_000))
	test.Tap(b.publishButton())
	b.until("it is refused", func() bool { return strings.Contains(b.result(), "Not published") })
	for _, p := range []section{pageExplore, pageDevices, pageVerify, pageWarnings, pageBox} {
		b.show(p)
		b.reported, b.told = time.Time{}, report.Report{}
		b.step()
		content, err := json.Marshal(b.reports[len(b.reports)-1])
		if err != nil || len(content) > 200_000 {
			t.Errorf("page %d: a report of %d bytes, %v", p, len(content), err)
		}
	}
}
