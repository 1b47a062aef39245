package devices

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/model/device"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// table shows devices, one in a row, in an order and as far as a filter lets them through.
type table struct {
	object fyne.CanvasObject
	head   *widgets.Header
	rows   *widgets.Rows
	places places
	width  float32

	order  order
	filter string // in lower case; its words are looked for

	now   time.Time
	of    *found // that the rows are of
	shown []int  // of its devices, in the order of the rows
	keys  map[key]uint32
	names []key // by row key
	index map[uint32]int
	epoch uint64
}

// mostKeys is how many devices have a row key at a time; with more, all get new ones.
const mostKeys = 1 << 20

func newTable() *table {
	t := &table{head: widgets.NewHeader(22, 11), keys: map[key]uint32{}, index: map[uint32]int{}}
	t.head.OnTapped, t.head.OnMenu = t.tapHead, func(fyne.Position) {}
	t.rows = widgets.NewRows(t, look.RowHeight, look.RowText)
	t.rows.OnCopy = func(k uint32) {
		if d := t.device(k); d != nil {
			widgets.CopyText("Line", widgets.LineText(t.places.line(d, t.of.fresh[keyOf(d)], t.now)))
		}
	}
	widgets.TipRows(t.rows, t.tip)
	t.object = container.NewBorder(widgets.NewPanel(look.Raised, t.head, 0, 0), nil, nil, nil, container.New(arrange.Low{Height: 2 * look.RowHeight}, t.rows))
	return t
}

// show has the table show what was found, at a time.
func (t *table) show(f *found, now time.Time) {
	if t.of == f {
		return
	}
	t.of, t.now = f, now
	t.arrange()
}

// arrange puts the devices into their order.
func (t *table) arrange() {
	t.shown, t.index = t.shown[:0], map[uint32]int{}
	if t.of == nil {
		t.renew()
		return
	}
	wanted := strings.Fields(t.filter)
	for i := range t.of.devices {
		if has(words(&t.of.devices[i]), wanted) {
			t.shown = append(t.shown, i)
		}
	}
	if t.order.sorts {
		slices.SortStableFunc(t.shown, func(a, b int) int { return t.order.compare(&t.of.devices[a], &t.of.devices[b]) })
	}
	if len(t.names) > mostKeys {
		t.keys, t.names = map[key]uint32{}, nil
		t.rows.Deselect()
	}
	for row, i := range t.shown {
		t.index[t.rowKey(keyOf(&t.of.devices[i]))] = row
	}
	t.renew()
}

func has(words string, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(words, w) })
}

func (t *table) rowKey(k key) uint32 {
	n, ok := t.keys[k]
	if !ok {
		n = uint32(len(t.names)) //nolint:gosec // mostKeys at the most
		t.keys[k] = n
		t.names = append(t.names, k)
	}
	return n
}

// renew has all rows made anew.
func (t *table) renew() {
	t.epoch++
	t.places = placesIn(t.width)
	t.head.Set(t.places.head(t.order)...)
	t.rows.Sync(t.now)
}

// find looks for what is typed.
func (t *table) find(typed string) {
	t.filter = strings.ToLower(typed)
	t.arrange()
}

// tapHead sorts by the column under a click.
func (t *table) tapHead(x float32) {
	if c := t.places.at(x); c < columnsEnd {
		t.order = t.order.next(c)
		t.arrange()
	}
}

// device is the one of a row key, nil when it is not shown.
func (t *table) device(k uint32) *device.Device {
	row, ok := t.index[k]
	if !ok || t.of == nil || row >= len(t.shown) {
		return nil
	}
	return &t.of.devices[t.shown[row]]
}

// tip says what may be cut in a row.
func (t *table) tip(k uint32) []string {
	d := t.device(k)
	if d == nil {
		return nil
	}
	return about(d, t.now)
}

// Len implements widgets.RowSource.
func (t *table) Len() int { return len(t.shown) }

// Index implements widgets.RowSource.
func (t *table) Index(k uint32) int {
	if row, ok := t.index[k]; ok {
		return row
	}
	return -1
}

// Fill implements widgets.RowSource.
func (t *table) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != t.width {
		t.width = width
		t.epoch++
		t.places = placesIn(width)
		t.head.Set(t.places.head(t.order)...)
	}
	rows = rows[:max(0, min(len(rows), len(t.shown)-from))]
	for i := range rows {
		d := &t.of.devices[t.shown[from+i]]
		k := t.rowKey(keyOf(d))
		if r := &rows[i]; r.Key != k || r.Revision != t.epoch {
			spans := t.places.line(d, t.of.fresh[keyOf(d)], t.now)
			*r = widgets.Row{Key: k, Revision: t.epoch, Spans: spans}
		}
	}
	return rows
}
