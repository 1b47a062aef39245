package report

import (
	"reflect"
	"strings"
	"time"

	"mangrove/ui/loop"
)

// What a report has at the most: of a text so many bytes, of a list so many
// entries. What a broker sends has no other end.
const (
	longestReported = 4_000
	mostReported    = 200
)

// reportAnyway is how long a report that says nothing new is held back.
const reportAnyway = 250 * time.Millisecond

// Bound cuts what is long in a report.
func (r *Report) Bound() { boundValue(reflect.ValueOf(r).Elem()) }

func boundValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); len(s) > longestReported {
			v.SetString(strings.ToValidUTF8(s[:longestReported], "") + "…")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				boundValue(f)
			}
		}
	case reflect.Slice:
		if v.Len() > mostReported {
			v.SetLen(mostReported)
		}
		for i := range v.Len() {
			boundValue(v.Index(i))
		}
	}
}

// News reports whether a report says something that the one before did not, or
// whether that one is old.
func (r *Report) News(before *Report) bool {
	if r.At.Sub(before.At) >= reportAnyway {
		return true
	}
	now, then := *r, *before
	now.Forget()
	then.Forget()
	now.At, now.Work, then.At, then.Work = time.Time{}, loop.Work{}, time.Time{}, loop.Work{}
	return !reflect.DeepEqual(now, then)
}
