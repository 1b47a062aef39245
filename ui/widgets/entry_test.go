package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// entryBench is an entry in a window, with what it has told.
type entryBench struct {
	*Entry
	window fyne.Window
	told   []string
}

func newEntryBench(t *testing.T, lines int) *entryBench {
	t.Helper()
	test.NewTempApp(t)
	b := &entryBench{Entry: NewEntry("the hint")}
	if lines > 1 {
		b.MultiLine = true
		b.Wrapping = fyne.TextWrapOff
	}
	b.OnChanged = func(s string) { b.told = append(b.told, s) }
	b.window = test.NewTempWindow(t, b.Entry)
	b.window.Resize(fyne.NewSize(600, 400))
	b.window.Canvas().Focus(b.Entry)
	return b
}

// paste presses the keys that paste a text.
func (b *entryBench) paste(s string) {
	c := fyne.CurrentApp().Clipboard()
	c.SetContent(s)
	b.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: c})
}

// said is what stands below the field.
func (b *entryBench) said() string {
	if p, ok := b.window.Canvas().Overlays().Top().(*widget.PopUp); ok {
		return p.Content.(*refusal).words.Text
	}
	return ""
}

// last is what the entry has told last, and how often it has told something.
func (b *entryBench) last() (s string, times int) {
	if len(b.told) > 0 {
		s = b.told[len(b.told)-1]
	}
	return s, len(b.told)
}

// TestEscapeClearsAFilter, and the window has it of one that is empty, and of other fields.
func TestEscapeClearsAFilter(t *testing.T) {
	for name, c := range map[string]struct {
		clears  bool
		text    string
		want    string
		reaches bool
	}{
		"a filter":         {true, "hall", "", false},
		"an empty filter":  {true, "", "", true},
		"any other field":  {false, "hall", "hall", true},
		"a filter, pasted": {true, strings.Repeat("x", 2*largestLine), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newEntryBench(t, 1)
			b.ClearsItself = c.clears
			b.SetText(c.text)
			reached := false
			b.window.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { reached = ev.Name == fyne.KeyEscape })
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if b.Value() != c.want || reached != c.reaches {
				t.Errorf("it has %.20q, and the window got the key: %t", b.Value(), reached)
			}
			if told, _ := b.last(); told != c.want {
				t.Errorf("told of %.20q", told)
			}
		})
	}
}

func TestPasteIsShownHeldOrRefused(t *testing.T) {
	line, lines := 1, 2
	for name, c := range map[string]struct {
		lines int
		paste string
		held  bool
		said  string
	}{
		"a word":                 {line, "hall/lamp", false, ""},
		"what can be shown":      {line, strings.Repeat("W", largestLine), false, ""},
		"a byte more":            {line, strings.Repeat("W", largestLine+1), true, ""},
		"as MQTT allows":         {line, strings.Repeat("é", 32_767), true, ""},
		"more than MQTT allows":  {line, strings.Repeat("x", 65_536), false, "would hold 65,536 bytes of text, and its limit is 65,535 bytes"},
		"57 MB":                  {line, strings.Repeat("x", 57_000_000), false, "57 MB"},
		"several lines":          {lines, strings.Repeat("mqtt://a\n", 1_000), false, ""},
		"many lines":             {lines, strings.Repeat("mqtt://a\n", 2_000), true, ""},
		"one very long line":     {lines, strings.Repeat("x", 4_000), true, ""},
		"57 MB in several lines": {lines, strings.Repeat("mqtt://a\n", 7_000_000), false, "63 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newEntryBench(t, c.lines)
			b.paste(c.paste)
			want := c.paste
			if c.said != "" {
				want = ""
			}
			if got := b.Value(); got != want {
				t.Errorf("the field has %d bytes, want %d", len(got), len(want))
			}
			if last, times := b.last(); last != want || (times == 1) != (want != "") {
				t.Errorf("told %d times, last %d bytes", times, len(last))
			}
			if got := b.said(); !strings.Contains(got, c.said) || (got == "") != (c.said == "") {
				t.Errorf("says %q, want %q", got, c.said)
			}
			if held := b.Text == "" && want != ""; held != c.held {
				t.Errorf("held: %t", held)
			}
			// What Fyne draws is bounded, whatever is held.
			if len(b.Text) > LargestText || len(b.PlaceHolder) > largestLine {
				t.Errorf("Fyne draws %d bytes, and a hint of %d", len(b.Text), len(b.PlaceHolder))
			}
		})
	}
}

func TestTextOfOurOwnIsHeldToo(t *testing.T) {
	b := newEntryBench(t, 1)
	topic := strings.Repeat("level/", 10_900)
	b.SetText(topic)
	b.SetText(topic)
	if _, times := b.last(); b.Value() != topic || b.Text != "" || times != 1 {
		t.Errorf("%d bytes, %d drawn, told %d times", len(b.Value()), len(b.Text), times)
	}
	if !strings.HasPrefix(b.PlaceHolder, "[65,400 bytes] level/level/") {
		t.Errorf("described as %q", b.PlaceHolder)
	}
	b.SetText("hall")
	if last, _ := b.last(); b.Value() != "hall" || b.Text != "hall" || last != "hall" {
		t.Errorf("then %q, told %q", b.Value(), last)
	}
	b.SetText(topic)
	b.SetPlaceHolder("another hint")
	b.SetText("")
	if last, _ := b.last(); b.Value() != "" || last != "" || b.PlaceHolder != "another hint" {
		t.Errorf("at the end %d bytes, told %d, hint %q", len(b.Value()), len(last), b.PlaceHolder)
	}
}

func TestHeldTextIsOnePiece(t *testing.T) {
	held := strings.Repeat("a/", 1_000)
	key := func(name fyne.KeyName) func(b *entryBench) {
		return func(b *entryBench) { b.TypedKey(&fyne.KeyEvent{Name: name}) }
	}
	for name, c := range map[string]struct {
		do         func(b *entryBench)
		want, said string
	}{
		"a letter":     {func(b *entryBench) { b.TypedRune('x') }, held, "2,000 bytes is too long to edit here"},
		"an arrow":     {key(fyne.KeyLeft), held, ""},
		"Backspace":    {key(fyne.KeyBackspace), "", ""},
		"Delete":       {key(fyne.KeyDelete), "", ""},
		"undo":         {func(b *entryBench) { b.TypedShortcut(&fyne.ShortcutUndo{}) }, held, ""},
		"a paste":      {func(b *entryBench) { b.paste("hall") }, "hall", ""},
		"a long paste": {func(b *entryBench) { b.paste(held + "b") }, held + "b", ""},
		"57 MB":        {func(b *entryBench) { b.paste(strings.Repeat("x", 57_000_000)) }, held, "57 MB"},
		"cut": {func(b *entryBench) {
			b.TypedShortcut(&fyne.ShortcutCut{Clipboard: fyne.CurrentApp().Clipboard()})
		}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newEntryBench(t, 1)
			b.SetText(held)
			c.do(b)
			if got := b.Value(); got != c.want {
				t.Errorf("%d bytes, want %d", len(got), len(c.want))
			}
			if last, _ := b.last(); last != c.want {
				t.Errorf("told %d bytes, want %d", len(last), len(c.want))
			}
			if got := b.said(); !strings.Contains(got, c.said) || (got == "") != (c.said == "") {
				t.Errorf("says %q, want %q", got, c.said)
			}
			if name == "cut" && fyne.CurrentApp().Clipboard().Content() != held {
				t.Error("it is not in the clipboard")
			}
		})
	}
}

func TestHeldTextIsSubmittedAndCopied(t *testing.T) {
	b := newEntryBench(t, 1)
	held := strings.Repeat("a/", 1_000)
	b.SetText(held)
	var got string
	b.OnSubmitted = func(s string) { got = s }
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got != held {
		t.Errorf("%d bytes submitted", len(got))
	}
	c := fyne.CurrentApp().Clipboard()
	b.TypedShortcut(&fyne.ShortcutCopy{Clipboard: c})
	if c.Content() != held {
		t.Errorf("%d bytes copied", len(c.Content()))
	}
	b.SetText("secret" + held)
	b.Password = true
	b.Refresh() // as the button in the field does
	if strings.Contains(b.PlaceHolder, "secret") {
		t.Errorf("what was to be seen is still %q", b.PlaceHolder)
	}
	b.SetText("")
	b.SetText("secret" + held)
	b.TypedShortcut(&fyne.ShortcutCut{Clipboard: c})
	if c.Content() != held || b.Value() != "secret"+held || strings.Contains(b.PlaceHolder, "secret") {
		t.Errorf("a secret is described as %q", b.PlaceHolder)
	}
}

func TestPasteGoesWhereTheCursorIs(t *testing.T) {
	b := newEntryBench(t, 1)
	long := strings.Repeat("x", 600)
	b.SetText("abc")
	b.CursorColumn = 1
	b.paste(long)
	if b.Value() != "a"+long+"bc" {
		t.Errorf("%.10q and so on", b.Value())
	}
	b.SetText("abc")
	b.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.paste(long)
	if b.Value() != long {
		t.Errorf("over all: %.10q and so on", b.Value())
	}
	b.SetText("abc")
	b.paste("\r\nd\r\ne\nf\r\n")
	if b.Value() != "d e fabc" {
		t.Errorf("several lines became %q", b.Value())
	}
	b.TypedShortcut(&fyne.ShortcutUndo{})
	if b.Value() != "abc" {
		t.Errorf("taken back: %q", b.Value())
	}
	b.Disable()
	if b.paste("no"); b.Value() != "abc" {
		t.Errorf("pasted into a field that is off: %q", b.Value())
	}
}

func TestTypingEndsWhereTheTextCouldNotBeSeen(t *testing.T) {
	b := newEntryBench(t, 1)
	b.SetText(strings.Repeat("x", largestLine-1))
	b.TypedRune('y')
	if b.said() != "" || len(b.Value()) != largestLine {
		t.Errorf("%d bytes, says %q", len(b.Value()), b.said())
	}
	b.TypedRune('z')
	if !strings.Contains(b.said(), "500 bytes") || len(b.Value()) != largestLine {
		t.Errorf("%d bytes, says %q", len(b.Value()), b.said())
	}
}

// TestRefusalGoesAwayWithTheNextKey gives the key to the field.
func TestRefusalGoesAwayWithTheNextKey(t *testing.T) {
	b := newEntryBench(t, 1)
	refused := strings.Repeat("x", 70_000)
	for name, c := range map[string]struct {
		do   func(f fyne.Focusable)
		want string
	}{
		"a letter": {func(f fyne.Focusable) { f.TypedRune('y') }, "aby"},
		"a key":    {func(f fyne.Focusable) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) }, "a"},
		"Escape":   {func(f fyne.Focusable) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }, "ab"},
		"a paste":  {func(fyne.Focusable) { b.paste("c") }, "abc"},
	} {
		b.SetText("")
		b.TypedRune('a')
		b.TypedRune('b')
		b.paste(refused)
		if b.said() == "" {
			t.Fatalf("%s: nothing is said", name)
		}
		c.do(b.window.Canvas().Focused())
		if b.said() != "" || b.Value() != c.want {
			t.Errorf("%s: says %q, has %q", name, b.said(), b.Value())
		}
		if b.window.Canvas().Focused() != fyne.Focusable(b.Entry) {
			t.Errorf("%s: the keyboard is not with the field", name)
		}
	}
}

// TestHintFitsItsField has no scroll bar over a hint.
func TestHintFitsItsField(t *testing.T) {
	b := newEntryBench(t, 1)
	b.SetPlaceHolder("Search topics, filters, payloads")
	for _, c := range []struct {
		width float32
		want  string
	}{{600, "Search topics, filters, payloads"}, {150, "Search topics…"}, {80, "Search…"}, {30, ""}, {600, "Search topics, filters, payloads"}} {
		b.Entry.Resize(fyne.NewSize(c.width, 36))
		if b.PlaceHolder != c.want {
			t.Errorf("%v wide: %q, want %q", c.width, b.PlaceHolder, c.want)
		}
	}
}

// TestCutHintsHaveATip: a hint of one line never runs over the frame, whatever the field is
// made to take, and what is cut of it is told by a tip while it is seen.
func TestCutHintsHaveATip(t *testing.T) {
	test.NewTempApp(t)
	const hint = "Industrial-Root, until 2026-12-26"
	for name, lines := range map[string]int{"a line": 0, "lines that are not wrapped": 1} {
		e := NewFormEntry(hint, lines)
		for width, want := range map[float32]string{500: hint, 200: "Industrial-Root, until…", 130: "Industrial-Ro…", 60: "Ind…", 30: ""} {
			e.Resize(fyne.NewSize(width, 36))
			room := width - 2*theme.InnerPadding()
			if w := fyne.MeasureText(e.PlaceHolder, theme.TextSize(), e.TextStyle).Width; w > room || len(e.PlaceHolder) > len(want)+12 {
				t.Errorf("%s: in %g the hint is %q, %g wide", name, width, e.PlaceHolder, w)
			}
			if tip := e.tipWords(); (len(tip) == 0) != (want == hint) || len(tip) > 0 && tip[0] != hint {
				t.Errorf("%s: in %g it shows %q, and the tip says %q", name, width, e.PlaceHolder, tip)
			}
		}
		if e.SetText("typed"); len(e.tipWords()) > 0 {
			t.Errorf("%s: what is typed has a tip: %q", name, e.tipWords())
		}
	}
	s := NewFormSelect([]string{"only if the subscription is new"})
	s.SetSelected(s.Options[0])
	for width, cut := range map[float32]bool{400: false, 120: true} {
		if s.Resize(fyne.NewSize(width, 36)); (len(s.tipWords()) > 0) != cut {
			t.Errorf("in %g the tip of what is chosen says %q", width, s.tipWords())
		}
	}
}

// TestHintBreaksBetweenWords has a field that breaks its text anywhere break its
// hint between words.
func TestHintBreaksBetweenWords(t *testing.T) {
	test.NewTempApp(t)
	const hint = "payload; type it, or drop a file here"
	e := &Entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapBreak
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	for width := float32(120); width < 500; width += 7 {
		e.Resize(fyne.NewSize(width, 80))
		if got := strings.ReplaceAll(e.PlaceHolder, "\n", " "); got != hint {
			t.Fatalf("%.0f wide: %q", width, e.PlaceHolder)
		}
		for line := range strings.SplitSeq(e.PlaceHolder, "\n") {
			if w := fyne.MeasureText(line, theme.TextSize(), e.TextStyle).Width; w > width-2*theme.InnerPadding() {
				t.Errorf("%.0f wide: %q takes %.0f and would be broken", width, line, w)
			}
		}
	}
	if !strings.Contains(e.PlaceHolder, "drop a file here") {
		t.Errorf("broken where there is room: %q", e.PlaceHolder)
	}
}

// TestLongPasteIsTakenOver by whoever wants it: as a whole, without what was selected,
// while the field keeps what it has and tells of nothing.
func TestLongPasteIsTakenOver(t *testing.T) {
	long := strings.Repeat("0123456789\n", LargestText/10)
	for name, c := range map[string]struct {
		was     string
		prepare func(b *entryBench)
		want    string
	}{
		"into nothing":             {"", func(*entryBench) {}, long},
		"in the middle":            {"öld", func(b *entryBench) { b.CursorColumn = 1 }, "ö" + long + "ld"},
		"over all":                 {"öld", func(b *entryBench) { b.TypedShortcut(&fyne.ShortcutSelectAll{}) }, long},
		"in the place of one held": {strings.Repeat("x", 2*LargestText), func(*entryBench) {}, long},
	} {
		t.Run(name, func(t *testing.T) {
			b := newEntryBench(t, 2)
			var taken string
			b.OnLong = func(whole string) { taken = whole }
			b.SetText(c.was)
			_, before := b.last()
			c.prepare(b)
			b.paste(long)
			if taken != c.want {
				t.Errorf("%d bytes were taken over, want %d", len(taken), len(c.want))
			}
			if _, told := b.last(); b.Value() != c.was || told != before {
				t.Errorf("the field has %d bytes, and told of something %d times", len(b.Value()), told-before)
			}
		})
	}
}
