package format

import (
	"fmt"
	"strconv"
	"strings"

	"mangrove/model/printable"
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

// Plural writes a number with its noun: 1 topic, 2 topics.
func Plural[T int | uint64 | int64](n T, singular string) string {
	return fmt.Sprintf("%s %s", Count(n), Noun(n, singular))
}

// Counted is a whole sentence for one of something, or the one for several of them: in both
// the first value is their number as text.
func Counted[T int | uint64 | int64](n T, one, several string, values ...any) string {
	if n == 1 {
		several = one
	}
	return fmt.Sprintf(several, append([]any{Count(n)}, values...)...)
}

// Noun is a noun as it stands behind a number.
func Noun[T int | uint64 | int64](n T, singular string) string {
	if n == 1 {
		return singular
	}
	if stem, ok := strings.CutSuffix(singular, "rty"); ok { // property
		return stem + "rties"
	}
	return singular + "s"
}

// Size writes the size of a payload.
func Size[T int | int64](n T) string { return printable.Size(n) }
