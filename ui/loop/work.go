package loop

import "time"

// Work is how busy the loop has kept the goroutine that draws since it
// started. Its counters only grow, so that two of them tell about the time
// between; what the toolkit does there by itself is not in them, except for
// the text, which it has us draw.
type Work struct {
	Tasks uint64        `json:"tasks"` // posted to that goroutine and run
	Slow  uint64        `json:"slow"`  // of them, those that took longer than slowTask
	Busy  time.Duration `json:"busy"`  // that all of them took
	Text  time.Duration `json:"text"`  // that drawing lines of text took, after the tasks
	// Period counts the spans of workPeriod since 1970, and Longest is the
	// longest task of the span before it, or of an earlier one when nothing
	// ran in that. A watcher who looks more often than that misses none.
	Period  int64         `json:"period"`
	Longest time.Duration `json:"longest"`
}

const (
	slowTask   = 16 * time.Millisecond // a frame at 60 a second
	workPeriod = 5 * time.Second
)

// stopwatch measures Work. It belongs to the goroutine that draws.
type stopwatch struct {
	work    Work
	longest time.Duration // of the span under way
}

// add notes a task that ended at a time.
func (m *stopwatch) add(took time.Duration, end time.Time) {
	if p := end.UnixNano() / int64(workPeriod); p != m.work.Period {
		m.work.Period, m.work.Longest, m.longest = p, m.longest, 0
	}
	m.work.Tasks++
	m.work.Busy += took
	if took > slowTask {
		m.work.Slow++
	}
	m.longest = max(m.longest, took)
}
