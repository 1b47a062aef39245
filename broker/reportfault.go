package broker

import "fmt"

// ReportFault is why a report cannot be signed, checked or compared with another: a code with
// its values.
type ReportFault struct {
	Code  ReportCode
	Count int64 // of KeyRounds and AgentUnfit
	Limit int64 // of KeyRounds and AgentSlow
	Err   error // what it comes of; may be nil
}

// ReportCode is a kind of [ReportFault]; it is an error of its own where there are no values.
type ReportCode string

// What can be wrong with a report, and with the key that is to sign one.
const (
	KeyEncrypted   ReportCode = "key encrypted"       // and its pass phrase is not given
	WrongPhrase    ReportCode = "wrong phrase"        // the pass phrase does not open the key
	KeyRounds      ReportCode = "key rounds"          // Count to open it; Limit: as many as are tried
	NoPrivateKey   ReportCode = "no private key"      // Err
	NoPublicKey    ReportCode = "no public key"       // Err
	NoPublicKeys   ReportCode = "no public keys"      // in a file of them: Err
	AgentUnset     ReportCode = "SSH agent unset"     // the environment names none
	NoAgent        ReportCode = "no SSH agent"        // that can be reached: Err
	AgentFailed    ReportCode = "SSH agent failed"    // its connection did: Err
	AgentNotThere  ReportCode = "SSH agent not there" // where the environment names one
	AgentGone      ReportCode = "SSH agent gone"      // without an answer
	AgentRefused   ReportCode = "SSH agent refused"
	AgentSlow      ReportCode = "SSH agent slow"     // in Limit seconds it has not answered
	AgentTooMuch   ReportCode = "SSH agent too much" // more than is read of any agent
	AgentGarbled   ReportCode = "SSH agent garbled"  // what it said is no answer: Err
	AgentEmpty     ReportCode = "SSH agent empty"    // it shows no key
	AgentUnfit     ReportCode = "SSH agent unfit"    // it shows Count keys, and none can sign reports
	KeyNotHeld     ReportCode = "key not held"       // by the SSH agent
	KeyNotListed   ReportCode = "key not listed"     // among those that may have signed
	KeyNotYet      ReportCode = "key not yet"        // it may sign from a time to come on
	KeyNoLonger    ReportCode = "key no longer"      // it might sign until a time that has passed
	KeyElsewhere   ReportCode = "key elsewhere"      // it may sign for other purposes only
	KeyOption      ReportCode = "key option"         // its line has an option that is not known
	KeyAuthority   ReportCode = "key authority"      // a line is of an authority, whose certificates are not read
	NotSigned      ReportCode = "not signed"         // by the key, or its agent: Err
	SignatureUnfit ReportCode = "signature unfit"    // that an agent made
	NoReport       ReportCode = "no report"          // nor anything else that is written as one
	NotUnpacked    ReportCode = "not unpacked"       // a folder that is no report
	NoResults      ReportCode = "no results"         // in a report: Err
	ReportTooLarge ReportCode = "report too large"
	ReportForm     ReportCode = "report form" // which is another one than reports have
)

// Error is the code, for the log.
func (c ReportCode) Error() string { return string(c) }

// Error is the code with its values, for the log.
func (f *ReportFault) Error() string {
	s := string(f.Code)
	if f.Limit > 0 {
		s += fmt.Sprintf(" %d, limit %d", f.Count, f.Limit)
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap is the code, and what the fault comes of.
func (f *ReportFault) Unwrap() []error {
	if f.Err == nil {
		return []error{f.Code}
	}
	return []error{f.Code, f.Err}
}
