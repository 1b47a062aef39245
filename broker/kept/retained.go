package kept

import "fmt"

// RetainedFault is why a file of retained messages cannot be read, or not all of it, or what
// a broker has acknowledged and not done.
type RetainedFault string

// What can be wrong with such a file; for a line of it there is [LineError].
const (
	NotRetained   RetainedFault = "no retained messages" // another file
	RetainedNewer RetainedFault = "newer"                // a newer Mangrove has written it
	RetainedCut   RetainedFault = "cut"                  // messages are missing at its end
	RetainedEmpty RetainedFault = "empty"                // of a line: it would clear what is kept
	RetainedTwice RetainedFault = "twice"                // of a line: its topic stands in one before

	StillRetained   RetainedFault = "still retained"   // cleared, and kept all the same
	NotBack         RetainedFault = "not back"         // published again, and not kept
	OtherBack       RetainedFault = "another payload"  // published again, and another one is kept
	OtherQoS        RetainedFault = "another QoS"      // with the payload as it was published
	OtherProperties RetainedFault = "other properties" // with the payload as it was published
)

// Error is the code, for the log.
func (f RetainedFault) Error() string { return string(f) }

// LineError is a line of such a file that is damaged.
type LineError struct {
	Line int // from 1
	Err  error
}

// Error is for the log.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap is what is wrong with the line.
func (e *LineError) Unwrap() error { return e.Err }
