package server

import (
	"errors"
	"log/slog"
	"net"
	"runtime/debug"
	"time"

	"github.com/mochi-mqtt/server/v2/packets"

	"mangrove/broker"
)

// listenerID is what mochi calls where connections come from.
const listenerID = "tcp"

// errDecoder is a packet that made mochi panic.
var errDecoder = errors.New("a malformed packet")

// accept takes connections until the listener is closed. It is a goroutine
// of its own, started by [Start].
func (b *Broker) accept() {
	defer b.running.Done()
	for {
		socket, err := b.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // too many open files, say: it may pass
			b.events.note(slog.LevelWarn, Event{Code: broker.BoxNotAccepted, Cause: err.Error()})
			select {
			case <-b.stop:
			case <-time.After(time.Second):
			}
			continue
		}
		if b.roster.full() {
			b.turnAway(socket)
			continue
		}
		b.refused = false
		c := newConn(socket, b)
		_ = c.SetDeadline(time.Now().Add(connectPatience))
		if !b.roster.admit(c) {
			_ = socket.Close()
			return
		}
		b.running.Add(1)
		go b.serve(c)
	}
}

// turnAway closes a connection that is one too many, and says so for the first of
// them.
func (b *Broker) turnAway(socket net.Conn) {
	_ = socket.Close()
	if !b.refused {
		b.events.note(slog.LevelWarn, Event{Code: broker.BoxFull, Most: mostConnections})
	}
	b.refused = true
}

// serve is the goroutine that reads one connection, from its first byte until
// all has been written to it and it is closed.
func (b *Broker) serve(c *conn) {
	defer b.running.Done()
	defer b.roster.forget(c)
	written := make(chan struct{})
	go func() { // ends when the outbox is closed and empty, or the socket fails
		defer close(written)
		c.out.run(c.Conn)
	}()
	err := b.establish(c)
	_ = c.Close()
	b.left(c, err)
	b.makePlace()
	<-written
	_ = c.Conn.Close()
}

// establish is a client's whole life in mochi. A v5 SUBSCRIBE without its last
// byte makes mochi's decoder panic, which must not end this process.
func (b *Broker) establish(c *conn) (err error) {
	defer func() { // also when mochi ended in the middle of it
		b.moved(c)
		b.passed(c)
	}()
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		err = errDecoder
		b.events.log.Error("serving a client panicked", "panic", p, "stack", string(debug.Stack()))
		if cl := c.client; cl != nil { // what mochi would have done
			cl.Stop(err)
			b.mqtt.UnsubscribeClient(cl)
			cl.ClearInflights()
			if now, ok := b.mqtt.Clients.Get(cl.ID); ok && now == cl {
				b.mqtt.Clients.Delete(cl.ID)
			}
		}
	}()
	return b.mqtt.EstablishConnection(listenerID, c)
}

// disconnectAll says goodbye to every client and closes every connection.
func (b *Broker) disconnectAll() {
	conns, clients := b.roster.close()
	for _, c := range clients {
		c.release() // nobody may wait for it any more, also not for writing this
		_ = b.mqtt.DisconnectClient(c.client, packets.ErrServerShuttingDown)
	}
	for _, c := range conns {
		_ = c.Close()
	}
}
