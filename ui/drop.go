package ui

import (
	"errors"
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
		say, take = e.notice.Warn, e.publish.takeFile
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
				h.form.AskBundle(path)
			default:
				h.create(profiles.Profile{Address: broker.Address{Scheme: "mqtts", Port: 8883}}, nil, func(string) { h.form.AskBundle(path) })
			}
		})
	}()
}

// takeFile holds the content of a file as the payload. What was typed comes
// back when the file is removed.
func (p *publishPane) takeFile(path string) {
	go func() { // ends when the file is read
		content, err := readPayload(path)
		p.desk.Run(func() {
			if err != nil {
				p.say(fmt.Sprintf("%s was not used: %s", path, explain.Error(err, broker.Address{})), true)
				return
			}
			p.payload.hold(content, filepath.Base(path))
			if !p.body.Visible() {
				p.setFolded(false)
			}
			p.say("", false)
		})
	}()
}

// largestPayload is what the length of a packet leaves for the payload, in
// bytes, with the shortest topic [MQTT-2.1.4].
const largestPayload = 268_435_455 - 3

var errTooLarge = errors.New("it is larger than any MQTT message can be, 268,435,452 bytes")

// readPayload reads a file that can be a payload.
func readPayload(path string) ([]byte, error) {
	content, err := profiles.ReadFile(path, largestPayload)
	if errors.Is(err, profiles.ErrTooLarge) {
		err = errTooLarge
	}
	return content, err
}
