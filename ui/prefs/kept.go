package prefs

import (
	"math"

	"fyne.io/fyne/v2"
)

// Number is a number that the app has kept, within limits; usual when there is none.
func Number(key string, usual, least, most float64) float64 {
	n := fyne.CurrentApp().Preferences().FloatWithFallback(key, usual)
	if math.IsNaN(n) || n < least || n > most {
		return usual
	}
	return n
}

// Share is how two things were left to share their room, from 0 to 1.
func Share(key string, usual float64) float64 { return Number(key, usual, 0, 1) }

// Flag is a yes or a no that the app has kept.
func Flag(key string) bool { return fyne.CurrentApp().Preferences().Bool(key) }

// Text is a text that the app has kept, empty when there is none or more of it than most
// bytes.
func Text(key string, most int) string {
	text := fyne.CurrentApp().Preferences().String(key)
	if len(text) > most {
		return ""
	}
	return text
}
