package rules

import (
	"cmp"
	"slices"
	"strings"
)

// PackageDocs finds packages without a comment that says what they are for.
// A package that consists of tests only needs none.
func PackageDocs(files []File) []Finding {
	documented := map[string]bool{}
	for _, f := range files {
		if f.isTest() {
			continue
		}
		doc := strings.TrimSpace(f.syntax.Doc.Text())
		documented[f.folder()] = documented[f.folder()] || doc != ""
	}
	var found []Finding
	for folder, ok := range documented {
		if !ok {
			found = append(found, Finding{folder, "the package has no doc comment: say what it owns and what it must not know"})
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return cmp.Compare(a.Place, b.Place) })
	return found
}
