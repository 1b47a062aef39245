package profiles

import (
	"encoding/json"
	"strconv"
	"strings"

	"mangrove/broker/profiles/finding"
	"mangrove/model/printable"
)

// checkVersion says which version a file has that is none of those up to the newest one
// known; nil also for what is no JSON, or has no version at all. What is no number is an
// [ErrNewer], too, though it may as well be a mistake of somebody who has written to the
// file: either way it is left as it is.
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
	return &finding.Fault{Code: finding.StrangeVersion, Value: excerpt(text), Count: int64(newest), Err: ErrNewer}
}

// strangeField says which field of a file is not known, of an error of reading it strictly.
func strangeField(err error) error {
	name, ok := strings.CutPrefix(err.Error(), "json: unknown field ")
	if !ok {
		return ErrNewer
	}
	return &finding.Fault{Code: finding.StrangeField, Value: excerpt(name), Err: ErrNewer}
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
func at(path string, err error) error {
	return &finding.Fault{Code: finding.InFile, Name: path, Err: err}
}

// CheckVersion says which version JSON has that is none of those up to the newest one
// known; nil also for what is no JSON, or has no version at all.
func CheckVersion(content []byte, newest int) error { return checkVersion(content, newest) }
