package payload

// Finding is something found out about a payload: a code, and the values that belong to
// it. What is said of it is up to who shows it.
type Finding struct {
	Code  Code
	Found string // a name, a character, what it is about
	At    int    // the byte of the payload where it is, or where the first is
	Count int    // how many
	Of    int    // of how many
}

// Code is what has been found.
type Code string

// Why a payload is taken for what it is; see [Verdict.Because].
const (
	NoBytes      Code = "no bytes"
	BeginsLike   Code = "begins like"   // Found: the format
	WellFormed   Code = "well-formed"   // Found: the bracket that it begins with
	NestedDeep   Code = "nested deep"   // JSON of more than Count levels, which is not laid out
	LargeLayout  Code = "large layout"  // JSON that would be larger than Count bytes
	ValidUTF8    Code = "UTF-8"         //
	MostlyText   Code = "mostly text"   // with some bytes that are no UTF-8
	NotUTF8      Code = "not UTF-8"     // At
	ZeroByte     Code = "zero byte"     // At
	OnlyControl  Code = "only control"  // one control character and nothing else
	ManyControls Code = "many controls" // Count of Of bytes are control characters
)

// What is no plain text in a text or around it; see [Verdict.Odd].
const (
	ByteOrderMark Code = "byte order mark"
	ZerosBehind   Code = "zeros behind"  // Count
	ZerosInside   Code = "zeros inside"  // Count, At the first
	Controls      Code = "controls"      // Count, At the first
	Latin1        Code = "Latin-1"       // Count, At the first, Found: its character
	UTF16         Code = "UTF-16"        //
	MarkedUTF16   Code = "marked UTF-16" // with a byte order mark
)
