package format

import (
	"fmt"
	"strconv"

	"mangrove/model/printable"
	"mangrove/model/wording"
)

// Count writes a number with a comma between the thousands, and from ten
// million on in millions.
func Count[T int | uint64 | int64](n T) string {
	v := int64(n)
	if v >= 10_000_000 {
		return Short(v)
	}
	s := strconv.FormatInt(v, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Short writes a number in at most five characters: 842, 1.2 k, 340 k, 1.2 M.
func Short[T int | uint64 | int64](n T) string {
	if n < 1000 {
		return strconv.FormatInt(int64(n), 10)
	}
	return printable.Scaled(float64(n), "k", "M", "G", "T")
}

// PerSecond writes a rate: 842/s, 0.2/s, 1.4 k/s.
func PerSecond(rate float64) string {
	switch {
	case rate < 0.05:
		return "0/s"
	case rate < 9.95:
		return fmt.Sprintf("%.1f/s", rate)
	}
	return Short(int64(rate+0.5)) + "/s"
}

// BytesPerSecond writes a rate of bytes: 1.4 kB/s, 0.2 B/s. One that is not zero is never
// written as if it were.
func BytesPerSecond(rate float64) string {
	switch {
	case rate <= 0:
		return "0 B/s"
	case rate < 0.05:
		return "< 0.1 B/s"
	case rate < 9.95:
		return fmt.Sprintf("%.1f B/s", rate)
	}
	return Size(int64(rate+0.5)) + "/s"
}

// LeastRate is the least rate, in messages a second, that is shown.
const LeastRate = 0.05

// Fill puts values into the places of a sentence, which are named in braces: after it come the
// name of a place and its value, in turns.
func Fill(text string, values ...any) string { return wording.Fill(text, values...) }

// Counted fills the whole sentence for one of something, or the one for several of them:
// {count} is their number.
func Counted[T int | uint64 | int64](n T, one, several string, values ...any) string {
	return wording.Fill(wording.Of(n, one, several), append([]any{"count", Count(n)}, values...)...)
}

// Size writes the size of a payload.
func Size[T int | int64](n T) string { return printable.Size(n) }
