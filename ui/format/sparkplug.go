package format

import (
	"fmt"
	"strings"

	"mangrove/model/decode/sparkplug"
)

// SparkplugFinding says what is wrong with a node, a device or a host, as a sentence
// about the latest case, and what to do where there is something.
func SparkplugFinding(f *sparkplug.Finding) string {
	c := f.Cases[len(f.Cases)-1]
	words := sparkplugNumbers(f.Code, &c)
	if words == "" {
		words = sparkplugRules(f.Code, &c)
	}
	if words == "" {
		words = string(f.Code)
	}
	if c.Joined {
		words += " It may be harmless: earlier messages may not have been seen here."
	}
	return words
}

// sparkplugNumbers are the findings about the numbers of messages, "" for others.
func sparkplugNumbers(code sparkplug.Code, c *sparkplug.Case) string {
	switch code {
	case sparkplug.SeqGap:
		return Counted(c.Count, "{count} message is missing: number {wanted} was due, and {got} came.",
			"{count} messages are missing: number {wanted} was due, and {got} came.", "wanted", c.Want, "got", c.Got)
	case sparkplug.SeqRepeated:
		return Fill("The number {got} came again, where {wanted} was due. Two programs may use the same node name.", "got", c.Got, "wanted", c.Want)
	case sparkplug.Reordered:
		return Fill("The message with the number {got} came late, after others that were sent later.", "got", c.Got)
	case sparkplug.SeqMissing:
		return Fill("The {message} has no sequence number.", "message", c.Name)
	case sparkplug.SeqRange:
		return Fill("The sequence number {got} is above 255.", "got", c.Got)
	case sparkplug.SeqInDeath:
		return Fill("The NDEATH has the sequence number {got}. It must have none.", "got", c.Got)
	case sparkplug.BirthSeq:
		return Fill("The NBIRTH has the sequence number {got}. It must be 0.", "got", c.Got)
	case sparkplug.NoBdSeq:
		return Fill("The {message} has no metric bdSeq, so a death cannot be told from that of an earlier connection.", "message", c.Name)
	case sparkplug.DeathNotObeyed:
		if c.Got < 0 {
			return Fill("An NDEATH without a bdSeq was ignored: the node was born with bdSeq {wanted}.", "wanted", c.Want)
		}
		return Fill("An NDEATH with bdSeq {got} was ignored: it is of another connection, the node was born with bdSeq {wanted}.",
			"got", c.Got, "wanted", c.Want)
	case sparkplug.BdSeqUnchanged:
		return Fill("The node was born again after its death with the same bdSeq {got}. It must increase by one with each connection.", "got", c.Got)
	}
	return ""
}

// sparkplugRules are the findings about everything else, "" for what is none.
func sparkplugRules(code sparkplug.Code, c *sparkplug.Case) string {
	switch code {
	case sparkplug.NotSparkplug:
		return Fill("The {message} has a payload that is not Sparkplug B.", "message", c.Name)
	case sparkplug.BadTopic:
		return Fill("{topic} is not a Sparkplug B topic.", "topic", TopicInSentence(c.Name))
	case sparkplug.Retained:
		return Fill("The {message} was published with the retain flag. New subscribers will take it for a new one.", "message", c.Name)
	case sparkplug.WrongQoS:
		return Fill("The {message} came with QoS {got}. It must be published with QoS 0.", "message", c.Name, "got", c.Got)
	case sparkplug.DataBeforeBirth:
		return Fill("The {message} came before any birth, so names and types are not known. Ask for a rebirth.", "message", c.Name)
	case sparkplug.DataAfterDeath:
		return Fill("The {message} came after the death, with no birth between them.", "message", c.Name)
	case sparkplug.UnknownMetric:
		if c.Name != "" {
			return Fill("Data came for the metric {metric}, which no birth has.", "metric", TopicInSentence(c.Name))
		}
		return Fill("Data came for the alias {got}, which no birth has.", "got", c.Got)
	case sparkplug.DuplicateAlias:
		return Fill("The metric {metric} has the alias {got}, which another metric of the node has too.", "metric", TopicInSentence(c.Name), "got", c.Got)
	case sparkplug.RebirthStorm:
		return Fill("{got} births in a minute; {wanted} of them were asked for.", "got", c.Got, "wanted", min(c.Want, c.Got))
	case sparkplug.TooManyMetrics:
		return Fill("The birth has more than {got} metrics. The names and types of the others are not known here.", "got", Count(c.Got))
	}
	return sparkplugSentences[code]
}

// sparkplugSentences are the findings of which there is nothing more to be told.
var sparkplugSentences = map[sparkplug.Code]string{
	sparkplug.NoRebirthControl: "The NBIRTH has no metric Node Control/Rebirth, so the node may ignore a request for a rebirth.",
	sparkplug.BirthBeforeNode:  "The device was born before its node. No NBIRTH came first.",
	sparkplug.UnnamedMetric:    "A metric of a birth has no name.",
	sparkplug.UntypedMetric:    "A metric of a birth has no datatype.",
	sparkplug.TooManyDevices:   "The node has more devices than can be followed here.",
	sparkplug.BadState:         "The state of the host cannot be read.",
	sparkplug.OldState:         "A state of the host is older than the one before it, so it is ignored.",
}

// SparkplugBasis says what names and types of a payload are taken from, as the end of a
// sentence: "names and types are those of the latest birth before it".
func SparkplugBasis(b sparkplug.Basis) string {
	switch b {
	case sparkplug.NoBirth:
		return "names and types are not known: no birth has been seen"
	case sparkplug.AsItWas:
		return "names and types are those of the latest birth before it"
	case sparkplug.LaterBirth:
		return "names and types are taken from a birth that came later, as none from before the message is known"
	case sparkplug.BeforeGap:
		return "names and types are those of a birth before messages were missed, and may be outdated"
	case sparkplug.FromRetained:
		return "names and types are those of a retained birth, which may be outdated"
	case sparkplug.Itself:
		return "it is a birth, which names its metrics itself"
	}
	return string(b)
}

// SparkplugStatus says how a node or a device stands.
func SparkplugStatus(u *sparkplug.Unit) string {
	facts := []string{"awaiting birth"}
	switch u.Status {
	case sparkplug.Online:
		facts = []string{Counted(u.Metrics, "online, {count} metric", "online, {count} metrics")}
	case sparkplug.Offline:
		facts = []string{"offline"}
	}
	if !u.Since.IsZero() {
		facts = append(facts, Fill("since {time}", "time", Clock(u.Since)))
	}
	if u.Doubted && u.Status == sparkplug.Online {
		facts = append(facts, "not certain: messages were missed since its birth")
	}
	if u.BirthsPerMinute > 1 {
		facts = append(facts, Fill("{count} births in the last minute", "count", u.BirthsPerMinute))
	}
	return strings.Join(facts, ", ")
}

// SparkplugNode tells line by line how an edge node and its devices stand, and what was
// found of them, with the latest at the end.
func SparkplugNode(units []sparkplug.Unit, found []sparkplug.Finding) string {
	var text strings.Builder
	for i := range units {
		u := &units[i]
		name := Fill("Device {device}", "device", u.Device)
		if u.Device == "" {
			name = Fill("Edge node {node}", "node", u.Node)
		}
		fmt.Fprintf(&text, "%s: %s\n", Excerpt(name), SparkplugStatus(u))
	}
	if len(found) == 0 {
		return text.String() + "\nNo problems found so far.\n"
	}
	text.WriteString("\nWhat was found:\n")
	writeFindings(&text, found, func(f *sparkplug.Finding) string { return f.Device })
	return text.String()
}

// SparkplugHosts tells line by line how the host applications stand, and what was found of
// them and of topics that are of no node. It is empty where there is neither.
func SparkplugHosts(hosts []sparkplug.Host, found []sparkplug.Finding) string {
	if len(hosts)+len(found) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteString("\n")
	for i := range hosts {
		words, since := "Host application {name}: offline, since {time}", hosts[i].Since.Format("15:04:05")
		if hosts[i].Online {
			words = "Host application {name}: online, since {time}"
		}
		if at := hosts[i].Timestamp; !at.IsZero() {
			since = Fill("{time} by its own clock", "time", at.Format("2006-01-02 15:04:05"))
		}
		text.WriteString(Excerpt(Fill(words, "name", hosts[i].Name, "time", since)) + "\n")
	}
	if len(found) > 0 {
		text.WriteString("Findings about hosts, and about topics outside any node:\n")
		writeFindings(&text, found, func(f *sparkplug.Finding) string { return f.Node })
	}
	return text.String()
}

// writeFindings writes a line for each finding, with whose it is.
func writeFindings(text *strings.Builder, found []sparkplug.Finding, whose func(*sparkplug.Finding) string) {
	for i := range found {
		f := &found[i]
		last := f.Cases[len(f.Cases)-1].At
		text.WriteString(Clock(last) + "  ")
		if name := whose(f); name != "" {
			fmt.Fprintf(text, "%s: ", Excerpt(name))
		}
		text.WriteString(SparkplugFinding(f))
		if f.Times > 1 {
			text.WriteString(Fill(" This is the latest of {count} times, the first was at {time}.", "count", Count(f.Times), "time", Clock(f.First)))
		}
		text.WriteString("\n")
	}
}
