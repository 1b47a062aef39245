package connection

import (
	"slices"
	"sync/atomic"
	"time"

	"mangrove/broker/facts"
	"mangrove/model"
	"mangrove/model/decode/sparkplug"
)

// Feed brings what a connection's panes show up to date, beside the goroutine
// that draws: the tree, the messages listed, the busiest topics, and what the
// broker says of itself. The panes say what they want and take what is there.
type Feed struct {
	Store *model.Store
	Facts atomic.Pointer[facts.Facts] // of the session there is; nil: none are read

	Sparkplug *sparkplug.Network // is told every message of Sparkplug; nil: of none

	Hidden  atomic.Bool                   // nobody looks: once a second will do
	Wanted  atomic.Pointer[StreamRequest] // nil while no messages are listed
	List    atomic.Pointer[StreamList]
	Ranking atomic.Bool // whether the busiest topics are on view
	Busiest atomic.Pointer[[]model.Talker]
	Numbers *Numbers // that charts show; nil: none are collected

	// Beside has something done beside the feed, which has others to see to: one payload
	// may take seconds to be read. Nil: it is done at once.
	Beside  func(func())
	reading atomic.Bool // something is done beside
	read    atomic.Bool // and something has changed by it

	// Of the goroutine that calls Prepare alone.
	stream *model.Stream
	made   *StreamRequest
	below  bool // whether the stream lists what is below the topic too
	more   bool // the history had not been looked through the last time
	looked int  // messages that a filter had been put to by then
	Ranked time.Time
	At     time.Time // of the last time

	// Of what is done beside alone.
	follower  *model.Follower // of Sparkplug
	passed    time.Time       // when that was last told the time
	announced *model.Follower // of what devices announce
}

// StreamRequest says which messages are to be listed.
type StreamRequest struct {
	Top   model.ID
	Query *model.Query
}

// StreamList is what has been listed for a request so far.
type StreamList struct {
	model.Listing
	Request *StreamRequest
	More    bool          // the history has not been looked through yet
	Stream  *model.Stream // what listed them, the feed's own: messages of two have other numbers
}

// mostTalkers is how many of the busiest topics are listed.
const mostTalkers = 100

// Prepare brings all up to date. It reports whether anything has changed.
func (f *Feed) Prepare(now time.Time) bool {
	due := !f.Hidden.Load() || now.Sub(f.At) >= time.Second
	f.readPayloads(now, due)
	if !due {
		return false
	}
	f.At = now
	changed := f.read.Swap(false)
	if f.Store.Tree().Tick(now) {
		changed = true
	}
	if f.follow() {
		changed = true
	}
	if f.rank(now) {
		changed = true
	}
	if facts := f.Facts.Load(); facts != nil && facts.Update(now) {
		changed = true
	}
	return changed
}

// readPayloads does what payloads are read for, beside: first what births of Sparkplug
// announce, without which the numbers of others cannot be told.
func (f *Feed) readPayloads(now time.Time, due bool) {
	if f.Sparkplug == nil && f.Numbers == nil || !f.reading.CompareAndSwap(false, true) {
		return
	}
	beside := f.Beside
	if beside == nil {
		beside = func(read func()) { read() }
	}
	beside(func() {
		if f.followSparkplug(now) {
			f.read.Store(true)
		}
		f.followUnits()
		if due && f.Numbers != nil && f.Numbers.Collect(now) {
			f.read.Store(true)
		}
		f.reading.Store(false)
	})
}

// rank lists the busiest topics anew once a second, while somebody looks at
// them.
func (f *Feed) rank(now time.Time) (changed bool) {
	if !f.Ranking.Load() || f.Hidden.Load() || now.Sub(f.Ranked) < time.Second {
		return false
	}
	f.Ranked = now
	list := f.Store.Talkers(mostTalkers, now)
	if before := f.Busiest.Load(); before != nil && slices.Equal(*before, list) {
		return false
	}
	f.Busiest.Store(&list)
	return true
}

// follow lists the messages that are wanted.
func (f *Feed) follow() (changed bool) {
	request := f.Wanted.Load()
	if request == nil {
		f.stream, f.made = nil, nil
		return false
	}
	st := f.Store.Stats(request.Top, time.Time{})
	below := request.Top == model.Root || st.Topics > 1 || st.Messages == 0
	if request != f.made || below != f.below {
		f.stream, f.made, f.below = f.Store.NewStream(request.Top, below, request.Query), request, below
		changed = true
	}
	caught, more := f.stream.Catch()
	done := f.more && !more // which is to be said, whether anything was found in the last of it or not
	list := f.stream.List()
	vain := list.Looked() != f.looked // of how many they were found is said
	f.looked = list.Looked()
	if f.more = more; !changed && !caught && !more && !done && !vain {
		return false
	}
	f.List.Store(&StreamList{list, request, more, f.stream})
	return true
}
