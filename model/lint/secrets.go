package lint

import (
	"slices"
	"strings"
	"unicode"
)

// secretEnds are what names of secrets end in, in small letters and without what stands between
// their words.
var secretEnds = []string{
	"password", "passwd", "passwort", "pwd", "passphrase", "passcode", "pincode", "psk", "secret", "token", "credential", "credentials",
	"authorization", "connectionstring", "wifipass", "userpass", "mqttpass", "passkey", "apikey", "appkey", "appskey", "nwkkey", "nwkskey",
	"nwksenckey", "nwksintkey", "networkkey", "privatekey", "accesskey", "secretkey", "sharedkey", "authkey", "encryptionkey", "cryptkey",
	"aeskey", "linkkey", "masterkey", "sessionkey", "joinkey", "installkey", "licensekey", "licencekey", "accountkey", "devicekey",
	"securitykey", "signingkey", "wifikey", "wepkey", "wpakey", "bindkey", "rootkey", "keyringkey", "localkey", "clientkey", "serverkey",
}

// secretWords are names of secrets that other words end in, with the words before them that
// make something else of them.
var secretWords = map[string][]string{
	"pass": {"low", "high", "band", "all", "by", "first", "second", "single", "test"},
	"pin":  {"gpio", "io", "led", "relay", "data", "clock", "reset", "input", "output", "digital", "analog"},
	"pw":   nil,
	"jwt":  nil,
}

// forms are words behind the name of a secret that say how it is written.
var forms = []string{"value", "text", "string", "plain", "raw", "hash", "hashed", "hex", "base64", "b64", "md5", "sha1", "sha256"}

// IsSecretName reports whether what is called so is a secret: a member of JSON, or a level of
// a topic.
func IsSecretName(name string) bool {
	words := wordsOf(name)
	for len(words) > 1 && slices.Contains(forms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return false
	}
	last := len(words) - 1
	words[last] = strings.TrimRight(words[last], "0123456789")
	if last > 0 && words[last] == "" { // as in key_2
		last--
	}
	if but, is := secretWords[words[last]]; is && (last == 0 || !slices.Contains(but, words[last-1])) {
		return true
	}
	joined := strings.Join(words, "")
	return slices.ContainsFunc(secretEnds, func(end string) bool { return strings.HasSuffix(joined, end) })
}

// IsSecretPath reports whether a part of a path into a payload, or a level of a topic, is the
// name of a secret: what is below it is one, too.
func IsSecretPath(path string) bool {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return strings.ContainsRune(`./\:`, r) }) {
		if IsSecretName(part) {
			return true
		}
	}
	return false
}

// wordsOf are the words of a name in small letters: wifiPassword, WIFI_PASSWORD and
// "wifi password" are two.
func wordsOf(name string) (words []string) {
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			end()
		}
		word = append(word, r)
	}
	end()
	return words
}
