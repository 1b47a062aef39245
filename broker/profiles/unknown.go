package profiles

import (
	"time"

	"mangrove/broker/profiles/finding"
	"mangrove/model/safefile"
)

// keepUnknown keeps the file as it is beside it, when it is of an earlier version and
// has fields that are not known: it is read all the same, but they are not written
// again. The caller holds the mutex and the lock file.
func (b *Book) keepUnknown() error {
	if b.content == nil || decodeStrictly(b.content, new(stored)) == nil {
		return nil
	}
	path := safefile.Target(b.path) + ".before-" + time.Now().Format("20060102-150405.000")
	if err := safefile.Keep(path, b.content); err != nil {
		return &finding.Fault{Code: finding.NotKept, Err: err}
	}
	b.news = append(b.news, finding.Note{Code: finding.UnknownFieldsKept, Name: path})
	return nil
}
