// Package kept has the codes of what is wrong with what is kept of messages that were
// published, that are saved, and of environments. broker/explain has the words.
package kept

import "errors"

// Kind is what a file holds.
type Kind string

// The kinds of files.
const (
	SentMessages  Kind = "sent messages"
	SavedMessages Kind = "saved messages"
	Environments  Kind = "environments"
	Runs          Kind = "runs"
)

// Code is what is wrong with a file.
type Code string

// What can be wrong.
const (
	Busy       Code = "busy"        // another program does not let it go
	Newer      Code = "newer"       // a newer program has written it
	Damaged    Code = "damaged"     // nothing was made of it
	Moved      Code = "moved"       // it was damaged, and is called Path now
	Unmoved    Code = "unmoved"     // it is damaged, and cannot be called anything else
	NotRead    Code = "not read"    // Err is why
	NotWritten Code = "not written" // Err is why
	TooLarge   Code = "too large"   // there is no room for more
)

// Error is why a file could not be read or changed.
type Error struct {
	Code Code
	Of   Kind
	Path string
	Err  error // mostly nil
}

// Error gives the code with its values.
func (e *Error) Error() string {
	s := "file of " + string(e.Of) + ": " + string(e.Code) + ": " + e.Path
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether an error says that of a file.
func Is(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// EnvironmentCode is why an environment cannot be kept or used.
type EnvironmentCode string

// What can be wrong.
const (
	NoName      EnvironmentCode = "no name"
	BadVariable EnvironmentCode = "bad variable" // Name: it cannot be written in a template
	Twice       EnvironmentCode = "twice"        // Name: the variable
	TooLong     EnvironmentCode = "too long"     // Name: the variable whose value it is
	TooMany     EnvironmentCode = "too many"
	Gone        EnvironmentCode = "gone"
	NoSecret    EnvironmentCode = "no secret" // Name: the variable whose value is not in the key ring
)

// EnvironmentError is why an environment cannot be kept or used.
type EnvironmentError struct {
	Code EnvironmentCode
	Name string
	Most int // of TooLong: bytes
}

// Error gives the code with the name.
func (e *EnvironmentError) Error() string { return "environment: " + string(e.Code) + ": " + e.Name }

// Why messages cannot be saved.
var (
	ErrMany    = errors.New("there are too many saved messages")
	ErrInexact = errors.New("it is not in UTF-8")
	ErrGone    = errors.New("the saved message has been deleted")
)
