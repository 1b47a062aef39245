package desk

import (
	"io"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// Desk is what a page or a room may ask of the window: dialogs, questions, files and
// the keyboard. All but Run belongs to the goroutine that draws.
type Desk struct {
	Run     func(func())       // has a function run on the goroutine that draws
	explain func(error) string // as a sentence
	// Save asks for a place for a file, has it written beside the goroutine that
	// draws, and then tells which place that was.
	Save func(name string, write func(io.Writer) error, saved func(path string))

	Tip   *widgets.Tip
	Toast *widgets.Toast

	// Of the window, set by it; without, nothing is done.
	OnDialog func()     // a dialog comes over what is on view
	Place    func() any // what is on view, to be compared
	Keyboard func()     // gives the keyboard to what is worked with on view

	window  fyne.Window
	dialogs []openDialog
	Asked   []NamedObject // what can be clicked in the question that is asked
	queue   []func()      // questions that wait for it
	writing string        // what is said of a file that is being written
}

// NamedObject is something a script can aim at.
type NamedObject struct {
	Name   string
	Object fyne.CanvasObject
}

// New makes the desk of a window.
func New(window fyne.Window, run func(func()), explain func(error) string) *Desk {
	d := &Desk{window: window, Run: run, explain: explain, Tip: widgets.NewTip(), Toast: widgets.NewToast()}
	d.OnDialog, d.Place, d.Keyboard = func() {}, func() any { return nil }, func() {}
	d.Save = d.saveFile
	return d
}

// Canvas is that of the window.
func (d *Desk) Canvas() fyne.Canvas { return d.window.Canvas() }

// Focus gives the keyboard to a widget.
func (d *Desk) Focus(to fyne.Focusable) { d.window.Canvas().Focus(to) }

// Width is what a dialog may take of the window, and no more than most.
func (d *Desk) Width(most float32) float32 { return min(most, d.window.Canvas().Size().Width-80) }

// Height is that of a dialog which is no higher than so much, nor than the window.
func (d *Desk) Height(most float32) float32 { return min(most, d.window.Canvas().Size().Height-40) }
