package explain

import (
	"fmt"

	"mangrove/model/device"
	"mangrove/model/lint"
)

// LintTitle is what a kind of finding is called, over those that there are.
func LintTitle(c lint.Code) string {
	switch c {
	case lint.Secret:
		return "Secrets in payloads"
	case lint.RetainedCommand:
		return "Retained commands"
	case lint.NotRetained:
		return "States that are not retained"
	case lint.Ghost:
		return "Kept of devices that are gone"
	case lint.TypeFlip:
		return "Payloads that change their kind"
	case lint.Exploding:
		return "Topics without end"
	case lint.NoWill:
		return "Devices that do not say when they go offline"
	case lint.TakingTurns:
		return "Devices that throw each other out"
	case lint.Reconnecting:
		return "Devices that connect over and over"
	case lint.CaseTwin:
		return "Topics that differ only in upper and lower case"
	case lint.Blank:
		return "Topics with characters that cannot be seen"
	case lint.LeadingSlash:
		return "Topics that begin with a slash"
	}
	return string(c)
}

// LintAdvice says why a kind of finding matters, and what to do.
func LintAdvice(c lint.Code) string {
	switch c {
	case lint.Secret:
		return "Everyone who may subscribe can read them. Keep secrets out of messages, and change those that were sent."
	case lint.RetainedCommand:
		return "The device obeys it again whenever it connects. Clear it, and publish commands without the retain flag."
	case lint.NotRetained:
		return "Whoever subscribes later knows nothing until the next message. Have the device publish it with the retain flag."
	case lint.Ghost:
		return "The gateway lists no device or group of that name: it was removed or has another name now, and programs that start still take the message for its state. Clear it, unless another program publishes there."
	case lint.TypeFlip:
		return "A program that reads the one may fail at the other. Send a value in one form, and errors on a topic of their own."
	case lint.Exploding:
		return "Each message makes a new topic, which brokers and dashboards keep forever. Put what changes into the payload."
	case lint.NoWill:
		return "A dead device looks like a quiet one. Turn on its availability, or give it a last will."
	case lint.TakingTurns:
		return "Each goes offline when the other comes, again and again, as two clients with one client id do. Look at the client ids of both, and give each its own."
	case lint.Reconnecting:
		return "Another client may have its client id, so that the broker throws them out in turns; or its network or power fails. Give it a client id of its own, and see whether it stays."
	case lint.CaseTwin:
		return "To a broker they are two topics, and mostly one of them is a slip. Settle on one."
	case lint.Blank:
		return "They are easily missed when the topic is typed again. Name the topic without them."
	case lint.LeadingSlash:
		return "The first level is empty, so that + and # in filters fit otherwise than expected. Leave the slash out."
	}
	return ""
}

// LintFinding says what was found, beside what kind it is.
func LintFinding(f lint.Finding) string {
	switch f.Code {
	case lint.Secret:
		return fmt.Sprintf("%s: %s", f.Topic, f.Found)
	case lint.Ghost:
		return fmt.Sprintf("%s: not listed by the gateway at %s", f.Topic, f.Other)
	case lint.TypeFlip:
		return fmt.Sprintf("%s: from %s to %s, %s", f.Topic, f.Found, f.Other, times(f.N))
	case lint.Exploding:
		return fmt.Sprintf("%s: %d levels below it, each for one message", f.Topic, f.N)
	case lint.NoWill:
		return fmt.Sprintf("%s (%s)", f.Found, ConventionName(device.Convention(f.Other)))
	case lint.TakingTurns:
		return fmt.Sprintf("%s and %s, %s", f.Found, f.Other, times(f.N))
	case lint.Reconnecting:
		return fmt.Sprintf("%s (%s): %d births in a minute", f.Found, ConventionName(device.Convention(f.Other)), f.N)
	case lint.CaseTwin:
		return fmt.Sprintf("%s and %s", f.Topic, f.Other)
	case lint.RetainedCommand, lint.NotRetained, lint.Blank, lint.LeadingSlash:
	}
	return f.Topic
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
