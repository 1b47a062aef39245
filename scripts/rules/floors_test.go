package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFloorsAreAsTheyAreWritten: the decision on the window has the floors that there
// are, and ARCHITECTURE.md each of their packages.
func TestFloorsAreAsTheyAreWritten(t *testing.T) {
	read := func(path string) string {
		content, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	decision, architecture := read("docs/decisions/0013-floors-of-the-window.md"), read("ARCHITECTURE.md")
	floors := houses[0].floors
	for i, packages := range floors {
		row := fmt.Sprintf("\n| %d | `%s`", i+1, strings.Join(packages, "`, `"))
		if at := strings.Index(decision, row); at < 0 || strings.HasPrefix(decision[at+len(row):], ", `") {
			t.Errorf("decision 13 has no floor %d with %q", i+1, packages)
		}
		for _, name := range packages {
			if !strings.Contains(architecture, "\n"+name+" ") {
				t.Errorf("ARCHITECTURE.md does not say what %s is", name)
			}
		}
	}
	if above := fmt.Sprintf("\n| %d | `", len(floors)+1); strings.Contains(decision, above) {
		t.Error("decision 13 has a floor too many")
	}
}
