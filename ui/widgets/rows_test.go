package widgets

import (
	"fmt"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/widgets/text"
)

// fakeRows is a source of rows whose keys are given by a function, so that a
// million of them need no memory.
type fakeRows struct {
	n     int
	key   func(row int) uint32
	row   func(key uint32) int
	fills int
}

func numbered(n int) *fakeRows {
	return &fakeRows{
		n: n, key: func(row int) uint32 { return uint32(row) },
		row: func(key uint32) int { return int(key) },
	}
}

func (f *fakeRows) Len() int { return f.n }

func (f *fakeRows) Index(key uint32) int {
	if i := f.row(key); i >= 0 && i < f.n {
		return i
	}
	return -1
}

func (f *fakeRows) Fill(from int, _ float32, rows []Row) []Row {
	for i := range rows {
		key := f.key(from + i)
		if rows[i].Key == key && rows[i].Revision == 1 {
			continue
		}
		f.fills++
		rows[i] = Row{Key: key, Revision: 1, Spans: []text.Span{{Text: fmt.Sprint("row ", key), Colour: color.White}}, HandleFrom: 0, HandleTo: 12}
	}
	return rows
}

// shift makes n rows appear above all others.
func (f *fakeRows) shift(n int) {
	f.n += n
	f.key = func(row int) uint32 { return uint32(row - n) }
	f.row = func(key uint32) int { return int(int32(key)) + n }
}

// newRows makes a view of ten rows of 20 units in a window.
func newRows(t *testing.T, f *fakeRows) (*Rows, fyne.Window) {
	t.Helper()
	test.NewTempApp(t)
	r := NewRows(f, 20, 13)
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 200))
	r.Sync(time.Now())
	return r, w
}

func seen(r *Rows) string {
	rows, first, _ := r.Seen()
	if len(rows) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d: %d..%d", first, int32(rows[0].Key), int32(rows[len(rows)-1].Key))
}

func wantSeen(t *testing.T, r *Rows, want string) {
	t.Helper()
	if got := seen(r); got != want {
		t.Errorf("seen %s, want %s", got, want)
	}
}

func TestRowsKeys(t *testing.T) {
	cases := []struct {
		key      fyne.KeyName
		selected uint32
		seen     string
	}{
		{fyne.KeyDown, 0, "0: 0..9"},
		{fyne.KeyDown, 1, "0: 0..9"},
		{fyne.KeyPageDown, 11, "2: 2..11"},
		{fyne.KeyPageDown, 21, "12: 12..21"},
		{fyne.KeyUp, 20, "12: 12..21"},
		{fyne.KeyEnd, 999_999, "999990: 999990..999999"},
		{fyne.KeyDown, 999_999, "999990: 999990..999999"},
		{fyne.KeyPageUp, 999_989, "999989: 999989..999998"},
		{fyne.KeyHome, 0, "0: 0..9"},
		{fyne.KeyUp, 0, "0: 0..9"},
	}
	r, _ := newRows(t, numbered(1_000_000))
	var told uint32
	r.OnSelect = func(key uint32) { told = key }
	for i, c := range cases {
		r.TypedKey(&fyne.KeyEvent{Name: c.key})
		if key, _ := r.Selected(); key != c.selected || told != c.selected {
			t.Errorf("%d, %s: selected %d, told %d, want %d", i, c.key, key, told, c.selected)
		}
		wantSeen(t, r, c.seen)
	}
	for key, want := range map[fyne.KeyName]uint32{fyne.KeyEnd: 999_999, fyne.KeyHome: 0} {
		r.Select(500, true)
		r.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
		if at, _ := r.Selected(); at != want {
			t.Errorf("%s with Ctrl: selected %d, want %d", key, at, want)
		}
	}
}

// TestRowsAreExactAtTheEnd scrolls row by row where single precision would
// have lost count long before.
func TestRowsAreExactAtTheEnd(t *testing.T) {
	r, _ := newRows(t, numbered(20_000_000))
	r.ScrollTo(19_000_000)
	for i := range 1000 {
		wantSeen(t, r, fmt.Sprintf("%d: %d..%d", 19_000_000+i, 19_000_000+i, 19_000_009+i))
		r.scroll(1)
	}
}

func TestRowsScroll(t *testing.T) {
	r, w := newRows(t, numbered(1000))
	test.Scroll(w.Canvas(), fyne.NewPos(50, 50), 0, -10) // a notch of the wheel
	wantSeen(t, r, "3: 3..12")
	r.scroll(0.5)
	wantSeen(t, r, "3: 3..13")
	if _, _, y := r.Seen(); y != -10 {
		t.Errorf("the first row begins at %v, want -10", y)
	}
	r.scroll(-100)
	wantSeen(t, r, "0: 0..9")
	r.scroll(1e9)
	wantSeen(t, r, "990: 990..999")
	if !r.AtEnd() {
		t.Error("not at the end")
	}
}

func TestRowsScrollBar(t *testing.T) {
	r, _ := newRows(t, numbered(1_000_000))
	bar := r.view.bar
	bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5, 10)}})
	for y := float32(20); y < 400; y += 10 {
		bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5, y)}, Dragged: fyne.NewDelta(0, 10)})
	}
	bar.DragEnd()
	wantSeen(t, r, "999990: 999990..999999")
	bar.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	wantSeen(t, r, "999980: 999980..999989")
}

func TestRowsClicks(t *testing.T) {
	r, w := newRows(t, numbered(100))
	var did string
	r.OnSelect = func(key uint32) { did += fmt.Sprintf("select %d. ", key) }
	r.OnToggle = func(key uint32) { did += fmt.Sprintf("toggle %d. ", key) }
	r.OnMenu = func(key uint32, _ fyne.Position) { did += fmt.Sprintf("menu %d. ", key) }
	click := func(x, y float32, want string) {
		t.Helper()
		did = ""
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, y))
		if did != want {
			t.Errorf("click at %v, %v: %q, want %q", x, y, did, want)
		}
	}
	click(100, 45, "select 2. ")
	click(100, 45, "toggle 2. ") // the second of a double click
	click(100, 45, "select 2. ")
	click(5, 65, "toggle 3. ") // on the arrow
	did = ""
	r.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(100, 85)})
	if did != "select 4. menu 4. " {
		t.Errorf("right click: %q", did)
	}
	did = ""
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	if did != "toggle 4. menu 4. " {
		t.Errorf("keys: %q", did)
	}
	r.Source.(*fakeRows).n = 0
	r.Update()
	click(100, 45, "")
}

// TestRowsStayPut checks what must not move when rows appear above.
func TestRowsStayPut(t *testing.T) {
	cases := []struct {
		name   string
		set    func(r *Rows)
		before string
		after  string
	}{
		{"at the top nothing is held", func(*Rows) {}, "0: 0..9", "0: -3..6"},
		{"the row under the pointer", func(r *Rows) { r.MouseMoved(mouseAt(50)) }, "0: 0..9", "3: 0..9"},
		{"the selected row", func(r *Rows) { r.Select(4, false) }, "0: 0..9", "3: 0..9"},
		{"a selected row that is not seen is not held", func(r *Rows) { r.Select(400, false) }, "0: 0..9", "0: -3..6"},
		{"the top row when scrolled", func(r *Rows) { r.ScrollTo(500) }, "500: 500..509", "503: 500..509"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := numbered(1000)
			r, _ := newRows(t, f)
			c.set(r)
			wantSeen(t, r, c.before)
			f.shift(3)
			r.Sync(time.Now())
			wantSeen(t, r, c.after)
		})
	}
}

func mouseAt(y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, y)}}
}

// TestRowsOnlyAskForWhatIsNew counts the rows laid out anew.
func TestRowsOnlyAskForWhatIsNew(t *testing.T) {
	f := numbered(1000)
	r, _ := newRows(t, f)
	f.fills = 0
	for range 10 {
		r.Sync(time.Now())
	}
	if f.fills != 0 {
		t.Errorf("%d rows filled while nothing changed", f.fills)
	}
}

func TestRowsShrink(t *testing.T) {
	f := numbered(1000)
	r, _ := newRows(t, f)
	r.ScrollTo(900)
	f.n = 5
	r.Sync(time.Now())
	wantSeen(t, r, "0: 0..4")
	f.n = 0
	r.Sync(time.Now())
	wantSeen(t, r, "none")
}

func TestFlashFades(t *testing.T) {
	f := numbered(1)
	r, _ := newRows(t, f)
	start := time.Now()
	r.rows[0].Active = start
	for _, c := range []struct {
		age  time.Duration
		want bool
	}{{0, true}, {flashTime / 2, true}, {flashTime, false}} {
		r.Sync(start.Add(c.age))
		if got := r.Flashing(); got != c.want {
			t.Errorf("after %v flashing %v", c.age, got)
		}
	}
	if _, _, _, a := r.view.pool[0].tint.RGBA(); a != 0 {
		t.Errorf("a faded row has the colour %v", r.view.pool[0].tint)
	}
}

// TestStatesOfARowDiffer: what is selected, pointed at and has just changed are
// told apart, also where two come together.
func TestStatesOfARowDiffer(t *testing.T) {
	r, _ := newRows(t, numbered(3))
	now := time.Now()
	r.now = now
	tints := map[string]color.NRGBA{}
	for _, selected := range []bool{false, true} {
		for _, focused := range []bool{false, true} {
			for _, hovered := range []bool{false, true} {
				for _, flash := range []bool{false, true} {
					row := Row{Key: 1}
					if flash {
						row.Active = now
					}
					r.selected, r.hasSelected, r.focused = 1, selected, focused
					name := fmt.Sprintf("selected %v, with the keys %v, under the pointer %v, flash %v", selected, selected && focused, hovered && !selected, flash)
					c := r.view.tint(&row, hovered).(color.NRGBA)
					tints[name] = lay(color.NRGBA{24, 30, 34, 255}, color.NRGBA{c.R, c.G, c.B, 255}, float64(c.A)/255)
				}
			}
		}
	}
	distance := func(a, b color.NRGBA) int {
		d := func(x, y uint8) int { return max(int(x), int(y)) - min(int(x), int(y)) }
		return d(a.R, b.R) + d(a.G, b.G) + d(a.B, b.B)
	}
	if len(tints) != 8 {
		t.Fatalf("%d states", len(tints))
	}
	for a, x := range tints {
		for b, y := range tints {
			if a < b && distance(x, y) < 12 {
				t.Errorf("%s, and %s look alike: %v, %v", a, b, x, y)
			}
		}
	}
}

// BenchmarkRowsSync is one look at 42 rows of a million of which all have
// changed, without the drawing itself.
func BenchmarkRowsSync(b *testing.B) {
	test.NewTempApp(b)
	f := numbered(1_000_000)
	r := NewRows(f, 20, 13)
	w := test.NewTempWindow(b, r)
	w.Resize(fyne.NewSize(500, 840))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.ScrollTo(i * 42 % 999_000)
	}
}

// TestRowsTellWhenTheRowUnderThePointerIsAnother: whatever was said of it must
// go, though the pointer rests.
func TestRowsTellWhenTheRowUnderThePointerIsAnother(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *Rows, f *fakeRows)
		left bool
	}{
		{"nothing", func(r *Rows, _ *fakeRows) { r.Update() }, false},
		{"row that keeps its place while others come above", func(r *Rows, f *fakeRows) { f.shift(5); r.Update() }, false},
		{"other rows in the same place", func(r *Rows, f *fakeRows) {
			f.key = func(row int) uint32 { return uint32(row + 1000) }
			f.row = func(uint32) int { return -1 }
			r.Update()
		}, true},
		{"fewer rows", func(r *Rows, f *fakeRows) { f.n = 1; r.Update() }, true},
		{"scrolled by a fraction", func(r *Rows, _ *fakeRows) { r.scroll(0.5) }, true},
		{"scrolled to a row", func(r *Rows, _ *fakeRows) { r.Select(90, true) }, true},
		{"key", func(r *Rows, _ *fakeRows) { r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) }, true},
		{"letter", func(r *Rows, _ *fakeRows) { r.TypedRune('x') }, true},
		{"narrower", func(r *Rows, _ *fakeRows) { r.Resize(fyne.NewSize(200, r.Size().Height)) }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := numbered(100)
			r, _ := newRows(t, f)
			r.ScrollTo(20)
			left := 0
			r.OnHover, r.OnLeave = func(uint32, fyne.Position) {}, func() { left++ }
			r.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 90)}})
			left = 0
			c.do(r, f)
			if (left > 0) != c.left {
				t.Errorf("told %d times that the pointer has left", left)
			}
		})
	}
}

func TestRowsMenuByKey(t *testing.T) {
	r, _ := newRows(t, numbered(100))
	menus := 0
	r.OnMenu = func(key uint32, _ fyne.Position) { menus += int(key) }
	r.Select(1, true)
	press := func(name fyne.KeyName) { r.TypedKey(&fyne.KeyEvent{Name: name}) }
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	press(desktop.KeyMenu)
	if menus != 1 {
		t.Error("the menu key opens no menu")
	}
	press(fyne.KeyF10)
	if menus != 1 {
		t.Error("F10 alone opens a menu")
	}
	r.KeyDown(shift)
	press(fyne.KeyF10)
	if menus != 2 {
		t.Error("Shift+F10 opens no menu")
	}
	r.KeyUp(shift)
	press(fyne.KeyF10)
	if menus != 2 {
		t.Error("Shift is not held any more")
	}
}
