package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
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

// Refuse says why no file was taken.
func (h *home) Refuse(_ fyne.Position, why string) { h.notice.Warn(why) }

// Dropped asks about a file that was dropped: certificates for the connection on
// the form, or for a new one; anything else may be connections.
func (h *home) Dropped(_ fyne.Position, path string) {
	go func() { // ends when the file system has answered
		info, err := os.Stat(path)
		h.desk.Run(func() {
			switch {
			case err != nil:
				h.notice.Warn(fmt.Sprintf("%s cannot be opened: %s", path, explain.Error(err, broker.Address{})))
			case !info.IsDir() && !strings.EqualFold(filepath.Ext(path), ".zip"):
				h.askImport(path)
			case h.list.chosen != "":
				h.form.AskBundle(path)
			default:
				h.create(profiles.Profile{Address: broker.Address{Scheme: "mqtts", Port: 8883}}, nil, func(string) { h.form.AskBundle(path) })
			}
		})
	}()
}
