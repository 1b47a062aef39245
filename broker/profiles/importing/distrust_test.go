package importing

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"mangrove/broker/explain"
	"mangrove/broker/profiles"
)

// TestWhatSharedFilesDoNotDecide: a file of somebody else opens nothing, connects
// nothing, and asks for nothing that there is not.
func TestWhatSharedFilesDoNotDecide(t *testing.T) {
	c := one(t, `{"version": 2, "profiles": [{"name": "a", "address": {"scheme": "MQTTS", "host": "h", "port": 8883}, "autoConnect": true,
		"tls": {"ca": "/dev/zero", "certificate": "../x", "key": "/tmp/pipe", "pkcs12": "/dev/tty", "skipVerify": true, "outdated": true},
		"proxy": {"kind": "http", "host": "evil.example"}, "headers": ["X-Key"], "connect": {"user": [{"name": "token", "value": ""}], "secret": ["token"]},
		"kept": ["", "password", "lunch", "header X-Key", "header X-Other", "user property token", "user property PIN of your bank"]}]}`)
	p, notes := c.Profile, strings.Join(explain.Notes(c.Notes), "\n")
	if p.AutoConnect || p.TLS.CA+p.TLS.Certificate+p.TLS.Key+p.TLS.PKCS12 != "" || p.Address.Scheme != "mqtts" {
		t.Errorf("got %+v", p)
	}
	slices.Sort(p.Kept)
	if want := []string{profiles.SecretPKCS12, "header X-Key", profiles.SecretPassword, profiles.SecretKey, "user property token"}; !slices.Equal(p.Kept, want) {
		t.Errorf("it asks for %q, want %q", p.Kept, want)
	}
	for _, says := range []string{
		"does not connect when Mangrove starts", "path of the authority's certificate", "path of the client certificate", "path of the private key",
		"path of the PKCS#12 file", `"lunch" is not part`, `"header X-Other" is not part`, `"user property PIN of your bank" is not part`,
	} {
		if !strings.Contains(notes, says) {
			t.Errorf("nothing says %q:\n%s", says, notes)
		}
	}
}

// TestWhatWeakensNeedsAYes: it is listed, and can be left out, whichever program
// wrote it.
func TestWhatWeakensNeedsAYes(t *testing.T) {
	for _, c := range []struct {
		name, text string
		says       []string // none: nothing to agree to
	}{
		{"nothing", `{"version": 2, "profiles": [{"name": "a", "address": {"scheme": "mqtts", "host": "h", "port": 8883}, "tls": {"serverName": "H", "minVersion": "1.3"}}]}`, nil},
		{"ours", `{"version": 2, "profiles": [{"name": "a", "address": {"scheme": "mqtts", "host": "h", "port": 8883},
			"tls": {"skipVerify": true, "outdated": true, "minVersion": "1.0", "serverName": "www.evil.example"}, "proxy": {"kind": "http", "host": "evil.example"}}]}`,
			[]string{"not verified", "Outdated TLS", "TLS 1.0", "certificate for www.evil.example", "proxy evil.example"}},
		{"ours, plain for now", `{"version": 2, "profiles": [{"name": "a", "address": {"scheme": "mqtt", "host": "h", "port": 1883}, "tls": {"skipVerify": true}}]}`, []string{"not verified"}},
		{"MQTTX", `[{"host": "h", "ssl": true, "rejectUnauthorized": false, "certType": "self", "ca": "/etc/ca.pem"}]`, []string{"not verified", "file /etc/ca.pem on this computer"}},
		{"a command", `mosquitto_sub -h h --cafile /etc/ca.pem --key /k.pem --cert /c.pem --insecure --tls-version tlsv1.1 --proxy socks5h://evil.example:9 -t a`,
			[]string{"not verified", "TLS 1.1", "proxy evil.example", "file /etc/ca.pem", "file /c.pem", "file /k.pem"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := one(t, c.text)
			weak := explain.Notes(got.Weak())
			if len(weak) != len(c.says) {
				t.Fatalf("it lists %q, want %q", weak, c.says)
			}
			for i, words := range c.says {
				if !strings.Contains(weak[i], words) {
					t.Errorf("it lists %q, want %q", weak[i], words)
				}
			}
			got.Strengthen()
			if left := got.Weak(); len(left) != 0 {
				t.Errorf("%q is still there", explain.Notes(left))
			}
			if strings.Count(strings.Join(explain.Notes(got.Notes), " "), "Left out: ") != len(c.says) {
				t.Errorf("it notes %q", explain.Notes(got.Notes))
			}
		})
	}
}

// TestFilesOnOtherComputers: only opening one tells them who the user is.
func TestFilesOnOtherComputers(t *testing.T) {
	for name, text := range map[string]string{
		"a command": `mosquitto_sub -h h --cafile '\\host\share\x' --cert //host/share/y --key '\\?\UNC\host\z' -t a`,
		"MQTTX":     `[{"host": "h", "ssl": true, "certType": "self", "ca": "\\\\host\\share\\x", "cert": "//host/share/y", "key": "\\\\.\\pipe\\z"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			c := one(t, text)
			if tls := c.Profile.TLS; tls.CA+tls.Certificate+tls.Key != "" || strings.Count(strings.Join(explain.Notes(c.Notes), " "), "on another computer") != 3 {
				t.Errorf("got %+v, notes %q", tls, explain.Notes(c.Notes))
			}
		})
	}
	if c := one(t, "mosquitto_sub -h h --cafile /etc/ca.pem -t a"); c.Profile.TLS.CA != "/etc/ca.pem" {
		t.Errorf("a path of this computer: %+v", c.Profile.TLS)
	}
}

// TestFilesOfNothing: a file is not to take thirty times its size in memory.
func TestFilesOfNothing(t *testing.T) {
	text := `{"version":1,"profiles":[{"address":{"scheme":"mqtt","host":"h","port":1},"subscriptions":[{}` + strings.Repeat(",{}", 1_000_000) + `]}]}`
	if all, err := Parse([]byte(text)); !errors.Is(err, errTooMany) {
		t.Errorf("%d connections, %v", len(all), err)
	}
}

// TestSchemasOfOthersAreNotOpened: of a format of payloads what it is comes along, the
// paths of its schema do not.
func TestSchemasOfOthersAreNotOpened(t *testing.T) {
	got := one(t, `{"version": 4, "profiles": [{"name": "a", "address": {"scheme": "mqtts", "host": "h", "port": 8883},
		"formats": [{"filter": "a/#", "as": ["protobuf"], "schema": ["/etc/other/a.proto"], "folders": ["/etc/other"], "message": "p.M"}, {"filter": "b", "view": "hex"}]}]}`)
	f := got.Profile.Formats
	if len(f) != 2 || f[0].Message != "p.M" || f[0].As[0] != "protobuf" || len(f[0].Schema)+len(f[0].Folders) != 0 || f[1].View != "hex" {
		t.Errorf("the formats are %+v", f)
	}
	if notes := strings.Join(explain.Notes(got.Notes), " "); strings.Count(notes, "The paths of schemas were left out") != 1 {
		t.Errorf("it notes %q", notes)
	}
}
