package verification

import (
	"bytes"
	"io"

	"mangrove/broker"
)

// loose is a file of a bundle that was unpacked.
type loose struct {
	name string
	read func(name string, most int64) ([]byte, error)
}

// Open implements opener.
func (l loose) Open() (io.ReadCloser, error) {
	content, err := l.read(l.name, largestLoose)
	return io.NopCloser(bytes.NewReader(content)), err
}

// CheckUnpacked holds the files that a bundle was unpacked to against its manifest, as [Check]
// does, or fails with [broker.NotUnpacked]. Their names have slashes; read gives what is in one of at most so many bytes.
func CheckUnpacked(names []string, read func(name string, most int64) ([]byte, error)) (*Checked, error) {
	files := make(map[string]opener, len(names))
	for _, name := range names {
		files[name] = loose{name, read}
	}
	c := &Checked{Form: true}
	if len(names) > mostParts || !c.holdAll(names, files) {
		return nil, broker.NotUnpacked
	}
	return c, nil
}
