package model

import "time"

// clock is the time of day beside the time that passes. They part when the clock of
// the computer is set, and when the computer sleeps: then the times of messages
// before and after say nothing about how long it was from one to the other.
type clock struct {
	started time.Time
	ahead   time.Duration // of the time that has passed since
	steady  time.Time     // when it was last found to have been set; zero: never
	// passed is how long it is since started; nil: as its Sub says. For tests.
	passed func(time.Time) time.Duration
}

// clockStep is how far the two part between two looks at the most while the clock
// is only kept right.
const clockStep = 2 * time.Second

// since is the time that has passed since it started.
func (c *clock) since(t time.Time) time.Duration {
	if c.passed != nil {
		return c.passed(t)
	}
	return t.Sub(c.started)
}

// look says by how much the clock was set since the last look, forward or, below 0,
// back. It is 0 while nothing was.
func (c *clock) look(now time.Time) time.Duration {
	ahead := now.Round(0).Sub(c.started.Round(0)) - c.since(now)
	by := ahead - c.ahead
	c.ahead = ahead
	if by.Abs() <= clockStep {
		return 0
	}
	c.steady = now
	return by
}

// lookAtClock has what is known in times of day go with a clock that was set.
func (s *Store) lookAtClock(now time.Time) {
	by := s.look(now)
	if by == 0 {
		return
	}
	s.timed = now.UnixNano()
	if by < 0 { // or nothing came after it for so long
		s.connected += int64(by)
		s.offlineAt += int64(by)
	}
}

// Steady is when the clock of the computer was last found to have been set, or the
// computer to have slept; the zero time when it never was. Silence counts from then
// at the most.
func (t *Tree) Steady() time.Time {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	return t.store.steady
}
