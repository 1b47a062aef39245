package broker

import "time"

// Note is something worth knowing about a connection that works.
type Note struct {
	Code    NoteCode
	Version Version       // in use
	Filter  string        // of the subscription that it is about
	QoS     byte          // that the broker has at the most
	Kept    time.Duration // for which the broker keeps the session
}

// NoteCode is what a [Note] says.
type NoteCode string

// The notes, with what of them has a value.
const (
	OlderVersion    NoteCode = "older version"     // the broker has no MQTT 5. Version
	OlderForNow     NoteCode = "older for now"     // it hung up when MQTT 5 was tried. Version
	NotKept         NoteCode = "session not kept"  // the session ends with the connection
	KeptShorter     NoteCode = "kept shorter"      // than was asked. Kept
	RetainedFetched NoteCode = "retained fetched"  // more than it queues, at QoS 0 besides. Filter
	RetainedAtZero  NoteCode = "retained at QoS 0" // more than it queues, so the subscription is at QoS 0. Filter
	OptionsLeftOut  NoteCode = "options left out"  // of subscriptions, which the version does not have. Version
	LowerQoS        NoteCode = "lower QoS"         // than subscriptions are to have. QoS
)
