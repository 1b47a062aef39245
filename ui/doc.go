// Package ui is the window: its shell and its pages, one file a pane. Rooms of the page of
// a connection stand in packages below: topics, inspect, publish, payloads. What panes
// share lies below those, each on a floor of its own: what may be asked of the window (desk), what
// a connection is (connection), what scripts see (report), widgets, how the window looks
// and writes, and the loop that lets panes look at what has changed.
//
// It knows the model and what a broker session is, never how one is made: the
// program hands it [Services]. Nothing in it reads the network or the disk on
// the goroutine that draws.
package ui
