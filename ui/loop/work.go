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
	// Hardest is the most processor time that a task of that span took, where the system
	// tells: waiting for a processor, which others may have, is in Longest only.
	Hardest time.Duration `json:"hardest"`
}

const (
	slowTask   = 16 * time.Millisecond // a frame at 60 a second
	workPeriod = 5 * time.Second
)

// stopwatch measures Work. It belongs to the goroutine that draws.
type stopwatch struct {
	work    Work
	longest time.Duration // of the span under way
	hardest time.Duration // of the span under way
}

// task is what a task took.
type task struct {
	took      time.Duration
	processor time.Duration // of that
}

// add notes a task that ended at a time.
func (m *stopwatch) add(t task, end time.Time) {
	if p := end.UnixNano() / int64(workPeriod); p != m.work.Period {
		m.work.Period, m.work.Longest, m.work.Hardest = p, m.longest, m.hardest
		m.longest, m.hardest = 0, 0
	}
	m.work.Tasks++
	m.work.Busy += t.took
	if t.took > slowTask {
		m.work.Slow++
	}
	m.longest, m.hardest = max(m.longest, t.took), max(m.hardest, t.processor)
}
