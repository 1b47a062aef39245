package format

// Keeping is what becomes of a secret of a connection.
type Keeping int

// What can become of one.
const (
	NotStored Keeping = iota // this computer does not have it
	RingLocked
	KeptForNow // until the program ends: no key ring is open
	NeverKept  // likewise, and there is none yet
	Stored
	WillBeStored
)

// keepings are the words for each.
var keepings = map[Keeping]string{
	NotStored:    "not stored: asked for when you connect",
	RingLocked:   "the key ring of this computer is still locked",
	KeptForNow:   "no key ring is unlocked: kept until Mangrove ends",
	NeverKept:    "no key ring is unlocked: asked for each time Mangrove starts",
	Stored:       "stored on this computer, encrypted with its key ring",
	WillBeStored: "will be stored on this computer, encrypted with its key ring",
}

// WhereKept says what becomes of a secret.
func WhereKept(k Keeping) string { return keepings[k] }
