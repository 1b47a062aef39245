package explain

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/model/checkform"
	"mangrove/model/checklist"
	"mangrove/model/codestest"
	"mangrove/model/yamledit"
)

// TestInputsHaveWords: each check, each field of the form and each form of writing has its words.
func TestInputsHaveWords(t *testing.T) {
	named := func(a *checklist.Asked, inputs []checklist.Input) {
		seen := map[string]bool{}
		for _, in := range inputs {
			name := InputName(a, &in)
			if key := strings.Join(in.Path, "."); name == "" || name == key || seen[name] {
				t.Errorf("%q is called %q", key, name)
			}
			seen[name] = true
		}
	}
	for _, a := range checklist.Kinds() {
		if words := askedWords[nameOfAsked(&a)]; words[0] == "" || !strings.HasSuffix(words[1], ".") {
			t.Errorf("%s is called %q, which means %q", a.Key, words[0], words[1])
		}
		named(&a, a.Inputs)
	}
	named(nil, checklist.SiteInputs())
	named(nil, checklist.SubjectInputs(false, ""))
	for _, use := range []string{"", "sparkplug", "zigbee2mqtt", "ttn", "homeassistant", "openmqttgateway"} {
		named(nil, checklist.SubjectInputs(true, use))
	}
	for _, code := range codestest.Of(t, "../../model/checklist", "Form") {
		if _, said := inputHints[checklist.Form(code)]; !said {
			t.Errorf("the form %q has no hint", code)
		}
	}
}

// TestNotFilledIn: each reason has a sentence.
func TestNotFilledIn(t *testing.T) {
	seen := map[string]bool{}
	var all []error
	for _, code := range codestest.Of(t, "../../model/checkform", "Fault") {
		all = append(all, checkform.Fault(code))
	}
	for _, code := range codestest.Of(t, "../../model/yamledit", "Fault") {
		all = append(all, fmt.Errorf("setting: %w", yamledit.Fault(code)))
	}
	for _, err := range all {
		if words := NotFilledIn(err); !strings.HasSuffix(words, ".") || seen[words] {
			t.Errorf("%v: %q", err, words)
		} else {
			seen[words] = true
		}
	}
}
