package profile

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// formats is the group of what payloads are to be read and shown as.
func (f *Form) formats() {
	f.addWords(newWords(func(p *profiles.Profile) string {
		if len(p.Formats) == 0 {
			return "With no filter here, the format of each payload is detected."
		}
		return "The first filter that matches a topic counts; the arrows move one up or down."
	}))
	l := &linesPart{count: func(p *profiles.Profile) int { return len(p.Formats) }}
	l.line = func(i int) fyne.CanvasObject { return f.formatLine(l, i) }
	f.lines("Formats", "Add a format", l, func(p *profiles.Profile) {
		p.Formats = append(slices.Clone(p.Formats), profiles.PayloadFormat{})
	})
	f.payloads = l
}

// formatEditor is what shows one format of payloads.
type formatEditor struct {
	form   *Form
	list   *linesPart
	at     int
	wrong  *widget.Label
	schema *fyne.Container // what only formats with a schema have
	folder fyne.CanvasObject
}

func (f *Form) formatLine(l *linesPart, i int) fyne.CanvasObject {
	e := &formatEditor{form: f, list: l, at: i, wrong: widget.NewLabel("")}
	one := f.profile.Formats[i]
	e.wrong.Importance = widget.DangerImportance
	e.wrong.Wrapping = fyne.TextWrapWord
	filter := f.entry("plant/+/state, or #", 0)
	filter.SetText(one.Filter)
	filter.OnChanged = func(text string) { e.edit(func(one *profiles.PayloadFormat) { one.Filter = text }) }
	remove := l.remover(i, func() {
		l.change(func(p *profiles.Profile) { p.Formats = slices.Delete(slices.Clone(p.Formats), i, i+1) })
	})
	up, down := l.movers(i, swapFormats)
	l.keys = append(l.keys, lineKeys{filter, remove, up, down})
	e.schema = e.schemaFields(one)
	panel := widgets.NewPanel(look.Raised, container.NewVBox(
		container.NewBorder(nil, nil, nil, container.NewHBox(up, down, remove), filter),
		container.NewHBox(arrange.Middle(widget.NewLabel("Read as")), arrange.FixedWidth(180, e.formatChoice(one)),
			arrange.Middle(widget.NewLabel("shown as")), arrange.FixedWidth(100, e.viewChoice(one))),
		e.schema, e.wrong), 6, 8)
	panel.Round = true
	e.show()
	l.hints = append(l.hints, e.show)
	return panel
}

// edit changes the format.
func (e *formatEditor) edit(do func(one *profiles.PayloadFormat)) {
	if e.form.showing {
		return
	}
	e.list.change(func(p *profiles.Profile) {
		if e.at < len(p.Formats) {
			p.Formats = slices.Clone(p.Formats)
			do(&p.Formats[e.at])
		}
	})
	e.show()
}

// show says what is wrong, and shows the fields that the format has.
func (e *formatEditor) show() {
	if e.at >= len(e.form.profile.Formats) {
		return
	}
	one := e.form.profile.Formats[e.at]
	words := ""
	if found := e.form.shelf.Finding(e.form.profile.ID).Formats; e.at < len(found) && found[e.at] != nil {
		words = format.Excerpt(format.SchemaProblem(found[e.at]))
	}
	if e.wrong.Text != words {
		e.wrong.SetText(words)
	}
	arrange.SetHidden(words == "", e.wrong)
	arrange.SetHidden(!one.NeedsSchema(), e.schema)
	arrange.SetHidden(slices.Contains(one.As, string(decode.Avro)), e.folder)
}

// formatChoice chooses the format. One of several in each other that is not offered is
// offered where it is stored.
func (e *formatEditor) formatChoice(one profiles.PayloadFormat) fyne.CanvasObject {
	chains := format.Chains()
	stored := func(as []string) bool { return slices.Equal(as, one.As) }
	if !slices.ContainsFunc(chains, stored) {
		chains = append(slices.Clone(chains), one.As)
	}
	names := make([]string, len(chains))
	for i, as := range chains {
		names[i] = format.Chain(as)
	}
	choice := e.form.choose(names)
	choice.SetSelectedIndex(slices.IndexFunc(chains, stored))
	choice.OnChanged = func(string) {
		e.edit(func(one *profiles.PayloadFormat) { one.As = chains[max(0, choice.SelectedIndex())] })
		e.list.Object.Refresh()
	}
	return choice
}

func (e *formatEditor) viewChoice(one profiles.PayloadFormat) fyne.CanvasObject {
	shown := e.form.choose(format.ViewNames)
	shown.SetSelectedIndex(int(payload.ViewOf(one.View)))
	shown.OnChanged = func(string) {
		code := ""
		if v := payload.View(shown.SelectedIndex()); v != payload.AutoView {
			code = v.Code()
		}
		e.edit(func(one *profiles.PayloadFormat) { one.View = code })
	}
	return shown
}

// schemaFields are the files of a schema, the folders that they import from, and the
// message.
func (e *formatEditor) schemaFields(one profiles.PayloadFormat) *fyne.Container {
	files := e.paths(pathsField{"Schema", ".proto or .avsc files, one a line", "Choose a file", e.form.desk.ChooseFile, func(one *profiles.PayloadFormat) *[]string { return &one.Schema }}, one)
	e.folder = e.paths(pathsField{"Imports from", "folders; empty: each file's own", "Choose a folder", e.form.desk.ChooseFolder, func(one *profiles.PayloadFormat) *[]string { return &one.Folders }}, one)
	message := e.form.entry("full name, such as plant.Reading; empty: the only one", 0)
	message.SetText(one.Message)
	message.OnChanged = func(text string) { e.edit(func(one *profiles.PayloadFormat) { one.Message = text }) }
	return container.NewVBox(files, e.folder, labelled("Message", message))
}

// pathsField is a field for paths, one a line.
type pathsField struct {
	label, hint, tip string
	choose           func(chosen func(path string))
	at               func(one *profiles.PayloadFormat) *[]string
}

// mostRows is how many paths are seen at a time.
const mostRows = 4

// paths shows a field for paths; one that is chosen is added to them.
func (e *formatEditor) paths(field pathsField, one profiles.PayloadFormat) fyne.CanvasObject {
	entry := e.form.entry(field.hint, 1)
	entry.SetText(strings.Join(*field.at(&one), "\n"))
	entry.ShowLines(mostRows)
	entry.OnChanged = func(text string) {
		entry.ShowLines(mostRows)
		e.edit(func(one *profiles.PayloadFormat) { *field.at(one) = filled(text) })
	}
	browse := widgets.NewButton("", theme.FolderOpenIcon(), func() {
		field.choose(func(path string) { entry.SetText(strings.Join(append(filled(entry.Value()), path), "\n")) })
	})
	browse.Tip = field.tip
	return labelled(field.label, container.NewBorder(nil, nil, nil, browse, entry))
}

// filled are the lines of a text that have something in them.
func filled(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// labelled is a field of a line with what it is called before it.
func labelled(label string, field fyne.CanvasObject) fyne.CanvasObject {
	name := widget.NewLabelWithStyle("", fyne.TextAlignLeading, fyne.TextStyle{})
	name.SetText(format.Excerpt(label))
	return container.NewBorder(nil, nil, arrange.FixedWidth(110, name), nil, field)
}
