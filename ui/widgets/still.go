package widgets

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/prefs"
)

// stillKey is where the preferences keep that rows do not flash.
const stillKey = "rows.still"

// IsStill reports whether rows stay as they are when something happens in them, in place of
// a flash that fades.
func IsStill() bool { return prefs.Flag(stillKey) }

// SetStill has rows stay as they are from now on, or flash.
func SetStill(still bool) { fyne.CurrentApp().Preferences().SetBool(stillKey, still) }
