package publish

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/broker/draft"
	"mangrove/broker/environments"
	"mangrove/broker/explain"
	"mangrove/model/template"
)

// hidden stands where the value of a secret variable would be seen.
const hidden = "••••••"

// allOfThem finds what stands for all variables at once in a template: a dot or a dollar by
// itself.
var allOfThem = regexp.MustCompile(`(^|[\s({|,=-])[.$]([\s)}|]|$)`)

// secrets are the variables of an environment, and the names of those whose values are not
// shown. Neither is changed once it is known.
type secrets struct {
	values map[string]string
	secret map[string]bool
}

// secretsOf are those of an environment, with its values.
func secretsOf(e *environments.Environment, values map[string]string) secrets {
	s := secrets{values, make(map[string]bool)}
	for _, v := range e.Variables {
		if v.Secret {
			s.secret[v.Name] = true
		}
	}
	return s
}

// tells reports whether what a template makes may tell the value of a secret variable.
func (s secrets) tells(text string) bool {
	if len(s.secret) == 0 || !strings.Contains(text, "{{") {
		return false
	}
	for name := range s.secret {
		if strings.Contains(text, name) {
			return true
		}
	}
	return allOfThem.MatchString(text)
}

// tellsIn reports whether a message made of one of the drafts may tell one.
func (s secrets) tellsIn(all ...draft.Draft) bool {
	return slices.ContainsFunc(all, func(d draft.Draft) bool {
		return d.Template && slices.ContainsFunc(append(d.Texts(), d.Text), s.tells)
	})
}

// shown are variables as they can be shown.
func (s secrets) shown(values map[string]string) map[string]string {
	values = maps.Clone(values)
	for name := range s.secret {
		if _, is := values[name]; is {
			values[name] = hidden
		}
	}
	return values
}

// leastSecret is the length from which on a value is looked for in words: shorter ones are
// in any.
const leastSecret = 3

// conceal takes the values of secret variables out of words.
func (s secrets) conceal(words string) string {
	for name := range s.secret {
		value := s.values[name]
		if len(value) < leastSecret {
			continue
		}
		words = strings.ReplaceAll(words, value, hidden)
		words = strings.ReplaceAll(words, strings.Trim(strconv.Quote(value), `"`), hidden)
	}
	return words
}

// shownTopic is the topic of a message as it can be shown: as it is typed where it would
// tell the value of a secret variable.
func (s secrets) shownTopic(d *draft.Draft, topic string) string {
	if d.Template && s.tells(d.Topic) {
		return d.Topic
	}
	return topic
}

// why says why a message of one of the drafts cannot be made or published, without the
// values of secret variables.
func (s secrets) why(err error, a broker.Address, of ...draft.Draft) string {
	conceal, told := s.told(err, of)
	return conceal(explain.Error(told, a))
}

// cause is the same as it is kept.
func (s secrets) cause(err error, of ...draft.Draft) *cause.Cause {
	conceal, told := s.told(err, of)
	return cause.Of(told).With(conceal)
}

// told is an error about one of the drafts as it can be told, when what it says has been
// concealed.
func (s secrets) told(err error, of []draft.Draft) (conceal func(string) string, told error) {
	if err == nil || !s.tellsIn(of...) {
		return func(words string) string { return words }, err
	}
	var wrong *draft.Error
	if errors.As(err, &wrong) && valued(wrong.Err) {
		return s.conceal, &cause.Cause{Code: cause.SecretValue, Part: string(wrong.Field)}
	}
	return s.conceal, renamed(err, of[0].Topic)
}

// valued reports whether an error of a draft may have a part of a value in it, and not only
// of what is typed.
func valued(err error) bool {
	var t *template.Error
	if !errors.As(err, &t) {
		return !errors.Is(err, draft.ErrClears)
	}
	return t.Code == template.Failed // in the words of the library
}

// renamed is an error about a message with another topic in it.
func renamed(err error, topic string) error {
	var refused *broker.Refusal
	var unanswered *broker.Unanswered
	switch {
	case errors.As(err, &refused):
		other := *refused
		other.Subject = topic
		return &other
	case errors.As(err, &unanswered):
		other := *unanswered
		other.Subjects = []string{topic}
		return &other
	}
	return err
}
