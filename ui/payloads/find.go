package payloads

import (
	"slices"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// findBar looks for a text in the payload on view, whatever it is shown as.
type findBar struct {
	object fyne.CanvasObject
	line   *fyne.Container // the field, and what stands right of it
	right  *fyne.Container
	field  *findField
	count  *widgets.Strip
	only   *widgets.Check // rows that have it, of a tree
	steps  []*widgets.Button
	run    func(func())
	turn   atomic.Uint64 // of the search wanted; others end

	hits []int // nodes, or bytes of what is shown
	at   int   // the one gone to
	size int   // of a hit in bytes

	moving  bool // the first hit is to be gone to
	looking bool // a search is under way: the hits of the one before may be of another message

	again   func() // looks anew
	goTo    func(hit, size int)
	filter  func(hits []int) // nil: no filter
	onClose func()
}

// findField is what it is typed into.
type findField struct {
	widgets.Entry
	step  func(by int)
	leave func()
}

// TypedKey is called by Fyne.
func (f *findField) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF3:
		f.step(direction())
	case fyne.KeyDown:
		f.step(1)
	case fyne.KeyUp:
		f.step(-1)
	case fyne.KeyEscape:
		f.leave()
	default:
		f.Entry.TypedKey(ev)
	}
}

// direction is where a key leads that goes on: back with Shift.
func direction() int {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		return -1
	}
	return 1
}

func newFindBar(run func(func())) *findBar {
	b := &findBar{run: run, field: &findField{}, count: widgets.NewStrip(20, 12)}
	b.field.ExtendBaseWidget(b.field)
	b.field.SetPlaceHolder("Find in this payload")
	b.field.OnChanged = func(string) { b.again() }
	b.field.step, b.field.leave = b.step, func() { b.onClose() }
	b.only = widgets.NewCheck("Only these", func(bool) { b.narrow() })
	b.steps = []*widgets.Button{
		widgets.NewIconButton("Previous (Shift+F3)", theme.MoveUpIcon(), func() { b.step(-1) }),
		widgets.NewIconButton("Next (F3)", theme.MoveDownIcon(), func() { b.step(1) }),
		widgets.NewIconButton("Close (Escape)", theme.CancelIcon(), func() { b.onClose() }),
	}
	b.right = container.NewHBox(arrange.Middle(b.only), arrange.Middle(b.count), b.steps[0], b.steps[1], b.steps[2])
	b.line = container.New(arrange.Ends{Fit: b.fit, Narrowest: 0}, b.field, b.right)
	b.object = widgets.NewPanel(look.Raised, b.line, 3, 8)
	b.object.Hide()
	return b
}

// findForms are what stands right of the field, from the roomiest to the tersest.
var findForms = []struct {
	only  string  // words of the check; empty: without it
	count float32 // the least width of the count; 0: without it
}{{"Only these", 96}, {"Only", 64}, {"Only", 0}, {"", 0}}

// leastFind is the room for the field above which nothing beside it becomes terser.
const leastFind = 60

// fit has what is beside the field leave room for it.
func (b *findBar) fit(width float32) {
	for _, form := range findForms {
		if form.only != "" && b.only.Text != form.only {
			b.only.SetText(format.Excerpt(form.only))
		}
		arrange.SetHidden(form.only == "" || b.only.Hidden, b.right.Objects[0])
		arrange.SetHidden(form.count == 0, b.right.Objects[1])
		b.count.SetMinWidth(form.count)
		if width-b.right.MinSize().Width >= leastFind {
			return
		}
	}
}

// offer offers to show only what has been found, or does not.
func (b *findBar) offer(only bool) {
	if b.only.Hidden == only {
		b.only.Hidden = !only
		b.line.Refresh()
	}
}

// isOpen reports whether something is looked for.
func (b *findBar) isOpen() bool { return b.object.Visible() && b.field.Value() != "" }

// search looks beside the goroutine that draws, and goes to the first hit from a place on
// when move is set.
func (b *findBar) search(find func(gone func() bool) (hits []int, size int), from int, move bool) {
	turn := b.turn.Add(1)
	b.looking, b.hits = true, nil
	b.moving = b.moving || move // also when what was looked for before had not been found yet
	gone := func() bool { return b.turn.Load() != turn }
	go func() { // ends when it has looked, or somebody looks for something else
		hits, size := find(gone)
		b.run(func() {
			if gone() {
				return
			}
			b.looking, b.hits, b.size = false, hits, size
			b.at = 0
			if i, _ := slices.BinarySearch(hits, from); i < len(hits) {
				b.at = i
			}
			b.narrow()
			if b.moving && len(hits) > 0 {
				b.goTo(hits[b.at], size)
			}
			b.moving = false
		})
	}()
}

// stop ends a search, and forgets what was found.
func (b *findBar) stop() {
	b.turn.Add(1)
	b.looking, b.hits = false, nil
	b.showCount()
}

// narrow shows only what has been found, or everything.
func (b *findBar) narrow() {
	if b.looking { // which narrows when it ends
		return
	}
	if b.filter != nil {
		if b.only.Checked && b.isOpen() {
			b.filter(append([]int{}, b.hits...))
		} else {
			b.filter(nil)
		}
	}
	b.showCount()
}

// step goes to the next hit, or back to the one before.
func (b *findBar) step(by int) {
	n := len(b.hits)
	if n == 0 {
		return
	}
	b.at = (b.at + by + n) % n
	b.goTo(b.hits[b.at], b.size)
	b.showCount()
}

// showCount tells how many hits there are, and which of them is on view.
func (b *findBar) showCount() {
	words, colour := "", look.Colour(look.Muted)
	switch n := len(b.hits); {
	case b.field.Value() == "":
	case n == 0:
		words, colour = "not found", look.Colour(theme.ColorNameWarning)
	case n == mostHits:
		words = format.Fill("{number} of more than {count}", "number", format.Count(b.at+1), "count", format.Count(n))
	default:
		words = format.Fill("{number} of {count}", "number", format.Count(b.at+1), "count", format.Count(n))
	}
	b.count.Set(text.Span{Text: words, Colour: colour, X: 4})
}
