package payload

// Characters is a payload as text, without what devices put around it.
type Characters struct {
	Text   []byte // UTF-8, but for what Odd has
	Offset int    // where it begins in the payload, -1 when it was UTF-16 there
	Odd    []Finding

	wrapping wrapping
}

// ReadText takes a payload for text, nil when it is none, and says why.
func ReadText(b []byte) (*Characters, Finding) {
	w := wrap(b)
	o := findOdd(w.text)
	why, isText := o.why(o.seen)
	if !isText {
		return nil, why
	}
	t := &Characters{Text: w.text, wrapping: w}
	if w.mark {
		t.Offset = len(byteOrderMark)
	}
	t.Odd = append(w.list(), o.list(w.text, t.Offset)...)
	if w.wide != "" {
		t.Offset, t.Odd = -1, []Finding{{Code: w.wide}}
	}
	return t, why
}
