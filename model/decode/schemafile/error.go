package schemafile

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// Error is what is wrong with a schema, and where.
type Error struct {
	File         string
	Line, Column int // from 1; 0: not known
	Code         Code
	Found        string // what it is about
	Words        string // of the compiler, in English
	Err          error  // what it comes of
}

// Code is a kind of [Error].
type Code string

// What can be wrong with a schema, with what of it has a value.
const (
	Compiler      Code = "compiler"         // Words
	Crashed       Code = "compiler failed"  // Words
	Unparsed      Code = "cannot be parsed" // Words
	NoProto       Code = "no .proto file"   // is given
	NoAvsc        Code = "no .avsc file"    // is given
	Unread        Code = "cannot be read"   // Err
	NotFound      Code = "not found"        // the file
	Forbidden     Code = "forbidden"        // to the user
	SameName      Code = "same name"        // Found: the file that has it, too
	ImportMissing Code = "import not found" // Found: its name
	BadImport     Code = "bad import"       // Err: an Error
	NotText       Code = "not text"         // what stands in a .proto file
	FileTooDeep   Code = "nested too deep"  // what stands in the file
	TooDeep       Code = "types too deep"   // those of the schema
	NoType        Code = "no type"          // Found: its name
	NotJSON       Code = "not JSON"         // Err: a fault of package value
	NoMessage     Code = "no message"       // Err: which there are
	ErrTooLarge   Code = "file too large"   // for a schema
	ErrTooMany    Code = "too many files"
	ErrNoFile     Code = "no file" // but a folder or a device
	ErrOutside    Code = "outside" // of the folders that were given
)

// Error is the code: that a file is too large is an error by itself.
func (c Code) Error() string { return string(c) }

// Error names the place and what is known, for the log.
func (e *Error) Error() string {
	var all []string
	if e.File != "" {
		place := filepath.Base(e.File)
		if e.Line > 0 {
			place += ", line " + strconv.Itoa(e.Line)
		}
		if e.Column > 0 {
			place += ", column " + strconv.Itoa(e.Column)
		}
		all = append(all, place)
	}
	if e.Code != Compiler {
		all = append(all, string(e.Code))
	}
	for _, more := range []string{e.Found, e.Words} {
		if more != "" {
			all = append(all, more)
		}
	}
	if e.Err != nil && !errors.Is(e.Err, e.Code) {
		all = append(all, e.Err.Error())
	}
	return strings.Join(all, ": ")
}

func (e *Error) Unwrap() error { return e.Err }

// Unreadable is the Error of a file that could not be read.
func Unreadable(path string, err error) *Error {
	e := &Error{File: path, Code: Unread, Err: err}
	switch {
	case errors.As(err, &e.Code):
	case errors.Is(err, fs.ErrNotExist):
		e.Code = NotFound
	case errors.Is(err, fs.ErrPermission):
		e.Code = Forbidden
	}
	return e
}
