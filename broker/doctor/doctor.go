// Package doctor finds out why a connection does not work, step by step: the
// name, the TCP port, TLS, CONNECT, each subscription, a message there and
// back. Every step says in plain words what it found and what to do next.
//
// It owns the order of the steps and what counts as passed. It does not know
// how a connection is made: that is its [Network], which package broker/client
// has.
package doctor

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/model/printable"
)

// State is how a step went.
type State int

// The states. Warned is passed with something worth knowing; Skipped was not
// tried, and says why.
const (
	Passed State = iota
	Warned
	Failed
	Skipped
)

// String gives the state in a word.
func (s State) String() string {
	return [...]string{"passed", "warned", "failed", "skipped"}[s]
}

// Step is one thing that was tried.
type Step struct {
	Name    string // Name, Port, TLS, MQTT, Subscription x, Round trip at QoS 0, ...
	State   State
	Words   string        // what was found and, unless it passed, what to do next
	Took    time.Duration // of a round trip: its latency
	Details []string      // for those who want to know more
}

// Network makes connections; broker/client.Network is one.
type Network interface {
	// Dial opens the TCP connection below everything else.
	Dial(ctx context.Context, p broker.Profile) (net.Conn, error)
	// Handshake opens a connection with TLS and closes it.
	Handshake(ctx context.Context, p broker.Profile) (tls.ConnectionState, error)
	// Open starts a session.
	Open(p broker.Profile, sink model.Sink) broker.Session
}

// Options say how to examine. All but Network may be left out.
type Options struct {
	Network Network
	// Publish allows the round trip: one small message at each QoS, not
	// retained. A read-only profile is never published with. What the broker
	// denies of it is a warning.
	Publish bool
	// Topic is where the round trip goes; empty: a [NewTopic].
	Topic string
	// Patience is how long each step may take; 0: 10 s.
	Patience time.Duration
	// Lookup resolves a host name; nil: the system's way.
	Lookup func(ctx context.Context, host string) ([]string, error)
	// Now is what certificates are judged by; zero: this moment.
	Now time.Time
}

// examination is one run.
type examination struct {
	Options
	profile  broker.Profile
	redactor broker.Redactor
	will     *broker.Will // the profile's, which is not set
	report   func(Step)
	began    time.Time // of the step under way
	failed   string    // the step after which nothing can be tried, if any
	ill      bool      // some step has failed
	apart    []string  // a detail on what is done otherwise than with the profile
}

// Examine tries out a profile and reports each step when it is done, from the
// calling goroutine. It tells whether no step failed. It connects under the
// profile's client id, so a session that has one must not be connected with it
// meanwhile; a session to be resumed is left to the broker, and a client id of
// the doctor's own is used. A last will is judged by what the broker announces,
// and not set.
func Examine(ctx context.Context, p broker.Profile, o Options, report func(Step)) (healthy bool) {
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	if o.Lookup == nil {
		o.Lookup = net.DefaultResolver.LookupHost
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	will := p.Will
	p.Once, p.Will = true, nil
	p.ConnectTimeout = o.Patience * 2 / 3 // so that the session finds out why before the step ends
	e := &examination{Options: o, profile: p, redactor: broker.RedactorOf(p), will: will, report: report}
	if p.Resume { // else what the broker keeps for it would come here and be lost
		e.profile.Resume, e.profile.SessionExpiry, e.profile.ClientID = false, 0, ""
		e.apart = append(e.apart, "connected with a different client id, so that the stored session is left alone")
	}
	e.run(ctx, "Name", e.name)
	e.run(ctx, "Port", e.port)
	if p.Address.Secure() {
		e.run(ctx, "TLS", func(ctx context.Context) Step {
			if err := e.profile.Refresh(); err != nil {
				return e.explained(err)
			}
			return e.tls(ctx)
		})
	}
	e.session(ctx)
	return !e.ill
}

// run does one step that the following ones need.
func (e *examination) run(ctx context.Context, name string, try func(context.Context) Step) {
	if e.failed != "" {
		e.skip(name, "Not tried, because the previous step failed: %s.", e.failed)
		return
	}
	e.began = time.Now()
	ctx, cancel := context.WithTimeout(ctx, e.Patience)
	defer cancel()
	step := try(ctx)
	step.Name, step.Words = name, broker.Shorten(printable.Text(e.redactor.Words(step.Words))) // addresses of a name server, for one
	for i, line := range step.Details {                                                        // names of certificates, for one
		step.Details[i] = broker.Shorten(printable.Line(e.redactor.Words(line)))
	}
	e.done(step)
	if step.State == Failed {
		e.failed = name
	}
}

// done reports a step.
func (e *examination) done(step Step) {
	if step.Took == 0 {
		step.Took = time.Since(e.began)
	}
	e.ill = e.ill || step.State == Failed
	e.report(step)
}

func (e *examination) skip(name, words string, args ...any) {
	e.report(Step{Name: name, State: Skipped, Words: fmt.Sprintf(words, args...)})
}

// explained is a failed step.
func (e *examination) explained(err error) Step {
	return Step{State: Failed, Words: explain.Error(err, e.profile.Address), Details: []string{err.Error()}}
}
