package rules

import (
	"slices"
	"strconv"
)

// house is a part of the program whose packages stand on floors, the lowest first. A
// package imports packages of lower floors of its house only: what stands side by side
// knows nothing of each other.
type house struct {
	under  []string // the folders that belong to it
	floors [][]string
}

var houses = []house{
	{
		under: []string{"ui"},
		floors: [][]string{
			{"ui/widgets/text"},
			{"ui/format", "ui/look", "ui/prefs", "ui/runs"},
			{"ui/loop", "ui/widgets/arrange"},
			{"ui/report", "ui/widgets", "ui/widgets/chart"},
			{"ui/uitest"},
			{"ui/connection", "ui/desk", "ui/payloads", "ui/shelf"},
			{"ui/charts", "ui/verify/editing"},
			{"ui/brokers", "ui/devices", "ui/inspect", "ui/leftovers", "ui/profile", "ui/publish", "ui/topics", "ui/verify", "ui/warnings"},
			{"ui/explore", "ui/home"},
			{"ui"},
		},
	},
	{
		under: []string{"broker/client", "broker/packet"},
		floors: [][]string{
			{"broker/packet"},
			{"broker/client/internal/wiretest"},
			{"broker/client/internal/transport"},
			{"broker/client/internal/wire"},
			{"broker/client/internal/link"},
			{"broker/client"},
		},
	},
}

// houseOf is the house that a folder belongs to, nil when it belongs to none.
func houseOf(folder string) *house {
	i := slices.IndexFunc(houses, func(h house) bool { return h.has(folder) })
	if i < 0 {
		return nil
	}
	return &houses[i]
}

func (h *house) has(folder string) bool {
	return slices.ContainsFunc(h.under, func(root string) bool { return within(folder, root) })
}

// floorOf is the floor of a package, -1 when it has none.
func (h *house) floorOf(folder string) int {
	return slices.IndexFunc(h.floors, func(f []string) bool { return slices.Contains(f, folder) })
}

// Floors finds packages of a house that stand on no floor, and imports that go to the
// same floor or up.
func Floors(f File) (found []Finding) {
	h := houseOf(f.folder())
	if h == nil {
		return nil
	}
	from := h.floorOf(f.folder())
	if from < 0 {
		return []Finding{{f.Path, f.folder() + " stands on no floor; give it one in scripts/rules/floors.go"}}
	}
	for _, spec := range f.syntax.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || !within(path, module) || path == module {
			continue
		}
		folder := path[len(module)+1:]
		if to := h.floorOf(folder); h.has(folder) && to >= from && folder != f.folder() {
			found = append(found, f.finding(spec.Pos(), "%s is on floor %d and must not import %s, on floor %d: imports go down only", f.folder(), from, folder, to))
		}
	}
	return found
}
