package importing

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

// told is what the user is told of an error.
func told(err error) string { return explain.Error(err, broker.Address{}) }

// one parses what holds a single connection.
func one(t *testing.T, text string) Connection {
	t.Helper()
	all, err := Parse([]byte(text))
	if err != nil || len(all) != 1 {
		t.Fatalf("%d connections, %v", len(all), err)
	}
	return all[0]
}

func TestURLs(t *testing.T) {
	c := one(t, " wss://user:s3cr3t@host:8084/path\n")
	want := profiles.Profile{Address: broker.Address{Scheme: "wss", Host: "host", Port: 8084, Path: "/path"}, Username: "user"}
	if !reflect.DeepEqual(c.Profile, want) || c.Secrets[profiles.SecretPassword] != "s3cr3t" {
		t.Errorf("got %+v, %v", c.Profile, c.Secrets)
	}
	if c := one(t, "test.example"); c.Profile.Address.String() != "mqtt://test.example:1883" || c.Secrets != nil {
		t.Errorf("got %+v", c)
	}
}

func TestOurExport(t *testing.T) {
	content, err := profiles.Export([]profiles.Profile{{Name: "a", Kept: []string{profiles.SecretPassword}}, {Name: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := Parse(content)
	if err != nil || len(all) != 2 || all[1].Profile.Name != "b" || len(all[0].Notes) != 1 || len(all[1].Notes) != 0 {
		t.Errorf("got %+v, %v", all, err)
	}
}

func TestWhatCannotBeImported(t *testing.T) {
	for text, says := range map[string]string{
		"":                                      "nothing to import",
		" \n":                                   "nothing to import",
		"please connect to my broker":           "neither a URL",
		strings.Repeat("level/", 20_000):        "neither a URL",
		"{":                                     "damaged",
		"[{]":                                   "damaged",
		"[]":                                    "no connections",
		`{"a": 1}`:                              "choose one from",
		`[{"name": "x"}]`:                       "choose one from",
		`[7]`:                                   "choose one from",
		`{"version": 9, "profiles": []}`:        "newer",
		`{"ConnectionManager_connections": {}}`: "no connections",
		`{"ConnectionManager_connections": {"a": 7}}`: "no connections",
		"ftp://host":                                 "scheme",
		"mqtt://u:s3cr3t@h:port":                     "port",
		"mosquitto_sub -h 'host":                     "not closed",
		"man mosquitto_subscriptions":                "does not run one",
		"mosquitto_sub -h":                           "-h has no value",
		"mosquitto_sub -h h -P #s3cr3t":              "begins with # in quotes",
		"mosquitto_sub -p s3cr3t":                    "number from 0 to 65535",
		"mosquitto_sub -q 3":                         "-q",
		"mosquitto_sub -V 4":                         "mqttv5",
		"mosquitto_sub -L mqtt://u:12/s3cr3t@h/t":    "write -h",
		"mqtt://u:12/s3cr3t@h:1883":                  "%2F",
		"mqtt://u:12?s3cr3t@h:1883":                  "%3F",
		"ws://u:12#s3cr3t@h:9001/mqtt":               "%23",
		"mosquitto_sub -L ftp://u:s3cr3t@h":          "scheme",
		"mosquitto_sub --proxy http://h":             "socks5h",
		"mosquitto_sub --tls-version 1.2":            "tlsv1.2",
		"mosquitto_sub -D connect":                   "-D needs",
		"mosquitto_sub -D connect user-property a":   "name and a value",
		"mosquitto_sub -D connect receive-maximum x": "receive-maximum",
	} {
		_, err := Parse([]byte(text))
		if err == nil || !strings.Contains(told(err), says) {
			t.Errorf("%q: %v, want ... %s ...", text, err, says)
		}
	}
}

func TestMQTTExplorer(t *testing.T) {
	pem := "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"
	all, err := Parse([]byte(fmt.Sprintf(`{
	"Settings": {"theme": "dark"},
	"ConnectionManager_connections": {
	  "id-2": {"configVersion": 1, "certValidation": false, "clientId": "fixed", "id": "id-2", "name": "second", "encryption": true,
	    "password": "s3cr3t", "username": "user", "subscriptions": [{"topic": "#", "qos": 0}, {"topic": "a/+", "qos": 2}],
	    "type": "mqtt", "host": "cloud.example", "port": 8884, "protocol": "ws", "basePath": "mqtt/v1", "order": 2,
	    "selfSignedCertificate": {"name": "ca.pem", "data": %[1]q}, "clientCertificate": {"name": "c.pem", "data": %[1]q},
	    "clientKey": {"name": "k.pem", "data": %[1]q}},
	  "id-1": {"certValidation": true, "clientId": "mqtt-explorer-0a1b", "name": "first", "encryption": false, "order": 1,
	    "subscriptions": ["#", "$SYS/#", 7], "host": "h", "port": 1883, "protocol": "mqtt", "clientKey": {"name": "k", "data": "!"}}
	}}`, base64.StdEncoding.EncodeToString([]byte(pem)))))
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	first, second := all[0], all[1]
	want := profiles.Profile{
		Name: "first", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883},
		Subscriptions: []profiles.Subscription{{Filter: "#"}, {Filter: "$SYS/#"}},
	}
	if !reflect.DeepEqual(first.Profile, want) || len(first.Notes) != 3 || first.Secrets != nil {
		t.Errorf("got %+v", first)
	}
	want = profiles.Profile{
		Name: "second", Address: broker.Address{Scheme: "wss", Host: "cloud.example", Port: 8884, Path: "/mqtt/v1"},
		Username: "user", ClientID: "fixed", TLS: profiles.TLS{CA: pem, Certificate: pem, SkipVerify: true},
		Subscriptions: []profiles.Subscription{{Filter: "#"}, {Filter: "a/+", QoS: 2}},
	}
	secrets := map[string]string{profiles.SecretPassword: "s3cr3t", profiles.SecretKey: pem}
	if !reflect.DeepEqual(second.Profile, want) || !reflect.DeepEqual(second.Secrets, secrets) || len(second.Notes) != 0 || len(second.Weak()) != 1 {
		t.Errorf("got %+v", second)
	}
}

// TestMQTTX has the same connection as old and new versions write it.
func TestMQTTX(t *testing.T) {
	const old = `{"clientId": "mqttx_1", "name": "plant", "clean": false, "protocol": "mqtts", "host": "h", "port": 8883, "keepalive": 60,
	  "connectTimeout": 10, "reconnect": true, "username": "user", "password": "s3cr3t", "path": "/mqtt", "certType": "self", "ssl": true,
	  "mqttVersion": "5.0", "ca": "/etc/ca.pem", "cert": "/etc/c.pem", "key": "/etc/k.pem", "rejectUnauthorized": false,
	  "sessionExpiryInterval": 3600, "receiveMaximum": "20", "requestResponseInformation": true, "messages": [{"topic": "x"}],
	  "subscriptions": [{"topic": "a/#", "qos": 1, "color": "#fff"}],
	  "will": {"lastWillTopic": "w", "lastWillPayload": "gone", "lastWillQos": 1, "lastWillRetain": true, "properties": {
	    "willDelayInterval": 5, "payloadFormatIndicator": true, "messageExpiryInterval": 6, "contentType": "c", "responseTopic": "r",
	    "correlationData": "d", "userProperties": {"k": ["1", "2"]}}}}`
	const recent = `{"id": "1", "parentId": "f2", "isCollection": false, "clientId": "mqttx_1", "name": "plant", "clean": false,
	  "protocol": "mqtts", "host": "h", "port": 8883, "keepalive": 60, "connectTimeout": 10, "username": "user", "password": "s3cr3t",
	  "path": "/mqtt", "certType": "self", "ssl": true, "mqttVersion": "5.0", "ca": "/etc/ca.pem", "cert": "/etc/c.pem", "key": "/etc/k.pem",
	  "rejectUnauthorized": false, "ALPNProtocols": "[mqtt, x-amzn]", "properties": {"sessionExpiryInterval": 4294967295,
	    "receiveMaximum": 20, "maximumPacketSize": null, "requestResponseInformation": true, "userProperties": {"b": "2", "a": "1"},
	    "authenticationMethod": "m", "authenticationData": "d"},
	  "subscriptions": [{"topic": "a/#", "qos": 1, "nl": true, "rap": true, "rh": 2}, {"topic": "b", "qos": 0, "disabled": true}],
	  "will": {"lastWillTopic": "", "lastWillPayload": ""}}`
	base := profiles.Profile{
		Name: "plant", Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, Version: broker.V5, ClientID: "mqttx_1",
		Username: "user", KeepAlive: 60, ConnectTimeout: 10, Resume: true,
		TLS:     profiles.TLS{CA: "/etc/ca.pem", Certificate: "/etc/c.pem", Key: "/etc/k.pem", SkipVerify: true},
		Connect: profiles.Connect{ReceiveMaximum: 20, ResponseInformation: true},
	}
	want := base
	want.SessionExpiry = 3600
	want.Subscriptions = []profiles.Subscription{{Filter: "a/#", QoS: 1}}
	want.Will = &profiles.Will{
		Topic: "w", Payload: []byte("gone"), QoS: 1, Retain: true, Delay: 5, Expiry: 6, Text: true, ContentType: "c", ResponseTopic: "r",
		CorrelationData: []byte("d"), User: []broker.UserProperty{{Name: "k", Value: "1"}, {Name: "k", Value: "2"}},
	}
	if c := one(t, strings.Replace(old, `"keepalive": 60`, `"keepalive": 0`, 1)); c.Profile.KeepAlive != profiles.KeepAliveOff {
		t.Errorf("a keep alive of 0 is taken for %d", c.Profile.KeepAlive)
	}
	for _, text := range []string{old, "[" + old + "]"} {
		if c := one(t, text); !reflect.DeepEqual(c.Profile, want) || c.Secrets[profiles.SecretPassword] != "s3cr3t" || len(c.Notes) != 0 {
			t.Errorf("old: got %+v", c)
		}
	}
	want = base
	want.Folder, want.SessionExpiry, want.AuthMethod = "site/hall", profiles.Forever, "m"
	want.TLS.ALPN = []string{"mqtt", "x-amzn"}
	want.Connect.User = []broker.UserProperty{{Name: "b", Value: "2"}, {Name: "a", Value: "1"}} // in the order of the file
	want.Subscriptions = []profiles.Subscription{{Filter: "a/#", QoS: 1, NoLocal: true, RetainAsPublished: true, RetainHandling: 2}}
	c := one(t, `[{"isCollection": true, "id": "f2", "name": "hall", "parentId": "f1"},
	  {"isCollection": true, "id": "f1", "name": "site", "parentId": null}, `+recent+`]`)
	if !reflect.DeepEqual(c.Profile, want) || c.Secrets[profiles.SecretAuthData] != "d" || len(c.Notes) != 1 {
		t.Errorf("recent: got %+v", c)
	}
}

func TestMQTTXFoldersThatGoRound(t *testing.T) {
	c := one(t, `[{"isCollection": true, "id": "a", "name": "A", "parentId": "b"}, {"isCollection": true, "id": "b", "name": "B", "parentId": "a"},
	  {"name": "x", "host": "h", "parentId": "a", "mqttVersion": "6", "ssl": true, "key": "-----BEGIN PRIVATE KEY-----", "certType": "self"}]`)
	if c.Profile.Folder != "B/A" || c.Profile.Address.String() != "mqtts://h:8883" || len(c.Notes) != 1 || c.Secrets[profiles.SecretKey] == "" {
		t.Errorf("got %+v", c)
	}
}

// TestHostsInBrackets: both programs put an address together as text, so an IPv6
// host has brackets in their files.
func TestHostsInBrackets(t *testing.T) {
	for _, text := range []string{
		`[{"name": "x", "host": "[::1]", "port": 1883, "protocol": "mqtt"}]`,
		`{"ConnectionManager_connections": {"a": {"name": "x", "host": "[::1]", "port": 1883, "protocol": "mqtt"}}}`,
	} {
		if c := one(t, text); c.Profile.Address.HostPort() != "[::1]:1883" {
			t.Errorf("%s: %s", text, c.Profile.Address.HostPort())
		}
	}
}
