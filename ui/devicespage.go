package ui

import (
	"slices"

	"mangrove/ui/charts"
	"mangrove/ui/connection"
	"mangrove/ui/devices"
	"mangrove/ui/explore"
	"mangrove/ui/prefs"
)

// templateKey is where the preferences keep the template of topics that are devices.
const templateKey = "devices.template"

// longestTemplate is the most of one, in bytes.
const longestTemplate = 1_000

// devicesOptions are what the page of devices asks of the window.
func (w *Window) devicesOptions() devices.Options {
	return devices.Options{
		Desk: w.desk, Current: w.tabs.current,
		GoTo: func(c *connection.Connection, topic string, chart bool) {
			e := w.tabs.pageOf(c)
			if e == nil {
				return
			}
			show := e.GoToTopic
			if chart {
				show = e.ShowChart
			}
			if !show(topic) {
				return
			}
			w.tabs.choose(e) // last: to its page and the topic is one step, to go back from
		},
		Charts: func(c *connection.Connection) *charts.Room {
			if e := w.tabs.pageOf(c); e != nil {
				return e.Charts
			}
			return nil
		},
		Template:     func() string { return prefs.Text(templateKey, longestTemplate) },
		KeepTemplate: func(text string) { w.app.Preferences().SetString(templateKey, text) },
	}
}

// turnTo makes a tab the current one where somebody looks at devices or warnings or verifies, or goes to
// its page.
func (t *tabs) turnTo(e *explore.Page) {
	if s := t.window.section; s == pageDevices || s == pageVerify || s == pageWarnings {
		t.active = e
		t.window.show(s)
		return
	}
	t.choose(e)
}

// pageOf is the page of a connection, nil when its tab is closed.
func (t *tabs) pageOf(c *connection.Connection) *explore.Page {
	if i := slices.IndexFunc(t.list, func(e *explore.Page) bool { return e.Conn == c }); i >= 0 {
		return t.list[i]
	}
	return nil
}
