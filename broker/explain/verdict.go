package explain

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// checkNames are what the kinds of checks are called.
var checkNames = map[checklist.Kind]string{
	checklist.Present:  "present",
	checklist.Online:   "online",
	checklist.Firmware: "firmware",
	checklist.Battery:  "battery",
	checklist.Retained: "retained",
	checklist.Count:    "count",
	checklist.Members:  "members",
	checklist.Naming:   "naming",
	checklist.QoS:      "QoS",
	checklist.Size:     "size",
	checklist.Rate:     "rate",
	checklist.Interval: "interval",
	checklist.Field:    "field",
	checklist.Skew:     "clock",
	checklist.Stuck:    "changes",
	checklist.Seq:      "sequence",
	checklist.Schema:   "schema",
	checklist.Will:     "will",
	checklist.Lint:     "warning",

	checklist.LWTTest:   "outage test",
	checklist.Commanded: "command",
}

// CheckName is what a check is called in lists and reports.
func CheckName(c *checklist.Check) string { return CheckNamed(c.Kind, CheckOf(c)) }

// CheckNamed is what a check of a kind is called that is of something; one that is not known
// has its code.
func CheckNamed(kind checklist.Kind, of string) string {
	name := cmp.Or(checkNames[kind], string(kind))
	switch {
	case kind == checklist.Field && of == "":
		return "payload"
	case of == "":
		return name
	}
	return name + " " + of
}

// CheckOf is what of its subject a check is of: a path, a schema, a topic; empty: all of it.
func CheckOf(c *checklist.Check) string {
	switch {
	case c.Path != "":
		return c.Path
	case c.Kind == checklist.Schema:
		return c.Source
	case c.Command != nil:
		return c.Command.Topic
	}
	return ""
}

// verdictFixed are the reasons without values.
var verdictFixed = map[verify.Code]string{
	verify.NeverSeen:      "never seen",
	verify.NotKept:        "the broker keeps no message",
	verify.NotAsked:       "live messages came, but the run ended before the broker was asked what it keeps",
	verify.NoTopic:        "no topic matching the filter was seen",
	verify.LeftOut:        "never seen, but optional",
	verify.NotDescribed:   "no discovery message of Home Assistant has this name or identifier of a device",
	verify.NoAvailability: "its discovery messages name no topic that says whether it can be reached",
	verify.TooManyTopics:  "its discovery messages name more topics than are listened to for one device, so it may have been missed; list its topics in the checklist",
	verify.AwaitingBirth:  "data came, but no birth that says what they are; have the node asked for a rebirth during the run",

	verify.WillUnborn: "no birth came that has the number of its will; have the node asked for a rebirth during the run",
	verify.WillUnseen: "a subscriber cannot see a will, and nothing that came tells of it; add an lwt_test, or run the broker in Mangrove",

	verify.NotOnline:   "it was not known to be online, so its outage could not be tested",
	verify.NotDone:     "nobody did this step before the run ended",
	verify.Unattended:  "this step needs a person, and there was none to ask",
	verify.Interrupted: "the connection or messages were lost in the middle, so this must be done again",
	verify.NotAllowed:  "publishing was not allowed, so the command was not sent",
	verify.NotSentYet:  "the command was not published yet",
}

// verdictStates are what the states of verdicts are called.
var verdictStates = map[verify.State]string{
	verify.Fail: "failed", verify.Warn: "warning", verify.Pending: "pending", verify.NotVerifiable: "not verifiable", verify.Pass: "passed",
	verify.Manual: "manual", verify.Waived: "waived",
}

// VerdictState is the word for the state of a verdict.
func VerdictState(s verify.State) string { return verdictStates[s] }

// Verdict is the sentence for why a verdict is what it is; of a code that is not known it is
// the code.
func Verdict(r verify.Reason) string {
	if s := verdictWords(r); s != "" {
		return sentence(s)
	}
	return string(r.Code)
}

// KnowsVerdict reports whether there is a sentence for a reason.
func KnowsVerdict(code verify.Code) bool { return verdictWords(verify.Reason{Code: code}) != "" }

func verdictWords(r verify.Reason) string {
	if words, ok := verdictFixed[r.Code]; ok {
		return words
	}
	for _, words := range []func(verify.Reason) string{seenWords, valueWords, manyWords, timeWords, stepWords, replyWords, announcedWords, unwiseWords} {
		if s := words(r); s != "" {
			return s
		}
	}
	return ""
}

func clockTime(t time.Time) string { return t.Format("15:04:05") }

// spanWords is a time, rounded to what matters.
func spanWords(d time.Duration) string {
	unit := time.Millisecond
	switch {
	case d.Abs() >= time.Hour:
		unit = time.Minute
	case d.Abs() >= 10*time.Second:
		unit = time.Second
	case d.Abs() >= time.Second:
		unit = 100 * time.Millisecond
	}
	s := d.Round(unit).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	return s
}

// seenWords are for what came and what did not.
func seenWords(r verify.Reason) string {
	switch r.Code {
	case verify.Seen:
		return fmt.Sprintf("seen at %s on %s", clockTime(r.At), r.Found)
	case verify.OnlyRetained:
		return fmt.Sprintf("seen only as a retained message, at %s; no live message", clockTime(r.At))
	case verify.OnlyEmpty:
		return fmt.Sprintf("only empty messages came, the first at %s; they may come from anybody who clears what the broker keeps", clockTime(r.At))
	case verify.Refused:
		return fmt.Sprintf("the broker refused the subscription to %s, so nothing can be said of it; ask for the right to subscribe", r.Found)
	case verify.Late:
		if r.At.IsZero() {
			return fmt.Sprintf("not seen within %s", spanWords(r.Limit))
		}
		return fmt.Sprintf("seen after %s only, not within %s", spanWords(r.Span), spanWords(r.Limit))
	case verify.SaysOnline:
		return "it says that it is online, at " + clockTime(r.At)
	case verify.SaysOffline:
		return "it says that it is offline, at " + clockTime(r.At)
	case verify.GatewayOffline:
		return fmt.Sprintf("it said that it is online, but what it speaks through is offline since %s, by %s", clockTime(r.At), r.Found)
	case verify.SaysOther:
		return fmt.Sprintf("it says %q; expected %q", r.Found, r.Want)
	case verify.NotSince:
		return fmt.Sprintf("it was online at %s, but messages were missed since, and it has sent nothing after that", clockTime(r.At))
	case verify.Kept:
		return "the broker keeps a message; it came at " + clockTime(r.At)
	case verify.UnfitTopic:
		return fmt.Sprintf("its discovery messages name %q, which is too wide or not for devices, so it was not subscribed to; list its topics in the checklist", r.Found)
	case verify.NoAnswer:
		return fmt.Sprintf("messages came, but none had the value %s", r.Want)
	}
	return ""
}

// announcedWords are for what is known of a will.
func announcedWords(r verify.Reason) string {
	switch r.Code {
	case verify.WillSeen:
		return fmt.Sprintf("its will was seen: it was offline %s after its power was taken away", spanWords(r.Span))
	case verify.NoWillSeen:
		return fmt.Sprintf("it did not go offline within %s of its power being taken away, so no will was seen", spanWords(r.Limit))
	case verify.WillKept:
		return fmt.Sprintf("the broker keeps what its will and it say on %s; it came at %s", r.Found, clockTime(r.At))
	case verify.WillNamed:
		return "its birth has the number of its will, at " + clockTime(r.At)
	case verify.WillListed:
		return fmt.Sprintf("a client with a will on %s was connected to this broker at %s", r.Found, clockTime(r.At))
	case verify.WillNotListed:
		return fmt.Sprintf("no client that is connected to this broker has a will on %s; it may come by a bridge", r.Found)
	}
	return ""
}

// valueWords are for what a payload has.
func valueWords(r verify.Reason) string {
	switch r.Code {
	case verify.Fits:
		return fmt.Sprintf("it is %s, as expected: %s", r.Found, r.Want)
	case verify.FitsNot:
		return fmt.Sprintf("it is %s; expected %s", r.Found, r.Want)
	case verify.NoNumber:
		return fmt.Sprintf("%q cannot be compared with %s", r.Found, r.Want)
	case verify.NoJSON:
		return fmt.Sprintf("the payload is not JSON; it begins with %q", r.Found)
	case verify.NotSparkplug:
		return fmt.Sprintf("the payload is not one of Sparkplug B; it begins with %q", r.Found)
	case verify.Absent:
		return fmt.Sprintf("%s is missing from the payload", r.Want)
	case verify.WrongType:
		return fmt.Sprintf("%s is not of the type %s", r.Found, r.Want)
	case verify.OutOfRange:
		return fmt.Sprintf("%s is outside %s", r.Found, r.Want)
	case verify.NotListed:
		return fmt.Sprintf("%s is not one of %s", r.Found, r.Want)
	case verify.NoMatch:
		return fmt.Sprintf("%s does not match %s", r.Found, r.Want)
	case verify.NotNext:
		return fmt.Sprintf("it is %s; expected %s, so messages are missing or came twice", r.Found, r.Want)
	case verify.NoSchema:
		return fmt.Sprintf("the payload violates its schema at %s: %s", r.Found, r.Want)
	}
	return limitWords(r)
}

// limitWords are for what a message has more or less of than it may.
func limitWords(r verify.Reason) string {
	switch r.Code {
	case verify.TooMuch:
		return fmt.Sprintf("the payload has %d bytes, and only %d are compared with a schema", r.N, r.Of)
	case verify.LongNumber:
		return fmt.Sprintf("the number %s has more digits than are compared with a schema", r.Found)
	case verify.TooLarge:
		return fmt.Sprintf("%d bytes are more than %d", r.N, r.Of)
	case verify.LowQoS:
		return fmt.Sprintf("QoS %d is below %d", r.N, r.Of)
	case verify.LowGranted:
		return fmt.Sprintf("it came with QoS %d, and the subscription was granted only QoS %d, so a higher one cannot be seen", r.N, r.Of)
	}
	return ""
}

// manyWords are for numbers of messages and members.
func manyWords(r verify.Reason) string {
	switch r.Code {
	case verify.AtRest:
		return fmt.Sprintf("nothing was sent in %s, so the limit was kept", spanWords(r.Span))
	case verify.TooFew:
		return perNumber(r.Of, "%[2]d of %[1]d sample needed", "%[2]d of %[1]d samples needed", r.N)
	case verify.Held:
		return perNumber(r.N, "held in %[1]d message", "held in %[1]d messages")
	case verify.HeldButLost:
		return fmt.Sprintf(heldButLost[[2]bool{r.N == 1, r.Of == 1}], r.N, r.Of)
	case verify.TooOften:
		return perNumber(r.N, "%[1]d message within %[2]s; the limit is %[3]d", "%[1]d messages within %[2]s; the limit is %[3]d", spanWords(r.Span), r.Of)
	case verify.Counted:
		if r.Of < 0 {
			return fmt.Sprintf("%d found", r.N)
		}
		return fmt.Sprintf("%d found, %d expected", r.N, r.Of)
	case verify.CountedButLost:
		return perNumber(r.Of, "%[2]d found, but %[1]d message was lost, so there may be more", "%[2]d found, but %[1]d messages were lost, so there may be more", r.N)
	case verify.Missing:
		return fmt.Sprintf("%d missing: %s", r.N, namedMembers(r))
	case verify.Unexpected:
		words := fmt.Sprintf("%d not on the list: %s", r.N, namedMembers(r))
		if r.Of > 0 {
			words += fmt.Sprintf("; %d missing: %s", r.Of, namedMembers(verify.Reason{N: r.Of, Names: r.Others}))
		}
		return words
	case verify.Complete:
		return fmt.Sprintf("all %d came", r.N)
	}
	return ""
}

// heldButLost are the sentences by whether there is one message, and one that was lost.
var heldButLost = map[[2]bool]string{
	{true, true}:   "held in %d message, but %d message was lost meanwhile",
	{true, false}:  "held in %d message, but %d messages were lost meanwhile",
	{false, true}:  "held in %d messages, but %d message was lost meanwhile",
	{false, false}: "held in %d messages, but %d messages were lost meanwhile",
}

// namedMembers names the first members, and says how many more there are.
func namedMembers(r verify.Reason) string {
	names := strings.Join(r.Names, ", ")
	if more := r.N - len(r.Names); more > 0 {
		return fmt.Sprintf("%s and %d more", names, more)
	}
	return names
}

// timeWords are for rhythms and clocks.
func timeWords(r verify.Reason) string {
	switch r.Code {
	case verify.Silent:
		return fmt.Sprintf("silent for %s since %s; the limit is %s", spanWords(r.Span), clockTime(r.At), spanWords(r.Limit))
	case verify.Paused:
		return fmt.Sprintf("%s passed before the message at %s; the limit is %s", spanWords(r.Span), clockTime(r.At), spanWords(r.Limit))
	case verify.InTime:
		return perNumber(r.N, "%[1]d interval between messages, of %[2]s; the limit is %[3]s",
			"%[1]d intervals between messages, the longest of %[2]s; the limit is %[3]s", spanWords(r.Span), spanWords(r.Limit))
	case verify.Regular, verify.Irregular:
		return fmt.Sprintf("a message every %s (median of %d); expected every %s", spanWords(r.Span), r.N, spanWords(r.Limit))
	case verify.ClockRight:
		return fmt.Sprintf("its clock is off by %s; %s is allowed", spanWords(r.Span), spanWords(r.Limit))
	case verify.ClockOff:
		return fmt.Sprintf("its clock is off by %s; %s is allowed", spanWords(r.Span), spanWords(r.Limit))
	case verify.TimeZone:
		return fmt.Sprintf("its clock is off by %s: its time zone may be wrong", spanWords(r.Span))
	case verify.WasOff:
		return fmt.Sprintf("its clock was off by %s at %s, but has been right since", spanWords(r.Span), clockTime(r.At))
	case verify.OurClock:
		return fmt.Sprintf("the clock of this computer jumped by %s at %s, so no other clock can be judged by it", spanWords(r.Span), clockTime(r.At))
	case verify.Changes:
		return fmt.Sprintf("it stayed the same for up to %s; %s is allowed", spanWords(r.Span), spanWords(r.Limit))
	case verify.StuckAt:
		return fmt.Sprintf("it stayed at %s for %s; %s is allowed", r.Found, spanWords(r.Span), spanWords(r.Limit))
	case verify.Watched:
		return fmt.Sprintf("watched for only %s of the %s needed", spanWords(r.Span), spanWords(r.Limit))
	}
	return ""
}
