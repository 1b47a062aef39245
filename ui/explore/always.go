package explore

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// askKeepView asks which topics are to be shown in a way from now on, also the next time
// that the connection is opened.
func (e *Page) askKeepView(topic string, v payload.View) {
	filter := widgets.NewEntry("topic filter, as in site/+/temperature or site/#")
	filter.SetText(topic)
	view := widgets.NewSelect(format.ViewNames, nil)
	view.SetSelectedIndex(int(v))
	note := widget.NewLabel("+ stands for one level of a topic, # at the end for all that are below. Auto shows payloads as detected.")
	note.Wrapping, note.Importance = fyne.TextWrapWord, widget.LowImportance
	problem := widget.NewLabel("")
	problem.Wrapping, problem.Importance = fyne.TextWrapWord, widget.DangerImportance
	problem.Hide()
	content := container.NewVBox(filter,
		container.NewHBox(arrange.Middle(widget.NewLabel("shown as")), arrange.FixedWidth(150, view)), note, problem)
	confirm := widgets.NewButton("Keep", theme.ConfirmIcon(), nil)
	q := e.desk.Ask("Payloads of these topics are always", content, confirm,
		desk.NamedObject{Name: "view filter", Object: filter}, desk.NamedObject{Name: "view kept", Object: view}, desk.NamedObject{Name: "problem", Object: problem})
	confirm.OnTapped = func() {
		if err := model.CheckFilter(filter.Value()); err != nil {
			widgets.ShowProblem(problem, explain.Error(err, broker.Address{}))
			return
		}
		q.Close()
		e.Inspector.ForgetView(topic)
		e.do.KeepView(e, filter.Value(), payload.View(view.SelectedIndex()))
		e.Notice.Say(keptWords(filter.Value(), payload.View(view.SelectedIndex())))
	}
	filter.OnSubmitted = func(string) { confirm.OnTapped() }
	q.Dialog.Resize(fyne.NewSize(e.desk.Width(520), 200))
	e.desk.Focus(filter)
}

// keptWords say what is kept.
func keptWords(filter string, v payload.View) string {
	if v == payload.AutoView {
		return format.Fill("Payloads of {topic} are shown as detected.", "topic", format.TopicInSentence(format.BothEnds(filter)))
	}
	return format.Fill("Payloads of {topic} are shown as {view name} from now on.",
		"topic", format.TopicInSentence(format.BothEnds(filter)), "view name", format.ViewNames[v])
}
