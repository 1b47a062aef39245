package sent

import "time"

// Kind is what an entry is of.
type Kind string

// The kinds. Of a clearing and of a restoring the topic of the draft is the filter that it
// was about.
const (
	Message   Kind = ""         // one message
	Job       Kind = "job"      // one again and again: the draft
	Sequence  Kind = "sequence" // several: the draft is the first, all are in the series
	Request   Kind = "request"  // the draft is the message that was to be answered
	Clearing  Kind = "clearing" // of retained messages
	Restoring Kind = "restoring"
	// Simulation is of devices that were played: there is no draft, File is what they were in.
	Simulation Kind = "simulation"
)

// Counts are what became of the messages of a work.
type Counts struct {
	Messages      int           `json:"messages,omitempty"` // that there were to be; 0: nobody knew
	Steps         int           `json:"steps,omitempty"`    // of a sequence
	Published     int           `json:"published,omitempty"`
	Acknowledged  int           `json:"acknowledged,omitempty"`
	NoSubscribers int           `json:"noSubscribers,omitempty"`
	Unconfirmed   int           `json:"unconfirmed,omitempty"`
	Refused       int           `json:"refused,omitempty"`
	Answered      int           `json:"answered,omitempty"`
	Unanswered    int           `json:"unanswered,omitempty"`
	Left          int           `json:"left,omitempty"` // that were not tried any more
	Bytes         int64         `json:"bytes,omitempty"`
	Took          time.Duration `json:"took,omitempty"` // nanoseconds, of all of it
}

// Reply is the message that answered a request.
type Reply struct {
	Topic   string `json:"topic"`
	Payload []byte `json:"payload,omitempty"` // its beginning
	// Size is that of the whole payload, in bytes.
	Size    int           `json:"size,omitempty"`
	Latency time.Duration `json:"latency,omitempty"` // nanoseconds
}

// What is kept of an answer, in bytes.
const (
	longestReply = 4_000
	longestTopic = 65_535
)

// bound leaves out what is not kept of an answer. It shares nothing with what it was given.
func (r *Reply) bound() *Reply {
	if r == nil {
		return nil
	}
	return &Reply{Topic: beginning(validOf(r.Topic), longestTopic), Size: max(r.Size, len(r.Payload)), Latency: r.Latency,
		Payload: append([]byte(nil), r.Payload[:min(len(r.Payload), longestReply)]...)}
}
