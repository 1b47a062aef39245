package verify

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/explain"
	"mangrove/broker/learning"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

const (
	// longestLearning is how long the history is looked through: a busy connection brings more
	// all the time.
	longestLearning = 30 * time.Second
	// askedWithin is how long a broker may take to say what it keeps.
	askedWithin = time.Minute
)

// learned is a checklist that a site has fulfilled, as far as its history tells.
type learned struct {
	draft  learning.Draft
	file   []byte
	left   int   // devices and rules that had no room in it
	missed error // why it is not known what the broker keeps
	err    error
}

// learn makes a checklist of what has come on the current connection, beside the goroutine
// that draws, and asks where to save it.
func (p *Page) learn() {
	c := p.do.Current()
	if c == nil || p.isRunning() || p.learning {
		return
	}
	p.learning = true
	p.showState()
	go func() { // ends after longestLearning and askedWithin at the latest
		l := learnFrom(c, p.do.Open)
		p.do.Desk.Run(func() {
			p.learning = false
			p.showState()
			p.offer(c, &l)
		})
	}()
}

// learnFrom makes the checklist. Without an opener nothing is asked of the broker.
func learnFrom(c *connection.Connection, open retained.Opener) (l learned) {
	live := learning.New()
	reader, until := c.Store.NewReader(), time.Now().Add(longestLearning)
	var before time.Time
	var missed bool
	for more := true; more && time.Now().Before(until); {
		more = reader.Take(func(m *model.Followed) {
			if m.Missed {
				missed = true
				return
			}
			if missed && !before.IsZero() {
				live.Interrupted(before, m.At)
			}
			missed, before = false, m.At
			if m.Lost == 0 { // of one whose payload was let go nothing can be said
				live.Apply(model.Batch{At: m.At, Messages: []model.Message{{Topic: m.Topic, Payload: m.Payload, QoS: m.QoS, Retained: m.Retained, Dup: m.Dup}}})
			}
		})
	}
	proposal, err := live.Propose(func() (*retained.Found, error) { return keptBy(c, open) })
	l.draft, l.missed = learning.Draft{Proposal: proposal, Site: siteOf(c), Broker: c.Profile.Address.PublicURL()}, err
	var file bytes.Buffer
	l.left, l.err = l.draft.YAML(&file)
	l.file = file.Bytes()
	return l
}

var errNotAsked = errors.New("there is no network to ask the broker over")

// keptBy asks the broker what it keeps, of what the connection subscribes to.
func keptBy(c *connection.Connection, open retained.Opener) (*retained.Found, error) {
	if open == nil {
		return nil, errNotAsked
	}
	ctx, cancel := context.WithTimeout(context.Background(), askedWithin)
	defer cancel()
	var filters []string
	for _, s := range c.Profile.Subscriptions {
		filters = append(filters, s.Filter)
	}
	return retained.Find(ctx, c.Profile, retained.Search{Open: open, Filters: filters})
}

// offer says what was learned, and saves it.
func (p *Page) offer(c *connection.Connection, l *learned) {
	switch {
	case errors.Is(l.err, learning.ErrNothing) && len(l.draft.Left) > 0:
		parts := strings.Join(explain.LeftOutAll(l.draft.Proposal, l.left), " ")
		widgets.ShowToast(format.Fill("Nothing that has come can be made a check of. Left out: {parts}", "parts", format.Excerpt(parts)), true)
		return
	case errors.Is(l.err, learning.ErrNothing):
		widgets.ShowToast("Nothing has arrived yet that a check can be made from. Wait until the devices have sent some messages, and learn again.", true)
		return
	case l.err != nil:
		widgets.ShowToast("The checklist could not be made. "+explain.Error(l.err, c.Profile.Address), true)
		return
	}
	name := desk.FileName(siteOf(c), ".yaml")
	write := func(w io.Writer) error {
		_, err := w.Write(l.file)
		return err
	}
	var q *desk.Question
	save := widgets.NewButton("Save…", theme.DocumentSaveIcon(), func() {
		q.Close()
		p.do.Desk.Save(name, write, func(path string) {
			widgets.ShowToast(format.Fill("Saved {path}.", "path", path), false)
			p.Read(path)
		})
	})
	words := widgets.NewSentences(l.words(c), widget.MediumImportance)
	width := p.do.Desk.Width(learnedWidth)
	words.Resize(fyne.NewSize(width-dialogEdges, 0)) // as wide as it will be, to know how high
	q = p.do.Desk.Ask("A checklist from what has arrived", container.NewVScroll(words), save)
	q.Dialog.Resize(fyne.NewSize(width, p.do.Desk.Height(min(mostLearned, words.MinSize().Height+dialogFrame))))
}

// siteOf is what the site is called: as the connection, or as the host where it has no name.
func siteOf(c *connection.Connection) string {
	if title := c.Title(); !strings.Contains(title, "://") {
		return title
	}
	return c.Profile.Address.Host
}

// learnedWidth is that of the question what becomes of what was learned.
const learnedWidth = 520

const (
	mostLearned = 560 // how high it is at the most
	dialogFrame = 150 // what a dialog has above and below its words
	dialogEdges = 40  // and beside them
)

// words say what was learned, and what to do with it.
func (l *learned) words(c *connection.Connection) string {
	devices := 0
	for _, s := range l.draft.Subjects {
		if s.Device {
			devices++
		}
	}
	words := format.Fill("{devices} and {rules}, learned from {messages} in {time}. Each line says what it rests on. The longer a site was watched, the "+
		"better it is known: check the file before you rely on it, and remove what is only coincidence.",
		"devices", format.Counted(devices, "{count} device", "{count} devices"), "rules", format.Counted(len(l.draft.Subjects)-devices, "{count} rule", "{count} rules"), "messages", format.Counted(l.draft.Messages, "{count} message", "{count} messages"), "time", format.Interval(l.draft.Ended.Sub(l.draft.Began).Round(time.Second)))
	words += "\n\n" + explain.LearnedEnough(l.draft.Ready)
	if l.missed != nil {
		words += " It is not known what the broker keeps. " + explain.Error(l.missed, c.Profile.Address)
	}
	if parts := explain.LeftOutBriefly(l.draft.Proposal, l.left); len(parts) > 0 {
		words += format.Fill("\n\nLeft out; the head of the file has more on it:\n• {parts}", "parts", strings.Join(parts, "\n• "))
	}
	return words
}
