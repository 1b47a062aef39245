package importing

import (
	"slices"
	"strings"
	"testing"

	"mangrove/broker/profiles"
)

// TestWhatSharedFilesDoNotDecide: a file of somebody else opens nothing, connects
// nothing, and asks for nothing that there is not.
func TestWhatSharedFilesDoNotDecide(t *testing.T) {
	c := one(t, `{"version": 2, "profiles": [{"name": "a", "address": {"scheme": "MQTTS", "host": "h", "port": 8883}, "autoConnect": true,
		"tls": {"ca": "/dev/zero", "certificate": "../x", "key": "/tmp/pipe", "pkcs12": "/dev/tty", "skipVerify": true, "outdated": true},
		"proxy": {"kind": "http", "host": "evil.example"}, "kept": ["", "password", "lunch"]}]}`)
	p, notes := c.Profile, strings.Join(c.Notes, "\n")
	if p.AutoConnect || p.TLS.CA+p.TLS.Certificate+p.TLS.Key+p.TLS.PKCS12 != "" || p.Address.Scheme != "mqtts" {
		t.Errorf("got %+v", p)
	}
	slices.Sort(p.Kept)
	if want := []string{profiles.SecretPKCS12, profiles.SecretPassword, profiles.SecretKey}; !slices.Equal(p.Kept, want) {
		t.Errorf("it asks for %q, want %q", p.Kept, want)
	}
	for _, says := range []string{
		"does not connect when the program starts", "path of the authority's certificate", "path of the client certificate", "path of the private key",
		"path of the PKCS#12 file", "not verified", "outdated TLS", "the proxy evil.example", `"lunch" is not known`,
	} {
		if !strings.Contains(notes, says) {
			t.Errorf("nothing says %q:\n%s", says, notes)
		}
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
			if tls := c.Profile.TLS; tls.CA+tls.Certificate+tls.Key != "" || strings.Count(strings.Join(c.Notes, " "), "on another computer") != 3 {
				t.Errorf("got %+v, notes %q", tls, c.Notes)
			}
		})
	}
	if c := one(t, "mosquitto_sub -h h --cafile /etc/ca.pem -t a"); c.Profile.TLS.CA != "/etc/ca.pem" {
		t.Errorf("a path of this computer: %+v", c.Profile.TLS)
	}
}
