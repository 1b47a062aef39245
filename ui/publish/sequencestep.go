package publish

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/draft"
	"mangrove/model/decode"
	"mangrove/model/encode"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// stepForm is where the message of a step is edited. Properties, schema and bytes of a file
// stay as they are.
type stepForm struct {
	dialog   *sequenceDialog
	at       int // of the steps
	was      draft.Draft
	q        *desk.Question
	topic    *widgets.Entry
	payload  *widgets.Entry
	formats  *widgets.Select
	template *widgets.Check
	qos      *widgets.Segmented
	retain   *widgets.Check
	problem  *widget.Label
}

// editStep opens the dialog for a step.
func (d *sequenceDialog) editStep(i int) {
	d.keep()
	f := &stepForm{dialog: d, at: i, was: d.work.sequence.Steps[i].Draft.Clone()}
	f.topic, f.payload = widgets.NewEntry("topic"), widgets.NewEntry("payload")
	f.topic.SetText(f.was.Topic)
	f.payload.MultiLine, f.payload.Wrapping = true, fyne.TextWrapBreak
	f.payload.TextStyle = fyne.TextStyle{Monospace: true}
	f.payload.SetMinRowsVisible(4)
	f.payload.SetText(f.was.Text)
	f.formats = formatChoice(f.was.As)
	f.template = widgets.NewCheck("Template", nil)
	f.template.SetChecked(f.was.Template)
	f.qos = widgets.NewSegmented([]string{"0", "1", "2"}, nil)
	f.qos.Choose(int(min(2, f.was.QoS)))
	f.retain = widgets.NewCheck("Retain", nil)
	f.retain.SetChecked(f.was.Retain)
	f.problem = widgets.NewSentences("", widget.DangerImportance)
	f.problem.Hide()
	var payload fyne.CanvasObject = f.payload
	if f.was.Bytes != nil {
		f.formats.Disable()
		payload = widgets.NewSentences(format.Counted(len(f.was.Bytes), "{count} byte is sent as it is. To send others, add another message from the panel.", "{count} bytes are sent as they are. To send others, add another message from the panel."), widget.LowImportance)
	}
	how := container.NewHScroll(container.NewHBox(f.formats, f.template, widget.NewLabel("QoS"), f.qos, f.retain))
	bottom := container.NewVBox(f.problem)
	if words := f.stays(); words != "" {
		bottom = container.NewVBox(widgets.NewSentences(words, widget.LowImportance), f.problem)
	}
	save := widgets.NewButton("Save", theme.ConfirmIcon(), f.save)
	p := d.work.panel
	asked := p.desk.Asked
	f.q = p.desk.Ask(format.Fill("Message {number} of the sequence", "number", i+1), container.NewBorder(container.NewVBox(f.topic, how), bottom, nil, nil, payload), save,
		desk.NamedObject{Name: "step topic", Object: f.topic}, desk.NamedObject{Name: "step payload", Object: f.payload}, desk.NamedObject{Name: "problem", Object: f.problem})
	f.q.OnGone = func() { p.desk.Asked = asked }
	f.topic.OnSubmitted = func(string) { f.save() }
	f.q.Dialog.Resize(fyne.NewSize(p.desk.Width(640), min(400, p.desk.Canvas().Size().Height-60)))
	p.desk.Focus(f.topic)
}

// formatChoice chooses how a payload is written; one that is not known stays what it is.
func formatChoice(as decode.Format) *widgets.Select {
	var names []string
	at := -1
	for i, known := range encode.Formats() {
		names = append(names, formatName(known))
		if known == as || as == "" && i == 0 {
			at = i
		}
	}
	s := widgets.NewSelect(names, nil)
	s.PlaceHolder = format.ExcerptOf(string(as), 20)
	if at >= 0 {
		s.SetSelectedIndex(at)
	}
	return s
}

// stays says what of the message is not edited here.
func (f *stepForm) stays() string {
	if f.was.Properties == nil && len(f.was.Schema) == 0 {
		return ""
	}
	return "Its properties and schema stay as they are. To change those, add the message again from the panel."
}

// typed is the message as it stands in the fields.
func (f *stepForm) typed() draft.Draft {
	d := f.was.Clone()
	d.Topic, d.Template, d.QoS, d.Retain = f.topic.Value(), f.template.Checked, byte(f.qos.Chosen()), f.retain.Checked
	if d.Bytes != nil {
		return d
	}
	d.Text = f.payload.Value()
	switch i := f.formats.SelectedIndex(); {
	case i == 0:
		d.As = ""
	case i > 0:
		d.As = encode.Formats()[i]
	}
	return d
}

// save has the step publish what is typed, or says why it cannot.
func (f *stepForm) save() {
	d, w := f.typed(), f.dialog.work
	w.prepare(f.q, isMadeAtOnce(&d), func() (func(), error) {
		_, err := draft.NewMaker(d, &w.panel.shelf)
		if clears(&d) {
			err = &draft.Error{Field: draft.Payload, Err: draft.ErrClears}
		}
		return func() {
			w.sequence.Steps[f.at].Draft = d
			f.q.Close()
			f.dialog.fill()
		}, err
	}, func(err error) { widgets.ShowProblem(f.problem, w.words(err)) })
}
