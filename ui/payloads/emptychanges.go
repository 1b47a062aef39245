package payloads

import (
	"fmt"
	"strings"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// writeEmpty compares two messages of which one has no payload, or none has, and says so.
// to names the one before.
func (w *changeWriter) writeEmpty(p Pair, before, after *model.Entry, to string) string {
	was, is := format.Size(len(before.Payload)), format.Size(len(after.Payload))
	switch distance := apart(before.At, after.At); {
	case len(before.Payload) == len(after.Payload):
		w.mark(widgets.Quiet, "  both payloads are empty\n")
		return fmt.Sprintf("This payload is empty, as is that of %s.", to)
	case len(after.Payload) > 0:
		w.mark(widgets.Removed, "− ")
		w.mark(widgets.Quiet, "(empty payload)\n")
		w.all("+ ", widgets.Added, p.meaning(after, w.givenUp))
		return fmt.Sprintf("This payload has %s; that of %s, %s, is empty.", is, to, distance)
	case after.Retained:
		w.allGone(p.meaningBefore(before, w.givenUp))
		return fmt.Sprintf("This payload is empty; that of %s, %s, has %s. It is retained, so the broker keeps no message for this topic any more.", to, distance, was)
	default:
		w.allGone(p.meaningBefore(before, w.givenUp))
		return fmt.Sprintf("This payload is empty; that of %s, %s, has %s.", to, distance, was)
	}
}

// allGone writes a payload that nothing has come in the place of.
func (w *changeWriter) allGone(was decode.Result) {
	w.all("− ", widgets.Removed, was)
	w.mark(widgets.Added, "+ ")
	w.mark(widgets.Quiet, "(empty payload)\n")
}

// all writes all of a payload as one side, in its characters or its bytes.
func (w *changeWriter) all(sign string, kind widgets.MarkKind, of decode.Result) {
	if !isText(&of) {
		w.dump(sign, kind, of.Content, len([]rune(sign)))
		w.plain("\n")
		return
	}
	for line := range strings.Lines(string(of.Content)) {
		w.mark(kind, sign+strings.TrimSuffix(line, "\n"))
		w.plain("\n")
	}
}
