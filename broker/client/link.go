package client

import (
	"context"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
)

// link is one MQTT connection that has been accepted: a library over a wire.
// Its errors wrap broker.ErrLost when the connection ended meanwhile.
type link interface {
	// subscribe asks for filters; the verdicts are in their order.
	subscribe(ctx context.Context, subs []broker.Subscription) ([]verdict, error)
	unsubscribe(ctx context.Context, filters []string) ([]verdict, error)
	// publish returns when the last acknowledgement of the QoS has come.
	publish(ctx context.Context, p broker.Publication) error
	// close says DISCONNECT and ends everything, within bounded time.
	close()
	// lost delivers once why the connection ended, when the library's
	// goroutines have ended with it. One goroutine may wait for it.
	lost() <-chan error
}

// verdict is the answer to one filter of a SUBSCRIBE or UNSUBSCRIBE.
type verdict struct {
	code   byte
	reason string
}

// hello is what a link says of itself in CONNECT.
type hello struct {
	version   broker.Version
	clientID  string
	username  string
	password  string
	secret    bool          // the password is sent, empty or not
	keepAlive time.Duration // whole seconds; 0: off
	will      *broker.Will
	resume    bool
	expiry    uint32 // of the session, in seconds; MQTT 5
	connect   broker.ConnectProperties
	auth      *broker.Auth
}

// openLink sends CONNECT over w, whose transport stands, and waits for the answer. The
// caller bounds the wait, by a deadline or by killing the wire. The error is why the
// broker did not accept, or broker.ErrLost and its like.
func openLink(w *wire.Conn, h hello) (link, error) {
	if h.version == broker.V5 {
		return openLink5(w, h)
	}
	return openLink3(w, h)
}

const (
	// pingPatience is how long PINGRESP may take: it queues behind a flood.
	// A broker from which nothing comes at all is given up earlier.
	pingPatience = 60 * time.Second
	// handOver bounds how long paho.mqtt.golang keeps a caller waiting whose
	// packet it can no longer send because the connection has just ended.
	handOver = 5 * time.Second
	// goodbye is how long DISCONNECT may take to be written.
	goodbye = 500 * time.Millisecond
)

// silence is how long nothing may come from a broker that is asked for a sign
// of life every keepAlive: one and a half times that, as brokers hold it with
// clients (MQTT 5, 3.1.2.10). paho.mqtt.golang looks only every five seconds
// whether to ask.
func silence(keepAlive time.Duration) time.Duration {
	limit := keepAlive * 3 / 2
	if keepAlive > 10*time.Second {
		limit = max(limit, keepAlive+6*time.Second)
	}
	return limit
}
