package payloads

import (
	"strings"
	"time"

	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// writeEmpty compares two messages of which one has no payload, or none has, and says so.
// to names the one before.
func (w *changeWriter) writeEmpty(p Pair, before, after *model.Entry, to string) string {
	sentence := emptyWords[later(before.At, after.At)]
	fill := func(text string) string {
		return format.Fill(text, "message", to, "time", format.Interval(after.At.Sub(before.At).Abs()),
			"was", format.Size(len(before.Payload)), "size", format.Size(len(after.Payload)))
	}
	switch {
	case len(before.Payload) == len(after.Payload):
		w.mark(widgets.Quiet, "  both payloads are empty\n")
		return fill("This payload is empty, as is that of {message}.")
	case len(after.Payload) > 0:
		w.mark(widgets.Removed, "− ")
		w.mark(widgets.Quiet, "(empty payload)\n")
		w.all("+ ", widgets.Added, p.meaning(after, w.givenUp))
		return fill(sentence.came)
	case after.Retained:
		w.allGone(p.meaningBefore(before, w.givenUp))
		return fill(sentence.cleared)
	default:
		w.allGone(p.meaningBefore(before, w.givenUp))
		return fill(sentence.gone)
	}
}

// emptyWords say of one of two payloads that it is empty, by whether the other message is the
// later one.
var emptyWords = map[bool]struct{ came, cleared, gone string }{
	false: {
		came:    "This payload has {size}; that of {message}, {time} earlier, is empty.",
		cleared: "This payload is empty; that of {message}, {time} earlier, has {was}. It is retained, so the broker keeps no message for this topic any more.",
		gone:    "This payload is empty; that of {message}, {time} earlier, has {was}.",
	},
	true: {
		came:    "This payload has {size}; that of {message}, {time} later, is empty.",
		cleared: "This payload is empty; that of {message}, {time} later, has {was}. It is retained, so the broker keeps no message for this topic any more.",
		gone:    "This payload is empty; that of {message}, {time} later, has {was}.",
	},
}

// later tells whether the message that another one is compared with came after it.
func later(before, after time.Time) bool { return after.Before(before) }

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
