package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// lostKey is where it is noted of which connections secrets were not kept, for the
// next start: at the end nobody would see it.
const lostKey = "secrets.lost"

// noteLost notes that secrets were not kept.
func (h *home) noteLost(names []string) {
	if len(names) > 0 {
		fyne.CurrentApp().Preferences().SetStringList(lostKey, names)
	}
}

// tellLost says what the last run could not keep.
func (h *home) tellLost() {
	if names := storedLost(); len(names) > 0 {
		fyne.CurrentApp().Preferences().RemoveValue(lostKey)
		h.notice.Warn("The key ring did not answer when Mangrove ended, so the last password or other secret typed was not kept: type it again for " +
			strings.Join(names, ", ") + ".")
	}
}
