package format

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// unitsOfEpoch are how many nanoseconds the units of a time since 1970 have.
var unitsOfEpoch = map[string]float64{"s": 1e9, "ms": 1e6, "us": 1e3, "ns": 1}

// Moment is the time that a number in a unit since 1970 stands for, by this computer's
// clock; "" when it is none.
func Moment(number, unit string) string {
	each, known := unitsOfEpoch[unit]
	if !known {
		return ""
	}
	var at time.Time
	if n, err := strconv.ParseInt(number, 10, 64); err == nil {
		if math.Abs(float64(n)) > math.MaxInt64/each {
			return ""
		}
		at = time.Unix(0, n*int64(each))
	} else {
		f, err := strconv.ParseFloat(number, 64)
		if err != nil || math.IsNaN(f) || math.Abs(f*each) >= math.MaxInt64 {
			return ""
		}
		at = time.Unix(0, int64(f*each))
	}
	if at.Nanosecond() == 0 {
		return DateClock(at)
	}
	return DateMillis(at)
}

// timeNames are what members are called that are times, without letter case.
var timeNames = []string{"time", "timestamp", "ts", "date", "epoch", "at", "seen", "updated", "created", "expires", "since", "until", "boot", "utc"}

// IsTimeName reports whether a member's name says that it is a time: last_seen, updatedAt.
func IsTimeName(name string) bool {
	name = strings.TrimRight(strings.ToLower(name), "0123456789_")
	for _, end := range timeNames {
		if name == end || strings.HasSuffix(name, "_"+end) || strings.HasSuffix(name, "-"+end) || len(end) > 2 && strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
