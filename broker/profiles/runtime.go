package profiles

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// mostSubscriptions are those of a connection: what is done with each of them looks
// through all of them.
const mostSubscriptions = 5_000

// Runtime makes of p what a session connects with. As an error, a *[MissingError] says
// which secrets to ask for, a *[MovedError] that they are not to be sent without asking,
// and what wraps [ErrPassPhrase] that one does not fit.
func (p Profile) Runtime(secrets Secrets) (broker.Profile, error) {
	secret, err := p.secretsFrom(secrets)
	if err != nil {
		return broker.Profile{}, err
	}
	return p.runtimeWith(secret)
}

// secretsFrom reads the secrets of the profile and gives them by name.
func (p Profile) secretsFrom(secrets Secrets) (func(name string) string, error) {
	kept, err := p.read(secrets)
	return func(name string) string { return kept[name] }, err
}

// runtimeWith is Runtime with the secrets that were read.
func (p Profile) runtimeWith(secret func(name string) string) (broker.Profile, error) {
	filled := p.clone()
	filled.fillMarked(secret)
	return filled.runtime(secret)
}

// runtime is Runtime with the secrets by their names.
func (p Profile) runtime(secret func(name string) string) (r broker.Profile, err error) {
	var none broker.Profile
	if p.Address.Host == "" {
		return none, &finding.Fault{Code: finding.NoHost}
	}
	if err := broker.CheckHost(p.Address.Host); err != nil {
		return none, &finding.Fault{Code: finding.HostUnusable, Err: err}
	}
	if err := p.Address.CheckScheme(); err != nil {
		return none, err
	}
	if n := len(p.Subscriptions); n > mostSubscriptions {
		return none, &finding.Fault{Code: finding.ManySubscriptions, Count: int64(n), Limit: mostSubscriptions}
	}
	r = broker.Profile{
		Address:        p.whole(secret(SecretQuery)),
		Version:        p.Version,
		ClientID:       p.ClientID,
		Username:       p.Username,
		Password:       secret(SecretPassword),
		PasswordSet:    p.EmptyPassword,
		KeepAlive:      seconds(int64(p.KeepAlive)), // below 0 it is off
		ConnectTimeout: seconds(int64(p.ConnectTimeout)),
		Will:           p.Will.runtime(),
		Subscriptions:  p.subscriptions(),
		MaxPacket:      p.MaxPacket,
		Resume:         p.Resume,
		SessionExpiry:  seconds(p.SessionExpiry),
		ReadOnly:       p.ReadOnly,
		Hidden:         p.hidden(),
		Connect: broker.ConnectProperties{
			ReceiveMaximum: p.Connect.ReceiveMaximum, MaximumPacket: p.Connect.MaximumPacket,
			ResponseInformation: p.Connect.ResponseInformation, User: slices.Clone(p.Connect.User),
		},
	}
	if p.SessionExpiry == Forever {
		r.SessionExpiry = broker.SessionForever
	}
	if p.AuthMethod != "" {
		r.Auth = &broker.Auth{Method: p.AuthMethod, Data: []byte(secret(SecretAuthData))}
	}
	if r.Way, err = p.way(secret); err != nil {
		return none, err
	}
	if p.Address.Secure() {
		files := p.TLS.inFiles(secret)
		if r.TLS, err = files.read(); err != nil {
			return none, err
		}
		if len(files.paths) > 0 {
			r.ReadTLS = files.read
		}
	}
	return r, nil
}

// whole is the address with its query: the one that is kept, or that is not stored
// yet or still in the path.
func (p Profile) whole(kept string) broker.Address {
	query := p.takeQuery()
	address := p.Address
	address.Query = query
	if kept != "" && address.WebSocket() {
		address.Query = strings.TrimPrefix(kept, "?")
	}
	return address
}

// read gets all secrets of the profile.
func (p Profile) read(secrets Secrets) (map[string]string, error) {
	all := make(map[string]string)
	var missing []string
	_, given := secrets.(withPassword)
	before := false // whether any was given before
	for _, name := range p.Kept {
		value, err := secrets.Get(p.ID, name)
		switch {
		case err != nil:
			return nil, err
		case value == "":
			missing = append(missing, name)
		case name != SecretPassword || !given:
			before = true
		}
		all[name] = value
	}
	if before {
		if err := p.checkPurpose(secrets, all); err != nil {
			return nil, err
		}
	}
	if missing != nil {
		return nil, &MissingError{Names: missing}
	}
	return all, nil
}

func (p Profile) way(secret func(string) string) (broker.Way, error) {
	var w broker.Way
	for _, name := range p.Headers {
		if w.Header == nil {
			w.Header = make(http.Header)
		}
		w.Header.Add(name, secret(HeaderSecret(name)))
	}
	if p.Proxy.Kind == "" {
		return w, nil
	}
	port, known := map[string]int{"http": 3128, "socks5": 1080}[p.Proxy.Kind]
	switch {
	case !known:
		return w, &finding.Fault{Code: finding.NoProxyKind, Value: p.Proxy.Kind}
	case p.Proxy.Host == "":
		return w, &finding.Fault{Code: finding.NoProxyHost}
	case broker.CheckHost(p.Proxy.Host) != nil:
		return w, &finding.Fault{Code: finding.ProxyUnusable, Err: broker.CheckHost(p.Proxy.Host)}
	case p.Proxy.Port != 0:
		port = p.Proxy.Port
	}
	w.Proxy = &url.URL{Scheme: p.Proxy.Kind, Host: net.JoinHostPort(p.Proxy.Host, strconv.Itoa(port))}
	if p.Proxy.Username != "" {
		w.Proxy.User = url.UserPassword(p.Proxy.Username, secret(SecretProxyPassword))
	}
	return w, nil
}

func (p Profile) subscriptions() []broker.Subscription {
	if len(p.Subscriptions) == 0 {
		return broker.Everything()
	}
	all := make([]broker.Subscription, len(p.Subscriptions))
	for i, s := range p.Subscriptions {
		all[i] = broker.Subscription{
			Filter: s.Filter, QoS: byte(s.QoS), NoLocal: s.NoLocal,
			RetainAsPublished: s.RetainAsPublished, RetainHandling: s.RetainHandling,
		}
	}
	return all
}

func (w *Will) runtime() *broker.Will {
	if w == nil {
		return nil
	}
	return &broker.Will{
		Publication: broker.Publication{
			Topic: w.Topic, Payload: slices.Clone(w.Payload), QoS: w.QoS, Retain: w.Retain,
			Properties: &broker.Properties{
				Text: w.Text, Expiry: seconds(w.Expiry), ContentType: w.ContentType, ResponseTopic: w.ResponseTopic,
				CorrelationData: slices.Clone(w.CorrelationData), User: slices.Clone(w.User),
			},
		},
		Delay: seconds(w.Delay),
	}
}

func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }
