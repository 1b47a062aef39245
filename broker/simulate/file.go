package simulate

import (
	"slices"
	"time"
)

// What a file may have at the most.
const (
	LargestFile  = 1 << 20
	LargestTable = 16 << 20
	MostDevices  = 100_000
	MostOwn      = 20_000    // devices with a connection each
	MostStreams  = 1_000_000 // what all devices publish again and again
	mostTables   = 64 << 20  // bytes of all tables
	mostNames    = 256 << 20 // bytes of all ids and topics, and of payloads that may freeze
	mostFilters  = 5_000     // commands that one connection subscribes to
	mostKinds    = 1_000
	mostParts    = 100 // messages, values, commands, failures of a kind

	version = 1 // of the form of a file
)

// File is what a file says.
type File struct {
	Seed      uint64 // 0: none is given
	Kinds     []*Kind
	variables map[string]string
}

// Kind is devices that are alike but for their numbers.
type Kind struct {
	Name      string
	Count     int
	first     int // the number of its first device
	id        *pattern
	shared    int // connections that the devices share; 0: each has its own
	variables map[string]string
	values    []*wave
	birth     []*message
	will, end *message
	streams   []*stream
	commands  []*command
	failures  []*failure
	reconnect reconnect
}

// message is what a device publishes.
type message struct {
	topic   *pattern
	payload *payload
	qos     byte
	retain  bool
}

// stream is a message that is published again and again.
type stream struct {
	message
	every, jitter time.Duration
}

// command is what a device obeys.
type command struct {
	topic *pattern
	reply *message // nil: none
	after time.Duration
	keep  string // the variable that is the payload from then on; empty: none
}

// reconnect is how devices come back when a connection is lost.
type reconnect struct {
	never       bool
	after, most time.Duration
}

// failure is what goes wrong with devices.
type failure struct {
	kind    Failure
	at      time.Duration // of the first time; below 0: by chance
	chance  float64
	every   time.Duration // until the next time, or try; 0: only once
	last    time.Duration // 0: until the end
	pause   time.Duration // of Loops
	off     time.Duration // of ClockOff
	will    bool          // of Dies and Loops: it is not said goodbye
	only    []int         // numbers of devices; nil: all
	allowed map[int]bool
}

// Failure is a kind of it.
type Failure string

// The ways in which devices fail.
const (
	Dies       Failure = "dies"
	Freezes    Failure = "freezes"
	Nonsense   Failure = "nonsense"
	ClockOff   Failure = "clock off"
	Silent     Failure = "silent"
	Loops      Failure = "reconnects"
	Duplicated Failure = "duplicated id"
)

var failures = []string{string(Dies), string(Freezes), string(Nonsense), string(ClockOff), string(Silent), string(Loops), string(Duplicated)}

// Devices are how many there are of all kinds.
func (f *File) Devices() (n int) {
	for _, k := range f.Kinds {
		n += k.Count
	}
	return n
}

// strikes reports whether a failure can come over the device with a number in its kind.
func (f *failure) strikes(n int) bool { return f.only == nil || f.allowed[n] }

// freezes reports whether its devices can, so that they keep what they have sent last.
func (k *Kind) freezes() bool {
	return slices.ContainsFunc(k.failures, func(f *failure) bool { return f.kind == Freezes })
}
