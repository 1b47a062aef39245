package profiles

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"mangrove/model/printable"
)

// strangeError is an [ErrNewer] that says what is not known here. It may as well be a
// mistake of somebody who has written to the file: either way it is left as it is.
type strangeError struct {
	what string // of the file
	way  string // what whoever has written it by hand can do
}

// Error is a sentence.
func (e *strangeError) Error() string {
	return "the file has " + e.what + ", which this Mangrove does not know, so it is left unchanged; install the latest Mangrove or, if it was edited by hand, " + e.way
}

// Unwrap gives the error that it is one of.
func (e *strangeError) Unwrap() error { return ErrNewer }

// checkVersion says which version a file has that is none of those up to the newest one
// known; nil also for what is no JSON, or has no version at all.
func checkVersion(content []byte, newest int) error {
	var file struct{ Version json.RawMessage }
	if isJSON := json.Unmarshal(content, &file) == nil; !isJSON || file.Version == nil {
		return nil
	}
	text := string(file.Version)
	n, err := strconv.Atoi(text)
	switch {
	case err == nil && n > newest:
		return ErrNewer
	case err == nil && n >= 1:
		return nil
	}
	return &strangeError{"the version " + excerpt(text), fmt.Sprintf("write \"version\": %d", newest)}
}

// strangeField says which field of a file is not known, of an error of reading it strictly.
func strangeField(err error) error {
	name, ok := strings.CutPrefix(err.Error(), "json: unknown field ")
	if !ok {
		return ErrNewer
	}
	return &strangeError{"the field " + excerpt(name), "remove that field"}
}

// excerpt is what stands in a file as it stands in a sentence.
func excerpt(text string) string {
	const longest = 60
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return printable.Line(text)
}

// at says of which file an [ErrNewer] is.
func at(path string, err error) error { return fmt.Errorf("%w (in %s)", err, path) }
