package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Items say what an [Arranged] table needs to know of what it shows.
type Items[T any, K comparable] struct {
	Key    func(*T) K                               // names one for as long as it is there
	Before func(*T) (former K, had bool)            // the key that an item had before the one it has; nil: none ever had another
	Words  func(*T) string                          // that a filter looks in, in lower case; called on any goroutine
	Line   func(item *T, width float32) []text.Span // its row
	Tip    func(*T) []string                        // over its row
	Titles func(width float32) []text.Span          // over all
	Run    func(func())                             // has a function run on the goroutine that draws
	Shown  func()                                   // what is seen has been arranged anew
}

// Arranged is a table of items, one in a row, as far as a filter lets them through and in an
// order. There may be 100,000, so they are arranged beside the goroutine that draws, once
// again for all that was asked for meanwhile. A row keeps its selection wherever it goes.
type Arranged[T any, K comparable] struct {
	Object fyne.CanvasObject
	Rows   *Rows
	Head   *Header

	of     Items[T, K]
	empty  *widget.Label
	wanted arrangement[T]
	busy   bool // they are being arranged
	again  bool // and are to be once more

	keys  map[K]uint32 // of rows; belongs to whoever arranges
	given uint32       // row keys so far; his too
	seen  arranged[T]
	width float32
	epoch uint64
}

// arrangement is what is to be arranged, and how. Its items are not written to.
type arrangement[T any] struct {
	items   []T
	filter  []string          // words that all have to be there
	compare func(a, b *T) int // nil: as they are
}

// arranged is what came of it.
type arranged[T any] struct {
	items []T
	shown []int          // of the items, by row
	key   []uint32       // by row
	row   map[uint32]int // by key
}

// arrangedHead is the height of the head.
const arrangedHead = 22

// NewArranged makes a table that shows nothing yet.
func NewArranged[T any, K comparable](of Items[T, K]) *Arranged[T, K] {
	t := &Arranged[T, K]{of: of, Head: NewHeader(arrangedHead, 11), empty: widget.NewLabel(""), keys: map[K]uint32{}}
	t.Head.OnTapped, t.Head.OnMenu = func(float32) {}, func(fyne.Position) {}
	t.Rows = NewRows(t, look.RowHeight, look.RowText)
	t.Rows.OnCopy = func(key uint32) {
		if item := t.Item(key); item != nil {
			CopyText("Line", LineText(of.Line(item, t.width)))
		}
	}
	TipRows(t.Rows, func(key uint32) []string {
		if item := t.Item(key); item != nil {
			return of.Tip(item)
		}
		return nil
	})
	t.empty.Wrapping = fyne.TextWrapWord
	t.empty.Importance = widget.LowImportance
	t.empty.Hide()
	words := container.NewClip(arrange.Padded(look.PageEdge-theme.InnerPadding(), look.PageEdge, container.NewVBox(t.empty)))
	t.Object = container.NewBorder(NewPanel(look.Raised, t.Head, 0, 0), nil, nil, nil,
		container.New(arrange.Low{Height: 2 * look.RowHeight}, container.NewStack(t.Rows, words)))
	return t
}

// Say says words in the place of rows, each line by itself; empty: nothing.
func (t *Arranged[T, K]) Say(words string) {
	said := format.Excerpts(strings.Split(words, "\n")...)
	if t.empty.Text != said {
		t.empty.SetText(said)
	}
	arrange.SetHidden(words == "", t.empty)
}

// Said is what is said in the place of rows.
func (t *Arranged[T, K]) Said() string { return t.empty.Text }

// Show shows items. They are not written to any more.
func (t *Arranged[T, K]) Show(items []T) {
	t.wanted.items = items
	t.arrange()
}

// Filter lets only items through that have all words of a text.
func (t *Arranged[T, K]) Filter(typed string) {
	t.wanted.filter = strings.Fields(strings.ToLower(typed))
	t.arrange()
}

// Sort puts the items into an order; nil: as they are shown.
func (t *Arranged[T, K]) Sort(compare func(a, b *T) int) {
	t.wanted.compare = compare
	t.arrange()
}

// arrange has what is wanted arranged. What is asked for meanwhile comes with the next time.
func (t *Arranged[T, K]) arrange() {
	if t.busy {
		t.again = true
		return
	}
	t.busy, t.again = true, false
	wanted := t.wanted
	go func() { // ends when they are arranged
		seen := t.arranged(wanted)
		t.of.Run(func() {
			t.busy, t.seen = false, seen
			t.Renew()
			t.of.Shown()
			if t.again {
				t.arrange()
			}
		})
	}()
}

// fewRowKeys are so few that those of items that have gone may stay.
const fewRowKeys = 10_000

// arranged filters and sorts, beside the goroutine that draws and one call at a time.
func (t *Arranged[T, K]) arranged(wanted arrangement[T]) (a arranged[T]) {
	a.items = wanted.items
	for i := range a.items {
		if wanted.lets(t.of.Words, &a.items[i]) {
			a.shown = append(a.shown, i)
		}
	}
	if wanted.compare != nil {
		slices.SortStableFunc(a.shown, func(x, y int) int { return wanted.compare(&a.items[x], &a.items[y]) })
	}
	t.rename(a.items)
	if len(t.keys) > 2*len(a.items)+fewRowKeys {
		t.forget(a.items)
	}
	a.key, a.row = make([]uint32, len(a.shown)), make(map[uint32]int, len(a.shown))
	for row, i := range a.shown {
		k := t.of.Key(&a.items[i])
		key, known := t.keys[k]
		if !known {
			key = t.given
			t.given++
			t.keys[k] = key
		}
		a.key[row], a.row[key] = key, row
	}
	return a
}

// rename gives items that had another key their row keys again.
func (t *Arranged[T, K]) rename(items []T) {
	if t.of.Before == nil {
		return
	}
	for i := range items {
		former, had := t.of.Before(&items[i])
		if !had {
			continue
		}
		key, known := t.keys[former]
		if k := t.of.Key(&items[i]); known && !t.has(k) {
			delete(t.keys, former)
			t.keys[k] = key
		}
	}
}

func (t *Arranged[T, K]) has(k K) bool {
	_, yes := t.keys[k]
	return yes
}

// forget keeps no row keys but those of items that there are, whether they are shown or not.
func (t *Arranged[T, K]) forget(items []T) {
	keys := make(map[K]uint32, len(items))
	for i := range items {
		k := t.of.Key(&items[i])
		if key, known := t.keys[k]; known {
			keys[k] = key
		}
	}
	t.keys = keys
}

// lets reports whether the filter lets an item through.
func (a *arrangement[T]) lets(words func(*T) string, item *T) bool {
	if len(a.filter) == 0 {
		return true
	}
	in := words(item)
	return !slices.ContainsFunc(a.filter, func(word string) bool { return !strings.Contains(in, word) })
}

// Renew has all rows that are seen made anew, and the titles.
func (t *Arranged[T, K]) Renew() {
	t.title()
	t.Rows.Update()
}

func (t *Arranged[T, K]) title() {
	t.epoch++
	t.Head.Set(t.of.Titles(t.width)...)
}

// Width is the room that a row has.
func (t *Arranged[T, K]) Width() float32 { return t.width }

// Item is the one of a row key, nil when it is not shown.
func (t *Arranged[T, K]) Item(key uint32) *T {
	row, ok := t.seen.row[key]
	if !ok {
		return nil
	}
	return &t.seen.items[t.seen.shown[row]]
}

// First is the item of the first row, nil when there is none.
func (t *Arranged[T, K]) First() *T {
	if t.Len() == 0 {
		return nil
	}
	return &t.seen.items[t.seen.shown[0]]
}

// Len implements RowSource.
func (t *Arranged[T, K]) Len() int { return len(t.seen.shown) }

// Index implements RowSource.
func (t *Arranged[T, K]) Index(key uint32) int {
	if row, ok := t.seen.row[key]; ok {
		return row
	}
	return -1
}

// Fill implements RowSource.
func (t *Arranged[T, K]) Fill(from int, width float32, rows []Row) []Row {
	if width != t.width {
		t.width = width
		t.title()
	}
	rows = rows[:max(0, min(len(rows), t.Len()-from))]
	for i := range rows {
		key := t.seen.key[from+i]
		if r := &rows[i]; r.Key != key || r.Revision != t.epoch {
			*r = Row{Key: key, Revision: t.epoch, Spans: t.of.Line(t.Item(key), width)}
		}
	}
	return rows
}
