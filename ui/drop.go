package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
)

// dropped takes a file that is dropped on the window: the payload to publish on
// a connection; on the start page certificates or connections to import.
func (w *Window) dropped(at fyne.Position, files []fyne.URI) {
	if len(files) == 0 || w.window.Canvas().Overlays().Top() != nil {
		return // a question has to be answered first
	}
	to, ok := w.onView().(dropper)
	switch {
	case !ok:
	case len(files) > 1:
		to.Refuse(at, "Drop one file at a time; none was used.")
	default:
		to.Dropped(at, filepath.FromSlash(files[0].Path()))
	}
}

// Dropped has the publish panel of the tab there hold a file.
func (t *tabs) Dropped(at fyne.Position, path string) { t.at(at).Publish.TakeFile(path) }

// Refuse says there why no file was taken.
func (t *tabs) Refuse(at fyne.Position, why string) { t.at(at).Notice.Warn(why) }
