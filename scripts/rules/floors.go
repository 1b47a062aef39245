package rules

import (
	"slices"
	"strconv"
)

// floors are those of ui, the lowest first. A package imports packages of lower
// floors only: what stands side by side knows nothing of each other.
var floors = [][]string{
	{"ui/widgets/text"},
	{"ui/format", "ui/look", "ui/prefs", "ui/runs"},
	{"ui/loop", "ui/widgets/arrange"},
	{"ui/report", "ui/widgets"},
	{"ui/connection", "ui/desk"},
	{"ui"},
}

// floorOf is the floor of a package, -1 when it has none.
func floorOf(folder string) int {
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, folder) })
}

// Floors finds packages of ui that stand on no floor, and imports that go to the
// same floor or up.
func Floors(f File) (found []Finding) {
	if !within(f.folder(), "ui") {
		return nil
	}
	from := floorOf(f.folder())
	if from < 0 {
		return []Finding{{f.Path, f.folder() + " stands on no floor; give it one in scripts/rules/floors.go"}}
	}
	for _, spec := range f.syntax.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || !within(path, module+"/ui") {
			continue
		}
		folder := path[len(module)+1:]
		if to := floorOf(folder); to >= from && folder != f.folder() {
			found = append(found, f.finding(spec.Pos(), "%s is on floor %d and must not import %s, on floor %d: imports go down only", f.folder(), from, folder, to))
		}
	}
	return found
}
