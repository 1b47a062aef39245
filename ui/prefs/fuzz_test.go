package prefs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// FuzzPreferences: whatever is in the file, each value is one of the type that is
// asked for, and what is changed is all that changes.
func FuzzPreferences(f *testing.F) {
	for _, seed := range []string{
		`{"look":"dark","pair":0.5,"rail":true,"recent":["mqtt://h",7,null],"none":null,"list":[],"deep":[[1]]}`, `null`, `[]`, `{"a":1e400}`, `{"look":7}`, "",
	} {
		f.Add([]byte(seed), "look")
	}
	f.Fuzz(func(t *testing.T, content []byte, key string) {
		path := filepath.Join(t.TempDir(), "preferences.json")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		was := read(path)
		p := &Prefs{values: read(path), path: path}
		get(p, key, "")
		get(p, key, 0.0)
		get(p, key, false)
		for _, value := range get(p, key, []string(nil)) {
			if !json.Valid([]byte(quoted(t, value))) {
				t.Errorf("%q", value)
			}
		}
		merged, err := merge(path, change{map[string]any{"new": "x"}, map[string]bool{"new": true, "gone": true}})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, merged, 0o600); err != nil {
			t.Fatal(err)
		}
		delete(was, "gone")
		was["new"] = "x"
		if again := read(path); !reflect.DeepEqual(again, was) && len(merged) < largestFile {
			t.Errorf("%q becomes %q", content, merged)
		}
	})
}

func quoted(t *testing.T, v string) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
