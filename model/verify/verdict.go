package verify

import (
	"time"

	"mangrove/model/lint"
)

// State is how things stand with a check.
type State string

// The states. Pending, NotVerifiable and Manual are never taken for passed.
const (
	Pending       State = "pending"
	Pass          State = "pass"
	Warn          State = "warn"
	Fail          State = "fail"
	NotVerifiable State = "not verifiable"
	Manual        State = "manual" // a person had to do something, and did not
	Waived        State = "waived" // of a whole: what did not pass is accepted
)

// Code is why a verdict is what it is.
type Code string

// The reasons, with what of a [Reason] has a value.
const (
	NeverSeen      Code = "never seen"       // no message came
	NotYetSeen     Code = "not yet seen"     // no message came in Span, when the run was ended; Limit: the time that it had
	OnlyEmpty      Code = "only empty"       // only empty messages, which may be anybody's that clear what is kept; At
	Refused        Code = "refused"          // the broker did not take the subscription; Found: its filter
	OnlyRetained   Code = "only retained"    // only what the broker kept of before; At
	Seen           Code = "seen"             // At; Found: its topic
	Late           Code = "late"             // Span: after which it came, or the time by which it had to; Limit
	SaysOnline     Code = "says online"      // At
	SaysOffline    Code = "says offline"     // At
	GatewayOffline Code = "gateway offline"  // what it speaks through says that it is offline; Found: its topic; At
	SaysOther      Code = "says other"       // Found: neither online nor offline; Want
	AwaitingBirth  Code = "awaiting birth"   // data came, and no birth that says what they are
	NotSince       Code = "not since"        // it was online at At; something was missed since, and nothing has come
	NotDescribed   Code = "not described"    // no discovery message is of it
	NoAvailability Code = "no availability"  // its discovery messages name no topic that says whether it is online
	UnfitTopic     Code = "unfit topic"      // its discovery messages name only topics that are not listened to; Found: the first
	TooManyTopics  Code = "too many topics"  // they name more, or more widely, than is listened to
	NoAnswer       Code = "no value"         // messages came, and the value was in none; Want: its path
	Fits           Code = "fits"             // Found, Want
	FitsNot        Code = "fits not"         // Found, Want
	NoNumber       Code = "no number"        // Found: nothing that can be compared; Want
	Kept           Code = "kept"             // the broker keeps a message; At
	NotKept        Code = "not kept"         // it keeps none
	AtRest         Code = "at rest"          // nothing was sent in Span, so that a limit was kept
	NotAsked       Code = "not asked"        // what the broker keeps is not known: the run ended before it was asked
	TooFew         Code = "too few"          // N: samples so far; Of: those wanted
	Held           Code = "held"             // in N samples
	SomeValues     Code = "some values"      // N: values that are not as they have to be; Of: all of them; Values: which, and why
	HeldButLost    Code = "held but lost"    // in N samples; Of: messages that were lost meanwhile
	NoJSON         Code = "no JSON"          // Found: the beginning of the payload
	NotSparkplug   Code = "not Sparkplug"    // Found: the beginning of the payload
	Absent         Code = "absent"           // Want: the path
	WrongType      Code = "wrong type"       // Found, Want
	OutOfRange     Code = "out of range"     // Found, Want
	NotListed      Code = "not listed"       // Found, Want: the values that are allowed
	NoMatch        Code = "no match"         // Found, Want: a pattern
	NoSchema       Code = "against schema"   // Found: where in the payload; Want: what the schema asks for there
	TooMuch        Code = "too much"         // N: bytes; Of: those that are compared with a schema at the most
	LongNumber     Code = "long number"      // Found: one with more digits than are compared with a schema
	TooLarge       Code = "too large"        // N, Of: bytes
	LowQoS         Code = "low QoS"          // N, Of
	LowGranted     Code = "low granted"      // N, Of: the subscription's QoS cannot show it
	TooOften       Code = "too often"        // N: messages in Span; Of: those allowed
	Silent         Code = "silent"           // Span: since At; Limit
	Paused         Code = "paused"           // Span: between two messages, the later one at At; Limit
	InTime         Code = "in time"          // N: gaps; Span: the longest; Limit
	Regular        Code = "regular"          // N: gaps; Span: the median; Limit: what was expected
	Irregular      Code = "irregular"        // N: gaps; Span: the median; Limit: what was expected
	ClockRight     Code = "clock right"      // Span: median of the offsets; Limit
	ClockOff       Code = "clock off"        // Span, Limit
	TimeZone       Code = "time zone"        // Span: near a multiple of a quarter of an hour; Limit
	WasOff         Code = "was off"          // Span: the worst, at At; right since
	OurClock       Code = "our clock"        // Span: by which ours jumped, at At: offsets say nothing
	Changes        Code = "changes"          // Span: the longest without a change; Limit
	NotNext        Code = "not next"         // Found: what came; Want: what follows the one before
	StuckAt        Code = "stuck at"         // Found: the value; Span; Limit
	Watched        Code = "watched"          // Span: for which it was watched so far; Limit: which it takes
	Counted        Code = "counted"          // N topics or members; Of: those wanted, below 0: as many as there are
	CountedButLost Code = "counted but lost" // N topics or members; Of: messages that were lost meanwhile
	Missing        Code = "missing"          // N; Names: the first of them
	Unexpected     Code = "unexpected"       // N; Names: the first of them; Of and Others: those that are missing as well
	Complete       Code = "complete"         // N members
	NoTopic        Code = "no topic"         // the filter matched none
	LeftOut        Code = "left out"         // an optional value never came

	WillSeen      Code = "will seen"       // the device went offline when its power was taken away, after Span; At
	NoWillSeen    Code = "no will seen"    // it did not, within Limit
	WillKept      Code = "will kept"       // the broker keeps what its convention has its will say; Found: its topic; At
	WillNamed     Code = "will named"      // its birth has the number of its will; At
	WillListed    Code = "will listed"     // a client with such a will was connected; Found: its topic; At
	WillNotListed Code = "will not listed" // Found: the topic; no client that is connected has a will on it
	WillUnborn    Code = "will unborn"     // no birth came that would have the number of its will
	WillUnseen    Code = "will unseen"     // nothing that came tells of it

	Unwise       Code = "unwise"         // N: warnings; Findings: the first of them; Of: others that are let pass
	UnwiseOrLost Code = "unwise or lost" // N: warnings, which lost messages may have made; Findings; Of: messages that were lost
	NotUnwise    Code = "not unwise"     // in N messages; Of: warnings that are let pass
	CleanButLost Code = "clean but lost" // Of: messages that were lost meanwhile
	NotAllListed Code = "not all listed" // N: warnings that are not known one by one, besides those that are let pass
	KeepUnknown  Code = "keep unknown"   // N: topics of which it is not known whether the broker keeps a message

	NotOnline   Code = "not online"    // a device that was to be tested was never online
	Asked       Code = "asked"         // Found: what a person is to do
	Awaited     Code = "awaited"       // it is done, and what comes of it is awaited; Limit
	WentOffline Code = "went offline"  // Span: after it was done; it is to be put back
	WentAndCame Code = "went and came" // Span: after which it was offline; Limit; At: online again
	WentUntold  Code = "went untold"   // it was offline before the person said that it is done, Span after it was to be; Limit; At
	CameUntold  Code = "came untold"   // it was offline and back before the person said that it is done; At
	NotOffline  Code = "not offline"   // it never said so; Limit
	OfflineLate Code = "offline late"  // Span, Limit, At
	NotBack     Code = "not back"      // it did not come back; Limit, 0: by the end
	BackLate    Code = "back late"     // Span, Limit, At
	Skipped     Code = "skipped"       // Found: why a person did not do it
	NotDone     Code = "not done"      // nobody did it before the run ended
	Unattended  Code = "unattended"    // there was nobody to do it
	Interrupted Code = "interrupted"   // the connection was lost, or messages were, so that it is to be done again
	TooEarly    Code = "too early"     // the run ended after Span of Limit
	NotAllowed  Code = "not allowed"   // to publish
	NotSentYet  Code = "not sent yet"  // the command is to be published
	NotSent     Code = "not sent"      // Found: why
	Replied     Code = "replied"       // Span, Limit; Found: the topic; At
	RepliedLate Code = "replied late"  // Span, Limit, At
	SaidBefore  Code = "said before"   // Span, Limit, At; but the message before the command said the same
	NoReply     Code = "no reply"      // Limit
	OtherReply  Code = "other reply"   // Found: the value at Want that is not as expected; empty: there is none; Limit
)

// Reason is a code with its values.
type Reason struct {
	Code   Code
	Found  string
	Want   string
	N, Of  int
	Span   time.Duration
	Limit  time.Duration
	At     time.Time
	Names  []string
	Others []string

	Findings []lint.Finding
	Values   []ValueReason
}

// ValueReason is why one of several values is not as it has to be.
type ValueReason struct {
	Path string
	Reason
}

// Verdict is how things stand with a check of a subject or of one of its members.
type Verdict struct {
	State      State
	Reason     Reason
	Samples    int
	Violations int
	Evidence   []int // numbers of messages, see [Run.Evidence]; nil: it rests on none; empty: there was no room for it
}

// Evidence is a message that a verdict rests on.
type Evidence struct {
	At         time.Time
	Topic      string
	Payload    []byte
	Properties []byte
	Read       []byte // what a message of Sparkplug says by its birth, as JSON; nil: the payload says it itself
	QoS        byte
	Retained   bool
	Dup        bool
	LeftOut    int  // bytes of payload and properties that are not kept
	Hidden     bool // they are not, because they have a secret; else there was no room
}
