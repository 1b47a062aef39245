package format

import (
	"fmt"
	"time"
)

// correction is how far in the future something is taken for what has just been: the clock
// is corrected by as much every now and then, and what comes is not drawn at once.
const correction = 10 * time.Second

// unknownAge stands for the age of what was before the clock was set back.
const unknownAge = "–"

// Age writes how long ago something was, in as few characters as a column
// has: now, 3 s, 4 min, 2 h, 5 d. It is a dash of what was before the clock was set back.
func Age(now, then time.Time) string {
	d := now.Sub(then)
	switch {
	case d < -correction:
		return unknownAge
	case d < time.Second:
		return "now"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d d", int(d.Hours()/24))
}

// Ago is age as part of a sentence.
func Ago(now, then time.Time) string {
	a := Age(now, then)
	switch a {
	case "now":
		return "just now"
	case unknownAge:
		return "before the clock was set back"
	}
	return Fill("{age} ago", "age", a)
}

// Interval writes a duration between messages: 0.25 s, 12 s, 5 min, 1 h 30 min.
func Interval(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()+0.5))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}

// Span writes how long something takes, up to days.
func Span(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return Interval(d)
	case d < 48*time.Hour:
		return Rounded(d.Hours(), 3) + " h"
	}
	return Fill("{count} days", "count", Rounded(d.Hours()/24, 2))
}
