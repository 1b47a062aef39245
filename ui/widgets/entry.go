package widgets

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
)

// What Fyne can show, in bytes. It draws a line as one texture, and graphics
// processors take 16,384 pixels across: of a longer line is seen a black bar.
// A line that is wrapped takes the square of its length.
const (
	largestLine    = 500
	largestWrapped = 2_000
)

// LargestText is how many bytes of several lines can be edited: with more the editor
// takes ever longer with each key.
const LargestText = 10_000

// What is taken in, in bytes, unless the entry says otherwise. A line may be
// as long as a string of MQTT [MQTT-1.5.4]; several lines hold certificates.
const (
	mostOfLine = 65_535
	mostOfText = 1 << 20
)

// beginningRunes is how much of a held text is shown; more of it would have a
// narrow field scroll.
const beginningRunes = 28

// Entry is a field to type into that leaves the window its shortcuts: Fyne
// gives them to whoever has the keyboard and to nobody else. A text that is
// too long to be shown is held as a whole and described in its place; read
// Value, which has it, and not Text, which does not.
type Entry struct {
	widget.Entry
	Most int // bytes to take in; 0: what is usual
	// OnLong takes over what a paste would make too long to be edited, or more than
	// the one line of the field, while the field keeps what it has; nil: the field
	// holds it.
	OnLong func(whole string)
	// ClearsItself has Escape clear the field, where the window has it of an empty one:
	// so it is where a field filters what is seen.
	ClearsItself bool

	held string // instead of Text, unless empty
	hint string // while nothing is held
}

// NewFilter makes a field of one line that Escape clears, with a hint in it.
func NewFilter(hint string) *Entry {
	e := NewEntry(hint)
	e.ClearsItself = true
	return e
}

// NewEntry makes a field of one line with a hint in it.
func NewEntry(hint string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	return e
}

// CreateRenderer is called by Fyne. A line that is longer than its field follows the
// cursor: Fyne would put a scroll bar over it, which hides the letters.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	if !e.MultiLine {
		e.Scroll = container.ScrollVerticalOnly // of a line, nothing
	}
	return e.Entry.CreateRenderer()
}

// Value is what the field has, whether it is shown or held.
func (e *Entry) Value() string {
	if e.held != "" {
		return e.held
	}
	return e.Text
}

// SetText puts a text into the field.
func (e *Entry) SetText(s string) {
	was, tell := e.Value(), e.OnChanged
	e.OnChanged = nil // Fyne would tell of a text that is not there
	if e.held = s; e.shows(s) {
		e.held = ""
	}
	if e.held == "" {
		e.Entry.SetText(s)
	} else {
		e.Entry.SetText("")
	}
	e.OnChanged = tell
	e.describe()
	if s != was && tell != nil {
		tell(s)
	}
}

// SetPlaceHolder sets the hint of the empty field.
func (e *Entry) SetPlaceHolder(hint string) {
	e.hint = hint
	e.describe()
}

// Resize is called by Fyne.
func (e *Entry) Resize(size fyne.Size) {
	e.Entry.Resize(size)
	e.describe()
	if !e.MultiLine {
		e.showCaret()
	}
}

// showCaret scrolls the field to where the cursor is. Fyne does that before the field
// has the size of a text that has grown by more than a letter, and so not at all.
func (e *Entry) showCaret() { e.Entry.Refresh() }

// Refresh is called by Fyne, also when a secret is to be seen or no longer.
func (e *Entry) Refresh() {
	e.describe()
	e.Entry.Refresh()
}

// describe says what is held, or hints at what to type.
func (e *Entry) describe() {
	words := e.hint
	if e.held != "" {
		words = fmt.Sprintf("[%s] %s", bytesOf(len(e.held)), e.beginning())
	}
	if words = e.fit(words); e.PlaceHolder != words {
		e.Entry.SetPlaceHolder(words)
	}
}

// leastHint is how many letters of a word that is cut say something.
const leastHint = 3

// fit leaves out the last words of a hint that the field is too narrow for, or the end of
// the only one: Fyne would put a scroll bar over it, or let it run over the frame.
func (e *Entry) fit(hint string) string {
	room := e.Size().Width - 2*theme.InnerPadding()
	if e.ActionItem != nil {
		room -= e.ActionItem.MinSize().Width
	}
	switch {
	case e.Size().Width == 0:
		return hint
	case e.MultiLine && e.Wrapping != fyne.TextWrapOff:
		return e.breakHint(hint, room)
	}
	fits := func(s string) bool { return fyne.MeasureText(s, theme.TextSize(), e.TextStyle).Width <= room }
	words, cut := hint, ""
	for !fits(words + cut) {
		end := strings.LastIndexByte(words, ' ')
		if end < 0 {
			return cutWord(words, fits)
		}
		words, cut = strings.TrimRight(words[:end], " ,:;"), "…"
	}
	return words + cut
}

// cutWord is the beginning of a word that fits, nothing where that says nothing.
func cutWord(word string, fits func(string) bool) string {
	runes := []rune(word)
	for n := len(runes) - 1; n >= leastHint; n-- {
		if s := string(runes[:n]) + "…"; fits(s) {
			return s
		}
	}
	return ""
}

// breakHint breaks a hint between its words. Fyne breaks it as it does the text,
// which may be inside of a word.
func (e *Entry) breakHint(hint string, room float32) string {
	if e.Wrapping == fyne.TextWrapWord {
		return hint
	}
	var lines []string
	for word := range strings.SplitSeq(hint, " ") {
		if last := len(lines) - 1; last >= 0 {
			if longer := lines[last] + " " + word; fyne.MeasureText(longer, theme.TextSize(), e.TextStyle).Width <= room {
				lines[last] = longer
				continue
			}
		}
		lines = append(lines, word)
	}
	return strings.Join(lines, "\n")
}

// beginning is the start of what is held, unless it is to stay secret.
func (e *Entry) beginning() string {
	if e.Password {
		return "••••••••"
	}
	start, _, _ := strings.Cut(e.held[:min(len(e.held), largestLine)], "\n")
	if runes := []rune(start); len(runes) > beginningRunes {
		start = string(runes[:beginningRunes])
	}
	return strings.ToValidUTF8(start, "") + "…"
}

// shows reports whether a text can be shown and edited.
func (e *Entry) shows(s string) bool {
	if !e.MultiLine {
		return len(s) <= largestLine
	}
	if len(s) > LargestText {
		return false
	}
	longest := largestWrapped
	if e.Wrapping == fyne.TextWrapOff {
		longest = largestLine
	}
	for line := range strings.Lines(s) {
		if len(line) > longest {
			return false
		}
	}
	return true
}

// most is how many bytes the field takes.
func (e *Entry) most() int {
	switch {
	case e.Most > 0:
		return e.Most
	case e.MultiLine:
		return mostOfText
	}
	return mostOfLine
}

// TypedRune is called by Fyne.
func (e *Entry) TypedRune(r rune) {
	switch {
	case e.held != "":
		e.refuse(format.Fill("A text of {size} is too long to edit here. Backspace removes it, pasting replaces it.", "size", bytesOf(len(e.held))))
	case !e.MultiLine && len(e.Text)+utf8.RuneLen(r) > largestLine && e.SelectedText() == "":
		e.refuse(format.Fill("Text longer than {longest} bytes cannot be edited here, but can be pasted, up to {limit}.",
			"longest", largestLine, "limit", bytesOf(e.most())))
	default:
		e.Entry.TypedRune(r)
	}
}

// TypedKey is called by Fyne. Only what clears itself has a use for Escape.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		if e.ClearsItself && e.Value() != "" {
			e.SetText("")
		} else {
			passOnKey(ev)
		}
		return
	}
	if e.held == "" {
		e.Entry.TypedKey(ev)
		return
	}
	switch ev.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		e.SetText("")
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.MultiLine && e.OnSubmitted != nil {
			e.OnSubmitted(e.held)
		}
	}
}

// SetCaret puts the cursor behind so many characters of the text.
func (e *Entry) SetCaret(runes int) {
	row := 0 // of which a line has several where it is broken
	for e.CursorColumn = 0; ; row++ {
		e.CursorRow = row + 1
		if begin := e.CursorTextOffset(); begin > runes || begin == 0 { // which is said behind the last one
			break
		}
	}
	e.CursorRow = row
	e.CursorColumn = runes - e.CursorTextOffset()
	e.showCaret()
}

// AcceptsTab is called by Fyne. Tab leads on, out of fields of several lines as well:
// whoever has no mouse would stay in there. A tab that is meant can be pasted.
func (e *Entry) AcceptsTab() bool { return false }

// TypedShortcut is called by Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		e.paste(s.Clipboard)
		return
	case *fyne.ShortcutCopy:
		e.copy(s, s.Clipboard)
		return
	case *fyne.ShortcutCut:
		e.copy(s, s.Clipboard)
		return
	}
	if e.held == "" {
		e.Entry.TypedShortcut(s)
		e.showCaret()
	}
	passOn(s)
}

// copy copies or cuts what is selected or held, unless it is to stay secret.
// Nothing selected leaves the clipboard as it is.
func (e *Entry) copy(s fyne.Shortcut, to fyne.Clipboard) {
	_, cut := s.(*fyne.ShortcutCut)
	switch {
	case e.Password:
	case e.held != "":
		if copied := (Copying{What: "Text", Text: e.held}).to(to); copied && cut && !e.Disabled() {
			e.SetText("")
		}
	case e.SelectedText() == "":
	case cut:
		e.Entry.TypedShortcut(&fyne.ShortcutCut{Clipboard: door{to}})
	default:
		e.Entry.TypedShortcut(&fyne.ShortcutCopy{Clipboard: door{to}})
	}
}

// passOn gives the window a shortcut that the widget with the keyboard has no
// use for itself. A widget inside another does not know the window it is in.
func passOn(s fyne.Shortcut) {
	if _, own := s.(*desktop.CustomShortcut); !own {
		return // copy, paste and the like
	}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c, ok := w.Canvas().(fyne.Shortcutable); ok && w.Canvas().Focused() != nil {
			c.TypedShortcut(s)
		}
	}
}

// passOnKey is passOn for a key, which Fyne gives the window only while no
// widget has the keyboard.
func passOnKey(ev *fyne.KeyEvent) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if typed := w.Canvas().OnTypedKey(); typed != nil && w.Canvas().Focused() != nil {
			typed(ev)
		}
	}
}

// Check is a box to tick that leaves the window Escape.
type Check struct{ widget.Check }

// NewCheck makes a box to tick with a text beside it.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey is called by Fyne.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		passOnKey(ev)
		return
	}
	c.Check.TypedKey(ev)
}
