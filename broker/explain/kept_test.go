package explain

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/kept"
	"mangrove/model/codestest"
)

// keptNames are what files hold, as their sentences call it.
var keptNames = map[kept.Kind]string{
	kept.SentMessages: "sent messages", kept.SavedMessages: "saved messages", kept.Environments: "environments", kept.Runs: "earlier runs",
}

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
			names := keptNames[kept.Kind(kind)]
			if names == "" {
				t.Fatalf("%s has no name", kind)
			}
			tell(code, &kept.Error{Code: kept.Code(code), Of: kept.Kind(kind), Path: "/p"}, names)
		}
	}
	for _, code := range codestest.Of(t, "../kept", "EnvironmentCode") {
		tell(code, &kept.EnvironmentError{Code: kept.EnvironmentCode(code), Name: "n"}, "")
	}
	for _, err := range []error{kept.ErrMany, kept.ErrInexact, kept.ErrGone} {
		tell(err.Error(), err, "")
	}
}
