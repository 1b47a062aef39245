// Package importing reads connections from what other programs write, and from
// what people paste: a URL, a command line of mosquitto_pub or mosquitto_sub,
// MQTT Explorer's settings, MQTTX's export, our own export.
//
// It owns the knowledge of those formats and nothing else: it stores nothing.
// What it does not understand it lists, so that nothing is lost silently.
package importing

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
	"mangrove/model"
)

// Connection is a profile as it was read, without an ID, with the secrets to
// keep for it.
type Connection struct {
	Profile profiles.Profile
	Secrets map[string]string
	// Notes are what was left out or changed.
	Notes []finding.Note
}

// note adds to the notes.
func (c *Connection) note(n finding.Note) { c.Notes = append(c.Notes, n) }

// noteOf adds what needs no more than a name, which may be empty.
func (c *Connection) noteOf(code finding.Code, name string) {
	c.note(finding.Note{Code: code, Name: name})
}

// secret keeps one, unless it is empty.
func (c *Connection) secret(name, value string) {
	if value == "" {
		return
	}
	if c.Secrets == nil {
		c.Secrets = make(map[string]string)
	}
	c.Secrets[name] = value
}

// givenPassword keeps one that was written down, instead of any before. It may be
// empty: then an empty one is sent.
func (c *Connection) givenPassword(value string) {
	c.Profile.EmptyPassword = value == ""
	delete(c.Secrets, profiles.SecretPassword)
	c.secret(profiles.SecretPassword, value)
}

// addSubscription takes one that can be asked for: with another, the connection
// would not be made.
func (c *Connection) addSubscription(s profiles.Subscription) {
	if err := model.CheckFilter(s.Filter); err != nil {
		c.note(finding.Note{Code: finding.FilterUnusable, Name: s.Filter, Err: err})
		return
	}
	if s.NoLocal && strings.HasPrefix(s.Filter, "$share/") { // [MQTT-3.8.3-4]
		c.noteOf(finding.SharedWithoutLocal, s.Filter)
		s.NoLocal = false
	}
	if !slices.Contains(c.Profile.Subscriptions, s) {
		c.Profile.Subscriptions = append(c.Profile.Subscriptions, s)
	}
}

// keepAlive takes seconds between two signs of life; 0 switches them off.
func (c *Connection) keepAlive(seconds int64) {
	c.Profile.KeepAlive = int(seconds)
	if seconds == 0 {
		c.Profile.KeepAlive = profiles.KeepAliveOff
	}
}

// leaveElsewhere leaves out a file that tells somebody else who the user is as soon
// as it is opened.
func (c *Connection) leaveElsewhere() {
	for _, path := range []*string{&c.Profile.TLS.CA, &c.Profile.TLS.Certificate, &c.Profile.TLS.Key, &c.Profile.TLS.PKCS12} {
		if profiles.IsRemotePath(*path) {
			c.noteOf(finding.FileElsewhere, short(*path))
			*path = ""
		}
	}
}

// inBrackets is an IPv6 address as in a URL.
var inBrackets = regexp.MustCompile(`^\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[\w.]+)?\](?::\d+)?$`)

// looksLikeJSON tells an export from a command in braces or behind a test.
var looksLikeJSON = regexp.MustCompile(`^(?:\{\s*["}]|\[\s*[{\[\]"0-9])`)

// Parse finds out what the content is and reads it.
func Parse(content []byte) ([]Connection, error) {
	text, err := textIn(content)
	if err != nil {
		return nil, err
	}
	var all []Connection
	switch {
	case text == "":
		return nil, &finding.Fault{Code: finding.NothingToImport}
	case looksLikeJSON.MatchString(text) && !inBrackets.MatchString(text), text == "{", text == "[":
		all, err = parseJSON([]byte(text))
	case otherFormat(text) != nil:
		return nil, otherFormat(text)
	case isCommand(text):
		all, err = parseCommands(text)
	case strings.ContainsAny(text, " \n"), len(text) > longestURL:
		return nil, &finding.Fault{Code: finding.NotConnections}
	default:
		all = make([]Connection, 1)
		all[0], err = parseURL(text)
	}
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &finding.Fault{Code: finding.NoConnections}
	}
	return all, nil
}

// parseJSON tells the exports apart by the fields they have.
func parseJSON(text []byte) ([]Connection, error) {
	if text[0] == '[' {
		return parseMQTTXList(text)
	}
	top := make(map[string]json.RawMessage)
	if err := object(text, mostFields, func(name string, value json.RawMessage) { top[strings.ToLower(name)] = value }); err != nil {
		return nil, damaged(err)
	}
	switch {
	case top["version"] != nil && top["profiles"] != nil:
		return parseOurs(top["version"], top["profiles"])
	case top["connectionmanager_connections"] != nil:
		return parseExplorer(top["connectionmanager_connections"])
	case isList(top["connections"]): // as some wrap them
		return parseMQTTXList(top["connections"])
	}
	return parseMQTTX([]json.RawMessage{text}) // MQTTX exports a single connection so
}

func isList(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '[' }

func parseMQTTXList(text []byte) ([]Connection, error) {
	var list []json.RawMessage
	if err := array(text, mostConnections, func(raw json.RawMessage) { list = append(list, raw) }); err != nil {
		return nil, damaged(err)
	}
	return parseMQTTX(list)
}

// Drafts are the connections as a book takes them.
func Drafts(all []Connection) []profiles.Draft {
	drafts := make([]profiles.Draft, len(all))
	for i, c := range all {
		drafts[i] = profiles.Draft{Profile: c.Profile, Secrets: c.Secrets}
	}
	return drafts
}
