package format

import (
	"mangrove/broker/explain"
	"mangrove/model/decode"
)

// ShownAs is what a format is called in "shown as ...": texts of one thing are texts.
func ShownAs(f decode.Format) string {
	switch f {
	case decode.Number, decode.Boolean, decode.Time:
		return NameOf(decode.Text)
	}
	return NameOf(f)
}

// Packed is a form with what it was in, the innermost first, as "JSON in gzip in base64".
func Packed(form string, as []decode.Format) string {
	for i := len(as) - 2; i >= 0; i-- {
		if as[i] != decode.UTF16 {
			form = Fill("{form} in {packing}", "form", form, "packing", NameOf(as[i]))
		}
	}
	return form
}

// BecauseOf says why a payload is taken for what it is, as [Because] does: for each of the
// formats that are in each other.
func BecauseOf(r *decode.Result) string {
	var words []string
	for i, f := range r.Because {
		if i < len(r.As) && r.As[i] == decode.UTF16 {
			continue
		}
		because := Because(f)
		if len(words) > 0 {
			because = Fill("inside, {reason}", "reason", because)
		}
		words = append(words, because)
	}
	return enumerate(words)
}

// Fault says what is wrong with the bytes that a problem is of: "it ends too early".
func Fault(p *decode.Problem) string { return explain.Unreadable(p.Err) }
