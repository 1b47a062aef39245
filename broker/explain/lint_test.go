package explain

import (
	"strings"
	"testing"

	"mangrove/model/lint"
)

// TestLintHasWords for each of its codes.
func TestLintHasWords(t *testing.T) {
	for _, c := range lint.Codes {
		title, advice := LintTitle(c), LintAdvice(c)
		if title == string(c) || !strings.HasSuffix(advice, ".") {
			t.Errorf("%s: %q, %q", c, title, advice)
		}
		if words := LintFinding(lint.Finding{Code: c, Topic: "a/b", Found: "c", Other: "d", N: 2}); !strings.Contains(words, "a/b") && !strings.Contains(words, "c") {
			t.Errorf("%s: %q", c, words)
		}
	}
}
