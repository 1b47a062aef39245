package broker

import (
	"crypto/tls"
	"math"
	"time"
)

// Profile is everything needed to connect to one broker.
type Profile struct {
	Address        Address
	Version        Version
	ClientID       string // empty: mangrove and something random
	Username       string
	Password       string
	PasswordSet    bool          // a Password that is empty is sent all the same
	KeepAlive      time.Duration // 0: 30 s; below: KeepAliveOff
	ConnectTimeout time.Duration // 0: 10 s, for each attempt to connect and each answer to a SUBSCRIBE
	Will           *Will
	Subscriptions  []Subscription
	// TLS is used by mqtts and wss; nil means the system's roots and the
	// address's host name.
	TLS *tls.Config
	// ReadTLS makes TLS anew of the files that it is made of, as they are when somebody
	// connects; nil: it is made of none. It may be called from any goroutine.
	ReadTLS func() (*tls.Config, error)
	// MaxPacket is the largest packet accepted, in bytes; 0 means
	// LargestPacket.
	MaxPacket int
	// Once makes the first failure final: no reconnecting. Commands use it.
	Once bool
	// Resume asks the broker for the session of before, with what it kept
	// meanwhile, instead of a clean start. It takes a ClientID that stays.
	Resume bool
	// SessionExpiry is how long the broker keeps the session after the
	// connection, in whole seconds: MQTT 5 only, 0 not at all, SessionForever
	// without end. Older versions keep a session that is to be resumed.
	SessionExpiry time.Duration
	Connect       ConnectProperties // MQTT 5
	Auth          *Auth             // MQTT 5; nil: user name and password only
	Way           Way
	// Hidden are the values of user properties and of the last will that are secret.
	Hidden []string
	// ReadOnly refuses to publish ([ErrReadOnly]) and sets no will.
	ReadOnly bool
}

// Refresh brings TLS up to the files that it is made of: a certificate may have been
// renewed. An error leaves TLS as it was.
func (p *Profile) Refresh() error {
	if p.ReadTLS == nil {
		return nil
	}
	anew, err := p.ReadTLS()
	if err == nil {
		p.TLS = anew
	}
	return err
}

// LargestPacket is the largest packet in bytes that is taken unless a profile
// says otherwise. While one is read, it takes up to three times its size besides
// what the store keeps; MQTT allows 268,435,460.
const LargestPacket = 64 << 20

// KeepAliveOff is a KeepAlive of 0 in CONNECT: neither side need say anything
// while there is nothing to say (MQTT 5, 3.1.2.10).
const KeepAliveOff time.Duration = -1

// SessionForever is a session that never expires (MQTT 5, 3.1.2.11.2).
const SessionForever = math.MaxUint32 * time.Second
