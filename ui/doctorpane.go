package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// doctorPane tries a connection out step by step and shows what came of each.
type doctorPane struct {
	window  *Window
	profile broker.Profile
	steps   *fyne.Container
	scroll  *container.Scroll
	busy    *widget.ProgressBarInfinite
	verdict *widget.Label
	publish *widgets.Check // test messages to the topic
	topic   *widgets.Entry
	again   *widgets.Button
	stop    context.CancelFunc // of the examination under way
	report  []string
	warned  bool // a step went well but for something
}

// examine opens the doctor for a profile and begins. It comes under a client
// id of its own, so that a session under way is not taken over.
func (w *Window) examine(p broker.Profile) *doctorPane {
	p.ClientID = ""
	d := &doctorPane{window: w, profile: p, steps: container.NewVBox(), busy: widget.NewProgressBarInfinite(), verdict: widget.NewLabel("")}
	d.verdict.Wrapping = fyne.TextWrapWord
	d.publish = widgets.NewCheck("Also publish test messages to", nil)
	d.topic = widgets.NewEntry("topic, such as site/device/test")
	d.topic.SetText(doctor.NewTopic())
	d.topic.OnSubmitted = func(string) { d.publish.SetChecked(true); d.start() }
	if p.ReadOnly {
		d.publish.Disable()
		d.topic.Disable()
	}
	d.again = widgets.NewButton("Run again", theme.ViewRefreshIcon(), d.start)
	copyAll := widgets.NewButton("Copy", theme.ContentCopyIcon(), func() { widgets.CopyText("Report", strings.Join(d.report, "\n")) })
	d.scroll = container.NewVScroll(d.steps)
	bottom := container.NewVBox(d.busy, d.verdict, container.NewBorder(nil, nil, d.publish, container.NewHBox(d.again, copyAll), d.topic))
	box := w.desk.NewDialog(format.Fill("Connection doctor: {address}", "address", p.Address.String()), container.NewBorder(nil, bottom, nil, nil, d.scroll))
	box.SetOnClosed(func() { d.stop() })
	box.Resize(fyne.NewSize(860, 560))
	w.desk.Show(box)
	d.start()
	return d
}

// start examines from the beginning.
func (d *doctorPane) start() {
	if d.publish.Checked {
		if err := model.CheckTopic(d.topic.Value()); err != nil {
			d.say("Nothing was checked. "+explain.Error(err, d.profile.Address), widget.DangerImportance)
			return
		}
	}
	if d.stop != nil {
		d.stop()
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.stop = cancel
	d.steps.RemoveAll()
	d.steps.Refresh()
	d.report, d.warned = nil, false
	d.again.Disable()
	d.say("", widget.MediumImportance)
	d.busy.Show()
	d.busy.Start()
	o := doctor.Options{Network: d.window.services.Network, Publish: d.publish.Checked, Topic: d.topic.Value()}
	go func() { // ends with the last step, or when the dialog is closed
		healthy := doctor.Examine(ctx, d.profile, o, func(s doctor.Step) {
			d.window.desk.Run(func() { d.show(ctx, s) })
		})
		d.window.desk.Run(func() { d.finish(ctx, healthy) })
	}()
}

// show adds a step, unless another examination has begun.
func (d *doctorPane) show(ctx context.Context, s doctor.Step) {
	if ctx.Err() != nil {
		return
	}
	d.warned = d.warned || s.State == doctor.Warned
	d.report = append(d.report, fmt.Sprintf("%-8s %s: %s", explain.StepState(s.State), explain.Trial(s.Trial), explain.Step(s)))
	d.report = append(d.report, explain.Details(s)...)
	d.steps.Add(stepRow(s))
	d.steps.Refresh()
	d.scroll.ScrollToBottom()
}

// stepRow shows a step: a sign, its name, what was found and how long it took.
func stepRow(s doctor.Step) fyne.CanvasObject {
	icon, importance := theme.ConfirmIcon(), widget.MediumImportance
	iconColour := theme.ColorNameSuccess
	switch s.State {
	case doctor.Warned:
		icon, iconColour, importance = theme.WarningIcon(), theme.ColorNameWarning, widget.WarningImportance
	case doctor.Failed:
		icon, iconColour, importance = theme.ErrorIcon(), theme.ColorNameError, widget.DangerImportance
	case doctor.Skipped:
		icon, iconColour, importance = theme.MediaSkipNextIcon(), look.Muted, widget.LowImportance
	}
	name := widget.NewLabelWithStyle(format.ExcerptOf(explain.Trial(s.Trial), 200), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	name.Truncation = fyne.TextTruncateEllipsis
	words := widget.NewLabel(format.Excerpt(explain.Step(s)))
	words.Wrapping = fyne.TextWrapWord
	words.Importance = importance
	took := ""
	if s.State != doctor.Skipped && s.Took > 0 {
		took = format.Interval(s.Took)
	}
	content := []fyne.CanvasObject{words}
	if len(s.Details) > 0 {
		details := widget.NewLabel(format.Excerpts(explain.Details(s)...))
		details.Wrapping = fyne.TextWrapWord
		details.Importance = widget.LowImportance
		content = append(content, details)
	}
	sign := widget.NewIcon(theme.NewColoredResource(icon, iconColour))
	left := container.NewHBox(container.NewVBox(arrange.OnLine(20, sign)), container.NewVBox(arrange.FixedWidth(210, name)))
	right := container.NewVBox(widget.NewLabel(format.Excerpt(took)))
	return container.NewBorder(nil, nil, left, right, container.NewVBox(content...))
}

// finish shows the verdict.
func (d *doctorPane) finish(ctx context.Context, healthy bool) {
	if ctx.Err() != nil {
		return
	}
	d.busy.Stop()
	d.busy.Hide()
	d.again.Enable()
	words, importance := "This connection works.", widget.SuccessImportance
	switch {
	case !healthy:
		words, importance = "This connection has a problem. The failed step says what to do.", widget.DangerImportance
	case d.warned:
		words, importance = "This connection works, with warnings.", widget.WarningImportance
	}
	d.say(words, importance)
	d.scroll.ScrollToBottom() // the verdict takes room from the steps
	d.report = append(d.report, words, time.Now().Format(time.RFC3339))
}

// say shows the verdict.
func (d *doctorPane) say(words string, importance widget.Importance) {
	d.verdict.Importance = importance
	d.verdict.SetText(format.Excerpt(words))
}
