package explain

import (
	"fmt"
	"time"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/model/verify"
)

// PersonStep says what a person is to do now, or what is waited for.
func PersonStep(s verify.Step) string {
	left := ""
	if s.Left > 0 {
		left = ", " + spanWords(max(time.Second, s.Left.Round(time.Second))) + " left"
	}
	switch what := s.Check.Outage.Operator; s.Phase {
	case verify.Ready:
		words := s.Device + ": " + sentence(what)
		if s.Again {
			words = sentence(fmt.Sprintf("The connection was lost in the middle. Once more, %s: %s", s.Device, what))
		}
		if s.Early {
			words += " It has gone offline: say that it is done if that was you."
		}
		return words
	case verify.Pulled:
		return fmt.Sprintf("%s: waiting for it to go offline%s.", s.Device, left)
	case verify.Gone:
		return fmt.Sprintf("%s is offline. Put it back: waiting for it to be online%s.", s.Device, left)
	default:
		return s.Device + " has to be online before this step. " + sentence(what)
	}
}

// stepWords are for what a person does with a device.
func stepWords(r verify.Reason) string {
	switch r.Code {
	case verify.Asked:
		return "to be done: " + r.Found
	case verify.Awaited:
		return "waiting for up to " + spanWords(r.Limit)
	case verify.WentOffline:
		return fmt.Sprintf("offline after %s; waiting for it to be online again", spanWords(r.Span))
	case verify.WentAndCame:
		return fmt.Sprintf("offline after %s, online again at %s; the limit is %s", spanWords(r.Span), clockTime(r.At), spanWords(r.Limit))
	case verify.WentUntold:
		return fmt.Sprintf("offline before the step was reported as done, and online again at %s; whether that took less than %s is not known", clockTime(r.At), spanWords(r.Limit))
	case verify.CameUntold:
		return fmt.Sprintf("offline and online again, at %s, before the step was reported as done: it may have done that by itself", clockTime(r.At))
	case verify.NotOffline:
		return fmt.Sprintf("it did not go offline within %s", spanWords(r.Limit))
	case verify.OfflineLate:
		return fmt.Sprintf("offline after %s only; the limit is %s", spanWords(r.Span), spanWords(r.Limit))
	case verify.NotBack:
		if r.Limit == 0 {
			return "it went offline and was not online again by the end of the run"
		}
		return fmt.Sprintf("it went offline and was not online again within %s", spanWords(r.Limit))
	case verify.BackLate:
		return fmt.Sprintf("online again after %s only; the limit is %s", spanWords(r.Span), spanWords(r.Limit))
	case verify.Skipped:
		return "skipped: " + r.Found
	case verify.TooEarly:
		return fmt.Sprintf("the run ended after %s of the %s allowed", spanWords(r.Span), spanWords(r.Limit))
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
			return "the command could not be published. " + Error(why.Err(), broker.Address{})
		}
		return "the command could not be published. " + r.Found // a sentence of an earlier program
	case verify.Replied:
		return fmt.Sprintf("replied after %s on %s; the limit is %s", latencyWords(r.Span), r.Found, spanWords(r.Limit))
	case verify.RepliedLate:
		return fmt.Sprintf("replied after %s only; the limit is %s", spanWords(r.Span), spanWords(r.Limit))
	case verify.SaidBefore:
		return fmt.Sprintf("replied after %s, but its message before the command said the same, so this may not be the reply", latencyWords(r.Span))
	case verify.NoReply:
		return fmt.Sprintf("no reply within %s", spanWords(r.Limit))
	case verify.OtherReply:
		return fmt.Sprintf("not the expected reply within %s: %s", spanWords(r.Limit), otherValue(r))
	}
	return ""
}

// otherValue says what of a reply is not as expected.
func otherValue(r verify.Reason) string {
	switch {
	case r.Want == "" && r.Found == "":
		return "the last message was empty"
	case r.Want == "":
		return "the last message was " + r.Found
	case r.Found == "":
		return r.Want + " was missing from the last message"
	}
	return fmt.Sprintf("%s was %s in the last message", r.Want, r.Found)
}
