package broker

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Redactor is the door for what a broker, a proxy, a web server or a certificate
// says in words: it is kept without the secrets of the connection, which some send
// back, and not too long to be read. The zero value knows no secrets.
type Redactor struct{ secrets *strings.Replacer }

// hiddenSecret stands for a secret that was sent back.
const hiddenSecret = "…"

// Secrets that are shorter are found in every text. A part of a query need not be
// secret, so that of a few letters is none.
const (
	shortestSecret = 4
	shortestToken  = 6
)

// RedactorOf is that of a connection.
func RedactorOf(p Profile) Redactor {
	var secrets []string
	hide := func(secret string, shortest int) {
		if len(secret) >= shortest {
			secrets = append(secrets, secret)
		}
	}
	hide(p.Address.Query, shortestSecret)
	if values, err := url.ParseQuery(p.Address.Query); err == nil {
		for _, all := range values {
			for _, value := range all {
				hide(value, shortestToken)
				hide(url.QueryEscape(value), shortestToken)
			}
		}
	}
	for _, all := range p.Way.Header {
		for _, value := range all {
			hide(value, shortestSecret)
			_, token, _ := strings.Cut(value, " ") // Bearer and such
			hide(token, shortestToken)
		}
	}
	if p.Way.Proxy != nil && p.Way.Proxy.User != nil {
		password, _ := p.Way.Proxy.User.Password()
		hide(base64.StdEncoding.EncodeToString([]byte(p.Way.Proxy.User.Username()+":"+password)), shortestSecret)
		hide(password, shortestSecret)
	}
	for _, value := range p.Hidden {
		hide(value, shortestSecret)
	}
	if p.Auth != nil {
		hide(string(p.Auth.Data), shortestSecret)
	}
	hide(p.Password, shortestSecret)
	return newRedactor(secrets)
}

// newRedactor hides the longest first: one may be the beginning of another, whose rest
// would be left.
func newRedactor(secrets []string) Redactor {
	if secrets == nil {
		return Redactor{}
	}
	for _, secret := range secrets { // errors quote what they name
		if quoted := strconv.Quote(secret); quoted != `"`+secret+`"` {
			secrets = append(secrets, quoted[1:len(quoted)-1])
		}
	}
	slices.SortStableFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	pairs := make([]string, 0, 2*len(secrets))
	for _, secret := range secrets {
		pairs = append(pairs, secret, hiddenSecret)
	}
	return Redactor{strings.NewReplacer(pairs...)}
}

// Words are what somebody said, as they are kept.
func (h Redactor) Words(said string) string {
	if h.secrets != nil {
		said = h.secrets.Replace(said)
	}
	return Shorten(said)
}

// Error is an error with its words as they are kept; what it wraps stays to be
// branched on. Sentences that are made of it go through [Reword].
func (h Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	said := err.Error()
	words := h.Words(said)
	if h.secrets == nil && words == said {
		return err
	}
	return &redacted{words, err, h} // also in the same words: a sentence has the values in others
}

// redacted is an error in other words.
type redacted struct {
	words string
	err   error
	by    Redactor
}

// Error has the words that are kept.
func (h *redacted) Error() string { return h.words }

// Unwrap is the error as it came.
func (h *redacted) Unwrap() error { return h.err }
