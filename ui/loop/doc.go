// Package loop is the only way from other goroutines to the one that draws, and the
// one place that calls fyne.Do. It knows nothing of what is drawn.
package loop
