package format

import (
	"sync/atomic"
	"time"
)

// TimeStyle is how dates and times of the day are written in the window. What is saved and
// exported has one form.
type TimeStyle int32

// The ways.
const (
	YearFirst TimeStyle = iota // 2026-11-26 21:03:04
	DayDots                    // 26.11.2026 21:03:04
	DaySlash                   // 26/11/2026 21:03:04
	MonthHalf                  // 11/26/2026 9:03:04 PM
	timeStyles
)

// layouts are those of the styles.
var layouts = [timeStyles]struct{ date, short, clock, millis string }{
	YearFirst: {"2006-01-02", "15:04", "15:04:05", "15:04:05.000"},
	DayDots:   {"02.01.2006", "15:04", "15:04:05", "15:04:05.000"},
	DaySlash:  {"02/01/2006", "15:04", "15:04:05", "15:04:05.000"},
	MonthHalf: {"01/02/2006", "3:04 PM", "3:04:05 PM", "3:04:05.000 PM"},
}

var timeStyle atomic.Int32

// SetTimes has times written in another way, from the next time on that each is.
func SetTimes(s TimeStyle) {
	if s < YearFirst || s >= timeStyles {
		s = YearFirst
	}
	timeStyle.Store(int32(s))
}

// TimesNow is how they are written.
func TimesNow() TimeStyle { return TimeStyle(timeStyle.Load()) }

// TimeStyles are all ways.
func TimeStyles() (all []TimeStyle) {
	for s := range timeStyles {
		all = append(all, s)
	}
	return all
}

// Example is a time as a style has it.
func (s TimeStyle) Example(at time.Time) string {
	return at.Format(layouts[s].date + " " + layouts[s].clock)
}

// Date writes the day of a time.
func Date(at time.Time) string { return at.Format(layouts[TimesNow()].date) }

// Clock writes the time of the day; ClockShort without the seconds, ClockMillis with
// thousandths of them.
func Clock(at time.Time) string { return at.Format(layouts[TimesNow()].clock) }

// ClockShort is [Clock] without the seconds.
func ClockShort(at time.Time) string { return at.Format(layouts[TimesNow()].short) }

// ClockMillis is [Clock] with milliseconds.
func ClockMillis(at time.Time) string { return at.Format(layouts[TimesNow()].millis) }

// DateClock writes both.
func DateClock(at time.Time) string { return Date(at) + " " + Clock(at) }

// DateMillis is [DateClock] with milliseconds.
func DateMillis(at time.Time) string { return Date(at) + " " + ClockMillis(at) }

// ClockRoom is how much more than usual a column needs for [ClockMillis], in units.
func ClockRoom() float32 {
	const half = 26 // AM or PM
	if TimesNow() == MonthHalf {
		return half
	}
	return 0
}
