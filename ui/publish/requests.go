package publish

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/profiles"
	"mangrove/broker/request"
	"mangrove/broker/sent"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// devicesTyped are the devices of a request, as they are typed.
type devicesTyped struct {
	by            int    // one of the ways
	filter, table string // of the ways
	atATime       string
}

// The ways to name devices.
const (
	thisAlone = iota
	byFilter
	byTable
)

var deviceWays = []string{"Only this message", "Each topic that a filter matches", "Each line of a CSV file"}

// mostAtATime are the requests under way at a time.
const mostAtATime = 50

// requestDialog asks what a request is.
type requestDialog struct {
	work    *work
	draft   draft.Draft
	within  string
	q       *desk.Question
	by      *widgets.Select
	rows    [2]fyne.CanvasObject // filter and table
	many    fyne.CanvasObject
	problem *widget.Label
	confirm *widgets.Button
}

// askRequest asks which answer is waited for, and of which devices.
func (w *work) askRequest() {
	message, ok := w.panel.message()
	if !ok {
		return
	}
	d := &requestDialog{work: w, draft: message, within: format.Interval(w.reply.For())}
	filter := fieldOf("filter, such as site/+/state; empty: response topic (MQTT 5)", &w.reply.Filter)
	where := fieldOf("condition, such as state=ON or ~done; empty: any message", &w.reply.Where)
	within := fieldOf("such as 5s", &d.within)
	devices := fieldOf("filter, such as site/+/state", &w.devices.filter)
	table := fieldOf("file whose first line names the columns", &w.devices.table)
	atATime := fieldOf("1", &w.devices.atATime)
	browse := widgets.NewIconButton("Choose a file", theme.FolderOpenIcon(), func() { w.panel.desk.ChooseFile(table.SetText) })
	d.rows = [2]fyne.CanvasObject{
		form(field{"Devices of", devices}, field{"", widgets.NewSentences("Type {{.1}}, {{.2}} for what each + stands for, and {{.topic}}, in topic, payload and filter.", widget.LowImportance)}),
		form(field{"CSV file", container.NewBorder(nil, nil, nil, browse, table)}, field{"", widgets.NewSentences("Type {{.name}} for the value in the column of that name.", widget.LowImportance)}),
	}
	d.many = form(field{"At a time", atATime})
	d.by = widgets.NewSelect(deviceWays, func(string) { d.show() })
	d.problem = widgets.NewSentences("", widget.DangerImportance)
	d.problem.Hide()
	d.confirm = widgets.NewButton("Publish", theme.MailSendIcon(), d.check)
	about := widgets.NewSentences(aboutDraft(&d.draft), widget.LowImportance)
	d.q = w.panel.desk.Ask("Publish and wait for the answer", container.NewVBox(about, form(
		field{"Answer topic", filter}, field{"Condition", where}, field{"Within", within}, field{"Publish", d.by}), d.rows[0], d.rows[1], d.many, d.problem), d.confirm,
		desk.NamedObject{Name: "reply filter", Object: filter}, desk.NamedObject{Name: "reply condition", Object: where}, desk.NamedObject{Name: "within", Object: within},
		desk.NamedObject{Name: "devices by", Object: d.by}, desk.NamedObject{Name: "devices filter", Object: devices}, desk.NamedObject{Name: "devices table", Object: table},
		desk.NamedObject{Name: "at a time", Object: atATime}, desk.NamedObject{Name: "problem", Object: d.problem})
	for _, e := range []*widgets.Entry{filter, where, within, devices, table, atATime} {
		e.OnSubmitted = func(string) { d.confirm.OnTapped() }
	}
	d.by.SetSelectedIndex(w.devices.by)
	d.show()
	w.panel.desk.Focus(filter)
}

// show shows the fields of the way that is chosen.
func (d *requestDialog) show() {
	by := max(0, d.by.SelectedIndex())
	d.work.devices.by = by
	for i, row := range d.rows {
		if i+1 == by {
			row.Show()
		} else {
			row.Hide()
		}
	}
	if by == thisAlone {
		d.many.Hide()
	} else {
		d.many.Show()
	}
	if d.q != nil {
		d.q.Dialog.Resize(fyne.NewSize(d.work.panel.desk.Width(600), 0))
	}
}

// wrong says what is wrong with what is typed, "" for nothing.
func (d *requestDialog) wrong(within time.Duration, timed, counted bool) string {
	w := d.work
	c := w.panel.conn
	if words := w.cannotStart(); words != "" {
		return words
	}
	switch {
	case c.Status.Phase != broker.Connected:
		return w.words(broker.ErrNotConnected)
	case !timed || within <= 0:
		return "Type how long the answer may take, such as 5s."
	case !counted:
		return format.Fill("Type how many requests at a time as a whole number, up to {limit}.", "limit", mostAtATime)
	case w.reply.Filter == "" && c.Status.Version != broker.V5:
		return format.Fill("A response topic needs MQTT 5, and this connection speaks {version}. Type the filter of the answer.",
			"version", c.Status.Version.String())
	case w.round != nil && w.round.going:
		return "Another request is under way. Stop it first."
	}
	return ""
}

// check begins the requests, or says what is wrong.
func (d *requestDialog) check() {
	w := d.work
	within, timed := typedTime(d.within)
	atATime, counted := typedCount(w.devices.atATime, mostAtATime)
	if wrong := d.wrong(within, timed, counted); wrong != "" {
		widgets.ShowProblem(d.problem, wrong)
		return
	}
	w.reply.Within = max(1, within.Milliseconds())
	by := w.devices.by
	message, reply, filter := d.draft, w.reply, w.devices.filter
	message.Template = message.Template || by != thisAlone
	why, values, doubts := w.explainer(message), w.panel.templateValues(), w.panel.doubter()
	w.prepare(d.q, isMadeAtOnce(&message) && (by != thisAlone || !doubts.looks(message)), func() (func(), error) {
		maker, err := request.NewMaker(message, reply, &w.panel.shelf)
		if err == nil && by == byFilter {
			err = model.CheckFilter(filter)
		}
		var ask doubt
		if by == thisAlone { // of several each is looked at once they are known
			ask = doubts.of(values, message)
		}
		return func() {
			if by == thisAlone {
				d.q.Close()
				w.beginAfter(ask, "Publish", func() { d.begin(message, []request.Device{{Name: message.Topic}}, maker, 1) })
			} else {
				d.find(message, maker, atATime)
			}
		}, err
	}, func(err error) { widgets.ShowProblem(d.problem, why(err)) })
}

// find finds the devices beside the goroutine that draws, and begins the requests.
func (d *requestDialog) find(message draft.Draft, maker *request.Maker, atATime int) {
	w := d.work
	typed, store, values, doubts := w.devices, w.panel.conn.Store, w.panel.templateValues(), w.panel.doubter()
	d.confirm.Disable()
	go func() { // ends when the devices are known
		var list []request.Device
		var err error
		if typed.by == byFilter {
			list, err = matching(store, typed.filter)
		} else {
			list, err = request.ReadTable(typed.table, profiles.ReadFile, nil)
		}
		ask := doubts.ofDevices(values, message, list)
		w.panel.desk.Run(func() {
			d.confirm.Enable()
			switch {
			case d.q.Gone:
			case err != nil:
				widgets.ShowProblem(d.problem, w.words(err))
			case len(list) == 0 && typed.by == byFilter:
				widgets.ShowProblem(d.problem, "No topic in the tree matches this filter.")
			case len(list) == 0:
				widgets.ShowProblem(d.problem, "The table has no line below the names of its columns.")
			default:
				d.q.Close()
				w.beginAfter(ask, "Publish", func() { d.begin(message, list, maker, atATime) })
			}
		})
	}()
}

// matching are the devices of a filter in the tree.
func matching(store *model.Store, filter string) ([]request.Device, error) {
	var topics []string
	for _, id := range store.Tree().SortedBelow(model.Root) {
		topics = append(topics, store.Topic(id))
	}
	return request.Matching(filter, topics)
}

// begin makes the requests.
func (d *requestDialog) begin(message draft.Draft, list []request.Device, maker *request.Maker, atATime int) {
	w := d.work
	ctx, cancel := context.WithCancel(context.Background())
	r := &round{work: w, of: message, secrets: w.panel.environment.secrets, cancel: cancel, going: true, total: len(list), alone: d.work.devices.by == thisAlone}
	w.round = r
	client, values := w.requests(), w.panel.templateValues()
	keep := w.panel.keeper()
	entry := sent.Entry{At: time.Now(), Environment: w.panel.environment.id(), Draft: message}
	w.ending.Go(func() { // ends with the last answer, or with cancel
		defer cancel()
		client.All(ctx, request.Round{Devices: list, Maker: maker, Values: values, AtATime: atATime}, func(got request.Result) { r.addAnswer(got) })
		stopped := ctx.Err() != nil
		keep(r.finish(entry, stopped))
		w.panel.desk.Run(func() {
			r.going, r.stopped = false, stopped
			w.draw()
		})
	})
	if !r.alone {
		w.showRound()
	}
	w.draw()
}

// drawRound brings the line of the requests up to date: the answer to the one, or how many
// have come.
func (w *work) drawRound() (turned bool) {
	r := w.round
	if r == nil {
		return w.asking.set("", false)
	}
	r.draw()
	stop := workAction{"Stop waiting", theme.MediaStopIcon(), w.panel.using(r.cancel)}
	show := workAction{"Show the answers", theme.ListIcon(), w.panel.using(w.showRound)}
	gone := workAction{"Remove", theme.CancelIcon(), w.panel.using(func() { w.round = nil; w.draw() })}
	switch {
	case r.alone && r.comes() && len(r.results) == 0:
		return w.asking.set("Waiting for the answer…", false, stop)
	case r.alone && len(r.results) == 0:
		return w.asking.set("Stopped before an answer came.", false, gone)
	case r.alone && r.results[0].Err != nil:
		return w.asking.set(r.why(r.results[0].Err, w.panel.conn.Profile.Address, r.of), true, gone)
	case r.alone:
		a := r.results[0].Answer
		words := format.Fill("Answer after {time} on {topic}: {answer}",
			"time", format.Interval(a.Latency), "topic", format.ExcerptOf(format.TopicInSentence(a.Topic), 60), "answer", answerExcerpt(&a))
		return w.asking.set(words, false, workAction{"Go to the answer", theme.SearchIcon(), w.panel.using(func() { w.goTo(a) })}, gone)
	}
	if r.comes() {
		return w.asking.set(r.answeredWords()+"…", false, stop, show)
	}
	return w.asking.set(r.answeredWords(), r.without > 0, show, gone)
}

// goTo shows an answer in the history.
func (w *work) goTo(a request.Answer) {
	if w.panel.OnGoTo == nil {
		return
	}
	w.panel.OnGoTo(a.Topic, a.At, a.Payload)
}

// excerptBytes are looked at of an answer in a line.
const excerptBytes = 200

// answerExcerpt is what an answer is, in a line.
func answerExcerpt(a *request.Answer) string {
	if len(a.Payload) == 0 {
		return "empty"
	}
	return payload.Preview(a.Payload[:min(len(a.Payload), excerptBytes)], len(a.Payload))
}
