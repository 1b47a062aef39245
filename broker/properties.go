package broker

import (
	"net/http"
	"net/url"
	"time"
)

// UserProperty is a name and a value of the user's own. MQTT 5 allows the same
// name more than once and keeps the order (1.5.7).
type UserProperty struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Properties are what MQTT 5 lets a message carry besides its payload
// (3.3.2.3). Older versions have none of them.
type Properties struct {
	Text            bool          // payload format indicator 1: the payload is UTF-8 text
	Expiry          time.Duration // how long the broker may keep it, in whole seconds; 0: for ever
	ContentType     string        // empty: none
	ResponseTopic   string        // empty: none
	CorrelationData []byte        // empty: none
	// TopicAlias is a number that the connection may know the topic by from this message
	// on (3.3.2.3.4); the topic is sent with it. 0: none. Messages that are received have
	// none.
	TopicAlias uint16
	User       []UserProperty
}

// ConnectProperties are what MQTT 5 lets a client say of itself when it
// connects (3.1.2.11), but the expiry of its session, which the profile has.
// Older versions have none of them.
type ConnectProperties struct {
	// ReceiveMaximum is how many messages above QoS 0 may be under way to this
	// client at a time; 0: 65,535.
	ReceiveMaximum uint16
	// MaximumPacket is the largest packet the broker may send, in bytes: it
	// silently leaves out what is larger. 0: no limit.
	MaximumPacket uint32
	// ResponseInformation asks the broker for a topic to have answers on.
	ResponseInformation bool
	User                []UserProperty
}

// Auth is extended authentication (MQTT 5, 4.12). An older version is refused
// before anything is sent.
type Auth struct {
	Method string // as the broker names it, SCRAM-SHA-256 for instance
	Data   []byte // the first word, in CONNECT; may be empty
	// Respond answers a challenge of the broker; it must not wait for ever. An
	// error ends the connection. When it is nil a challenge is such an error.
	Respond func(challenge []byte) ([]byte, error)
}

// Way is how the network is crossed to the broker. The zero value goes there
// directly.
type Way struct {
	// Proxy is an HTTP proxy that knows CONNECT (http://host:3128) or a SOCKS5
	// proxy (socks5://host:1080), with user and password if it asks for them.
	Proxy *url.URL
	// Header goes with the WebSocket's request.
	Header http.Header
}
