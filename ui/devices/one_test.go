package devices

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/ui/charts"
	"mangrove/ui/connection"
)

// TestValuesOfADevice are charted while it is on view, and no longer.
func TestValuesOfADevice(t *testing.T) {
	b := newBench(t)
	c := b.connect()
	feed := &connection.Feed{Store: c.Store}
	b.room = charts.New(c, feed, b.do.Desk)
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	rows, _, _ := b.table.Rows.Seen()
	b.table.Rows.OnSelect(rows[2].Key) // hall
	values := func() string {
		feed.Prepare(time.Now())
		if b.one.values == nil {
			return ""
		}
		return strings.Join(b.one.values.Words(), "\n")
	}
	b.until("its values are listed", func() bool { return strings.Contains(values(), "temperature  21.5") })
	b.receive(`zigbee2mqtt/hall {"temperature":22.5,"battery":9}`)
	b.until("the value is new", func() bool { return strings.HasPrefix(values(), "temperature  22.5") })
	b.table.Rows.OnKey(0, &fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.one.values != nil {
		t.Error("they are collected for nobody")
	}
}

// TestColumnsOfADevice: at any width its topics are there, and what stands beside them fits.
func TestColumnsOfADevice(t *testing.T) {
	three := func() []fyne.CanvasObject {
		return []fyne.CanvasObject{container.NewStack(), container.NewStack(), container.NewStack()}
	}
	for _, some := range []bool{false, true} {
		for width := float32(300); width < 2_000; width += 7 {
			o := three()
			(&beside{values: some}).Layout(o, fyne.NewSize(width, 200))
			end := o[0].Size().Width
			for _, one := range o[1:] {
				if one.Visible() {
					if one.Position().X != end {
						t.Fatalf("at %v one is at %v, behind %v", width, one.Position().X, end)
					}
					end += one.Size().Width
				}
			}
			if end != width || o[0].Size().Width < 300 || o[1].Visible() && !some {
				t.Fatalf("at %v topics have %v of %v", width, o[0].Size().Width, end)
			}
		}
	}
}
