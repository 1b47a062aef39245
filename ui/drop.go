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
	if len(files) == 0 || w.page != pageExplore || w.window.Canvas().Overlays().Top() != nil {
		return // a question has to be answered first
	}
	path := filepath.FromSlash(files[0].Path())
	say, take := w.home.notice.Warn, w.home.take
	if e := w.tabs.at(at); e != nil {
		say, take = e.notice.Warn, e.publish.TakeFile
	}
	if len(files) > 1 {
		say("Drop one file at a time; none was used.")
		return
	}
	take(path)
}

// take asks about a file that was dropped: certificates for the connection on
// the form, or for a new one; anything else may be connections.
func (h *home) take(path string) {
	go func() { // ends when the file system has answered
		info, err := os.Stat(path)
		h.desk.Run(func() {
			switch {
			case err != nil:
				h.notice.Warn(fmt.Sprintf("%s cannot be opened: %s", path, explain.Error(err, broker.Address{})))
			case !info.IsDir() && !strings.EqualFold(filepath.Ext(path), ".zip"):
				h.askImport(path)
			case h.list.chosen != "":
				h.form.askBundle(path)
			default:
				h.create(profiles.Profile{Address: broker.Address{Scheme: "mqtts", Port: 8883}}, nil, func(string) { h.form.askBundle(path) })
			}
		})
	}()
}
