package widgets

// Note is something for the window to say in passing. It goes there as a
// shortcut, for a widget inside another does not know the window it is in.
type Note struct {
	Words string
	Bad   bool   // something was not done
	Save  func() // to be offered instead of it; nil for nothing
}

// ShortcutName implements fyne.Shortcut.
func (*Note) ShortcutName() string { return "Note" }

// ShowToast has the window say something in passing.
func ShowToast(words string, bad bool) { (&Note{Words: words, Bad: bad}).send() }

func (n *Note) send() { send(n) }
