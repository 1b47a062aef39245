package problem

import (
	"mangrove/model/wording"
)

// Text is a sentence on why a command failed, or two. One without values is an error itself,
// which others can be compared with.
type Text string

// Error is the sentence, its places as they are.
func (t Text) Error() string { return string(t) }

// With is the error with values: the name of a place and its value, in turns.
func (t Text) With(values ...any) error { return &filled{t, values, nil} }

// Because is the error with values that another has led to, which is said in the place {why}.
func (t Text) Because(why error, values ...any) error { return &filled{t, values, why} }

// Pair is a sentence for one of something, and the one for another number of them.
type Pair struct{ One, Several Text }

// Of is the error for so many: {count} is their number.
func (p Pair) Of(n int, values ...any) error {
	t := p.Several
	if n == 1 {
		t = p.One
	}
	return t.With(append([]any{"count", n}, values...)...)
}

// filled is a sentence with its values.
type filled struct {
	text   Text
	values []any
	why    error
}

// Error is the sentence.
func (f *filled) Error() string {
	values := f.values
	if f.why != nil {
		values = append([]any{"why", f.why.Error()}, values...)
	}
	return wording.Fill(string(f.text), values...)
}

// Unwrap is what has led to it.
func (f *filled) Unwrap() error { return f.why }

// Is tells whether it is made of a sentence.
func (f *filled) Is(target error) bool { return target == error(f.text) }

// Both are one problem and then another, in one line.
func Both(one, other error) error {
	switch {
	case one == nil:
		return other
	case other == nil:
		return one
	}
	return &both{one, other}
}

type both struct{ one, other error }

// Error is a sentence behind the other.
func (b *both) Error() string {
	return wording.Fill("{one} {other}", "one", b.one, "other", b.other)
}

// Unwrap are the two.
func (b *both) Unwrap() []error { return []error{b.one, b.other} }
