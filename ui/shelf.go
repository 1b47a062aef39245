package ui

import (
	"errors"
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
)

// shelf is the stored connections as the window shows them: what the book has,
// with what has been typed since. It belongs to the goroutine that draws; the
// book and the secrets are used by the keeper's alone.
type shelf struct {
	loop    *loop
	keeper  *keeper
	changed func(id string) // a profile is not what it was; all of them for none
	failed  func(error)

	ready    bool // the book has been opened
	kept     bool // secrets outlast the program
	all      []profiles.Profile
	unsaved  map[string]uint64 // the last change of those whose changes are under way
	findings map[string]finding
	changes  uint64            // so far
	given    map[string]uint64 // how many secrets have been given or taken, by profile

	stored Stored // the keeper's
}

// errNoBook is a change where nothing can be stored; why was said at the start.
var errNoBook = errors.New("there is no place to keep connections in")

// finding is what there is to say of a profile.
type finding struct {
	warnings []string
	problem  error    // why it cannot be connected with; a secret to be asked for is none
	absent   []string // secrets it has that are not kept here
}

func newShelf(l *loop) *shelf {
	return &shelf{
		loop: l, keeper: newKeeper(), unsaved: make(map[string]uint64), findings: make(map[string]finding), given: make(map[string]uint64),
		changed: func(string) {}, failed: func(error) {},
	}
}

// open opens the book, and tells when that is done.
func (s *shelf) open(open func() (Stored, error), opened func()) {
	s.keeper.do(func() {
		stored, err := open()
		s.stored = stored
		var all []profiles.Profile
		if stored.Book != nil {
			all = stored.Book.All()
		}
		s.loop.run(func() {
			s.ready, s.kept, s.all = stored.Book != nil, stored.Kept, all
			if err != nil {
				s.failed(err)
			}
			s.changed("")
			opened()
		})
	})
}

// get gives a profile as it is on the shelf.
func (s *shelf) get(id string) (profiles.Profile, bool) {
	i := s.index(id)
	if i < 0 {
		return profiles.Profile{}, false
	}
	return s.all[i], true
}

func (s *shelf) index(id string) int {
	return slices.IndexFunc(s.all, func(p profiles.Profile) bool { return p.ID == id })
}

// edit replaces a profile. What p shares with others must not change after.
func (s *shelf) edit(p profiles.Profile) {
	i := s.index(p.ID)
	if i < 0 {
		return
	}
	s.all[i] = p
	s.changes++
	change := s.changes
	s.unsaved[p.ID] = change
	s.keeper.change("edit "+p.ID, func() {
		err := s.stored.Book.Update(p)
		s.look(p.ID, func() {
			if s.unsaved[p.ID] == change {
				delete(s.unsaved, p.ID)
			}
			if err != nil {
				s.failed(err)
			}
		})
	})
}

// setSecret keeps a secret of a profile, or forgets it when it is empty.
func (s *shelf) setSecret(id, name, value string) {
	s.given[id]++
	s.keeper.change("secret "+name+" of "+id, func() {
		err := s.stored.Book.SetSecret(id, name, value)
		s.look(id, func() {
			if err != nil {
				s.failed(err)
			}
		})
	})
}

// renameSecret keeps a secret of a profile under another name.
func (s *shelf) renameSecret(id, from, to string) {
	s.act(func(stored Stored) (string, error) {
		value, err := stored.Secrets.Get(id, from)
		if err != nil {
			return id, err
		}
		return id, errors.Join(stored.Book.SetSecret(id, to, value), stored.Book.SetSecret(id, from, ""))
	}, func(_ string, err error) {
		if err != nil {
			s.failed(err)
		}
	})
}

// check looks at a profile for what there is to say of it.
func (s *shelf) check(id string) {
	s.keeper.change("check "+id, func() { s.look(id, func() {}) })
}

// look is the keeper's: it brings the shelf what the book has of a profile.
func (s *shelf) look(id string, before func()) {
	p, err := s.stored.Book.Get(id)
	var f finding
	if err == nil {
		f.warnings = p.Warnings(s.stored.Secrets, time.Now())
		_, f.problem = p.Runtime(s.stored.Secrets)
		var missing *profiles.MissingError
		if errors.As(f.problem, &missing) {
			f.problem, f.absent = nil, missing.Names
		}
		if bad := unfinished(p); bad != nil {
			f.problem = bad
		}
	}
	s.loop.run(func() {
		before()
		i := s.index(id)
		if err != nil || i < 0 {
			return
		}
		s.findings[id] = f
		s.merge(i, p)
		s.changed(id)
	})
}

// finish is the keeper's: it makes of a profile what a session is opened with.
func (s *shelf) finish(p profiles.Profile) (broker.Profile, error) {
	if err := unfinished(p); err != nil {
		return broker.Profile{}, err
	}
	return p.Runtime(s.stored.Secrets)
}

// unfinished is what a broker would refuse of a profile.
func unfinished(p profiles.Profile) error {
	for _, s := range p.Subscriptions {
		if s.Filter == "" {
			return errors.New("a filter under " + subscribeTitle + " is empty; type one, or remove it")
		}
		if err := model.CheckFilter(s.Filter); err != nil {
			// Not wrapped: what is known of err alone does not say which filter.
			return errors.New("the filter " + topicWords(s.Filter) + " under " + subscribeTitle + " cannot be used: " + err.Error())
		}
	}
	if p.Will != nil && p.Will.Topic == "" {
		return errors.New("the last will under " + sessionTitle + " has no topic; type one, or switch it off")
	}
	return nil
}

// merge takes what the book has of a profile, but for what has been typed since.
func (s *shelf) merge(i int, p profiles.Profile) {
	if _, typing := s.unsaved[p.ID]; typing {
		s.all[i].Kept = p.Kept
		return
	}
	s.all[i] = p
}

// act does something to the book as a whole: do gives the profile it is about,
// which then is told on the goroutine that draws, with what went wrong.
func (s *shelf) act(do func(Stored) (id string, err error), then func(id string, err error)) {
	s.keeper.do(func() {
		if s.stored.Book == nil {
			s.loop.run(func() { then("", errNoBook) })
			return
		}
		id, err := do(s.stored)
		all := s.stored.Book.All()
		s.loop.run(func() {
			was := make(map[string]profiles.Profile, len(s.all))
			for _, p := range s.all {
				was[p.ID] = p
			}
			s.all = all
			for i, p := range all {
				if old, ok := was[p.ID]; ok {
					s.all[i] = old
					s.merge(i, p)
				}
			}
			s.changed("")
			then(id, err)
		})
	})
}

// stop ends it; what was typed is stored.
func (s *shelf) stop() { s.keeper.stop() }

// runtime makes of a profile what a session is opened with.
func (s *shelf) runtime(id string, then func(p profiles.Profile, r broker.Profile, err error)) {
	s.keeper.do(func() {
		var r broker.Profile
		p, err := s.stored.Book.Get(id)
		if err == nil {
			r, err = s.finish(p)
		}
		s.loop.run(func() { then(p, r, err) })
	})
}
