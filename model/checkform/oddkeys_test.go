package checkform

import (
	"strings"
	"testing"
)

// TestKeysThatAreNoText: what has a key that is no text is no part, and everything about the others
// can be asked.
func TestKeysThatAreNoText(t *testing.T) {
	for name, text := range map[string]string{
		"a list":                    "devices:\n- id: a\n  fields:\n    ? [a]\n    : {type: number}\n    b: {type: text}\n",
		"a map":                     "devices:\n- id: a\n  ? {a: b}\n  : true\n  fields: {b: {type: text}}\n",
		"a reference":               "x: &present foo\ndevices:\n- id: a\n  *present : true\n  fields: {b: {type: text}}\n",
		"a reference for a field":   "x: &present foo\ndevices:\n- id: a\n  fields: {*present : {type: number}, b: {type: text}}\n",
		"nothing of all that":       "devices:\n- id: a\n  fields: {b: {type: text}}\n",
		"what refers to its parent": "devices: &all\n- id: a\n  fields: {b: {type: text, equals: *all}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, text)
			names := ""
			for i := range f.Parts {
				if i > 0 && f.Find(f.Parts[i].Path) == nil {
					t.Errorf("there is nothing at %q", f.Parts[i].Path)
				}
				names += f.Parts[i].Name + ";" + f.Words(i) + "\n"
			}
			if len(f.Parts) != 3 || !strings.Contains(names, "b;{type: text") {
				t.Errorf("got %q", names)
			}
		})
	}
}
