package broker

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzURL: an address that is read is the same when it is written and read again,
// in which form it shows nothing secret; and the sentence on one that is not read
// repeats nothing of it.
func FuzzURL(f *testing.F) {
	for _, seed := range []string{
		"mqtt://h", "mqtts://user:s3cr3t-w0rd@host:8883", "wss://host:1/path?query=hidden-value", "h:1884", "[fe80::1%25eth0]:1883", "[::1]",
		"ws://h/%2F?…", "mqtt://u%00:p@h", "mqtt://u:p:w@h", "mqtt://user:p@ss/w0rd@h:1", "SSL://h.", "mqtt://höst", "mqtt://h#f", "x y", "wss://h/a%",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		p, err := ParseURL(raw)
		if err != nil {
			checkRefusedURL(t, raw, err)
			return
		}
		a := p.Address
		shown := a.String()
		for _, secret := range []string{p.Password, a.Query} {
			if len(secret) > 7 && strings.Count(raw, secret) == 1 && strings.Contains(shown, secret) {
				t.Errorf("%q is shown as %q", raw, shown)
			}
		}
		checkAsked(t, raw, a)
		a.Query = ""
		again, err := ParseURL(a.String())
		if err != nil || again.Address != a || again.Username+again.Password != "" {
			t.Errorf("%q is written %q and then read as %+v, %v", raw, a, again, err)
		}
	})
}

// checkAsked: what is asked for in the network can be.
func checkAsked(t *testing.T, raw string, a Address) {
	t.Helper()
	if a.CheckScheme() != nil || a.Port < 1 || a.Port > 65_535 || CheckHost(a.Host) != nil || !a.WebSocket() && a.Path+a.Query != "" {
		t.Errorf("%q is read as %+v", raw, a)
	}
	if _, err := url.ParseRequestURI(a.RequestURI()); a.WebSocket() && err != nil {
		t.Errorf("%q asks for %q: %v", raw, a.RequestURI(), err)
	}
	if name := a.CertificateName() + a.NetworkName(); !utf8.ValidString(name) {
		t.Errorf("the name is %q", name)
	}
}

// checkRefusedURL: whatever is in front of the @ is not repeated.
func checkRefusedURL(t *testing.T, raw string, err error) {
	t.Helper()
	_, rest, ok := strings.Cut(raw, "://")
	login, _, found := strings.Cut(rest, "@")
	said := err.Error()
	if ok && found && len(login) > 7 && strings.Contains(said, login) {
		t.Errorf("%q: %v", raw, err)
	}
}

// FuzzTold: what is kept of a text is its beginning, and not much.
func FuzzTold(f *testing.F) {
	f.Add("short")
	f.Add(strings.Repeat("가", LongestText))
	f.Add(strings.Repeat("\x80", LongestText+1) + " ")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range []string{text, strings.Repeat(text, 1+LongestText/max(1, len(text)))} {
			told := Shorten(s)
			begin, _, cut := strings.Cut(told, " … (")
			switch {
			case len(s) <= LongestText && told != s, len(told) > LongestText+40:
				t.Errorf("%d bytes are told as %d: %q", len(s), len(told), told)
			case cut && len(s) > LongestText && !strings.HasPrefix(strings.TrimSpace(s), strings.TrimSpace(begin)):
				t.Errorf("%q is told as %q", s, told)
			case utf8.ValidString(s) && !utf8.ValidString(told):
				t.Errorf("a character is cut: %q", told)
			}
		}
	})
}
