package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/model/wording"
)

// effect is when a flag of a command has one. Where it would have none, the command is refused:
// who gives a flag relies on it. A flag that is in no effect has one whatever else is given.
//
// A flag may be named with a value, as format=json, which counts also where it is the usual one.
// address is the argument that names a broker.
type effect struct {
	flag   string
	needs  []string // one of these; without a why two at the most
	beside []string // none of these
	why    error    // the sentence; nil: a plain one
}

// effects are those of the commands, by their names.
var effects = map[string][]effect{
	"decode": {
		{flag: "import", needs: []string{"proto"}},
		{flag: "message", needs: []string{"proto", "schema"}},
	},
	"doctor":   {{flag: "publish-to", beside: []string{"no-publish"}}},
	"snapshot": {{flag: "decode", needs: []string{"format=json"}}},
	"publish":  append([]effect{{flag: "var", needs: []string{"template"}}}, written...),
	"request":  append([]effect{{flag: "var", needs: []string{"template", "csv"}}}, written...),
	"retained": {
		{flag: "clear", beside: []string{"restore"}, why: errors.New("--clear and --restore do opposite things; use one of them")},
		{flag: "topic", beside: []string{"restore"}, why: errors.New("--restore takes the topics from its file; leave --topic out")},
		{flag: "yes", needs: []string{"clear"}},
		{flag: "keep", needs: []string{"clear"}},
		{flag: "replace", needs: []string{"restore"}},
	},
	"simulate": without([]string{"check"}, "for", "every", "seed", "format", "protocol", "profile", "password-file", "ask-password", address),
	"learn": slices.Concat([]effect{
		{flag: "format", needs: []string{"compare"}},
		{flag: "output", beside: []string{"compare"}, why: errors.New("--compare writes no checklist; leave out -o")},
		{flag: "from", beside: []string{"compare"}, why: errors.New("--compare listens to a site; leave out --from, or make a checklist with it first")},
		{flag: "site", beside: []string{"compare"}},
		{flag: "force", beside: []string{"compare", "output=-"}},
	}, without([]string{"from"}, "for", "protocol", "profile", "password-file", "ask-password")),
	"verify": slices.Concat([]effect{
		{flag: "check", beside: []string{"compare"}, why: errCompareOne},
		{flag: "sign", needs: []string{"bundle", "check", "compare"}, why: errors.New("--sign signs the bundle; give its file with --bundle FILE.zip")},
		{flag: "require-signature", needs: []string{"check", "compare"}, why: errNothingSigned},
		{flag: "signed-by", needs: []string{"check", "compare"}, why: errNothingSigned},
	}, without([]string{"check", "compare"}, "sign", "bundle", "report", "deadline", "allow-publish", "protocol", "profile", "password-file", "ask-password"),
		without([]string{"check"}, address)),
}

// written are the effects of what says how a payload is written.
var written = []effect{
	{flag: "proto", needs: []string{"as=protobuf"}},
	{flag: "schema", needs: []string{"as=avro"}},
	{flag: "import", needs: []string{"proto"}},
	{flag: "message", needs: []string{"proto", "schema"}},
}

// without are flags that have no effect beside some others.
func without(others []string, flags ...string) (all []effect) {
	for _, f := range flags {
		all = append(all, effect{flag: f, beside: others})
	}
	return all
}

// address stands for the argument that names a broker.
const address = "address"

// addressAt is which argument that is where it is not the first, from 0.
var addressAt = map[string]int{"simulate": 1, "verify": 1}

// checkEffects refuses a command with a flag that would have no effect.
func checkEffects(cmd *cobra.Command, args []string) error {
	given := func(name string) bool {
		name, value, valued := strings.Cut(name, "=")
		switch {
		case name == address:
			return len(args) > addressAt[cmd.Name()]
		case valued:
			return strings.EqualFold(cmd.Flags().Lookup(name).Value.String(), value)
		}
		return cmd.Flags().Changed(name)
	}
	for _, e := range effects[cmd.Name()] {
		if !given(e.flag) {
			continue
		}
		if at := slices.IndexFunc(e.beside, given); at >= 0 {
			return exit{unusable, e.sentence("{flag} has no effect together with {other}; leave one of them out", e.beside[at])}
		}
		if len(e.needs) > 0 && !slices.ContainsFunc(e.needs, given) {
			return exit{unusable, e.sentence(wording.Of(len(e.needs), "{flag} has no effect without {other}; give that too, or leave it out",
				"{flag} has no effect without {other} or {last}; give one of them too, or leave it out"), e.needs...)}
		}
	}
	return nil
}

// sentence says what a flag does not go with.
func (e *effect) sentence(words string, others ...string) error {
	if e.why != nil {
		return e.why
	}
	var names []string
	for _, o := range others {
		names = append(names, flagWords(o))
	}
	return errors.New(wording.Fill(words, "flag", flagWords(e.flag), "other", names[0], "last", names[len(names)-1]))
}

// flagWords are a flag as it is typed.
func flagWords(name string) string {
	if name == address {
		return "an address"
	}
	return "--" + strings.Replace(name, "=", " ", 1)
}
