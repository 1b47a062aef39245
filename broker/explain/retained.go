package explain

import (
	"fmt"

	"mangrove/broker/kept"
)

// retainedFaults are why a file of retained messages cannot be read.
var retainedFaults = map[kept.RetainedFault]string{
	kept.NotRetained:   "it is not a file of retained messages",
	kept.RetainedNewer: "a newer Mangrove has written it",
	kept.RetainedCut:   "messages are missing at its end",
}

// damagedLine is for a line of such a file.
func damagedLine(e *kept.LineError) string {
	return fmt.Sprintf("line %d is damaged: %s", e.Line, words(e.Err))
}
