package link

import (
	"context"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
)

// Link is one MQTT connection that has been accepted: a library over a wire.
// Its errors wrap broker.ErrLost when the connection ended meanwhile.
type Link interface {
	// Subscribe asks for filters; the verdicts are in their order.
	Subscribe(ctx context.Context, subs []broker.Subscription) ([]Verdict, error)
	// Unsubscribe gives filters up; the verdicts are in their order. Before MQTT 5
	// there are none but success.
	Unsubscribe(ctx context.Context, filters []string) ([]Verdict, error)
	// Publish returns when the last acknowledgement of the QoS has come; the error is a
	// *broker.Refusal when it says no, and broker.ErrUnconfirmed when the connection
	// ended before it came: a *broker.Pending where the session may outlast it.
	Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error)
	// Close says DISCONNECT and ends everything, within bounded time.
	Close()
	// Lost delivers once why the connection ended, when the library's
	// goroutines have ended with it. One goroutine may wait for it.
	Lost() <-chan error
}

// Verdict is the answer to one filter of a SUBSCRIBE or UNSUBSCRIBE.
type Verdict struct {
	Code   byte   // a reason code; from 0x80 on it says no
	Reason string // what the broker said in words, if anything
}

// ConnectOptions is what a link says of itself in CONNECT.
type ConnectOptions struct {
	Version     broker.Version
	ClientID    string
	Username    string
	Password    string
	PasswordSet bool          // the password is sent, empty or not
	KeepAlive   time.Duration // whole seconds; 0: off
	Will        *broker.Will
	Resume      bool
	Expiry      uint32 // of the session, in seconds; MQTT 5
	Ends        bool   // ... which ends with DISCONNECT all the same
	Connect     broker.ConnectProperties
	Auth        *broker.Auth
}

// Open sends CONNECT over w, whose transport stands, and waits for the answer. The
// caller bounds the wait, by a deadline or by killing the wire. The error is why the
// broker did not accept, or broker.ErrLost and its like.
func Open(w *wire.Conn, h ConnectOptions) (Link, error) {
	if h.Version == broker.V5 {
		return openLink5(w, h)
	}
	return openLink3(w, h)
}

const (
	// pingPatience is how long PINGRESP may take with MQTT 3.1 and 3.1.1, where the
	// library waits for it: it queues behind a flood. With MQTT 5 nobody waits for it
	// itself. A broker from which nothing comes at all is given up with all of them,
	// and as a rule earlier, see [SilenceLimit].
	pingPatience = 60 * time.Second
	// handOver bounds how long paho.mqtt.golang keeps a caller waiting whose
	// packet it can no longer send because the connection has just ended.
	handOver = 5 * time.Second
	// Goodbye is how long DISCONNECT may take to be written.
	Goodbye = 500 * time.Millisecond
)

// SilenceLimit is how long nothing may come from a broker that is asked for a sign
// of life every keepAlive: one and a half times that, as brokers hold it with
// clients (MQTT 5, 3.1.2.10). paho.mqtt.golang looks only every five seconds
// whether to ask.
func SilenceLimit(keepAlive time.Duration) time.Duration {
	limit := keepAlive * 3 / 2
	if keepAlive > 10*time.Second {
		limit = max(limit, keepAlive+6*time.Second)
	}
	return limit
}
