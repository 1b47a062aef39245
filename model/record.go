package model

// ID names a node of a store: a topic, or a level above topics, or both. It is
// valid for as long as the store lives.
type ID uint32

// Root is the node above all first levels. It is no topic.
const Root ID = 0

// leaf is what a message touches: one cache line a node.
type leaf struct {
	topic  uint64 // reference into texts; several nodes share one text
	last   uint64 // log position of the latest entry, 0 when there was none
	lastAt int64  // its arrival, ns since 1970
	count  uint64 // messages received
	bytes  uint64 // their payloads
	gaps   gapStats
	state  uint32 // the flags below, and what the latest entry takes in the log
}

// Flags in the state of a leaf. The bits between them hold the size of the
// latest entry, which is a multiple of 8 and below 2^29: that keeps a leaf at 64
// bytes.
const (
	dirty  = 1 << iota // is in the store's list of changes
	armed              // the latest message was live: the next closes a gap
	frozen             // changed since the view was paused; its old value is kept
	kept   = 1 << 30   // the broker keeps a message: one was received as retained, and none without a payload since
	sent   = 1 << 31   // since it is dirty, a message came that was no replay

	leafFlags = dirty | armed | frozen | kept | sent
)

// entrySize is what the latest entry takes in the log, in bytes.
func (l *leaf) entrySize() int { return int(l.state &^ leafFlags) }

func (l *leaf) setEntrySize(n int) { l.state = l.state&leafFlags | uint32(n) }

// noteKept notes whether the broker keeps a message of the topic, as far as one
// that has come tells.
func (l *leaf) noteKept(m *Message) {
	switch {
	case len(m.Payload) == 0:
		l.state &^= kept
	case m.Retained:
		l.state |= kept
	}
}

// node is the place of a topic or level among the others, and what is summed
// up over its subtree at every tick that it changed in. What a row is made of stands
// together at the front.
type node struct {
	messages uint64
	rate     rate
	parent   ID
	topics   uint32 // this one included
	revision uint32 // of the last tick that changed it
	nameAt   uint16 // where its own level begins in its topic
	flags    uint16
	bytes    uint64
	visit    uint32 // its place among what a tick works on, see [rollUp]
	children uint32
	child    ID // the latest of its children
	older    ID // the sibling that came before it
	newer    ID // the sibling that came after it
}

// Flags of a node.
const (
	isTopic = 1 << iota // has been counted as a topic
	gone                // has been let go
	talks               // is in the store's list of topics that sent something lately
)

// noTopic is the reference of a node that has been let go: to a text that is
// never there.
const noTopic = 0
