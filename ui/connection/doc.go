// Package connection is a connection as the window sees it: what it was opened with,
// how it stands, what it received, and what is chosen in that. It uses nothing of the toolkit itself.
package connection
