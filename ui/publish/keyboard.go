package publish

import (
	"slices"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// toggleFold opens the panel for its payload to be typed, or folds it.
func (p *Panel) toggleFold() {
	if p.body.Visible() {
		p.SetFolded(true)
		return
	}
	p.Enter()
}

// focused is what has the keyboard.
func (p *Panel) focused() fyne.Focusable {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.fold); c != nil {
		return c.Focused()
	}
	return nil
}

// Enter opens the panel and goes to its payload.
func (p *Panel) Enter() {
	if !p.body.Visible() {
		p.SetFolded(false)
	}
	if p.payload.Visible() {
		p.focus(p.payload)
		return
	}
	p.focus(p.topic) // the payload is no text
}

// toPayload goes on to what is to be published.
func (p *Panel) toPayload() {
	if p.short.Visible() {
		p.focus(p.short)
		return
	}
	p.Enter()
}

func (p *Panel) focus(o fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.fold); c != nil && o.(fyne.CanvasObject).Visible() {
		c.Focus(o)
	}
}

// keepKeyboard has the keyboard stay in the panel when what had it goes out of sight
// with the panel being folded or opened: what is typed on changes
// nothing else, neither the search nor the topic.
func (p *Panel) keepKeyboard(before fyne.Focusable) {
	folded := !p.body.Visible()
	switch {
	case !folded && before == p.short:
		p.Enter()
	case folded && before == p.payload && p.short.Visible():
		p.focus(p.short)
	case folded && before != p.topic && before != p.button && p.hasKeyboard(before):
		p.focus(p.fold)
	}
}

// hasKeyboard reports whether what has the keyboard is one of the panel's own.
func (p *Panel) hasKeyboard(focused fyne.Focusable) bool {
	return focused != nil && slices.Contains(slices.Concat(p.focusables(), p.more.focusables()), focused)
}

// focusables are what can have the keyboard, but of the properties.
func (p *Panel) focusables() []fyne.Focusable {
	return []fyne.Focusable{p.topic, p.payload, p.short, p.qos, p.retain, p.button, p.fold, p.past, p.pastTool,
		p.environment.choice, p.work.menu, p.payload.asHex, p.payload.drop,
		p.how.formats, p.how.template, p.how.more, p.how.layout, p.how.file,
		p.schema.add, p.schema.clear, p.schema.message, p.schema.list}
}

// notByKey says why Ctrl+Enter did nothing.
const notByKey = "Nothing was published: Ctrl+Enter publishes only while the keyboard focus is in the publish panel."

// SendByKey publishes what stands in the one of the panels on view that has the
// keyboard. What is worked with elsewhere has nothing to do with any.
func SendByKey(panels []*Panel, focused fyne.Focusable) {
	for _, p := range panels {
		if p.hasKeyboard(focused) {
			p.publish()
			return
		}
	}
	if len(panels) > 0 {
		widgets.ShowToast(notByKey, false)
	}
}
