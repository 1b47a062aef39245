package payloads

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/model/value"
	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// describe says what the payload is shown as, and why.
func (d *decoded) describe() string {
	return d.shownWords() + d.problemWords() + d.unseen()
}

func (d *decoded) shownWords() string {
	shown, found := "Shown as "+d.as, &d.found
	if d.tree != nil || d.image != nil {
		shown += format.PackedIn(found.As)
	}
	if len(found.Odd) > 0 && d.as != "bytes" {
		shown += " with " + format.Odd(found.Odd)
	}
	switch {
	case found.Format() == decode.Empty:
		return "Empty payload"
	case d.image != nil:
		b := d.image.Bounds()
		return shown + " of " + format.Count(b.Dx()) + " × " + format.Count(b.Dy()) + " pixels" + d.chosenWords()
	case d.unfit != "":
		return shown + ", because " + d.unfit
	case d.isTooMuch() && d.View != payload.ImageView:
		return shown + ", because " + format.Fault(found.Problem)
	case d.unmet() != "":
		return shown + ", because " + d.unmet()
	case d.Because != "":
		return shown + ", as set in the connection for " + d.Because
	case d.View == payload.AutoView && d.isOwnChoice():
		return shown + ", as you chose for this topic"
	case d.View == payload.AutoView:
		return shown + ", because " + format.BecauseOf(found) + d.momentWords()
	}
	return shown + d.chosenWords()
}

// momentWords are the time that a payload stands for which is nothing but a number.
func (d *decoded) momentWords() string {
	if d.moment == "" {
		return ""
	}
	return ": " + d.moment
}

func (d *decoded) chosenWords() string {
	if d.byHand {
		return ", as you chose for this topic"
	}
	return ""
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
func (d *decoded) problemWords() string {
	if d.View != payload.AutoView && d.View != payload.TreeView && d.View != payload.PrettyView && d.View != payload.TableView {
		return ""
	}
	words := ""
	if p := d.found.Problem; p != nil && !d.isTooMuch() {
		words = "; " + format.Problem(p)
	}
	if n := d.found.Rest; n > 0 {
		words += format.Counted(n, "; %s byte at its end is not part of it", "; %s bytes at its end are not part of it")
	}
	return words
}

// unseen says what of a payload shown as text is no text, where the verdict does
// not name it.
func (d *decoded) unseen() string {
	if d.shown != payload.TextView || len(d.found.Odd) > 0 {
		return ""
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
		return format.Counted(bad, "; %[1]s byte not UTF-8, shown as %[2]s", "; %[1]s bytes not UTF-8, shown as %[2]s", first)
	case zeros > 0:
		return format.Counted(zeros, "; %[1]s zero byte, shown as %[2]s", "; %[1]s zero bytes, shown as %[2]s", text.WithMarks("\x00"))
	}
	return ""
}
