package warnings

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/explain"
	"mangrove/model/lint"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// Options is what the page asks of the program around it.
type Options struct {
	Desk    *desk.Desk
	Current func() *connection.Connection                // the one whose topics are looked at; nil without one
	GoTo    func(c *connection.Connection, topic string) // shows a topic in the tree
	// Ask asks the broker what it keeps of some topics, and tells the payloads by topic on the
	// goroutine that draws.
	Ask func(c *connection.Connection, topics []string, told func(kept map[string][]byte, err error))
}

// Page is the page of warnings.
type Page struct {
	root    fyne.CanvasObject
	do      Options
	counts  *widgets.Strip
	notes   *widgets.Strip
	filter  *widgets.Entry
	ask     *widgets.Button
	table   *widgets.Arranged[lint.Finding, lint.Finding]
	title   *widgets.Strip
	advice  *widget.Label
	show    *widgets.Button
	below   *widgets.DetailBelow
	watches map[*connection.Connection]*watch
	current *connection.Connection // on view; nil: none
	found   *found                 // that the table was given
	chosen  *lint.Finding          // the row whose advice is on view; nil: none
	asking  bool
	seen    bool // the page is on view
}

// New makes the page.
func New(do Options) *Page {
	p := &Page{do: do, counts: widgets.NewStrip(22, 13), notes: widgets.NewStrip(18, 12), filter: widgets.NewFilter("Filter by kind or topic …"),
		title: widgets.NewStrip(22, 13), advice: widgets.NewSentences("", widget.MediumImportance),
		watches: map[*connection.Connection]*watch{}, found: new(found)}
	p.table = widgets.NewArranged(widgets.Items[lint.Finding, lint.Finding]{
		Key: func(f *lint.Finding) lint.Finding {
			return lint.Finding{Code: f.Code, Topic: f.Topic, Key: f.Key}
		}, Words: words,
		Line: line, Run: do.Desk.Run, Shown: p.say, Titles: titles,
		Tip: func(f *lint.Finding) []string { return []string{format.Excerpt(explain.LintFinding(*f))} },
	})
	p.table.Rows.OnSelect = p.open
	p.table.Rows.OnKey = p.key
	p.filter.OnChanged = func(string) { p.table.Filter(p.filter.Value()) }
	p.ask = widgets.NewButton("Ask the broker", theme.SearchIcon(), p.askBroker)
	p.ask.Tip = "Only a new subscription tells what the broker keeps: ask with a connection of its own"
	p.ask.Importance = widget.LowImportance
	p.show = widgets.NewButton("Show topic", theme.NavigateNextIcon(), p.goTo)
	p.show.Importance = widget.LowImportance
	shut := widgets.NewButton("", theme.CancelIcon(), p.close)
	shut.Tip, shut.Importance = "Close", widget.LowImportance
	over := container.NewBorder(nil, nil, nil, p.ask, arrange.AtMost(360, p.filter))
	head := widgets.NewPanel(look.Raised, container.NewVBox(p.counts, over, p.notes), 4, look.PageEdge)
	detail := container.NewVBox(widgets.NewPanel(look.Raised, container.NewBorder(nil, nil, nil, container.NewHBox(p.show, shut), p.title), 4, look.PageEdge),
		arrange.Padded(look.PageEdge-theme.InnerPadding(), look.PageEdge, p.advice))
	p.below = widgets.NewDetailBelow(p.table.Object, container.NewVScroll(detail))
	p.root = container.NewBorder(container.NewVBox(head, widget.NewSeparator()), nil, nil, nil, p.below.Object)
	return p
}

// kindWidth is the room of the column of kinds.
const kindWidth = 300

func kindRoom(width float32) float32 { return min(kindWidth, width*0.4) }

func titles(width float32) []text.Span {
	muted := look.Colour(look.Muted)
	return []text.Span{{Text: "What", Colour: muted, X: look.PageEdge}, {Text: "Where", Colour: muted, X: look.PageEdge + kindRoom(width)}}
}

// line is the row of a finding.
func line(f *lint.Finding, width float32) []text.Span {
	x := look.PageEdge + kindRoom(width)
	return []text.Span{
		{Text: explain.LintTitle(f.Code), Colour: look.Colour(colourOf(f.Code)), X: look.PageEdge, Limit: x - 10},
		{Text: format.SignTopic(explain.LintFinding(*f)), Colour: look.Colour(theme.ColorNameForeground), X: x, Limit: width - look.PageEdge},
	}
}

// colourOf tells what can do harm from what is only unwise.
func colourOf(c lint.Code) fyne.ThemeColorName {
	switch c {
	case lint.Secret, lint.RetainedCommand:
		return theme.ColorNameError
	case lint.NeverRetained, lint.OutOfDate, lint.NotRetained, lint.Ghost, lint.BadJSON, lint.TypeFlip, lint.Exploding, lint.NoWill, lint.TakingTurns, lint.Reconnecting:
		return theme.ColorNameWarning
	case lint.CaseTwin, lint.Blank, lint.LeadingSlash:
	}
	return look.Muted
}

func words(f *lint.Finding) string {
	return strings.ToLower(explain.LintTitle(f.Code) + " " + explain.LintFinding(*f))
}

// Object is the page.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Keyboard is what is worked with on the page.
func (p *Page) Keyboard() fyne.Focusable { return p.table.Rows }

// Seen is told when the page comes on view or goes: nothing is looked at while it is not.
func (p *Page) Seen(yes bool) {
	p.seen = yes
	if !yes {
		for _, w := range p.watches {
			w.end()
		}
	}
}

// Stop ends what runs beside the window.
func (p *Page) Stop() { p.Seen(false) }

// Restyle takes the colours of a new theme.
func (p *Page) Restyle() {
	p.table.Renew()
	p.say()
	p.showChosen()
}

// Closed is told that the tab of a connection is closed: it would be kept with all that it has
// received.
func (p *Page) Closed(c *connection.Connection) {
	if w := p.watches[c]; w != nil {
		w.end()
		delete(p.watches, c)
	}
	if c == p.current {
		p.turnTo(nil)
	}
}

// turnTo has another connection on view, or none.
func (p *Page) turnTo(c *connection.Connection) {
	p.close()
	p.current = c
	p.put(new(found))
}

// Draw shows what has changed.
func (p *Page) Draw(time.Time) (moving bool) {
	c := p.do.Current()
	for of, w := range p.watches {
		if of != c {
			w.end()
		}
	}
	if c != p.current {
		p.turnTo(c)
	}
	if c == nil {
		p.say()
		return false
	}
	w := p.watches[c]
	if w == nil {
		w = newWatch(c, p.do.Desk.Run, func() { p.Draw(time.Now()) })
		p.watches[c] = w
	}
	if p.seen {
		w.begin()
	}
	if f := w.found.Load(); f != nil && f != p.found {
		p.put(f)
	}
	return false
}

// put takes what a look has found into the table, and says over it how much that is.
func (p *Page) put(f *found) {
	p.found = f
	p.table.Show(f.Findings)
	p.say()
}

// say says how much was found, and what is not known.
func (p *Page) say() {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	f := p.found
	arrange.SetHidden(len(f.unsure) == 0, p.ask)
	p.table.Say(p.emptyWords())
	if f.at.IsZero() {
		p.counts.Set(text.Span{Text: "Warnings", Style: text.Bold, Colour: plain})
		p.notes.Set()
		return
	}
	n := len(f.Findings)
	for _, more := range f.More {
		n += more
	}
	shown := format.Fill("{number} on {topics}", "number", format.Counted(n, "{count} warning", "{count} warnings"), "topics", format.Counted(f.Topics, "{count} topic", "{count} topics"))
	if listed := p.table.Len(); listed != n {
		shown += format.Fill("  ·  {listed} shown", "listed", format.Count(listed))
	}
	p.counts.Set(text.Span{Text: p.current.Title(), Style: text.Bold, Colour: plain}, text.Span{Text: "   " + shown, Colour: muted, X: -1})
	p.notes.Set(text.Span{Text: p.noteWords(), Colour: muted})
}

func (p *Page) noteWords() string {
	f := p.found
	var notes []string
	if f.behind {
		notes = append(notes, "Still looking through the history.")
	}
	if f.missed {
		notes = append(notes, "Some messages were missed: there was no connection for a while, or they were discarded before they were looked at.")
	}
	if f.Left > 0 {
		notes = append(notes, format.Counted(f.Left, "{count} message on a further topic not looked at.", "{count} messages on further topics not looked at."))
	}
	switch {
	case p.asking:
		notes = append(notes, "Asking the broker what it keeps…")
	case f.Unsure > 0:
		notes = append(notes, format.Counted(f.Unsure, "It is not known what the broker keeps for {count} topic of a state or a command.", "It is not known what the broker keeps for {count} topics of a state or a command."))
	}
	if len(notes) == 0 {
		notes = append(notes, "Click a line to see why it matters and what to do.")
	}
	return strings.Join(notes, " ")
}

// emptyWords says why the table is empty.
func (p *Page) emptyWords() string {
	switch f := p.found; {
	case p.current == nil:
		return "Nothing is connected. Connect to a broker on the Explore page; warnings about its topics appear here."
	case f.at.IsZero(), len(f.Findings) == 0 && f.behind:
		return "Looking…"
	case len(f.Findings) == 0 && f.Topics == 0:
		return "No messages yet."
	case len(f.Findings) == 0:
		return "No warnings. These are looked for: secrets in payloads, retained commands, states that are not retained or out of date, retained messages of devices that Zigbee2MQTT does not list any more, " +
			"what Sparkplug never retains, payloads that are not valid JSON or change type, topics without end, devices that do not say when they go offline, " +
			"go offline in turns or connect over and over, and names that are easily mistaken."
	case p.table.Len() == 0:
		return "No warning matches the filter."
	}
	return ""
}

// open shows what to do about the finding of a row.
func (p *Page) open(row uint32) {
	if f := p.table.Item(row); f != nil {
		one := *f
		p.chosen = &one
		p.showChosen()
	}
}

func (p *Page) showChosen() {
	p.below.Open(p.chosen != nil)
	if p.chosen == nil {
		return
	}
	f := p.chosen
	p.title.Set(text.Span{Text: format.SignTopic(explain.LintFinding(*f)), Style: text.Bold, Colour: look.Colour(theme.ColorNameForeground), X: -1, Keep: "/"})
	p.advice.SetText(format.Excerpt(explain.LintTitle(f.Code) + ". " + explain.LintAdvice(f.Code)))
	arrange.SetHidden(f.Topic == "", p.show)
}

// close shows the table alone.
func (p *Page) close() {
	p.chosen = nil
	p.table.Rows.Deselect()
	p.below.Open(false)
}

// key closes what is open with Escape, and goes to the topic with Return.
func (p *Page) key(_ uint32, ev *fyne.KeyEvent) bool {
	if p.chosen == nil {
		return false
	}
	switch ev.Name {
	case fyne.KeyEscape:
		p.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.goTo()
	default:
		return false
	}
	return true
}

// goTo goes to the topic of the finding on view.
func (p *Page) goTo() {
	if p.chosen != nil && p.chosen.Topic != "" {
		p.do.GoTo(p.current, p.chosen.Topic)
	}
}

// askBroker asks the broker what it keeps, as far as that is not known.
func (p *Page) askBroker() {
	w, c := p.watches[p.current], p.current
	if w == nil || p.asking || len(p.found.unsure) == 0 {
		return
	}
	p.asking = true
	p.ask.Disable()
	p.say()
	topics := p.found.unsure
	p.do.Ask(c, topics, func(kept map[string][]byte, err error) {
		p.asking = false
		p.ask.Enable()
		if err != nil {
			widgets.ShowToast("The broker could not be asked. "+explain.Error(err, c.Profile.Address), true)
		} else {
			w.asked(topics, kept)
		}
		p.Draw(time.Now())
		p.say()
	})
}

// Report tells of the page.
func (p *Page) Report(r *report.Report) {
	r.Page = "warnings"
	r.State = p.counts.Text()
	r.Place("warnings", p.table.Rows)
	r.Place("warning filter", p.filter)
	if p.ask.Visible() {
		r.Place("ask what is kept", p.ask)
	}
	rows, _, _ := p.table.Rows.Seen()
	for i := range rows {
		r.Listed = append(r.Listed, widgets.LineText(rows[i].Spans))
	}
	if p.below.IsOpen() {
		r.Payload = p.title.Text() + "\n" + p.advice.Text
		r.Place("show topic", p.show)
	}
}
