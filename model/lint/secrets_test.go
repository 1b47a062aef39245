package lint

import "testing"

// TestNamesOfSecrets are told however their words are put together, and words that only look
// alike are none.
func TestNamesOfSecrets(t *testing.T) {
	for _, name := range []string{
		"password", "wifiPassword", "WIFI_PASSWORD", "WIFIPassword", "wifi-password", "wifipassword", "Password1", "password_2", "passwordHash",
		"wifi_pass", "pass", "wifiPass", "passphrase", "pin", "userPin", "pin_code", "accessToken", "token", "appkey", "AppSKey", "nwkskey",
		"NwkSKey", "network_key", "privateKey", "api-key", "apiKey", "X.authorization", "psk", "clientSecret", "credentials", "pswd", "wifiPswd",
	} {
		if !IsSecretName(name) {
			t.Errorf("%q is none", name)
		}
	}
	for _, name := range []string{
		"", "_", "key", "keyboard", "lastKey", "monkey", "tokens", "bypass", "lowPass", "compass", "passed", "passenger", "pinned", "spin", "gpio_pin",
		"password_set", "temperature", "desk", "public_key", "value", "12", "hash",
	} {
		if IsSecretName(name) {
			t.Errorf("%q is one", name)
		}
	}
	for path, want := range map[string]bool{
		"token.value": true, "wifi/password": true, "cfg/password/a": true, `a\.psk`: true, "a:pin": true, "a.b.c": false, "": false, "home/keyboard": false,
	} {
		if IsSecretPath(path) != want {
			t.Errorf("%q: not %v", path, want)
		}
	}
}

// TestSecretsInTheOpen: as bytes in an array, as all of a payload, in a URL.
func TestSecretsInTheOpen(t *testing.T) {
	for line, want := range map[string]string{
		`a = {"config":{"advanced":{"network_key":[1,3,5,7,9,11,13,15,0,2,4,6,8,10,12,13]}}}`: "network_key",
		`a = {"network_key":[0,0,0,0,0,0,0,0]}`:                                               "",
		`a = {"network_key":[1,3,5]}`:                                                         "",
		`a = {"network_key":[1,3,5,7,9,11,13,1500]}`:                                          "",
		`a = {"values":[1,3,5,7,9,11,13,15]}`:                                                 "",
		"MBusino/settings/pswd = hunter2":                                                     "pswd",
		"cmnd/x/Password1 = hunter2":                                                          "Password1",
		"x/wifi_password/set = hunter2":                                                       "wifi_password",
		`x/token = "abcdef"`:                                                                  "token",
		"door/pin = 1234":                                                                     "pin",
		"MBusino/settings/pswd = ****":                                                        "",
		"x/password = false":                                                                  "",
		"x/password = ":                                                                       "",
		"meter/pw = 1234":                                                                     "",
		"test/pass = 1234":                                                                    "",
		"board/pin = 1":                                                                       "",
		"v3/uplink_token = abcdefgh":                                                          "",
		"x/passwords = hunter2":                                                               "",
		"cam/stream = rtsp://admin:hunter2@10.0.0.7:554/live":                                 urlPassword,
		`a = {"urls":["http://x/","mqtt:\/\/u:hunter2@broker"]}`:                              urlPassword,
		"a = see http://x/a:b@c and redis://:hunter2@cache":                                   urlPassword,
		"cam/stream = rtsp://admin:***@10.0.0.7/":                                             "",
		"a = http://user@host/ and mailto:x@y":                                                "",
		"a = http://{{user}}:{{password}}@host/":                                              "",
		`a = {"password":"hunter2","t":nan}`:                                                  "password",
		"a = {\"t\":1}\n{\"password\":\"hunter2\"}":                                           "password",
	} {
		l := New()
		sent(l, line)
		var got string
		for _, f := range l.Report(start).Findings {
			if f.Code == Secret {
				got += f.Found
			}
		}
		if got != want {
			t.Errorf("%s: %q, not %q", line, got, want)
		}
	}
}
