package explain

import (
	"fmt"
	"strings"

	"mangrove/model/device"
	"mangrove/model/lint"
	"mangrove/model/verify"
	"mangrove/model/wording"
)

// lintWords are what a kind of finding is called, and what to do about it.
var lintWords = map[lint.Code]struct{ title, advice string }{
	lint.Secret: {
		"Secrets in payloads",
		"Everyone who may subscribe can read them. Keep secrets out of messages, and change those that were sent.",
	},
	lint.RetainedCommand: {
		"Retained commands",
		"The device obeys it again whenever it connects. Clear it, unless it is retained on purpose, and publish commands without the retain flag.",
	},
	lint.NeverRetained: {
		"Messages of Sparkplug that are retained",
		"Whoever subscribes later takes it for a birth, data or a death of now: of Sparkplug only STATE is retained. Have it published without the retain flag, and clear what is kept.",
	},
	lint.OutOfDate: {
		"Retained states that are out of date",
		"Whoever subscribes later gets the older message, because what came after it was sent without the retain flag. Have the device publish each state with the retain flag, or clear what is kept.",
	},
	lint.NotRetained: {
		"States that are not retained",
		"Whoever subscribes later knows nothing until the next message. Have the device publish it with the retain flag.",
	},
	lint.Ghost: {
		"Retained messages of removed devices",
		"Zigbee2MQTT lists no device or group of that name: it was removed or has another name now, and programs that start still take the message for its state. Clear it, unless another program publishes there.",
	},
	lint.BadJSON: {
		"Payloads that are no valid JSON",
		"A program that reads it as JSON gets nothing of it. Mostly it is a nan, a name without quotes or a comma too many: have the sender leave out a value that it does not have, or write null.",
	},
	lint.TypeFlip: {
		"Payloads that change their kind",
		"A program that reads the one may fail at the other. Send a value in one form, and errors on a topic of their own.",
	},
	lint.Exploding: {
		"Topics without end",
		"New topics come all the time, which brokers and dashboards keep forever. Put what changes into the payload, and have a gateway leave out devices that change their address.",
	},
	lint.NoWill: {
		"Devices that do not say when they go offline",
		"A dead device looks like a quiet one. Turn on its availability, or give it a last will.",
	},
	lint.TakingTurns: {
		"Devices that go offline in turns",
		"Each goes offline when the other comes, again and again, as two clients with one client id do. Look at the client ids of both, and give each its own.",
	},
	lint.Reconnecting: {
		"Devices that connect over and over",
		"Another client may have its client id, so that the broker throws them out in turns; or its network or power fails. Give it a client id of its own, and see whether it stays.",
	},
	lint.CaseTwin: {
		"Topics that differ only in upper and lower case",
		"To a broker they are two topics, and mostly one of them is a slip. Settle on one.",
	},
	lint.Blank: {
		"Topics with characters that cannot be seen",
		"They are easily missed when the topic is typed again. Name the topic without them.",
	},
	lint.LeadingSlash: {
		"Topics that begin with a slash",
		"The first level is empty, so that + and # in filters fit otherwise than expected. Leave the slash out.",
	},
}

// LintTitle is what a kind of finding is called, over those that there are.
func LintTitle(c lint.Code) string {
	if words, is := lintWords[c]; is {
		return words.title
	}
	return string(c)
}

// LintAdvice says why a kind of finding matters, and what to do.
func LintAdvice(c lint.Code) string { return lintWords[c].advice }

// LintFinding says what was found, beside what kind it is.
func LintFinding(f lint.Finding) string {
	switch f.Code {
	case lint.Secret:
		return fmt.Sprintf("%s: %s", f.Topic, f.Found)
	case lint.Ghost:
		return wording.Fill("{topic}: not listed by Zigbee2MQTT at {other}", "topic", f.Topic, "other", f.Other)
	case lint.BadJSON:
		return fmt.Sprintf("%s: %s", f.Topic, times(f))
	case lint.TypeFlip:
		return wording.Fill("{topic}: from {found} to {other}, {f}", "topic", f.Topic, "found", f.Found, "other", f.Other, "f", times(f))
	case lint.Exploding:
		return wording.Fill("{topic}: {number} levels below it that came and went", "topic", f.Topic, "number", f.N)
	case lint.NoWill:
		return lintDevice(f)
	case lint.TakingTurns:
		return wording.Fill("{found} and {other}, {f}", "found", withID(f.Found, f.ID), "other", withID(f.Other, f.OtherID), "f", times(f))
	case lint.Reconnecting:
		return wording.Fill("{f}: {number} births in a minute", "f", lintDevice(f), "number", f.N)
	case lint.CaseTwin:
		return wording.Fill("{topic} and {other}", "topic", f.Topic, "other", f.Other)
	case lint.RetainedCommand, lint.NeverRetained, lint.OutOfDate, lint.NotRetained, lint.Blank, lint.LeadingSlash:
	}
	return f.Topic
}

// lintDevice is the device of a finding, with its convention and what tells it from others of its name.
func lintDevice(f lint.Finding) string {
	words := ConventionName(device.Convention(f.Other))
	if f.ID != "" && f.ID != f.Found {
		words += ", " + f.ID
	}
	return f.Found + " (" + words + ")"
}

func withID(name, id string) string {
	if id == "" || id == name {
		return name
	}
	return name + " (" + id + ")"
}

func times(f lint.Finding) string {
	switch {
	case f.More:
		return wording.Fill("at least {number} times", "number", f.N)
	case f.N == 1:
		return "once"
	}
	return wording.Fill("{number} times", "number", f.N)
}

// unwiseWords are for warnings that a checklist asks for.
func unwiseWords(r verify.Reason) string {
	switch r.Code {
	case verify.Unwise:
		if r.Of > 0 {
			return wording.Fill("{r}; {of} that the checklist allows", "r", findingsWords(r), "of", r.Of)
		}
		return findingsWords(r)
	case verify.UnwiseOrLost:
		return findingsWords(r) + wording.Count(r.Of, ", but {count} message was lost, which may have said otherwise", ", but {count} messages were lost, which may have said otherwise")
	case verify.NotUnwise:
		words := wording.Count(r.N, "nothing of this kind in {count} message", "nothing of this kind in {count} messages")
		if r.Of > 0 {
			return wording.Fill("{words}, but for {of} that the checklist allows", "words", words, "of", r.Of)
		}
		return words
	case verify.CleanButLost:
		return wording.Count(r.Of, "nothing of this kind in what came, but {count} message was lost", "nothing of this kind in what came, but {count} messages were lost")
	case verify.NotAllListed:
		return wording.Fill("there are {number} more than are listed one by one, so it is not known whether the exceptions allow all of them", "number", r.N)
	case verify.KeepUnknown:
		return wording.Count(r.N, "of {count} topic it is not known whether the broker keeps a message", "of {count} topics it is not known whether the broker keeps a message")
	}
	return ""
}

// findingsWords name the first findings, and say how many more there are.
func findingsWords(r verify.Reason) string {
	var all []string
	for i := range r.Findings {
		all = append(all, LintFinding(r.Findings[i]))
	}
	words := wording.Fill("{number} found: {all}", "number", r.N, "all", strings.Join(all, "; "))
	if more := r.N - len(all); more > 0 && len(all) > 0 {
		words += wording.Fill(" and {more} more", "more", more)
	}
	return words
}
