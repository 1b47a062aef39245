// Package audit tries out, when somebody asks for it, what a broker lets strangers do: login
// without a password, listeners without encryption, subscriptions to everything, old TLS. It
// publishes nothing.
package audit

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/model"
	"mangrove/model/lint"
)

// Code is what was found.
type Code string

// The codes, with what of a [Finding] has a value.
const (
	Unencrypted     Code = "unencrypted"      // the connection has no TLS
	PlainBeside     Code = "plain beside"     // beside TLS there is a listener without; Port
	Anonymous       Code = "anonymous"        // a login without a name is taken
	AnonymousReads  Code = "anonymous reads"  // and may subscribe to everything
	Everything      Code = "everything"       // this login may subscribe to everything
	SystemTopics    Code = "system topics"    // this login may read what the broker says of itself
	OutdatedTLS     Code = "outdated TLS"     // TLS 1.0 or 1.1 is taken
	Expired         Code = "expired"          // the certificate has expired; At
	Expires         Code = "expires"          // it does within [Soon]; At
	RetainedCommand Code = "retained command" // N of them
	NotTried        Code = "not tried"        // of What, for a reason of its own: Err
)

// Finding is one thing that was found.
type Finding struct {
	Code Code
	Port int
	N    int
	At   time.Time
	What Code  // that could not be tried
	Err  error // why
}

// Bad reports whether there is something to mend, and not only something to know.
func (f *Finding) Bad() bool { return f.Code != NotTried }

// ErrProxy says why the ports of a broker cannot be tried.
var ErrProxy = errors.New("the connection goes through a proxy: audit from a computer that reaches the broker without it")

const (
	// Soon is when a certificate has to be thought of.
	Soon = 30 * 24 * time.Hour
	// listening is how long what the broker keeps is waited for.
	listening = 2 * time.Second
)

// Options say how to examine.
type Options struct {
	Network  doctor.Network
	Patience time.Duration // of each connection
	Now      time.Time
	Plain    int // the port where brokers listen without TLS; 0: the usual one
}

// audit is one run.
type audit struct {
	Options
	ctx     context.Context
	profile broker.Profile
	found   []Finding
}

// Examine tries out a broker, and reports what was found. It connects several times: with the
// profile's login, with none, and without TLS. An error says that the profile itself does not
// connect.
func Examine(ctx context.Context, p broker.Profile, o Options) ([]Finding, error) {
	p.Once, p.Will, p.Subscriptions = true, nil, nil
	p.ClientID, p.SessionExpiry, p.Resume = "", 0, false
	p.ConnectTimeout = o.Patience
	a := &audit{Options: o, ctx: ctx, profile: p}
	if err := a.own(); err != nil {
		return nil, err
	}
	a.anonymous()
	if p.Address.Secure() {
		a.certificate()
		a.outdated()
		a.plainBeside()
	} else if !isLoopback(p.Address.Host) {
		a.add(Finding{Code: Unencrypted})
	}
	return a.found, ctx.Err()
}

func (a *audit) add(f Finding) { a.found = append(a.found, f) }

// notTried notes what could not be tried.
func (a *audit) notTried(what Code, err error) { a.add(Finding{Code: NotTried, What: what, Err: err}) }

// own connects with the profile's login, and looks what it may read.
func (a *audit) own() error {
	if _, err := a.connect(a.profile, nowhere{}, 0); err != nil {
		return err
	}
	seen := lint.NewLive()
	a.reads(a.profile, "#", Everything, seen)
	a.reads(a.profile, "$SYS/#", SystemTopics, nil)
	commands := 0
	found := seen.Found(time.Now())
	for _, f := range found.Findings {
		if f.Code == lint.RetainedCommand {
			commands++
		}
	}
	if commands += found.More[lint.RetainedCommand]; commands > 0 {
		a.add(Finding{Code: RetainedCommand, N: commands})
	}
	return nil
}

// reads looks whether a login may subscribe. That has a session of its own: some brokers end
// it at a subscription that they do not allow. What the broker keeps goes to the sink, if any.
func (a *audit) reads(p broker.Profile, filter string, code Code, sink model.Sink) {
	p.Subscriptions = []broker.Subscription{{Filter: filter}}
	stay := listening
	if sink == nil {
		sink, stay = nowhere{}, 0
	}
	switch st, err := a.connect(p, sink, stay); {
	case err != nil && !denied(err):
		a.notTried(code, err)
	case err == nil && granted(&st, filter):
		a.add(Finding{Code: code})
	}
}

// anonymous connects without a name.
func (a *audit) anonymous() {
	p := a.profile
	if p.Username == "" && !p.PasswordSet && p.Password == "" && p.Auth == nil && !hasCertificate(p.TLS) {
		a.add(Finding{Code: Anonymous}) // as the profile does
		return
	}
	p.Username, p.Password, p.PasswordSet, p.Auth = "", "", false, nil
	if p.TLS != nil {
		p.TLS, p.ReadTLS = p.TLS.Clone(), nil
		p.TLS.Certificates, p.TLS.GetClientCertificate = nil, nil
	}
	switch _, err := a.connect(p, nowhere{}, 0); {
	case err == nil:
		a.add(Finding{Code: Anonymous})
		a.reads(p, "#", AnonymousReads, nil)
	case !loginRefused(err):
		a.notTried(Anonymous, err)
	}
}

func hasCertificate(c *tls.Config) bool {
	return c != nil && (len(c.Certificates) > 0 || c.GetClientCertificate != nil)
}

// certificate looks when the broker's expires.
func (a *audit) certificate() {
	ctx, cancel := context.WithTimeout(a.ctx, a.Patience)
	defer cancel()
	state, err := a.Network.Handshake(ctx, a.profile)
	if err != nil || len(state.PeerCertificates) == 0 {
		a.notTried(Expires, err)
		return
	}
	switch end := state.PeerCertificates[0].NotAfter; {
	case end.Before(a.Now):
		a.add(Finding{Code: Expired, At: end})
	case end.Before(a.Now.Add(Soon)):
		a.add(Finding{Code: Expires, At: end})
	}
}

// outdated tries a version of TLS that nobody should take any more (RFC 8996).
func (a *audit) outdated() {
	p := a.profile
	if p.TLS == nil {
		p.TLS = new(tls.Config)
	}
	p.TLS, p.ReadTLS = p.TLS.Clone(), nil
	p.TLS.MinVersion, p.TLS.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	ctx, cancel := context.WithTimeout(a.ctx, a.Patience)
	defer cancel()
	if _, err := a.Network.Handshake(ctx, p); err == nil {
		a.add(Finding{Code: OutdatedTLS})
	} else if a.ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) {
		a.notTried(OutdatedTLS, err)
	}
}

// plainBeside looks for a listener without TLS. Whatever it answers to CONNECT without a
// password, it listens.
func (a *audit) plainBeside() {
	if a.profile.Way.Proxy != nil {
		a.notTried(PlainBeside, ErrProxy) // behind it there may be anything
		return
	}
	p, port := a.profile, a.Plain
	if port == 0 {
		port = broker.UsualPort("mqtt")
	}
	p.Address = broker.Address{Scheme: "mqtt", Host: p.Address.Host, Port: port}
	p.Username, p.Password, p.PasswordSet, p.Auth, p.TLS, p.ReadTLS = "", "", false, nil, nil, nil
	if _, err := a.connect(p, nowhere{}, 0); err == nil || refused(err) {
		a.add(Finding{Code: PlainBeside, Port: port})
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// refused reports whether a broker has answered CONNECT and said no.
func refused(err error) bool {
	var r *broker.Refusal
	return errors.As(err, &r)
}

// loginRefused reports whether a broker has answered CONNECT and does not take the login. That
// it is busy, or does not want this computer, says nothing of logins.
func loginRefused(err error) bool {
	var r *broker.Refusal
	if !errors.As(err, &r) || r.Packet != "CONNACK" {
		return false
	}
	switch r.Code {
	case broker.BadLogin, broker.NotAuthorized, broker.BadAuthMethod, broker.OldBadLogin, broker.OldNotAuthorized:
		return true
	}
	return false
}

// denied reports whether a broker has ended a session for what was subscribed to.
func denied(err error) bool {
	var r *broker.Refusal
	return errors.As(err, &r) && r.Packet == "DISCONNECT" && (r.Code == broker.NotAuthorized || r.Code == broker.NoWildcardFilters)
}

func granted(st *broker.Status, filter string) bool {
	for _, g := range st.Subscriptions {
		if g.Filter == filter {
			return g.Answered && g.Denied == nil
		}
	}
	return false
}

// lookEvery is how often it is looked how a session stands.
const lookEvery = 10 * time.Millisecond

// connect opens a session, waits until its subscriptions are answered and for a while more,
// and gives how it stood.
func (a *audit) connect(p broker.Profile, sink model.Sink, stay time.Duration) (broker.Status, error) {
	s := a.Network.Open(p, sink)
	defer s.Close() //nolint:errcheck // all that was wanted is known
	ctx, cancel := context.WithTimeout(a.ctx, 2*a.Patience)
	defer cancel()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		st := s.Status()
		switch {
		case st.Phase == broker.Stopped:
			return st, errors.Join(st.Problem, ctx.Err(), errStopped)
		case st.Phase == broker.Connected && answered(&st):
			select {
			case <-ctx.Done():
			case <-time.After(stay):
			}
			return s.Status(), nil
		}
		select {
		case <-ctx.Done():
			return st, ctx.Err()
		case <-tick.C:
		}
	}
}

var errStopped = errors.New("the session has stopped")

func answered(st *broker.Status) bool {
	for _, g := range st.Subscriptions {
		if !g.Answered {
			return false
		}
	}
	return true
}

// nowhere is where nothing goes.
type nowhere struct{}

// Apply implements [model.Sink].
func (nowhere) Apply(model.Batch) {}

// Lost implements [model.Sink].
func (nowhere) Lost(int) {}

// Interrupted implements [model.Sink].
func (nowhere) Interrupted(time.Time, time.Time) {}
