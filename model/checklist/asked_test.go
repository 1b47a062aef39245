package checklist

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mangrove/model/strictyaml"
)

// unknownIn are the keys that the parser knows where a text has the key "nonsense".
func unknownIn(t *testing.T, text string) (names []string) {
	t.Helper()
	_, err := Read([]byte("version: 1\n"+text), nil)
	faults, _ := err.(Faults) //nolint:errorlint // as it is documented
	for _, f := range faults {
		if f.Code == strictyaml.Unknown && f.Found == "nonsense" {
			names = append(names, f.Names...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// whereOf is a checklist that has a key with something in it.
func whereOf(a *Asked, inside string) string {
	if a.Each {
		inside = "{x: " + inside + "}"
	}
	switch {
	case a.Not == device:
		return fmt.Sprintf("rules: [{topic: \"a/{b}\", %s: %s}]\n", a.Key, inside)
	case a.Key == "metrics":
		return fmt.Sprintf("devices: [{id: a, use: sparkplug, group: g, node: n, metrics: %s}]\n", inside)
	case a.Uses != nil:
		return fmt.Sprintf("devices: [{id: a, use: %s, group: g, node: n, metrics: {t: {type: Float}}, %s: %s}]\n", a.Uses[0], a.Key, inside)
	case a.Key == "battery", a.Key == "firmware", a.Key == "online", a.Key == "lwt_test":
		return fmt.Sprintf("devices: [{id: a, use: tasmota, topic: a, %s: %s}]\n", a.Key, inside)
	}
	return fmt.Sprintf("devices: [{id: a, topic: a, present: true, %s: %s}]\n", a.Key, inside)
}

// TestInputsAreWhatIsRead: the form has each key that the parser takes, and no other.
func TestInputsAreWhatIsRead(t *testing.T) {
	for _, a := range Kinds() {
		var keys []string
		for _, in := range a.Inputs {
			if len(in.Path) > 0 {
				keys = append(keys, in.Path[0])
			}
		}
		if slices.Sort(keys); keys == nil || a.Key == "lint" {
			continue
		}
		if got := unknownIn(t, whereOf(&a, "{nonsense: 1}")); !slices.Equal(got, keys) {
			t.Errorf("%s: the parser takes %q, the form has %q", a.Key, got, keys)
		}
	}
	for _, is := range []bool{true, false} {
		text, keys := "rules: [{nonsense: 1}]\n", []string{}
		if is {
			text = "devices: [{nonsense: 1}]\n"
		}
		uses := []string{""}
		if is {
			uses = append(uses, conventions()...)
		}
		for _, use := range uses {
			for _, in := range SubjectInputs(is, use) {
				keys = append(keys, in.Path[0])
			}
			for _, a := range Kinds() {
				if a.IsFor(is, use) {
					keys = append(keys, a.Key)
				}
			}
		}
		slices.Sort(keys)
		if got := unknownIn(t, text); !slices.Equal(got, slices.Compact(keys)) {
			t.Errorf("of a device, %v: the parser takes %q, the form has %q", is, got, slices.Compact(keys))
		}
	}
}

// TestStarts: what a new check begins with is taken, but that people have to be told something.
func TestStarts(t *testing.T) {
	for _, a := range Kinds() {
		files := func(name string, _ int64) ([]byte, error) {
			if strings.HasSuffix(name, ".csv") {
				return []byte("id\nm01\n"), nil
			}
			return []byte("{}"), nil
		}
		text := whereOf(&a, a.Start)
		if a.Key == "present" {
			text = strings.Replace(text, "present: true, ", "", 1)
		}
		_, err := Read([]byte("version: 1\n"+text), files)
		faults, _ := err.(Faults) //nolint:errorlint // as it is documented
		if faults = slices.DeleteFunc(faults, func(f *Fault) bool { return f.Code == NoWords }); len(faults) > 0 {
			t.Errorf("%s: %v\n%s", a.Key, err, text)
		}
	}
}
