package verification

import (
	"bytes"
	"path"
	"strings"
	"testing"

	"mangrove/model/checklist"
)

// TestSchemaParts: every schema is there once under a name that can be unpacked, and no two
// under one, whatever their own names are.
func TestSchemaParts(t *testing.T) {
	long := strings.Repeat("x", longestSchemaName+1)
	for name, schemas := range map[string][]string{
		"numbers":           {"4.json", "a:b.json", "c.json", "a?b.json"},
		"numbers that come": {"a:b.json", "a?b.json", "2.json", "3.json", "4.json"},
		"case":              {"A.json", "a.json", "1.JSON"},
		"long":              {long, long + "y", "1.json", "2.json"},
		"above":             {"../a.json", "../b.json", "a.json", "x/../a.json"},
		"one place":         {"a/b.json", "a//b.json", "./a/b.json", "a/./b.json"},
		"root":              {"/a.json", "a.json", "/", ".", ""},
		"file and folder":   {"a", "a/b", "c/d", "c", "C/D/e"},
	} {
		var files []checklist.File
		for _, s := range schemas {
			files = append(files, checklist.File{Name: s, Content: []byte(s)})
		}
		parts := schemaParts(files)
		taken := map[string]bool{}
		for i, p := range parts {
			folded := strings.ToLower(p.name)
			if taken[folded] || !strings.HasPrefix(folded, schemaFolder) || path.Clean(folded) != folded || len(p.name) > len(schemaFolder)+longestSchemaName {
				t.Errorf("%s: %q", name, p.name)
			}
			taken[folded] = true
			var content bytes.Buffer
			if err := p.write(&content); err != nil || content.String() != schemas[i] {
				t.Errorf("%s: %s has %q, %v", name, p.name, content.String(), err)
			}
		}
		for file := range taken {
			for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
				if taken[dir] {
					t.Errorf("%s: %s is a file, and the folder of %s", name, dir, file)
				}
			}
		}
	}
}
