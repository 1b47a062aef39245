package model

import "time"

// Intake counts what a store was given and what became of it. Received is
// always Applied and Dropped together: nothing leaves uncounted.
type Intake struct {
	Received uint64 `json:"received"` // messages taken off the wire
	Applied  uint64 `json:"applied"`  // messages that reached the tree
	Retained uint64 `json:"retained"` // of those applied, how many came with the retain flag
	Kept     uint64 `json:"kept"`     // of those retained, how many the broker keeps, as far as the present connection tells
	Repeated uint64 `json:"repeated"` // of those retained, how many were the topic's latest, sent again after a reconnect
	Dropped  uint64 `json:"dropped"`  // messages lost before they reached it
	Evicted  uint64 `json:"evicted"`  // messages let go from the history, oldest first
	LetGo    uint64 `json:"letGo"`    // values let go because they were too large for the memory; their topics stay
	Bytes    uint64 `json:"bytes"`    // of payload, applied
	// First and Last are the arrivals of the first and the latest message,
	// zero before there was one.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// Intake gives the counters as they stand.
func (s *Store) Intake() Intake {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.intake
}

// Lost counts messages that were received but never handed to Apply.
func (s *Store) Lost(messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.intake.Received += uint64(messages)
	s.intake.Dropped += uint64(messages)
	s.missSome()
}

// Usage is what the history takes of its budget, in bytes.
type Usage struct {
	Held   int64 // memory taken, the latest values included; it grows by some MB at a time
	Used   int64 // of messages in it
	Budget int64 // 0 when only the latest values are kept
	Topics int64 // memory taken by topics
	Memory int64 // what both may take together
}

// Usage gives the memory of the history.
func (s *Store) Usage() Usage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Usage{
		Held: s.history.held, Used: s.history.used, Budget: max(min(s.budget, s.memory.most), 0),
		Topics: s.memory.topics, Memory: s.memory.most,
	}
}
