package publish

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/environments"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// environmentPart is where the environment of templates is chosen. It is on view while
// there are templates.
type environmentPart struct {
	panel   *Panel
	object  fyne.CanvasObject
	choice  *widgets.Select
	all     []environments.Environment // those for the connection, in the order of the choice
	chosen  string                     // its ID; empty: none
	secrets                            // and values, of the chosen one
	asked   int                        // how often values were asked for
	loaded  bool
}

// What can be chosen besides: none, as the first, and the dialog, as the last.
const (
	noEnvironment    = "No environment"
	editEnvironments = "Edit environments…"
)

func newEnvironmentPart(p *Panel) *environmentPart {
	e := &environmentPart{panel: p}
	e.choice = widgets.NewSelect([]string{noEnvironment, editEnvironments}, nil)
	e.choice.SetSelectedIndex(0)
	e.choice.OnChanged = func(string) { e.chose() }
	e.object = arrange.Middle(container.New(&inRoom{of: p, object: e.choice}, e.choice)) // on the line of the others
	e.object.Hide()
	p.AddTool(e.object)
	return e
}

// inRoom gives the choice what the row has left, within bounds.
type inRoom struct {
	of     *Panel
	object fyne.CanvasObject
}

// How wide the choice is.
const (
	leastChoice = 90
	mostChoice  = 150
)

// Layout implements fyne.Layout.
func (*inRoom) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// MinSize implements fyne.Layout.
func (r *inRoom) MinSize(o []fyne.CanvasObject) fyne.Size {
	width, besides := r.of.how.scroll.Size().Width, float32(0)
	for _, other := range r.of.how.focusables() {
		if c := other.(fyne.CanvasObject); c != r.object && c.Visible() { //nolint:forcetypeassert // they are all on view
			besides += c.MinSize().Width + theme.Padding()
		}
	}
	return fyne.NewSize(max(leastChoice, min(mostChoice, width-besides)), o[0].MinSize().Height)
}

// id is that of the chosen environment, if there are templates.
func (e *environmentPart) id() string {
	if e.panel.how.template.Checked {
		return e.chosen
	}
	return ""
}

// draw shows the choice while there are templates.
func (e *environmentPart) draw() {
	p := e.panel
	seen := p.how.template.Checked && p.messages().Environments != nil
	if seen == e.object.Visible() {
		return
	}
	arrange.SetHidden(!seen, e.object)
	if seen && !e.loaded {
		e.loaded = true
		e.load(e.chosen)
	}
}

// restore chooses an environment before any has been read.
func (e *environmentPart) restore(id string) {
	if !e.loaded {
		e.chosen = id
	}
}

// load reads the environments, and chooses one.
func (e *environmentPart) load(id string) {
	p, book := e.panel, e.panel.messages().Environments
	if book == nil {
		return
	}
	go func() { // ends when the file is read
		all, err := book.All()
		p.desk.Run(func() {
			if err != nil {
				p.sayNotKept(err)
			}
			e.take(all, id)
		})
	}()
}

// take offers those of the environments that are for the connection.
func (e *environmentPart) take(all []environments.Environment, id string) {
	c := e.panel.conn
	e.all = slices.DeleteFunc(all, func(o environments.Environment) bool { return !o.Fits(c.Stored.ID, c.Stored.Folder) })
	names := e.names(noEnvironment, editEnvironments)
	e.choice.Options = append(append(names[:1:1], names[2:]...), editEnvironments)
	at := 1 + slices.IndexFunc(e.all, func(o environments.Environment) bool { return o.ID == id })
	e.mark(at)
	e.choose(at)
}

// names are what the environments are called as choices, behind others. Two may have one
// name.
func (e *environmentPart) names(others ...string) []string {
	for i := range e.all {
		others = append(others, format.ExcerptOf(e.all[i].Name, 40))
	}
	return widgets.Distinct(others)
}

// mark shows which one is chosen.
func (e *environmentPart) mark(at int) {
	do := e.choice.OnChanged
	e.choice.OnChanged = nil
	e.choice.SetSelectedIndex(at)
	e.choice.OnChanged = do
	e.choice.Refresh()
}

// chose takes in what the user has chosen.
func (e *environmentPart) chose() {
	e.panel.OnUse()
	at := e.choice.SelectedIndex()
	if at > len(e.all) {
		e.mark(1 + slices.IndexFunc(e.all, func(o environments.Environment) bool { return o.ID == e.chosen }))
		e.show()
		return
	}
	e.choose(at)
}

// choose has templates answered with an environment, of which the first is none. Its
// secrets may have to wait for the key ring.
func (e *environmentPart) choose(at int) {
	p := e.panel
	e.chosen, e.secrets = "", secrets{}
	e.asked++
	p.preview.mark = 0
	if at < 1 || at > len(e.all) {
		return
	}
	of, book, asked := e.all[at-1], p.messages().Environments, e.asked
	e.chosen = of.ID
	go func() { // ends with the key ring's answer
		values, err := book.Values(&of)
		p.desk.Run(func() {
			if asked != e.asked {
				return
			}
			if e.secrets, p.preview.mark = secretsOf(&of, values), 0; err != nil {
				p.sayNotKept(err)
			}
		})
	}()
}

// chosenOne is the environment that is chosen, nil for none.
func (e *environmentPart) chosenOne() *environments.Environment {
	i := slices.IndexFunc(e.all, func(o environments.Environment) bool { return o.ID == e.chosen })
	if i < 0 {
		return nil
	}
	return &e.all[i]
}
