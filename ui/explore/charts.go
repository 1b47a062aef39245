package explore

import (
	"time"

	"mangrove/model"
	"mangrove/ui/inspect"
	"mangrove/ui/widgets"
)

// listenToCharts has the page do what somebody asks for on a chart.
func (e *Page) listenToCharts() {
	r := e.Charts
	r.OnSay, r.OnUndo = e.Notice.Say, e.Notice.OfferUndo
	r.OnBoard = func(words string) { e.Notice.Offer(words, "Show the charts", e.showBoard) }
	r.OnUse = func() { e.do.Use(e) }
	r.OnGoTo = func(topic string) { e.GoToTopic(topic) }
	r.OnChart = func(topic string) { e.ShowChart(topic) }
}

// GoToTopic selects a topic in the tree. It reports whether there is such a topic.
func (e *Page) GoToTopic(topic string) bool {
	id, known := e.Conn.Store.Find(topic)
	if !known {
		widgets.ShowToast("No message has arrived on this topic yet.", true)
		return false
	}
	e.Tree.Reveal(id)
	return true
}

// GoToMessage shows a message of the history that arrived at a time, or within some of it on
// another connection: where it stands if that is still known, otherwise its topic. It reports
// whether there is that.
func (e *Page) GoToMessage(topic string, at time.Time, payload []byte, within time.Duration) bool {
	if !e.GoToTopic(topic) {
		return false
	}
	id, _ := e.Conn.Store.Find(topic)
	if pos := e.Conn.Store.Came(id, at, payload, within); pos != 0 {
		e.Inspector.Show(inspect.Messages, pos)
	}
	e.Inspector.Draw(time.Now())
	return true
}

// ShowChart shows the chart of a topic. It reports whether there is such a topic.
func (e *Page) ShowChart(topic string) bool {
	if !e.GoToTopic(topic) {
		return false
	}
	e.Inspector.SetMode(inspect.Chart)
	e.Inspector.Draw(time.Now())
	return true
}

// before is what was looked at when the pinned charts came on view.
type before struct {
	topic string // "": none was selected
	mode  int
}

// isBoard reports whether the pinned charts are on view.
func (e *Page) isBoard() bool {
	return e.Conn.Selected == model.Root && e.Inspector.Mode() == inspect.Chart
}

// showBoard shows the pinned charts.
func (e *Page) showBoard() {
	e.Notice.Hide()
	if !e.isBoard() {
		e.before = before{e.Conn.Topic, e.Inspector.Mode()}
	}
	e.Inspector.SetMode(inspect.Chart)
	e.overview()
}

// toggleBoard shows the pinned charts, or again what was looked at before them.
func (e *Page) toggleBoard() {
	if !e.isBoard() {
		e.showBoard()
		return
	}
	e.Inspector.SetMode(e.before.mode)
	if id, known := e.Conn.Store.Find(e.before.topic); known && e.before.topic != "" {
		e.Tree.Reveal(id)
	}
	e.Inspector.Draw(time.Now())
}

// togglePin pins the selected topic, or unpins it.
func (e *Page) togglePin() {
	if e.Conn.Selected == model.Root || e.Conn.Topic == "" {
		widgets.ShowToast("Select a topic to pin.", true)
		return
	}
	if e.Conn.Store.Position(e.Conn.Selected) == 0 && !e.Charts.Pins.Has(e.Conn.Topic) {
		widgets.ShowToast("Nothing has been published to this level itself, so there is nothing to pin.", true)
		return
	}
	e.Charts.Pins.Toggle(e.Conn.Topic)
}

// pinWords is what the menu of a topic says of pinning it.
func (e *Page) pinWords(topic string) string {
	if e.Charts.Pins.Has(topic) {
		return "Unpin topic"
	}
	return "Pin topic"
}
