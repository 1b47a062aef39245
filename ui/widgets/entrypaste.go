package widgets

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/ui/format"
)

// paste puts what is in the clipboard where the cursor is, or in the place of
// what is held. What is more than the field takes stays out, and it is said.
func (e *Entry) paste(from fyne.Clipboard) {
	if e.Disabled() {
		return
	}
	pasted := from.Content()
	defer e.showCaret()
	if e.OnLong != nil && (len(e.Text)+len(pasted) > e.largest() || !e.MultiLine && strings.ContainsAny(pasted, "\r\n")) {
		before, after := e.aroundCursor()
		e.OnLong(before + pasted + after)
		return
	}
	if !e.MultiLine {
		pasted = oneLine(pasted)
	}
	size := len(pasted)
	if e.held == "" {
		size += len(e.Text) - len(e.SelectedText())
	}
	switch {
	case size > e.most():
		e.refuse(format.Fill("Nothing was pasted: the field would hold {size} of text, and its limit is {limit}.", "size", bytesOf(size), "limit", bytesOf(e.most())))
	case e.held != "":
		e.SetText(pasted)
	case e.shows(pasted) && len(e.Text)+len(pasted) <= e.largest():
		e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fixed(pasted)})
	default:
		before, after := e.aroundCursor()
		e.SetText(before + pasted + after)
	}
}

// largest is the text in bytes that can be edited.
func (e *Entry) largest() int {
	if e.MultiLine {
		return LargestText
	}
	return largestLine
}

// aroundCursor is the text before and behind the cursor, without what is
// selected; nothing while a text is held, which a paste replaces. Fyne says
// neither, so something is typed in between and taken out again.
func (e *Entry) aroundCursor() (before, after string) {
	if e.held != "" {
		return "", ""
	}
	tell, text := e.OnChanged, e.Text
	e.OnChanged = nil
	e.Entry.TypedRune('|')
	typed, at := []rune(e.Text), e.CursorTextOffset()
	e.Entry.SetText(text)
	e.OnChanged = tell
	return string(typed[:at-1]), string(typed[at:])
}

// oneLine makes a text one line: a blank is where a line ended, and nothing
// where the last one did, which terminals and editors copy along.
func oneLine(s string) string {
	s = strings.Trim(s, "\r\n")
	if strings.ContainsAny(s, "\r\n") {
		s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s)
	}
	return s
}

// bytesOf writes a number of bytes.
func bytesOf(n int) string {
	switch {
	case n >= 10_000_000:
		return fmt.Sprintf("%.0f MB", float64(n)/1_000_000)
	case n >= 1_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1_000_000)
	case n >= 1_000:
		return format.Fill("{count} bytes", "count", fmt.Sprintf("%d,%03d", n/1_000, n%1_000))
	}
	return format.Counted(n, "{count} byte", "{count} bytes")
}

// fixed is a clipboard that has a text and takes no other.
type fixed string

// Content is asked by Fyne.
func (f fixed) Content() string { return string(f) }

// SetContent is called by Fyne for another shortcut than that it was made for.
func (fixed) SetContent(string) {}
