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
		if c.Count == 1 {
			return fmt.Sprintf("1 message is missing: number %d was due, and %d came.", c.Want, c.Got)
		}
		return fmt.Sprintf("%d messages are missing: number %d was due, and %d came.", c.Count, c.Want, c.Got)
	case sparkplug.SeqRepeated:
		return fmt.Sprintf("The number %d came again, where %d was due. Two programs may use the same node name.", c.Got, c.Want)
	case sparkplug.Reordered:
		return fmt.Sprintf("The message with the number %d came late, after others that were sent later.", c.Got)
	case sparkplug.SeqMissing:
		return verb(c.Name) + " has no sequence number."
	case sparkplug.SeqRange:
		return fmt.Sprintf("The sequence number %d is above 255.", c.Got)
	case sparkplug.SeqInDeath:
		return fmt.Sprintf("An NDEATH has the sequence number %d. It must have none.", c.Got)
	case sparkplug.BirthSeq:
		return fmt.Sprintf("An NBIRTH has the sequence number %d. It must be 0.", c.Got)
	case sparkplug.NoBdSeq:
		return verb(c.Name) + " has no metric bdSeq, so a death cannot be told from that of an earlier connection."
	case sparkplug.DeathNotObeyed:
		if c.Got < 0 {
			return fmt.Sprintf("An NDEATH without a bdSeq was ignored: the node was born with bdSeq %d.", c.Want)
		}
		return fmt.Sprintf("An NDEATH with bdSeq %d was ignored: it is of another connection, the node was born with bdSeq %d.", c.Got, c.Want)
	case sparkplug.BdSeqUnchanged:
		return fmt.Sprintf("The node was born again after its death with the same bdSeq %d. It must increase by one with each connection.", c.Got)
	}
	return ""
}

// verb is a verb of Sparkplug at the beginning of a sentence: An NDATA, A DDATA.
func verb(name string) string {
	if strings.HasPrefix(name, "N") {
		return "An " + name
	}
	return "A " + name
}

// sparkplugRules are the findings about everything else, "" for what is none.
func sparkplugRules(code sparkplug.Code, c *sparkplug.Case) string {
	switch code {
	case sparkplug.NotSparkplug:
		return verb(c.Name) + " has a payload that is not Sparkplug B."
	case sparkplug.BadTopic:
		return TopicInSentence(c.Name) + " is not a Sparkplug B topic."
	case sparkplug.Retained:
		return verb(c.Name) + " was published with the retain flag. New subscribers will take it for a new one."
	case sparkplug.WrongQoS:
		return fmt.Sprintf("%s came with QoS %d. It must be published with QoS 0.", verb(c.Name), c.Got)
	case sparkplug.DataBeforeBirth:
		return verb(c.Name) + " came before any birth, so names and types are not known. Ask for a rebirth."
	case sparkplug.DataAfterDeath:
		return verb(c.Name) + " came after the death, with no birth between them."
	case sparkplug.UnknownMetric:
		if c.Name != "" {
			return "Data came for the metric " + TopicInSentence(c.Name) + ", which no birth has."
		}
		return fmt.Sprintf("Data came for the alias %d, which no birth has.", c.Got)
	case sparkplug.DuplicateAlias:
		return fmt.Sprintf("The metric %s has the alias %d, which another metric of the node has too.", TopicInSentence(c.Name), c.Got)
	case sparkplug.RebirthStorm:
		return fmt.Sprintf("%d births in a minute; %d of them were asked for.", c.Got, min(c.Want, c.Got))
	case sparkplug.TooManyMetrics:
		return fmt.Sprintf("The birth has more than %s metrics. The names and types of the others are not known here.", Count(c.Got))
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
	words := "awaiting birth"
	switch u.Status {
	case sparkplug.Online:
		words = Counted(u.Metrics, "online, %s metric", "online, %s metrics")
	case sparkplug.Offline:
		words = "offline"
	}
	if !u.Since.IsZero() {
		words += ", since " + Clock(u.Since)
	}
	if u.Doubted && u.Status == sparkplug.Online {
		words += ", not certain: messages were missed since its birth"
	}
	if u.BirthsPerMinute > 1 {
		words += fmt.Sprintf(", %d births in the last minute", u.BirthsPerMinute)
	}
	return words
}

// SparkplugNode tells line by line how an edge node and its devices stand, and what was
// found of them, with the latest at the end.
func SparkplugNode(units []sparkplug.Unit, found []sparkplug.Finding) string {
	var text strings.Builder
	for i := range units {
		u := &units[i]
		name := "Device " + u.Device
		if u.Device == "" {
			name = "Edge node " + u.Node
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
		words, since := "offline", hosts[i].Since.Format("15:04:05")
		if hosts[i].Online {
			words = "online"
		}
		if at := hosts[i].Timestamp; !at.IsZero() {
			since = at.Format("2006-01-02 15:04:05") + " by its own clock"
		}
		fmt.Fprintf(&text, "%s: %s, since %s\n", Excerpt("Host application "+hosts[i].Name), words, since)
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
			text.WriteString(Excerpt(name) + ": ")
		}
		text.WriteString(SparkplugFinding(f))
		if f.Times > 1 {
			fmt.Fprintf(text, " This is the latest of %s, the first was at %s.", Plural(f.Times, "time"), Clock(f.First))
		}
		text.WriteString("\n")
	}
}
