package verification

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"mangrove/broker"
)

// Signer is a key that may have signed a report, as a line of a file has it: a key's .pub file,
// or what ssh-keygen calls allowed signers.
type Signer struct {
	Key        string // as [Checked].Key names it
	Principals string // whose it is; empty: the line does not say it

	namespaces    string    // what it may sign, as patterns with commas between; empty: anything
	after, before time.Time // when it may be relied on; zero: without an end
	authority     bool      // it signs keys, and no reports
	unknown       bool      // there is an option that is not known
}

// Signers are the keys of a file of those that may have signed.
type Signers []Signer

// ReadSigners reads a file of public keys, a line each, or fails with [broker.NoPublicKeys]. A
// line that has none is left out.
func ReadSigners(file []byte) (all Signers, err error) {
	for line := range bytes.Lines(file) {
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("#")) {
			continue
		}
		one, failed := signerIn(line)
		if failed != nil {
			err = failed
			continue
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, &broker.ReportFault{Code: broker.NoPublicKeys, Err: err}
	}
	return all, nil
}

// signerIn reads a line: a public key, or whose it is, its options, if any, and the key.
func signerIn(line []byte) (s Signer, err error) {
	key, _, options, _, err := ssh.ParseAuthorizedKey(line)
	plain := err == nil && bytes.HasPrefix(line, []byte(key.Type()))
	if principals, rest := firstWord(line); !plain && !isOption(principals) {
		s.Principals = principals
		key, _, options, _, err = ssh.ParseAuthorizedKey(rest) //nolint:dogsled // its comment and the rest say nothing of it
	}
	if err != nil {
		return Signer{}, err
	}
	s.Key = nameOf(key)
	for _, option := range options {
		s.limit(option)
	}
	return s, nil
}

// firstWord is what a line begins with, which may be in quotation marks, and the rest.
func firstWord(line []byte) (word string, rest []byte) {
	if quoted, ok := bytes.CutPrefix(line, []byte(`"`)); ok {
		before, after, _ := bytes.Cut(quoted, []byte(`"`))
		return string(before), bytes.TrimSpace(after)
	}
	end := bytes.IndexAny(line, " \t")
	if end < 0 {
		return string(line), nil
	}
	return string(line[:end]), bytes.TrimSpace(line[end:])
}

// isOption reports whether a line begins with an option, so that it does not say whose key it is.
func isOption(word string) bool {
	return strings.EqualFold(word, "cert-authority") || strings.Contains(word, `="`)
}

// limit takes in an option of a line.
func (s *Signer) limit(option string) {
	name, value, _ := strings.Cut(option, "=")
	value = strings.Trim(value, `"`)
	known := true
	switch strings.ToLower(name) {
	case "namespaces":
		s.namespaces, known = value, value != ""
	case "valid-after":
		s.after, known = timeIn(value)
	case "valid-before":
		s.before, known = timeIn(value)
	case "cert-authority":
		s.authority = true
	default:
		known = false
	}
	s.unknown = s.unknown || !known
}

// timeIn reads a time as ssh-keygen does: a day, or a moment, of this computer's zone or UTC.
func timeIn(value string) (at time.Time, ok bool) {
	zone := time.Local
	if short, utc := strings.CutSuffix(value, "Z"); utc {
		value, zone = short, time.UTC
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if at, err := time.ParseInLocation(layout, value, zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// Of finds the line by which a key may have signed a report that is checked now. It fails with
// a [broker.ReportCode].
func (all Signers) Of(key string, now time.Time) (Signer, error) {
	err := broker.KeyNotListed
	for _, s := range all {
		switch {
		case s.Key == key && s.may(now) == nil:
			return s, nil
		case s.Key == key:
			errors.As(s.may(now), &err)
		case s.authority && errors.Is(err, broker.KeyNotListed):
			err = broker.KeyAuthority
		}
	}
	return Signer{}, err
}

// may says why a line does not let its key sign reports, in the order of ssh-keygen.
func (s *Signer) may(now time.Time) error {
	switch {
	case s.authority:
		return broker.KeyAuthority
	case s.unknown:
		return broker.KeyOption
	case s.namespaces != "" && !listMatches(s.namespaces, namespace):
		return broker.KeyElsewhere
	case !s.after.IsZero() && now.Before(s.after):
		return broker.KeyNotYet
	case !s.before.IsZero() && now.After(s.before):
		return broker.KeyNoLonger
	}
	return nil
}

// listMatches reports whether one of some patterns matches, and none of those with a ! before
// them (ssh_config, PATTERNS).
func listMatches(patterns, name string) (matches bool) {
	for pattern := range strings.SplitSeq(patterns, ",") {
		pattern, not := strings.CutPrefix(strings.TrimSpace(pattern), "!")
		expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
		found, err := regexp.MatchString("^"+expression+"$", name)
		if found && err == nil && not {
			return false
		}
		matches = matches || found
	}
	return matches
}
