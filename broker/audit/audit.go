// Package audit tries out, when somebody asks for it, what a broker lets strangers do: login
// without a password, listeners without encryption, subscriptions to everything, old TLS. It
// publishes nothing.
package audit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"time"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/model/lint"
)

// Code is what was found.
type Code string

// The codes, with what of a [Finding] has a value.
const (
	Unencrypted     Code = "unencrypted"      // the connection has no TLS
	PlainBeside     Code = "plain beside"     // beside TLS there is a listener without; Port
	Anonymous       Code = "anonymous"        // a login without a name is taken; Port
	AnonymousReads  Code = "anonymous reads"  // and may subscribe to everything; Port
	Everything      Code = "everything"       // this login may subscribe to everything
	SystemTopics    Code = "system topics"    // this login reads what the broker says of itself
	OutdatedTLS     Code = "outdated TLS"     // TLS 1.0 or 1.1 is taken
	Expired         Code = "expired"          // the certificate has expired; At, Above
	Expires         Code = "expires"          // it does within [Soon]; At, Above
	RetainedCommand Code = "retained command" // N of them
	NotTried        Code = "not tried"        // of What, for a reason of its own: Err; Port
)

// Finding is one thing that was found.
type Finding struct {
	Code  Code
	Port  int // of a listener without TLS beside one with it; 0: the profile's
	N     int
	At    time.Time
	Above bool  // it is a certificate above the broker's own
	What  Code  // that could not be tried
	Err   error // why: a [Reason], or what a connection ended with
}

// Bad reports whether there is something to mend, and not only something to know.
func (f *Finding) Bad() bool { return f.Code != NotTried }

// Reason is why something could not be tried, where no connection has failed.
type Reason string

// The reasons.
const (
	BehindProxy Reason = "behind a proxy"  // the ports of a broker say nothing of it there
	Silent      Reason = "granted, silent" // what is subscribed to was granted, and nothing came
)

// Error is the reason, for the log.
func (r Reason) Error() string { return string(r) }

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
	Plain    int           // the port where brokers listen without TLS; 0: the usual one
	Wait     time.Duration // for a first message below $SYS; 0: the patience
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
	if _, err := a.connect(a.profile, ear{}); err != nil {
		return err
	}
	seen := lint.NewLive()
	unheard := a.reads(a.profile, Finding{Code: Everything}, ear{sink: seen, most: listening})
	a.system()
	if unheard != nil {
		a.notTried(RetainedCommand, unheard)
		return nil
	}
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

// reads looks whether a login may subscribe to all topics. That has a session of its own: some
// brokers end it at a subscription that they do not allow. What the broker keeps goes to the
// ear; why it was not heard is returned.
func (a *audit) reads(p broker.Profile, as Finding, e ear) (unheard error) {
	const all = "#"
	p.Subscriptions = []broker.Subscription{{Filter: all}}
	st, err := a.connect(p, e)
	refused := refusal(&st, all)
	switch {
	case refused == nil:
		a.add(as)
	case err != nil && !denied(err):
		a.add(Finding{Code: NotTried, What: as.Code, Port: as.Port, Err: err})
	}
	if err != nil {
		return err
	}
	return refused
}

// system looks whether this login reads what the broker says of itself. Some brokers grant
// every subscription, and deliver what the login may read.
func (a *audit) system() {
	const all = "$SYS/#"
	p, first, most := a.profile, newFirst(), a.Wait
	if most == 0 {
		most = a.Patience
	}
	p.Subscriptions = []broker.Subscription{{Filter: all}}
	st, err := a.connect(p, ear{first, most, first.heard})
	switch {
	case first.came():
		a.add(Finding{Code: SystemTopics})
	case err != nil && !denied(err):
		a.notTried(SystemTopics, err)
	case refusal(&st, all) == nil:
		a.notTried(SystemTopics, Silent)
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
	switch _, err := a.connect(p, ear{}); {
	case err == nil:
		a.add(Finding{Code: Anonymous})
		_ = a.reads(p, Finding{Code: AnonymousReads}, ear{}) // it is for nothing but the finding
	case hasCertificate(a.profile.TLS) && wantsCertificate(err):
	case !loginRefused(err):
		a.notTried(Anonymous, err)
	}
}

func hasCertificate(c *tls.Config) bool {
	return c != nil && (len(c.Certificates) > 0 || c.GetClientCertificate != nil)
}

// certificate looks when the broker's expires, or one above it.
func (a *audit) certificate() {
	ctx, cancel := context.WithTimeout(a.ctx, a.Patience)
	defer cancel()
	state, err := a.Network.Handshake(ctx, a.profile)
	if err != nil || len(state.PeerCertificates) == 0 {
		a.notTried(Expires, err)
		return
	}
	switch end, above := endOf(&state); {
	case end.Before(a.Now):
		a.add(Finding{Code: Expired, At: end, Above: above})
	case end.Before(a.Now.Add(Soon)):
		a.add(Finding{Code: Expires, At: end, Above: above})
	}
}

// endOf is when the first certificate of a chain expires, and whether that is one above the
// broker's: of the chain that lasts longest, or the broker's own where none was verified.
func endOf(state *tls.ConnectionState) (end time.Time, above bool) {
	chains := state.VerifiedChains
	if len(chains) == 0 {
		chains = [][]*x509.Certificate{state.PeerCertificates[:1]}
	}
	for _, chain := range chains {
		first, one := time.Time{}, false
		for i, c := range chain {
			if i == 0 || c.NotAfter.Before(first) {
				first, one = c.NotAfter, i > 0
			}
		}
		if first.After(end) {
			end, above = first, one
		}
	}
	return end, above
}

// outdated tries versions of TLS that nobody should take any more (RFC 8996), with every cipher
// suite that there is for them. Nothing is trusted, and nothing else is said: the broker's
// certificate comes when it has taken one.
func (a *audit) outdated() {
	p := a.profile
	if p.TLS == nil {
		p.TLS = new(tls.Config)
	}
	p.TLS, p.ReadTLS = p.TLS.Clone(), nil
	p.TLS.MinVersion, p.TLS.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	p.TLS.CipherSuites = nil
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		p.TLS.CipherSuites = append(p.TLS.CipherSuites, s.ID)
	}
	taken := false
	p.TLS.InsecureSkipVerify, p.TLS.VerifyPeerCertificate = true, nil //nolint:gosec // see above
	p.TLS.VerifyConnection = func(tls.ConnectionState) error {
		taken = true
		return errTaken
	}
	ctx, cancel := context.WithTimeout(a.ctx, a.Patience)
	defer cancel()
	switch _, err := a.Network.Handshake(ctx, p); {
	case taken || err == nil:
		a.add(Finding{Code: OutdatedTLS})
	case !alerted(err, protocolVersion):
		a.notTried(OutdatedTLS, err)
	}
}

var errTaken = errors.New("the broker has taken an old version")

// plainBeside looks for a listener without TLS, and what it lets strangers do. Whatever it
// answers to CONNECT without a password, it listens.
func (a *audit) plainBeside() {
	if a.profile.Way.Proxy != nil {
		a.notTried(PlainBeside, BehindProxy) // there may be anything
		return
	}
	p, port := a.profile, a.Plain
	if port == 0 {
		port = broker.UsualPort("mqtt")
	}
	p.Address = broker.Address{Scheme: "mqtt", Host: p.Address.Host, Port: port}
	p.Username, p.Password, p.PasswordSet, p.Auth, p.TLS, p.ReadTLS = "", "", false, nil, nil, nil
	switch _, err := a.connect(p, ear{}); {
	case err == nil:
		a.add(Finding{Code: PlainBeside, Port: port})
		a.add(Finding{Code: Anonymous, Port: port})
		_ = a.reads(p, Finding{Code: AnonymousReads, Port: port}, ear{}) // it is for nothing but the finding
	case refused(err):
		a.add(Finding{Code: PlainBeside, Port: port})
	case !noListener(err):
		a.add(Finding{Code: NotTried, What: PlainBeside, Port: port, Err: err})
	}
}

// lookEvery is how often it is looked how a session stands.
const lookEvery = 10 * time.Millisecond

// connect opens a session, waits until its subscriptions are answered and the ear has heard
// enough, and gives how it stood, also where it has ended since.
func (a *audit) connect(p broker.Profile, e ear) (stood broker.Status, err error) {
	if e.sink == nil {
		e.sink = nowhere{}
	}
	s := a.Network.Open(p, e.sink)
	defer s.Close() //nolint:errcheck // all that was wanted is known
	ctx, cancel := context.WithTimeout(a.ctx, 2*a.Patience+e.most)
	defer cancel()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var late <-chan time.Time // nil before the answers
	var heard <-chan struct{}
	for {
		switch st := s.Status(); {
		case st.Phase == broker.Stopped:
			return stood, errors.Join(st.Problem, ctx.Err(), errStopped)
		case late == nil && st.Phase == broker.Connected && answered(&st):
			stood, late, heard = st, time.After(e.most), e.heard
		}
		select {
		case <-ctx.Done():
			return stood, ctx.Err()
		case <-late:
			return stood, nil
		case <-heard:
			return stood, nil
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
