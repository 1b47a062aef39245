package explain

import (
	"fmt"

	"mangrove/broker/kept"
)

// retainedFaults are why a file of retained messages cannot be read, or one is not forgotten.
var retainedFaults = map[kept.RetainedFault]string{
	kept.NotRetained:   "it is not a file of retained messages",
	kept.RetainedNewer: "a newer Mangrove has written it",
	kept.RetainedCut:   "messages are missing at its end",
	kept.StillRetained: "the broker has acknowledged that and still keeps a message: this login may not be allowed to write there, or a device has published again",
}

// damagedLine is for a line of such a file.
func damagedLine(e *kept.LineError) string {
	return fmt.Sprintf("line %d is damaged: %s", e.Line, words(e.Err))
}
