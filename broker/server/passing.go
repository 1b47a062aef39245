package server

// mochi moves a session from one connection to the next in several steps: what
// waits for the client is copied, the old client emptied, the new one made known.
// A message that is passed on between two of them is lost, though its publisher
// has been told that it arrived [MQTT-3.1.2-5], and one that is passed on before
// the CONNACK is sent before it [MQTT-3.2.0-1]. So nothing is passed on meanwhile:
// who passes on has [Broker.passing] for reading, who moves a session for writing.
//
// Neither waits for a client while it has it: what is written to one goes to its
// [outbox], where only [outbox.await] waits.

// pass begins to pass a message of so many bytes on. It belongs to the publisher's
// reading goroutine, like the others here to that of the client they are called for.
func (b *Broker) pass(c *conn, size int) {
	if !c.passing {
		b.passing.RLock()
		c.passing, c.class = true, b.inHand.countIn(size)
	}
}

// passed says that a message has been passed on, if one was.
func (b *Broker) passed(c *conn) {
	if c.passing {
		c.passing = false
		b.inHand[c.class].Add(-1)
		b.passing.RUnlock()
	}
}

// move begins to let a client in, and to move the session that there may be.
func (b *Broker) move(c *conn) {
	b.passing.Lock()
	c.moving = true
}

// moved says that mochi has taken what is to be sent again out of the session:
// what is published from now on waits behind it, in the queue. See [flow.begin].
func (b *Broker) moved(c *conn) {
	if c.moving {
		c.moving = false
		b.passing.Unlock()
	}
}
