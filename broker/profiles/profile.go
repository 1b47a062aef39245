package profiles

import (
	"encoding/json"
	"slices"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
)

// Profile is one connection as it is stored. It holds no secrets: Kept says
// which there are. The zero value of every field is its default.
type Profile struct {
	ID      string         `json:"id"`               // random, never changes; a [Book] gives it
	Name    string         `json:"name"`             // what the user calls it
	Color   string         `json:"color,omitempty"`  // #rrggbb; empty: none
	Folder  string         `json:"folder,omitempty"` // empty: none; a slash makes a folder in a folder
	Address broker.Address `json:"address"`
	Version broker.Version `json:"version"`

	ClientID string `json:"clientId,omitempty"` // empty: mangrove and something random
	Username string `json:"username,omitempty"`
	// EmptyPassword sends a password though none is kept: an empty one.
	EmptyPassword bool `json:"emptyPassword,omitempty"`
	TLS           TLS  `json:"tls,omitzero"`
	// Headers are the names of WebSocket headers; their values are secrets.
	Headers []string `json:"headers,omitempty"`
	Proxy   Proxy    `json:"proxy,omitzero"`

	KeepAlive      int `json:"keepAlive,omitempty"`      // seconds; 0: 30; KeepAliveOff: 0 to the broker
	ConnectTimeout int `json:"connectTimeout,omitempty"` // seconds; 0: 10
	// Resume asks for the session of before instead of a clean start.
	Resume        bool    `json:"resume,omitempty"`
	SessionExpiry int64   `json:"sessionExpiry,omitempty"` // seconds; Forever: never; MQTT 5
	Will          *Will   `json:"will,omitempty"`
	Connect       Connect `json:"connect,omitzero"`
	// AuthMethod is that of extended authentication; its data is a secret.
	AuthMethod string `json:"authMethod,omitempty"`

	Subscriptions []Subscription `json:"subscriptions,omitempty"` // none: #
	// Formats are what the user wants of payloads; the first that matches a topic counts.
	Formats     []PayloadFormat `json:"formats,omitempty"`
	AutoConnect bool            `json:"autoConnect,omitempty"` // at the program's start
	ReadOnly    bool            `json:"readOnly,omitempty"`    // nothing is published
	MaxPacket   int             `json:"maxPacket,omitempty"`   // bytes; 0: broker.LargestPacket

	// Kept names the secrets that were set for this profile; see [Secrets].
	Kept []string `json:"kept,omitempty"`
}

// KeepAliveOff is a KeepAlive of 0 seconds, which switches it off.
const KeepAliveOff = -1

// Forever is a SessionExpiry without end.
const Forever int64 = -1

// TLS is how mqtts and wss are spoken. A certificate or key is the path of a
// file, or the pasted text of one in PEM. A pasted private key is no part of
// the profile but the secret [SecretKey].
type TLS struct {
	CA          string   `json:"ca,omitempty"`          // authorities to trust; empty: the system's
	Certificate string   `json:"certificate,omitempty"` // the client's, with its chain if it has one
	Key         string   `json:"key,omitempty"`         // path of its private key
	PKCS12      string   `json:"pkcs12,omitempty"`      // path of a .p12 or .pfx instead of both
	ServerName  string   `json:"serverName,omitempty"`  // to expect in the certificate; empty: the host
	ALPN        []string `json:"alpn,omitempty"`        // protocols to offer
	MinVersion  string   `json:"minVersion,omitempty"`  // 1.0, 1.1, 1.2 or 1.3; empty: 1.2
	// SkipVerify takes any certificate: whoever answers may read everything,
	// the password too. The window marks it.
	SkipVerify bool `json:"skipVerify,omitempty"`
	// Outdated takes TLS 1.0 and 1.1 and key exchanges and ciphers that can be
	// broken. The window marks it.
	Outdated bool `json:"outdated,omitempty"`
}

// Proxy is what stands between here and the broker; its password is a secret.
type Proxy struct {
	Kind     string `json:"kind,omitempty"` // http or socks5; empty: no proxy
	Host     string `json:"host,omitempty"`
	Port     int    `json:"port,omitempty"` // 0: 3128 or 1080
	Username string `json:"username,omitempty"`
}

// Will is what the broker publishes when the connection is lost.
type Will struct {
	Topic   string `json:"topic"`
	Payload []byte `json:"payload,omitempty"`
	QoS     byte   `json:"qos,omitempty"`
	Retain  bool   `json:"retain,omitempty"`

	// The rest is MQTT 5.
	Delay           int64                 `json:"delay,omitempty"`  // seconds
	Expiry          int64                 `json:"expiry,omitempty"` // seconds; 0: none
	Text            bool                  `json:"text,omitempty"`   // the payload is UTF-8
	ContentType     string                `json:"contentType,omitempty"`
	ResponseTopic   string                `json:"responseTopic,omitempty"`
	CorrelationData []byte                `json:"correlationData,omitempty"`
	User            []broker.UserProperty `json:"user,omitempty"`
	// Secret are the names of user properties whose values are secrets.
	Secret        []string `json:"secret,omitempty"`
	SecretPayload bool     `json:"secretPayload,omitempty"` // the payload is a secret
}

// Connect is what MQTT 5 lets a client say of itself.
type Connect struct {
	ReceiveMaximum      uint16                `json:"receiveMaximum,omitempty"` // 0: 65,535
	MaximumPacket       uint32                `json:"maximumPacket,omitempty"`  // bytes; 0: no limit
	ResponseInformation bool                  `json:"responseInformation,omitempty"`
	User                []broker.UserProperty `json:"user,omitempty"`
	// Secret are the names of user properties whose values are secrets.
	Secret []string `json:"secret,omitempty"`
}

// Subscription is one filter to subscribe to.
type Subscription struct {
	Filter            string `json:"filter"`
	QoS               QoS    `json:"qos"`
	NoLocal           bool   `json:"noLocal,omitempty"`
	RetainAsPublished bool   `json:"retainAsPublished,omitempty"`
	RetainHandling    byte   `json:"retainHandling,omitempty"`
	Decoder           string `json:"decoder,omitempty"` // of payloads; empty: found out
}

// QoS is that of a subscription: 0, 1, 2 or [broker.BestQoS], which is stored
// as best.
type QoS byte

// MarshalJSON writes a number, or best.
func (q QoS) MarshalJSON() ([]byte, error) {
	if byte(q) == broker.BestQoS {
		return []byte(`"best"`), nil
	}
	return json.Marshal(byte(q))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (q *QoS) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `"best"`:
		*q = QoS(broker.BestQoS)
	case "0", "1", "2":
		*q = QoS(text[0] - '0')
	default:
		return &finding.Fault{Code: finding.NoQoS, Value: string(text)}
	}
	return nil
}

// clone shares nothing with p that anybody may write to.
func (p Profile) clone() Profile {
	p.TLS.ALPN, p.Headers, p.Kept = slices.Clone(p.TLS.ALPN), slices.Clone(p.Headers), slices.Clone(p.Kept)
	p.Subscriptions, p.Connect.User = slices.Clone(p.Subscriptions), slices.Clone(p.Connect.User)
	p.Connect.Secret = slices.Clone(p.Connect.Secret)
	p.Formats = slices.Clone(p.Formats)
	for i := range p.Formats {
		p.Formats[i] = p.Formats[i].clone()
	}
	if p.Will != nil {
		w := *p.Will
		w.Payload, w.CorrelationData, w.User = slices.Clone(w.Payload), slices.Clone(w.CorrelationData), slices.Clone(w.User)
		w.Secret = slices.Clone(w.Secret)
		p.Will = &w
	}
	return p
}
