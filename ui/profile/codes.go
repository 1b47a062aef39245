package profile

import "cmp"

// fieldCode names a field that is typed, in what is kept of a form: it stays as it is
// whatever the field is called.
type fieldCode string

// Fields of which more is to be known.
const (
	hostCode       fieldCode = "Host"
	pathCode       fieldCode = "Path"
	serverNameCode fieldCode = "Server name"
	proxyHostCode  fieldCode = "Proxy host"
)

// fieldLabels are what fields are called.
var fieldLabels = map[fieldCode]string{
	"Name": "Name", hostCode: "Host", "Port": "Port", pathCode: "Path", "User name": "User name", "Client id": "Client id", "Folder": "Folder",
	serverNameCode: "Server name", "ALPN": "ALPN",
	proxyHostCode: "Proxy host", "Proxy port": "Proxy port", "Proxy user": "Proxy user",
	"Keep alive": "Keep alive", "Time-out": "Time-out", "Largest packet": "Largest packet",
	"Session expiry": "Session expiry",
	"Topic":          "Topic", "Payload": "Payload", "Delay": "Delay", "Message expiry": "Message expiry",
	"Content type": "Content type", "Response topic": "Response topic", "Correlation data": "Correlation data",
	"Receive maximum": "Receive maximum", "Maximum packet": "Maximum packet", "Method": "Method",
}

func (c fieldCode) label() string { return cmp.Or(fieldLabels[c], string(c)) }

// Group is a part of the form.
type Group string

// The groups.
const (
	GeneralGroup   Group = "general"
	TLSGroup       Group = "tls"
	NetworkGroup   Group = "network"
	SessionGroup   Group = "session"
	MQTT5Group     Group = "mqtt 5"
	SubscribeGroup Group = "subscribe"
	PayloadsGroup  Group = "payloads" // what they are to be read as
)

// groupTitles are what the groups are called. Sentences of package explain send the user
// to some of them.
var groupTitles = map[Group]string{
	GeneralGroup: "General", TLSGroup: "TLS", NetworkGroup: "Network", SessionGroup: "Session", MQTT5Group: "MQTT 5",
	SubscribeGroup: "Subscribe", PayloadsGroup: "Payloads",
}

// Title is what it is called.
func (g Group) Title() string { return groupTitles[g] }
