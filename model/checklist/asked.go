package checklist

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"mangrove/model/decode/sparkplug"
	"mangrove/model/lint"
)

// Form is how somebody writes what stands in one place of a checklist.
type Form string

// The forms. A form with a unit has it in what is written.
const (
	TextForm     Form = "text"
	TopicForm    Form = "topic"
	FilterForm   Form = "filter"
	FileForm     Form = "file" // beside the checklist
	FlagForm     Form = "flag"
	SpanForm     Form = "span"         // a time with its unit
	SoonForm     Form = "span or true" // a time with its unit, or true
	WholeForm    Form = "whole"
	PercentForm  Form = "percent"
	BoundForm    Form = "bound"
	SizeForm     Form = "size" // with its unit
	RateForm     Form = "rate" // with its unit
	RangeForm    Form = "range"
	PatternForm  Form = "pattern"
	WordForm     Form = "word" // one of those of the input
	WordsForm    Form = "words"
	ValueForm    Form = "value" // of a payload
	SequenceForm Form = "sequence"
	YAMLForm     Form = "yaml" // whatever stands there
)

// Input is one place of a checklist that somebody fills in.
type Input struct {
	Path  []string // keys below the part that it belongs to; none: the part itself
	Form  Form
	Words []string // of WordForm, those there are; of WordsForm, those that are proposed
	Must  bool     // the checklist cannot be used without it
	Alone bool     // it may stand alone in the place of the whole part
}

// Asked is a key of a device or a rule that asks for something, with what is filled in of it.
type Asked struct {
	Key    string
	Not    string   // what it is not for: "device" or "rule"; empty: it is for both
	Uses   []string // the conventions that it is for; nil: all of them, and devices that use none
	Each   bool     // it has a map, with a part for each key
	List   bool     // what stands there is a list, or else a map; where two have the same key
	Inputs []Input
	Start  string // what a new one begins with, as YAML
	read   func(*conditions, *yaml.Node)
}

// Subjects, as Not has them.
const (
	device = "device"
	rule   = "rule"
)

// asked is the table of all that a checklist can ask for. The parser reads by it, and the form
// of the window is made by it.
func asked() []Asked {
	whole := func(form Form, words ...string) []Input { return []Input{{Form: form, Words: words, Must: true}} }
	must := func(key string, form Form) Input { return Input{Path: []string{key}, Form: form, Must: true} }
	may := func(key string, form Form, words ...string) Input {
		return Input{Path: []string{key}, Form: form, Words: words}
	}
	value := valueInputs(types)
	return []Asked{
		{Key: "present", Inputs: whole(SoonForm), Start: "true", read: (*conditions).present},
		{Key: "online", Not: rule, Inputs: whole(FlagForm), Start: "true", read: func(c *conditions, n *yaml.Node) { c.flag(Online)(n) }},
		{Key: "interval", Inputs: []Input{may("max", SpanForm), may("expect", SpanForm), may("tolerance", PercentForm), may("samples", WholeForm)}, Start: "{max: 60s}", read: (*conditions).interval},
		{Key: "fields", Each: true, Inputs: value, Start: "{type: number}", read: (*conditions).fields},
		{Key: "types", Inputs: typeInputs(), Start: "{number: [value]}", read: (*conditions).types},
		{Key: "payload", Inputs: value, Start: "{type: number}", read: func(c *conditions, n *yaml.Node) { c.field("", n) }},
		{Key: "metrics", Not: rule, Uses: []string{"sparkplug"}, Each: true, Inputs: valueInputs(slices.Concat(types, sparkplug.Datatypes())), Start: "{type: number}", read: (*conditions).metrics},
		{Key: "battery", Not: rule, Inputs: whole(BoundForm), Start: `">=20"`, read: func(c *conditions, n *yaml.Node) { c.bound(Battery)(n) }},
		{Key: "firmware", Not: rule, Inputs: whole(BoundForm), Start: `">=1.0"`, read: func(c *conditions, n *yaml.Node) { c.bound(Firmware)(n) }},
		{Key: "retained", Inputs: whole(FlagForm), Start: "true", read: (*conditions).retained},
		{Key: "will", Inputs: whole(WordForm, "announced"), Start: "announced", read: (*conditions).will},
		{Key: "members", Not: device, List: true, Inputs: whole(WordsForm), Start: "[m01, m02]", read: (*conditions).members},
		{Key: "members", Not: device, Inputs: []Input{must("csv", FileForm), must("column", TextForm)}, Start: `{csv: "members.csv", column: "id"}`},
		{Key: "count", Not: device, Inputs: []Input{may("exactly", WholeForm), may("min", WholeForm), may("max", WholeForm)}, Start: "{min: 1}", read: (*conditions).count},
		{Key: "naming", Inputs: whole(PatternForm), Start: `"^[a-z0-9/_-]+$"`, read: (*conditions).naming},
		{Key: "schema", Inputs: whole(FileForm), Start: "state.schema.json", read: (*conditions).schema},
		{Key: "qos", Inputs: []Input{{Path: []string{"min"}, Form: WordForm, Words: []string{"0", "1", "2"}, Must: true}}, Start: "{min: 1}", read: (*conditions).qos},
		{Key: "size", Inputs: []Input{must("max", SizeForm)}, Start: "{max: 16kB}", read: (*conditions).size},
		{Key: "rate", Inputs: []Input{must("max", RateForm)}, Start: "{max: 10/s}", read: (*conditions).rate},
		{Key: "seq", Not: rule, Uses: []string{"sparkplug"}, Inputs: whole(WordForm, "continuous"), Start: "continuous", read: (*conditions).edgeSeq},
		{Key: "quality", Not: rule, Uses: []string{"sparkplug"}, Inputs: whole(WordForm, "good"), Start: "good", read: (*conditions).quality},
		{Key: "clock_skew", Not: rule, Uses: []string{"sparkplug"}, Inputs: whole(SpanForm), Start: "5s", read: (*conditions).clockSkew},
		{Key: "lint", Not: device, Inputs: []Input{{Path: []string{"warnings"}, Form: WordsForm, Words: append([]string{allWarnings}, warningNames(lint.Codes)...), Must: true, Alone: true}, may("except", YAMLForm)}, Start: "all", read: (*conditions).lint},
		{Key: "lwt_test", Not: rule, Inputs: []Input{must("operator", TextForm), must("within", SpanForm), may("back", SpanForm)}, Start: `{operator: "", within: 90s}`, read: (*conditions).outage},
		{Key: "command", Not: rule, Inputs: []Input{
			must("publish", TopicForm), may("payload", TextForm), may("qos", WordForm, "0", "1", "2"), must("reply", FilterForm), must("expect", YAMLForm), must("within", SpanForm),
		}, Start: `{publish: site/device/set, payload: "ON", reply: site/device/state, expect: "ON", within: 5s}`, read: (*conditions).command},
		{Key: "waive", Inputs: whole(YAMLForm), Start: `[{check: "present", reason: "", by: ""}]`, read: func(c *conditions, n *yaml.Node) { c.waivers = n }},
	}
}

// typeInputs are the paths of values by their types.
func typeInputs() (all []Input) {
	for _, name := range types {
		all = append(all, Input{Path: []string{name}, Form: WordsForm})
	}
	return append(all, Input{Path: []string{optionalTypes}, Form: YAMLForm}, Input{Path: []string{"samples"}, Form: WholeForm})
}

// valueInputs are what is filled in of a value of a payload, that is of one of some types.
func valueInputs(types []string) []Input {
	of := func(key string, form Form, words ...string) Input {
		return Input{Path: []string{key}, Form: form, Words: words}
	}
	return []Input{
		of("type", WordForm, types...), of("range", RangeForm), of("enum", WordsForm), of("equals", ValueForm), of("pattern", PatternForm),
		of("time", FlagForm), of("optional", FlagForm), of("absent_means", ValueForm), of("samples", WholeForm), of("allow", WholeForm),
		of("stuck", SpanForm), of("skew", SpanForm), of("seq", SequenceForm),
	}
}

var kinds = asked()

// Kinds are all that a checklist can ask for. Nobody writes to them.
func Kinds() []Asked { return kinds }

// IsFor reports whether it can be asked of a device that uses a convention, or of a rule.
func (a *Asked) IsFor(isDevice bool, use string) bool {
	if isDevice && a.Not == device || !isDevice && a.Not == rule {
		return false
	}
	return a.Uses == nil || slices.Contains(a.Uses, use)
}

var ruleInputs = []Input{{Path: []string{"topic"}, Form: FilterForm, Must: true}}

// SubjectInputs are what is filled in of a device that uses a convention, or of a rule,
// besides what is asked of it. Nobody writes to them.
func SubjectInputs(isDevice bool, use string) []Input {
	if !isDevice {
		return ruleInputs
	}
	if known, ok := deviceInputs[use]; ok {
		return known
	}
	return inputsOf(use)
}

// deviceInputs are those of devices, by the convention that they use.
var deviceInputs = func() map[string][]Input {
	all := map[string][]Input{"": inputsOf("")}
	for _, use := range conventions() {
		all[use] = inputsOf(use)
	}
	return all
}()

func inputsOf(use string) []Input {
	all := []Input{
		{Path: []string{"id"}, Form: TextForm, Must: true},
		{Path: []string{"use"}, Form: WordForm, Words: conventions()},
	}
	for _, key := range NameKeys(use) {
		one := Input{Path: []string{key}, Form: TextForm, Must: use == "" || slices.Contains(forms[use].needs, key)}
		if use == "" {
			one.Form = FilterForm
		}
		all = append(all, one)
	}
	for _, key := range []string{"topic", "path", "online", "offline"} {
		one := Input{Path: []string{"availability", key}, Form: TextForm}
		if key == "topic" {
			one.Form = TopicForm
		}
		all = append(all, one)
	}
	return all
}

// SiteInputs are what is filled in of a checklist as a whole.
func SiteInputs() []Input {
	return []Input{
		{Path: []string{"site", "name"}, Form: TextForm},
		{Path: []string{"deadline"}, Form: SpanForm},
		{Path: []string{"settle"}, Form: SpanForm},
		{Path: []string{"site", "installer"}, Form: TextForm},
		{Path: []string{"site", "customer"}, Form: TextForm},
	}
}
