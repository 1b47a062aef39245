package publish

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// mostAnswers is what is kept of the answers of a round, in bytes.
const mostAnswers = 256 << 20

// errNotKept stands for an answer that is beyond that.
var errNotKept = errors.New("the answer came, and was not kept: all answers together are too large")

// round is a request to one device or many, and what came of it.
type round struct {
	work    *work
	of      draft.Draft
	cancel  context.CancelFunc
	alone   bool // it is to one
	total   int
	going   bool
	stopped bool // before all were made
	secrets

	mu   sync.Mutex
	came []request.Result // and is not in results yet
	kept int              // bytes
	// answered and failed are how many have come, last is the last one.
	answered, failed int
	last             request.Result

	answers               // that are taken in, in the order of the table
	at      time.Time     // when they were last put in order
	took    time.Duration // and how long that took
	order   answerOrder   // that is asked for
	sorting bool          // they are being put in order
	coming  int           // of those that are, how many are new
	then    []func()      // what is to be done when they are
	table   *answerTable  // the dialog; nil: it is not open
}

// addAnswer is called with what came of one request, on any goroutine.
func (r *round) addAnswer(got request.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	size := len(got.Answer.Payload) + len(got.Answer.Properties) + len(got.Answer.Topic)
	if r.kept += size; r.kept > mostAnswers {
		r.kept -= size
		got.Answer.Payload, got.Answer.Properties, got.Err = nil, nil, errNotKept
	}
	if r.tellsIn(r.of) {
		got.Topic = r.shownTopic(&r.of, got.Topic)
	}
	r.countAnswer(&got)
	r.came = append(r.came, got)
}

// rested is how many times as long as it takes to put answers in order passes before that is
// done again: there may be 100,000.
const rested = 20

// draw has what has come be taken in.
func (r *round) draw() {
	if !r.going || time.Since(r.at) >= rested*r.took {
		r.sort()
	}
	if r.table != nil {
		r.table.draw()
	}
}

// answerWords are what stands in the column of the answer.
func (r *round) answerWords(got *request.Result, a broker.Address) string {
	if errors.Is(got.Err, errNotKept) {
		return format.Fill("The answer was not kept: all answers together are larger than {size}.", "size", format.Size(mostAnswers))
	}
	if got.Err != nil {
		return r.why(got.Err, a, r.of)
	}
	return answerExcerpt(&got.Answer)
}

// answerTable shows them, one a row.
type answerTable struct {
	round *round
	head  *widgets.Header
	rows  *widgets.Rows
	line  *workLine
	ends  [3]float32 // of the columns
	width float32
	epoch uint64
}

// Measures of the table.
const (
	answersEdge  = 8
	answersShare = 0.35
	latencyWidth = 80
)

// showRound opens the dialog.
func (w *work) showRound() {
	r := w.round
	if r == nil {
		return
	}
	t := &answerTable{round: r, line: newWorkLine()}
	t.head = widgets.NewHeader(22, 12)
	t.head.OnTapped, t.head.OnMenu = t.tapHead, func(fyne.Position) {}
	t.rows = widgets.NewRows(t, look.RowHeight, look.RowText)
	t.rows.OnSelect = func(uint32) {}
	t.rows.OnToggle = t.goTo
	t.rows.OnCopy = func(key uint32) { widgets.CopyText("Answer", string(t.at(key).Answer.Payload)) }
	t.rows.OnMenu = t.menu
	widgets.TipRows(t.rows, t.tip)
	csv := widgets.NewButton("Save as CSV", theme.DocumentSaveIcon(), func() { t.save("answers.csv", request.WriteCSV) })
	lines := widgets.NewButton("Save as JSON Lines", theme.DocumentSaveIcon(), func() { t.save("answers.jsonl", request.WriteLines) })
	content := container.NewBorder(container.NewVBox(t.line.object, widgets.NewPanel(look.Raised, t.head, 0, 0)), container.NewHBox(csv, lines), nil, nil, t.rows)
	d := w.panel.desk.NewDialog("Answers", content)
	d.SetOnClosed(func() { r.table = nil })
	d.Resize(fyne.NewSize(w.panel.desk.Width(860), min(560, w.panel.desk.Canvas().Size().Height-80)))
	r.table = t
	w.panel.desk.Show(d)
	t.draw()
}

// answeredWords say how many requests were answered.
func (r *round) answeredWords() string {
	facts := []string{format.Fill("{count} of {total} requests answered", "count", format.Count(len(r.results)-r.without), "total", format.Count(r.total))}
	if r.without > 0 {
		facts = append(facts, format.Fill("{count} without an answer", "count", format.Count(r.without)))
	}
	if r.stopped && !r.comes() {
		facts = append(facts, "stopped")
	}
	return strings.Join(facts, ", ")
}

// draw brings the table up to date.
func (t *answerTable) draw() {
	r := t.round
	words := r.answeredWords()
	if r.comes() {
		t.line.set(words+"…", false, workAction{"Stop", theme.MediaStopIcon(), r.cancel})
	} else {
		t.line.set(words, false)
	}
	t.rows.Update()
}

// save writes the answers that have come by now, in the order that is asked for: not before
// they are in it.
func (t *answerTable) save(name string, write func(io.Writer, []request.Result, func(error) string) error) {
	r := t.round
	d, address := r.work.panel.desk, r.work.panel.conn.Profile.Address
	words := func(err error) string {
		if errors.Is(err, errNotKept) {
			return err.Error()
		}
		return r.why(err, address, r.of)
	}
	r.then = append(r.then, func() {
		list := r.results
		d.Save(name, func(to io.Writer) error { return write(to, list, words) }, func(path string) { widgets.ShowToast(format.Fill("Saved {path}.", "path", path), false) })
	})
	r.sort()
}

// place finds out where the columns stand, and writes the head.
func (t *answerTable) place(width float32) {
	t.width = width
	t.ends = [3]float32{answersEdge + (width-latencyWidth)*answersShare, width - latencyWidth, width - answersEdge}
	muted, plain := look.Colour(look.Muted), look.Colour(theme.ColorNameForeground)
	spans := make([]text.Span, 0, 3)
	x := float32(answersEdge)
	for i, name := range []string{"Device", "Answer", "Latency"} {
		colour, style := muted, text.Regular
		if answerColumn(i+1) == t.round.order.by {
			colour, style = plain, text.Bold
			name += map[bool]string{false: " ▴", true: " ▾"}[t.round.order.falling]
		}
		spans = append(spans, text.Span{Text: name, Style: style, Colour: colour, X: x, Limit: t.ends[i]})
		x = t.ends[i] + answersEdge
	}
	t.head.Set(spans...)
}

// tapHead sorts by the column under a click, the other way round by a second one, and as
// the devices were listed by a third.
func (t *answerTable) tapHead(x float32) {
	r, column := t.round, byDevice
	for i := range 2 {
		if x > t.ends[i] {
			column = answerColumn(i + 2)
		}
	}
	switch {
	case r.order.by != column:
		r.order = answerOrder{by: column}
	case !r.order.falling:
		r.order.falling = true
	default:
		r.order = answerOrder{}
	}
	r.sort()
	t.place(t.width)
	t.rows.Update()
}

// at is the result of a key.
func (t *answerTable) at(key uint32) *request.Result {
	if i, ok := t.round.index[key]; ok {
		return &t.round.results[i]
	}
	return &request.Result{}
}

// goTo shows an answer in the history.
func (t *answerTable) goTo(key uint32) {
	if got := t.at(key); got.Err == nil && got.Answer.Topic != "" {
		t.rows.OnLeave() // its tip
		t.round.work.panel.desk.Dismiss()
		t.round.work.goTo(got.Answer)
	}
}

func (t *answerTable) menu(key uint32, at fyne.Position) {
	got := t.at(key)
	show := fyne.NewMenuItem("Go to the answer", func() { t.goTo(key) })
	show.Disabled = got.Err != nil
	widgets.ShowMenu(t.rows, at, show,
		fyne.NewMenuItem("Copy answer", func() { widgets.CopyText("Answer", string(got.Answer.Payload)) }),
		fyne.NewMenuItem("Copy device", func() { widgets.CopyText("Device", got.Device.Name) }))
}

// tip is all that is known of a row.
func (t *answerTable) tip(key uint32) []string {
	got := t.at(key)
	lines := []string{format.Excerpt(got.Device.Name)}
	if got.Topic != "" && got.Topic != got.Device.Name {
		lines = append(lines, format.Fill("Published to {topic}", "topic", format.TopicInSentence(got.Topic)))
	}
	if got.Err == nil {
		lines = append(lines, format.Fill("Answer on {topic}", "topic", format.TopicInSentence(got.Answer.Topic)))
	}
	return append(lines, format.Excerpt(t.round.words[got.Index]))
}

// Len implements widgets.RowSource.
func (t *answerTable) Len() int { return len(t.round.results) }

// Index implements widgets.RowSource.
func (t *answerTable) Index(key uint32) int {
	if i, ok := t.round.index[key]; ok {
		return i
	}
	return -1
}

// Fill implements widgets.RowSource.
func (t *answerTable) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != t.width {
		t.epoch++
		t.place(width)
	}
	rows = rows[:max(0, min(len(rows), t.Len()-from))]
	for i := range rows {
		got := &t.round.results[from+i]
		if r, key := &rows[i], uint32(got.Index); r.Key != key || r.Revision != t.epoch+1 {
			*r = widgets.Row{Key: key, Revision: t.epoch + 1, Spans: t.spans(got, r.Spans[:0])}
		}
	}
	return rows
}

// spans lays out a row.
func (t *answerTable) spans(got *request.Result, into []text.Span) []text.Span {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	colour, latency := plain, format.Interval(got.Answer.Latency)
	if got.Err != nil {
		colour, latency = look.Colour(theme.ColorNameError), "–"
	}
	device := strings.ToValidUTF8(got.Device.Name, "\ufffd")
	return append(into,
		text.Span{Text: format.Topic(device), Colour: plain, X: answersEdge, Limit: t.ends[0]},
		text.Span{Text: t.round.words[got.Index], Colour: colour, X: t.ends[0] + answersEdge, Limit: t.ends[1]},
		text.Span{Text: latency, Colour: muted, X: t.ends[2], Right: true})
}
