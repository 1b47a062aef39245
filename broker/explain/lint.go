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
		"Whoever subscribes later takes it for a new birth, new data or a new death: in Sparkplug only STATE is retained. Publish it without the retain flag, and clear the retained message.",
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
		"Payloads that are not valid JSON",
		"A program that reads it as JSON gets nothing from it. The usual causes are nan, a name without quotes and an extra comma: have the sender leave out a value that it does not have, or write null.",
	},
	lint.TypeFlip: {
		"Payloads that change type",
		"A program that reads one may fail on the other. Send a value in one form, and errors on a topic of their own.",
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
		"Each goes offline when the other comes online, again and again, as two clients with the same client id do. Check the client ids of both, and give each its own.",
	},
	lint.Reconnecting: {
		"Devices that connect over and over",
		"Another client may have its client id, so the broker disconnects each in turn; or its network or power fails. Give it a client id of its own, and see whether it stays connected.",
	},
	lint.CaseTwin: {
		"Topics that differ only in upper and lower case",
		"To a broker they are two topics, and usually one of them is a typo. Settle on one.",
	},
	lint.Blank: {
		"Topics with invisible characters",
		"They are easily missed when the topic is typed again. Name the topic without them.",
	},
	lint.LeadingSlash: {
		"Topics that begin with a slash",
		"The first level is empty, so + and # in filters match differently than expected. Leave out the slash.",
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
		return wording.Fill("{topic}: {found}", "topic", f.Topic, "found", f.Found)
	case lint.Ghost:
		return wording.Fill("{topic}: not listed by Zigbee2MQTT at {other}", "topic", f.Topic, "other", f.Other)
	case lint.BadJSON:
		return happened(f, badJSONWords, "topic", f.Topic)
	case lint.TypeFlip:
		return happened(f, typeFlipWords, "topic", f.Topic, "kind", f.Found, "other kind", f.Other)
	case lint.Exploding:
		return wording.Count(f.N, "{topic}: {count} level below it that came and went", "{topic}: {count} levels below it that came and went", "topic", f.Topic)
	case lint.NoWill:
		return lintDevice(f)
	case lint.TakingTurns:
		return happened(f, takingTurnsWords, "device", withID(f.Found, f.ID), "other", withID(f.Other, f.OtherID))
	case lint.Reconnecting:
		return wording.Count(f.N, "{device}: {count} birth in a minute", "{device}: {count} births in a minute", "device", lintDevice(f))
	case lint.CaseTwin:
		return wording.Fill("{topic} and {other}", "topic", f.Topic, "other", f.Other)
	case lint.RetainedCommand, lint.NeverRetained, lint.OutOfDate, lint.NotRetained, lint.Blank, lint.LeadingSlash:
	}
	return f.Topic
}

// lintDevice is the device of a finding, with its convention and what tells it from others of its name.
func lintDevice(f lint.Finding) string {
	text := "{device} ({convention}, {id})"
	if f.ID == "" || f.ID == f.Found {
		text = "{device} ({convention})"
	}
	return wording.Fill(text, "device", f.Found, "convention", ConventionName(device.Convention(f.Other)), "id", f.ID)
}

func withID(name, id string) string {
	if id == "" || id == name {
		return name
	}
	return fmt.Sprintf("%s (%s)", name, id)
}

// often are the sentences for what has happened once, several times, and at least so many times.
type often struct{ once, times, atLeast string }

var (
	badJSONWords     = often{"{topic}: once", "{topic}: {count} times", "{topic}: at least {count} times"}
	typeFlipWords    = often{"{topic}: from {kind} to {other kind}, once", "{topic}: from {kind} to {other kind}, {count} times", "{topic}: from {kind} to {other kind}, at least {count} times"}
	takingTurnsWords = often{"{device} and {other}, once", "{device} and {other}, {count} times", "{device} and {other}, at least {count} times"}
)

// happened is the one of the sentences that fits a finding.
func happened(f lint.Finding, words often, values ...any) string {
	if f.More {
		return wording.Fill(words.atLeast, append(values, "count", f.N)...)
	}
	return wording.Count(f.N, words.once, words.times, values...)
}

// unwiseWords are for warnings that a checklist asks for.
func unwiseWords(r verify.Reason) string {
	switch r.Code {
	case verify.Unwise:
		if r.Of > 0 {
			return wording.Fill("{count} found: {findings}; allowed by the checklist: {allowed}", "count", r.N, "findings", findingsWords(r), "allowed", r.Of)
		}
		return wording.Fill("{count} found: {findings}", "count", r.N, "findings", findingsWords(r))
	case verify.UnwiseOrLost:
		return wording.Count(r.Of, "{found} found: {findings}; but {count} message was lost, which may have said otherwise",
			"{found} found: {findings}; but {count} messages were lost, which may have said otherwise", "found", r.N, "findings", findingsWords(r))
	case verify.NotUnwise:
		if r.Of > 0 {
			return wording.Count(r.N, "nothing of this kind in {count} message, except for {allowed} that the checklist allows",
				"nothing of this kind in {count} messages, except for {allowed} that the checklist allows", "allowed", r.Of)
		}
		return wording.Count(r.N, "nothing of this kind in {count} message", "nothing of this kind in {count} messages")
	case verify.CleanButLost:
		return wording.Count(r.Of, "nothing of this kind in what came, but {count} message was lost", "nothing of this kind in what came, but {count} messages were lost")
	case verify.NotAllListed:
		return wording.Fill("there are {number} more than are listed one by one, so it is not known whether the exceptions allow all of them", "number", r.N)
	case verify.KeepUnknown:
		return wording.Count(r.N, "it is not known whether the broker keeps a message for {count} topic", "it is not known whether the broker keeps a message for {count} topics")
	}
	return ""
}

// findingsWords name the first findings, and say how many more there are.
func findingsWords(r verify.Reason) string {
	var all []string
	for i := range r.Findings {
		all = append(all, LintFinding(r.Findings[i]))
	}
	if len(all) == 0 {
		return ""
	}
	last := len(all) - 1
	return strings.Join(append(all[:last], andMore(all[last:], r.N-len(all))), "; ")
}
