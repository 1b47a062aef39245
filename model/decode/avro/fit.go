package avro

import (
	"slices"
	"strings"

	"mangrove/model/value"
)

// fit is how well a value that stands alone is of a branch of a union.
type fit uint8

const (
	unfit   fit = iota
	allowed     // it can be written so, as a whole number can be a double
	natural     // it is what one writes for it
)

// fits looks at node i alone, and not at what is below it.
func (w *writer) fits(k *kind, i int) fit {
	if k.logical != "" && w.means(k, i) {
		return natural
	}
	switch w.t.Kind(i) {
	case value.Null:
		return naturalIf(k.base == "null")
	case value.Bool:
		return naturalIf(k.base == "boolean")
	case value.List:
		return naturalIf(k.base == "array")
	case value.Number:
		return k.fitsNumber(w.t.Text(i))
	case value.Text:
		return w.fitsText(k, i)
	}
	return w.fitsObject(k, i)
}

func naturalIf(is bool) fit {
	if is {
		return natural
	}
	return unfit
}

func (k *kind) fitsNumber(text string) fit {
	switch k.base {
	case "int", "long":
		if _, err := k.integer(text); err != nil {
			return unfit
		}
		if k.logical != "" {
			return allowed
		}
		return natural
	case "float", "double":
		if strings.ContainsAny(text, ".eE") {
			return natural
		}
		return allowed
	}
	return unfit
}

func (w *writer) fitsText(k *kind, i int) fit {
	text := w.t.Text(i)
	switch k.base {
	case "string":
		return natural
	case "enum":
		return naturalIf(k.symbol(text) >= 0)
	case "float", "double":
		if _, known := notFinite[text]; known {
			return allowed
		}
	case "bytes", "fixed":
		if b, ok := characters(w.t, i); ok && (k.base == "bytes" || len(b) == k.size) {
			return allowed
		}
	}
	return unfit
}

func (w *writer) fitsObject(k *kind, i int) fit {
	switch k.base {
	case "map":
		return allowed
	case "bytes", "fixed":
		b, ok := w.t.Base64(i)
		return naturalIf(ok && (k.base == "bytes" || len(b) == k.size))
	case "record":
		return naturalIf(w.hasFields(k, i))
	}
	return unfit
}

// hasFields reports whether an object has all the members that a record must have, and no
// others.
func (w *writer) hasFields(k *kind, i int) bool {
	left := 0
	for _, f := range k.fields {
		if f.fallback == nil {
			left++
		}
	}
	if w.t.Count(i) < left || w.t.Count(i) > len(k.fields) {
		return false
	}
	for at := range w.t.Below(i) {
		name := w.t.Name(at)
		n := slices.IndexFunc(k.fields, func(f member) bool { return f.name == name })
		if n < 0 {
			return false
		}
		if k.fields[n].fallback == nil {
			left--
		}
	}
	return left == 0
}
