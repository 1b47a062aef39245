package ui

import (
	"slices"
	"time"

	"mangrove/model"
	"mangrove/ui/explore"
)

// place is where somebody is in the window: what is on view, and what is chosen
// there.
type place struct {
	page    section
	broker  int            // which of the brokers, on their page
	tab     *explore.Page  // nil: the start page
	stored  string         // the connection chosen there, by its id; empty: none
	topic   string         // selected in the tab
	mode    int            // of the inspector: payload, messages, chart or properties
	message model.Position // looked into in the list of messages; 0: none
	view    string         // chosen by hand for the payload on view, by its code; empty: none
}

// beside reports whether two places differ only in the topic and the message, and the view
// that belongs to those.
func (p place) beside(q place) bool {
	q.topic, q.message, q.view = p.topic, p.message, p.view
	return p == q
}

// trail is where somebody has been, the earliest first.
type trail struct {
	places []place
	at     int       // of the place on view
	since  time.Time // when it came on view
	going  bool      // to one of them: what is on view on the way is no place
}

const (
	// mostPlaces is how many are kept.
	mostPlaces = 200
	// passing is how long a topic or a message is selected at the most by somebody who
	// only passes it, with the arrow keys.
	passing = 700 * time.Millisecond
)

// note takes in which place is on view. What was ahead of it is forgotten when it is
// a new one.
func (t *trail) note(p place, now time.Time) {
	if t.going {
		return
	}
	if len(t.places) == 0 {
		t.places, t.since = []place{p}, now
		return
	}
	last := t.places[t.at]
	if p == last {
		return
	}
	keep := t.at + 1
	if p.beside(last) && now.Sub(t.since) < passing && t.at > 0 {
		keep = t.at
	}
	t.places = slices.Delete(t.places, keep, len(t.places)) // which lets go of their tabs
	t.since = now
	if t.places[keep-1] != p {
		t.places = append(t.places, p)
	}
	t.places = slices.Delete(t.places, 0, max(0, len(t.places)-mostPlaces))
	t.at = len(t.places) - 1
}

// replace has another place stand for the one on view, which is not there any more:
// that was not the user, and what is ahead stays.
func (t *trail) replace(p place) {
	if len(t.places) > 0 && !t.going {
		t.places[t.at] = p
	}
}

// letGo takes messages out of the places that are not on view when nobody holds them any
// more: the places stay.
func (t *trail) letGo(held func(place) bool) {
	for i := range t.places {
		if p := &t.places[i]; i != t.at && p.message != 0 && !held(*p) {
			p.message, p.view = 0, ""
		}
	}
}

// step goes to the next place that is still there, or for a negative number to the
// one before.
func (t *trail) step(by int, there func(place) bool) (p place, ok bool) {
	for i := t.at + by; i >= 0 && i < len(t.places); i += by {
		if t.places[i] != t.places[t.at] && there(t.places[i]) {
			t.at, t.since = i, time.Time{}
			return t.places[i], true
		}
	}
	return place{}, false
}

// forget takes out the places of a tab that is closed, which would keep all that it
// has received.
func (t *trail) forget(tab *explore.Page) {
	for i := len(t.places) - 1; i >= 0; i-- {
		if t.places[i].tab == tab {
			t.places = slices.Delete(t.places, i, i+1)
			if i <= t.at {
				t.at--
			}
		}
	}
	t.at = max(t.at, 0)
}

// here is the place on view.
func (w *Window) here() place {
	p := place{page: w.section}
	switch e := w.tabs.active; {
	case w.section == pageBox:
		p.broker, p.tab = w.brokers.Chosen(), e
	case w.section == pageDevices, w.section == pageVerify, w.section == pageWarnings:
		p.tab = e
	case e == nil:
		p.stored = w.home.Chosen()
	default:
		p.tab, p.topic, p.mode, p.message, p.view = e, e.Conn.Topic, e.Inspector.Mode(), e.Inspector.Message(), e.Inspector.View()
	}
	return p
}

// noteHere notes the place on view. What goes away by itself is no step of the user.
func (w *Window) noteHere(now time.Time) {
	here := w.here()
	if t := &w.trail; len(t.places) > 0 && here != t.places[t.at] && !w.isThere(t.places[t.at]) {
		t.replace(here)
		return
	}
	w.trail.note(here, now)
}

// walk goes back, or forward, to where the user has been.
func (w *Window) walk(by int) {
	w.trail.letGo(func(p place) bool {
		_, held := p.tab.Conn.Store.Row(p.message)
		return held
	})
	if p, ok := w.trail.step(by, w.isThere); ok {
		w.trail.going = true
		w.goTo(p)
		w.trail.going = false
		w.draw(time.Now())
	}
}

// isThere reports whether a place can still be gone to.
func (w *Window) isThere(p place) bool {
	switch {
	case p.tab != nil:
		_, known := p.tab.Conn.Store.Find(p.topic)
		return slices.Contains(w.tabs.list, p.tab) && (known || p.topic == "")
	case p.stored != "":
		_, known := w.shelf.Get(p.stored)
		return known
	}
	return true
}

// goTo brings a place on view.
func (w *Window) goTo(p place) {
	if p.page != pageExplore {
		w.tabs.active = p.tab
		if p.page == pageBox {
			w.brokers.Choose(p.broker)
		}
		w.show(p.page)
		return
	}
	w.tabs.choose(p.tab)
	switch e := p.tab; {
	case e == nil && w.home.Chosen() != p.stored:
		w.home.Choose(p.stored)
	case e == nil:
	case p.topic == "":
		e.Tree.Deselect()
		p.inspect()
	default:
		if id, ok := e.Conn.Store.Find(p.topic); ok && p.topic != e.Conn.Topic {
			e.Tree.Reveal(id)
		}
		p.inspect()
	}
}

// inspect shows what was looked at in the tab, in its view.
func (p place) inspect() {
	p.tab.Inspector.Show(p.mode, p.message)
	p.tab.Inspector.ShowView(p.message, p.view)
}
