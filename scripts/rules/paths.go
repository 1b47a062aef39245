package rules

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
)

// ownFolder is a path into the folder of one person or machine. What stands
// before it keeps URLs and topics out.
var ownFolder = regexp.MustCompile("(^|" + before + ")" + `(/(root|home/[a-z][a-z0-9_-]*|Users/[A-Za-z]+)/|[A-Z]:\\Users\\)`)

const before = "[\\s\"'`=(:,<]"

// Paths finds absolute paths that hold on one machine only. here is the folder
// the repository lies in; empty when that says nothing. A file with a NUL byte
// is no text and passes.
func Paths(path string, content []byte, here string) []Finding {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil
	}
	own := []*regexp.Regexp{ownFolder}
	if here != "" {
		own = append(own, regexp.MustCompile("(^|"+before+")"+regexp.QuoteMeta(here)+"(/|$)"))
	}
	var found []Finding
	for i, line := range bytes.Split(content, []byte("\n")) {
		if slices.ContainsFunc(own, func(r *regexp.Regexp) bool { return r.Match(line) }) {
			found = append(found, Finding{fmt.Sprintf("%s:%d", path, i+1), "a path that exists on one machine only"})
		}
	}
	return found
}
