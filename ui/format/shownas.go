package format

import (
	"strings"

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

// PackedIn says in what a payload was, the innermost first, as " in gzip in base64"; it is
// empty when it was in nothing.
func PackedIn(as []decode.Format) string {
	words := ""
	for i := len(as) - 2; i >= 0; i-- {
		if as[i] != decode.UTF16 {
			words += " in " + NameOf(as[i])
		}
	}
	return words
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
			because = strings.Replace(because, "it ", "what it holds ", 1)
		}
		words = append(words, because)
	}
	return enumerate(words)
}

// Fault says what is wrong with the bytes that a problem is of: "it ends too early".
func Fault(p *decode.Problem) string { return explain.Unreadable(p.Err) }
