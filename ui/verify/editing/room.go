package editing

import (
	"crypto/sha256"
	"errors"
	"image/color"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/model/checkform"
	"mangrove/model/checklist"
	"mangrove/model/yamledit"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/runs"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Largest is how many bytes of a checklist can be edited here: with more each key would take
// too long, and so would keeping what is typed.
const Largest = runs.LargestChecklist

// Options is what the room asks of the page around it.
type Options struct {
	Desk   *desk.Desk
	Saved  func(path string) // a checklist was written
	Closed func()            // the room is left
}

// Room is where a checklist is written.
type Room struct {
	Object fyne.CanvasObject

	do   Options
	path string   // of the file; empty: there is none yet
	base [32]byte // the sum of what the file had when it was read or written last
	told [32]byte // the sum of what another program wrote and the user knows of
	text string
	open bool
	nth  int // of the checklists that were written here
	save saving

	form   *checkform.Form // of the text, or of the last one that was YAML
	broken error           // why the text is none; nil: it is
	chosen yamledit.Path
	faults checklist.Faults
	usable bool              // they are doubts only
	placed *checkform.Faults // the same, by parts; nil while the text is no YAML
	undo   undoing
	asked  check // what is read to find the faults

	title  *widgets.Strip
	undoIt *widgets.Button
	saveIt *widgets.Button
	saveAs *widgets.Button
	leave  *widgets.Button
	which  *widgets.Segmented // form or YAML, where there is no room for both
	body   *fyne.Container
	list   *partList
	fields *fields
	yaml   *yamlPane
}

// New makes the room, in which nothing is written yet.
func New(do Options) *Room {
	r := &Room{do: do, title: widgets.NewStrip(22, 13)}
	r.undoIt = quiet("", theme.ContentUndoIcon(), r.takeBack)
	r.undoIt.Tip = "Undo the last change"
	r.saveIt = widgets.NewButton("Save", theme.DocumentSaveIcon(), r.Save)
	r.saveAs = quiet("Save as", nil, r.SaveAs)
	r.leave = quiet("Close", theme.CancelIcon(), r.Close)
	r.which = widgets.NewSegmented([]string{"Form", "YAML"}, func(int) { r.body.Refresh() })
	r.list, r.fields, r.yaml = newPartList(r), newFields(r), newYAMLPane(r)
	head := container.NewBorder(nil, nil, nil, container.NewHBox(r.which, r.undoIt, r.saveAs, r.saveIt, r.leave), r.title)
	r.which.Hide()
	r.body = container.New(&panes{which: r.which, shown: head.Refresh}, r.list.object, r.fields.object, r.yaml.object)
	r.Object = container.NewBorder(container.NewVBox(widgets.NewPanel(look.Raised, head, 4, look.PageEdge), widget.NewSeparator()), nil, nil, nil, r.body)
	return r
}

func quiet(words string, icon fyne.Resource, do func()) *widgets.Button {
	b := widgets.NewButton(words, icon, do)
	b.Importance = widget.LowImportance
	return b
}

// IsOpen reports whether a checklist is being written.
func (r *Room) IsOpen() bool { return r.open }

// Path is the file of the checklist, empty while there is none.
func (r *Room) Path() string { return r.path }

// Changed reports whether there is something that is not in the file.
func (r *Room) Changed() bool { return r.open && sha256.Sum256([]byte(r.text)) != r.base }

// New begins a checklist.
func (r *Room) New() { r.begin("", checkform.New, sha256.Sum256([]byte(checkform.New))) }

// Edit edits the checklist of a file. It is false when that is none that can be edited here,
// and then says why.
func (r *Room) Edit(path string, file []byte) bool {
	if why := unfit(file); why != "" {
		widgets.ShowToast(why, true)
		return false
	}
	r.begin(path, string(file), sha256.Sum256(file))
	return true
}

// unfit is why a file cannot be edited here, empty where it can.
func unfit(file []byte) string {
	switch {
	case len(file) > Largest:
		return format.Excerpt(format.Fill("This checklist has {size}. What is larger than {limit} cannot be edited here; edit it in another program; it is then read again.",
			"size", format.Size(len(file)), "limit", format.Size(Largest)))
	case !utf8.Valid(file):
		return "This checklist is not UTF-8, so it cannot be edited here."
	}
	return ""
}

// begin has a text be edited.
func (r *Room) begin(path, words string, base [32]byte) {
	r.nth++
	r.save.again = false
	r.path, r.base, r.told, r.open = path, base, base, true
	r.undo, r.chosen, r.form, r.faults, r.placed = undoing{}, nil, nil, nil, nil
	r.fields.forget()
	r.which.Choose(0)
	r.yaml.of = nil
	r.replaceText(words)
}

// replaceText has the whole text be another one, and shows it.
func (r *Room) replaceText(words string) {
	r.text = words
	r.parse()
	r.yaml.show()
	r.renew()
}

// parse reads the parts of the text. While it is no YAML the form has those of before.
func (r *Room) parse() {
	f, err := checkform.Read(r.text)
	if r.broken = err; err == nil {
		r.form = f
	}
	r.check()
}

// renew shows the parts and the fields of the one that is chosen.
func (r *Room) renew() {
	if r.form != nil && r.form.IndexOf(r.chosen) < 0 {
		r.chosen = r.nearest()
	}
	r.list.renew()
	r.fields.renew()
	r.showTitle()
}

// nearest is the path of a part that is there, as near to the one that was chosen as there is.
func (r *Room) nearest() yamledit.Path {
	for p := r.chosen; len(p) > 0; p = p[:len(p)-1] {
		if r.form.IndexOf(p) >= 0 {
			return p
		}
	}
	return nil
}

// part is the part that is chosen, nil when there is none.
func (r *Room) part() *checkform.Part {
	if i := r.index(); i >= 0 {
		return &r.form.Parts[i]
	}
	return nil
}

// index is the place of the part that is chosen.
func (r *Room) index() int {
	if r.form == nil {
		return -1
	}
	return r.form.IndexOf(r.chosen)
}

// choose shows another part.
func (r *Room) choose(p yamledit.Path) {
	r.chosen, r.undo.key = slices.Clone(p), ""
	r.list.renew()
	r.fields.renew()
	r.yaml.follow()
}

// changed takes what the form has made of the text. at is what is chosen then, and key what
// was typed in: nil, or nothing, where it is more than a letter. While the text is no YAML the form
// is of an earlier one, which takes the place of nothing.
func (r *Room) changed(f *checkform.Form, at yamledit.Path, key string) {
	if f.Text == r.text || r.broken != nil {
		return
	}
	r.undo.keep(r.text, key)
	r.form, r.text, r.broken, r.chosen = f, f.Text, nil, at
	r.yaml.show()
	r.check()
	r.renew()
}

// typed takes what was typed into the YAML.
func (r *Room) typed(words string) {
	if words == r.text {
		return
	}
	r.undo.keep(r.text, "yaml")
	r.text = words
	r.parse()
	r.renew()
}

// takeBack takes the last change back.
func (r *Room) takeBack() {
	if words, ok := r.undo.last(); ok {
		r.yaml.of = nil
		r.replaceText(words)
	}
}

// showTitle says which checklist it is, and whether it is saved.
func (r *Room) showTitle() {
	name := "New checklist"
	if r.path != "" {
		name = format.Excerpt(filepath.Base(r.path))
	}
	spans := []text.Span{{Text: name, Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground)}}
	if r.Changed() {
		words := "   not saved"
		if len(r.text) > Largest { // it grew here
			words = "   not saved, and too large to come back after a crash"
		}
		spans = append(spans, text.Span{Text: words, Colour: look.Colour(theme.ColorNameWarning), X: -1})
	}
	r.title.Set(spans...)
	arrange.SetAble(r.Changed() || r.path == "", r.saveIt)
	arrange.SetAble(r.undo.any(), r.undoIt)
}

// refuse says why a change was not made.
func (r *Room) refuse(err error) { widgets.ShowToast(explain.NotFilledIn(err), true) }

// Restyle takes the colours of a new theme.
func (r *Room) Restyle() {
	if r.open {
		r.list.renew()
		r.showTitle()
	}
}

// Keyboard is what is worked with in the room.
func (r *Room) Keyboard() fyne.Focusable { return r.list.rows }

// check is a text that is read to find what is wrong with it, beside the goroutine that draws.
type check struct {
	busy  bool
	again bool
}

// check finds the faults of the text. What is typed meanwhile is read after it.
func (r *Room) check() {
	if r.asked.busy {
		r.asked.again = true
		return
	}
	r.asked = check{busy: true}
	words, files := []byte(r.text), checklist.Files(nil)
	if r.path != "" {
		files = profiles.Beside(r.path)
	}
	go func() { // ends when it has been read
		faults, usable := faultsOf(words, files)
		r.do.Desk.Run(func() {
			again := r.asked.again
			r.asked = check{}
			if again {
				r.check()
				return
			}
			r.faults, r.usable, r.placed = faults, usable, nil
			if r.broken == nil && r.form != nil {
				r.placed = r.form.Place(faults)
			}
			r.list.renew()
			r.fields.sayFaults()
			r.yaml.sayFaults()
		})
	}()
}

// faultsOf are what is wrong with a checklist, or, where it can be used, what can hardly be
// meant.
func faultsOf(words []byte, files checklist.Files) (faults checklist.Faults, usable bool) {
	l, err := checklist.Read(words, files)
	if err == nil {
		return l.Doubts, true
	}
	errors.As(err, &faults)
	return faults, false
}

// faultColour is that of the mark of what is wrong.
func (r *Room) faultColour() color.Color {
	if r.usable {
		return look.Colour(theme.ColorNameWarning)
	}
	return look.Colour(theme.ColorNameError)
}
