// Package ui is the window: its shell, its tabs and what pages have done elsewhere in it.
// The start page (home), the page of a connection (explore) and that of brokers (brokers)
// stand in packages below, and their rooms below those: topics, inspect, publish, payloads, and the form of a stored
// connection (profile). What rooms share lies lowest: what may be asked of the window
// (desk), what a connection is (connection), the stored ones (shelf), what scripts see
// (report), widgets, how the window looks and writes, and the loop that lets pages look
// at what has changed.
//
// It knows the model and what a broker session is, never how one is made: the
// program hands it [Services]. Nothing in it reads the network or the disk on
// the goroutine that draws.
package ui
