package importing

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"mangrove/broker/draft"
	"mangrove/broker/profiles/finding"
	"mangrove/model/decode"
)

// mqttx reads what was published in an export of MQTTX: a list of connections, or one.
func (m *messages) mqttx(text []byte) error {
	var list []json.RawMessage
	if text[0] == '[' {
		if err := array(text, mostConnections, func(raw json.RawMessage) { list = append(list, raw) }); err != nil {
			return damaged(err)
		}
	} else {
		top := make(map[string]json.RawMessage)
		if err := object(text, mostFields, func(name string, value json.RawMessage) { top[strings.ToLower(name)] = value }); err != nil {
			return damaged(err)
		}
		list = []json.RawMessage{text}
		if isList(top["connections"]) {
			return m.mqttx(top["connections"])
		}
	}
	m.mqttxEntries(list, "", 0)
	return nil
}

// mqttxEntries reads connections, and folders with others inside.
func (m *messages) mqttxEntries(list []json.RawMessage, folder string, depth int) {
	for _, raw := range list {
		f := fieldsOf(raw, "", new(Connection))
		inside := strings.Trim(folder+"/"+strings.ReplaceAll(f.text("name"), "/", "-"), "/")
		if children := f.list("children"); len(children) > 0 && depth < deepestFolder {
			m.mqttxEntries(children, inside, depth+1)
		}
		sent := inner(f.raw("messages"))
		if sent == nil {
			continue
		}
		if err := array(sent, mostReceived, func(one json.RawMessage) { m.mqttxMessage(fieldsOf(one, "", new(Connection)), inside) }); err != nil {
			m.note(finding.Note{Code: finding.FieldUnread, Parts: finding.Parts("", "messages")})
		}
	}
}

// mqttxMessage takes a message that was published, and none that was received. Of what
// cannot be read nothing is made up: an empty payload is a message of its own.
func (m *messages) mqttxMessage(f *fields, folder string) {
	if !f.truth("out", false) {
		return
	}
	d := draft.Draft{Topic: f.text("topic"), Text: f.text("payload"), QoS: byte(f.number("qos", 2)), Retain: f.truth("retain", false)}
	under := f.object("properties", "")
	p := draft.Properties{
		Text: under.truth("payloadFormatIndicator", false), Expiry: under.number("messageExpiryInterval", 1<<32-1),
		ContentType: under.text("contentType"), ResponseTopic: under.text("responseTopic"), TopicAlias: uint16(under.number("topicAlias", 1<<16-1)),
		User: userProperties(under.raw("userProperties")),
	}
	if data := under.text("correlationData"); data != "" {
		p.CorrelationData = []byte(data)
	}
	if !reflect.DeepEqual(p, draft.Properties{}) {
		d.Properties = &p
	}
	if odd := f.c.Notes; len(odd) > 0 {
		n := finding.Note{Code: finding.PayloadUnsaid, Name: short(d.Topic)}
		for _, o := range odd {
			n.Parts = append(n.Parts, o.Parts...)
		}
		m.note(n)
		return
	}
	if how, said := notations[fieldsOf(inner(f.raw("meta")), "", new(Connection)).text("msgType")]; said {
		d.As = how
	} else if bytesInHex.MatchString(d.Text) && !onlyDigits.MatchString(d.Text) {
		m.note(finding.Note{Code: finding.PayloadMaybeHex, Name: short(d.Topic)})
	}
	m.add(Message{Folder: folder, Draft: d})
}

// notations are how MQTTX writes payloads down, where it says so: it keeps what was typed,
// and not what was sent.
var notations = map[string]decode.Format{
	"Plaintext": "", "JSON": "", "Hex": decode.Hex, "Base64": decode.Base64, "CBOR": decode.CBOR, "MsgPack": decode.MsgPack,
}

// bytesInHex are four bytes or more; what has digits only may be a number.
var (
	onlyDigits = regexp.MustCompile(`^[0-9]+$`)
	bytesInHex = regexp.MustCompile(`^\s*(?:[0-9A-Fa-f]{2} +){3,}[0-9A-Fa-f]{2}\s*$|^(?:[0-9A-Fa-f]{2}){4,}$`)
)
