package cause

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/template"
	"mangrove/model/value"
)

// sentinel is an error without values.
type sentinel struct {
	code Code
	err  error
}

// Those that stand in the way to a broker, those of the system, and those of a session and
// of what is asked of it: in the order in which package explain looks for them.
var (
	onTheWay = []sentinel{
		{"proxy", broker.ErrProxy}, {"outdated TLS", broker.ErrOutdated}, {"serial number", broker.ErrSerial}, {"speaks TLS", broker.ErrSpeaksTLS},
		{"not TLS", broker.ErrNotTLS}, {"TLS closed", broker.ErrTLSClosed}, {"not WebSocket", broker.ErrNotWebSocket},
		{"speaks HTTP", broker.ErrSpeaksHTTP}, {"not MQTT", broker.ErrNotMQTT}, {"no answer", broker.ErrNoAnswer}, {"hung up", broker.ErrHungUp},
	}
	ofSystem = []struct {
		code    Code
		err     error
		windows syscall.Errno // package syscall invents its own there
	}{
		{"nothing listens", syscall.ECONNREFUSED, 10061}, {"host unreachable", syscall.EHOSTUNREACH, 10065},
		{"network unreachable", syscall.ENETUNREACH, 10051}, {Timeout, syscall.ETIMEDOUT, 10060},
	}
	ofSession = []sentinel{
		{"taken over", broker.ErrTakenOver}, {"malformed packet", broker.ErrMalformed}, {"packet size", broker.ErrPacketTooBig},
		{"silent", broker.ErrSilent}, {"unconfirmed", broker.ErrUnconfirmed}, {"no version", broker.ErrNoVersion},
		{"not connected", broker.ErrNotConnected}, {"read only", broker.ErrReadOnly}, {"authentication", broker.ErrAuth},
		{"closed", broker.ErrClosed}, {"lost", broker.ErrLost},
		{"beyond limits", broker.ErrBeyondLimits}, {"invalid", broker.ErrInvalid}, {"unsupported", broker.ErrUnsupported},
		{"late", context.DeadlineExceeded}, {"cancelled", context.Canceled},
		{"many devices", request.ErrManyDevices}, {"no filter", request.ErrNoFilter},
		{"clears", draft.ErrClears}, {"no message", draft.ErrNoMessage}, {"no field", draft.ErrNoField},
		{"too deep", value.ErrTooDeep}, {"many values", value.ErrTooMuch},
	}
)

// Of is why something did not work, without the secrets of its connection. Of nil it is nil.
func Of(err error) *Cause {
	if err == nil {
		return nil
	}
	return of(err).With(func(s string) string { return broker.RedactWords(err, s) })
}

func of(err error) *Cause {
	var known *Cause
	if errors.As(err, &known) {
		return known
	}
	for _, find := range []func(error) *Cause{ofDraft, ofAnswer, ofWay, ofNetwork, ofEnd, ofUnfit} {
		if c := find(err); c != nil {
			return c
		}
	}
	for _, s := range ofSession {
		if errors.Is(err, s.err) {
			return s.with(err)
		}
	}
	return &Cause{Code: Other, Said: err.Error()}
}

// inner is what an error comes of, if that is known.
func inner(err error) *Cause {
	if err == nil {
		return nil
	}
	return of(err)
}

// ofDraft is for a message that cannot be made.
func ofDraft(err error) *Cause {
	var wrong *draft.Error
	var text *template.Error
	var payload *value.Fault
	var topic model.TopicFault
	switch {
	case errors.As(err, &wrong):
		return &Cause{Code: Draft, Part: string(wrong.Field), Inner: inner(wrong.Err)}
	case errors.As(err, &text):
		return &Cause{Code: Template, Kind: string(text.Code), Line: text.Line, Column: text.Column, Text: text.Found, Said: text.Detail,
			Limit: text.Most, Inner: inner(text.Err)}
	case errors.As(err, &payload):
		return &Cause{Code: Value, Kind: string(payload.Code), Number: payload.Offset, Part: string(payload.Part), Text: payload.Found}
	case errors.As(err, &topic):
		return &Cause{Code: Topic, Kind: string(topic)}
	}
	return nil
}

// ofAnswer is for what the broker, or a device, has answered or not.
func ofAnswer(err error) *Cause {
	var none *request.NoAnswer
	var silent *broker.Unanswered
	var refused *broker.Refusal
	switch {
	case errors.As(err, &none):
		return &Cause{Code: NoReply, Text: none.Filter, After: none.Within, Number: none.Others, Reason: none.Acknowledged.Code}
	case errors.As(err, &silent):
		return &Cause{Code: Unanswered, Part: silent.Packet, Names: silent.Subjects, After: silent.After}
	case errors.As(err, &refused):
		return &Cause{Code: Refused, Part: refused.Packet, Version: byte(refused.Version), Reason: refused.Code, Text: refused.Subject,
			Said: refused.Reason, Reference: refused.Reference}
	}
	return nil
}

// ofWay is for what stands in the way to a broker.
func ofWay(err error) *Cause {
	if errors.Is(err, broker.ErrHungUp) && errors.Is(err, broker.ErrWithWill) {
		return &Cause{Code: WithWill}
	}
	for _, s := range onTheWay {
		if errors.Is(err, s.err) {
			return s.with(err)
		}
	}
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		verify  *tls.CertificateVerificationError
		op      *net.OpError
	)
	switch {
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid), errors.As(err, &verify):
		said := err.Error()
		if _, after, found := strings.Cut(said, x509Words); found {
			said = after
		}
		return &Cause{Code: Certificate, Said: said}
	case errors.As(err, &op) && op.Op == remoteError:
		return &Cause{Code: Alert, Said: op.Err.Error()}
	}
	return nil
}

const (
	x509Words   = "x509: "       // begin what package x509 says
	remoteError = "remote error" // what package tls calls an alert
)

// ofNetwork is for a broker that was not reached.
func ofNetwork(err error) *Cause {
	var dns *net.DNSError
	var op *net.OpError
	if errors.As(err, &dns) {
		if dns.IsNotFound {
			return &Cause{Code: NoHost}
		}
		return &Cause{Code: NoLookup}
	}
	for _, s := range ofSystem {
		if errors.Is(err, s.err) || errors.Is(err, s.windows) {
			return &Cause{Code: s.code}
		}
	}
	if errors.As(err, &op) && op.Op == "dial" && op.Timeout() {
		return &Cause{Code: Timeout}
	}
	return nil
}

// ofEnd is for the end of a connection that worked.
func ofEnd(err error) *Cause {
	var asked *broker.SubscribeError
	switch {
	case errors.As(err, &asked):
		return &Cause{Code: Subscribing, Names: asked.Filters}
	case errors.As(err, new(*broker.Pending)):
		return &Cause{Code: Pending}
	}
	return nil
}

// ofUnfit is for what was asked and cannot be.
func ofUnfit(err error) *Cause {
	var u *broker.Unfit
	if !errors.As(err, &u) {
		return nil
	}
	return &Cause{Code: Unfit, Kind: string(u.Code), Part: string(u.Text), Inner: inner(u.Err), Will: u.LastWill, Text: u.Name,
		Number: u.Number, Limit: u.Limit, Version: byte(u.Version)}
}

// with has what else was found, as far as it is a value.
func (s sentinel) with(err error) *Cause {
	c := &Cause{Code: s.code}
	var f *broker.Found
	if !errors.As(err, &f) || !errors.Is(f.Kind, s.err) || f.Code == broker.Because || f.Code == broker.ProxyNotHTTP {
		return c
	}
	c.Kind, c.Text, c.Names, c.Number, c.Limit, c.Said, c.After = string(f.Code), f.Text, f.Names, f.Number, f.Limit, f.Serial, f.After
	return c
}
