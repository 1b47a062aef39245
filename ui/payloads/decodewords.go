package payloads

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// describe says what the payload is shown as, and why.
func (d *decoded) describe() string {
	facts := append([]string{d.shownWords()}, d.problemWords()...)
	return strings.Join(append(facts, d.unseen()...), "; ")
}

func (d *decoded) shownWords() string {
	form, found := d.formatWords(), &d.found
	because := func(reason string) string {
		return format.Fill("Shown as {format}, because {reason}", "format", form, "reason", reason)
	}
	switch {
	case found.Format() == decode.Empty:
		return "Empty payload"
	case d.image != nil:
		return d.imageWords(form)
	case d.unfit != "":
		return because(d.unfit)
	case d.isTooMuch() && d.View != payload.ImageView:
		return because(format.Fault(found.Problem))
	case d.unmet() != "":
		return because(d.unmet())
	case d.Because != "":
		return format.Fill("Shown as {format}, as set in the connection for {filter}", "format", form, "filter", d.Because)
	case d.View == payload.AutoView && d.isOwnChoice(), d.View != payload.AutoView && d.byHand:
		return format.Fill("Shown as {format}, as you chose for this topic", "format", form)
	case d.View == payload.AutoView && d.moment != "":
		return format.Fill("Shown as {format}, because {reason}: {moment}", "format", form, "reason", format.BecauseOf(found), "moment", d.moment)
	case d.View == payload.AutoView:
		return because(format.BecauseOf(found))
	}
	return format.Fill("Shown as {format}", "format", form)
}

// formatWords name what it is shown as, and what is odd in it.
func (d *decoded) formatWords() string {
	form := d.as
	if d.tree != nil || d.image != nil {
		form = format.Packed(form, d.found.As)
	}
	if len(d.found.Odd) > 0 && d.shown != payload.HexView {
		form = format.Fill("{format} with {odd}", "format", form, "odd", format.Odd(d.found.Odd))
	}
	return form
}

// imageWords say how large an image is.
func (d *decoded) imageWords(form string) string {
	words := "Shown as {format} of {width} × {height} pixels"
	if d.byHand {
		words = "Shown as {format} of {width} × {height} pixels, as you chose for this topic"
	}
	b := d.image.Bounds()
	return format.Fill(words, "format", form, "width", format.Count(b.Dx()), "height", format.Count(b.Dy()))
}

// isOwnChoice reports whether it is read as what was chosen for its topic alone.
func (d *decoded) isOwnChoice() bool {
	b := d.found.Because
	return d.ByHand && len(b) > 0 && b[0].Code == decode.Asked
}

// isTooMuch reports whether the payload is more than a tree holds.
func (d *decoded) isTooMuch() bool {
	p := d.found.Problem
	return p != nil && (errors.Is(p.Err, value.ErrTooMuch) || errors.Is(p.Err, value.ErrTooDeep))
}

// unmet says why a payload is not shown as it was asked for, "" when it is.
func (d *decoded) unmet() string {
	if d.View == d.shown || d.View == payload.AutoView {
		return ""
	}
	switch f := d.found.Format(); {
	case d.View == payload.ImageView:
		return "it is not an image that can be shown"
	case d.tree != nil && d.View == payload.TableView:
		return "it is not a list of objects"
	case f == decode.Text || f == decode.Bytes:
		return "it is not valid JSON"
	}
	return "it is one value"
}

// problemWords say where a payload that begins as a format is none any more.
func (d *decoded) problemWords() (facts []string) {
	if d.View != payload.AutoView && d.View != payload.TreeView && d.View != payload.PrettyView && d.View != payload.TableView {
		return nil
	}
	if p := d.found.Problem; p != nil && !d.isTooMuch() {
		facts = append(facts, format.Problem(p))
	}
	if n := d.found.Rest; n > 0 {
		facts = append(facts, format.Counted(n, "{count} byte at its end is not part of it", "{count} bytes at its end are not part of it"))
	}
	return facts
}

// unseen says what of a payload shown as text is no text, where the verdict does
// not name it.
func (d *decoded) unseen() []string {
	if d.shown != payload.TextView || len(d.found.Odd) > 0 {
		return nil
	}
	bad, first, zeros := 0, "", bytes.Count(d.source, []byte{0})
	for b := d.source; len(b) > 0; {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			if bad++; bad == 1 {
				first = text.WithMarks(string(b[:1]))
			}
		}
		b = b[n:]
	}
	switch {
	case bad > 0:
		return []string{format.Counted(bad, "{count} byte not UTF-8, shown as {first}", "{count} bytes not UTF-8, shown as {first}", "first", first)}
	case zeros > 0:
		return []string{format.Counted(zeros, "{count} zero byte, shown as {mark}", "{count} zero bytes, shown as {mark}", "mark", text.WithMarks("\x00"))}
	}
	return nil
}
