package shelf

import (
	"errors"
	"time"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// Finding is what there is to say of a profile.
type Finding struct {
	Warnings []finding.Note
	Problem  error    // why it cannot be connected with; a secret to be asked for is none
	Absent   []string // secrets it has that are not kept here
	Formats  []error  // what is wrong with each format of payloads; nil: nothing with any
}

// Finding is what there is to say of a profile, as far as it has been looked at.
func (s *Shelf) Finding(id string) Finding { return s.findings[id] }

// Check looks at a profile for what there is to say of it.
func (s *Shelf) Check(id string) { s.keeper.enqueue(func() { s.review(id) }) }

// review has the shelf told what is wrong with a profile, for which its secrets are
// needed.
func (s *Shelf) review(id string) {
	s.ring.once("look "+id, func() {
		p, err := s.stored.Book.Get(id)
		if err != nil {
			return
		}
		var f Finding
		f.Warnings, f.Problem = p.Review(s.stored.Secrets, time.Now())
		f.Formats = p.CheckFormats()
		var missing *profiles.MissingError
		if errors.As(f.Problem, &missing) {
			f.Problem, f.Absent = missing.Besides, missing.Names
		}
		if bad := p.Unfinished(); bad != nil {
			f.Problem = bad
		}
		s.run(func() {
			if s.index(id) >= 0 {
				s.findings[id] = f
				s.OnChange(id)
			}
		})
	})
}
