package importing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

// TestHosts: what people write where a host is asked for.
func TestHosts(t *testing.T) {
	for text, c := range map[string]struct {
		want  string // the address, with protocol mqtt and port 0 beside the host
		notes int
	}{
		"h.example":              {"mqtt://h.example:1883", 0},
		"  h.example ":           {"mqtt://h.example:1883", 0},
		"h.example/":             {"mqtt://h.example:1883", 1},
		"h.example:1884":         {"mqtt://h.example:1884", 1},
		"mqtt://h.example":       {"mqtt://h.example:1883", 1},
		"mqtt://h.example:1884/": {"mqtt://h.example:1884", 1},
		"mqtts://h.example":      {"mqtts://h.example:8883", 1},
		"tcp://h.example:1884":   {"mqtt://h.example:1884", 1},
		"ssl://h.example:1884":   {"mqtts://h.example:1884", 1},
		"wss://h.example/path":   {"wss://h.example:443/path", 1},
		"ws://h.example:9001":    {"ws://h.example:9001/", 1},
		"[::1]":                  {"mqtt://[::1]:1883", 0},
		"[::1]:1884":             {"mqtt://[::1]:1884", 1},
		"::1":                    {"mqtt://[::1]:1883", 0},
		"my_host.local":          {"mqtt://my_host.local:1883", 0},
		"bücher.example":         {"mqtt://bücher.example:1883", 0},
		"user:s3cr3t@h.example":  {"mqtt://h.example:1883", 1},
		"mqtt://u:s3cr3t@h:1884": {"mqtt://h:1884", 1},
		"ha:12/s3cr3t@h.example": {"mqtt://:1883", 1},
		"http://h.example":       {"mqtt://:1883", 1},
		"[host]":                 {"mqtt://:1883", 1},
		"my broker":              {"mqtt://:1883", 1},
		"${HOST}":                {"mqtt://:1883", 1},
		"{{ host }}":             {"mqtt://:1883", 1},
		"":                       {"mqtt://:1883", 1},
		"h.example\u00a0":        {"mqtt://h.example:1883", 0},
		"\u200bh.example":        {"mqtt://h.example:1883", 0},
		"h.example:99999":        {"mqtt://h.example:1883", 2},
	} {
		for program, file := range map[string]string{
			"MQTT Explorer": `{"ConnectionManager_connections": {"a": {"host": "` + text + `", "protocol": "mqtt"}}}`,
			"MQTTX":         `[{"host": "` + text + `", "protocol": "mqtt"}]`,
		} {
			t.Run(program+" "+text, func(t *testing.T) {
				got := one(t, file)
				if got.Profile.Address.String() != c.want {
					t.Errorf("got %s, want %s", got.Profile.Address, c.want)
				}
				if len(got.Notes) != c.notes || strings.Contains(strings.Join(explain.Notes(got.Notes), " "), "s3cr3t") {
					t.Errorf("notes %q, want %d", explain.Notes(got.Notes), c.notes)
				}
			})
		}
	}
}

// TestOddConnections: every field may be missing, null, a number, a text or a
// list, and none of it costs the connection beside it.
func TestOddConnections(t *testing.T) {
	explorer := []string{
		"name", "host", "protocol", "basePath", "username", "password", "clientId", "port", "order", "encryption", "certValidation",
		"subscriptions", "selfSignedCertificate", "clientCertificate", "clientKey",
	}
	mqttx := []string{
		"id", "parentId", "name", "host", "protocol", "path", "mqttVersion", "clientId", "username", "password", "certType", "ca", "cert", "key",
		"ALPNProtocols", "isCollection", "ssl", "clean", "rejectUnauthorized", "port", "keepalive", "connectTimeout", "properties",
		"subscriptions", "will", "sessionExpiryInterval", "receiveMaximum", "userProperties", "authenticationData", "authenticationMethod",
	}
	ours := []string{
		"id", "name", "color", "folder", "address", "version", "clientId", "username", "tls", "headers", "proxy", "keepAlive", "resume",
		"sessionExpiry", "will", "connect", "authMethod", "subscriptions", "autoConnect", "readOnly", "maxPacket", "kept", "unheardOf",
	}
	values := []string{
		`null`, `""`, `" "`, `0`, `1`, `-1`, `1.5`, `1e99`, `99999999999999999999`, `true`, `false`, `"true"`, `"8883"`, `"x"`, `[]`, `{}`, `[null]`,
		`[7]`, `[[]]`, `[{}]`, `{"a": 1}`, `{"type": "Buffer", "data": [1, 2]}`, `{"type": "Buffer", "data": 7}`, `"{\"a\": 1}"`, `"[1"`,
		`[{"topic": null, "qos": "9"}]`, `{"lastWillTopic": 7, "properties": [1]}`, `{"host": 7, "port": "x"}`,
	}
	for _, p := range []struct {
		name, file string
		fields     []string
	}{
		{"MQTT Explorer", `{"ConnectionManager_connections": {"a": {"name": "odd", "host": "odd.example", %s: %s}, "b": {"name": "good", "host": "good.example"}}}`, explorer},
		{"MQTTX", `[{"name": "odd", "host": "odd.example", "ssl": true, %s: %s}, {"name": "good", "host": "good.example"}]`, mqttx},
		{"ours", `{"version": 1, "profiles": [{"name": "odd", "address": {"scheme": "mqtt", "host": "odd.example", "port": 1883}, %s: %s},
			{"name": "good", "address": {"scheme": "mqtt", "host": "good.example", "port": 1883}}]}`, ours},
	} {
		for _, field := range p.fields {
			for _, value := range values {
				all, err := Parse([]byte(fmt.Sprintf(p.file, `"`+field+`"`, value)))
				good := slices.IndexFunc(all, func(c Connection) bool { return c.Profile.Name == "good" })
				if err != nil || good < 0 || all[good].Profile.Address.Host != "good.example" {
					t.Errorf("%s: %s of %s: %v", p.name, field, value, err)
					continue
				}
				if len(all) != 2 && field != "isCollection" {
					t.Errorf("%s: %s of %s costs the connection", p.name, field, value)
				}
			}
		}
	}
}

// TestSubscriptionsThatCannotBeAskedFor: with one of them, the connection would
// not be made. The others stay, once each.
func TestSubscriptionsThatCannotBeAskedFor(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"command", `mosquitto_sub -h h.example -t 'a/#/b' -t a+ -t '$share/g' -t good -t good`},
		{"MQTT Explorer", `{"ConnectionManager_connections": {"a": {"name": "n", "host": "h.example", "subscriptions":
			["a/#/b", {"topic": "a+", "qos": 0}, "$share/g", {"topic": "good"}, {"topic": "good"}]}}}`},
		{"MQTTX", `[{"name": "n", "host": "h.example", "subscriptions": [{"topic": "a/#/b"}, {"topic": "a+"}, {"topic": "$share/g"}, {"topic": "good"}, {"topic": "good"}]}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := one(t, c.text)
			if all := got.Profile.Subscriptions; len(all) != 1 || all[0].Filter != "good" {
				t.Errorf("subscriptions %+v", all)
			}
			for _, word := range []string{"a/#/b was left out", "a+ was left out", "$share/g was left out"} {
				if !strings.Contains(strings.Join(explain.Notes(got.Notes), "\n"), word) {
					t.Errorf("the notes do not say %q: %q", word, explain.Notes(got.Notes))
				}
			}
		})
	}
	got := one(t, `[{"name": "n", "host": "h.example", "subscriptions": [{"topic": "$share/g/t", "nl": true}]}]`)
	if all := got.Profile.Subscriptions; len(all) != 1 || all[0].NoLocal || !strings.Contains(strings.Join(explain.Notes(got.Notes), "\n"), "cannot be No Local") {
		t.Errorf("shared: %+v, %q", all, explain.Notes(got.Notes))
	}
}

// TestLooseFields: a value counts, however it is written.
func TestLooseFields(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		is   func(p profiles.Profile, secrets map[string]string) bool
	}{
		"port":        {`[{"host": "h", "port": "8884"}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Address.Port == 8884 }},
		"whole port":  {`[{"host": "h", "port": 8884.0}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Address.Port == 8884 }},
		"clean":       {`[{"host": "h", "clean": 0}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Resume }},
		"clean text":  {`[{"host": "h", "clean": "false"}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Resume }},
		"ssl":         {`[{"host": "h", "ssl": "1"}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Address.Secure() }},
		"version":     {`[{"host": "h", "mqttVersion": 5}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Version == broker.V5 }},
		"password":    {`[{"host": "h", "password": 1234}]`, func(_ profiles.Profile, s map[string]string) bool { return s[profiles.SecretPassword] == "1234" }},
		"subscribing": {`[{"host": "h", "subscriptions": "[{\"topic\":\"a\",\"qos\":\"1\"}]"}]`, func(p profiles.Profile, _ map[string]string) bool { return p.Subscriptions[0].QoS == 1 }},
		"wrapped":     {`{"connections": [{"host": "h", "port": 1}]}`, func(p profiles.Profile, _ map[string]string) bool { return p.Address.Port == 1 }},
		"old place": {`[{"host": "h", "receiveMaximum": 7, "properties": {"receiveMaximum": null}}]`, func(p profiles.Profile, _ map[string]string) bool {
			return p.Connect.ReceiveMaximum == 7
		}},
		"our port": {`{"version": "1", "profiles": [{"name": "a", "address": {"scheme": "mqtt", "host": "h", "port": "1884"}, "resume": 1}]}`, func(p profiles.Profile, _ map[string]string) bool {
			return p.Address.Port == 1884 && p.Resume
		}},
		"our scheme": {`{"version": 1, "profiles": [{"name": "a", "address": {"host": "mqtts://h/"}}]}`, func(p profiles.Profile, _ map[string]string) bool {
			return p.Address.String() == "mqtts://h:8883"
		}},
		"our QoS": {`{"version": 1, "profiles": [{"name": 7, "subscriptions": [{"filter": "a", "qos": "2"}, 9]}]}`, func(p profiles.Profile, _ map[string]string) bool {
			return p.Name == "7" && len(p.Subscriptions) == 1 && p.Subscriptions[0].QoS == 2
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := one(t, c.file); !c.is(got.Profile, got.Secrets) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestNewerOfOurs: a file of a newer program is refused, not read in part.
func TestNewerOfOurs(t *testing.T) {
	if _, err := Parse([]byte(`{"version": 99, "profiles": [{"name": "a"}]}`)); err == nil || !strings.Contains(told(err), "newer") {
		t.Error(err)
	}
}

// TestClientIDs: only what the other program has made up is left out.
func TestClientIDs(t *testing.T) {
	for id, kept := range map[string]bool{
		"mqttx_1a2b3c4d": false, "mqttx_a1": true, "mqttx_plant12": true, "mqttx_1A2B3C4D5": true, "plant": true, "": false,
		"mqtt-explorer-0a1b2c3d": false, "mqtt-explorer-hall": true,
	} {
		for _, file := range []string{
			`[{"host": "h", "clientId": %q}]`, `{"ConnectionManager_connections": {"a": {"host": "h", "clientId": %q}}}`,
		} {
			theirs := strings.HasPrefix(file, "[") == strings.HasPrefix(id, "mqttx_")
			got := one(t, fmt.Sprintf(file, id))
			if theirs && id != "" && (got.Profile.ClientID == id) != kept {
				t.Errorf("%s: %q became %q", file, id, got.Profile.ClientID)
			}
		}
	}
}

// TestEncodings: a file as this or that program of Windows saves it.
func TestEncodings(t *testing.T) {
	const text = "[{\"name\": \"Grüße\",\r\n \"host\": \"h\", \"port\": 1883}]\r\n"
	for name, encode := range map[string]func(string) (string, error){
		"UTF-8":                 func(s string) (string, error) { return s, nil },
		"with a mark":           func(s string) (string, error) { return "\ufeff" + s, nil },
		"UTF-16 LE":             unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String,
		"UTF-16 BE":             unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String,
		"UTF-16 LE, no mark":    unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String,
		"UTF-16 BE, no mark":    unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String,
		"what Windows had then": charmap.Windows1252.NewEncoder().String,
	} {
		t.Run(name, func(t *testing.T) {
			content, err := encode(text)
			if err != nil {
				t.Fatal(err)
			}
			if c := one(t, content); c.Profile.Name != "Grüße" || c.Profile.Address.Host != "h" {
				t.Errorf("got %+v", c.Profile)
			}
		})
	}
}

// TestOtherFormats: what MQTTX exports besides JSON says what to do.
func TestOtherFormats(t *testing.T) {
	for name, text := range map[string]string{
		"XML":   `<?xml version="1.0" encoding="utf-8"?>` + "\n<root><oneConnection><host>h</host></oneConnection></root>",
		"YAML":  "- clientId: mqttx_1\n  name: a\n  host: h\n  port: 1883\n",
		"CSV":   "clientId,name,clean,protocol,host,keepalive\nmqttx_1,a,true,mqtt,h,60\n",
		"Excel": "PK\x03\x04\x14\x00\x06\x00",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(told(err), name) || !strings.Contains(told(err), "JSON") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPasswordsInURLs: one that is not escaped is refused, and no part of it is
// said.
func TestPasswordsInURLs(t *testing.T) {
	texts := []string{"mosquitto_sub -L mqtt://ha:12/34@b13.example/t", "mosquitto_sub -L 'mqtt://ha:12/34@b13.example:1883/t'"}
	for _, file := range []string{"url-slash-in-password.txt", "url-question-in-password.txt", "websocket-url-slash-in-password.txt"} {
		texts = append(texts, string(sample(t, file)))
	}
	for _, text := range texts {
		all, err := Parse([]byte(text))
		if err == nil || strings.Contains(err.Error(), "12") || strings.Contains(err.Error(), "34") {
			t.Errorf("%q: %+v, %v", text, all, err)
		}
	}
}
