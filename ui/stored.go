package ui

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/look"
)

// What the toolkit's file of preferences holds may be anything: somebody may have
// written to it, or another version. Each value comes in through one of these.

// largestWindow is the longest side of a window in the toolkit's units: more than
// any screen has.
const largestWindow = 20_000

// storedLook is the look that was chosen last, the system's if there is no such.
func storedLook(p fyne.Preferences) look.Look {
	kept := look.Look(p.StringWithFallback(lookKey, string(look.System)))
	for _, l := range look.Choices {
		if l.Look == kept {
			return kept
		}
	}
	return look.System
}
