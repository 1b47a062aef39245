package doctor

import (
	"crypto/x509"
	"time"

	"mangrove/broker"
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

// Kind is a kind of [Trial].
type Kind string

// The kinds of trials, with what of them has a value.
const (
	Name         Kind = "name"
	Port         Kind = "port"
	TLS          Kind = "TLS"
	MQTT         Kind = "MQTT"
	LastWill     Kind = "last will"
	Subscription Kind = "subscription" // Filter
	RoundTrip    Kind = "round trip"   // QoS
)

// Trial is what a step tries.
type Trial struct {
	Kind   Kind
	Filter string
	QoS    byte
}

// Step is one thing that was tried.
type Step struct {
	Trial
	State   State
	Finding Finding
	Took    time.Duration // of a round trip: its latency
	Details []Detail      // for those who want to know more
	// Address is where it was tried. Redactor is the door for what others say in the
	// values: addresses of a name server, for one, and names of certificates.
	Address  broker.Address
	Redactor broker.Redactor
}

// Finding is what a step found, and so what to do next unless it passed.
type Finding struct {
	Code     Code
	Err      error          // what went wrong, or would have
	Host     string         // that was looked up or reached
	Asked    string         // as what it was looked up, if not as Host
	Found    []string       // addresses
	Topic    string         // a topic or a filter
	QoS      byte           // the highest that there is, or that was granted
	Wished   byte           // the QoS that was asked for
	Version  broker.Version // of MQTT
	TLS      string         // its version
	Outdated []string       // what is of its TLS, as of [broker.Outdated]
	Until    time.Time      // the end of a certificate
	After    time.Duration
	Failed   Trial         // the one without which this one cannot be tried
	Notes    []broker.Note // on the connection
}

// Code is a kind of [Finding].
type Code string

// What steps find, with what of it has a value.
const (
	Problem         Code = "problem"                // Err
	TopicProblem    Code = "problem of the topic"   // Err: of this topic, which says nothing of others
	NotTried        Code = "not tried"              // Failed, right before
	NotTriedEarlier Code = "not tried, earlier"     // Failed, some time before
	ProxyResolves   Code = "proxy resolves"         // the proxy looks the name up
	IsAddress       Code = "is an address"          // Host
	Resolves        Code = "resolves"               // Host, Asked, Found
	ResolvesNowhere Code = "resolves nowhere"       // Host, Asked, Found, of which one is nobody's
	ProxyConnects   Code = "proxy connects"         // Host: the proxy's
	Accepts         Code = "accepts"                // Host: its address
	Trusted         Code = "trusted"                // TLS
	NotVerified     Code = "not verified"           // Err: what verifying would have found
	ValidUnverified Code = "valid, not verified"    // verifying would have found nothing
	OutdatedTLS     Code = "outdated TLS"           // Outdated
	ExpiresSoon     Code = "expires soon"           // Until
	Connected       Code = "connected"              // Version
	Noted           Code = "noted"                  // Notes
	WillAccepted    Code = "will accepted"          // a last will like it
	WillAboveQoS    Code = "will above QoS"         // QoS, Wished
	WillRetained    Code = "will retained"          // and no retained messages are kept
	Granted         Code = "granted"                // Topic, QoS
	GrantedLower    Code = "granted lower"          // Topic, QoS, Wished
	TopicGranted    Code = "topic granted"          // Topic: of the round trip
	TopicDenied     Code = "topic not subscribed"   // that of the round trip
	ReadOnly        Code = "read-only"              // so nothing is published
	NotRequested    Code = "publishing not asked"   // nor is anything published then
	AboveQoS        Code = "above the broker's QoS" // QoS
	CameBack        Code = "came back"              // After
	NotBack         Code = "did not come back"      // Topic
)

// Detail is something for those who want to know more.
type Detail struct {
	Code        DetailCode
	Text        string
	Number      int
	After       time.Duration
	Certificate *x509.Certificate
	Err         error
}

// DetailCode is a kind of [Detail].
type DetailCode string

// The details, with what of them has a value.
const (
	Chain           DetailCode = "chain of errors"    // Err
	OtherClientID   DetailCode = "other client id"    // than the connection's, whose session is left alone
	ClientID        DetailCode = "client id"          // Text
	TLSUsed         DetailCode = "TLS used"           // Text: version and cipher suite
	ALPN            DetailCode = "ALPN"               // Text
	CertificateSeen DetailCode = "certificate"        // Number: from 1, the broker's own; Certificate
	MaxQoS          DetailCode = "max QoS"            // Number
	MaxPacket       DetailCode = "max packet"         // Number: bytes
	ReceiveMaximum  DetailCode = "receive maximum"    // Number
	TopicAliases    DetailCode = "topic aliases"      // Number
	NoRetain        DetailCode = "no retain"          // no retained messages are kept
	NoWildcards     DetailCode = "no wildcards"       // in subscriptions
	NoShared        DetailCode = "no shared"          // subscriptions
	NoIdentifiers   DetailCode = "no identifiers"     // of subscriptions
	KeepAliveOff    DetailCode = "keep alive off"     // a dead connection may go unnoticed
	KeepAlive       DetailCode = "keep alive"         // After
	KeptForever     DetailCode = "kept forever"       // the session
	KeptFor         DetailCode = "kept for"           // After
	Acknowledged    DetailCode = "acknowledged after" // After
)
