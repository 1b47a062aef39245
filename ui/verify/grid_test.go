package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/model/checklist"
	"mangrove/model/codestest"
	"mangrove/model/verify"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// gridBench is a grid on a bench, with verdicts that are made up.
type gridBench struct {
	*grid
	window fyne.Window
	posted uitest.Posted
	chosen int // times that a choice was told
	closed int
}

func newGridBench(t testing.TB, width, height float32) *gridBench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	b := &gridBench{}
	b.grid = newGrid(b.posted.Add, func() {}, func() { b.chosen++ }, func() { b.closed++; b.deselect() })
	b.window = test.NewTempWindow(t, b.table.Object)
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(width, height))
	return b
}

// take shows verdicts.
func (b *gridBench) take(t *testing.T, all []verify.Result) {
	t.Helper()
	b.show(all)
	uitest.Until(t, "the verdicts are on view", func() { b.posted.Run(); b.table.Rows.Sync(time.Now()) }, func() bool {
		first := b.table.First()
		return first != nil && &first.board.results[0] == &all[0]
	})
}

func (b *gridBench) lines() (lines []string) {
	rows, _, _ := b.table.Rows.Seen()
	for i := range rows {
		lines = append(lines, widgets.LineText(rows[i].Spans))
	}
	return lines
}

func (b *gridBench) head() string { return widgets.LineText(b.titles(b.table.Width())) }

func (b *gridBench) press(key fyne.KeyName) { b.table.Rows.TypedKey(&fyne.KeyEvent{Name: key}) }

// click clicks on the cell of a row and a column on view.
func (b *gridBench) click(row, column int) {
	s := b.seats()
	x := s.left + (float32(column-s.from)+0.5)*s.width
	b.table.Rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, (float32(row)+0.5)*look.RowHeight)})
}

// TestWordsOfARow: the filter finds a verdict that stands behind a worse one in its cell.
func TestWordsOfARow(t *testing.T) {
	fan := &checklist.Subject{ID: "fan", Device: true}
	command := func(topic string, s verify.State) verify.Result {
		return verify.Result{Subject: fan, Check: &checklist.Check{Kind: checklist.Commanded, Command: &checklist.Command{Topic: topic}}, Verdict: verify.Verdict{State: s}}
	}
	b := newBoard([]verify.Result{{Subject: &checklist.Subject{ID: "pump"}, Check: &checklist.Check{Kind: checklist.Present}}, command("fan/on", verify.Fail), command("fan/off", verify.Pass)})
	if words := b.rows[1].words(); !strings.Contains(words, "fan/on") || !strings.Contains(words, "fan/off") || strings.Contains(words, "pump") {
		t.Errorf("the words are %q", words)
	}
}

// TestVerdictsOfBefore do not come on view when they were taken away while a grid was made of them.
func TestVerdictsOfBefore(t *testing.T) {
	b := newGridBench(t, 800, 300)
	b.show(hall())
	b.show(nil)
	uitest.Until(t, "both are made", func() {
		b.posted.Run()
		b.table.Rows.Sync(time.Now())
		if b.table.First() != nil {
			t.Fatal("the earlier verdicts are on view")
		}
	}, func() bool { return !b.busy && !b.again })
	all := hall()
	b.take(t, all)
	b.show(nil)
	uitest.Until(t, "there are none", func() { b.posted.Run(); b.table.Rows.Sync(time.Now()) }, func() bool { return b.table.First() == nil })
}

// hall are the verdicts of a fan, a pump and a rule over lamps.
func hall() []verify.Result {
	fan, pump := &checklist.Subject{ID: "fan", Device: true}, &checklist.Subject{ID: "pump", Device: true}
	lamps := &checklist.Subject{ID: "hall/{lamp}/#", Members: []string{"one", "two"}}
	present, speed, kept := &checklist.Check{Kind: checklist.Present}, &checklist.Check{Kind: checklist.Field, Path: "rpm"}, &checklist.Check{Kind: checklist.Retained}
	as := func(s verify.State) verify.Verdict { return verify.Verdict{State: s} }
	return []verify.Result{
		{Subject: pump, Check: present, Verdict: as(verify.Pass)},
		{Subject: fan, Check: speed, Verdict: as(verify.Fail)},
		{Subject: fan, Check: present, Verdict: as(verify.Pass)},
		{Subject: lamps, Check: &checklist.Check{Kind: checklist.Members}, Verdict: as(verify.Pending)},
		{Subject: lamps, Member: "one", Check: kept, Verdict: as(verify.Warn)},
		{Subject: lamps, Member: "two", Topic: "hall/two/state", Check: kept, Verdict: as(verify.NotVerifiable)},
	}
}

// TestGrid has a row for each device, rule and member, what needs somebody first, and a column
// for each kind of check; a state is told by its sign, too.
func TestGrid(t *testing.T) {
	b := newGridBench(t, 1200, 400)
	b.take(t, hall())
	if got := b.head(); got != "Device or rule  present  members  retained  rpm" {
		t.Errorf("the head is %q", got)
	}
	want := []string{
		"fan  ✓  passed  ✗  failed",
		"one    of hall/{lamp}/#  !  warning",
		"hall/{lamp}/#  ○  pending",
		"two    hall/two/state  ?  not verifiable",
		"pump  ✓  passed",
	}
	if got := b.lines(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the rows are\n%s", strings.Join(got, "\n"))
	}
	seen := map[string]verify.State{}
	for state := range stateRank {
		sign := signs[state]
		if other, had := seen[sign]; had || sign == "" {
			t.Errorf("%s and %s have the sign %q", state, other, sign)
		}
		seen[sign] = state
	}
}

// TestCellsAreChosen by the mouse and by keys.
func TestCellsAreChosen(t *testing.T) {
	b := newGridBench(t, 1200, 400)
	b.take(t, hall())
	is := func(what, subject string, kind checklist.Kind) {
		t.Helper()
		v := b.verdict()
		switch {
		case kind == "" && v == nil:
		case v == nil:
			t.Errorf("%s: nothing is chosen", what)
		case v.Subject.ID != subject || v.Check.Kind != kind:
			t.Errorf("%s: %s, %s is chosen", what, v.Subject.ID, v.Check.Kind)
		}
	}
	is("at first", "", "")
	b.press(fyne.KeyDown)
	is("the first row: its worst", "fan", checklist.Field)
	b.press(fyne.KeyLeft)
	is("left, where there is none", "", "")
	b.press(fyne.KeyLeft)
	b.press(fyne.KeyLeft)
	is("left", "fan", checklist.Present)
	b.press(fyne.KeyLeft)
	is("no further", "fan", checklist.Present)
	b.press(fyne.KeyEnd)
	is("another row, the same column", "pump", checklist.Present)
	b.click(0, 3)
	is("clicked", "fan", checklist.Field)
	b.click(0, 0) // at once: the second click of a double click is one of another cell
	is("clicked beside", "fan", checklist.Present)
	b.click(1, 0)
	is("clicked where there is none", "", "")
	b.table.Rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(30, 3.5*look.RowHeight)})
	is("clicked on a name", "hall/{lamp}/#", checklist.Retained)
	b.take(t, hall())
	if b.table.First() == nil {
		t.Error("the verdicts are gone")
	}
	b.press(fyne.KeyEscape)
	is("left", "", "")
	if b.closed != 1 || b.chosen == 0 {
		t.Errorf("closed %d times, told %d times", b.closed, b.chosen)
	}
}

// many are verdicts of devices, each with as many checks of its fields; the last one fails.
func many(devices, checks int) (all []verify.Result) {
	each := make([]*checklist.Check, checks)
	for i := range each {
		each[i] = &checklist.Check{Kind: checklist.Field, Path: fmt.Sprintf("value%02d", i)}
	}
	for d := range devices {
		s := &checklist.Subject{ID: fmt.Sprintf("device %04d", d), Device: true}
		for i, c := range each {
			state := verify.Pass
			if i == checks-1 {
				state = verify.Fail
			}
			all = append(all, verify.Result{Subject: s, Check: c, Verdict: verify.Verdict{State: state}})
		}
	}
	return all
}

// TestColumnsOutOfView are told by their number on either side, are come to by keys, the wheel
// and a click on that number, and one that has failed is marked in its row.
func TestColumnsOutOfView(t *testing.T) {
	for _, width := range []float32{200, 560, 900} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := newGridBench(t, width, 260)
			b.take(t, many(3, 30))
			s := b.seats()
			if s.count >= 30 || s.count < 1 || s.right()+markRoom > b.table.Width() {
				t.Fatalf("%d columns on view, up to %g of %g", s.count, s.right(), b.table.Width())
			}
			if got := b.head(); !strings.HasSuffix(got, fmt.Sprintf("%d ›", 30-s.count)) || !strings.Contains(b.lines()[0], "✗ …") {
				t.Errorf("the head is %q, a row %q", got, b.lines()[0])
			}
			b.headTapped(b.table.Width() - 1)
			if now := b.seats(); now.from != min(s.count, 30-s.count) || !strings.Contains(b.head(), fmt.Sprintf("‹ %d", now.from)) {
				t.Errorf("after a click it begins at %d: %q", now.from, b.head())
			}
			b.headTapped(b.seats().left - 1)
			if b.seats().from != 0 {
				t.Error("a click does not lead back")
			}
		})
	}
}

// TestColumnsComeIntoView by the wheel, and with the verdict that is chosen.
func TestColumnsComeIntoView(t *testing.T) {
	b := newGridBench(t, 560, 260)
	b.take(t, many(3, 30))
	b.table.Rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(-20, 0)})
	if got := b.seats().from; got != 2 {
		t.Errorf("two notches lead to %d", got)
	}
	b.press(fyne.KeyDown) // to the worst of the first row, which is the last column
	if now := b.seats(); now.after() != 0 || b.verdict() == nil || strings.Contains(b.lines()[0], "…") {
		t.Errorf("the chosen one is not on view: %d after, %q", now.after(), b.lines()[0])
	}
	for range 40 {
		b.press(fyne.KeyLeft)
	}
	if b.seats().from != 0 || b.verdict().Check.Path != "value00" {
		t.Errorf("keys lead to %d", b.seats().from)
	}
}

// TestSeveralInOneCell: the worst is seen, and that there are more.
func TestSeveralInOneCell(t *testing.T) {
	fan := &checklist.Subject{ID: "fan", Device: true}
	one := func(s verify.State) verify.Result {
		return verify.Result{Subject: fan, Check: &checklist.Check{Kind: checklist.Naming}, Verdict: verify.Verdict{State: s}}
	}
	b := newBoard([]verify.Result{one(verify.Pass), one(verify.Fail), one(verify.Warn)})
	if len(b.rows) != 1 || b.rows[0].verdictsAt(0)[0].State != verify.Fail || b.rows[0].cells[0].more != 2 {
		t.Errorf("%+v", b.rows)
	}
}

// TestGridOfARun: the page shows a run as a grid, live, with the evidence of a cell, and
// remembers that it was wanted.
func TestGridOfARun(t *testing.T) {
	b := running(t)
	test.Tap(b.view)
	rows := func() (lines []string) {
		b.grid.table.Rows.Update()
		seen, _, _ := b.grid.table.Rows.Seen()
		for i := range seen {
			lines = append(lines, widgets.LineText(seen[i].Spans))
		}
		return lines
	}
	b.until("the devices are there", func() bool { return len(rows()) == 2 })
	b.receive(`hall/fan {"rpm":5000}`)
	b.until("the fan has failed", func() bool { return strings.HasPrefix(rows()[0], "fan  ✓  passed  ✗  failed") })
	seats := b.grid.seats()
	b.grid.table.Rows.Tapped(&fyne.PointEvent{Position: fyne.NewPos(seats.left+1.5*seats.width, look.RowHeight/2)})
	if !b.below.IsOpen() || len(b.one.list.Lines) != 1 || !strings.Contains(b.one.title.Text(), "fan   field rpm") {
		t.Fatalf("the cell shows %q", b.one.title.Text())
	}
	b.grid.table.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if !strings.Contains(b.one.title.Text(), "fan   present") {
		t.Errorf("the cell beside shows %q", b.one.title.Text())
	}
	b.grid.table.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.below.IsOpen() {
		t.Error("Escape does not close the verdict")
	}
	b.filter.SetText("pump")
	b.until("the filter lets a device through", func() bool { return len(rows()) == 1 && strings.HasPrefix(rows()[0], "pump") })
	if again := New(b.do); !again.isGrid() || again.table.Object.Visible() {
		t.Error("the grid is forgotten")
	}
	test.Tap(b.view)
	b.until("the list has what the filter lets through", func() bool { return b.table.Object.Visible() && len(b.lines()) == 1 })
}

// TestGridInALowWindow: what stands over the grid has room at 640 by 400, and what of the grid
// has none is counted.
func TestGridInALowWindow(t *testing.T) {
	b := newBench(t)
	b.connect()
	var fields strings.Builder
	for i := range 20 {
		fmt.Fprintf(&fields, "value%02d: {type: number}, ", i)
	}
	b.openFile(b.write("version: 1\ndeadline: 10h\ndevices:\n  - {id: fan, topic: hall/fan, fields: {" + fields.String() + "}}\n"))
	test.Tap(b.view)
	test.Tap(b.start)
	b.window.Resize(fyne.NewSize(640, 400))
	head := func() string { return widgets.LineText(b.grid.titles(b.grid.table.Width())) }
	b.until("the devices are there", func() bool {
		b.grid.table.Rows.Update()
		return b.grid.table.Len() == 1 && strings.HasSuffix(head(), " ›")
	})
	if s := b.grid.seats(); s.count < 5 || s.count+s.after() != 20 {
		t.Errorf("%d columns are on view, %d after them", s.count, s.after())
	}
	parts := map[string]fyne.CanvasObject{"filter": b.filter, "view": b.view, "learn": b.teach, "open": b.open, "start": b.start, "grid": b.grid.table.Rows}
	if wrong := uitest.Overlap(b.window.Canvas().Size().Width, parts); wrong != "" {
		t.Error(wrong)
	}
	if height := b.grid.table.Rows.Size().Height; height < 2*look.RowHeight {
		t.Errorf("the rows have %g", height)
	}
}

// BenchmarkGrid is 5,000 devices with 10 checks each: what is made beside the goroutine that
// draws, and what that one does for a frame in which every row is another.
func BenchmarkGrid(b *testing.B) {
	all := many(5_000, 10)
	b.Run("board", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			newBoard(all)
		}
	})
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 640, Height: 400}} {
		g := newGridBench(b, size.Width, size.Height)
		g.show(all)
		for g.table.Len() == 0 {
			g.posted.Run()
		}
		b.Run(fmt.Sprintf("rows %gx%g", size.Width, size.Height), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				g.table.Renew()
				g.table.Rows.ScrollTo(i * 42 % 4_900)
			}
		})
		b.Run(fmt.Sprintf("painted %gx%g", size.Width, size.Height), func(b *testing.B) {
			before, frames := text.DrawingTime(), 0
			for ; b.Loop(); frames++ {
				g.table.Renew()
				g.table.Rows.ScrollTo(frames * 42 % 4_900)
				g.window.Canvas().Capture() // by the test driver, which paints far slower than the window
			}
			b.ReportMetric(float64((text.DrawingTime()-before).Microseconds())/float64(frames), "µs-of-text/op")
		})
	}
}

// TestEveryKindHasItsColumn: a kind of check that comes later has a place among the columns.
func TestEveryKindHasItsColumn(t *testing.T) {
	for _, kind := range codestest.Of(t, "../../model/checklist", "Kind") {
		if _, ok := columnOrder[checklist.Kind(kind)]; !ok {
			t.Errorf("%s has no place", kind)
		}
	}
	if got := (column{kind: checklist.Lint, path: "bad json"}).title(); got != "bad json" {
		t.Errorf("over a warning stands %q", got)
	}
}
