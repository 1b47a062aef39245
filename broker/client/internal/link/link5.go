package link

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
	"time"

	"github.com/eclipse/paho.golang/paho"
	"github.com/eclipse/paho.golang/paho/session"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
)

// link5 is MQTT 5 over paho.golang.
type link5 struct {
	client  *paho.Client
	wire    *wire.Conn
	state   *guardedState
	life    context.Context // ends with the connection
	cause   chan error      // one element; await fills and closes it
	faults  chan error      // one element: the library's own complaint
	closing atomic.Bool     // close has been called
	ends    bool            // the session ends with DISCONNECT, though it outlasts the connection
}

// openLink5 sends CONNECT over w and waits for the answer.
func openLink5(w *wire.Conn, h ConnectOptions) (Link, error) {
	life, end := context.WithCancel(context.Background())
	l := &link5{wire: w, state: newGuardedState(w.Redactor(), w), ends: h.Ends, life: life, cause: make(chan error, 1), faults: make(chan error, 1)}
	if will := willProperties(h.Will); will != nil {
		w.OnConnect(func(connect []byte) []byte { return withWill(connect, will) })
	}
	l.client = paho.NewClient(l.configure(h.Auth))
	// The wire has a deadline, and is killed to cut this short.
	if _, err := l.client.Connect(context.Background(), connect5(h)); err != nil {
		end()
		_ = w.Close()
		return nil, reasonOr(w, err)
	}
	go l.await(end)
	return l, nil
}

// await is the goroutine that sees the library end; it ends with it.
func (l *link5) await(end context.CancelFunc) {
	<-l.client.Done()
	_ = l.wire.Close()
	end()
	_ = l.state.Close()
	l.cause <- l.why()
	close(l.cause)
}

// why is the reason the wire found; without one the library has found fault
// with a packet, and says so soon.
func (l *link5) why() error {
	if why := l.wire.Cause(); why != nil {
		return why
	}
	if l.closing.Load() {
		return broker.ErrClosed
	}
	select {
	case err := <-l.faults:
		if errors.Is(err, wire.ErrClosedHere) {
			return broker.ErrClosed
		}
		return &broker.Fault{Err: err}
	case <-time.After(Goodbye):
		return broker.ErrClosed
	}
}

func (l *link5) configure(auth *broker.Auth) paho.ClientConfig {
	acknowledge := func(paho.PublishReceived) (bool, error) { return true, nil }
	return paho.ClientConfig{
		Conn:              l.wire.Gather(),
		Session:           l.state,
		AuthHandler:       responder{l.wire, auth},
		PingHandler:       pinger{},
		OnPublishReceived: []func(paho.PublishReceived) (bool, error){acknowledge},
		PacketTimeout:     365 * 24 * time.Hour, // callers have their own patience
		OnClientError: func(err error) {
			select {
			case l.faults <- err:
			default: // the first is the cause
			}
		},
	}
}

// receiveMaximum is announced unless the profile says less.
const receiveMaximum uint16 = math.MaxUint16

func connect5(h ConnectOptions) *paho.Connect {
	c := &paho.Connect{
		ClientID:     h.ClientID,
		Username:     h.Username,
		UsernameFlag: h.Username != "",
		Password:     []byte(h.Password),
		PasswordFlag: h.PasswordSet,
		KeepAlive:    uint16(h.KeepAlive / time.Second),
		CleanStart:   !h.Resume,
		Properties:   connectProperties(h),
	}
	if h.Will != nil {
		c.WillMessage = &paho.WillMessage{Topic: h.Will.Topic, Payload: h.Will.Payload, QoS: h.Will.QoS, Retain: h.Will.Retain}
		c.WillProperties = &paho.WillProperties{} // the wire puts them in
	}
	return c
}

func (l *link5) Subscribe(ctx context.Context, subs []broker.Subscription) ([]Verdict, error) {
	s := &paho.Subscribe{}
	for _, sub := range subs {
		s.Subscriptions = append(s.Subscriptions, paho.SubscribeOptions{
			Topic: sub.Filter, QoS: sub.QoS, NoLocal: sub.NoLocal,
			RetainAsPublished: sub.RetainAsPublished, RetainHandling: sub.RetainHandling,
		})
	}
	return during(ctx, l, func(ctx context.Context) ([]Verdict, error) {
		answer, err := l.client.Subscribe(ctx, s)
		if answer == nil { // otherwise err only repeats its codes
			return nil, err
		}
		return verdicts5(answer.Reasons, l.wire.Redactor().Words(answer.Properties.ReasonString)), nil
	})
}

func (l *link5) Unsubscribe(ctx context.Context, filters []string) ([]Verdict, error) {
	return during(ctx, l, func(ctx context.Context) ([]Verdict, error) {
		answer, err := l.client.Unsubscribe(ctx, &paho.Unsubscribe{Topics: filters})
		if answer == nil {
			return nil, err
		}
		return verdicts5(answer.Reasons, l.wire.Redactor().Words(answer.Properties.ReasonString)), nil
	})
}

func verdicts5(codes []byte, reason string) []Verdict {
	verdicts := make([]Verdict, len(codes))
	for i, code := range codes {
		verdicts[i] = Verdict{code, reason}
	}
	return verdicts
}

func (l *link5) Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	ticket := l.wire.Ticket(p.Topic, p.QoS)
	ctx = context.WithValue(ctx, ticketKey{}, ticket)
	answer, err := during(ctx, l, func(ctx context.Context) (*paho.PublishResponse, error) {
		answer, err := l.client.Publish(ctx, &paho.Publish{
			Topic: p.Topic, Payload: p.Payload, QoS: p.QoS, Retain: p.Retain, Properties: publishProperties(p.Properties),
		})
		if answer == nil {
			return nil, err
		}
		return answer, nil // with PUBREC the library reports no error for a refusal
	})
	if errors.Is(err, broker.ErrLost) {
		err = ticket.Ended(err)
	}
	if err != nil || p.QoS == 0 {
		return broker.Acknowledgement{}, err
	}
	reason := ""
	if answer.Properties != nil {
		reason = l.wire.Redactor().Words(answer.Properties.ReasonString)
	}
	return wire.Judge(p.QoS, broker.Refusal{Version: broker.V5, Code: answer.ReasonCode, Subject: p.Topic, Reason: reason})
}

// during runs f, which the library may keep waiting longer than ctx allows, in
// a goroutine that ends with f: at the latest when the connection has ended.
func during[T any](ctx context.Context, l *link5, f func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	inner, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(l.life, cancel)
	done := make(chan result, 1) // f may finish after nobody waits any more
	go func() {
		defer cancel()
		defer stop()
		value, err := f(inner)
		done <- result{value, err}
	}()
	var none T
	select {
	case r := <-done:
		switch {
		case r.err == nil:
			return r.value, nil
		case errors.Is(r.err, session.ErrNoConnection):
			return none, broker.ErrNotConnected
		case l.life.Err() != nil || ctx.Err() == nil:
			return none, lostOver(l.wire, r.err)
		}
		return none, ctx.Err()
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

func (l *link5) Close() {
	l.closing.Store(true)
	timer := time.AfterFunc(Goodbye, l.wire.Kill)
	defer timer.Stop()
	ended := make(chan struct{})
	go func() { // ends with the library; the timer makes it
		defer close(ended)
		_ = l.client.Disconnect(l.goodbye())
	}()
	select {
	case <-ended:
	case <-time.After(2 * Goodbye): // the sink keeps the reader: not ours to end
	}
}

func (l *link5) goodbye() *paho.Disconnect {
	if !l.ends {
		return &paho.Disconnect{}
	}
	return &paho.Disconnect{Properties: &paho.DisconnectProperties{SessionExpiryInterval: new(uint32)}}
}

func (l *link5) Lost() <-chan error { return l.cause }
