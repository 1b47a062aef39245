package explain

import (
	"fmt"
	"strings"
	"time"

	"mangrove/broker"
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
		return fmt.Sprintf("The broker does not support MQTT 5; the connection uses %s.", n.Version)
	case broker.OlderForNow:
		return fmt.Sprintf("The broker closed the connection when MQTT 5 was tried, so this one uses %s. The next connection tries MQTT 5 again.", n.Version)
	case broker.NotKept:
		return "The broker does not keep the session after the connection ends."
	case broker.KeptShorter:
		return fmt.Sprintf("The broker keeps the session for only %s after the connection ends.", n.Kept.Round(time.Second))
	case broker.RetainedFetched:
		return fmt.Sprintf("The broker has more retained messages on %s than it queues; they were fetched at QoS 0.", n.Filter)
	case broker.RetainedAtZero:
		return fmt.Sprintf("The broker has more retained messages on %s than it queues, so the subscription is at QoS 0.", n.Filter)
	case broker.OptionsLeftOut:
		return fmt.Sprintf("MQTT %s has no No Local, Retain As Published or Retain Handling, so they were left out.", n.Version)
	case broker.LowerQoS:
		return fmt.Sprintf("The broker supports QoS up to %d, so no subscription requests more.", n.QoS)
	}
	return string(n.Code)
}
