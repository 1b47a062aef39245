package payloads

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// alwaysName is what the menu of the views offers below them.
const alwaysName = "Always for a filter…"

// choose notes how the user wants the messages of the topic on view shown, and of no
// other; the last of the menu has that kept for more topics.
func (p *View) choose(i int) {
	if i >= len(format.ViewNames) {
		p.nameFormats(&p.shown) // it is an action, and not chosen from now on
		p.Always(p.topic, p.kept())
		return
	}
	if v := payload.View(i); v == payload.AutoView && p.ruled == payload.AutoView {
		delete(p.byHand, p.topic)
	} else {
		p.byHand[p.topic] = v
	}
	p.askedAt = time.Time{}
}

// kept is the view that is offered to be kept: the one asked for, or as what the payload
// is shown by itself.
func (p *View) kept() payload.View {
	if p.asked.View != payload.AutoView {
		return p.asked.View
	}
	return p.shown.shown
}

// ForgetChoice has a topic shown as its connection says from now on.
func (p *View) ForgetChoice(topic string) {
	delete(p.byHand, topic)
	p.askedAt = time.Time{}
}

// ViewByHand is the view that the user has chosen for a topic, by its code; empty: none.
func (p *View) ViewByHand(topic string) string {
	if v, chosen := p.byHand[topic]; chosen {
		return v.Code()
	}
	return ""
}

// ChooseView shows a topic in a view as if the user had chosen it, by its code, or for
// none as it is found out.
func (p *View) ChooseView(topic, code string) {
	if code == p.ViewByHand(topic) {
		return
	}
	p.askedAt = time.Time{}
	if code == "" {
		delete(p.byHand, topic)
		return
	}
	p.byHand[topic] = payload.ViewOf(code)
}

// nameFormats has the menu show how the payload is shown, and whether that was
// chosen or found out.
func (p *View) nameFormats(d *decoded) {
	names, at := slices.Clone(format.ViewNames), payload.AutoView
	if d.byHand {
		at = d.View
		names[at] = chosenName(names[at])
	} else if d.shown != payload.AutoView {
		names[at] = autoName(d.shown)
	}
	if p.Always != nil {
		names = append(names, alwaysName)
	}
	if p.formats.Selected == names[at] && slices.Equal(p.formats.Options, names) {
		return
	}
	p.formats.Options, p.formats.Selected = names, names[at]
	p.formats.Refresh()
}

// narrowBar is the width of the bar below which the menu is as wide as what it shows of
// most payloads, and not as the widest that it may show: the reason beside it says more.
const narrowBar = 330

// besideMenu is what the menu needs beside its words, and the button before it.
const besideMenu = 84

// barLayout lays out the reason, and at the right end of the line what the payload can be
// read as, how large an image is, and the menu of the formats. Where there is little room
// the reason gives way first, then the words of the menu, the sizes, what it can be read
// as, and at last all.
type barLayout struct{ of *View }

// Layout implements fyne.Layout.
func (l barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p := l.of
	p.fitBar(size.Width)
	to := size.Width
	for _, o := range []fyne.CanvasObject{p.formats, p.zoom, p.readAs} {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		width, height := min(least.Width, to), size.Height
		if o == p.formats {
			width = min(least.Width, to-p.besideFormats())
		}
		if o == p.readAs {
			height = least.Height
		}
		o.Move(fyne.NewPos(to-width, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
		to -= width + theme.Padding()
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(max(0, to), size.Height))
}

// MinSize implements fyne.Layout.
func (l barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(narrowestBar, height)
}

// besideFormats is what stands between the reason and the menu.
func (p *View) besideFormats() (width float32) {
	for _, o := range []fyne.CanvasObject{p.readAs, p.zoom} {
		if o.Visible() {
			width += o.MinSize().Width + theme.Padding()
		}
	}
	return width
}

func (p *View) fitBar(width float32) {
	if width <= 0 { // it is not on view
		return
	}
	widest, narrow := p.widest, float32(narrowBar)
	if p.reason.isBelow() {
		narrow = fyne.MeasureText(p.widest, theme.TextSize(), fyne.TextStyle{}).Width + besideMenu
	}
	if width < narrow {
		widest = autoName(payload.ImageView)
	}
	if p.formats.PlaceHolder != widest {
		p.formats.PlaceHolder = widest
		p.formats.Refresh()
	}
	p.fitButtons(width - p.leastMenu())
	p.fitReadAs(width)
}

// leastMenu is the width of the menu with the beginning of a word.
func (p *View) leastMenu() float32 {
	wide := func(words string) float32 {
		return fyne.MeasureText(words, theme.TextSize(), fyne.TextStyle{}).Width
	}
	return p.formats.MinSize().Width - wide(p.formats.PlaceHolder) + wide("A…")
}

// fitButtons shows what there is room for beside the menu at its least.
func (p *View) fitButtons(room float32) {
	arrange.SetHidden(!p.offers.formats || room < 0, p.formats)
	for _, b := range []struct {
		button *widgets.Button
		offer  bool
	}{{p.readAs, p.offers.readAs}, {p.zoom, p.offers.zoom}} {
		needs := b.button.MinSize().Width + theme.Padding()
		if b.button == p.readAs {
			needs = b.button.MinSize().Height + theme.Padding() // without its words
		}
		if arrange.SetHidden(!b.offer || room < needs, b.button); b.button.Visible() {
			room -= needs
		}
	}
}

// offered is what the bar has, where there is room for it.
type offered struct{ formats, readAs, zoom bool }

// offer has the bar offer that.
func (p *View) offer(o offered) {
	if p.offers == o {
		return
	}
	p.offers = o
	arrange.SetHidden(!o.formats, p.formats)
	arrange.SetHidden(!o.readAs, p.readAs)
	arrange.SetHidden(!o.zoom, p.zoom)
	p.Bar.Refresh() // which hides what there is no room for
}

// readAsName is what the button is called that offers what a payload can be read as.
const readAsName = "Read as…"

// fitReadAs has its words on the button where there is room for them: the reason stands
// below the payload, and leaves it.
func (p *View) fitReadAs(width float32) {
	room := width - p.formats.MinSize().Width
	if p.zoom.Visible() {
		room -= p.zoom.MinSize().Width + theme.Padding()
	}
	words := ""
	needs := fyne.MeasureText(readAsName, theme.TextSize(), fyne.TextStyle{}).Width + theme.IconInlineSize() + 5*theme.Padding()
	if p.reason.isBelow() && room >= needs {
		words = readAsName
	}
	if p.readAs.Text == words {
		return
	}
	p.readAs.SetText(words)
	if words == "" { // an arrow alone would say nothing
		p.readAs.SetIcon(theme.DocumentIcon())
	} else {
		p.readAs.SetIcon(theme.MenuDropDownIcon())
	}
}

// autoName is what the menu shows of a view that was found.
func autoName(v payload.View) string {
	return format.ViewNames[payload.AutoView] + " (" + strings.ToLower(format.ViewNames[v]) + ")"
}

func chosenName(name string) string { return format.Fill("{name} (chosen)", "name", name) }

// widestFormat is the longest of what the menu may show.
func widestFormat() (widest string) {
	var most float32
	for i, name := range format.ViewNames {
		shown := []string{chosenName(name)}
		if v := payload.View(i); v != payload.AutoView && v != payload.PrettyView && v != payload.TableView { // which are never found
			shown = append(shown, autoName(v))
		}
		for _, words := range shown {
			if w := fyne.MeasureText(words, theme.TextSize(), fyne.TextStyle{}).Width; w > most {
				widest, most = words, w
			}
		}
	}
	return widest
}
