package explain

import (
	"slices"
	"strings"
	"time"

	"mangrove/model/learn"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// LearnedHead is what stands above a checklist that was learned from the broker at an address:
// a line for each sentence. So many subjects have no room in the file.
func LearnedHead(p *learn.Proposal, broker string, left int) []string {
	lines := []string{
		wording.Fill("Learned from {broker} on {ended}, in {time}: topics {topics}, messages {messages}.",
			"broker", broker, "ended", p.Ended.Format("2006-01-02 15:04"), "time", p.Ended.Sub(p.Began).Round(time.Second), "topics", p.Topics, "messages", p.Messages),
		"Look at each line before you use it: it says what was seen, not what is required.",
		"Times and ranges are wider than what was seen. What came less than 10 times is marked as few.",
	}
	if p.Topics > 0 {
		lines = append(lines, LearnedEnough(p.Ready))
	}
	if p.Away > 0 {
		lines = append(lines, wording.Fill("There was no connection for {away} of the time.", "away", p.Away.Round(100*time.Millisecond)))
	}
	for _, part := range LeftOutAll(p, left) {
		lines = append(lines, wording.Fill("Left out: {part}", "part", part))
	}
	return lines
}

// LearnedEnough says of how many topics enough was seen, and how long to go on for the others.
func LearnedEnough(r learn.Ready) string {
	words := "No topic has had the 10 messages that are enough."
	if r.Enough > 0 {
		words = wording.Count(r.Enough, "10 messages or more came on {count} topic, which is enough.", "10 messages or more came on each of {count} topics, which is enough.")
	}
	if r.AtRest > 0 {
		words += " " + wording.Count(r.AtRest, "{count} topic is known only by what the broker keeps.", "{count} topics are known only by what the broker keeps.")
	}
	if r.Few == 0 {
		return words
	}
	names := andMore(r.Names, r.Few-len(r.Names))
	words += " " + wording.Count(r.Few, "Not yet enough of {count} topic: {names}.", "Not yet enough of {count} topics: {names}.", "names", names)
	if r.Wait > 0 {
		words += " " + wording.Fill("At the pace so far that takes {time} more.", "time", rough(r.Wait.Round(time.Second)))
	}
	return words
}

// oddLeft is what somebody should look into at the devices themselves.
var oddLeft = []learn.LeftCode{learn.BrokenJSON, learn.Unreadable, learn.TwoTypes, learn.MixedFields, learn.NotFinite}

// LeftOutBriefly is [LeftOutAll] with the topics of what is odd only, and that first.
func LeftOutBriefly(p *learn.Proposal, left int) (all []string) {
	brief := &learn.Proposal{}
	for _, odd := range []bool{true, false} {
		for _, one := range p.Left {
			if slices.Contains(oddLeft, one.Code) != odd {
				continue
			}
			if !odd {
				one.Names = nil
			}
			brief.Left = append(brief.Left, one)
		}
	}
	return LeftOutAll(brief, left)
}

// LearnedTopics says of how many topics a rule was learned.
func LearnedTopics(n int) string { return wording.Count(n, "{count} topic", "{count} topics") }

// Learned says what a line of a learned checklist rests on: one fact after the other.
func Learned(b learn.Basis) string {
	facts := []string{learnedWords(b)}
	if b.Part > 0 {
		facts = append(facts, wording.Count(b.Part, "in {count} message", "in {count} messages"))
	}
	if b.Sure == learn.Guess {
		facts = append(facts, "few")
	}
	return strings.Join(facts, "; ")
}

func learnedWords(b learn.Basis) string {
	switch b.Code {
	case learn.Heard, learn.Granted:
		return wording.Count(b.N, "{count} message", "{count} messages")
	case learn.SaidSo:
		return "it said so"
	case learn.Found:
		return wording.Fill("it has {found}", "found", b.Low)
	case learn.Gaps:
		return wording.Count(b.N, "{count} interval, {shortest} to {longest}", "{count} intervals, {shortest} to {longest}",
			"shortest", rough(b.Shortest), "longest", rough(b.Longest))
	case learn.Kept:
		return wording.Count(b.N, "the broker keeps {count} topic", "the broker keeps {count} topics")
	case learn.NotKept:
		return "the broker keeps no message"
	case learn.Listed:
		return wording.Count(b.N, "{count} name", "{count} names")
	case learn.Topics:
		return wording.Count(b.N, "{count} topic", "{count} topics")
	case learn.Folded:
		return wording.Count(b.Of, "the type of {count} value, {samples} or more", "the types of {count} values, {samples} or more each",
			"samples", wording.Count(b.N, "{count} sample", "{count} samples"))
	case learn.Steps:
		return wording.Count(b.N, "{count} number, each 1 more than the last", "{count} numbers, each 1 more than the last")
	default:
		return sampleWords(b)
	}
}

// sampleWords are those of the values in payloads.
func sampleWords(b learn.Basis) string {
	code := b.Code
	if code == learn.Numbers && b.Low == b.High || code == learn.Words && b.Of == 1 {
		code = learn.Same
	}
	forms, ok := sampleForms[code]
	if !ok {
		return string(b.Code)
	}
	words := wording.Count(b.N, forms[0], forms[1], "low", b.Low, "high", b.High, "time", rough(b.Longest))
	if code == learn.Words {
		return words + ", " + wording.Count(b.Of, "{count} different value", "{count} different values")
	}
	return words
}

// sampleForms are the facts on one sample, and on several.
var sampleForms = map[learn.Code][2]string{
	learn.Values:  {"{count} sample", "{count} samples"},
	learn.Words:   {"{count} sample", "{count} samples"},
	learn.Same:    {"{count} sample, always {low}", "{count} samples, always {low}"},
	learn.Numbers: {"{count} sample, {low} to {high}", "{count} samples, {low} to {high}"},
	learn.Counts:  {"{count} sample, counting, {low} to {high}", "{count} samples, counting, {low} to {high}"},
	learn.Pair:    {"{count} sample, only {low} seen", "{count} samples, only {low} seen"},
	learn.Times:   {"{count} sample, off by {time} at most", "{count} samples, off by {time} at most"},
	learn.Moves:   {"{count} change, at most {time} apart", "{count} changes, at most {time} apart"},
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
	if !ok {
		return string(l.Code)
	}
	said := wording.Count(l.N, words.one, words.several, "limit", l.Most, "size", printable.Size(l.Most))
	switch {
	case len(l.Names) == 0:
		return said
	case l.N > len(l.Names):
		return said + " " + wording.Fill("Such as: {topics}.", "topics", strings.Join(l.Names, ", "))
	}
	return said + " " + wording.Fill("On: {topics}.", "topics", strings.Join(l.Names, ", "))
}

// LeftOutAll says all that a learned checklist does not have, a sentence or two for each reason.
// So many devices and rules have no room in the file.
func LeftOutAll(p *learn.Proposal, left int) (all []string) {
	for _, one := range p.Left {
		all = append(all, LeftOut(one))
	}
	if left > 0 {
		all = append(all, LeftOut(learn.Left{Code: learn.ManySubjects, N: left}))
	}
	return all
}

// leftOut are the sentences for one of what was left out, and for several.
var leftOut = map[learn.LeftCode]struct{ one, several string }{
	learn.ManyTopics: {
		"{count} message on a topic for which there was no room, so that some rules may have more members. Learn a part at a time with --topic.",
		"{count} messages on topics for which there was no room, so that some rules may have more members. Learn a part at a time with --topic.",
	},
	learn.LongTopic: {
		"{count} message on a topic of more than {limit} bytes or of very many levels.",
		"{count} messages on topics of more than {limit} bytes or of very many levels.",
	},
	learn.Unshown: {
		"{count} message on a topic with characters that cannot be shown.",
		"{count} messages on topics with characters that cannot be shown.",
	},
	learn.System: {
		"{count} message on a topic that begins with $, which is the broker's own.",
		"{count} messages on topics that begin with $, which are the broker's own.",
	},
	learn.ManyFields: {
		"{count} field of payloads: too many, or without a path that leads there.",
		"{count} fields of payloads: too many, or without a path that leads there.",
	},
	learn.LargePay: {
		"{count} payload larger than {size}, which was not looked into.",
		"{count} payloads larger than {size}, which were not looked into.",
	},
	learn.Braces: {
		"{count} topic with a level in braces, which a checklist takes for a name.",
		"{count} topics with a level in braces, which a checklist takes for a name.",
	},
	learn.Rare: {
		"{count} topic with 2 to 9 messages, no rhythm, and none kept by the broker. Learn for longer for more.",
		"{count} topics with 2 to 9 messages, no rhythm, and none kept by the broker. Learn for longer for more.",
	},
	learn.Once: {
		"{count} topic with one message, which the broker does not keep. Learn for longer for more.",
		"{count} topics with one message each, which the broker does not keep. Learn for longer for more.",
	},
	learn.BrokenJSON: {
		"the payloads of {count} topic, some of which begin as JSON and are broken.",
		"the payloads of {count} topics, some of which begin as JSON and are broken.",
	},
	learn.Unreadable: {
		"the payloads of {count} topic, which are bytes and no text.",
		"the payloads of {count} topics, which are bytes and no text.",
	},
	learn.TwoTypes: {
		"the payloads of {count} topic, which are of one type now and of another then.",
		"the payloads of {count} topics, which are of one type now and of another then.",
	},
	learn.MixedFields: {
		"{count} field that is of one type now and of another then, or null.",
		"{count} fields that are of one type now and of another then, or null.",
	},
	learn.NotFinite: {
		"a range for {count} value that is not a finite number at times.",
		"ranges for {count} values that are not finite numbers at times.",
	},
	learn.FreeText: {
		"the payloads of {count} topic, which are text of whatever words.",
		"the payloads of {count} topics, which are text of whatever words.",
	},
	learn.RareFields: {
		"{count} field that came fewer than 3 times, or is a text and not in every message.",
		"{count} fields that came fewer than 3 times, or are texts and not in every message.",
	},
	learn.NoValues: {
		"the payloads of {count} topic, in which nothing stays so that it can be asked for.",
		"the payloads of {count} topics, in which nothing stays so that it can be asked for.",
	},
	learn.Unchecked: {
		"{count} topic of which nothing was the same each time.",
		"{count} topics of which nothing was the same each time.",
	},
	learn.Commands: {"{count} topic of commands to devices.", "{count} topics of commands to devices."},
	learn.Description: {
		"{count} topic for describing devices to other programs.",
		"{count} topics for describing devices to other programs.",
	},
	learn.OfDevices: {
		"{count} topic of the devices below that no check of theirs needs.",
		"{count} topics of the devices below that no check of theirs needs.",
	},
	learn.Silent: {
		"{count} device that was described and sent nothing. Learn for longer for more.",
		"{count} devices that were described and sent nothing. Learn for longer for more.",
	},
	learn.ManySubjects: {
		"{count} device or rule, for which this file has no room. Learn a part at a time with --topic.",
		"{count} devices and rules, for which this file has no room. Learn a part at a time with --topic.",
	},
	learn.Missed: {"{count} message lost on the way.", "{count} messages lost on the way."},
}
