// Package doctor finds out why a connection does not work, step by step: the
// name, the TCP port, TLS, CONNECT, each subscription, a message there and
// back. Every step says what it found, in codes with values: package
// broker/explain makes sentences of them, with what to do next.
//
// It owns the order of the steps and what counts as passed. It does not know
// how a connection is made: that is its [Network], which package broker/client
// has.
package doctor

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

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
	failed   *Trial    // the one after which nothing can be tried, nil: none
	ill      bool      // some step has failed
	apart    []Detail  // on what is done otherwise than with the profile
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
		e.apart = append(e.apart, Detail{Code: OtherClientID})
	}
	e.run(ctx, Trial{Kind: Name}, e.name)
	e.run(ctx, Trial{Kind: Port}, e.port)
	if p.Address.Secure() {
		e.run(ctx, Trial{Kind: TLS}, func(ctx context.Context) Step {
			if err := e.profile.Refresh(); err != nil {
				return failure(err)
			}
			return e.tls(ctx)
		})
	}
	e.session(ctx)
	return !e.ill
}

// run does one step that the following ones need.
func (e *examination) run(ctx context.Context, trial Trial, try func(context.Context) Step) {
	if e.failed != nil {
		e.skip(trial, Finding{Code: NotTried, Failed: *e.failed})
		return
	}
	e.began = time.Now()
	ctx, cancel := context.WithTimeout(ctx, e.Patience)
	defer cancel()
	step := try(ctx)
	step.Trial = trial
	e.done(step)
	if step.State == Failed {
		e.failed = &trial
	}
}

// done tells of a step that is over. One that failed makes the whole examination fail.
func (e *examination) done(step Step) {
	if step.Took == 0 {
		step.Took = time.Since(e.began)
	}
	e.ill = e.ill || step.State == Failed
	e.tell(step)
}

func (e *examination) skip(trial Trial, why Finding) {
	e.tell(Step{Trial: trial, State: Skipped, Finding: why})
}

func (e *examination) tell(step Step) {
	step.Address, step.Redactor = e.profile.Address, e.redactor
	e.report(step)
}

// failure is a step that failed with an error, and its whole chain for who wants to know more.
func failure(err error) Step {
	return Step{State: Failed, Finding: Finding{Code: Problem, Err: err}, Details: []Detail{{Code: Chain, Err: err}}}
}
