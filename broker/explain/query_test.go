package explain_test

import (
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
)

func TestQueryErrorsSayWhatIsWrongAndWhere(t *testing.T) {
	for text, want := range map[string]string{
		"re:[":      `The regular expression "[" cannot be read: a closing ] is missing.`,
		"re:ab[c":   `The regular expression "ab[c" cannot be read: a closing ] is missing at "[c".`,
		"re:a(b":    `The regular expression "a(b" cannot be read: a closing ) is missing.`,
		"re:a)":     `The regular expression "a)" cannot be read: a ) has no ( before it.`,
		"re:a|*":    `The regular expression "a|*" cannot be read: there is nothing to repeat at "*".`,
		`re:a\`:     `The regular expression "a\\" cannot be read: nothing follows the last \.`,
		"re:":       `The regular expression is missing after re:, as in re:^a/.*[0-9]$.`,
		"-re:":      `The regular expression is missing after re:, as in re:^a/.*[0-9]$.`,
		"=":         `The value is missing after =, as in =ON.`,
		"~":         `The value is missing after ~, as in ~ON.`,
		">":         `The value is missing after >, as in >20.`,
		"battery<":  `The value is missing after battery<, as in battery<20.`,
		"battery<=": `The value is missing after battery<=, as in battery<=20.`,
		"a!=":       `The value is missing after a!=, as in a!=ON.`,
		"hall a~":   `The value is missing after a~, as in a~ON.`,
		"-":         `The word to exclude is missing after -, as in -hall.`,
		"a/#/b":     "The wildcard # must stand alone in the last level, as in a/#.",
		"x a+b":     "The wildcard + must stand alone in its level, as in a/+/b.",
		"hall - x":  `The word to exclude is missing after -, as in -hall.`,
		"re:a[z-a]": `The regular expression "a[z-a]" cannot be read: invalid character class range at "z-a".`,
	} {
		_, err := model.ParseQuery(text)
		if said := explain.Error(err, broker.Address{}); said != want {
			t.Errorf("%s: %s, want %s", text, said, want)
		}
	}
}

// TestTopicFaultsAreSaid: each has words of its own.
func TestTopicFaultsAreSaid(t *testing.T) {
	for _, fault := range []model.TopicFault{
		model.ErrEmpty, model.ErrTooLong, model.ErrNotUTF8, model.ErrNUL, model.ErrWildcard, model.ErrPlus, model.ErrHash, model.ErrShare,
	} {
		if said := explain.Topic(fault); said == fault.Error() {
			t.Errorf("%s has no words", fault)
		}
	}
}
