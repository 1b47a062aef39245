package topics

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// searchBox is where a search of the tree is typed.
type searchBox struct {
	widgets.Entry
	onNext  func(up bool) // Enter, F3 and the arrows; up with Shift
	onLeave func()        // Escape
	action  *widgets.Button
}

func newSearchBox() *searchBox {
	b := &searchBox{}
	b.ExtendBaseWidget(b)
	b.SetPlaceHolder("Search topics, filters, payloads")
	b.action = widgets.NewIconButton("", theme.SearchIcon(), func() {
		b.SetText("")
		fyne.CurrentApp().Driver().CanvasForObject(b).Focus(b)
	})
	b.ActionItem = b.action
	b.sign(true)
	return b
}

// sign shows what the button does: nothing but to begin, or to clear the text.
func (b *searchBox) sign(empty bool) {
	icon, tip := theme.ContentClearIcon(), "Clear the search (Escape)"
	if empty {
		icon, tip = theme.SearchIcon(), desk.Named("Search", desk.Control(fyne.KeyF))
	}
	b.action.Tip = tip
	if b.action.Icon != icon {
		b.action.SetIcon(icon)
	}
}

// TypedKey is called by Fyne.
func (b *searchBox) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF3:
		b.onNext(shiftHeld())
	case fyne.KeyDown:
		b.onNext(false)
	case fyne.KeyUp:
		b.onNext(true)
	case fyne.KeyEscape:
		b.onLeave()
	default:
		b.Entry.TypedKey(ev)
	}
}

// shiftHeld reports whether a Shift key is down.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// search looks for topics as the user types.
type search struct {
	box     *searchBox
	tree    *model.Tree
	query   *model.Query
	problem error            // why what is typed is no query; the one before it still holds
	onSet   func(ended bool) // what is shown is another
	hint    func(width float32)
}

func newSearch(t *model.Tree) *search {
	s := &search{box: newSearchBox(), tree: t}
	s.box.OnChanged = s.set
	s.hint = arrange.HintThatFits(s.box, s.box.PlaceHolder, "Search")
	return s
}

func (s *search) set(words string) {
	s.box.sign(words == "")
	q, err := model.ParseQuery(words)
	if s.problem = err; err != nil {
		return
	}
	ended := s.query != nil && q == nil
	s.query = q
	s.tree.Search(q)
	s.onSet(ended)
}

// emptyWords says what can be searched for when nothing was found.
func (s *search) emptyWords() string {
	if !s.tree.Finding().Done() {
		return ""
	}
	return "The topic must contain every word. Matching topics that arrive later appear here."
}

// words says how far the search has come, nothing when there is none.
func (s *search) words() []text.Span {
	if s.problem != nil {
		return []text.Span{{Text: explain.Error(s.problem, broker.Address{}), Colour: look.Colour(theme.ColorNameError)}}
	}
	f := s.tree.Finding()
	if f.Query == nil {
		return nil
	}
	muted := look.Colour(look.Muted)
	found := format.Counted(f.Matches, "{count} topic found", "{count} topics found")
	if f.Matches == 0 {
		found = "No topic found"
	}
	spans := []text.Span{{Text: found, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground)}}
	if !f.Done() {
		return append(spans, text.Span{Text: format.Fill("  so far, {part} % searched", "part", 100*f.Looked/max(1, f.Total)), Colour: muted, X: -1})
	}
	if f.Matches == 0 {
		return spans
	}
	return append(spans, text.Span{Text: "  Enter: next, Escape: end the search", Colour: muted, X: -1})
}
