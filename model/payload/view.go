package payload

import "strings"

// View is a way to show a payload. Files keep it by its code.
type View int

// The views. AutoView shows a payload as what it is found to be.
const (
	AutoView View = iota
	JSONView
	TextView
	HexView
	ImageView

	viewCount
)

var viewCodes = [viewCount]string{"auto", "json", "text", "hex", "image"}

// Views are all there are, in the order they are offered.
func Views() []View { return []View{AutoView, JSONView, TextView, HexView, ImageView} }

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
	return AutoView
}
