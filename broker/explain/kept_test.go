package explain

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/collections"
	"mangrove/broker/environments"
	"mangrove/broker/jsonfile"
	"mangrove/model/codestest"
)

// TestKeptFilesHaveWords, each code of them, with what the file holds.
func TestKeptFilesHaveWords(t *testing.T) {
	said := make(map[string]bool)
	tell := func(what string, err error, has string) {
		words := Error(fmt.Errorf("x: %w", err), broker.Address{})
		if words == "" || strings.Contains(words, "x: ") || !strings.Contains(words, has) || said[words] {
			t.Errorf("%s: %q", what, words)
		}
		said[words] = true
	}
	for _, code := range codestest.Of(t, "../jsonfile", "Code") {
		for _, kind := range codestest.Of(t, "../jsonfile", "Kind") {
			if keptNames[jsonfile.Kind(kind)] == "" {
				t.Fatalf("%s has no name", kind)
			}
			tell(code, &jsonfile.Error{Code: jsonfile.Code(code), Of: jsonfile.Kind(kind), Path: "/p"}, keptNames[jsonfile.Kind(kind)])
		}
	}
	for _, code := range codestest.Of(t, "../environments", "Code") {
		tell(code, &environments.Error{Code: environments.Code(code), Name: "n"}, "")
	}
	for _, err := range []error{collections.ErrMany, collections.ErrInexact, collections.ErrGone} {
		tell(err.Error(), err, "")
	}
}
