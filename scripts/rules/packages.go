package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// MinPackageLines is the shortest that a package may be which only one other imports.
const MinPackageLines = 150

// smallOnPurpose are shorter ones, with the reason.
var smallOnPurpose = map[string]string{
	"cmd/mangrove/locale":     "is initialised before the toolkit's packages, by the order of import paths",
	"model/decode/meshtastic": "each decoder is a package, beside its tests and its schema",
}

// SmallPackages finds packages that are to be a part of the only one that imports them. What
// only tests import is the tests' own.
func SmallPackages(files []File) (found []Finding) {
	size, users := map[string]int{}, map[string]map[string]bool{}
	for _, f := range files {
		if f.isTest() || f.Generated {
			continue
		}
		size[f.folder()] += f.Lines
		for _, spec := range f.syntax.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			folder, ours := strings.CutPrefix(name, module+"/")
			if err != nil || !ours || folder == f.folder() {
				continue
			}
			if users[folder] == nil {
				users[folder] = map[string]bool{}
			}
			users[folder][f.folder()] = true
		}
	}
	for folder, by := range users {
		if n := size[folder]; n > 0 && n < MinPackageLines && len(by) == 1 && smallOnPurpose[folder] == "" {
			user := slices.Collect(maps.Keys(by))[0]
			found = append(found, Finding{folder, fmt.Sprintf("%d lines that only %s imports: make it a part of that, or say in scripts/rules/packages.go why not", n, user)})
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return cmp.Compare(a.Place, b.Place) })
	return found
}
