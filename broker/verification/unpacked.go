package verification

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"mangrove/broker"
)

// readError is why a file of a bundle that was unpacked cannot be read.
type readError struct{ err error }

// Error is that of the file.
func (e *readError) Error() string { return e.err.Error() }

// Unwrap is that of the file.
func (e *readError) Unwrap() error { return e.err }

// loose opens a file of a bundle that was unpacked.
func loose(name string, read func(name string, most int64) ([]byte, error)) opener {
	return func(most int64) (io.ReadCloser, error) {
		content, err := read(name, min(most, largestLoose))
		if err != nil {
			return nil, &readError{err}
		}
		return io.NopCloser(bytes.NewReader(content)), nil
	}
}

// CheckUnpacked holds the files that a bundle was unpacked to against its manifest, as [Check]
// does, or fails with [broker.NotUnpacked]. Their names have slashes; unread are files and, with
// a slash at the end, folders among them whose names are all that is known. read gives what is in
// one of at most so many bytes.
func CheckUnpacked(names []string, unread []Unread, read func(name string, most int64) ([]byte, error)) (*Checked, error) {
	c := &Checked{Form: true, Unread: unread}
	files := make(map[string]opener, len(names))
	for _, name := range names {
		files[name] = loose(name, read)
	}
	left := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !leftBehind(name) })
	if len(names)-len(left) > mostParts || !c.holdAll(names, files) {
		return nil, broker.NotUnpacked
	}
	c.Unlisted = slices.DeleteFunc(c.Unlisted, func(name string) bool {
		if leftBehind(name) {
			c.Left = append(c.Left, name)
		}
		return leftBehind(name)
	})
	return c, nil
}

// leftBehind reports whether file managers leave files of this name in folders that they show.
func leftBehind(name string) bool {
	switch name = strings.ToLower(path.Base(name)); name {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return true
	}
	return strings.HasPrefix(name, "._")
}
