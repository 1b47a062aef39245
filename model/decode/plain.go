package decode

import (
	"bytes"
	"regexp"
	"strconv"
	"time"

	"mangrove/model/payload"
	"mangrove/model/value"
)

// longestPlain is how many characters a number, a boolean or a time has at the most.
const longestPlain = 400

// plain is what a text is that is nothing but one thing.
type plain struct {
	format  Format
	because payload.Finding
	node    value.Node
}

var isNumber = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

// readPlain tells whether a text is nothing but a number, a boolean or a time, with the
// blanks around it.
func readPlain(text []byte) (p plain, ok bool) {
	const blanks = " \t\r\n"
	from := len(text) - len(bytes.TrimLeft(text, blanks))
	body := bytes.Trim(text, blanks)
	if len(body) == 0 || len(body) > longestPlain {
		return p, false
	}
	p.node = value.Node{From: from, To: from + len(body)}
	switch s := string(body); {
	case isNumber.MatchString(s):
		p.format, p.node.Kind, p.because = Number, value.Number, payload.Finding{Code: IsNumber}
		if unit := EpochUnit(s); unit != "" {
			p.node.Type, p.because = "epoch "+unit, payload.Finding{Code: EpochTime, Found: unit}
		}
	case bytes.EqualFold(body, []byte("true")), bytes.EqualFold(body, []byte("false")):
		p.format, p.because = Boolean, payload.Finding{Code: IsBoolean}
		p.node.Kind, p.node.Text = value.Bool, string(bytes.ToLower(body))
	case isTime(s):
		p.format, p.because = Time, payload.Finding{Code: IsTime}
		p.node.Kind, p.node.Type = value.Text, "time"
	default:
		return p, false
	}
	return p, true
}

// epochs are what a number of seconds since 1970 is multiplied by.
var epochs = []struct {
	unit  string
	times int64
}{{"s", 1}, {"ms", 1e3}, {"us", 1e6}, {"ns", 1e9}}

// EpochUnit is the unit in which a whole number is a time since 1970 that devices send, "s",
// "ms", "us" or "ns", by its magnitude: from September 2001, when it got its tenth digit,
// to 2100. It is "" when there is none.
func EpochUnit(s string) string {
	const from, to = 1_000_000_000, 4_102_444_800
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return ""
	}
	for _, e := range epochs {
		if n >= from*e.times && n/e.times < to {
			return e.unit
		}
	}
	return ""
}

// timeLayouts are the forms of ISO 8601 that devices send; a fraction of a second may
// stand in each.
var timeLayouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02", "20060102T150405Z07:00", "20060102T150405",
}

func isTime(s string) bool {
	if s[0] < '0' || s[0] > '9' {
		return false
	}
	for _, layout := range timeLayouts {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// exactly makes a decoder of a text that is nothing but one thing.
func exactly(f Format) decoder {
	return func(b []byte) (*value.Tree, int, error) {
		if p, ok := readPlain(b); ok && p.format == f {
			return whole(b, p.node), len(b), nil
		}
		return nil, 0, &value.Fault{Code: value.Unexpected, Found: string(b[:min(len(b), 20)])}
	}
}
