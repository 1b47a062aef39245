package payloads

import (
	"mangrove/model/diff"
	"mangrove/model/value"
	"mangrove/ui/widgets"
)

// value writes a value that differs on a line of its own.
func (w *changeWriter) value(before, after *value.Paths, c diff.Change) {
	old, now := before.Tree(), after.Tree()
	name := func(of *value.Paths, i int) {
		if path := of.Of(i); path != "" {
			w.mark(widgets.Key, path)
			w.mark(widgets.Quiet, ": ")
		}
	}
	switch c.Kind {
	case diff.Added:
		w.plain("+ ")
		name(after, c.After)
		w.mark(widgets.Added, string(now.AppendJSON(nil, c.After)))
	case diff.Removed:
		w.plain("− ")
		name(before, c.Before)
		w.mark(widgets.Removed, string(old.AppendJSON(nil, c.Before)))
	default:
		w.plain("  ")
		name(after, c.After)
		w.instead(old.AppendJSON(nil, c.Before), now.AppendJSON(nil, c.After), old.Kind(c.Before) == value.Text && now.Kind(c.After) == value.Text)
	}
	w.plain("\n")
}

// longText is from how many bytes on of both texts only the words that differ are marked.
const longText = 40

// instead writes a value and what stands in its place.
func (w *changeWriter) instead(old, now []byte, areTexts bool) {
	words := []diff.Part{{Before: diff.Span{To: len(old)}, After: diff.Span{To: len(now)}}}
	if areTexts && min(len(old), len(now)) >= longText {
		words = diff.Words(old, now)
	}
	part := func(kind widgets.MarkKind, text []byte, same bool) {
		if same {
			w.plain(string(text))
		} else {
			w.mark(kind, string(text))
		}
	}
	for _, p := range words {
		part(widgets.Removed, old[p.Before.From:p.Before.To], p.Same)
	}
	w.mark(widgets.Quiet, "  →  ")
	for _, p := range words {
		part(widgets.Added, now[p.After.From:p.After.To], p.Same)
	}
}
