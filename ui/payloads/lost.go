package payloads

import (
	"image/color"

	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// CheckValue reports whether the value of a message is there, and tells what became
// of it when not.
func CheckValue(e *model.Entry) bool {
	if e.Lost > 0 {
		widgets.ShowToast(lostWords(e.Lost), true)
	}
	return e.Lost == 0
}

// lostWords is what there is to say of a value that was let go.
func lostWords(bytes int) string {
	return format.Fill("This value of {size} was discarded: it is too large for the memory limit. The topic and its counts remain, and its next message "+
		"shows a value again. To keep more, start Mangrove with --memory.",
		"size", format.Size(bytes))
}

// LostSpan stands where the value would.
func LostSpan(bytes int, c color.NRGBA, x, limit float32) text.Span {
	return text.Span{Text: "(" + explain.Discarded(bytes) + ")", Colour: c, X: x, Limit: limit}
}
