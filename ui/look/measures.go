package look

// Measures that all pages have in common, in units of the toolkit.
const (
	// RowHeight is that of a row of a list, and RowText the size of its text.
	RowHeight = 20
	RowText   = 12.5
	// PageEdge is how far from the edge of its pane everything on a page begins.
	PageEdge = 8
)
