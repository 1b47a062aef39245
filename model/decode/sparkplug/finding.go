package sparkplug

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Code is a kind of [Finding]. What Want, Got and Name are of it stands behind.
type Code string

// What can be found.
const (
	NotSparkplug     Code = "not Sparkplug"               // the payload does not decode
	BadTopic         Code = "topic"                       // Name: what the namespace has and no topic of Sparkplug is
	Retained         Code = "retained"                    // only states of hosts may be [tck-id-topics-nbirth-mqtt]; Name: the verb
	WrongQoS         Code = "QoS"                         // Got, where Want is 0; Name: the verb
	SeqGap           Code = "seq gap"                     // Want: the first missing; Got: what came instead; Count: how many
	SeqRepeated      Code = "seq repeated"                // Want, Got
	Reordered        Code = "reordered"                   // Got came late
	SeqMissing       Code = "no seq"                      // Name: the verb
	SeqRange         Code = "seq out of range"            // Got
	SeqInDeath       Code = "seq in a death"              // Got [tck-id-topics-ndeath-seq]
	BirthSeq         Code = "birth seq"                   // Got, where Want is 0 [tck-id-topics-nbirth-seq-num]
	NoBdSeq          Code = "no bdSeq"                    // Name: the verb [tck-id-topics-nbirth-bdseq-included]
	DeathNotObeyed   Code = "death not obeyed"            // Want: bdSeq of the birth; Got: of the death, -1 for none [tck-id-operational-behavior-edge-node-termination-host-action-ndeath-node-offline]
	BdSeqUnchanged   Code = "bdSeq unchanged"             // Got, of a birth behind a death [tck-id-topics-nbirth-bdseq-increment]
	NoRebirthControl Code = "no rebirth control"          // a birth without it [tck-id-topics-nbirth-rebirth-metric]
	BirthBeforeNode  Code = "device birth before node's"  // [tck-id-message-flow-device-birth-publish-nbirth-wait]
	DataBeforeBirth  Code = "data before birth"           // Name: the verb
	DataAfterDeath   Code = "data after death"            // Name: the verb
	UnknownMetric    Code = "metric that no birth has"    // Name, or Got: its alias
	DuplicateAlias   Code = "duplicate alias"             // Got: the alias; Name: the second metric
	UnnamedMetric    Code = "birth metric without a name" // [tck-id-topics-nbirth-metrics]
	UntypedMetric    Code = "birth metric without a type" // [tck-id-payloads-metric-datatype-req]
	RebirthStorm     Code = "rebirth storm"               // Got: births in a minute; Want: how many were asked for
	TooManyMetrics   Code = "too many metrics"            // of a birth: they are not kept
	TooManyDevices   Code = "too many devices"            // of a node: others are not followed
	BadState         Code = "host state"                  // the payload of a state
	OldState         Code = "old host state"              // Got: its timestamp; Want: that of the one before
)

// Finding is something about a node, a device or a host that is not as it should be,
// with the latest times that it was so.
type Finding struct {
	Code                Code
	Group, Node, Device string // only Node for a host
	Times               uint64 // all together
	First               time.Time
	Cases               []Case // the latest, oldest first, at most [mostCases]
}

// Case is one time that something was found.
type Case struct {
	At       time.Time
	Position uint64 // of the message that showed it
	Want     int64
	Got      int64
	Count    int
	Name     string
	// Joined says that what came before was not seen, or that messages have been
	// missed: it may be in order.
	Joined bool
}

const (
	mostFindings = 1_000
	mostCases    = 8
	mostName     = 200 // bytes of a name in a case
)

// findings are the latest, of which those that came last are kept.
type findings struct{ list []*finding }

type finding struct {
	Finding
	of *unit
}

// add adds a case to what has been found of a unit.
func (f *findings) add(u *unit, where Topic, code Code, c Case) {
	c.Name = beginning(c.Name)
	i := slices.IndexFunc(u.found, func(one *finding) bool { return one.Code == code })
	if i < 0 {
		if len(f.list) >= mostFindings {
			f.drop()
		}
		i = len(u.found)
		u.found = append(u.found, &finding{Finding{Code: code, Group: where.Group, Node: where.Node, Device: where.Device, First: c.At}, u})
		f.list = append(f.list, u.found[i])
	}
	one := u.found[i]
	one.Times++
	if len(one.Cases) == mostCases {
		copy(one.Cases, one.Cases[1:])
		one.Cases = one.Cases[:mostCases-1]
	}
	one.Cases = append(one.Cases, c)
}

// beginning is a name as a case keeps it: of a long one the beginning, with a sign that
// there is more.
func beginning(name string) string {
	if len(name) <= mostName {
		return name
	}
	end := mostName
	for end > mostName-utf8.UTFMax && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "…"
}

// drop lets the oldest go.
func (f *findings) drop() {
	first := f.list[0]
	first.of.found = slices.DeleteFunc(first.of.found, func(one *finding) bool { return one == first })
	f.list[0] = nil
	f.list = f.list[1:]
}
