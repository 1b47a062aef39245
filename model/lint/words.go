package lint

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// kind is what a payload looks like.
type kind string

const (
	object kind = "JSON object"
	array  kind = "JSON array"
	number kind = "number"
	text   kind = "text"
	binary kind = "bytes"
)

// longestNumber is the most in bytes that is read as one.
const longestNumber = 40

// kindOf is the kind of a payload; empty for an empty one, and for words that stand for a
// value that is missing.
func kindOf(payload []byte) kind {
	b := bytes.TrimSpace(payload)
	switch {
	case len(b) == 0 || len(b) <= 12 && slices.Contains(missing, strings.ToLower(string(b))):
		return ""
	case b[0] == '{' && b[len(b)-1] == '}':
		return object
	case b[0] == '[' && b[len(b)-1] == ']':
		return array
	}
	if len(b) <= longestNumber {
		if _, err := strconv.ParseFloat(string(b), 64); err == nil {
			return number
		}
	}
	if utf8.Valid(b[:min(len(b), 1<<10)]) || utf8.Valid(b) {
		return text
	}
	return binary
}

// missing are words for a value that is not there.
var missing = []string{"null", "none", "nan", "unknown", "unavailable", "n/a", "-", "offline", "online"}

// commands are levels of topics that devices are told with; states are those that say how one
// stands.
var (
	commands = []string{"set", "cmd", "cmnd", "command", "commands", "rpc", "ctl", "control", "do"}
	states   = []string{"state", "status", "availability", "available", "online", "lwt", "config", "$state", "connected"}
)

// isCommand reports whether a topic is one by its last level, or by its first as Tasmota's.
func isCommand(topic string) bool {
	first, _, _ := strings.Cut(topic, "/")
	return strings.EqualFold(first, "cmnd") || slices.Contains(commands, last(topic))
}

// isState reports whether a topic says how something stands, by its last level. What Tasmota
// sends below tele comes again every few minutes.
func isState(topic string) bool {
	name := last(topic)
	return slices.Contains(states, name) && (name != "state" || !strings.HasPrefix(topic, "tele/"))
}

func last(topic string) string {
	return strings.ToLower(topic[strings.LastIndexByte(topic, '/')+1:])
}

// hasBlank reports whether a topic has characters that are not seen: blanks at the ends of a
// level or several in a row, others than the usual one, controls and what has no width.
func hasBlank(topic string) bool {
	for name := range strings.SplitSeq(topic, "/") {
		if strings.TrimSpace(name) != name || strings.Contains(name, "  ") {
			return true
		}
		for _, r := range name {
			if r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				return true
			}
		}
	}
	return false
}

// secretIn is the name of what holds a secret in a payload, empty when nothing does.
func secretIn(payload []byte) string {
	if len(payload) > largestText || len(payload) < 8 {
		return ""
	}
	if bytes.Contains(payload, []byte("PRIVATE KEY-----")) {
		return "private key"
	}
	b := bytes.TrimSpace(payload)
	if len(b) == 0 || b[0] != '{' && b[0] != '[' || !gjson.ValidBytes(b) {
		return ""
	}
	return secretMember(gjson.ParseBytes(b), 0)
}

// deepestSecret is how deep in JSON one is looked for.
const deepestSecret = 8

func secretMember(in gjson.Result, depth int) (found string) {
	if depth > deepestSecret || !in.IsObject() && !in.IsArray() {
		return ""
	}
	in.ForEach(func(name, v gjson.Result) bool {
		if v.Type == gjson.String && in.IsObject() && len(name.Str) <= 100 && IsSecretName(name.Str) && isSecret(name.Str, v.Str) {
			found = name.Str
		} else {
			found = secretMember(v, depth+1)
		}
		return found == ""
	})
	return found
}

// opaque are names that sound like a secret's and are none: The Things Network's is of use to
// nobody but the network.
var opaque = []string{"uplink_token"}

// isSecret reports whether a text can be one: no marks in its place, and no template.
func isSecret(name, s string) bool {
	return !slices.Contains(opaque, strings.ToLower(name)) && strings.Trim(s, "*xX•.-_ ") != "" && !strings.Contains(s, "{{")
}
