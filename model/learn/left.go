package learn

import (
	"cmp"
	"maps"
	"slices"
)

// LeftCode is why something was left out.
type LeftCode string

// The reasons.
const (
	ManyTopics   LeftCode = "many topics"   // N messages on topics for which there was no room; those in the proposal may have more members
	LongTopic    LeftCode = "long topic"    // N messages on topics of more than Most bytes or levels
	Unshown      LeftCode = "unshown"       // N messages on topics with characters that cannot be shown
	System       LeftCode = "system"        // N messages on topics of the broker itself, that begin with $
	ManyFields   LeftCode = "many fields"   // N fields of payloads, for which there was no room, or which have no path
	LargePay     LeftCode = "large"         // N payloads of more than Most bytes
	Braces       LeftCode = "braces"        // N topics with a level in braces, which would be the name of a level
	Once         LeftCode = "once"          // N topics with one message, that the broker does not keep
	Rare         LeftCode = "rare"          // N topics that came now and then, and that the broker does not keep
	Commands     LeftCode = "commands"      // N topics of commands
	Description  LeftCode = "descriptions"  // N topics that describe devices to other programs
	OfDevices    LeftCode = "of devices"    // N topics of devices beside those that a checklist looks at
	Silent       LeftCode = "silent"        // N devices that were described, and not heard
	ManySubjects LeftCode = "many subjects" // N devices and rules, for which there was no room
	Missed       LeftCode = "missed"        // N messages that were lost on the way

	BrokenJSON  LeftCode = "broken json"  // N topics with payloads that begin as JSON and are none
	Unreadable  LeftCode = "unreadable"   // N topics with payloads that are bytes and no text
	TwoTypes    LeftCode = "two types"    // N topics with payloads now of one type and now of another
	MixedFields LeftCode = "mixed fields" // N fields that are now of one type and now of another, or null
	NotFinite   LeftCode = "not finite"   // N fields or payloads with numbers that are not finite
	FreeText    LeftCode = "free text"    // N topics with payloads that are a text of whatever words
	RareFields  LeftCode = "rare fields"  // N fields that came less than three times, or are texts and came now and then
	NoValues    LeftCode = "no values"    // N topics whose payloads have nothing that can be asked for
	Unchecked   LeftCode = "unchecked"    // N topics for which there is no check at all
)

// Left is something that was left out.
type Left struct {
	Code  LeftCode
	N     int
	Most  int
	Names []string // the first topics, in their order; none where no topic is known by its name
}

// namedLeft are the topics that are named of what was left out for one reason.
const namedLeft = 3

// omitted is what a proposal leaves out.
type omitted map[LeftCode]*Left

// omittedFrom begins with what was left out while messages came.
func omittedFrom(so map[LeftCode]int) omitted {
	o := omitted{}
	for code, n := range so {
		o.add(code, n)
	}
	return o
}

// add counts some that no topic stands for.
func (o omitted) add(code LeftCode, n int) *Left {
	one := o[code]
	if one == nil {
		one = &Left{Code: code}
		o[code] = one
	}
	one.N += n
	return one
}

// topic counts a topic.
func (o omitted) topic(code LeftCode, name string) { o.add(code, 1).name(name) }

// topics counts several.
func (o omitted) topics(code LeftCode, all []*topic) {
	for _, t := range all {
		o.topic(code, t.name)
	}
}

// name keeps the name of a topic, where it is one of the first.
func (l *Left) name(topic string) {
	at, known := slices.BinarySearch(l.Names, topic)
	if known || at == namedLeft {
		return
	}
	l.Names = slices.Insert(l.Names, at, topic)
	l.Names = l.Names[:min(len(l.Names), namedLeft)]
}

// sorted is all of it, in the order of the codes.
func (o omitted) sorted() (all []Left) {
	for _, one := range slices.SortedFunc(maps.Values(o), func(a, b *Left) int { return cmp.Compare(a.Code, b.Code) }) {
		if one.N == 0 {
			continue
		}
		switch one.Code {
		case LongTopic:
			one.Most = longestTopic
		case LargePay:
			one.Most = largestRead
		default:
		}
		all = append(all, *one)
	}
	return all
}

// odd counts the topics of a group whose payloads no check is made of, or of only some: each for
// the first reason that there is.
func (g *group) odd(left omitted, lines []Line) {
	for _, t := range g.topics {
		switch code := t.odd(); {
		case code == FreeText && len(lines) > 0: // these are its words
		case code != "":
			left.topic(code, t.name)
		case len(lines) == 0 && t.unread == 0:
			left.topic(NoValues, t.name)
		}
	}
}

// odd is why nothing is asked of the payloads of a topic, empty where they are in order or too
// large to be looked into.
func (t *topic) odd() LeftCode {
	switch w := t.whole; {
	case t.bytes > 0:
		return Unreadable
	case t.bad > 0:
		return BrokenJSON
	case t.unread > 0:
		return ""
	case w != nil && w.endless+w.unended > 0:
		return NotFinite
	case t.objects > 0 && t.others > 0, w != nil && w.kinds() > 1:
		return TwoTypes
	case w != nil && w.texts == w.n:
		return FreeText
	}
	return ""
}

// kinds is of how many types a value was: null is one, too.
func (f *field) kinds() (n int) {
	for _, of := range []int{f.nulls, f.bools, f.numbers, f.texts, f.objects, f.arrays} {
		n += min(of, 1)
	}
	return n
}
