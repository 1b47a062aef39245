package explain

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/kept"
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
	for _, code := range codestest.Of(t, "../kept", "Code") {
		for _, kind := range codestest.Of(t, "../kept", "Kind") {
			if keptNames[kept.Kind(kind)] == "" {
				t.Fatalf("%s has no name", kind)
			}
			tell(code, &kept.Error{Code: kept.Code(code), Of: kept.Kind(kind), Path: "/p"}, keptNames[kept.Kind(kind)])
		}
	}
	for _, code := range codestest.Of(t, "../kept", "EnvironmentCode") {
		tell(code, &kept.EnvironmentError{Code: kept.EnvironmentCode(code), Name: "n"}, "")
	}
	for _, err := range []error{kept.ErrMany, kept.ErrInexact, kept.ErrGone} {
		tell(err.Error(), err, "")
	}
}
