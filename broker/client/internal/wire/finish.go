package wire

import "time"

// AwaitEnd waits until the broker has closed the connection that was closed in order here,
// so that what it sends meanwhile does not reset the connection below our last packet.
// Brokers that do not close have patience.
func (w *Conn) AwaitEnd(patience time.Duration) {
	select {
	case <-w.transport.Ended():
	case <-time.After(patience):
	}
}

// LimitDelivery lets what has come be delivered for a while, and has it counted as lost
// after that.
func (w *Conn) LimitDelivery(patience time.Duration) {
	time.AfterFunc(patience, func() { w.over.Store(true) })
}

// Drained reports that no more will come than is unread.
func (w *Conn) Drained() bool { return w.transport.Drained() }

// Overdue reports that the time that LimitDelivery gave is over.
func (w *Conn) Overdue() bool { return w.over.Load() }

// Finish ends the reading for good: when it returns nothing is delivered any
// more. It waits for a batch that is being applied, and deals with what has come
// and the library has not read, which is no more than the reserve holds. It may
// be called again.
func (w *Conn) Finish() {
	w.Kill()
	w.reading.Lock()
	defer w.reading.Unlock()
	for w.failure == nil || w.greeted {
		w.pass, w.passed = w.pass[:0], 0
		if w.greeted {
			w.takePackets(time.Now())
		} else {
			w.fill()
		}
	}
}
