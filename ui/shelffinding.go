package ui

import (
	"errors"
	"time"

	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/ui/format"
)

// finding is what there is to say of a profile.
type finding struct {
	warnings []string
	problem  error    // why it cannot be connected with; a secret to be asked for is none
	absent   []string // secrets it has that are not kept here
}

// finding is what there is to say of a profile, as far as it has been looked at.
func (s *shelf) finding(id string) finding { return s.findings[id] }

// check looks at a profile for what there is to say of it.
func (s *shelf) check(id string) { s.keeper.do(func() { s.look(id) }) }

// look has the shelf told what there is to say of a profile, for which its secrets
// are needed.
func (s *shelf) look(id string) {
	s.ring.once("look "+id, func() {
		p, err := s.stored.Book.Get(id)
		if err != nil {
			return
		}
		var f finding
		f.warnings, f.problem = p.Review(s.stored.Secrets, time.Now())
		var missing *profiles.MissingError
		if errors.As(f.problem, &missing) {
			f.problem, f.absent = nil, missing.Names
		}
		if bad := unfinished(p); bad != nil {
			f.problem = bad
		}
		s.run(func() {
			if s.index(id) >= 0 {
				s.findings[id] = f
				s.changed(id)
			}
		})
	})
}

// Titles of the groups of the form that sentences on a profile send the user to.
const (
	sessionTitle   = "Session"
	subscribeTitle = "Subscribe"
)

// unfinished is what a broker would refuse of a profile.
func unfinished(p profiles.Profile) error {
	for _, s := range p.Subscriptions {
		if s.Filter == "" {
			return errors.New("a filter under " + subscribeTitle + " is empty; type one, or remove it")
		}
		if err := model.CheckFilter(s.Filter); err != nil {
			// Not wrapped: what is known of err alone does not say which filter.
			return errors.New("the filter " + format.TopicInSentence(s.Filter) + " under " + subscribeTitle + " cannot be used: " + err.Error())
		}
	}
	if p.Will != nil && p.Will.Topic == "" {
		return errors.New("the last will under " + sessionTitle + " has no topic; type one, or switch it off")
	}
	return nil
}
