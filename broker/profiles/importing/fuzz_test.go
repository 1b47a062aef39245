package importing

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

// FuzzParse: whatever is pasted or in a file, it is read or refused, and what is
// read can be stored, and shared, and imported again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`mosquitto_sub -h "h" -D connect user-property a b`, `{"ConnectionManager_connections": {"a": {"host": "h"}}}`,
		`[{"host": "h", "will": {}}]`, "mqtt://h", "mosquitto_pub \\", "mosquitto_sub -L /",
	} {
		f.Add([]byte(seed))
	}
	samples(f, "*")
	for _, c := range commands {
		f.Add([]byte(c.line))
	}
	f.Fuzz(func(t *testing.T, content []byte) { checkAll(t, content) })
}

// FuzzExports begins with what programs export: the file of each is JSON.
func FuzzExports(f *testing.F) {
	samples(f, "*.json")
	ours, err := profiles.Export([]profiles.Profile{{
		Name: "shared", Address: broker.Address{Scheme: "wss", Host: "h", Port: 443, Path: "/mqtt"}, Username: "user", KeepAlive: 5,
		TLS: profiles.TLS{ServerName: "s", ALPN: []string{"mqtt"}, MinVersion: "1.3"}, Headers: []string{"X-Key"}, Version: broker.V5,
		Will: &profiles.Will{Topic: "t", Payload: []byte{0, 255}, QoS: 2}, Proxy: profiles.Proxy{Kind: "socks5", Host: "p", Port: 1},
		Subscriptions: []profiles.Subscription{{Filter: "a/+", QoS: 2, NoLocal: true}}, Kept: []string{profiles.SecretPassword},
	}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(ours)
	f.Add([]byte(`{"version": 1, "profiles": [{"name": 7, "address": {"scheme": "SSL", "port": "8883"}, "will": [1], "kept": ["", "x"], "autoConnect": 1}]}`))
	f.Add([]byte(`{"ConnectionManager_connections": {"a": {"configVersion": 1, "certValidation": false, "encryption": true, "protocol": "ws", ` +
		`"basePath": "ws?x=1", "host": "h", "port": 1, "username": "u", "password": "hidden-s3cr3t", "subscriptions": [{"topic": "#", "qos": 0}, "$SYS/#"]}}}`))
	f.Add([]byte(`[{"name": "a", "host": "h", "port": 1883, "path": "/mqtt", "protocol": "wss", "ssl": true, "certType": "self", "rejectUnauthorized": false, ` +
		`"ca": "ca.pem", "mqttVersion": "5.0", "will": {"lastWillTopic": "t", "lastWillPayload": "x", "lastWillQos": 1, "properties": {}}, ` +
		`"properties": {"userProperties": {"a": ["b", "c"]}}, "subscriptions": [{"topic": "a/#", "qos": 2, "nl": true, "rh": 1}]}]`))
	f.Fuzz(func(t *testing.T, content []byte) {
		if text, err := textIn(content); err == nil && looksLikeJSON.MatchString(text) {
			checkAll(t, content)
		}
	})
}

// FuzzShells reads a text as each shell would. What comes of it is no more than
// what a shell may make of a text, and every command has a name.
func FuzzShells(f *testing.F) {
	for _, text := range sameCommand {
		f.Add(text)
	}
	for _, c := range unsaid {
		f.Add(c.text)
	}
	samples(f, "*.txt")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			return
		}
		for name, read := range map[string]func(string) ([]invocation, error){
			"sh": readPosix, "cmd": (&windows{cmd: true}).read, "PowerShell": (&windows{powershell: true}).read, "either of Windows": (&windows{}).read,
		} {
			calls, err := read(text)
			if err != nil && calls != nil {
				t.Errorf("%s: commands and an error: %v", name, err)
			}
			made := 0
			for _, call := range calls {
				if len(call.args) == 0 {
					t.Errorf("%s: a command without a name", name)
				}
				for _, word := range call.args {
					made += len(word)
				}
			}
			if made > mostText+100*len(text) {
				t.Errorf("%s: %d bytes of %d", name, made, len(text))
			}
		}
	})
}

// samples adds the files of testdata with such names.
func samples(f *testing.F, pattern string) {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(paths) == 0 {
		f.Fatal("no samples", err)
	}
	for _, path := range paths {
		if content, err := os.ReadFile(path); err == nil {
			if strings.HasSuffix(pattern, ".txt") {
				f.Add(string(content))
			} else {
				f.Add(content)
			}
		}
	}
}

func checkAll(t *testing.T, content []byte) {
	t.Helper()
	if len(content) > 50_000 {
		return
	}
	all, err := Parse(content)
	if err != nil && told(err) == "" || err == nil && len(all) == 0 {
		t.Error("nothing, and no word why")
	}
	for _, c := range all {
		checkConnection(t, string(content), c)
	}
}

// checkConnection holds one against what must hold of each.
func checkConnection(t *testing.T, content string, c Connection) {
	t.Helper()
	p := c.Profile
	if p.Address.CheckScheme() != nil || p.Address.Host != "" && !isHost(p.Address.Host) || p.Address.Port < 0 || p.Address.Port > 65_535 {
		t.Errorf("address %+v", p.Address)
	}
	if p.AutoConnect || p.ID != "" {
		t.Error("it connects by itself, or has an identity")
	}
	for _, path := range []string{p.TLS.CA, p.TLS.Certificate, p.TLS.Key, p.TLS.PKCS12} {
		if profiles.IsRemotePath(path) {
			t.Errorf("the path %q is one of another computer", path)
		}
	}
	for _, name := range slices.Concat(p.Kept, slices.Collect(maps.Keys(c.Secrets))) {
		if !profiles.KnownSecret(name) {
			t.Errorf("the secret %q is not known", name)
		}
	}
	for _, note := range explain.Notes(c.Notes) {
		if len(note) > 2000 {
			t.Errorf("a note of %d bytes", len(note))
		}
	}
	checkNothingSecret(t, content, c)
	checkShared(t, p)
}

// checkNothingSecret: what is a secret is nowhere else. One that the text has
// twice may well be another thing too.
func checkNothingSecret(t *testing.T, content string, c Connection) {
	t.Helper()
	written, err := json.Marshal(c.Profile)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range c.Secrets {
		if len(value) < 8 || strings.Count(content, value) != 1 {
			continue
		}
		if strings.Contains(string(written), value) || strings.Contains(strings.Join(explain.Notes(c.Notes), "\n"), value) {
			t.Errorf("the %s %q is written: %s, %q", name, value, written, explain.Notes(c.Notes))
		}
	}
}

// checkShared: what is shared and imported again is the same.
func checkShared(t *testing.T, p profiles.Profile) {
	t.Helper()
	p.TLS.CA, p.TLS.Certificate, p.TLS.Key, p.TLS.PKCS12 = "", "", "", ""
	p.Kept = nil
	p.Address.Query = "" // a secret, which is not shared
	shared, err := profiles.Export([]profiles.Profile{p})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(shared)
	if err != nil || len(again) != 1 {
		t.Fatalf("%v: %s", err, shared)
	}
	once, err := profiles.Export([]profiles.Profile{again[0].Profile})
	if err != nil {
		t.Fatal(err)
	}
	twice, err := Parse(once)
	if err != nil || len(twice) != 1 || !reflect.DeepEqual(again[0].Profile, twice[0].Profile) {
		t.Fatalf("%v\n%s\n%s", err, shared, once)
	}
	if p.Address.Host != "" && (again[0].Profile.Address != p.Address || !reflect.DeepEqual(again[0].Profile.Subscriptions, p.Subscriptions)) {
		t.Errorf("got  %+v\nwant %+v", again[0].Profile, p)
	}
}
