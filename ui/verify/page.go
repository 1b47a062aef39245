package verify

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/retained"
	"mangrove/broker/verification"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/runs"
	"mangrove/ui/verify/editing"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Options is what the page asks of the program around it.
type Options struct {
	Desk    *desk.Desk
	Current func() *connection.Connection // whose broker is checked; nil without one
	Open    retained.Opener               // opens a connection of its own; nil: there is no network
	Version string                        // of the program, for reports
	// Wills has the built-in broker tell the topics of the wills of its clients; nil for the
	// connection of any other broker.
	Wills func(c *connection.Connection) func() []string
	// History has the earlier runs of the checklist with a path; nil: nothing is kept.
	History func(path string) *verification.History
	// Agent is the SSH agent that may sign reports; nil: there is none.
	Agent *verification.Agent
	// Watch calls a function when a file may have been written, until end is called; nil: files
	// are not watched.
	Watch func(path string, changed func()) (end func(), err error)
	// GoTo shows a message of a connection where it stands in its history; nil: it is gone.
	GoTo func(c *connection.Connection, topic string, at time.Time, payload []byte)
}

// Page is the page of verification.
type Page struct {
	root   fyne.CanvasObject
	do     Options
	title  *widgets.Strip
	state  *widgets.Strip
	filter *widgets.Entry
	open   *widgets.Button // a checklist
	teach  *widgets.Button // makes one of what has come
	create *widgets.Button // writes one by hand
	edit   *widgets.Button // the one that is open
	start  *widgets.Button // or finishes
	save   *widgets.Button
	runs   *widgets.Button // compares with earlier ones
	table  *widgets.Arranged[verify.Result, key]
	grid   *grid           // the same verdicts, as devices by checks
	view   *widgets.Button // list or grid
	one    *evidence
	below  *widgets.DetailBelow
	task   *step
	main   fyne.CanvasObject // all but the room
	room   *editing.Room
	later  []runs.Checklist // what is written and in no file, besides what is in the room

	file     watched
	list     *opened // nil: none
	run      *run    // the latest; nil: none
	starting bool    // the file is read, to be run
	reads    int     // files that were read to be shown
	selected uint32  // the row of the verdict on view
	chosen   bool    // there is one
	learning bool    // a checklist is being made
	seen     bool
	shown    *verification.Standing // what the table has
	waivedBy string                 // who accepted a verdict last
	past     past
	// keptBefore is closed when the run that was kept last is in its file; nil: none was.
	keptBefore chan struct{}
}

// New makes the page.
func New(do Options) *Page {
	p := &Page{do: do, title: widgets.NewStrip(22, 13), state: widgets.NewStrip(18, 12), filter: widgets.NewFilter("Filter by verdict, device, check …")}
	p.table = newTable(do.Desk.Run, p.arranged)
	p.grid = newGrid(do.Desk.Run, p.arranged, p.showOne, p.close)
	p.view = widgets.NewIconButton("", theme.GridIcon(), func() { p.setGrid(!p.isGrid()) })
	p.one = newEvidence(p.goTo, p.close, p.waive)
	p.task = newStep(p.stepDone, p.skipStep)
	p.filter.OnChanged = func(string) { p.filterShown() }
	p.open = widgets.NewButton("Open", theme.FolderOpenIcon(), func() { p.do.Desk.ChooseFile(p.Read) })
	p.open.Tip = "Open a checklist, or make one from AsyncAPI, a JSON Schema or a list of devices"
	p.teach = widgets.NewButton("Learn", theme.DocumentCreateIcon(), p.learn)
	p.teach.Tip = "Make a checklist from what has arrived on the current connection"
	p.create = widgets.NewButton("New", theme.ContentAddIcon(), p.newChecklist)
	p.create.Tip = "Write a new checklist in a form"
	p.edit = widgets.NewButton("Edit", theme.DocumentIcon(), p.editChecklist)
	p.edit.Tip = "Edit this checklist in a form, with its YAML beside"
	p.start = widgets.NewButton("Start", theme.MediaPlayIcon(), p.startOrFinish)
	p.save = widgets.NewButton("Save", theme.DocumentSaveIcon(), p.saveMenu)
	p.save.Tip = "Save the report"
	p.runs = widgets.NewButton("Compare", theme.HistoryIcon(), p.runsMenu)
	p.runs.Tip = "Compare with an earlier run of this checklist"
	p.runs.Importance = widget.LowImportance
	for _, b := range []*widgets.Button{p.create, p.edit, p.open, p.teach, p.save} {
		b.Importance = widget.LowImportance
	}
	p.table.Rows.OnSelect = func(k uint32) {
		p.selected, p.chosen = k, true
		p.showOne()
	}
	p.table.Rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyEscape || !p.chosen {
			return false
		}
		p.close()
		return true
	}
	over := container.New(newActsLine(p.create, p.teach, p.open, p.edit, p.runs, p.save), p.filter, p.view, p.create, p.teach, p.open, p.edit, p.start, p.runs, p.save)
	head := widgets.NewPanel(look.Raised, container.NewVBox(p.title, over, p.state), 4, look.PageEdge)
	p.below = widgets.NewDetailBelow(container.NewStack(p.table.Object, p.grid.table.Object), p.one.object)
	p.main = container.NewBorder(container.NewVBox(head, widget.NewSeparator(), p.task.object), nil, nil, nil, p.below.Object)
	p.room = editing.New(editing.Options{Desk: do.Desk, Saved: p.Read, Closed: p.roomClosed})
	p.room.Object.Hide()
	p.root = container.NewStack(p.main, p.room.Object)
	p.showView()
	p.showState()
	return p
}

// Object is the page.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Keyboard is what is worked with on the page.
func (p *Page) Keyboard() fyne.Focusable {
	if p.room.IsOpen() {
		return p.room.Keyboard()
	}
	return p.rows()
}

// Seen is told when the page comes on view or goes. A run goes on; nobody counts its verdicts.
func (p *Page) Seen(yes bool) {
	p.seen = yes
	if p.run != nil {
		p.run.seen.Store(yes)
	}
}

// Dropped takes a checklist that is dropped on the page.
func (p *Page) Dropped(_ fyne.Position, path string) {
	if p.room.IsOpen() {
		widgets.ShowToast("Close the checklist you are editing before you open another.", true)
		return
	}
	p.Read(path)
}

// Refuse says why none was taken.
func (p *Page) Refuse(_ fyne.Position, why string) { widgets.ShowToast(why, true) }

// Stop ends a run, and waits until its connection is closed, or for a while.
func (p *Page) Stop() {
	p.file.stop()
	if p.run == nil {
		return
	}
	p.run.finish()
	r, ended, before, kept := p.run, p.run.ended, p.keptBefore, make(chan struct{})
	go func() { // ends when the run is kept
		defer close(kept)
		<-r.over
		if before != nil {
			<-before
		}
		if !ended && p.keeps(r) { // the page is not told any more
			_, _ = p.do.History(r.of.path).Keep(r.past()) // nobody can be told that it failed
		}
	}()
	select {
	case <-kept:
	case <-time.After(longestLeave):
	}
}

// longestLeave is how long the end of the program waits for a run.
const longestLeave = 2 * time.Second

// Restyle takes the colours of a new theme.
func (p *Page) Restyle() {
	p.table.Renew()
	p.grid.table.Renew()
	p.room.Restyle()
	p.showState()
}

// Draw shows what has changed.
func (p *Page) Draw(time.Time) (moving bool) {
	if p.run != nil && p.run.standing.Load() != p.shown {
		p.shown = p.run.standing.Load()
		p.showVerdicts(p.shown.Results)
	}
	p.showState()
	return false
}

// arranged is told that the verdicts on view are others.
func (p *Page) arranged() {
	p.showOne()
	p.showState()
}

// Read reads a checklist, beside the goroutine that draws.
func (p *Page) Read(path string) { p.readThen(func() *opened { return read(path) }, func() {}) }

// readThen reads a checklist beside the goroutine that draws, and does something when that is
// done.
func (p *Page) readThen(read func() *opened, done func()) {
	n := p.reading()
	go func() { // ends when it has been read
		of := read()
		made := madeOf(of, "")
		runs, err := p.pastOf(of.path)
		p.do.Desk.Run(func() {
			if made != nil && p.mayShow(n) {
				p.offerMade(made)
			}
			if made == nil && p.mayShow(n) {
				p.LetReportGo(func() { p.showRead(n, of, runs, err) })
			}
			done()
		})
	}()
}

// showRead shows a checklist that was read, with its earlier runs or why these are not known.
func (p *Page) showRead(n int, of *opened, runs []verification.Past, err error) {
	if !p.took(n, of) {
		return
	}
	if p.past.runs = runs; err != nil {
		widgets.ShowToast("The earlier runs of this checklist cannot be read. "+explain.Error(err, broker.Address{}), true)
	}
	p.showState()
}

// reading says that a checklist is read to be shown, and which one in the order of being asked for.
func (p *Page) reading() int {
	p.reads++
	return p.reads
}

// mayShow reports whether what was read may be shown: nothing runs, and nothing was asked for
// later.
func (p *Page) mayShow(n int) bool {
	if p.starting || p.isRunning() {
		widgets.ShowToast("A checklist is running. Finish it before you open another.", true)
		return false
	}
	return n == p.reads
}

// took shows a checklist that was read, unless one that was asked for later is.
func (p *Page) took(n int, of *opened) bool {
	if !p.mayShow(n) {
		return false
	}
	p.list, p.run, p.shown, p.past = of, nil, nil, past{}
	p.watch(of.path)
	p.close()
	p.showVerdicts(nil)
	p.Draw(time.Now())
	return true
}

// read reads a checklist.
func read(path string) *opened {
	file, err := profiles.ReadFile(path, checklist.LargestFile)
	return (&content{file, err}).read(path)
}

// read reads a checklist of what its file has.
func (c *content) read(path string) *opened {
	of := &opened{path: path, file: c.file, err: c.err}
	if of.err == nil {
		of.list, of.err = checklist.Read(of.file, profiles.Beside(path))
	}
	return of
}

func (p *Page) isRunning() bool { return p.run != nil && !p.run.ended }

// startOrFinish runs the checklist as the file has it now, or judges what has come so far.
func (p *Page) startOrFinish() {
	if p.isRunning() {
		p.askToFinish()
		return
	}
	c := p.do.Current()
	if p.starting || p.list == nil || c == nil || p.do.Open == nil {
		return
	}
	p.LetReportGo(func() { p.startRun(c) })
}

// begin runs a checklist against the broker of a connection, with its commands or without.
func (p *Page) begin(of *opened, c *connection.Connection, publish bool) {
	p.starting = false
	if p.isRunning() {
		return
	}
	p.list, p.shown, p.file.newer = of, nil, false
	p.close()
	p.showVerdicts(nil)
	if of.list != nil {
		var r *run
		r = start(wanted{of, c, publish, p.willsOf(c)}, p.do.Open, tellers{func() { p.do.Desk.Run(func() { p.Draw(time.Now()) }) }, func() { p.do.Desk.Run(func() { p.finished(r) }) }})
		p.run = r
		p.run.seen.Store(p.seen)
	}
	p.Draw(time.Now())
}

// finished is told that a run is over.
func (p *Page) finished(r *run) {
	r.ended = true
	p.keepRun(r)
	p.Draw(time.Now())
	p.showOne() // which can be waived now
}

// showOne shows the verdict that is chosen, if there is one.
func (p *Page) showOne() {
	r := p.verdict()
	if p.below.Open(r != nil && p.run != nil); p.below.IsOpen() {
		p.one.show(r, p.run.live.Evidence(r.Evidence))
		arrange.SetHidden(!p.canWaive(r), p.one.waive)
		p.showOthers()
	}
}

// close shows no verdict.
func (p *Page) close() {
	p.chosen = false
	p.table.Rows.Deselect()
	p.grid.deselect()
	p.showOne()
}

// goTo shows a message where it stands in the history of the connection.
func (p *Page) goTo(m verify.Evidence) { p.do.GoTo(p.run.conn.Value(), m.Topic, m.At, m.Payload) }

// Report tells of the page.
func (p *Page) Report(r *report.Report) {
	r.Page = "verify"
	if p.room.IsOpen() {
		p.room.Report(r)
		return
	}
	r.State, r.Problem = p.title.Text(), p.table.Said() // as the grid has it
	r.Shown = p.state.Text()
	if p.task.now != nil {
		r.Shown += "\n" + p.task.words.Text()
		r.Place("step done", p.task.done)
		r.Place("step skip", p.task.skip)
	}
	r.Place("open checklist", p.open)
	r.Place("learn checklist", p.teach)
	r.Place("new checklist", p.create)
	r.Place("edit checklist", p.edit)
	r.Place("start verification", p.start)
	r.Place("save report", p.save)
	r.Place("compare runs", p.runs)
	r.Place("verdict filter", p.filter)
	r.Place("verdict view", p.view)
	r.PlaceIf(!p.isGrid(), "verdicts", p.table.Rows)
	r.PlaceIf(p.isGrid(), "verdict grid", p.grid.table.Rows)
	rows, _, _ := p.rows().Seen()
	for i := range rows {
		r.Listed = append(r.Listed, widgets.LineText(rows[i].Spans))
	}
	if p.below.IsOpen() {
		r.Place("evidence", p.one.list.Rows)
		r.Place("waive", p.one.waive)
		r.Place("other verdicts", p.one.others)
		r.Payload = p.one.title.Text() + "\n" + p.one.why.Text() + "\n"
		for _, l := range p.one.list.Lines {
			r.Payload += widgets.LineText(l.Spans) + "\n"
		}
	}
}
