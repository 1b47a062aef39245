package payloads

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/diff"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Pair is two messages to be compared.
type Pair struct {
	Reading
	Store         *model.Store
	Before, After model.Position
	Marked        bool    // the one before was chosen, and is not just the one before on the topic
	Other         string  // the topic of the one before, when it is another
	OtherReading  Reading // and what the payloads of that are read with
	columns       int
}

// Changes shows what differs between two messages.
type Changes struct {
	Bar    fyne.CanvasObject // how many differ, and since when
	Object fyne.CanvasObject
	words  *said
	view   *widgets.TextView
	work   *worker[Pair, compared]
	asked  Pair
	shown  compared
}

// compared is what differs between two messages, as a text.
type compared struct {
	Pair
	words string
	lines widgets.Lines
}

// NewChanges makes the view, with how to reach the window's goroutine. It is ended by
// Stop.
func NewChanges(run func(func())) *Changes {
	c := &Changes{words: newSaid(nil), view: widgets.NewTextView(18, 13)}
	c.work = newWorker(compareSafely, func(d compared) { run(func() { c.show(d) }) })
	c.view.Colour = widgets.MarkColour
	c.view.OnMenu = func(at fyne.Position) {
		widgets.ShowMenu(c.view, at, fyne.NewMenuItem("Copy", c.view.Copy), fyne.NewMenuItem("Select all", c.view.SelectAll))
	}
	c.view.OnColumns = func(int) { c.Ask(c.asked) }
	c.Bar = arrange.Middle(c.words.over)
	c.Object = widgets.NewPanel(look.Panel, c.words.under(container.NewStack(c.view)), 0, 0)
	return c
}

// Stop ends what runs beside the window.
func (c *Changes) Stop() { c.work.stop() }

// Ask has two messages compared and shown.
func (c *Changes) Ask(p Pair) {
	if p.columns = c.view.Columns(); p.Store != nil && p != c.asked {
		c.asked = p
		c.work.giveUp()
		c.work.ask(p)
	}
}

func (c *Changes) show(d compared) {
	if d.Pair != c.asked {
		return
	}
	same := d.Before == c.shown.Before && d.After == c.shown.After
	c.shown = d
	c.view.SetLines(d.lines, !same)
	c.Restyle()
}

// Restyle takes the colours of a new theme.
func (c *Changes) Restyle() {
	c.words.set(c.shown.words, "")
	c.view.Refresh()
}

// Report tells what is shown.
func (c *Changes) Report(r *report.Report) {
	r.Place("changes", c.view)
	r.PlaceWithin("what changed", c.words.seen())
}

// compareSafely compares two messages; what breaks is said.
func compareSafely(p Pair, givenUp func() bool) (c compared) {
	defer func() {
		if why := recover(); why != nil {
			c = compared{Pair: p, words: format.Fill("These messages could not be compared: {why}", "why", format.Excerpt(fmt.Sprint(why))), lines: widgets.NewTextLines(nil, p.columns, nil)}
		}
	}()
	return compare(p, givenUp)
}

func compare(p Pair, givenUp func() bool) compared {
	before, hadBefore := p.Store.At(p.Before)
	after, hadAfter := p.Store.At(p.After)
	w := &changeWriter{columns: p.columns, givenUp: givenUp}
	other := 0
	if p.Other != "" {
		other = 1
	}
	to := format.Fill(comparedWith[p.Marked][other], "time", format.ClockMillis(before.At), "topic", format.BothEnds(format.TopicInSentence(p.Other)))
	var words string
	switch {
	case p.Before == 0:
		words = "The history has no earlier message on this topic to compare with."
	case !hadBefore || !hadAfter || before.Lost > 0 || after.Lost > 0:
		words = "One of the two messages is no longer in the history."
	case len(before.Payload) == 0 || len(after.Payload) == 0:
		words = w.writeEmpty(p, &before, &after, to)
	case bytes.Equal(before.Payload, after.Payload):
		words = format.Fill("Identical to {message}.", "message", to)
	default:
		words = format.Fill(apartWords(before.At, after.At, p.Other != ""), "changes", w.write(p.meaningBefore(&before, givenUp), p.meaning(&after, givenUp)),
			"message", to, "time", format.Interval(after.At.Sub(before.At).Abs()))
	}
	return compared{Pair: p, words: words, lines: widgets.NewMarkedLines(w.text, p.columns, w.marks)}
}

// meaningBefore is what the message that another one is compared with means.
func (p Pair) meaningBefore(before *model.Entry, givenUp func() bool) decode.Result {
	if p.Other == "" {
		return p.meaning(before, givenUp)
	}
	return p.OtherReading.meaning(before, givenUp)
}

// comparedWith are what a message is compared with: the one before it, or the marked one, here and
// on another topic.
var comparedWith = map[bool][2]string{
	false: {"the message before, {time}", "the message before, {time} on {topic}"},
	true:  {"the marked message of {time}", "the marked message of {time} on {topic}"},
}

// apartWords say what differs from which message, and how far the two are from each other.
func apartWords(before, after time.Time, other bool) string {
	switch {
	case after.Before(before):
		return "{changes} compared with {message}, {time} later."
	case other:
		return "{changes} compared with {message}, {time} earlier."
	}
	return "{changes} since {message}, {time} earlier."
}

// changeWriter writes down what differs.
type changeWriter struct {
	text    []byte
	marks   []widgets.Mark
	columns int // that a line has room for
	givenUp func() bool
}

// mostWritten is how many bytes of changes are written before the others are counted only:
// the names of what is nested deep are long.
const mostWritten = 4 << 20

// write compares two payloads by what they mean, or as texts, or byte for byte, and says
// how many changes there are.
func (w *changeWriter) write(was, is decode.Result) (words string) {
	if w.givenUp != nil && w.givenUp() {
		return ""
	}
	if hasValues(&was) && hasValues(&is) && was.Format() == is.Format() {
		changes := diff.Trees(was.Tree, is.Tree)
		before, after := was.Tree.Paths(), is.Tree.Paths()
		for i, c := range changes {
			if len(w.text) > mostWritten {
				w.mark(widgets.Quiet, format.Counted(len(changes)-i, "  … and {count} change more\n", "  … and {count} changes more\n"))
				break
			}
			w.value(before, after, c)
		}
		if len(changes) > 0 {
			return format.Counted(len(changes), "{count} change", "{count} changes")
		}
		if was.Format() == decode.JSON {
			w.plain("  the values are the same; only blanks, escapes or the order of names differ\n")
		} else {
			w.plain("  the values are the same; only how they are encoded or the order of names differs\n")
		}
		return "No value has changed"
	}
	if isText(&was) && isText(&is) {
		return format.Counted(w.lines(was.Content, is.Content), "{count} changed part", "{count} changed parts")
	}
	return format.Counted(w.bytes(was.Content, is.Content), "{count} changed part", "{count} changed parts")
}

// hasValues reports whether a payload means something else than what its characters or
// bytes are: objects, lists, or one value that is not written in characters.
func hasValues(r *decode.Result) bool {
	switch {
	case r.Tree == nil || r.Tree.Len() == 0:
		return false
	case r.Tree.Kind(0).HasBelow():
		return true
	}
	return !isText(r) && r.Format() != decode.Bytes && r.Format() != decode.Image
}

// isText reports whether a payload is written in characters.
func isText(r *decode.Result) bool {
	switch r.Format() {
	case decode.Empty, decode.JSON, decode.Text, decode.Number, decode.Boolean, decode.Time, decode.UTF16:
		return true
	}
	return false
}

// around is how many lines that are the same are shown beside those that differ.
const around = 3

// lines writes two texts with the lines that differ, and in these the words that do.
func (w *changeWriter) lines(before, after []byte) (changed int) {
	list := diff.Lines(before, after)
	for i, p := range list {
		was, is := before[p.Before.From:p.Before.To], after[p.After.From:p.After.To]
		if p.Same {
			w.same(is, i > 0, i < len(list)-1)
			continue
		}
		changed++
		words := diff.Words(was, is)
		alike := len(was) == 0 || len(is) == 0 || bytes.HasSuffix(was, lineBreak) == bytes.HasSuffix(is, lineBreak)
		w.side(side{"− ", widgets.Removed, was, func(p diff.Part) diff.Span { return p.Before }, !alike}, words)
		w.side(side{"+ ", widgets.Added, is, func(p diff.Part) diff.Span { return p.After }, !alike}, words)
	}
	return changed
}

// same writes lines that both have, where there are many only those next to others.
func (w *changeWriter) same(lines []byte, behind, before bool) {
	list := strings.SplitAfter(strings.TrimSuffix(string(lines), "\n"), "\n")
	head, tail := 0, 0
	if behind {
		head = around
	}
	if before {
		tail = around
	}
	for i, line := range list {
		switch {
		case i < head || i >= len(list)-tail || len(list) <= head+tail+1:
			w.plain("  " + strings.TrimSuffix(line, "\n") + "\n")
		case i == head:
			w.mark(widgets.Quiet, format.Counted(len(list)-head-tail, "  … {count} line the same\n", "  … {count} lines the same\n"))
		}
	}
}

// side is the lines of one of two texts, how they are marked, and what a part is there.
type side struct {
	sign string
	kind widgets.MarkKind
	text []byte
	of   func(diff.Part) diff.Span
	// sayEnd: that it has no line break at its end tells it from the other side.
	sayEnd bool
}

var lineBreak = []byte{'\n'}

// side writes the lines of one side, with a sign before each.
func (w *changeWriter) side(s side, words []diff.Part) {
	if len(s.text) == 0 {
		return
	}
	due := true // a sign
	for _, p := range words {
		span := s.of(p)
		for line := range strings.SplitAfterSeq(string(s.text[span.From:span.To]), "\n") {
			if line == "" {
				continue
			}
			if due {
				w.mark(s.kind, s.sign)
			}
			if due = strings.HasSuffix(line, "\n"); p.Same {
				w.plain(line)
			} else {
				w.mark(s.kind, line)
			}
		}
	}
	if !due {
		if s.sayEnd {
			w.plain(" ")
			w.mark(widgets.Quiet, "(no line break at the end)")
		}
		w.plain("\n")
	}
}

// bytes writes the parts that differ in hexadecimal, each with where it is.
func (w *changeWriter) bytes(before, after []byte) (changed int) {
	for _, p := range diff.Bytes(before, after) {
		if p.Same {
			continue
		}
		changed++
		was, is := before[p.Before.From:p.Before.To], after[p.After.From:p.After.To]
		const place, sign, apart = 10, 2, 2 // characters
		w.mark(widgets.Quiet, fmt.Sprintf("%08x  ", p.After.From))
		if place+2*sign+apart+3*(len(was)+len(is)) <= max(w.columns, leastDump) {
			w.dump("− ", widgets.Removed, was, 0)
			if len(was) > 0 && len(is) > 0 {
				w.plain("  ")
			}
			w.dump("+ ", widgets.Added, is, 0)
			w.plain("\n")
			continue
		}
		w.dump("− ", widgets.Removed, was, place)
		if len(was) > 0 && len(is) > 0 {
			w.plain("\n" + strings.Repeat(" ", place))
		}
		w.dump("+ ", widgets.Added, is, place)
		w.plain("\n")
	}
	return changed
}

// leastDump is how many characters a line of bytes has at the least.
const leastDump = 40

// dump writes bytes in hexadecimal, of many the first, and how many more there are. From
// an indent above 0 on they are broken into lines between two bytes.
func (w *changeWriter) dump(sign string, kind widgets.MarkKind, b []byte, indent int) {
	const most = 4_096
	more := ""
	if len(b) > most {
		more = format.Fill(" … and {size} more", "size", format.Size(len(b)-most))
		b = b[:most]
	}
	each := len(b)
	if indent > 0 {
		each = max(8, (max(w.columns, leastDump)-indent-2)/3)
		each -= each % 4
	}
	for at := 0; at < len(b); at += each {
		if at > 0 {
			w.plain("\n" + strings.Repeat(" ", indent))
		}
		w.mark(kind, sign+fmt.Sprintf("% x", b[at:min(at+each, len(b))]))
	}
	if more != "" {
		w.mark(kind, more)
	}
}

func (w *changeWriter) plain(s string) { w.text = append(w.text, s...) }

func (w *changeWriter) mark(kind widgets.MarkKind, s string) {
	from := len(w.text)
	if w.plain(s); len(w.text) > from {
		w.marks = append(w.marks, widgets.Mark{From: from, To: len(w.text), Kind: kind})
	}
}
