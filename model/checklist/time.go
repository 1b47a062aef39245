package checklist

import (
	"time"

	"github.com/tidwall/gjson"
)

// TimeOf reads a time: as RFC 3339 has it, or the seconds, milliseconds or microseconds
// since 1970, which their magnitude tells apart. One without its zone is taken for one of ours.
func TimeOf(v gjson.Result) (t time.Time, ok bool) {
	switch v.Type {
	case gjson.String:
		for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00"} {
			if t, err := time.Parse(form, v.Str); err == nil {
				return t, true
			}
		}
		for _, form := range []string{"2006-01-02T15:04:05", time.DateTime} {
			if t, err := time.ParseInLocation(form, v.Str, time.Local); err == nil {
				return t, true
			}
		}
		return t, false
	case gjson.Number:
		for _, unit := range []float64{1, 1e3, 1e6, 1e9} {
			if s := v.Num / unit; s >= 1e8 && s < 1e10 { // 1973 to 2286
				return time.Unix(0, int64(s*1e9)), true
			}
		}
	default: // no time
	}
	return t, false
}
