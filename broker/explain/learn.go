package explain

import (
	"fmt"
	"time"

	"mangrove/model/learn"
	"mangrove/model/printable"
)

// LearnedHead is what stands above a checklist that was learned from the broker at an address:
// a line for each sentence. So many subjects have no room in the file.
func LearnedHead(p *learn.Proposal, broker string, left int) []string {
	lines := []string{
		fmt.Sprintf("Learned from %s on %s, in %s: topics %d, messages %d.", broker, p.Ended.Format("2006-01-02 15:04"), p.Ended.Sub(p.Began).Round(time.Second), p.Topics, p.Messages),
		"Look at each line before you use it: it says what was, not what has to be.",
		"Times and ranges are wider than what was seen. What came less than 10 times is marked as few.",
	}
	if p.Away > 0 {
		lines = append(lines, fmt.Sprintf("There was no connection for %s of the time.", p.Away.Round(100*time.Millisecond)))
	}
	for _, one := range p.Left {
		lines = append(lines, fmt.Sprintf("Left out: %s", LeftOut(one)))
	}
	if left > 0 {
		lines = append(lines, fmt.Sprintf("Left out: %s", LeftOut(learn.Left{Code: learn.ManySubjects, N: left})))
	}
	return lines
}

// LearnedTopics says of how many topics a rule was learned.
func LearnedTopics(n int) string { return numberOf(n, "topic") }

// Learned says what a line of a learned checklist rests on.
func Learned(b learn.Basis) string {
	words := learnedWords(b)
	if b.Part > 0 {
		words += fmt.Sprintf(" in %s", numberOf(b.Part, "message"))
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
		return "it has " + b.Low
	case learn.Gaps:
		return fmt.Sprintf("%s, %s to %s", numberOf(b.N, "interval"), rough(b.Shortest), rough(b.Longest))
	case learn.Kept:
		return "the broker keeps " + numberOf(b.N, "topic")
	case learn.NotKept:
		return "the broker keeps no message"
	case learn.Listed:
		return numberOf(b.N, "name")
	case learn.Topics:
		return numberOf(b.N, "topic")
	case learn.Steps:
		return numberOf(b.N, "number") + ", each 1 more than the last"
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
		return samples + ", always " + b.Low
	case b.Code == learn.Numbers:
		return fmt.Sprintf("%s, %s to %s", samples, b.Low, b.High)
	case b.Code == learn.Counts:
		return fmt.Sprintf("%s, counting, %s to %s", samples, b.Low, b.High)
	case b.Code == learn.Words:
		return fmt.Sprintf("%s, %s", samples, numberOf(b.Of, "different value"))
	case b.Code == learn.Pair:
		return fmt.Sprintf("%s, only %s seen", samples, b.Low)
	case b.Code == learn.Times:
		return fmt.Sprintf("%s, off by %s at most", samples, rough(b.Longest))
	case b.Code == learn.Moves:
		return fmt.Sprintf("%s, at most %s apart", numberOf(b.N, "change"), rough(b.Longest))
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
	topics, messages := numberOf(l.N, "topic"), numberOf(l.N, "message")
	switch l.Code {
	case learn.ManyTopics:
		return messages + " on topics for which there was no room, so that some rules may have more members. Learn a part at a time with --topic."
	case learn.LongTopic:
		return fmt.Sprintf("%s on topics of more than %d bytes or of very many levels.", messages, l.Most)
	case learn.Unshown:
		return messages + " on topics with characters that cannot be shown."
	case learn.System:
		return messages + " on topics that begin with $, which are the broker's own."
	case learn.ManyFields:
		return numberOf(l.N, "field") + " of payloads: too many, or without a path that leads there."
	case learn.LargePay:
		return fmt.Sprintf("%s larger than %s, which were not looked into.", numberOf(l.N, "payload"), printable.Size(l.Most))
	case learn.Braces:
		return topics + " with a level in braces, which a checklist takes for a name."
	case learn.Rare:
		return topics + " with fewer than 10 messages, no rhythm, and none kept by the broker. Learn for longer for more."
	case learn.Commands:
		return topics + " of commands to devices."
	case learn.Description:
		return topics + " for describing devices to other programs."
	case learn.OfDevices:
		return topics + " of the devices below that no check of theirs needs."
	case learn.Silent:
		return numberOf(l.N, "device") + thatWere(l.N) + " described and sent nothing. Learn for longer for more."
	case learn.ManySubjects:
		return fmt.Sprintf("%d devices and rules, for which this file has no room. Learn a part at a time with --topic.", l.N)
	case learn.Missed:
		return messages + " lost on the way."
	}
	return string(l.Code)
}

func thatWere(n int) string {
	if n == 1 {
		return " that was"
	}
	return " that were"
}
