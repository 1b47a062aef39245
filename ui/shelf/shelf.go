package shelf

import (
	"strings"
	"sync"
	"time"

	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// Shelf is the stored connections as the window shows them: what the book has,
// with what has been typed since. It belongs to the goroutine that draws; the
// book and the secrets are used by the keepers' alone.
type Shelf struct {
	run      func(func())                           // on the goroutine that draws
	keeper   *keeper                                // writes the file, which takes a moment
	ring     *keeper                                // does what may wait for the key ring, after what the other had to do before
	OnChange func(id string)                        // a profile is not what it was; all of them for none
	OnError  func(error)                            // something could not be stored
	OnGone   func(ids map[string]bool, name string) // another program has deleted them; the name is that of one
	OnNews   func(words string)                     // what another program has done
	Patience time.Duration                          // for the key ring at the program's end

	messages Messages          // what is kept of them
	ready    bool              // the book has been opened
	asking   bool              // the key ring has not opened yet
	kept     bool              // secrets outlast the program
	*listing                   // all of them
	unsaved  map[string]typing // of those whose changes are under way
	findings map[string]Finding
	changes  uint64            // so far
	given    map[string]uint64 // how many secrets have been given or taken, by profile
	leaving  map[string]bool   // those that are being deleted here

	stored  Stored         // the keepers'
	brought map[string]int // the places in what the shelf was brought last; guarded by telling
	unwatch func()         // ends the watching of the file; nil: it is not watched
	telling sync.Mutex     // what is told last is what was read last
}

// typing is a profile that is being typed into.
type typing struct {
	change uint64           // the last one
	was    profiles.Profile // before the first one
	// reached is the keepers', and that of all changes of this typing: how far the file
	// has come with it. Nil is not at all.
	reached **profiles.Profile
}

// New makes a shelf without a book. run has a function run on the goroutine that draws.
func New(run func(func())) *Shelf {
	return &Shelf{
		run: run, keeper: newKeeper(), ring: newKeeper(), unsaved: make(map[string]typing), findings: make(map[string]Finding),
		given: make(map[string]uint64), leaving: make(map[string]bool),
		Patience: keepLast, listing: newListing(nil),
		OnChange: func(string) {}, OnError: func(error) {}, OnGone: func(map[string]bool, string) {}, OnNews: func(string) {},
	}
}

// Open opens the book, and tells when that is done.
func (s *Shelf) Open(open func() (Stored, error), opened func()) {
	s.keeper.enqueue(func() {
		stored, err := open()
		s.stored = stored
		s.telling.Lock()
		defer s.telling.Unlock()
		first := newListing(nil)
		if stored.Book != nil {
			first = newListing(stored.Book.All())
			s.watch()
		}
		s.brought = first.places
		s.run(func() {
			s.messages = stored.Messages
			s.ready, s.kept, s.listing, s.asking = stored.Book != nil, stored.Kept, first, stored.Opened != nil
			if err != nil {
				s.OnError(err)
			}
			s.OnChange("")
			opened()
		})
		if stored.Opened != nil {
			s.ring.enqueue(s.awaitRing)
		}
	})
}

// awaitRing is the keepers': it tells what has become of the key ring.
func (s *Shelf) awaitRing() {
	kept, err := s.stored.Opened()
	s.run(func() {
		s.kept, s.asking = kept, false
		if err != nil {
			s.OnError(err)
		}
		s.OnChange("")
	})
}

// IsReady reports whether the book has been opened.
func (s *Shelf) IsReady() bool { return s.ready }

// AwaitsRing reports whether the key ring has not opened yet.
func (s *Shelf) AwaitsRing() bool { return s.asking }

// Get gives a profile as it is on the shelf.
func (s *Shelf) Get(id string) (profiles.Profile, bool) {
	i := s.index(id)
	if i < 0 {
		return profiles.Profile{}, false
	}
	return s.all[i], true
}

// ReadAll gives all profiles, and what was typed of them before, in room of their own:
// to make that takes longer than a drawing may when there are many.
func (s *Shelf) ReadAll(then func([]profiles.Profile)) {
	s.keeper.enqueue(func() {
		if s.stored.Book == nil {
			return // there are none
		}
		list := s.stored.Book.All()
		s.run(func() { then(list) })
	})
}

// Edit replaces a profile. What p shares with others must not change after.
func (s *Shelf) Edit(p profiles.Profile) {
	i := s.index(p.ID)
	if i < 0 {
		return
	}
	s.changes++
	t, under := s.unsaved[p.ID]
	if !under {
		t = typing{was: s.all[i], reached: new(*profiles.Profile)}
	}
	t.change = s.changes
	s.unsaved[p.ID] = t
	s.replace(i, p)
	s.keeper.change("edit "+p.ID, func() { s.store(p, t) })
}

// store is the keepers': it writes what was typed, and only that.
func (s *Shelf) store(p profiles.Profile, t typing) {
	was := t.was
	if *t.reached != nil {
		was = **t.reached
	}
	err := s.stored.Book.Edit(profiles.Edit{Was: was, Now: p})
	if err == nil {
		*t.reached = &p
	}
	s.bring(p.ID, func() {
		if s.unsaved[p.ID].change == t.change {
			delete(s.unsaved, p.ID)
		}
		if err != nil {
			s.OnError(err)
		}
	})
	s.review(p.ID)
}

// later has something done that may wait for the key ring, once all is in the file
// that was typed before. Those with a name are as in [keeper.change].
func (s *Shelf) later(name string, do func()) {
	s.keeper.change(name, func() { s.ring.once(name, do) })
}

// bring is the keepers': it brings the shelf what the book has of a profile.
func (s *Shelf) bring(id string, before func()) {
	s.telling.Lock()
	defer s.telling.Unlock()
	p, err := s.stored.Book.Get(id)
	if err != nil { // deleted by another program
		s.bringAll(before)
		return
	}
	news := s.stored.Book.DrainNotes()
	s.run(func() {
		before()
		s.tell(news)
		if i := s.index(id); i >= 0 {
			s.merge(i, p)
			s.OnChange(id)
		}
	})
}

// bringAll is the keepers': it brings the shelf what the book has. All that takes longer
// with more connections is done here; what goes to the goroutine that draws is there to
// be looked into. The caller holds telling.
func (s *Shelf) bringAll(after func()) {
	next, news := newListing(s.stored.Book.All()), s.stored.Book.DrainNotes()
	gone := make(map[string]bool)
	for id := range s.brought {
		if next.index(id) < 0 {
			gone[id] = true
		}
	}
	s.brought = next.places
	s.run(func() {
		was := s.listing
		s.listing = next
		for id := range s.unsaved { // few: the file is written as fast as somebody types
			if i, old := next.index(id), was.index(id); i >= 0 && old >= 0 {
				p := next.all[i]
				next.replace(i, was.all[old])
				s.merge(i, p)
			}
		}
		s.OnChange("")
		s.tell(news)
		for id := range s.leaving {
			delete(gone, id)
		}
		if len(gone) > 0 {
			s.OnGone(gone, was.nameOfAny(gone))
		}
		after()
	})
}

func (s *Shelf) tell(news []finding.Note) {
	if len(news) > 0 {
		s.OnNews(strings.Join(explain.Notes(news), "\n"))
	}
}

// merge takes what the book has of a profile, but for what has been typed since.
func (s *Shelf) merge(i int, p profiles.Profile) {
	if _, typing := s.unsaved[p.ID]; typing {
		s.all[i].Kept = p.Kept
		return
	}
	s.replace(i, p)
}
