package explain

import (
	"mangrove/broker/kept"
	"mangrove/model/wording"
)

// retainedFaults are why a file of retained messages cannot be read, or what a broker has not done.
var retainedFaults = map[kept.RetainedFault]string{
	kept.NotRetained:     "it is not a file of retained messages",
	kept.RetainedNewer:   "a newer Mangrove has written it",
	kept.RetainedCut:     "messages are missing at its end",
	kept.RetainedEmpty:   "the message is empty, which would clear the retained one; take the line out",
	kept.RetainedTwice:   "its topic is in an earlier line, too; keep one of them",
	kept.StillRetained:   "the broker has acknowledged that and still keeps a message: this login may not be allowed to write there, or a device has published again",
	kept.NotBack:         "the broker has acknowledged that and sends nothing there to a new subscription: this login may not be allowed to write or to read there",
	kept.OtherBack:       "the broker has acknowledged that and keeps another message: this login may not be allowed to write there, or a device has published since",
	kept.OtherQoS:        "the payload is there, with another QoS: the broker may have changed it, or a device has published since",
	kept.OtherProperties: "the payload is there, with other properties: the broker may have left some out, or a device has published since",
}

// damagedLine is for a line of such a file.
func damagedLine(e *kept.LineError) string {
	return wording.Fill("line {line} is damaged: {why}", "line", e.Line, "why", words(e.Err))
}
