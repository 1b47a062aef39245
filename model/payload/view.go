package payload

import "strings"

// View is a way to show a payload. Files keep it by its code.
type View int

// The views. AutoView shows a payload as what it is found to be.
const (
	AutoView   View = iota
	TreeView        // what it means, value by value
	PrettyView      // laid out, with colours
	TextView        // as it was received
	HexView
	ImageView
	TableView // a list of objects, one a row

	viewCount
)

var viewCodes = [viewCount]string{"auto", "tree", "pretty", "text", "hex", "image", "table"}

// earlierCodes are what earlier programs wrote for a view.
var earlierCodes = map[string]View{"json": PrettyView}

// Views are all there are, in the order they are offered.
func Views() []View {
	return []View{AutoView, TreeView, PrettyView, TextView, HexView, ImageView, TableView}
}

// Code is what a file keeps of the view.
func (v View) Code() string { return viewCodes[v] }

// ViewOf is the view with a code, in capitals or not, and AutoView when there is
// none: a newer program may have written it.
func ViewOf(code string) View {
	for _, v := range Views() {
		if strings.EqualFold(v.Code(), code) {
			return v
		}
	}
	return earlierCodes[strings.ToLower(code)]
}
