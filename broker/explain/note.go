package explain

import (
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model/wording"
)

// SessionNotes says what is worth knowing about a connection that works, a sentence for each.
func SessionNotes(all []broker.Note) string {
	words := make([]string, len(all))
	for i, note := range all {
		words[i] = sessionNote(note)
	}
	return strings.Join(words, " ")
}

func sessionNote(n broker.Note) string {
	switch n.Code {
	case broker.OlderVersion:
		return wording.Fill("The broker does not support MQTT 5; the connection uses {version}.", "version", n.Version)
	case broker.OlderForNow:
		return wording.Fill("The broker closed the connection when MQTT 5 was tried, so this one uses {version}. The next connection tries MQTT 5 again.",
			"version", n.Version)
	case broker.NotKept:
		return "The broker does not keep the session after the connection ends."
	case broker.KeptShorter:
		return wording.Fill("The broker keeps the session for only {time} after the connection ends.", "time", n.Kept.Round(time.Second))
	case broker.RetainedFetched:
		return wording.Fill("The broker has more retained messages on {filter} than it queues; they were fetched at QoS 0.", "filter", n.Filter)
	case broker.RetainedAtZero:
		return wording.Fill("The broker has more retained messages on {filter} than it queues, so the subscription is at QoS 0.", "filter", n.Filter)
	case broker.OptionsLeftOut:
		return wording.Fill("MQTT {version} has no No Local, Retain As Published or Retain Handling, so they were left out.", "version", n.Version)
	case broker.LowerQoS:
		return wording.Fill("The broker supports QoS up to {QoS}, so no subscription requests more.", "QoS", n.QoS)
	}
	return string(n.Code)
}
