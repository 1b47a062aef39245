package widgets

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

// colouredEntry is a field in colours.
type colouredEntry struct {
	Entry
	colours *EntryColours
}

// CreateRenderer is called by Fyne.
func (e *colouredEntry) CreateRenderer() (r fyne.WidgetRenderer) {
	e.colours, r = NewEntryColours(&e.Entry.Entry, e.Entry.CreateRenderer())
	return r
}

func newColouredEntry(t testing.TB, width, height float32) *colouredEntry {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	e := &colouredEntry{}
	e.MultiLine, e.Wrapping, e.TextStyle = true, fyne.TextWrapBreak, fyne.TextStyle{Monospace: true}
	e.ExtendBaseWidget(e)
	w := test.NewTempWindow(t, e)
	w.Resize(fyne.NewSize(width, height))
	e.colours.SetMarker(MarkJSON)
	return e
}

// drawn is what is seen of each row of the field: what lies over it put together, or the row
// itself; plain says which rows are as the field draws them.
func (e *colouredEntry) drawn(t *testing.T) (rows []string, plain []bool) {
	t.Helper()
	rest := e.Text
	for _, o := range e.colours.rows.Objects() {
		row := o.(*canvas.Text)
		if rest == "" {
			break // of a longer text
		}
		rest = strings.TrimPrefix(rest[len(row.Text):], "\n")
		if row.Color != color.Transparent {
			rows, plain = append(rows, row.Text), append(plain, true)
			continue
		}
		whole := []rune(strings.Repeat(" ", len([]rune(row.Text))))
		for _, over := range e.colours.box.Objects[1:] {
			piece := over.(*canvas.Text)
			if piece.Position() != row.Position() {
				continue
			}
			if piece.TextSize != row.TextSize || piece.TextStyle != row.TextStyle {
				t.Errorf("%q is set in another way", piece.Text)
			}
			for i, r := range []rune(piece.Text) {
				if r != ' ' && whole[i] != ' ' {
					t.Errorf("%q lies over another letter", piece.Text)
				}
				if r != ' ' {
					whole[i] = r
				}
			}
		}
		rows, plain = append(rows, string(whole)), append(plain, false)
	}
	return rows, plain
}

// TestEveryLetterIsWhereTheFieldHasIt, in the colour of what it is.
func TestEveryLetterIsWhereTheFieldHasIt(t *testing.T) {
	e := newColouredEntry(t, 200, 400)
	for _, text := range []string{`{"a": 1, "b": [true, "ü"]}`, "{\n\n  \"long\": \"" + strings.Repeat("xyz ", 30) + "\",\n\"n\":-1.5e3}\n", "[1,\"日本\"]\n[2]", "{\"t\":\t1}\n{}", "", "{"} {
		e.SetText(text)
		rows, plain := e.drawn(t)
		if got := strings.Join(rows, ""); got != strings.ReplaceAll(text, "\n", "") {
			t.Errorf("%q: it shows %q", text, got)
		}
		for i := range rows {
			if wide := rows[i] == "" || strings.ContainsAny(rows[i], "\t日"); plain[i] != wide {
				t.Errorf("%q: the row %q is plain: %v", text, rows[i], plain[i])
			}
		}
	}
	e.SetText(`{"a": 1}`)
	colours := map[color.Color]string{}
	for _, o := range e.colours.box.Objects[1:] {
		piece := o.(*canvas.Text)
		colours[piece.Color] = strings.TrimSpace(piece.Text)
	}
	want := map[color.Color]string{look.Colour(look.Key): `"a"`, look.Colour(look.Number): "1", look.Colour(look.Muted): "{   :  }"}
	for c, s := range want {
		if colours[c] != s {
			t.Errorf("in one colour there is %q, want %q", colours[c], s)
		}
	}
}

// coloured are the first and the last row that are in colours; below 0: none.
func (e *colouredEntry) coloured(t *testing.T) (from, to int) {
	t.Helper()
	_, plain := e.drawn(t)
	from = -1
	for i, is := range plain {
		if is {
			continue
		}
		if to = i; from < 0 {
			from = i
		}
	}
	return from, to
}

// TestColoursFollowTheField: typing, scrolling, another size.
func TestColoursFollowTheField(t *testing.T) {
	e := newColouredEntry(t, 300, 80)
	var lines []string
	for range 100 {
		lines = append(lines, `{"key": "value"}`)
	}
	text := strings.Join(lines, "\n")
	e.SetText(text)
	if from, to := e.coloured(t); from != 0 || to > 8 {
		t.Errorf("rows %d to %d are drawn", from, to)
	}
	e.colours.scroll.ScrollToBottom()
	e.colours.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1)})
	if from, to := e.coloured(t); to != 99 || from < 90 {
		t.Errorf("at the end rows %d to %d are drawn", from, to)
	}
	e.SetText("")
	test.Type(e, `{"a":1`)
	if rows, plain := e.drawn(t); len(rows) != 1 || rows[0] != `{"a":1` || plain[0] {
		t.Errorf("typed %q, %v", rows, plain)
	}
	e.Resize(fyne.NewSize(40, 200))
	if rows, _ := e.drawn(t); len(rows) < 2 || strings.Join(rows, "") != `{"a":1` {
		t.Errorf("narrow, it shows %q", rows)
	}
	e.SetText(text)
	e.Resize(fyne.NewSize(300, 80))
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // scrolls without a word
	e.colours.Follow()
	if from, to := e.coloured(t); to != 99 || from < 60 {
		t.Errorf("at the cursor rows %d to %d are drawn", from, to)
	}
}

// TestWhereThereAreNoColours a field draws its own rows, and may have colours again.
func TestWhereThereAreNoColours(t *testing.T) {
	e := newColouredEntry(t, 300, 80)
	e.SetText(`{"a": 1}`)
	for name, do := range map[string]func(){"disabled": e.Disable, "no colours": func() { e.Enable(); e.colours.SetMarker(nil) }} {
		do()
		if _, plain := e.drawn(t); !plain[0] || len(e.colours.box.Objects) > 1 {
			t.Errorf("%s: there are colours", name)
		}
		e.Enable()
		e.colours.SetMarker(MarkJSON)
	}
}

// BenchmarkKeyInColours is a key in a field of so many bytes, with colours and without.
func BenchmarkKeyInColours(b *testing.B) {
	for _, size := range []int{1_000, 5_000, LargestText - 100} {
		for name, mark := range map[string]Marker{"colours": MarkJSON, "plain": nil} {
			b.Run(name+"/"+bytesOf(size), func(b *testing.B) {
				e := newColouredEntry(b, 600, 300)
				e.colours.SetMarker(mark)
				e.SetText(strings.Repeat("{\"key\": \"value\", \"n\": 12.5},\n", size/29))
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if i%2 == 0 {
						e.TypedRune('x')
					} else {
						e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
					}
				}
			})
		}
	}
}
