package importing

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strings"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

// explorerOthers are fields of MQTT Explorer that are no part of a connection.
var explorerOthers = []string{"configversion", "id", "type", "order", "changeset"}

// explorerID is what MQTT Explorer makes up for a client id.
var explorerID = regexp.MustCompile(`^mqtt-explorer-[0-9a-f]{4,16}$`)

// ordered is a connection with its place in the list of the other program.
type ordered struct {
	Connection
	order float64
}

// parseExplorer reads MQTT Explorer's connections, as its settings.json has them
// since version 0.2.
func parseExplorer(list json.RawMessage) ([]Connection, error) {
	var read []*ordered // a connection is large to be moved about
	var odd Connection
	each := func(id string, raw json.RawMessage) {
		if !isObject(raw) {
			odd.note(notConnection(id))
			return
		}
		read = append(read, explorerConnection(raw))
	}
	err := object(list, mostConnections, each)
	if !isObject(list) { // a list without names
		err = array(list, mostConnections, func(raw json.RawMessage) { each("", raw) })
	}
	if err != nil {
		return nil, damaged(err)
	}
	slices.SortStableFunc(read, func(a, b *ordered) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(profiles.NameOf(a.Profile), profiles.NameOf(b.Profile)))
	})
	all := make([]Connection, len(read))
	for i, o := range read {
		all[i] = o.Connection
	}
	if len(all) > 0 {
		all[0].Notes = append(all[0].Notes, odd.Notes...)
	}
	return all, nil
}

func notConnection(id string) finding.Note {
	if id == "" {
		return finding.Note{Code: finding.EntryNameless}
	}
	return finding.Note{Code: finding.EntryLeft, Name: short(id)}
}

func isObject(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '{' }

// short is a name for a note.
func short(name string) string {
	if runes := []rune(name); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return name
}

func explorerConnection(raw json.RawMessage) *ordered {
	o := new(ordered)
	c := &o.Connection
	f := fieldsOf(raw, "", c)
	p := &c.Profile
	if json.Unmarshal(inner(f.raw("order")), &o.order) != nil {
		o.order = math.MaxFloat64 // those without a place come last
	}
	p.Username = f.text("username")
	secure := f.truth("encryption", false)
	c.locate(located{
		protocol: f.text("protocol"), host: f.text("host"), path: f.text("basePath"), secure: secure || f.truth("tls", false), port: f.number("port", 65_535),
	})
	p.Name = profiles.OwnName(f.text("name"), p.Address)
	if password := f.text("password"); password != "" {
		c.givenPassword(password)
	}
	c.clientID(f.text("clientId"), explorerID, "MQTT Explorer")
	p.TLS.SkipVerify = !f.truth("certValidation", true) && p.Address.Secure()
	p.TLS.CA = c.embedded(finding.ForAuthority, f.object("selfSignedCertificate", ""))
	p.TLS.Certificate = c.embedded(finding.ForCertificate, f.object("clientCertificate", ""))
	c.secret(profiles.SecretKey, c.embedded(finding.ForKey, f.object("clientKey", "")))
	for _, raw := range f.list("subscriptions") {
		c.subscription(raw)
	}
	c.askForHost()
	c.leaveElsewhere()
	f.rest("MQTT Explorer", explorerOthers)
	return o
}

// askForHost notes that there is none, unless something has been said of it.
func (c *Connection) askForHost() {
	if c.Profile.Address.Host == "" && !slices.ContainsFunc(c.Notes, func(n finding.Note) bool { return n.Code == finding.HostUnread }) {
		c.noteOf(finding.HostMissing, "")
	}
}

// clientID keeps one, unless the other program has made it up: then two programs
// under it would throw each other out.
func (c *Connection) clientID(id string, madeUp *regexp.Regexp, program string) {
	if madeUp.MatchString(id) {
		c.note(finding.Note{Code: finding.ClientIDMadeUp, Name: id, Value: program})
		return
	}
	c.Profile.ClientID = id
}

// embedded is a certificate out of the settings, where it is in base64.
func (c *Connection) embedded(what finding.Code, f *fields) string {
	data := f.text("data")
	if data == "" && len(f.values) == 0 {
		return ""
	}
	for _, text := range []string{data, decoded(data)} {
		if profiles.IsPEM(text) {
			return text
		}
	}
	c.note(finding.Note{Code: finding.SourceUnread, Parts: []finding.Part{{Code: what}}})
	return ""
}

func decoded(data string) string {
	text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return ""
	}
	return string(text)
}

// subscription reads a filter, which older settings have without a QoS.
func (c *Connection) subscription(raw json.RawMessage) {
	var filter string
	if json.Unmarshal(raw, &filter) == nil && filter != "" {
		c.addSubscription(profiles.Subscription{Filter: filter})
		return
	}
	f := fieldsOf(raw, finding.OfSubscription, c)
	if filter = f.text("topic"); filter == "" {
		c.noteOf(finding.FilterMissing, "")
		return
	}
	c.addSubscription(profiles.Subscription{Filter: filter, QoS: profiles.QoS(f.number("qos", 2))})
}
