package printable

import "fmt"

// Size writes a number of bytes as people do: 142 B, 3.4 kB, 50 MB.
func Size[T int | int64](n T) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	return Scaled(float64(n), "kB", "MB", "GB", "TB")
}

// Scaled writes a number of 1,000 or more with two digits and one of the units, each a
// thousand times the one before.
func Scaled(v float64, units ...string) string {
	last := len(units) - 1
	for _, unit := range units[:last] {
		v /= 1000
		switch {
		case v < 9.95:
			return fmt.Sprintf("%.1f %s", v, unit)
		case v < 999.5:
			return fmt.Sprintf("%.0f %s", v, unit)
		}
	}
	return fmt.Sprintf("%.1f %s", v/1000, units[last])
}
