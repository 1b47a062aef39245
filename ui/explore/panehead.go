package explore

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/connection"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// paneHead says over each of two tabs side by side which one it is, and which
// of them is the current one.
type paneHead struct {
	object fyne.CanvasObject
	mark   *canvas.Rectangle
	title  *widgets.Header
	end    *widgets.Header
}

// Measures of the head.
const (
	paneHeadHeight = 24
	paneMark       = 5
	paneEndWidth   = 116
)

func newPaneHead(e *Page) *paneHead {
	h := &paneHead{mark: canvas.NewRectangle(color.NRGBA{}), title: widgets.NewHeader(paneHeadHeight, 13)}
	h.mark.SetMinSize(fyne.NewSize(paneMark, paneHeadHeight))
	h.title.OnTapped = func(float32) { e.do.Choose(e) }
	h.title.OnMenu = func(at fyne.Position) { widgets.ShowMenu(h.title, at, e.do.TabMenu(e)...) }
	h.end = widgets.NewHeader(paneHeadHeight, 12)
	h.end.OnTapped = func(float32) { e.do.EndBeside(e) }
	h.end.OnMenu = h.title.OnMenu
	end := container.NewGridWrap(fyne.NewSize(paneEndWidth, paneHeadHeight), h.end)
	h.object = widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, h.mark, end, h.title), 0, 0)
	h.object.Hide()
	return h
}

// draw shows whose pane it is.
func (h *paneHead) draw(c *connection.Connection, current bool) {
	if mark := look.ColourOfMark(c.Mark); h.mark.FillColor != mark {
		h.mark.FillColor = mark
		h.mark.Refresh()
	}
	style, name := text.Regular, look.Colour(look.Muted)
	if current {
		style, name = text.Bold, look.Colour(theme.ColorNameForeground)
	}
	spans := []text.Span{{Text: c.Title(), Style: style, Colour: name, X: look.PageEdge}}
	if address := c.Profile.Address.String(); !strings.Contains(address, c.Title()) {
		spans = append(spans, text.Span{Text: "   " + address, Colour: look.Colour(look.Muted), X: -1})
	}
	h.title.Set(spans...)
	h.end.Set(text.Span{Text: "End side by side", Colour: look.Colour(look.Muted), X: paneEndWidth - 10, Right: true})
}
