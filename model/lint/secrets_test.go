package lint

import "testing"

// TestNamesOfSecrets are told however their words are put together, and words that only look
// alike are none.
func TestNamesOfSecrets(t *testing.T) {
	for _, name := range []string{
		"password", "wifiPassword", "WIFI_PASSWORD", "WIFIPassword", "wifi-password", "wifipassword", "Password1", "password_2", "passwordHash",
		"wifi_pass", "pass", "wifiPass", "passphrase", "pin", "userPin", "pin_code", "accessToken", "token", "appkey", "AppSKey", "nwkskey",
		"NwkSKey", "network_key", "privateKey", "api-key", "apiKey", "X.authorization", "psk", "clientSecret", "credentials",
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
