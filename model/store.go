package model

import (
	"hash/maphash"
	"sync"
	"time"
)

// DefaultBudget is how many bytes of history a store keeps unless told
// otherwise.
const DefaultBudget = 512_000_000

// Store holds what arrived on one connection: every topic with its latest
// value, the history as far as the budget goes, and honest counters.
//
// Batches come in through Apply, one after the other; every other method may be
// called from any goroutine. One mutex guards everything, is held for a
// millisecond or two at the most, see [lock], and nothing outside the package is
// called while it is held.
type Store struct {
	applying sync.Mutex // held for a batch, also where mu is let go within one: to make room

	mu      lock
	clock         // of the computer
	timed   int64 // since when the times of messages can be compared, ns since 1970
	seed    maphash.Seed
	index   index
	texts   texts // of topics
	stems   texts // of levels above topics
	leaves  slab[leaf]
	nodes   slab[node]
	history history
	budget  int64
	memory  memory
	live    int64 // bytes in the log of the topics' latest entries, and of those a pause keeps
	intake  Intake
	topics  int
	changed pile[change]
	talking pile[ID] // topics that sent something lately, each once
	paused  *pause
	thawing []map[ID]uint64 // topics that pauses that are over have marked as frozen
	forgets []*forgetting
	walks   []*walk // through the children of nodes, under way

	followers []*Follower
	followed  [256]bool // by the first byte of a topic: whether somebody may follow it

	interruptions []interruption
	connected     int64  // when the last of them ended, ns since 1970
	offline       uint64 // when there was no connection last, ms since the store began,
	offlineAt     int64  // and ns since 1970

	mostNodes int
	fullAt    int       // when room is made next
	retired   []retired // the longest retired first
	hand      int       // where the last search for silent topics ended
	folded    map[ID]Folded
	foldedAll Folded

	tree  Tree
	stage stage
}

// change is what a leaf had when it first changed after a tick.
type change struct {
	id       ID
	messages uint64
	bytes    uint64
}

// Options of a store. The zero value is a good one.
type Options struct {
	Budget int64 // bytes of history; 0 means DefaultBudget, below 0 only the latest values
	Topics int   // topics and levels held; 0 means DefaultTopics
	Memory int64 // bytes of topics, latest values and history together; 0 means DefaultMemory
	Pause  int64 // bytes of values that a pause keeps besides; 0 means an eighth of Memory
}

// NewStore makes an empty store. It needs no closing.
func NewStore(o Options) *Store {
	s := &Store{
		clock: clock{started: time.Now()}, seed: maphash.MakeSeed(),
		index: newIndex(), history: newHistory(), budget: o.Budget,
		memory: newMemory(o), mostNodes: o.Topics, folded: map[ID]Folded{},
	}
	if s.mostNodes <= 0 {
		s.mostNodes = DefaultTopics
	}
	s.fullAt = s.mostNodes
	if s.budget == 0 {
		s.budget = DefaultBudget
	}
	s.leaves.grow()
	s.nodes.grow()
	s.tree.init(s)
	s.measure()
	return s
}

// Tree is the view of the store's topics as rows. Every store has one.
func (s *Store) Tree() *Tree { return &s.tree }

// Topics is how many topics have received a message.
func (s *Store) Topics() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.topics
}

// Find gives the node of a topic or of a level above topics.
func (s *Store) Find(topic string) (ID, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.find([]byte(topic))
	return id, id != Root
}

// Topic gives the full topic of a node, "" for the root and for the node of a
// first level that is empty.
func (s *Store) Topic(id ID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.topic(id))
}

func (s *Store) topic(id ID) []byte {
	if id == Root {
		return nil
	}
	return s.text(s.leaves.at(id).topic)
}

// name is the node's own level.
func (s *Store) name(id ID) []byte {
	if id == Root {
		return nil
	}
	return s.topic(id)[s.nodes.at(id).nameAt:]
}

func (s *Store) hash(topic []byte) uint32 { return uint32(maphash.Bytes(s.seed, topic)) }

func (s *Store) find(topic []byte) ID { return s.findHash(topic, s.hash(topic)) }

func (s *Store) findHash(topic []byte, hash uint32) ID {
	id, next := s.index.probe(hash, hash)
	for id != Root && string(s.topic(id)) != string(topic) {
		id, next = s.index.probe(hash, next)
	}
	return id
}

// sinceStart is a time in ms since the store began, for rates; 0 when the
// clock has been set back beyond that.
func (s *Store) sinceStart(t time.Time) uint64 {
	return uint64(max(0, s.since(t).Milliseconds()))
}
