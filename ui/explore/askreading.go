package explore

import (
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// readingQuestion is what it is asked with as what payloads are to be read.
type readingQuestion struct {
	filter string
	alone  bool // of that topic alone, and the format is chosen
	as     []string
	now    profiles.PayloadFormat // what there is of it
}

// readingDialog asks as what payloads are to be read.
type readingDialog struct {
	page  *Page
	asked readingQuestion
	q     *desk.Question

	filter, message *widgets.Entry
	files, folders  *widgets.FormEntry
	format          *widgets.Select
	chains          [][]string
	schema          *fyne.Container
	imports         fyne.CanvasObject
	problem         *widget.Label
	confirm         *widgets.Button
}

// askReading opens that dialog.
func (e *Page) askReading(asked readingQuestion) {
	d := &readingDialog{page: e, asked: asked, chains: format.Chains(), problem: widget.NewLabel("")}
	d.problem.Wrapping, d.problem.Importance = fyne.TextWrapWord, widget.DangerImportance
	d.problem.Hide()
	d.filter, d.message = widgets.NewEntry("topic filter, as in site/+/temperature or site/#"), widgets.NewEntry("full name, such as plant.Reading; empty: the only one")
	d.filter.SetText(asked.filter)
	d.message.SetText(asked.now.Message)
	d.files = pathsEntry(".proto or .avsc files, one a line", asked.now.Schema)
	d.folders = pathsEntry("folders; empty: each file's own", asked.now.Folders)
	d.choose(asked.as)
	confirm, title := "Keep", "Payloads of these topics are always"
	if asked.alone {
		confirm, title = "Read", format.Fill("Read {topic} as {as}", "topic", format.ExcerptOf(format.TopicInSentence(asked.filter), 60), "as", format.Chain(asked.as))
	}
	d.confirm = widgets.NewButton(confirm, theme.ConfirmIcon(), d.check)
	d.q = e.desk.Ask(title, d.content(), d.confirm,
		desk.NamedObject{Name: "read filter", Object: d.filter}, desk.NamedObject{Name: "read format", Object: d.format},
		desk.NamedObject{Name: "read schema", Object: d.files}, desk.NamedObject{Name: "read message", Object: d.message}, desk.NamedObject{Name: "problem", Object: d.problem})
	d.filter.OnSubmitted = func(string) { d.confirm.OnTapped() }
	d.message.OnSubmitted = d.filter.OnSubmitted
	for _, field := range []*widgets.Entry{d.filter, d.message, &d.files.Entry, &d.folders.Entry} {
		field.OnChanged = func(string) { d.edited() }
	}
	d.show()
	if asked.alone {
		e.desk.Focus(d.files)
		return
	}
	e.desk.Focus(d.filter)
}

// content lays out the fields.
func (d *readingDialog) content() fyne.CanvasObject {
	names := widgets.NewButton("", theme.ListIcon(), d.offerNames)
	names.Tip = "Messages of the schema"
	d.imports = labelled("Imports from", withButton(d.folders, "Choose a folder", func() { d.page.desk.ChooseFolder(func(path string) { addPath(d.folders, path) }) }))
	d.schema = container.NewVBox(
		labelled("Schema", withButton(d.files, "Choose a file", func() { d.page.desk.ChooseFile(func(path string) { addPath(d.files, path) }) })),
		d.imports, labelled("Message", container.NewBorder(nil, nil, nil, names, d.message)))
	if d.asked.alone {
		return container.NewVBox(d.schema, d.problem)
	}
	note := widget.NewLabel("+ stands for one level of a topic, # at the end for all that are below.")
	note.Wrapping, note.Importance = fyne.TextWrapWord, widget.LowImportance
	return container.NewVBox(d.filter, container.NewHBox(arrange.Middle(widget.NewLabel("read as")), arrange.FixedWidth(210, d.format)), note, d.schema, d.problem)
}

// choose offers the formats, and chooses one.
func (d *readingDialog) choose(as []string) {
	same := func(chain []string) bool { return slices.Equal(chain, as) }
	if slices.Equal(as, []string{profiles.Automatic}) {
		as = nil
	}
	if !slices.ContainsFunc(d.chains, same) {
		d.chains = append(d.chains, as)
	}
	names := make([]string, len(d.chains))
	for i, chain := range d.chains {
		names[i] = format.Chain(chain)
	}
	d.format = widgets.NewSelect(names, nil)
	d.format.SetSelectedIndex(slices.IndexFunc(d.chains, same))
	d.format.OnChanged = func(string) { d.show() }
}

// show shows the fields that the chosen format has.
func (d *readingDialog) show() {
	f := d.answer()
	arrange.SetHidden(!f.NeedsSchema(), d.schema)
	arrange.SetHidden(slices.Contains(f.As, string(decode.Avro)), d.imports)
	d.say("")
}

// mostPaths is how many paths of a field are seen at a time.
const mostPaths = 4

// edited takes back what was wrong with what stood in the fields, and makes room for what
// stands in them.
func (d *readingDialog) edited() {
	d.files.ShowLines(mostPaths)
	d.folders.ShowLines(mostPaths)
	d.say("")
}

// say says what is wrong, and gives the dialog the height that it needs.
func (d *readingDialog) say(words string) {
	widgets.ShowProblem(d.problem, words)
	d.q.Dialog.Resize(fyne.NewSize(d.page.desk.Width(560), 0))
}

// answer is what stands in the fields.
func (d *readingDialog) answer() profiles.PayloadFormat {
	f := profiles.PayloadFormat{Filter: d.filter.Value(), As: d.chains[max(0, d.format.SelectedIndex())]}
	if f.NeedsSchema() {
		f.Schema, f.Folders, f.Message = pathsOf(d.files), pathsOf(d.folders), strings.TrimSpace(d.message.Value())
	}
	return f
}

// check has the answer looked at beside the goroutine that draws, as a schema may be
// large, and taken when nothing is wrong with it. What becomes of an answer that was changed
// meanwhile is of no concern any more.
func (d *readingDialog) check() {
	if d.q.Busy {
		return
	}
	d.q.Busy = true
	f, run := d.answer(), d.page.desk.Run
	go func() { // ends when the schema has been read
		err := f.Check()
		run(func() {
			d.q.Busy = false
			switch {
			case d.q.Gone, !reflect.DeepEqual(f, d.answer()):
			case err != nil:
				d.say(format.SchemaProblem(err))
			default:
				d.take(f)
			}
		})
	}()
}

func (d *readingDialog) take(f profiles.PayloadFormat) {
	d.q.Close()
	if d.asked.alone {
		d.page.readAs(f)
		return
	}
	d.page.keepReading(d.asked.filter, f)
}

// offerNames offers the messages that the schema has.
func (d *readingDialog) offerNames() {
	from, run := d.answer().Source(), d.page.desk.Run
	if len(from.Files) == 0 {
		d.say("Choose a schema first.")
		return
	}
	from.Message = ""
	go func() { // ends when the schema has been read
		schema, err := schemas.Open(from)
		run(func() {
			now := d.answer().Source()
			now.Message = ""
			switch {
			case d.q.Gone, !reflect.DeepEqual(from, now):
			case schema == nil:
				d.say(format.SchemaProblem(err))
			default:
				d.showNames(schema.Names)
			}
		})
	}()
}

// mostNames is how many messages of a schema a menu offers.
const mostNames = 200

func (d *readingDialog) showNames(names []string) {
	var items []*fyne.MenuItem
	for _, name := range names[:min(len(names), mostNames)] {
		items = append(items, fyne.NewMenuItem(format.ExcerptOf(name, 80), func() { d.message.SetText(name) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.message)
	widgets.ShowMenu(d.message, at.AddXY(0, d.message.Size().Height), items...)
}

// pathsEntry is a field for paths, one a line.
func pathsEntry(hint string, paths []string) *widgets.FormEntry {
	e := widgets.NewFormEntry(hint, 1)
	e.SetText(strings.Join(paths, "\n"))
	e.ShowLines(mostPaths)
	return e
}

// pathsOf are the paths in a field.
func pathsOf(e *widgets.FormEntry) (paths []string) {
	for line := range strings.Lines(e.Value()) {
		if line = strings.TrimSpace(line); line != "" {
			paths = append(paths, line)
		}
	}
	return paths
}

// addPath adds a path to those in a field.
func addPath(e *widgets.FormEntry, path string) {
	e.SetText(strings.Join(append(pathsOf(e), path), "\n"))
}

// withButton is a field with a button behind it that chooses what goes into it.
func withButton(field fyne.CanvasObject, tip string, choose func()) fyne.CanvasObject {
	b := widgets.NewButton("", theme.FolderOpenIcon(), choose)
	b.Tip = tip
	return container.NewBorder(nil, nil, nil, b, field)
}

// labelled is a field with what it is called before it.
func labelled(label string, field fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, arrange.FixedWidth(110, widget.NewLabel(format.Excerpt(label))), nil, field)
}
