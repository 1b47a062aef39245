// Package importing reads connections from what other programs write, and from
// what people paste: a URL, a command line of mosquitto_pub or mosquitto_sub,
// MQTT Explorer's settings, MQTTX's export, our own export.
//
// It owns the knowledge of those formats and nothing else: it stores nothing.
// What it does not understand it lists, so that nothing is lost silently.
package importing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// Connection is a profile as it was read, without an ID, with the secrets to
// keep for it.
type Connection struct {
	Profile profiles.Profile
	Secrets map[string]string
	// Notes are sentences on what was left out or changed.
	Notes []string
}

// note adds a sentence.
func (c *Connection) note(format string, args ...any) {
	c.Notes = append(c.Notes, fmt.Sprintf(format, args...))
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

// Parse finds out what the content is and reads it. The error is a sentence.
func Parse(content []byte) ([]Connection, error) {
	text := strings.TrimSpace(string(bytes.TrimPrefix(content, []byte("\ufeff"))))
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var all []Connection
	var err error
	switch {
	case text == "":
		return nil, errors.New("there is nothing to import; paste a URL or a command, or choose a file")
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		all, err = parseJSON([]byte(text))
	case isCommand(text):
		var c Connection
		c, err = parseCommand(text)
		all = []Connection{c}
	case strings.ContainsAny(text, " \n"), len(text) > longestURL:
		return nil, errors.New("this is neither a URL nor a mosquitto command nor a known export; paste one of these")
	default:
		var c Connection
		c, err = parseURL(text)
		all = []Connection{c}
	}
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errors.New("there are no connections in it; choose another file")
	}
	return all, nil
}

// longestURL is the longest text in bytes that is read as a URL: one with a
// token for a password has thousands.
const longestURL = 100_000

// parseURL reads a broker's URL.
func parseURL(text string) (Connection, error) {
	p, err := broker.ParseURL(text)
	if err != nil {
		return Connection{}, err
	}
	c := Connection{Profile: profiles.Profile{Name: p.Address.Host, Address: p.Address, Username: p.Username, EmptyPassword: p.PasswordSet && p.Password == ""}}
	c.secret(profiles.SecretPassword, p.Password)
	return c, nil
}

// parseJSON tells the exports apart by the fields they have.
func parseJSON(text []byte) ([]Connection, error) {
	if profiles.IsExport(text) {
		return ours(text)
	}
	var explorer struct {
		Connections map[string]json.RawMessage `json:"ConnectionManager_connections"`
	}
	if json.Unmarshal(text, &explorer) == nil && explorer.Connections != nil {
		return parseExplorer(explorer.Connections)
	}
	var list []json.RawMessage
	if text[0] == '{' { // MQTTX exports a single connection so
		list = []json.RawMessage{text}
	} else if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("the file is damaged; export it again: %w", err)
	}
	return parseMQTTX(list)
}

func ours(text []byte) ([]Connection, error) {
	list, err := profiles.ParseExport(text)
	if err != nil {
		return nil, err
	}
	var all []Connection
	for _, p := range list {
		c := Connection{Profile: p}
		if len(p.Kept) > 0 {
			c.note("Secrets are not part of an export. Supply: %s.", strings.Join(p.Kept, ", "))
		}
		all = append(all, c)
	}
	return all, nil
}
