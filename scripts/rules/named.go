package rules

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// fileName is a file as a guide names it.
var fileName = regexp.MustCompile(`^[\w./-]+\.(go|md|sh|py|toml|ya?ml)$`)

// Named finds files that a guide names and that are not there. A name without a folder may
// be anywhere: it stands beside one with a folder.
func Named(guide, text string, there []string) (found []Finding) {
	known := map[string]bool{}
	for _, p := range there {
		known[p], known[path.Base(p)] = true, true
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		for _, code := range inCode.FindAllStringSubmatch(line, -1) {
			if name := code[1]; fileName.MatchString(name) && !known[name] {
				found = append(found, Finding{fmt.Sprintf("%s:%d", guide, n), "there is no file " + name})
			}
		}
	}
	return found
}
