package publish

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/environments"
	"mangrove/broker/explain"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/shelf"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// environmentForm is the dialog in which environments are edited, one at a time.
type environmentForm struct {
	part     *environmentPart
	question *desk.Question
	was      environments.Environment // without an ID: a new one
	which    *widgets.Select
	name     *widgets.Entry
	scope    *widgets.Select
	rows     *fyne.Container
	fields   []*variableRow
	remove   *widgets.Button
	problem  *widget.Label
	folders  []string
	filled   environments.Environment // as it was when nothing was typed yet
}

// variableRow is where a variable is typed.
type variableRow struct {
	id     string
	was    bool // it is secret in what is kept: its value is not known here
	name   *widgets.Entry
	value  *widgets.Entry
	secret *widgets.Check
	object fyne.CanvasObject
}

const newEnvironment = "New environment"

// show opens the dialog with the chosen environment, or for a new one.
func (e *environmentPart) show() {
	f := &environmentForm{part: e}
	if chosen := e.chosenOne(); chosen != nil {
		f.was = *chosen
	}
	f.which = widgets.NewSelect(e.names(newEnvironment), nil)
	f.mark()
	f.name = widgets.NewEntry("name, such as Plant North")
	f.scope = widgets.NewSelect(f.scopes(), nil)
	f.rows = container.NewVBox()
	f.problem = widget.NewLabel("")
	f.problem.Wrapping, f.problem.Importance = fyne.TextWrapWord, widget.DangerImportance
	f.problem.Hide()
	add := widgets.NewButton("Add a variable", theme.ContentAddIcon(), func() {
		e.panel.desk.Focus(f.add(environments.Variable{}).name)
	})
	f.remove = widgets.NewButton("Delete", theme.DeleteIcon(), f.deleteIt)
	head := container.NewVBox(
		container.NewBorder(nil, nil, nil, f.remove, f.which),
		container.NewBorder(nil, nil, nil, arrange.FixedWidth(240, f.scope), f.name))
	hint := widget.NewLabel(format.Excerpt(format.Fill("Templates use a variable as {example}. Secret values: {place}. They are never in the history or in exports.", "example", "{{.name}}", "place", f.whereKept())))
	hint.Wrapping, hint.Importance = fyne.TextWrapWord, widget.LowImportance
	content := container.NewBorder(head, container.NewVBox(container.NewHBox(add), hint, f.problem), nil, nil, container.NewVScroll(f.rows))
	f.fill()
	save := widgets.NewButton("Save", nil, f.save)
	f.question = e.panel.desk.Ask("Environments", content, save, desk.NamedObject{Name: "environment name", Object: f.name}, desk.NamedObject{Name: "add variable", Object: add})
	f.question.Dialog.Resize(fyne.NewSize(e.panel.desk.Width(680), min(480, e.panel.desk.Canvas().Size().Height-60)))
	e.panel.desk.Focus(f.name)
}

// whereKept says where secrets are.
func (f *environmentForm) whereKept() string {
	if s := f.part.panel.Shelf; s != nil {
		return s.WhereKept(shelf.SecretKept)
	}
	return "kept until Mangrove ends"
}

// scopes are what an environment can be for. The first are all connections, and this one
// when it is stored; then folders.
func (f *environmentForm) scopes() []string {
	p := f.part.panel
	all := []string{"For all connections"}
	if p.conn.Stored.ID != "" {
		all = append(all, "For this connection")
	}
	f.folders = nil
	if p.Shelf != nil {
		f.folders = p.Shelf.Folders()
	}
	for _, e := range f.part.all { // one may be for a folder that has no connection any more
		if e.Folder != "" && !slices.Contains(f.folders, e.Folder) {
			f.folders = append(slices.Clone(f.folders), e.Folder)
		}
	}
	for _, folder := range f.folders {
		all = append(all, format.Fill("For the folder {folder}", "folder", format.ExcerptOf(folder, 40)))
	}
	return widgets.Distinct(all)
}

// mark shows which environment is edited.
func (f *environmentForm) mark() {
	f.which.OnChanged = nil
	f.which.SetSelectedIndex(1 + slices.IndexFunc(f.part.all, func(o environments.Environment) bool { return o.ID == f.was.ID }))
	f.which.OnChanged = func(string) { f.turnTo(f.which.SelectedIndex()) }
}

// fill shows what is kept.
func (f *environmentForm) fill() {
	f.name.SetText(f.was.Name)
	stored, at := 0, 0
	if f.part.panel.conn.Stored.ID != "" {
		stored = 1
	}
	switch i := slices.Index(f.folders, f.was.Folder); {
	case f.was.Connection != "":
		at = stored
	case f.was.Folder != "" && i >= 0:
		at = 1 + stored + i
	}
	f.scope.SetSelectedIndex(at)
	f.rows.RemoveAll()
	f.fields = nil
	for _, v := range f.was.Variables {
		f.add(v)
	}
	if len(f.fields) == 0 {
		f.add(environments.Variable{})
	}
	if f.was.ID == "" {
		f.remove.Disable()
	} else {
		f.remove.Enable()
	}
	f.say("")
	f.filled = f.typed()
}

// turnTo shows another environment; the first is a new one. What is typed of the one on view
// stays there until it is saved.
func (f *environmentForm) turnTo(i int) {
	if !reflect.DeepEqual(f.typed(), f.filled) {
		f.mark()
		f.say("Your changes are not saved. Save them, or cancel, before you switch to another environment.")
		return
	}
	f.was = environments.Environment{}
	if i > 0 && i <= len(f.part.all) {
		f.was = f.part.all[i-1]
	}
	f.fill()
}

// add adds a row for a variable.
func (f *environmentForm) add(v environments.Variable) *variableRow {
	r := &variableRow{id: v.ID, was: v.Secret, name: widgets.NewEntry("name"), value: widgets.NewEntry("value")}
	r.name.SetText(v.Name)
	r.value.SetText(v.Value)
	r.secret = widgets.NewCheck("Secret", func(on bool) { r.hide(on) })
	r.secret.SetChecked(v.Secret)
	r.hide(v.Secret)
	drop := widgets.NewIconButton("Remove the variable", theme.ContentRemoveIcon(), func() {
		f.rows.Remove(r.object)
		f.fields = slices.DeleteFunc(f.fields, func(o *variableRow) bool { return o == r })
	})
	r.object = container.NewBorder(nil, nil, nil, container.NewHBox(r.secret, drop), container.New(arrange.Shares{First: 0.35}, r.name, r.value))
	f.fields = append(f.fields, r)
	f.rows.Add(r.object)
	return r
}

// hide shows dots in place of a secret value.
func (r *variableRow) hide(on bool) {
	r.value.Password = on
	r.value.SetPlaceHolder("value")
	if on && r.was {
		r.value.SetPlaceHolder("stored; type to replace it")
	}
	r.value.Refresh()
}

// typed is the environment as it stands in the fields.
func (f *environmentForm) typed() environments.Environment {
	e := environments.Environment{ID: f.was.ID, Name: f.name.Value()}
	stored := f.part.panel.conn.Stored.ID
	switch at := f.scope.SelectedIndex(); {
	case at < 1:
	case at == 1 && stored != "":
		e.Connection = stored
	case stored != "":
		e.Folder = f.folders[at-2]
	default:
		e.Folder = f.folders[at-1]
	}
	for _, r := range f.fields {
		if r.name.Value() == "" && r.value.Value() == "" {
			continue // a row that was left empty
		}
		e.Variables = append(e.Variables, environments.Variable{ID: r.id, Name: r.name.Value(), Value: r.value.Value(), Secret: r.secret.Checked})
	}
	return e
}

// save keeps what is typed, and chooses it.
func (f *environmentForm) save() {
	p, book, e := f.part.panel, f.part.panel.messages().Environments, f.typed()
	if f.question.Busy || book == nil {
		return
	}
	f.question.Busy = true
	go func() { // ends with the key ring's answer
		kept, err := book.Put(e)
		p.desk.Run(func() {
			f.question.Busy = false
			if err != nil {
				f.say(explain.Error(err, broker.Address{}))
				return
			}
			f.question.Close()
			f.part.load(kept.ID)
		})
	}()
}

// deleteIt removes the environment, which can be undone.
func (f *environmentForm) deleteIt() {
	p, book, id, name := f.part.panel, f.part.panel.messages().Environments, f.was.ID, f.was.Name
	if f.question.Busy || book == nil {
		return
	}
	f.question.Busy = true
	go func() { // ends with the key ring's answer
		gone, err := book.Remove(id)
		p.desk.Run(func() {
			f.question.Busy = false
			if err != nil {
				f.say(explain.Error(err, broker.Address{}))
				return
			}
			f.question.Close()
			f.part.load("")
			p.OnUndo(format.Fill("The environment {name} was deleted.", "name", format.ExcerptOf(name, 60)), func() {
				go func() { // ends with the key ring's answer
					err := book.PutBack(gone)
					p.desk.Run(func() {
						if err != nil {
							p.sayNotKept(err)
						}
						f.part.load(id)
					})
				}()
			})
		})
	}()
}

// say says what is wrong, nothing for no words.
func (f *environmentForm) say(words string) { widgets.ShowProblem(f.problem, words) }
