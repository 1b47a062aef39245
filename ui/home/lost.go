package home

import (
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/model/printable"
	"mangrove/ui/format"
)

// lostKey is where it is noted of which connections secrets were not kept, for the
// next start: at the end nobody would see it.
const lostKey = "secrets.lost"

// noteLost notes that secrets were not kept.
func (h *Page) noteLost(names []string) {
	if len(names) > 0 {
		fyne.CurrentApp().Preferences().SetStringList(lostKey, names)
	}
}

// tellLost says what the last run could not keep.
func (h *Page) tellLost() {
	if names := storedLost(); len(names) > 0 {
		fyne.CurrentApp().Preferences().RemoveValue(lostKey)
		h.notice.Warn(format.Fill("The key ring did not answer when Mangrove ended, so the last secret typed was not kept. Type it again for {names}.",
			"names", strings.Join(names, ", ")))
	}
}

// mostLost is how many connections are named of which secrets were not kept, and
// longestLost how long a name may be in bytes.
const (
	mostLost    = 20
	longestLost = 1000
)

// storedLost are the connections of which the last run could not keep secrets.
func storedLost() (names []string) {
	for _, name := range fyne.CurrentApp().Preferences().StringList(lostKey) {
		if len(names) < mostLost && len(name) <= longestLost {
			names = append(names, printable.Name(name))
		}
	}
	return names
}
