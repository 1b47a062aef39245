package rules

import (
	"fmt"
	"slices"
	"strconv"
)

// The libraries that are kept to one layer each.
const (
	toolkit      = "fyne.io/fyne/v2"
	realWindow   = toolkit + "/app" // needs OpenGL and a display
	clients      = "github.com/eclipse"
	brokerParts  = "github.com/mochi-mqtt"
	module       = "mangrove"
	windowFolder = "cmd"
)

// layer says what the packages under one folder never import.
type layer struct {
	under string
	never []string // nor what lies under it
	alone []string // what lies under it may be
}

// layers is the order of imports: model knows no one, broker knows model, ui
// knows model and broker, cmd knows all.
var layers = []layer{
	{under: "model", never: []string{toolkit, clients, brokerParts, module + "/broker", module + "/ui", module + "/assets", module + "/cmd"}},
	{under: "broker", never: []string{toolkit, module + "/ui", module + "/cmd"}},
	{under: "broker/packet", never: []string{clients, brokerParts}},
	{under: "broker/client/internal/transport", never: []string{clients, brokerParts}},
	{under: "ui", never: []string{clients, brokerParts, module + "/broker/client", module + "/broker/server", module + "/cmd"}},
	{under: "ui/connection", never: []string{toolkit}},
	{under: "ui/shelf", never: []string{toolkit}},
	{under: "ui/desk", never: []string{module + "/broker", module + "/assets"}, alone: []string{module + "/model"}},
	{under: "ui/widgets", never: []string{module + "/model", module + "/broker", module + "/assets"}},
	{under: "assets", never: []string{module + "/ui", module + "/cmd"}},
}

// Imports finds imports, in code and tests alike, that go the wrong way.
func Imports(f File) []Finding {
	var found []Finding
	for _, spec := range f.syntax.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // not an import the compiler would take
		}
		for _, l := range layers {
			if root := forbidden(l, f.folder(), path); root != "" {
				found = append(found, f.finding(spec.Pos(), "%s must not import %s", l.under, root))
			}
		}
		if path == realWindow && !within(f.folder(), windowFolder) {
			found = append(found, f.finding(spec.Pos(), "only %s imports %s: without it tests need no display", windowFolder, realWindow))
		}
	}
	return found
}

func forbidden(l layer, folder, path string) string {
	if !within(folder, l.under) {
		return ""
	}
	for _, root := range l.never {
		if within(path, root) {
			return root
		}
	}
	if slices.Contains(l.alone, path) {
		return path
	}
	return ""
}

// Dependencies finds what the packages under a folder must not reach, however
// many imports lie between. all is what go list -deps prints for them.
func Dependencies(folder string, all []string) []Finding {
	var found []Finding
	for _, path := range all {
		for _, l := range layers {
			if root := forbidden(l, folder, path); root != "" {
				found = append(found, Finding{Place: folder, Rule: fmt.Sprintf("depends on %s, of %s", path, root)})
			}
		}
		if path == realWindow && !within(folder, windowFolder) {
			found = append(found, Finding{Place: folder, Rule: "depends on " + path})
		}
	}
	return found
}
