package importing

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/broker/profiles"
)

// TestNoPieceOfAPasswordElsewhere: one that is written amid a URL or behind its
// option is no host, no filter and no part of a note.
func TestNoPieceOfAPasswordElsewhere(t *testing.T) {
	for name, text := range map[string]string{
		"slash":                "mosquitto_sub -L mqtt://u:s3cr3t/s3cr3t@b.example/t",
		"at and slash":         "mosquitto_sub -L mqtt://u:p@s3cr3t/s3cr3t@b.example/t",
		"slash in the user":    "mosquitto_sub -L mqtt://u/er:s3cr3t@b.example/t",
		"question mark":        "mosquitto_sub -L mqtt://u:p@s3cr3t?s3cr3t@b.example/t",
		"in the host":          "mosquitto_sub -h u:p@s3cr3t/s3cr3t@b.example -t a",
		"behind its option":    "mosquitto_sub -h b.example -u u -Ps3cr3t -t a",
		"behind a long dash":   "mosquitto_sub -h b.example -u u —Ps3cr3t -t a",
		"with an equals sign":  "mosquitto_sub -h b.example -u u --pw=s3cr3t -t a",
		"with a wrong option":  "mosquitto_sub -h b.example -u u --password s3cr3t -t a",
		"file of another":      `{"ConnectionManager_connections":{"a":{"name":"a","host":"u:p@s3cr3t/s3cr3t@b.example","protocol":"mqtt","port":1883}}}`,
		"address in a profile": `{"version":1,"profiles":[{"name":"a","address":{"scheme":"mqtt","host":"u:s3cr3t/s3cr3t@b.example","port":1}}]}`,
	} {
		all, err := Parse([]byte(text))
		said := fmt.Sprint(err)
		for _, c := range all {
			c.Secrets = nil
			said += fmt.Sprintf("%+v", c)
		}
		if strings.Contains(said, "s3cr3t") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestLogins has what becomes of user names and passwords, wherever they are.
func TestLogins(t *testing.T) {
	explorer := func(fields string) string {
		return `{"ConnectionManager_connections":{"a":{"name":"a","protocol":"mqtt","port":1883,` + fields + `}}}`
	}
	for text, want := range map[string]string{
		"mqtt://u@b.example":                                                "u  false",
		"mqtt://u:@b.example":                                               "u  true",
		"mqtt://u:p@b.example":                                              "u p false",
		"mosquitto_sub -h u:@b":                                             "u  true",
		"mosquitto_sub -h mqtt://u:p@b -P q":                                "u q false",
		"mosquitto_sub -h b -u u -P p -P ''":                                "u  true",
		"mosquitto_sub -h b -u u -P '' -P p":                                "u p false",
		"mosquitto_sub -L mqtt://u:p@b/t/a":                                 "u p false",
		"mosquitto_sub -L mqtt://u:p@b/t -P ''":                             "u  true",
		"mosquitto_sub -L mqtt://b/devices/me@home":                         "  false",
		explorer(`"host":"u:@b.example"`):                                   "u  true",
		explorer(`"host":"u:@b.example","password":"p"`):                    "u p false",
		`[{"host":"u:@b.example","port":1,"clientId":"","password":"p"}]`:   "u p false",
		`[{"host":"b.example","port":1,"username":"u","password":""}]`:      "u  false",
		`[{"host":"mqtt://x:y@b.example","port":1,"username":"u"}]`:         "u  false",
		`[{"host":"x:y@b.example","port":1,"username":"u","password":"p"}]`: "u p false",
	} {
		all, err := Parse([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		p := all[0].Profile
		if got := fmt.Sprint(p.Username, " ", all[0].Secrets[profiles.SecretPassword], " ", p.EmptyPassword); got != want {
			t.Errorf("%s: the login is %q, want %q", text, got, want)
		}
	}
}

// TestKeepAlive: what cannot be read does not switch it off.
func TestKeepAlive(t *testing.T) {
	for text, want := range map[string]int{
		"0": profiles.KeepAliveOff, `"0"`: profiles.KeepAliveOff, "60": 60, `"60"`: 60, "null": 0, `""`: 0, `" "`: 0, `"often"`: 0, "-5": 0, "70000": 0, "{}": 0,
	} {
		all, err := Parse([]byte(`[{"host":"b","port":1,"keepalive":` + text + `}]`))
		if err != nil {
			t.Fatal(err)
		}
		if got := all[0].Profile.KeepAlive; got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

// TestSchemesInCapitals are the same schemes.
func TestSchemesInCapitals(t *testing.T) {
	for _, scheme := range []string{"mqtt", "mqtts", "ws", "wss"} {
		for _, format := range []string{"mosquitto_sub -L %s://b.example:7/t", "mosquitto_sub -h %s://b.example:7", "%s://b.example:7"} {
			small, err := Parse(fmt.Appendf(nil, format, scheme))
			if err != nil {
				t.Fatal(err)
			}
			large, err := Parse(fmt.Appendf(nil, format, strings.ToUpper(scheme)))
			if err != nil {
				t.Fatal(err)
			}
			if a, b := small[0].Profile.Address, large[0].Profile.Address; a != b || a.Scheme != scheme {
				t.Errorf(format+": %s and %s", scheme, a, b)
			}
		}
	}
}
