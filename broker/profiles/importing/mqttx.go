package importing

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// mqttxOthers are fields of MQTTX that are no part of a connection here.
var mqttxOthers = []string{
	"id", "parentid", "orderid", "iscollection", "messages", "createat", "updateat", "unreadmessagecount", "client", "ischeck",
	"reconnect", "reconnectperiod", "color", "pushprops", "ws", "will", "properties", "children", "scripts", "history",
}

// mqttxProperties are those of MQTT 5. Up to version 1.8 they stood in the
// connection itself, since then under properties; some exports have both.
var mqttxProperties = []string{
	"sessionexpiryinterval", "receivemaximum", "maximumpacketsize", "topicaliasmaximum", "requestresponseinformation",
	"requestprobleminformation", "userproperties", "authenticationmethod", "authenticationdata",
}

// mqttxID is what MQTTX makes up for a client id.
var mqttxID = regexp.MustCompile(`^mqttx_[0-9a-f]{8}$`)

// folders are the names and the parents of MQTTX's folders, by their ids.
type folders map[string][2]string

// mqttxReader goes through the entries of an export.
type mqttxReader struct {
	all     []Connection
	parents []string // of the connections
	known   folders
	odd     Connection // its notes are about entries that are no connection
	entries int
}

func parseMQTTX(list []json.RawMessage) ([]Connection, error) {
	r := &mqttxReader{known: make(folders)}
	r.read(list, "", 0)
	if len(r.all) == 0 && (len(r.odd.Notes) > 0 || len(r.known) == 0) && len(list) > 0 {
		return nil, &finding.Fault{Code: finding.NoExport}
	}
	for i := range r.all {
		r.all[i].Profile.Folder = r.known.path(r.parents[i])
	}
	if len(r.all) > 0 {
		r.all[0].Notes = append(r.all[0].Notes, r.odd.Notes...)
	}
	return r.all, nil
}

// deepestFolder is how far folders are looked for in one another.
const deepestFolder = 20

// read reads entries, which may have others inside.
func (r *mqttxReader) read(list []json.RawMessage, parent string, depth int) {
	for _, raw := range list {
		r.entries++
		c := Connection{}
		f := fieldsOf(raw, "", &c)
		parent := cmp.Or(f.text("parentId"), parent)
		switch {
		case f.truth("isCollection", false):
			id := cmp.Or(f.text("id"), fmt.Sprint("entry ", r.entries))
			r.known[id] = [2]string{f.text("name"), parent}
			if depth < deepestFolder {
				r.read(f.list("children"), id, depth+1)
			}
		case !f.hasAny("host", "port", "protocol", "clientId", "mqttVersion", "ssl"):
			if len(r.odd.Notes) < 20 {
				r.odd.note(finding.Note{Code: finding.EntryNumbered, Count: int64(r.entries)})
			}
		default:
			mqttxConnection(f)
			r.parents = append(r.parents, parent)
			r.all = append(r.all, c)
		}
	}
}

// path is that of a folder, whose parents may go round in a file gone bad.
func (known folders) path(id string) string {
	var path []string
	for range len(known) {
		f, ok := known[id]
		if !ok {
			break
		}
		path = append(path, f[0])
		id = f[1]
	}
	slices.Reverse(path)
	return strings.Join(path, "/")
}

func mqttxConnection(f *fields) {
	c := f.c
	p := &c.Profile
	p.Username = f.text("username")
	c.locate(located{
		protocol: f.text("protocol"), host: f.text("host"), path: f.text("path"), secure: f.truth("ssl", false), port: f.number("port", 65_535),
	})
	p.Name = profiles.OwnName(f.text("name"), p.Address)
	if password := f.text("password"); password != "" {
		c.givenPassword(password)
	}
	c.mqttxVersion(f.text("mqttVersion"))
	if f.truth("clientIdWithTime", false) {
		c.noteOf(finding.ClientIDTimed, "")
	}
	c.clientID(f.text("clientId"), mqttxID, "MQTTX")
	if seconds, ok := f.whole("keepalive", 65_535); ok {
		c.keepAlive(seconds)
	}
	p.ConnectTimeout = int(f.number("connectTimeout", 86_400))
	p.Resume = !f.truth("clean", f.truth("cleanSession", true))
	c.mqttxTLS(f)
	c.mqttxProperties(f)
	p.Will = c.mqttxWill(f.object("will", finding.OfWill))
	for _, raw := range f.list("subscriptions") {
		c.mqttxSubscription(fieldsOf(raw, finding.OfSubscription, c))
	}
	c.askForHost()
	c.leaveElsewhere()
	f.rest("MQTTX", append(slices.Clone(mqttxOthers), mqttxProperties...))
}

func (c *Connection) mqttxVersion(text string) {
	version, ok := map[string]broker.Version{
		"5.0": broker.V5, "5": broker.V5, "3.1.1": broker.V311, "4": broker.V311, "3.1": broker.V31, "3": broker.V31, "": broker.Auto,
	}[strings.TrimSpace(text)]
	if c.Profile.Version = version; !ok {
		c.noteOf(finding.VersionUnknown, text)
	}
}

func (c *Connection) mqttxSubscription(f *fields) {
	filter := f.text("topic")
	switch {
	case filter == "":
		if len(f.values) > 0 {
			c.noteOf(finding.FilterMissing, "")
		}
		return
	case f.truth("disabled", false):
		c.noteOf(finding.SubscriptionOff, filter)
		return
	}
	c.addSubscription(profiles.Subscription{
		Filter: filter, QoS: profiles.QoS(f.number("qos", 2)), NoLocal: f.truth("nl", false), RetainAsPublished: f.truth("rap", false),
		RetainHandling: byte(f.number("rh", 2)),
	})
}

func (c *Connection) mqttxTLS(f *fields) {
	verify, kind := f.truth("rejectUnauthorized", true), f.text("certType")
	ca, certificate, key, alpn := f.text("ca"), f.text("cert"), f.text("key"), f.text("ALPNProtocols")
	if !c.Profile.Address.Secure() {
		return
	}
	t := &c.Profile.TLS
	t.SkipVerify = !verify
	switch {
	case kind == "self":
		t.CA, t.Certificate = ca, certificate
		if profiles.IsPEM(key) {
			c.secret(profiles.SecretKey, key)
		} else {
			t.Key = key
		}
	case ca+certificate+key != "":
		c.noteOf(finding.CertificatesOff, "")
	}
	// MQTTX itself takes them with or without the brackets of a list.
	for protocol := range strings.SplitSeq(strings.Trim(alpn, "[] "), ",") {
		if protocol = strings.Trim(protocol, `" `); protocol != "" {
			t.ALPN = append(t.ALPN, protocol)
		}
	}
}

// mqttxProperties reads those of MQTT 5, each from where it is.
func (c *Connection) mqttxProperties(f *fields) {
	p := &c.Profile
	under := f.object("properties", "")
	for _, name := range mqttxProperties {
		if value := under.raw(name); value == nil || string(value) == `""` {
			under.values[name], under.names[name] = f.values[name], name
		}
	}
	p.SessionExpiry = expiry(under.number("sessionExpiryInterval", math.MaxUint32))
	p.Connect = profiles.Connect{
		ReceiveMaximum:      uint16(under.number("receiveMaximum", math.MaxUint16)),
		MaximumPacket:       uint32(under.number("maximumPacketSize", math.MaxUint32)),
		ResponseInformation: under.truth("requestResponseInformation", false),
		User:                userProperties(under.raw("userProperties")),
	}
	p.AuthMethod = under.text("authenticationMethod")
	c.secret(profiles.SecretAuthData, under.text("authenticationData"))
	if n := under.number("topicAliasMaximum", math.MaxUint16); n != 0 {
		c.note(finding.Note{Code: finding.AliasesLeft, Count: n})
	}
}

func (c *Connection) mqttxWill(f *fields) *profiles.Will {
	topic := f.text("lastWillTopic")
	if topic == "" {
		return nil
	}
	under := f.object("properties", finding.OfWill)
	return &profiles.Will{
		Topic: topic, Payload: []byte(f.text("lastWillPayload")), QoS: byte(f.number("lastWillQos", 2)), Retain: f.truth("lastWillRetain", false),
		Delay: under.number("willDelayInterval", math.MaxUint32), Expiry: under.number("messageExpiryInterval", math.MaxUint32),
		Text: under.truth("payloadFormatIndicator", false), ContentType: under.text("contentType"), ResponseTopic: under.text("responseTopic"),
		CorrelationData: []byte(under.text("correlationData")), User: userProperties(under.raw("userProperties")),
	}
}

// userProperties reads names with a value or with several, in the order of the
// file, which may be written as a text of JSON.
func userProperties(raw json.RawMessage) (all []broker.UserProperty) {
	_ = object(inner(raw), mostFields, func(name string, value json.RawMessage) {
		several := []json.RawMessage{value}
		if value[0] == '[' {
			several = nil
			_ = array(value, mostFields, func(one json.RawMessage) { several = append(several, one) })
		}
		for _, one := range several {
			var text string
			if json.Unmarshal(one, &text) != nil {
				text = string(one)
			}
			all = append(all, broker.UserProperty{Name: name, Value: text})
		}
	})
	return all
}

// damaged is the fault of a file that is no JSON.
func damaged(err error) error {
	if errors.Is(err, errTooMany) {
		return err
	}
	return &finding.Fault{Code: finding.ExportDamaged, Err: err}
}
