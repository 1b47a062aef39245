// Package ui is the window: one file a pane, the state they share, and the
// loop that lets them look at what has changed.
//
// It knows the model and what a broker session is, never how one is made: the
// program hands it [Services]. Nothing in it reads the network or the disk on
// the goroutine that draws, and panes never call each other.
package ui
