package ui

import (
	"slices"
	"sync/atomic"
	"time"

	"mangrove/model"
)

// feed brings what a connection's panes show up to date, beside the goroutine
// that draws: the tree, the messages listed and the busiest topics. The panes
// say what they want and take what is there.
type feed struct {
	store   *model.Store
	hidden  atomic.Bool                // nobody looks: once a second will do
	wish    atomic.Pointer[streamWish] // nil while no messages are listed
	list    atomic.Pointer[streamList]
	ranking atomic.Bool // whether the busiest topics are on view
	busiest atomic.Pointer[[]model.Talker]

	// Of the goroutine that calls prepare alone.
	stream *model.Stream
	made   *streamWish
	below  bool // whether the stream lists what is below the topic too
	ranked time.Time
	at     time.Time // of the last time
}

// streamWish says which messages are to be listed.
type streamWish struct {
	top   model.ID
	query *model.Query
}

// streamList is what has been listed for a wish so far.
type streamList struct {
	model.Listing
	wish   *streamWish
	more   bool          // the history has not been looked through yet
	stream *model.Stream // what listed them, the feed's own: messages of two have other numbers
}

// mostTalkers is how many of the busiest topics are listed.
const mostTalkers = 100

// prepare brings all up to date. It reports whether anything has changed.
func (f *feed) prepare(now time.Time) bool {
	if f.hidden.Load() && now.Sub(f.at) < time.Second {
		return false
	}
	f.at = now
	changed := f.store.Tree().Tick(now)
	if f.follow() {
		changed = true
	}
	if f.rank(now) {
		changed = true
	}
	return changed
}

// rank lists the busiest topics anew once a second, while somebody looks at
// them.
func (f *feed) rank(now time.Time) (changed bool) {
	if !f.ranking.Load() || f.hidden.Load() || now.Sub(f.ranked) < time.Second {
		return false
	}
	f.ranked = now
	list := f.store.Talkers(mostTalkers, now)
	if before := f.busiest.Load(); before != nil && slices.Equal(*before, list) {
		return false
	}
	f.busiest.Store(&list)
	return true
}

// follow lists the messages that are wanted.
func (f *feed) follow() (changed bool) {
	wish := f.wish.Load()
	if wish == nil {
		f.stream, f.made = nil, nil
		return false
	}
	st := f.store.Stats(wish.top, time.Time{})
	below := wish.top == model.Root || st.Topics > 1 || st.Messages == 0
	if wish != f.made || below != f.below {
		f.stream, f.made, f.below = f.store.NewStream(wish.top, below, wish.query), wish, below
		changed = true
	}
	caught, more := f.stream.Catch()
	if !changed && !caught && !more {
		return false
	}
	f.list.Store(&streamList{f.stream.List(), wish, more, f.stream})
	return true
}
