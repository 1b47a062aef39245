package explain

import (
	"time"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/model/verify"
	"mangrove/model/wording"
)

// PersonStep says what a person is to do now, or what is waited for.
func PersonStep(s verify.Step) string {
	values := []any{"device", s.Device, "what", s.Check.Outage.Operator, "time", spanWords(max(time.Second, s.Left.Round(time.Second)))}
	switch s.Phase {
	case verify.Ready:
		words := wording.Fill("{device}: {step}", "device", s.Device, "step", sentence(s.Check.Outage.Operator))
		if s.Again {
			words = sentence(wording.Fill("The connection was lost in the middle. Once more, {device}: {what}", values...))
		}
		if s.Early {
			words += " It has gone offline: say that it is done if that was you."
		}
		return words
	case verify.Pulled:
		if s.Left <= 0 {
			return wording.Fill("{device}: waiting for it to go offline.", values...)
		}
		return wording.Fill("{device}: waiting for it to go offline, {time} left.", values...)
	case verify.Gone:
		if s.Left <= 0 {
			return wording.Fill("{device} is offline. Put it back: waiting for it to be online.", values...)
		}
		return wording.Fill("{device} is offline. Put it back: waiting for it to be online, {time} left.", values...)
	default:
		return wording.Fill("Nothing to do yet: {device} has to be online first. The step that follows: {step}", "device", s.Device, "step", sentence(s.Check.Outage.Operator))
	}
}

// SkippedStep names a step that a person is about to leave out.
func SkippedStep(s verify.Step) string {
	return wording.Fill("This step of {device} is left out: {step}", "device", s.Device, "step", sentence(s.Check.Outage.Operator))
}

// stepWords are for what a person does with a device.
func stepWords(r verify.Reason) string {
	switch r.Code {
	case verify.Asked:
		return wording.Fill("to be done: {found}", "found", r.Found)
	case verify.Awaited:
		return wording.Fill("waiting for up to {limit}", "limit", spanWords(r.Limit))
	case verify.WentOffline:
		return wording.Fill("offline after {time}; waiting for it to be online again", "time", spanWords(r.Span))
	case verify.WentAndCame:
		return wording.Fill("offline after {time}, online again at {at}; the limit is {limit}",
			"time", spanWords(r.Span), "at", clockTime(r.At), "limit", spanWords(r.Limit))
	case verify.WentUntold:
		return wording.Fill("offline before the step was reported as done, and online again at {time}; whether that took less than {limit} is not known",
			"time", clockTime(r.At), "limit", spanWords(r.Limit))
	case verify.CameUntold:
		return wording.Fill("offline and online again, at {time}, before the step was reported as done: it may have done that by itself", "time", clockTime(r.At))
	case verify.NotOffline:
		return wording.Fill("it did not go offline within {limit}", "limit", spanWords(r.Limit))
	case verify.OfflineLate:
		span, limit := beyondWords(r.Span, r.Limit)
		return wording.Fill("offline only after {time}; the limit is {limit}", "time", span, "limit", limit)
	case verify.NotBack:
		if r.Limit == 0 {
			return "it went offline and was not online again by the end of the run"
		}
		return wording.Fill("it went offline and was not online again within {limit}", "limit", spanWords(r.Limit))
	case verify.BackLate:
		span, limit := beyondWords(r.Span, r.Limit)
		return wording.Fill("online again only after {time}; the limit is {limit}", "time", span, "limit", limit)
	case verify.Skipped:
		return wording.Fill("skipped: {found}", "found", r.Found)
	case verify.TooEarly:
		return wording.Fill("the run ended after {time} of the {limit} allowed", "time", spanWords(r.Span), "limit", spanWords(r.Limit))
	}
	return ""
}

// latencyWords is a time in which a device replies, which may be less than a millisecond.
func latencyWords(d time.Duration) string {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond).String()
	}
	return spanWords(d)
}

// replyWords are for commands.
func replyWords(r verify.Reason) string {
	switch r.Code {
	case verify.NotSent:
		if why := cause.Unpack(r.Found); why != nil {
			return wording.Fill("the command could not be published. {why}", "why", Error(why.Err(), broker.Address{}))
		}
		return wording.Fill("the command could not be published. {found}", "found", r.Found) // a sentence of an earlier program
	case verify.Replied:
		return wording.Fill("replied after {time} on {found}; the limit is {limit}", "time", latencyWords(r.Span), "found", r.Found, "limit", spanWords(r.Limit))
	case verify.RepliedLate:
		span, limit := beyondWords(r.Span, r.Limit)
		return wording.Fill("replied only after {time}; the limit is {limit}", "time", span, "limit", limit)
	case verify.SaidBefore:
		return wording.Fill("replied after {time}, but its message before the command said the same, so this may not be the reply", "time", latencyWords(r.Span))
	case verify.NoReply:
		return wording.Fill("no reply within {limit}", "limit", spanWords(r.Limit))
	case verify.OtherReply:
		return wording.Fill("not the expected reply within {limit}: {reply}", "limit", spanWords(r.Limit), "reply", otherValue(r))
	}
	return ""
}

// otherValue says what of a reply is not as expected.
func otherValue(r verify.Reason) string {
	switch {
	case r.Want == "" && r.Found == "":
		return "the last message was empty"
	case r.Want == "":
		return wording.Fill("the last message was {found}", "found", r.Found)
	case r.Found == "":
		return wording.Fill("{wanted} was missing from the last message", "wanted", r.Want)
	}
	return wording.Fill("{wanted} was {found} in the last message", "wanted", r.Want, "found", r.Found)
}
