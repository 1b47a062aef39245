package publish

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/broker/sent"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// shelved is what is kept of a clearing.
type shelved struct {
	name string
	retained.Kept
	messages []broker.Publication
	damaged  error // that stands behind the messages
}

// mostAbout is how many filters stand for what a clearing is about.
const mostAbout = 10

// about is what it is about: filters, or its topic. Of very many it names the first.
func (s *shelved) about() string {
	if len(s.Filters) == 0 && len(s.messages) > 0 {
		return s.messages[0].Topic
	}
	return format.AndMore(s.Filters[:min(len(s.Filters), mostAbout)], len(s.Filters)-mostAbout)
}

// readShelf reads what is kept by a name.
func (p *Panel) readShelf(name string) (*shelved, error) {
	k, messages, err := p.Cleared.Read(name)
	switch {
	case err != nil && len(messages) == 0:
		return nil, err
	case name == "":
		return nil, fs.ErrNotExist
	}
	return &shelved{name, k, messages, err}, nil
}

// AskUndoClear asks whether what was cleared last is to be published again, also by an
// earlier run of the program.
func (p *Panel) AskUndoClear() {
	if p.cannotClear() {
		return
	}
	address := p.conn.Profile.Address
	p.askShelved(func() (string, error) { return p.Cleared.Last(address.PublicURL()) })
}

// askUndoOf asks whether what was cleared at a time is to be published again.
func (p *Panel) askUndoOf(name string) {
	if !p.cannotClear() {
		p.askShelved(func() (string, error) { return name, nil })
	}
}

// askShelved asks whether what is kept of a clearing is to be published again.
func (p *Panel) askShelved(called func() (name string, err error)) {
	address := p.conn.Profile.Address
	go func() { // ends when the file is read
		name, err := called()
		var s *shelved
		if err == nil && name != "" {
			s, err = p.readShelf(name)
		}
		p.desk.Run(func() {
			switch {
			case errors.Is(err, retained.ErrNewer):
				p.offerNotice("What was cleared last was kept by a newer Mangrove. Use that version to publish it again.")
			case errors.Is(err, fs.ErrNotExist):
				p.offerNotice(notShelved)
			case err != nil:
				p.offerNotice("What was cleared last cannot be read. " + explain.Error(err, address))
			case s == nil:
				p.offerNotice("No cleared messages are kept: nothing was cleared yet.")
			default:
				p.askRestore(s)
			}
		})
	}()
}

// askRestore asks before messages are published again. On another broker than they were
// cleared on, a word has to be typed.
func (p *Panel) askRestore(s *shelved) {
	n, here := len(s.messages), p.conn.Profile.Address
	q := &desk.Confirmation{
		Title: format.Counted(n, "Publish {count} cleared message again?", "Publish {count} cleared messages again?"),
		Words: format.Fill("They were cleared on {broker} on {date} at {time}. Topics for which the broker now keeps another message are left as they are.",
			"broker", s.Broker, "date", format.Date(s.At.Local()), "time", format.Clock(s.At.Local())),
		Action:  format.Fill("Publish {count}", "count", format.Count(n)),
		Sudden:  true,
		Content: p.listMessages(asItems(s.messages)),
		Do:      func() { p.restoreShelved(s, nil) },
	}
	if s.damaged != nil {
		q.Words += format.Fill(" The file is damaged: these are only the first of {count}.", "count", format.Count(s.Count))
	}
	if s.Broker != here.PublicURL() {
		q.Title = format.Counted(n, "Publish {count} cleared message of another broker here?", "Publish {count} cleared messages of another broker here?")
		q.Words = format.Fill("No messages cleared on {here} are kept. ", "here", here) + q.Words + format.Fill(" They would be published on {here}.", "here", here)
		q.Typed = format.Fill("publish {count}", "count", n)
	}
	p.desk.Confirm(q)
}

// notShelved is said of a clearing that cannot be undone any more.
const notShelved = "What was cleared then is no longer kept: only the last clearings are."

func asItems(messages []broker.Publication) []clearedMessage {
	items := make([]clearedMessage, len(messages))
	for i, m := range messages {
		items[i] = clearedMessage{retainedMessage: retainedMessage{Publication: m}, known: true}
	}
	return items
}

// restore publishes again what was just cleared.
func (p *Panel) restore(name string, c *clearing) {
	if p.cannotClear() {
		return
	}
	here := p.conn.Profile.Address
	go func() { // ends when the file is read
		s, err := p.readShelf(name)
		p.desk.Run(func() {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				p.offerNotice(notShelved)
			case err != nil:
				p.offerNotice("The cleared messages cannot be read. " + explain.Error(err, here))
			case s.Broker != here.PublicURL():
				p.askRestore(s)
			default:
				p.restoreShelved(s, c)
			}
		})
	}()
}

// restored is what has become of messages that were to be published again.
type restored struct {
	retained.Result
	shelved   *shelved
	profile   broker.Profile
	of, newer int
	expired   int // since they were cleared
	lookErr   error
	unseen    error // why it could not be looked whether the broker keeps them as they were
}

// restoreShelved publishes messages again, but where something newer has come; c is what they
// were cleared with, nil when that was another time.
func (p *Panel) restoreShelved(s *shelved, c *clearing) {
	if p.cannotClear() {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	shown := p.desk.ShowProgress("Retained messages", format.Counted(len(s.messages), "Publishing {count} retained message again…", "Publishing {count} retained messages again…"), cancel)
	session, profile, say := p.conn.Session, p.profile(), p.sayHow(shown, publishedSoFar)
	older, address, keep := p.olderThan(c), p.conn.Profile.Address, p.keeper()
	go func() { // ends with the last of them, when it is stopped, or with the session
		defer cancel()
		r := &restored{shelved: s, profile: *profile, of: len(s.messages)}
		messages, looked := p.toRestore(ctx, r, older)
		if ctx.Err() == nil {
			r.newer = r.of - r.expired - len(messages)
			own := profile
			if !looked {
				own = nil
			}
			start := time.Now()
			err := p.withSession(ctx, own, session, func(to broker.Session) {
				r.Result = retained.Restore(ctx, to, messages, func(done int) { say(done, len(messages)) })
			})
			if err != nil {
				r.lookErr, r.Left = err, (&retained.Found{Messages: messages}).Topics()
			}
			took := time.Since(start)
			p.confirmRestored(ctx, r, messages, shown)
			e := clearingEntry(sent.Restoring, s.about(), len(messages), &r.Result)
			e.At, e.Counts.Took = start, took
			keep(e)
			p.noteRestored(messages, r, start)
		}
		p.desk.Run(func() {
			shown.Close()
			p.restored(r, address)
		})
	}()
}

// toRestore leaves out what has expired and what has something newer. It reports whether the
// broker was looked at for that.
func (p *Panel) toRestore(ctx context.Context, r *restored, older func([]broker.Publication) []broker.Publication) (messages []broker.Publication, looked bool) {
	s := r.shelved
	messages = s.Lasting(s.messages, time.Now())
	r.expired = r.of - len(messages)
	if len(s.Filters) == 0 || p.Open == nil {
		return older(messages), false
	}
	found, err := retained.Find(ctx, r.profile, retained.Search{Open: p.Open, Filters: s.Filters, Quiet: p.Quiet})
	if r.lookErr = err; err != nil {
		return older(messages), false
	}
	return found.Absent(messages), true
}

// errNotSeen is of messages that the broker did not send when they were cleared: this login
// may write and not read.
var errNotSeen = errors.New("the broker does not send them")

// confirmRestored looks whether the broker keeps what it has acknowledged.
func (p *Panel) confirmRestored(ctx context.Context, r *restored, messages []broker.Publication, shown *desk.Progress) {
	switch {
	case r.Done == 0 || p.Open == nil:
		return
	case len(r.shelved.Filters) == 0:
		r.unseen = errNotSeen
		return
	}
	p.desk.Run(func() {
		if !shown.Closed {
			shown.Set("Checking whether the broker keeps them…", 1, 1)
		}
	})
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	r.unseen = r.ConfirmRestored(ctx, r.profile, retained.Search{Open: p.Open, Filters: r.shelved.Looked(messages), Quiet: p.Quiet}, messages)
}

// noteRestored takes in what was published again.
func (p *Panel) noteRestored(messages []broker.Publication, r *restored, began time.Time) {
	if len(r.Failed)+len(r.Left) > 0 {
		return
	}
	for _, m := range messages {
		p.own.noteOwn(m, began)
	}
}

// olderThan leaves out messages whose topics have had something newer, as far as that was
// received here: it is for when the broker cannot be asked.
func (p *Panel) olderThan(c *clearing) func([]broker.Publication) []broker.Publication {
	store, after := p.conn.Store, map[string]uint64{}
	if c != nil && c.found == nil {
		for i := range c.items {
			after[c.items[i].Topic] = c.items[i].after
		}
	}
	return func(all []broker.Publication) (older []broker.Publication) {
		for _, m := range all {
			id, known := store.Find(m.Topic)
			if !known {
				older = append(older, m)
				continue
			}
			last := store.Received(id)
			count, counted := after[m.Topic]
			same := counted && store.Stats(id, time.Now()).Messages == count || !counted && bytes.Equal(last.Payload, m.Payload)
			if last.Size == 0 || same {
				older = append(older, m)
			}
		}
		return older
	}
}

// restored says what has become of it.
func (p *Panel) restored(r *restored, a broker.Address) {
	words, failed := r.words(a)
	p.showOutcome(format.Clock(time.Now())+"  "+words, failed != nil)
	not := len(r.Failed) + len(r.Left)
	if failed == nil && not == 0 && r.unseen == nil {
		p.OnSay(words)
	} else {
		p.OnOffer(words, "", nil)
	}
	if not > 0 {
		p.showLeft(format.Counted(r.Done, "Published {count} message again", "Published {count} messages again"), &r.Result, notRestored, a)
	}
}

// words say what has become of it, and give the failure that matters the most; nil when there
// is none, or it was stopped.
func (r *restored) words(a broker.Address) (words string, failed error) {
	facts := []string{format.Counted(r.Done, "Published {count} retained message again", "Published {count} retained messages again")}
	if r.newer > 0 {
		facts = append(facts, format.Counted(r.newer, "{count} topic with a newer message was skipped", "{count} topics with newer messages were skipped"))
	}
	if r.expired > 0 {
		facts = append(facts, format.Counted(r.expired, "{count} message had expired", "{count} messages had expired"))
	}
	not := len(r.Failed) + len(r.Left)
	if not > 0 {
		facts = append(facts, format.Fill("{count} not", "count", format.Count(not)))
	}
	words = strings.Join(facts, "; ")
	if len(r.Failed) > 0 {
		failed = r.Failed[0].Err
	} else if not > 0 {
		failed = r.lookErr
	}
	if r.unseen != nil {
		words += ". It could not be checked whether the broker keeps them as they were."
		if failed != nil {
			words += " " + explain.Error(failed, a)
		}
	} else if failed != nil {
		words += ". " + explain.Error(failed, a)
	}
	return words, failed
}
