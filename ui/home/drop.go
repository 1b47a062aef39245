package home

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
)

// Refuse says why no file was taken.
func (h *Page) Refuse(_ fyne.Position, why string) { h.notice.Warn(why) }

// Dropped asks about a file that was dropped: certificates for the connection on
// the form, or for a new one; anything else may be connections.
func (h *Page) Dropped(_ fyne.Position, path string) {
	go func() { // ends when the file system has answered
		info, err := os.Stat(path)
		h.desk.Run(func() {
			switch {
			case err != nil:
				h.notice.Warn(format.Fill("{path} cannot be opened. {why}", "path", path, "why", explain.File(err)))
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
