package ui

// Measures that all pages have in common, in units of the toolkit.
const (
	// rowHeight is that of a row of a list, and rowText the size of its text.
	rowHeight = 20
	rowText   = 12.5
	// pageEdge is where what stands on a page begins.
	pageEdge = 10
)
