package publish

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/decode"
	"mangrove/model/encode"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// howRow says how the payload is written: in which format, and whether as a template.
type howRow struct {
	panel    *Panel
	as       decode.Format // empty: text
	formats  *widgets.Select
	template *widgets.Check
	layout   *widgets.Button
	file     *widgets.Button
	more     *widgets.Button // opens the properties
	tools    *fyne.Container // of others
	scroll   *container.Scroll
	fixed    *fyne.Container // beside it, always on view
	followed fyne.Focusable  // what had the keyboard when it was looked at last
	object   fyne.CanvasObject
}

// formatNames are what formats are called as choices, where that is not their name.
var formatNames = map[decode.Format]string{decode.Text: "Text", decode.Hex: "Hex", decode.Base64: "Base64"}

func formatName(f decode.Format) string {
	if name := formatNames[f]; name != "" {
		return name
	}
	return format.NameOf(f)
}

func newHowRow(p *Panel) *howRow {
	h := &howRow{panel: p}
	var names []string
	for _, f := range encode.Formats() {
		names = append(names, formatName(f))
	}
	h.formats = widgets.NewSelect(names, nil)
	h.formats.SetSelectedIndex(0)
	h.formats.OnChanged = func(string) { h.chosen() }
	h.template = widgets.NewCheck("Template", func(bool) { h.turned() })
	h.layout = widgets.NewButton("Format", nil, p.using(p.layOut))
	h.file = widgets.NewIconButton("Publish a file…", theme.FolderOpenIcon(), p.using(func() { p.desk.ChooseFile(p.TakeFile) }))
	h.more = widgets.NewButton("Properties", theme.MenuExpandIcon(), p.using(func() { p.more.setOpen(!p.more.open) }))
	for _, b := range []*widgets.Button{h.layout, h.more} {
		b.Importance = widget.LowImportance
	}
	h.tools = container.NewHBox()
	h.layout.Hide()
	row := container.NewHBox(h.formats, h.template, h.more, h.layout, h.file, h.tools)
	h.scroll = container.NewHScroll(row)
	h.fixed = container.NewHBox()
	h.object = container.New(layout.NewBorderLayout(nil, nil, nil, h.fixed), h.scroll, h.fixed) // as Tab goes
	return h
}

// AddTool puts something of others beside how the payload is written.
func (p *Panel) AddTool(o fyne.CanvasObject) { p.how.tools.Add(o) }

// follow has what has just got the keyboard be on view, where there is not room for all.
func (h *howRow) follow() {
	to := h.panel.focused()
	if to == h.followed {
		return
	}
	h.followed = to
	o, ok := to.(fyne.CanvasObject)
	if !ok || !slices.Contains(h.focusables(), to) || !o.Visible() {
		return
	}
	driver := fyne.CurrentApp().Driver()
	x := driver.AbsolutePositionForObject(o).X - driver.AbsolutePositionForObject(h.scroll).X
	beyond := max(0, x+o.Size().Width-h.scroll.Size().Width)
	if move := beyond + min(0, x-beyond); move != 0 {
		h.scroll.ScrollToOffset(fyne.NewPos(h.scroll.Offset.X+move, 0))
	}
}

// focusables are what can have the keyboard in the row.
func (h *howRow) focusables() []fyne.Focusable {
	p := h.panel
	return []fyne.Focusable{h.formats, h.template, h.more, h.layout, h.file, p.pastTool, p.environment.choice}
}

// chosen takes in the format that was chosen from the list.
func (h *howRow) chosen() {
	h.as = ""
	if i := h.formats.SelectedIndex(); i > 0 {
		h.as = encode.Formats()[i]
	}
	h.panel.OnUse()
	h.panel.schema.follow()
	h.turned()
}

// turned has what is said about another way to write the payload go.
func (h *howRow) turned() {
	h.panel.editedOf(h.panel.payload)
	h.panel.preview.mark = 0
}

// choose has the payload be written in a format. One that is not known stays, and is
// none of the list.
func (h *howRow) choose(f decode.Format) {
	if f == decode.Text {
		f = ""
	}
	h.as = f
	do := h.formats.OnChanged
	h.formats.OnChanged = nil
	h.formats.ClearSelected()
	h.formats.PlaceHolder = format.ExcerptOf(string(f), 20)
	for i, known := range encode.Formats() {
		if known == f || f == "" && i == 0 {
			h.formats.SetSelectedIndex(i)
		}
	}
	h.formats.OnChanged = do
}

// isDocument reports whether what is typed is a document of JSON, if it is anything.
func (h *howRow) isDocument() bool { return h.as != decode.Hex && h.as != decode.Base64 }

// draw offers what can be done with what is typed.
func (h *howRow) draw() {
	h.follow()
	seen := false
	if text := h.panel.payload.Value(); h.isDocument() && !h.template.Checked && h.panel.payload.held == nil && len(text) <= largestChecked {
		seen = payload.BeginsAsJSON([]byte(text))
	}
	if h.layout.Visible() != seen {
		arrange.SetHidden(!seen, h.layout)
	}
	words := "Properties"
	if n := h.panel.more.count(); n > 0 {
		words += " (" + format.Count(n) + ")"
	}
	icon := theme.MenuExpandIcon()
	if h.panel.more.open {
		icon = theme.MenuDropDownIcon()
	}
	if h.more.Text != words || h.more.Icon.Name() != icon.Name() {
		h.more.Icon = icon
		h.more.SetText(format.Excerpt(words))
	}
}

// layOut lays out the JSON that is typed, each element on a line, and changes no
// character of names and values.
func (p *Panel) layOut() {
	content := []byte(p.payload.Value())
	if fault, bad := payload.FindFault(content); bad {
		p.sayOf(p.payload, faultWords(content, fault))
		p.goTo(fault.Offset)
		return
	}
	p.payload.set(payload.Layout(content), "JSON")
	p.Enter()
}

// editAsHex has bytes that stand in the place of the payload be edited.
func (p *Panel) editAsHex() {
	content := p.payload.held
	p.payload.holdBytes(nil, "")
	p.how.choose(decode.Hex)
	p.how.template.SetChecked(false)
	p.payload.SetText(hexLines(content))
	p.Enter()
}

func (h *howRow) report(r *report.Report) {
	open := h.panel.IsOpen()
	r.PlaceIf(open, "publish format", h.formats)
	r.PlaceIf(open, "publish template", h.template)
	r.PlaceIf(open, "publish properties", h.more)
	r.PlaceIf(open && h.layout.Visible(), "publish lay out", h.layout)
	r.PlaceIf(open, "publish file", h.file)
}
