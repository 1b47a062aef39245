package broker

import (
	"log/slog"
	"time"

	"mangrove/model"
)

// Event is one thing that happened in a built-in broker. Names from outside are cut, and
// of many there are the first few.
type Event struct {
	Number uint64 // 1 for the first event of a broker, then without gaps
	Time   time.Time
	Level  slog.Level // Info, or Warn when somebody may want to look into it
	Code   EventCode

	Client  string // its id
	User    string // its user name, empty when it gave none
	Version Version
	Remote  string // host:port of a connection, or that the broker listens on
	Topic   string // a topic, or a filter
	Will    string // the topic of a will
	Delayed bool   // the will is published after its delay
	Names   []string
	Granted []byte // the QoS of each of Names, where these are granted filters
	More    int    // so many besides Names
	Count   int
	Most    int // as many as there may be
	Silence time.Duration
	Why     EventReason
	Fault   model.TopicFault // of a topic or a filter, in the place of Why
	Cause   string           // in the words of a library or of the system
}

// EventCode is what happened.
type EventCode string

// What happens in a built-in broker, with what of it has a value.
const (
	BoxListens      EventCode = "listens"     // Remote
	BoxOpen         EventCode = "open to all" // Remote: who reaches it may do everything
	BoxStopping     EventCode = "stopping"
	BoxStopped      EventCode = "stopped"
	BoxConnected    EventCode = "connected"               // Client, Remote, Version, User, Will
	BoxDisconnected EventCode = "disconnected"            // Client, Why: an end, Cause; Will: that was published or is to be, Delayed
	BoxWill         EventCode = "delayed will"            // Client, Topic
	BoxSubscribed   EventCode = "subscribed"              // Client, Names, Granted, More
	BoxUnsubscribed EventCode = "unsubscribed"            // Client, Names, More
	BoxNotGranted   EventCode = "not granted"             // Client, Topic, Why: a denial, or Fault
	BoxNoConnect    EventCode = "no CONNECT"              // Remote, Silence
	BoxEndedEarly   EventCode = "ended early"             // Remote: before a CONNECT
	BoxRefused      EventCode = "refused"                 // Remote, Cause
	BoxMalformed    EventCode = "malformed"               // Remote: its CONNECT
	BoxWillRefused  EventCode = "will refused"            // Remote, Why: a drop, or Fault
	BoxDropped      EventCode = "dropped"                 // Client, Count, Why: a drop
	BoxUnanswered   EventCode = "unanswered dropped"      // Count, Names: clients, More
	BoxEnded        EventCode = "sessions ended"          // Count, Most
	BoxNotAccepted  EventCode = "not accepted"            // Cause
	BoxFull         EventCode = "as many as there may be" // Most
)

// EventReason is why something happened.
type EventReason string

// Why the connection of a client ended.
const (
	EndInOrder   EventReason = "in order"      // with a DISCONNECT
	EndWithWill  EventReason = "with its will" // with a DISCONNECT that asks for it
	EndStopping  EventReason = "broker stops"
	EndTakenOver EventReason = "taken over"
	EndSilent    EventReason = "silent"            // Silence
	EndLost      EventReason = "lost"              // without a DISCONNECT
	EndMalformed EventReason = "malformed"         // a packet of its
	EndProtocol  EventReason = "protocol violated" // Cause
)

// Why messages for a client, or from it, do not go where they should.
const (
	DropTooSlow    EventReason = "too slow"           // it takes them
	DropTooLarge   EventReason = "too large"          // for it
	DropReserved   EventReason = "reserved topic"     // of the broker's own
	DropTooDeep    EventReason = "too many levels"    // of the topic
	DropNotKept    EventReason = "no room retained"   // delivered, but not retained
	DropTooMuch    EventReason = "no room to wait"    // for a client that has gone
	DropNotSafe    EventReason = "not kept to wait"   // delivered, but never again
	DropUnanswered EventReason = "too many to answer" // are on their way
)

// Why a valid filter is not granted.
const (
	DenyTooDeep EventReason = "filter too deep" // it has too many levels
	DenyTooMany EventReason = "filters full"    // those of all clients take too much
)
