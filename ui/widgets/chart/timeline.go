package chart

import (
	"math"
	"time"
)

// Timeline is the time that charts show, and the cursor on all of them.
type Timeline struct {
	OnChange func()                        // it shows another time, or the cursor has moved
	First    func() (at int64, known bool) // when the first number came

	length time.Duration // 0: all there is
	end    int64         // 0: now
	now    int64
	cursor float64 // where in what is shown, from 0 to 1
	points bool    // there is a cursor
}

// What can be shown at once.
const (
	shortest = 10 * time.Millisecond
	longest  = 10 * 365 * 24 * time.Hour
)

// NewTimeline shows so much time until now; 0 is all there is.
func NewTimeline(length time.Duration) *Timeline {
	return &Timeline{length: length, OnChange: func() {}, First: func() (int64, bool) { return 0, false }, now: time.Now().UnixNano()}
}

// Tick says what time it is.
func (t *Timeline) Tick(now time.Time) { t.now = now.UnixNano() }

// Bounds are what is shown.
func (t *Timeline) Bounds() (from, to int64) {
	to = t.end
	if to == 0 {
		to = t.now
	}
	return to - int64(t.span(to)), to
}

// span is how much time is shown until a time.
func (t *Timeline) span(to int64) time.Duration {
	if t.length > 0 {
		return t.length
	}
	const usual = 10 * time.Second
	if first, known := t.First(); known {
		return min(longest, max(usual, time.Duration(to-first)/50*51)) // a little more than all
	}
	return usual
}

// Length is how much time is shown, 0 for all there is.
func (t *Timeline) Length() time.Duration { return t.length }

// Show shows so much time, 0 for all there is: until now, or around the middle of what
// was shown before.
func (t *Timeline) Show(length time.Duration) {
	if t.end != 0 && length > 0 {
		from, to := t.Bounds()
		t.moveTo(from+(to-from)/2+int64(length)/2, length)
	} else {
		t.length = length
	}
	t.OnChange()
}

// Live reports whether it goes on with the time.
func (t *Timeline) Live() bool { return t.end == 0 }

// SetLive has it go on with the time, or stand still where it is.
func (t *Timeline) SetLive(live bool) {
	if live {
		t.end = 0
	} else if t.end == 0 {
		t.length, t.end = t.span(t.now), t.now
	}
	t.OnChange()
}

// Pan moves what is shown by a part of it, below 0 to earlier times. Where there is
// nothing later it goes on with the time again.
func (t *Timeline) Pan(part float64) {
	from, to := t.Bounds()
	t.moveTo(to+int64(part*float64(to-from)), time.Duration(to-from))
	t.OnChange()
}

// Zoom shows so many times as much time; what lies at a part of it stays there. While it
// goes on with the time, the right end stays.
func (t *Timeline) Zoom(factor, at float64) {
	from, to := t.Bounds()
	span := float64(to - from)
	length := time.Duration(math.Max(float64(shortest), math.Min(float64(longest), span*factor)))
	if t.end == 0 {
		t.length = length
	} else {
		middle := float64(from) + at*span
		t.moveTo(int64(middle+(1-at)*float64(length)), length)
	}
	t.OnChange()
}

func (t *Timeline) moveTo(to int64, length time.Duration) {
	t.length, t.end = length, to
	if to >= t.now {
		t.end = 0
	}
}

// Cursor is the part of what is shown that is pointed at, from 0 to 1; ok is false where
// none is. It is no time: a pointer that rests is at another one when others are shown.
func (t *Timeline) Cursor() (at float64, ok bool) { return t.cursor, t.points }

// Point points at a part of what is shown; outside of it there is no cursor.
func (t *Timeline) Point(at float64) {
	points := at >= 0 && at <= 1
	if !points {
		at = 0
	}
	if at != t.cursor || points != t.points {
		t.cursor, t.points = at, points
		t.OnChange()
	}
}

// PointNowhere takes the cursor away.
func (t *Timeline) PointNowhere() { t.Point(-1) }
