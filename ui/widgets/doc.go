// Package widgets holds the widgets that Fyne does not have or that are not
// fast enough there: rows over any number of items, a view of large texts, a
// sparkline. They know nothing of MQTT, and hold no data of their own: each
// asks a source for what can be seen.
package widgets
