package explain

import (
	"fmt"
	"strings"
	"time"

	"mangrove/model/verify"
	"mangrove/model/wording"
)

// Handover are the texts of the report of a verification that stand in it whatever its
// results are.
type Handover struct {
	Language string // as HTML names it
	Title    string

	Customer, Installer, Broker, Span, Heard, Checks, Devices, Checklist, Program string // rows of the head

	Received, Open, Waived, Messages, Signatures string // titles of sections

	Subject, Member, Check, State, Why, WhyEvidence, WhyWaived string // columns
	Name, Role, Date, Signature                                string // of who signs on paper

	Whole     string // in the place of a member: the verdict is of all of them
	NoMessage string // in the place of a message that was not kept
	Retained  string // of a message
	Message   string // before its number
	Bytes     string // over those of a payload that is no text
	Empty     string // in the place of a payload without a byte
}

// HandoverTexts are those of the report.
var HandoverTexts = Handover{
	Language: "en",
	Title:    "Verification of an installation",

	Customer: "Customer", Installer: "Installer", Broker: "Broker", Span: "From, to", Heard: "Listened for", Checks: "Checks", Devices: "Devices and members",
	Checklist: "Checklist, SHA-256", Program: "Made with",

	Received: "What was received", Open: "What did not pass", Waived: "What is waived", Messages: "The messages that verdicts rest on", Signatures: "Signatures",

	Subject: "Device or rule", Member: "Member", Check: "Check", State: "State", Why: "Why", WhyEvidence: "Why, and the numbers of the messages it rests on",
	WhyWaived: "Why, and who accepts it",
	Name:      "Name", Role: "Role", Date: "Date", Signature: "Signature",

	Whole:     "all together",
	NoMessage: "[the message was not kept: there was no room for it]",
	Retained:  "retained",
	Message:   "Message",
	Bytes:     "Bytes",
	Empty:     "[empty]",
}

// runVerdicts are the sentences for a run.
var runVerdicts = map[verify.State]string{
	verify.Pass:          "Passed: every check holds.",
	verify.Warn:          "Passed with warnings.",
	verify.Fail:          "Failed.",
	verify.Pending:       "Not finished: checks are pending.",
	verify.NotVerifiable: "Not verified: not everything could be checked.",
	verify.Manual:        "Not finished: steps for a person were left out.",
}

// RunVerdict is the sentence for a run, of whose checks some may be waived.
func RunVerdict(s verify.State, waived int) string {
	switch {
	case waived == 0:
		return runVerdicts[s]
	case s == verify.Waived:
		return wording.Count(waived, "Accepted with a waiver: {count} check did not pass and is waived; no other failed.",
			"Accepted with waivers: {count} checks did not pass and are waived; no other failed.")
	}
	return runVerdicts[s] + " " + wording.Fill("Checks that did not pass and are waived: {count}.", "count", waived)
}

// RunTally says how many checks of a run there are of each state.
func RunTally(t verify.Tally) string {
	return wording.Fill("{pass} passed, {warn} with a warning, {fail} failed, {pending} pending, {manual} left to a person, {not verifiable} not verifiable, {waived} waived",
		"pass", t.Pass, "warn", t.Warn, "fail", t.Fail, "pending", t.Pending, "manual", t.Manual, "not verifiable", t.NotVerifiable, "waived", t.Waived)
}

// RunDevices says how many devices and members of rules there are of each state.
func RunDevices(d verify.Devices) string {
	words := wording.Count(d.All(), "{count} in all: {good} in order, {bad} failed", "{count} in all: {good} in order, {bad} failed", "good", d.Pass+d.Warn, "bad", d.Fail)
	if rest := d.All() - d.Pass - d.Warn - d.Fail; rest > 0 {
		words = wording.Count(d.All(), "{count} in all: {good} in order, {bad} failed, {rest} neither", "{count} in all: {good} in order, {bad} failed, {rest} neither",
			"good", d.Pass+d.Warn, "bad", d.Fail, "rest", rest)
	}
	if d.Absent > 0 {
		words += "; " + Absent(d.Absent)
	}
	return words
}

// Absent says how many devices and members of rules were never there.
func Absent(n int) string {
	return wording.Count(n, "{count} of those that failed never came", "{count} of those that failed never came")
}

// CountedChecks says how many checks something is of.
func CountedChecks(n int) string { return wording.Count(n, "{count} check", "{count} checks") }

// mostNamed are the checks that are named of a device that never came.
const mostNamed = 20

// NeverThere says that a device never came, and which checks failed for that.
func NeverThere(checks []string) string {
	return sentence(wording.Fill("nothing of it came, so none of these could hold: {checks}", "checks", andMore(checks[:min(len(checks), mostNamed)], len(checks)-mostNamed)))
}

// RunSpan is from when to when a run went.
func RunSpan(began, ended time.Time) string {
	return wording.Fill("{from} to {to}", "from", longTime(began), "to", longTime(ended))
}

// Waived says who accepts a verdict, and why.
func Waived(by, reason string) string {
	return wording.Fill("waived by {by}: {reason}", "by", by, "reason", reason)
}

// WaivedVerdict says who accepts a verdict, why, and why it is what it is.
func WaivedVerdict(by, reason string, s verify.State, why string) string {
	return wording.Fill("waived by {by}: {reason}; {state}: {why}", "by", by, "reason", reason, "state", VerdictState(s), "why", why)
}

// StatedVerdict says what a verdict is, and why.
func StatedVerdict(s verify.State, why string) string {
	return wording.Fill("{state}: {why}", "state", VerdictState(s), "why", why)
}

func longTime(t time.Time) string { return t.Format("2006-01-02 15:04:05 MST") }

// mostRefused is how many refused subscriptions are named.
const mostRefused = 10

// RunAccount says how well a run could hear, a sentence or two for each thing.
func RunAccount(a *verify.Account) (all []string) {
	if n := len(a.Gaps); n == 0 {
		all = append(all, "The connection was never lost.")
	} else {
		all = append(all, wording.Fill("Interruptions of the connection: {number}. Time without it is not judged, nor is a silence that includes such a time.", "number", n))
	}
	for _, g := range a.Gaps {
		all = append(all, wording.Fill("No connection from {from} to {to}.", "from", longTime(g.From), "to", longTime(g.To)))
	}
	if a.Lost > 0 {
		all = append(all, wording.Fill("Messages received that could not be judged: {lost}. What must hold for every message can only pass with a warning.", "lost", a.Lost))
	} else {
		all = append(all, "No message was lost here. It is not known whether the broker dropped any.")
	}
	if a.NotKept > 0 {
		all = append(all, wording.Fill("Messages behind verdicts that could not be kept, for lack of room: {not kept}.", "not kept", a.NotKept))
	}
	for i, filter := range a.Refused {
		if i == mostRefused {
			all = append(all, wording.Fill("Further subscriptions were refused: {count}.", "count", len(a.Refused)-i))
			break
		}
		all = append(all, wording.Fill("The broker refused the subscription to {filter}. What would have arrived through it is not verifiable.", "filter", filter))
	}
	if a.Granted < 2 {
		all = append(all, wording.Fill("The broker granted QoS {granted} at most, so a publisher's higher QoS cannot be seen.", "granted", a.Granted))
	}
	return append(all, "A subscriber cannot see which client published a message.")
}

// Evidence names a message that a verdict rests on.
func Evidence(at time.Time, topic string, qos byte, retained bool) string {
	facts := []string{at.Format("2006-01-02 15:04:05.000"), topic, fmt.Sprintf("QoS %d", qos)}
	if retained {
		facts = append(facts, HandoverTexts.Retained)
	}
	return strings.Join(facts, ", ")
}

// MoreInJSON marks where a text of the report is cut.
func MoreInJSON(bytes int) string {
	return wording.Count(bytes, "[{count} byte more; the JSON has all of them]", "[{count} bytes more; the JSON has all of them]")
}

// PayloadHidden stands in the place of a payload that has a secret.
func PayloadHidden(bytes int) string {
	return wording.Count(bytes, "[{count} byte is not shown: it has a secret]", "[{count} bytes are not shown: they have a secret]")
}

// PayloadNotKept stands in the place of a payload for which there was no room.
func PayloadNotKept(bytes int) string {
	return wording.Count(bytes, "[{count} byte was not kept: there was no room for it]", "[{count} bytes were not kept: there was no room for them]")
}
