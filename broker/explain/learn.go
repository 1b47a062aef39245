package explain

import (
	"fmt"
	"time"

	"mangrove/model/learn"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// LearnedHead is what stands above a checklist that was learned from the broker at an address:
// a line for each sentence. So many subjects have no room in the file.
func LearnedHead(p *learn.Proposal, broker string, left int) []string {
	lines := []string{
		wording.Fill("Learned from {broker} on {ended}, in {began}: topics {topics}, messages {messages}.",
			"broker", broker, "ended", p.Ended.Format("2006-01-02 15:04"), "began", p.Ended.Sub(p.Began).Round(time.Second), "topics", p.Topics, "messages", p.Messages),
		"Look at each line before you use it: it says what was, not what has to be.",
		"Times and ranges are wider than what was seen. What came less than 10 times is marked as few.",
	}
	if p.Away > 0 {
		lines = append(lines, wording.Fill("There was no connection for {away} of the time.", "away", p.Away.Round(100*time.Millisecond)))
	}
	for _, one := range p.Left {
		lines = append(lines, wording.Fill("Left out: {one}", "one", LeftOut(one)))
	}
	if left > 0 {
		lines = append(lines, wording.Fill("Left out: {value}", "value", LeftOut(learn.Left{Code: learn.ManySubjects, N: left})))
	}
	return lines
}

// LearnedTopics says of how many topics a rule was learned.
func LearnedTopics(n int) string { return numberOf(n, "topic") }

// Learned says what a line of a learned checklist rests on.
func Learned(b learn.Basis) string {
	words := learnedWords(b)
	if b.Part > 0 {
		words += wording.Fill(" in {part}", "part", numberOf(b.Part, "message"))
	}
	if b.Sure == learn.Guess {
		words += "; few"
	}
	return words
}

func learnedWords(b learn.Basis) string {
	switch b.Code {
	case learn.Heard, learn.Granted:
		return numberOf(b.N, "message")
	case learn.SaidSo:
		return "it said so"
	case learn.Found:
		return wording.Fill("it has {low}", "low", b.Low)
	case learn.Gaps:
		return wording.Fill("{number}, {shortest} to {longest}", "number", numberOf(b.N, "interval"), "shortest", rough(b.Shortest), "longest", rough(b.Longest))
	case learn.Kept:
		return wording.Count(b.N, "the broker keeps {count} topic", "the broker keeps {count} topics")
	case learn.NotKept:
		return "the broker keeps no message"
	case learn.Listed:
		return numberOf(b.N, "name")
	case learn.Topics:
		return numberOf(b.N, "topic")
	case learn.Steps:
		return wording.Count(b.N, "{count} number, each 1 more than the last", "{count} numbers, each 1 more than the last")
	default:
		return sampleWords(b)
	}
}

// sampleWords are those of the values in payloads.
func sampleWords(b learn.Basis) string {
	samples := numberOf(b.N, "sample")
	switch {
	case b.Code == learn.Values:
		return samples
	case b.Code == learn.Same, b.Code == learn.Numbers && b.Low == b.High, b.Code == learn.Words && b.Of == 1:
		return wording.Fill("{samples}, always {low}", "samples", samples, "low", b.Low)
	case b.Code == learn.Numbers:
		return wording.Fill("{samples}, {low} to {high}", "samples", samples, "low", b.Low, "high", b.High)
	case b.Code == learn.Counts:
		return wording.Fill("{samples}, counting, {low} to {high}", "samples", samples, "low", b.Low, "high", b.High)
	case b.Code == learn.Words:
		return fmt.Sprintf("%s, %s", samples, numberOf(b.Of, "different value"))
	case b.Code == learn.Pair:
		return wording.Fill("{samples}, only {low} seen", "samples", samples, "low", b.Low)
	case b.Code == learn.Times:
		return wording.Fill("{samples}, off by {longest} at most", "samples", samples, "longest", rough(b.Longest))
	case b.Code == learn.Moves:
		return wording.Fill("{number}, at most {longest} apart", "number", numberOf(b.N, "change"), "longest", rough(b.Longest))
	}
	return string(b.Code)
}

// rough is a time as people say it.
func rough(d time.Duration) string {
	unit := time.Second
	switch {
	case d < time.Second:
		unit = time.Millisecond
	case d < 10*time.Second:
		unit = 100 * time.Millisecond
	}
	return d.Round(unit).String()
}

// LeftOut says what a learned checklist does not have, and why.
func LeftOut(l learn.Left) string {
	words, ok := leftOut[l.Code]
	switch {
	case !ok:
		return string(l.Code)
	case l.Code == learn.LargePay:
		return perNumber(l.N, words.one, words.several, printable.Size(l.Most))
	case l.Code == learn.LongTopic:
		return perNumber(l.N, words.one, words.several, l.Most)
	}
	return perNumber(l.N, words.one, words.several)
}

// leftOut are the sentences for one of what was left out, and for several.
var leftOut = map[learn.LeftCode]struct{ one, several string }{
	learn.ManyTopics: {
		"%[1]d message on a topic for which there was no room, so that some rules may have more members. Learn a part at a time with --topic.",
		"%[1]d messages on topics for which there was no room, so that some rules may have more members. Learn a part at a time with --topic.",
	},
	learn.LongTopic: {
		"%[1]d message on a topic of more than %[2]d bytes or of very many levels.",
		"%[1]d messages on topics of more than %[2]d bytes or of very many levels.",
	},
	learn.Unshown: {
		"%[1]d message on a topic with characters that cannot be shown.",
		"%[1]d messages on topics with characters that cannot be shown.",
	},
	learn.System: {
		"%[1]d message on a topic that begins with $, which is the broker's own.",
		"%[1]d messages on topics that begin with $, which are the broker's own.",
	},
	learn.ManyFields: {
		"%[1]d field of payloads: too many, or without a path that leads there.",
		"%[1]d fields of payloads: too many, or without a path that leads there.",
	},
	learn.LargePay: {
		"%[1]d payload larger than %[2]s, which was not looked into.",
		"%[1]d payloads larger than %[2]s, which were not looked into.",
	},
	learn.Braces: {
		"%[1]d topic with a level in braces, which a checklist takes for a name.",
		"%[1]d topics with a level in braces, which a checklist takes for a name.",
	},
	learn.Rare: {
		"%[1]d topic with fewer than 10 messages, no rhythm, and none kept by the broker. Learn for longer for more.",
		"%[1]d topics with fewer than 10 messages, no rhythm, and none kept by the broker. Learn for longer for more.",
	},
	learn.Commands: {"%[1]d topic of commands to devices.", "%[1]d topics of commands to devices."},
	learn.Description: {
		"%[1]d topic for describing devices to other programs.",
		"%[1]d topics for describing devices to other programs.",
	},
	learn.OfDevices: {
		"%[1]d topic of the devices below that no check of theirs needs.",
		"%[1]d topics of the devices below that no check of theirs needs.",
	},
	learn.Silent: {
		"%[1]d device that was described and sent nothing. Learn for longer for more.",
		"%[1]d devices that were described and sent nothing. Learn for longer for more.",
	},
	learn.ManySubjects: {
		"%[1]d device or rule, for which this file has no room. Learn a part at a time with --topic.",
		"%[1]d devices and rules, for which this file has no room. Learn a part at a time with --topic.",
	},
	learn.Missed: {"%[1]d message lost on the way.", "%[1]d messages lost on the way."},
}
