package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mangrove/cmd/mangrove/problem"
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
		{flag: "clear", beside: []string{"restore"}, why: problem.BothWays},
		{flag: "topic", beside: []string{"restore"}, why: problem.RestoreTopics},
		{flag: "yes", needs: []string{"clear"}},
		{flag: "keep", needs: []string{"clear"}},
		{flag: "replace", needs: []string{"restore"}},
	},
	"simulate": without([]string{"check"}, "for", "every", "seed", "format", "protocol", "profile", "password-file", "ask-password", address),
	"learn": slices.Concat([]effect{
		{flag: "format", needs: []string{"compare"}},
		{flag: "output", beside: []string{"compare"}, why: problem.CompareWrites},
		{flag: "from", beside: []string{"compare"}, why: problem.CompareListens},
		{flag: "site", beside: []string{"compare"}},
		{flag: "force", beside: []string{"compare", "output=-"}},
	}, without([]string{"from"}, "for", "protocol", "profile", "password-file", "ask-password")),
	"verify": slices.Concat([]effect{
		{flag: "check", beside: []string{"compare"}, why: problem.CompareOne},
		{flag: "sign", needs: []string{"bundle", "check", "compare"}, why: problem.SignsBundle},
		{flag: "require-signature", needs: []string{"check", "compare"}, why: problem.NothingSigned},
		{flag: "signed-by", needs: []string{"check", "compare"}, why: problem.NothingSigned},
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
			return exit{unusable, e.sentence(problem.FlagBeside, e.beside[at])}
		}
		if len(e.needs) > 0 && !slices.ContainsFunc(e.needs, given) {
			words := problem.FlagAlone
			if len(e.needs) > 1 {
				words = problem.FlagNeeds
			}
			return exit{unusable, e.sentence(words, e.needs...)}
		}
	}
	return nil
}

// sentence says what a flag does not go with.
func (e *effect) sentence(words problem.Text, others ...string) error {
	if e.why != nil {
		return e.why
	}
	var names []string
	for _, o := range others {
		names = append(names, flagWords(o))
	}
	return words.With("flag", flagWords(e.flag), "other", names[0], "last", names[len(names)-1])
}

// flagWords are a flag as it is typed.
func flagWords(name string) string {
	if name == address {
		return "an address"
	}
	return "--" + strings.Replace(name, "=", " ", 1)
}
