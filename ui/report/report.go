// Package report is what scripts and tests see of the window. Each room tells its
// own part. The keys and the names of places are frozen: scripts of users hold on
// to them.
package report

import (
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/ui/loop"
)

// Report is the state of the window as somebody at the screen could read it,
// and where things stand on it. Scripts that drive the window with a real
// mouse and keyboard wait for it and aim with it; nothing reads it back.
type Report struct {
	At       time.Time      `json:"at"`
	Page     string         `json:"page"` // home, explore, devices, verify or broker
	State    string         `json:"state"`
	Problem  string         `json:"problem"`
	Notices  []string       `json:"notices"` // of how the program ended the last time
	Version  string         `json:"version"` // MQTT version in use, when connected
	Address  string         `json:"address"`
	Topics   int            `json:"topics"`
	Intake   model.Intake   `json:"intake"`
	History  model.Usage    `json:"history"`
	Work     loop.Work      `json:"work"`
	Rows     []Row          `json:"rows"`   // seen in the tree
	Tabs     []string       `json:"tabs"`   // the titles of all, whether seen or not
	Broker   []string       `json:"broker"` // figures that the connected broker publishes of itself
	Found    string         `json:"found"`  // what a search says
	Listed   []string       `json:"listed"` // messages of a subtree that are seen
	Status   string         `json:"status"` // the line at the bottom
	Selected string         `json:"selected"`
	Shown    string         `json:"shown"`    // what the payload is shown as, and why
	Payload  string         `json:"payload"`  // the lines of it that are seen
	Topic    string         `json:"topic"`    // in the publish panel
	Result   string         `json:"result"`   // of the last publish
	Box      string         `json:"box"`      // address of the built-in broker
	Places   map[string]Box `json:"places"`   // of what can be clicked, by name
	Keyboard string         `json:"keyboard"` // the name of the place that has the keyboard

	canvas  fyne.Canvas
	objects map[string]fyne.CanvasObject // by the name of their place
}

// Row is a row of the tree.
type Row struct {
	Topic string `json:"topic"`
	Text  string `json:"text"`
	Place Box    `json:"place"`
	Arrow Box    `json:"arrow"` // empty when it cannot be opened
}

// Box is where something stands in the window, in pixels.
type Box struct {
	X, Y, W, H float32
}

// New begins a report of what stands on a canvas.
func New(canvas fyne.Canvas, at time.Time) *Report {
	return &Report{At: at, Places: map[string]Box{}, canvas: canvas, objects: map[string]fyne.CanvasObject{}}
}

// Place tells where something can be clicked, if it is on view, and whether it has
// the keyboard. What was not drawn yet stands nowhere.
func (r *Report) Place(name string, o fyne.CanvasObject) {
	if !o.Visible() || fyne.CurrentApp().Driver().CanvasForObject(o) == nil {
		if r.objects[name] == nil {
			r.objects[name] = o
		}
		return
	}
	r.objects[name] = o
	r.Places[name] = r.BoxOf(o)
	if f := r.canvas.Focused(); f != nil && any(f) == any(o) {
		r.Keyboard = name
	}
}

// Object is what stands at a place, hidden or not, nil when there is none: tests of the
// window find by name what scripts click.
func (r *Report) Object(name string) fyne.CanvasObject { return r.objects[name] }

// Forget lets go of the window that the report is of.
func (r *Report) Forget() { r.canvas, r.objects = nil, nil }

// PlaceWithin places what may stand on a line that is hidden.
func (r *Report) PlaceWithin(name string, o fyne.CanvasObject) {
	r.objects[name] = o
	if fyne.CurrentApp().Driver().AbsolutePositionForObject(o) != (fyne.Position{}) {
		r.Place(name, o)
	}
}

// PlaceIf places what is on view only while something else is that it stands in.
func (r *Report) PlaceIf(seen bool, name string, o fyne.CanvasObject) {
	r.objects[name] = o
	if seen {
		r.Place(name, o)
	}
}

// BoxOf is where an object stands.
func (r *Report) BoxOf(o fyne.CanvasObject) Box {
	at, size, scale := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size(), r.canvas.Scale()
	return Box{at.X * scale, at.Y * scale, size.Width * scale, size.Height * scale}
}

// Part is a part of a box, given in units of the window from its corner.
func (r *Report) Part(of Box, at fyne.Position, size fyne.Size) Box {
	scale := r.canvas.Scale()
	return Box{of.X + at.X*scale, of.Y + at.Y*scale, size.Width * scale, size.Height * scale}
}
