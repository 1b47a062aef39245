package sparkplug

import "strings"

// Verb is what a message is for, the third level of its topic.
type Verb uint8

// The verbs. State is of a host application, whose topic has no group.
const (
	NBirth Verb = iota + 1
	NData
	NDeath
	NCmd
	DBirth
	DData
	DDeath
	DCmd
	State
)

var verbs = [...]string{
	NBirth: "NBIRTH", NData: "NDATA", NDeath: "NDEATH", NCmd: "NCMD",
	DBirth: "DBIRTH", DData: "DDATA", DDeath: "DDEATH", DCmd: "DCMD", State: "STATE",
}

func (v Verb) String() string {
	if int(v) < len(verbs) {
		return verbs[v]
	}
	return ""
}

// OfDevice reports whether messages of the verb are of a device, not of its edge node.
func (v Verb) OfDevice() bool { return v >= DBirth && v <= DCmd }

func (v Verb) birth() bool   { return v == NBirth || v == DBirth }
func (v Verb) command() bool { return v == NCmd || v == DCmd }

// Namespace is the first level of the topics whose payloads are Sparkplug B.
const Namespace = "spBv1.0"

// LegacyState is the first level of the state of a host application before Sparkplug 3.
const LegacyState = "STATE"

// Topic is what the topic of a message says of it.
type Topic struct {
	Verb   Verb
	Group  string // empty for a host application
	Node   string // of the edge node, or of the host application
	Device string // empty for messages of the node
	Legacy bool   // of a state: STATE/HOST as it was before Sparkplug 3
}

// ParseTopic reads a topic [tck-id-topic-structure]; ok is false when it is none of Sparkplug B.
func ParseTopic(topic string) (t Topic, ok bool) {
	first, rest, _ := strings.Cut(topic, "/")
	switch first {
	case LegacyState:
		if rest == "" || strings.Contains(rest, "/") {
			return Topic{}, false
		}
		return Topic{Verb: State, Node: rest, Legacy: true}, true
	case Namespace:
		return parseLevels(rest)
	}
	return Topic{}, false
}

func parseLevels(rest string) (t Topic, ok bool) {
	var verb string
	t.Group, rest, _ = strings.Cut(rest, "/")
	if t.Group == verbs[State] { // no group is called so [tck-id-host-topic-phid-birth-topic]
		return Topic{Verb: State, Node: rest}, rest != "" && !strings.Contains(rest, "/")
	}
	verb, rest, _ = strings.Cut(rest, "/")
	for v := NBirth; v < State; v++ {
		if verbs[v] == verb {
			t.Verb = v
		}
	}
	var more bool
	t.Node, t.Device, more = strings.Cut(rest, "/")
	if t.Verb == 0 || t.Group == "" || t.Node == "" || more != t.Verb.OfDevice() {
		return Topic{}, false
	}
	return t, !more || t.Device != "" && !strings.Contains(t.Device, "/")
}

// IsTopic reports whether the payloads of a topic are Sparkplug B by its name: all of the
// namespace, but for the states of host applications, which are texts.
func IsTopic(topic string) bool {
	t, ok := ParseTopic(topic)
	return ok && t.Verb != State
}
