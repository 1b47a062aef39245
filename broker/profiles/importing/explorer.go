package importing

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// explorerConnection is one of MQTT Explorer's, as its settings.json has them
// since version 0.2.
type explorerConnection struct {
	Name, Host, Protocol, BasePath, Username, Password, ClientID string

	Port           int
	Order          float64
	Encryption     bool
	CertValidation *bool
	Subscriptions  []json.RawMessage

	SelfSignedCertificate, ClientCertificate, ClientKey *struct{ Name, Data string }
}

func parseExplorer(list map[string]json.RawMessage) ([]Connection, error) {
	read := make([]explorerConnection, 0, len(list))
	for id, raw := range list {
		var e explorerConnection
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("the connection %q of MQTT Explorer is damaged; export it again: %w", id, err)
		}
		read = append(read, e)
	}
	slices.SortFunc(read, func(a, b explorerConnection) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Name, b.Name))
	})
	all := make([]Connection, len(read))
	for i, e := range read {
		all[i] = e.connection()
	}
	return all, nil
}

func (e explorerConnection) connection() Connection {
	c := Connection{Profile: profiles.Profile{
		Name: cmp.Or(e.Name, e.Host), Address: address(e.Protocol, e.Encryption, e.Host, e.Port), Username: e.Username,
	}}
	p := &c.Profile
	if p.Address.WebSocket() {
		p.Address.SetPath("/" + strings.TrimPrefix(e.BasePath, "/"))
	}
	c.secret(profiles.SecretPassword, e.Password)
	if strings.HasPrefix(e.ClientID, "mqtt-explorer-") {
		c.note("The client id %s was MQTT Explorer's own; a random one is used instead.", e.ClientID)
	} else {
		p.ClientID = e.ClientID
	}
	p.TLS.SkipVerify = e.CertValidation != nil && !*e.CertValidation && e.Encryption
	if e.SelfSignedCertificate != nil {
		p.TLS.CA = c.embedded("authority's certificate", e.SelfSignedCertificate.Data)
	}
	if e.ClientCertificate != nil {
		p.TLS.Certificate = c.embedded("client certificate", e.ClientCertificate.Data)
	}
	if e.ClientKey != nil {
		c.secret(profiles.SecretKey, c.embedded("private key", e.ClientKey.Data))
	}
	for _, raw := range e.Subscriptions {
		c.subscription(raw)
	}
	return c
}

// embedded is a certificate out of the settings, where it is in base64.
func (c *Connection) embedded(what, data string) string {
	text, err := base64.StdEncoding.DecodeString(data)
	if err != nil || !strings.Contains(string(text), "-----BEGIN") {
		c.note("The %s could not be read and was left out; choose its file.", what)
		return ""
	}
	return string(text)
}

// subscription reads a filter, which older settings have without a QoS.
func (c *Connection) subscription(raw json.RawMessage) {
	var s struct {
		Topic string
		QoS   byte
	}
	if json.Unmarshal(raw, &s.Topic) != nil && json.Unmarshal(raw, &s) != nil || s.QoS > 2 || s.Topic == "" {
		c.note("A subscription could not be read and was left out: %s.", raw)
		return
	}
	c.Profile.Subscriptions = append(c.Profile.Subscriptions, profiles.Subscription{Filter: s.Topic, QoS: profiles.QoS(s.QoS)})
}

// address puts an address together from what other programs keep apart.
func address(protocol string, secure bool, host string, port int) broker.Address {
	scheme := strings.TrimSuffix(strings.ToLower(protocol), "://")
	if inside, ok := strings.CutPrefix(host, "["); ok { // an IPv6 address as in a URL
		host = strings.TrimSuffix(inside, "]")
	}
	a := broker.Address{Host: host, Port: port}
	switch {
	case strings.HasPrefix(scheme, "ws") && (secure || scheme == "wss"):
		a.Scheme = "wss"
	case strings.HasPrefix(scheme, "ws"):
		a.Scheme = "ws"
	case secure, scheme == "mqtts", scheme == "ssl", scheme == "tls":
		a.Scheme = "mqtts"
	default:
		a.Scheme = "mqtt"
	}
	if a.Port == 0 {
		a.Port = map[string]int{"mqtt": 1883, "mqtts": 8883, "ws": 80, "wss": 443}[a.Scheme]
	}
	return a
}
