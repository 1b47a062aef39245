package publish

import (
	"errors"
	"path/filepath"

	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/ui/format"
)

// TakeFile holds the content of a file as the payload. What was typed comes
// back when the file is removed.
func (p *Panel) TakeFile(path string) {
	go func() { // ends when the file is read
		content, err := readPayload(path)
		p.desk.Run(func() {
			if err != nil {
				p.sayOf(p.payload, format.Fill("{path} was not used. {why}", "path", path, "why", explain.File(err)))
				return
			}
			if before := p.typed(); before.held != nil && !before.sameContent(p.taken) {
				p.OnUndo(format.Excerpt(format.Fill("{from} is no longer the payload.", "from", before.from)), func() { p.putTyped(before) })
			}
			p.payload.holdBytes(content, filepath.Base(path))
			if !p.body.Visible() {
				p.SetFolded(false)
			}
			p.showOutcome("", false)
		})
	}()
}

// dropHeld goes back to what was typed before something took its place.
func (p *Panel) dropHeld() {
	before := p.typed()
	p.payload.holdBytes(nil, "")
	p.OnUndo(format.Excerpt(format.Fill("{from} was removed from the publish panel.", "from", before.from)), func() { p.putTyped(before) })
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
