package importing

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// loose is a number that may be written as a string, as some exports do.
type loose int64

// UnmarshalJSON reads either; anything else is 0.
func (l *loose) UnmarshalJSON(text []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(text), `"`), 10, 64)
	if err == nil {
		*l = loose(n)
	}
	return nil
}

// mqttxProperties are those of MQTT 5. Up to version 1.8 they stood in the
// connection itself, since then under properties.
type mqttxProperties struct {
	SessionExpiryInterval      loose
	ReceiveMaximum             loose
	MaximumPacketSize          loose
	RequestResponseInformation bool
	UserProperties             json.RawMessage
	AuthenticationMethod       string
	AuthenticationData         string
}

// mqttxConnection is one of MQTTX's, or one of its folders.
type mqttxConnection struct {
	mqttxProperties

	ID, ParentID, Name, Host, Protocol, Path, MQTTVersion, ClientID, Username, Password string

	CertType, CA, Cert, Key, ALPNProtocols string

	IsCollection, SSL    bool
	Clean, CleanSession  *bool
	RejectUnauthorized   *bool
	Port, ConnectTimeout loose
	KeepAlive            *loose
	Properties           *mqttxProperties
	Subscriptions        []mqttxSubscription
	Will                 *mqttxWill
}

type mqttxSubscription struct {
	Topic    string
	QoS      byte
	NL, RAP  bool
	RH       byte
	Disabled bool
}

type mqttxWill struct {
	LastWillTopic, LastWillPayload string
	LastWillQoS                    byte
	LastWillRetain                 bool
	Properties                     struct {
		WillDelayInterval, MessageExpiryInterval loose
		PayloadFormatIndicator                   bool
		ContentType, ResponseTopic               string
		CorrelationData                          json.RawMessage
		UserProperties                           json.RawMessage
	}
}

func parseMQTTX(list []json.RawMessage) ([]Connection, error) {
	var read []mqttxConnection
	folders := make(map[string]mqttxConnection)
	for i, raw := range list {
		var m mqttxConnection
		if err := json.Unmarshal(raw, &m); err != nil {
			return nil, fmt.Errorf("connection %d of the file cannot be read; export it again: %w", i+1, err)
		}
		switch {
		case m.IsCollection:
			folders[m.ID] = m
		case m.Host == "":
			return nil, errors.New("this is no file of connections that is known; choose one of MQTT Explorer, MQTTX or Mangrove")
		default:
			read = append(read, m)
		}
	}
	all := make([]Connection, len(read))
	for i, m := range read {
		all[i] = m.connection()
		all[i].Profile.Folder = folder(folders, m.ParentID)
	}
	return all, nil
}

// folder is the path of a folder, whose parents may go round in a file gone bad.
func folder(folders map[string]mqttxConnection, id string) string {
	var path []string
	for range len(folders) {
		f, ok := folders[id]
		if !ok {
			break
		}
		path = append(path, f.Name)
		id = f.ParentID
	}
	slices.Reverse(path)
	return strings.Join(path, "/")
}

// keepAlive is a keep alive that was written down: 0 switches it off.
func keepAlive(seconds int) int {
	if seconds <= 0 {
		return profiles.KeepAliveOff
	}
	return seconds
}

func (m mqttxConnection) connection() Connection {
	c := Connection{Profile: profiles.Profile{
		Name: cmp.Or(m.Name, m.Host), Address: address(m.Protocol, m.SSL, m.Host, int(m.Port)), Username: m.Username,
		ClientID: m.ClientID, ConnectTimeout: int(m.ConnectTimeout), Will: m.Will.will(),
	}}
	p := &c.Profile
	if m.KeepAlive != nil {
		p.KeepAlive = keepAlive(int(*m.KeepAlive))
	}
	if p.Address.WebSocket() {
		p.Address.Path = "/" + strings.TrimPrefix(m.Path, "/")
	}
	version, ok := map[string]broker.Version{"5.0": broker.V5, "5": broker.V5, "3.1.1": broker.V311, "3.1": broker.V31, "": broker.Auto}[m.MQTTVersion]
	if p.Version = version; !ok {
		c.note("The MQTT version %s is not known; it is found out when connecting.", m.MQTTVersion)
	}
	if clean := cmp.Or(m.Clean, m.CleanSession); clean != nil {
		p.Resume = !*clean
	}
	c.secret(profiles.SecretPassword, m.Password)
	m.fillTLS(&c)
	properties := m.mqttxProperties
	if m.Properties != nil {
		properties = *m.Properties
	}
	properties.fill(&c)
	for _, s := range m.Subscriptions {
		if s.Disabled || s.QoS > 2 {
			c.note("The subscription to %s is switched off in MQTTX and was left out.", s.Topic)
			continue
		}
		p.Subscriptions = append(p.Subscriptions, profiles.Subscription{
			Filter: s.Topic, QoS: profiles.QoS(s.QoS), NoLocal: s.NL, RetainAsPublished: s.RAP, RetainHandling: min(s.RH, 2),
		})
	}
	return c
}

func (m mqttxConnection) fillTLS(c *Connection) {
	if !c.Profile.Address.Secure() {
		return
	}
	t := &c.Profile.TLS
	t.SkipVerify = m.RejectUnauthorized != nil && !*m.RejectUnauthorized
	if m.CertType == "self" {
		t.CA, t.Certificate = m.CA, m.Cert
		if strings.Contains(m.Key, "-----BEGIN") {
			c.secret(profiles.SecretKey, m.Key)
		} else {
			t.Key = m.Key
		}
	}
	// MQTTX itself takes them with or without the brackets of a list.
	for protocol := range strings.SplitSeq(strings.Trim(m.ALPNProtocols, "[] "), ",") {
		if protocol = strings.TrimSpace(protocol); protocol != "" {
			t.ALPN = append(t.ALPN, protocol)
		}
	}
}

func (m mqttxProperties) fill(c *Connection) {
	p := &c.Profile
	p.SessionExpiry = int64(m.SessionExpiryInterval)
	if m.SessionExpiryInterval == 0xFFFF_FFFF {
		p.SessionExpiry = profiles.Forever
	}
	p.Connect = profiles.Connect{
		ReceiveMaximum: uint16(min(max(0, m.ReceiveMaximum), 65_535)), MaximumPacket: uint32(min(max(0, m.MaximumPacketSize), 0xFFFF_FFFF)),
		ResponseInformation: m.RequestResponseInformation, User: userProperties(m.UserProperties),
	}
	p.AuthMethod = m.AuthenticationMethod
	c.secret(profiles.SecretAuthData, m.AuthenticationData)
}

func (w *mqttxWill) will() *profiles.Will {
	if w == nil || w.LastWillTopic == "" {
		return nil
	}
	var correlation string
	_ = json.Unmarshal(w.Properties.CorrelationData, &correlation) // it is a string, or not there
	return &profiles.Will{
		Topic: w.LastWillTopic, Payload: []byte(w.LastWillPayload), QoS: min(w.LastWillQoS, 2), Retain: w.LastWillRetain,
		Delay: int64(w.Properties.WillDelayInterval), Expiry: int64(w.Properties.MessageExpiryInterval),
		Text: w.Properties.PayloadFormatIndicator, ContentType: w.Properties.ContentType, ResponseTopic: w.Properties.ResponseTopic,
		CorrelationData: []byte(correlation), User: userProperties(w.Properties.UserProperties),
	}
}

// userProperties reads names with a value or with several, in the order of the
// names: that of the file is not to be had.
func userProperties(raw json.RawMessage) (all []broker.UserProperty) {
	var named map[string]json.RawMessage
	if json.Unmarshal(raw, &named) != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		var value string
		var several []string
		switch {
		case json.Unmarshal(named[name], &value) == nil:
			several = []string{value}
		case json.Unmarshal(named[name], &several) != nil:
			several = []string{string(named[name])}
		}
		for _, value := range several {
			all = append(all, broker.UserProperty{Name: name, Value: value})
		}
	}
	return all
}
