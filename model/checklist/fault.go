package checklist

import "mangrove/model/strictyaml"

// Fault is something wrong in a file, and Faults all of it.
type (
	Fault  = strictyaml.Fault
	Faults = strictyaml.Faults
)

// What can be wrong in a checklist, besides what can be wrong in any file.
const (
	NoFilter     strictyaml.Code = "no filter"      // Found; Err: what cannot be subscribed to
	NoTopic      strictyaml.Code = "no topic"       // Found; Err: what cannot be published on
	NoBound      strictyaml.Code = "no bound"       // Found: no comparison with a number
	NoPercent    strictyaml.Code = "no percent"     // Found
	NoRate       strictyaml.Code = "no rate"        // Found
	NoSize       strictyaml.Code = "no size"        // Found
	NoPattern    strictyaml.Code = "no pattern"     // Found; Err
	NoRange      strictyaml.Code = "no range"       // two numbers in order are wanted
	NoSchema     strictyaml.Code = "no schema"      // Found: the file; Err
	NothingAsked strictyaml.Code = "nothing asked"  // Found: a subject without a check
	NoWhere      strictyaml.Code = "no topic given" // Found: a device without convention and topic
	SameID       strictyaml.Code = "same id"        // Found: of two devices
	Either       strictyaml.Code = "either"         // Names: keys of which one is wanted
	Together     strictyaml.Code = "together"       // Found: a key that means nothing without Names
	NoMembers    strictyaml.Code = "no members"     // Found: a filter without + has one topic at the most
	TooShort     strictyaml.Code = "too short"      // a doubt: Names: the deadline, what is needed
	Unmatched    strictyaml.Code = "unmatched"      // a doubt: Found: a pattern that no topic of Names can have
)
