package broker

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTold(t *testing.T) {
	for name, c := range map[string]struct {
		given, ends string
	}{
		"little":      {"not today", "not today"},
		"at the edge": {strings.Repeat("a", LongestText), "aaa"},
		"long":        {strings.Repeat("a", 60_000), "a … (+58000 B)"},
		"in a letter": {"a" + strings.Repeat("€", 20_000), "€ … (+58002 B)"},
		"no UTF-8":    {strings.Repeat("\x80", 60_000), " B)"},
	} {
		got := Shorten(c.given)
		if !strings.HasSuffix(got, c.ends) || len(got) > LongestText+40 || utf8.ValidString(c.given) != utf8.ValidString(got) {
			t.Errorf("%s: %d bytes, ending %q", name, len(got), got[max(0, len(got)-40):])
		}
	}
}

// TestSecretsInSecrets: of a secret that begins with another one nothing is left.
func TestSecretsInSecrets(t *testing.T) {
	p := Profile{Password: "tree-of-1984"}
	p.Way.Proxy = &url.URL{User: url.UserPassword("u", "tree")}
	p.Way.Header = http.Header{"X-Key": {"tree-of"}}
	if words := RedactorOf(p).Words("bad password tree-of-1984, tree-of, tree"); words != "bad password …, …, …" {
		t.Error(words)
	}
}
