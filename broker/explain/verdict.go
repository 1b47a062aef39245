package explain

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/model/wording"
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
	checklist.Types:    "types",
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
func spanWords(d time.Duration) string { return roundedWords(d, unitOf(d)) }

// unitOf is what of a time matters.
func unitOf(d time.Duration) time.Duration {
	switch {
	case d.Abs() >= time.Hour:
		return time.Minute
	case d.Abs() >= 10*time.Second:
		return time.Second
	case d.Abs() >= time.Second:
		return 100 * time.Millisecond
	}
	return time.Millisecond
}

func roundedWords(d, unit time.Duration) string {
	s := d.Round(unit).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	return s
}

// beyondWords are a time and a limit; where it is beyond that, with as many digits as it takes to
// see it.
func beyondWords(d, limit time.Duration) (span, most string) {
	one, other := unitOf(d), unitOf(limit)
	for d.Abs() > limit && d.Abs().Round(one) <= limit.Round(other) {
		one, other = finer(one), finer(other)
	}
	return roundedWords(d, one), roundedWords(limit, other)
}

func finer(unit time.Duration) time.Duration {
	if unit == time.Minute {
		return time.Second
	}
	return max(unit/10, 1)
}

// seenWords are for what came and what did not.
func seenWords(r verify.Reason) string {
	switch r.Code {
	case verify.Seen:
		return wording.Fill("seen at {time} on {found}", "time", clockTime(r.At), "found", r.Found)
	case verify.NotYetSeen:
		return wording.Fill("not seen in {time}; the checklist gives it {limit}", "time", spanWords(r.Span), "limit", spanWords(r.Limit))
	case verify.OnlyRetained:
		return wording.Fill("seen only as a retained message, at {time}; no live message", "time", clockTime(r.At))
	case verify.OnlyEmpty:
		return wording.Fill("only empty messages came, the first at {time}; they may come from anyone who clears retained messages", "time", clockTime(r.At))
	case verify.Refused:
		return wording.Fill("the broker refused the subscription to {found}, so nothing can be said about it; ask for permission to subscribe", "found", r.Found)
	case verify.Late:
		return lateWords(r)
	case verify.SaysOnline:
		return wording.Fill("it says that it is online, at {time}", "time", clockTime(r.At))
	case verify.SaysOffline:
		return wording.Fill("it says that it is offline, at {time}", "time", clockTime(r.At))
	case verify.GatewayOffline:
		return wording.Fill("it said that it is online, but what it connects through has been offline since {time}, by {found}", "time", clockTime(r.At), "found", r.Found)
	case verify.SaysOther:
		return wording.Fill("it says {found}; expected {wanted}", "found", strconv.Quote(r.Found), "wanted", strconv.Quote(r.Want))
	case verify.NotSince:
		return wording.Fill("it was online at {time}, but messages were missed since, and it has sent nothing after that", "time", clockTime(r.At))
	case verify.Kept:
		return wording.Fill("the broker keeps a message; it came at {time}", "time", clockTime(r.At))
	case verify.UnfitTopic:
		return wording.Fill("its discovery messages name {found}, which is too wide or not for devices, so it was not subscribed to; list its topics in the checklist",
			"found", strconv.Quote(r.Found))
	case verify.NoAnswer:
		return wording.Fill("messages came, but none had the value {wanted}", "wanted", r.Want)
	}
	return ""
}

// lateWords are for what came too late or not at all.
func lateWords(r verify.Reason) string {
	if r.At.IsZero() {
		return wording.Fill("not seen within {limit}", "limit", spanWords(r.Limit))
	}
	span, limit := beyondWords(r.Span, r.Limit)
	return wording.Fill("seen only after {time}, not within {limit}", "time", span, "limit", limit)
}

// announcedWords are for what is known of a will.
func announcedWords(r verify.Reason) string {
	switch r.Code {
	case verify.WillSeen:
		return wording.Fill("its will was seen: it was offline {time} after its power was cut", "time", spanWords(r.Span))
	case verify.NoWillSeen:
		return wording.Fill("it did not go offline within {limit} of its power being cut, so no will was seen", "limit", spanWords(r.Limit))
	case verify.WillKept:
		return wording.Fill("the broker keeps what its will and it say on {found}; it came at {time}", "found", r.Found, "time", clockTime(r.At))
	case verify.WillNamed:
		return wording.Fill("its birth has the number of its will, at {time}", "time", clockTime(r.At))
	case verify.WillListed:
		return wording.Fill("a client with a will on {found} was connected to this broker at {time}", "found", r.Found, "time", clockTime(r.At))
	case verify.WillNotListed:
		return wording.Fill("no client that is connected to this broker has a will on {found}; it may come by a bridge", "found", r.Found)
	}
	return ""
}

// valueWords are for what a payload has.
func valueWords(r verify.Reason) string {
	switch r.Code {
	case verify.Fits:
		return wording.Fill("it is {found}, as expected: {wanted}", "found", r.Found, "wanted", r.Want)
	case verify.FitsNot:
		return wording.Fill("it is {found}; expected {wanted}", "found", r.Found, "wanted", r.Want)
	case verify.NoNumber:
		return wording.Fill("{found} cannot be compared with {wanted}", "found", strconv.Quote(r.Found), "wanted", r.Want)
	case verify.NoJSON:
		return wording.Fill("the payload is not JSON; it begins with {found}", "found", strconv.Quote(r.Found))
	case verify.NotSparkplug:
		return wording.Fill("the payload is not Sparkplug B; it begins with {found}", "found", strconv.Quote(r.Found))
	case verify.Absent:
		return wording.Fill("there is no {wanted} in the payload", "wanted", r.Want)
	case verify.WrongType:
		return wording.Fill("it is {found}, which is not of the type {wanted}", "found", r.Found, "wanted", r.Want)
	case verify.OutOfRange:
		return wording.Fill("it is {found}, which is outside {wanted}", "found", r.Found, "wanted", r.Want)
	case verify.NotListed:
		return wording.Fill("it is {found}, which is not one of {wanted}", "found", r.Found, "wanted", r.Want)
	case verify.NoMatch:
		return wording.Fill("it is {found}, which does not match {wanted}", "found", r.Found, "wanted", r.Want)
	case verify.NotNext:
		return wording.Fill("it is {found}; expected {wanted}, so messages are missing or came twice", "found", r.Found, "wanted", r.Want)
	case verify.NoSchema:
		return wording.Fill("the payload violates its schema at {found}: {wanted}", "found", r.Found, "wanted", r.Want)
	}
	return limitWords(r)
}

// limitWords are for what a message has more or less of than it may.
func limitWords(r verify.Reason) string {
	switch r.Code {
	case verify.TooMuch:
		return wording.Fill("the payload has {number} bytes, and only {limit} are compared with a schema", "number", r.N, "limit", r.Of)
	case verify.LongNumber:
		return wording.Fill("the number {found} has more digits than are compared with a schema", "found", r.Found)
	case verify.TooLarge:
		return wording.Fill("{number} bytes are more than {limit}", "number", r.N, "limit", r.Of)
	case verify.LowQoS:
		return wording.Fill("QoS {number} is below {limit}", "number", r.N, "limit", r.Of)
	case verify.LowGranted:
		return wording.Fill("it came with QoS {number}, and the subscription was granted only QoS {granted}, so a higher one cannot be seen", "number", r.N, "granted", r.Of)
	}
	return ""
}

// manyWords are for numbers of messages and members.
func manyWords(r verify.Reason) string {
	switch r.Code {
	case verify.AtRest:
		return wording.Fill("nothing was sent in {time}, so the limit was kept", "time", spanWords(r.Span))
	case verify.TooFew:
		return wording.Count(r.Of, "{number} of {count} sample needed", "{number} of {count} samples needed", "number", r.N)
	case verify.SomeValues:
		return wording.Count(r.Of, "{number} of {count} value: {values}", "{number} of {count} values: {values}", "number", r.N, "values", valueReasons(r))
	case verify.Held:
		return wording.Count(r.N, "held in {count} message", "held in {count} messages")
	case verify.HeldButLost:
		return wording.Fill(heldButLost[[2]bool{r.N == 1, r.Of == 1}], "count", r.N, "lost", r.Of)
	case verify.TooOften:
		return wording.Count(r.N, "{count} message within {time}; the limit is {limit}", "{count} messages within {time}; the limit is {limit}",
			"time", spanWords(r.Span), "limit", r.Of)
	case verify.Counted:
		if r.Of < 0 {
			return wording.Fill("{number} found", "number", r.N)
		}
		return wording.Fill("{number} found, {wanted} expected", "number", r.N, "wanted", r.Of)
	case verify.CountedButLost:
		return wording.Count(r.Of, "{number} found, but {count} message was lost, so there may be more", "{number} found, but {count} messages were lost, so there may be more",
			"number", r.N)
	case verify.Missing:
		return wording.Fill("{count} missing: {members}", "count", r.N, "members", namedMembers(r))
	case verify.Unexpected:
		if r.Of == 0 {
			return wording.Fill("{count} not on the list: {members}", "count", r.N, "members", namedMembers(r))
		}
		return wording.Fill("{count} not on the list: {members}; {missing} missing: {absent}", "count", r.N, "members", namedMembers(r),
			"missing", r.Of, "absent", namedMembers(verify.Reason{N: r.Of, Names: r.Others}))
	case verify.Complete:
		return wording.Fill("all {number} came", "number", r.N)
	}
	return ""
}

// mostValues are the values that a sentence has the reasons of.
const mostValues = 5

// valueReasons says of the first values why they are not as they have to be.
func valueReasons(r verify.Reason) string {
	var said []string
	for _, v := range r.Values[:min(len(r.Values), mostValues)] {
		said = append(said, wording.Fill("{path}: {why}", "path", v.Path, "why", verdictWords(v.Reason)))
	}
	return andMore(said, r.N-len(said))
}

// heldButLost are the sentences by whether there is one message, and one that was lost.
var heldButLost = map[[2]bool]string{
	{true, true}:   "held in {count} message, but {lost} message was lost meanwhile",
	{true, false}:  "held in {count} message, but {lost} messages were lost meanwhile",
	{false, true}:  "held in {count} messages, but {lost} message was lost meanwhile",
	{false, false}: "held in {count} messages, but {lost} messages were lost meanwhile",
}

// namedMembers names the first members, and says how many more there are.
func namedMembers(r verify.Reason) string {
	return andMore(r.Names, r.N-len(r.Names))
}

// timeWords are for rhythms and clocks.
func timeWords(r verify.Reason) string {
	span, limit := beyondWords(r.Span, r.Limit)
	switch r.Code {
	case verify.Silent:
		return wording.Fill("silent for {time} since {at}; the limit is {limit}", "time", span, "at", clockTime(r.At), "limit", limit)
	case verify.Paused:
		return wording.Fill("{time} passed before the message at {at}; the limit is {limit}", "time", span, "at", clockTime(r.At), "limit", limit)
	case verify.InTime:
		return wording.Count(r.N, "{count} interval between messages, of {time}; the limit is {limit}", "{count} intervals between messages, the longest of {time}; the limit is {limit}",
			"time", spanWords(r.Span), "limit", spanWords(r.Limit))
	case verify.Regular, verify.Irregular:
		return wording.Fill("a message every {time} (median of {number}); expected every {limit}",
			"time", spanWords(r.Span), "number", r.N, "limit", spanWords(r.Limit))
	case verify.ClockRight, verify.ClockOff:
		return wording.Fill("its clock is off by {time}; {limit} is allowed", "time", span, "limit", limit)
	case verify.TimeZone:
		return wording.Fill("its clock is off by {time}: its time zone may be wrong", "time", spanWords(r.Span))
	case verify.WasOff:
		return wording.Fill("its clock was off by {time} at {at}, but has been right since", "time", spanWords(r.Span), "at", clockTime(r.At))
	case verify.OurClock:
		return wording.Fill("the clock of this computer jumped by {time} at {at}, so no other clock can be judged by it",
			"time", spanWords(r.Span), "at", clockTime(r.At))
	case verify.Changes:
		return wording.Fill("it stayed the same for up to {time}; {limit} is allowed", "time", spanWords(r.Span), "limit", spanWords(r.Limit))
	case verify.StuckAt:
		return wording.Fill("it stayed at {found} for {time}; {limit} is allowed", "found", r.Found, "time", span, "limit", limit)
	case verify.Watched:
		return wording.Fill("watched for only {time} of the {limit} needed", "time", spanWords(r.Span), "limit", spanWords(r.Limit))
	}
	return ""
}
