package explain

import (
	"errors"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/simulate"
	"mangrove/model"
	"mangrove/model/codestest"
	"mangrove/model/strictyaml"
	"mangrove/model/template"
	"mangrove/model/value"
)

func TestSimulations(t *testing.T) {
	template := func(code template.Code) error {
		return &simulate.Fault{Code: simulate.Template, Line: 9, Column: 2, Err: &template.Error{Code: code, Line: 1, Column: 3, Found: "x"}}
	}
	twice := simulate.Faults{
		{Code: strictyaml.NoDuration, Line: 3, Column: 5, Found: "5"},
		{Code: strictyaml.Unknown, Line: 4, Column: 1, Found: "cuont", Names: []string{"count", "id"}, Meant: "count"},
	}
	for want, err := range map[string]error{
		"Line 3, column 5: \"5\" is not a time. Write it with its unit, such as 500ms, 5s or 1h.\nLine 4, column 1: There is no key cuont here. Was count meant? There are: count, id.": twice,
		"Line 9, column 2: In the template, line 1, column 3: }} is missing.":                                                         template("unclosed"),
		"Line 9, column 2: There is no variable x. The file can name it under variables or values.":                                   template("no variable"),
		"Line 2: The file is not YAML: found a tab.":                                                                                  &simulate.Fault{Code: strictyaml.Unreadable, Line: 2, Found: "found a tab"},
		"Line 1, column 12: The file has version 2, and this Mangrove reads version 1. Use a newer one.":                              &simulate.Fault{Code: strictyaml.Newer, Line: 1, Column: 12, Found: "2", Most: 1},
		"The topic \"a/#\" cannot be published to. A topic to publish to cannot contain the wildcards + and #; give the exact topic.": &simulate.Fault{Code: simulate.Topic, Found: "a/#", Err: model.CheckTopic("a/#")},
	} {
		if got := Error(err, broker.Address{}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestTooMuchIsNamed: what there is too much of is said.
func TestTooMuchIsNamed(t *testing.T) {
	text := "simulator: 1\nvariables: {v: " + strings.Repeat("x", 65_000) + "}\ndevices: [{name: a, count: 10000, messages: [{topic: '{{.v}}', every: 1s}]}]"
	_, err := simulate.Read([]byte(text), nil)
	if got := Error(err, broker.Address{}); !strings.HasPrefix(got, "There are too many bytes of ids, topics") {
		t.Errorf("got %q", got)
	}
}

// TestEverySimulationCodeHasASentence, also one that is added.
func TestEverySimulationCodeHasASentence(t *testing.T) {
	for _, code := range codestest.Of(t, "../simulate", "Code") {
		f := &simulate.Fault{Code: simulate.Code(code), Found: "found", Names: []string{"name"}, Most: 1, Err: errors.New("why")}
		if f.Code == simulate.Template || f.Code == simulate.Payload {
			f.Err = &template.Error{Code: template.Unclosed}
		}
		if got := Error(f, broker.Address{}); got == "" || strings.Contains(got, f.Error()) {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// TestEveryCountableHasWords, also one that is added.
func TestEveryCountableHasWords(t *testing.T) {
	declared := codestest.Of(t, "../simulate", "Countable")
	for _, code := range declared {
		f := &simulate.Fault{Code: strictyaml.TooMany, Found: code, Most: 7}
		words := manyInSimulation[simulate.Countable(code)]
		if got, want := Error(f, broker.Address{}), sentence(strings.ReplaceAll(words, "{limit}", "7")); got != want || words == "" {
			t.Errorf("%s: %q", code, got)
		}
	}
	if len(declared) != len(manyInSimulation) {
		t.Errorf("%d are declared, %d have words", len(declared), len(manyInSimulation))
	}
}

// TestAPayloadThatCannotBeMadeSaysSoOnce, as part of a sentence on the file.
func TestAPayloadThatCannotBeMadeSaysSoOnce(t *testing.T) {
	f := &simulate.Fault{Code: simulate.Payload, Err: &value.Fault{Code: value.CutOff, Offset: 5}}
	if got := Error(f, broker.Address{}); strings.Count(strings.ToLower(got), "cannot be made") != 1 || !strings.Contains(got, "made: it ends too early, at byte 5.") {
		t.Errorf("got %q", got)
	}
}
