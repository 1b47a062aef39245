package ui

import (
	"io"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// desk is what a page or a room may ask of the window: dialogs, questions, files and
// the keyboard. All but run belongs to the goroutine that draws.
type desk struct {
	run     func(func())       // has a function run on the goroutine that draws
	explain func(error) string // as a sentence
	// save asks for a place for a file, has it written beside the goroutine that
	// draws, and then tells which place that was.
	save func(name string, write func(io.Writer) error, saved func(path string))

	tip   *widgets.Tip
	toast *widgets.Toast

	// Of the window, set by it.
	covered  func()     // a dialog comes over what is on view
	place    func() any // what is on view, to be compared
	keyboard func()     // gives the keyboard to what is worked with on view

	window  fyne.Window
	dialogs []openDialog
	asked   []aim    // what can be clicked in the question that is asked
	queue   []func() // questions that wait for it
	writing string   // what is said of a file that is being written
}

// aim is something a script can aim at.
type aim struct {
	name   string
	object fyne.CanvasObject
}

func newDesk(window fyne.Window, run func(func()), explain func(error) string) *desk {
	d := &desk{window: window, run: run, explain: explain, tip: widgets.NewTip(), toast: widgets.NewToast()}
	d.save = d.saveFile
	return d
}

// canvas is that of the window.
func (d *desk) canvas() fyne.Canvas { return d.window.Canvas() }

// focus gives the keyboard to a widget.
func (d *desk) focus(to fyne.Focusable) { d.window.Canvas().Focus(to) }

// width is what a dialog may take of the window, and no more than most.
func (d *desk) width(most float32) float32 { return min(most, d.window.Canvas().Size().Width-80) }
