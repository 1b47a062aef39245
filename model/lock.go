package model

import "sync"

// lock is the mutex of a store. It counts the work done in a hold, so that long
// work knows when to let others have it. Work is counted in steps, of which one
// is about what it takes to come to a node: 10 to 100 ns.
//
// No work under the lock may be longer than holdSteps and one thing more: a
// message, a payload to be copied, or a climb from a node to the root. The
// longest topic has 65,536 levels, so a climb takes a millisecond at the most.
type lock struct {
	sync.Mutex
	steps int                // of this hold
	most  int                // of any hold
	watch func(holding bool) // of tests: told when a hold begins and when it ends
}

// holdSteps is how much work is done before the lock is let go.
const holdSteps = 4_000

// Lock begins a hold.
func (l *lock) Lock() {
	l.Mutex.Lock()
	l.steps = 0
	if l.watch != nil {
		l.watch(true)
	}
}

// Unlock ends a hold.
func (l *lock) Unlock() {
	l.most = max(l.most, l.steps)
	if l.watch != nil {
		l.watch(false)
	}
	l.Mutex.Unlock()
}

// spend counts work, and reports whether it is time to breathe.
func (l *lock) spend(steps int) (enough bool) {
	l.steps += steps
	return l.steps >= holdSteps
}

// breathe lets others have the lock.
func (l *lock) breathe() {
	l.Unlock()
	l.Lock()
}
