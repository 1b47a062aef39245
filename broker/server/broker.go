package server

import (
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"

	"mangrove/broker"
	"mangrove/model"
)

// softwareName is what the broker says it is below $SYS.
const softwareName = "Mangrove, on mochi-mqtt " + mqtt.Version

// Options says how a broker runs. The zero value is a working one.
type Options struct {
	// Listen is host:port. Port 0 takes a free one; no host is this machine only;
	// empty means [broker.DefaultListen].
	Listen string
	// Log gets the faults of the broker itself; nil means nowhere.
	Log *slog.Logger
	// Refusal says to a client of MQTT 5, for one of both reasons, why it is not let in
	// for its will; nil: nothing is said but the code.
	Refusal func(broker.EventReason, model.TopicFault) string
	// Tell gets every event, on whichever goroutine it happens; it must not wait.
	// nil: nobody.
	Tell func(Event)
}

// Broker is a running broker. All methods may be called from any goroutine,
// also after Close.
type Broker struct {
	listener        net.Listener
	mqtt            *mqtt.Server
	retained        *retained
	events          *journal
	refusal         func(broker.EventReason, model.TopicFault) string
	started         time.Time
	budget          budget // of what is encoded
	queued          budget // of what waits to be
	inHand          inHand
	roster          roster
	refused         bool // a connection, as there are too many; belongs to accept
	drops           drops
	passing         sync.RWMutex // see passing.go
	waiting         waiting
	filters         subscribed
	maxKeptSessions int          // sessions of clients that have gone
	ended           atomic.Int64 // of these, since the last report

	// running counts the goroutines of this package: one that accepts, one that
	// keeps house, and for each connection one that reads, which waits for the one
	// that writes. mochi's own, which encodes, ends when its connection does. stop
	// ends those that do not read.
	running sync.WaitGroup
	stop    chan struct{}
	closing sync.Once
}

// Start runs a broker until Close. When it cannot listen, the error is a
// [*broker.ListenError].
func Start(o Options) (*Broker, error) {
	if o.Listen == "" {
		o.Listen = broker.DefaultListen
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	l, err := listen(o.Listen)
	if err != nil {
		return nil, err
	}
	b := &Broker{
		listener:        l,
		mqtt:            mqtt.New(settings()),
		events:          &journal{log: o.Log, tell: o.Tell},
		refusal:         o.Refusal,
		started:         time.Now(),
		budget:          budget{limit: memoryBudget},
		queued:          budget{limit: memoryBudget},
		waiting:         waiting{limit: waitingBudget},
		filters:         subscribed{limit: filterBudget},
		maxKeptSessions: maxKeptSessions,
		stop:            make(chan struct{}),
	}
	b.mqtt.Info.Version = softwareName
	b.retained = newRetained(b.mqtt)
	if err := b.mqtt.AddHook(&hook{b: b}, nil); err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("start the broker: %w", err)
	}
	if err := b.retained.housekeeper.Serve(); err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("start the broker: %w", err)
	}
	b.events.note(slog.LevelInfo, Event{Code: broker.BoxListens, Remote: l.Addr().String()})
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		b.events.note(slog.LevelWarn, Event{Code: broker.BoxOpen, Remote: l.Addr().String()})
	}
	b.running.Add(2)
	go b.accept()
	go b.housekeep()
	return b, nil
}

// Address is the broker's URL for a client on this machine, such as
// mqtt://127.0.0.1:1883.
func (b *Broker) Address() string { return "mqtt://" + reachable(b.listener.Addr()) }

// Close disconnects every client in order, frees the port and returns when
// all has stopped. What the broker held is gone. Further calls do nothing.
func (b *Broker) Close() error {
	var err error
	b.closing.Do(func() {
		b.events.note(slog.LevelInfo, Event{Code: broker.BoxStopping})
		err = b.listener.Close()
		b.disconnectAll()
		close(b.stop)
		b.running.Wait()
		if e := b.mqtt.Close(); err == nil {
			err = e
		}
		b.reportDrops()
		b.reportEnded()
		b.events.note(slog.LevelInfo, Event{Code: broker.BoxStopped})
	})
	return err
}

// Events gives what happened after the event of that number, oldest first;
// 0 gives all of the last 2,000 there are. A gap in the numbers says that
// the caller came too late for some.
func (b *Broker) Events(after uint64) []Event { return b.events.after(after) }
