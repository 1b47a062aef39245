package profiles

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"mangrove/model/safefile"
)

// hasUnknown reports whether a file of an earlier version has fields that are not
// known: it is read all the same, but they are not written again.
func hasUnknown(content []byte) bool {
	if content == nil {
		return false
	}
	strict := json.NewDecoder(bytes.NewReader(content))
	strict.DisallowUnknownFields()
	return strict.Decode(new(stored)) != nil
}

// keepUnknown keeps the file as it is beside it, when it has fields that the next one
// will not have. The caller holds the mutex and the lock file.
func (b *Book) keepUnknown() error {
	if !hasUnknown(b.content) {
		return nil
	}
	path := safefile.Target(b.path) + ".before-" + time.Now().Format("20060102-150405.000")
	if err := safefile.Keep(path, b.content); err != nil {
		return fmt.Errorf("the profiles could not be written; is the disk full? %w", err)
	}
	b.news = append(b.news, "The file of connections had fields that this version of the program does not know. As it was, it is kept as "+path+".")
	return nil
}
