package link

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
	"mangrove/broker/packet"
)

// link3 is MQTT 3.1 and 3.1.1 over paho.mqtt.golang.
type link3 struct {
	client mqtt.Client
	wire   *wire.Conn
	// turn is held by the caller whose packet the library is to take: it
	// takes one only when the one before is written, and does not let callers
	// wait for long.
	turn chan struct{}
	// unanswered has a place for each message above QoS 0 that is not acknowledged; see
	// leave.
	unanswered chan struct{}

	ended chan struct{} // closed with the connection
	cause chan error    // one element; end fills and closes it
	once  sync.Once
}

// answerPatience is how long a message that nobody waits for any more counts as unanswered:
// there are brokers that never answer one that they do not allow.
const answerPatience = time.Minute

// openLink3 sends CONNECT over w and waits for the answer.
func openLink3(w *wire.Conn, h ConnectOptions) (Link, error) {
	l := &link3{wire: w, turn: make(chan struct{}, 1), unanswered: make(chan struct{}, wire.MostUnanswered), ended: make(chan struct{}), cause: make(chan error, 1)}
	w.OnPublished(l.release)
	w.OnConnect(func(connect []byte) []byte { return withLogin(connect, h) })
	l.client = mqtt.NewClient(l.configure(h))
	token := l.client.Connect()
	<-token.Done() // the wire has a deadline, and is killed to cut this short
	if err := token.Error(); err != nil {
		_ = w.Close()
		return nil, reasonOr(w, err)
	}
	return l, nil
}

func (l *link3) configure(h ConnectOptions) *mqtt.ClientOptions {
	o := mqtt.NewClientOptions().
		AddBroker("tcp://broker"). // never dialled: the connection is there already
		SetCustomOpenConnectionFn(func(*url.URL, mqtt.ClientOptions) (net.Conn, error) { return l.wire, nil }).
		SetProtocolVersion(uint(h.Version)).
		SetClientID(h.ClientID).
		SetCleanSession(!h.Resume).
		SetOrderMatters(true).
		SetKeepAlive(h.KeepAlive).
		SetPingTimeout(pingPatience).
		SetWriteTimeout(handOver).
		SetConnectTimeout(24 * time.Hour). // the wire has the deadline
		SetAutoReconnect(false).
		SetConnectRetry(false).
		SetConnectionLostHandler(func(_ mqtt.Client, err error) { l.end(reasonOr(l.wire, err)) }).
		// Without a handler the library acknowledges nothing.
		SetDefaultPublishHandler(func(mqtt.Client, mqtt.Message) {})
	if h.Will != nil {
		o.SetBinaryWill(h.Will.Topic, h.Will.Payload, h.Will.QoS, h.Will.Retain)
	}
	return o
}

func (l *link3) Subscribe(ctx context.Context, subs []broker.Subscription) ([]Verdict, error) {
	filters := make(map[string]byte, len(subs))
	for _, s := range subs {
		filters[s.Filter] = s.QoS
	}
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	token := l.client.SubscribeMultiple(filters, nil)
	l.release()
	if err := l.wait(ctx, token); err != nil {
		return nil, err
	}
	granted := token.(*mqtt.SubscribeToken).Result()
	verdicts := make([]Verdict, len(subs))
	for i, s := range subs {
		code, ok := granted[s.Filter]
		if !ok {
			return nil, packet.Malformed(packet.Suback, broker.Fault{Code: broker.FilterUnanswered, Name: packet.Clip(s.Filter), Clause: "MQTT-3.8.4-6"})
		}
		verdicts[i].Code = code
	}
	return verdicts, nil
}

func (l *link3) Unsubscribe(ctx context.Context, filters []string) ([]Verdict, error) {
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	token := l.client.Unsubscribe(filters...)
	l.release()
	if err := l.wait(ctx, token); err != nil {
		return nil, err
	}
	return make([]Verdict, len(filters)), nil // 3.x has no codes in UNSUBACK
}

func (l *link3) Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	if p.QoS == 0 {
		_, err := l.publish(ctx, p)
		return broker.Acknowledgement{}, err
	}
	if err := l.enter(ctx, l.unanswered); err != nil {
		return broker.Acknowledgement{}, err
	}
	token, err := l.publish(ctx, p)
	l.leave(token)
	return broker.Acknowledgement{Came: err == nil}, err
}

// publish sends a message and waits for the last acknowledgement. The token is nil for one
// that the library never had.
func (l *link3) publish(ctx context.Context, p broker.Publication) (mqtt.Token, error) {
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	ticket := l.wire.Ticket(p.Topic, p.QoS)
	l.wire.ExpectNext(ticket)
	token := l.client.Publish(p.Topic, p.QoS, p.Retain, p.Payload)
	if token.Error() != nil {
		l.release() // it never came to be written; otherwise the wire releases
	}
	err := l.wait(ctx, token)
	if errors.Is(err, broker.ErrLost) {
		err = ticket.Ended(err)
	}
	return token, err
}

// leave gives up a place among the unanswered. A message that nobody waits for any more
// keeps it until its answer, or for as long as one may take: the broker has it still.
func (l *link3) leave(token mqtt.Token) {
	if token == nil {
		<-l.unanswered
		return
	}
	select {
	case <-token.Done():
		<-l.unanswered
	default:
		go func() { // ends with the answer, its time, or the connection
			late := time.NewTimer(answerPatience)
			defer late.Stop()
			select {
			case <-token.Done():
			case <-late.C:
			case <-l.ended:
			}
			<-l.unanswered
		}()
	}
}

// take waits for the turn.
func (l *link3) take(ctx context.Context) error { return l.enter(ctx, l.turn) }

// enter waits for a place.
func (l *link3) enter(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-l.ended:
		return broker.ErrNotConnected
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release gives the turn to the next.
func (l *link3) release() {
	select {
	case <-l.turn:
	default:
	}
}

// wait waits for a token of the library. When the connection ends it completes,
// but not that of a message in a session to be resumed: the library would send
// it again on its next connection, which it never has.
func (l *link3) wait(ctx context.Context, token mqtt.Token) error {
	select {
	case <-token.Done():
	case <-l.ended:
		select {
		case <-token.Done():
		default:
			return lostOver(l.wire, broker.ErrClosed)
		}
	case <-ctx.Done():
		return ctx.Err()
	}
	switch err := token.Error(); {
	case err == nil:
		return nil
	case errors.Is(err, mqtt.ErrNotConnected):
		return broker.ErrNotConnected
	case l.client.IsConnectionOpen() && !l.wire.Broken(): // the packet was not taken in time
		return fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	default:
		return lostOver(l.wire, err)
	}
}

// lostOver is the end of a connection amid a request: why it ended, or else what
// the library made of it.
func lostOver(w *wire.Conn, err error) error {
	if why := w.Cause(); why != nil {
		err = why
	}
	if err = w.Redactor().Error(err); errors.Is(err, broker.ErrLost) {
		return err
	}
	return fmt.Errorf("%w: %w", broker.ErrLost, err)
}

func (l *link3) Close() {
	// The library gives up after its time, whether or not everything stopped;
	// killing the wire makes it stop.
	timer := time.AfterFunc(Goodbye, l.wire.Kill)
	l.client.Disconnect(uint(2 * Goodbye / time.Millisecond))
	timer.Stop()
	_ = l.wire.Close()
	l.end(broker.ErrClosed)
}

func (l *link3) Lost() <-chan error { return l.cause }

func (l *link3) end(why error) {
	l.once.Do(func() {
		close(l.ended)
		l.cause <- why
		close(l.cause)
	})
}

// reasonOr prefers what the wire found to what the library made of it.
func reasonOr(w *wire.Conn, err error) error {
	if why := w.Cause(); why != nil {
		return why
	}
	return fmt.Errorf("%w: %w", broker.ErrLost, w.Redactor().Error(err))
}
