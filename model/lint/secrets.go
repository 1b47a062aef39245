package lint

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/tidwall/gjson"
)

// secretEnds are what names of secrets end in, in small letters and without what stands between
// their words.
var secretEnds = []string{
	"password", "passwd", "passwort", "pwd", "pswd", "passphrase", "passcode", "pincode", "psk", "secret", "token", "credential", "credentials",
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

const (
	urlPassword   = "URL password"
	deepestSecret = 8       // levels of JSON that one is looked for in
	longestName   = 100     // bytes of the name of one
	longestSecret = 1 << 10 // bytes of one that is all of a payload
	shortestPIN   = 4       // bytes of one that is all of a payload
	shortestKey   = 8       // bytes of a key that is an array of numbers
)

// secretIn is the name of what holds a secret in a payload, empty when nothing does.
func secretIn(payload []byte, k kind) string {
	if len(payload) > largestText || len(payload) < 8 {
		return ""
	}
	if bytes.Contains(payload, []byte("PRIVATE KEY-----")) {
		return "private key"
	}
	b := bytes.TrimSpace(payload)
	switch k {
	case object, array, broken:
		return secretMember(gjson.ParseBytes(b), 0)
	case lines:
		for line := range bytes.Lines(b) {
			if found := secretMember(gjson.ParseBytes(line), 0); found != "" {
				return found
			}
		}
	case text:
		if bytes.Contains(b, []byte("://")) && hasURLPassword(string(b)) {
			return urlPassword
		}
	case number, binary:
	}
	return ""
}

func secretMember(in gjson.Result, depth int) (found string) {
	if depth > deepestSecret || !in.IsObject() && !in.IsArray() {
		return ""
	}
	in.ForEach(func(name, v gjson.Result) bool {
		named := in.IsObject() && len(name.Str) <= longestName && (v.Type == gjson.String || v.IsArray()) && IsSecretName(name.Str)
		switch {
		case named && (v.Type == gjson.String && isSecret(name.Str, v.Str) || isKey(v)):
			found = name.Str
		case v.Type == gjson.String && hasURLPassword(v.Str):
			found = urlPassword
		default:
			found = secretMember(v, depth+1)
		}
		return found == ""
	})
	return found
}

// isKey reports whether a value is the bytes of a key as numbers, and no zeros in their place.
func isKey(v gjson.Result) bool {
	if !v.IsArray() {
		return false
	}
	n, differ, all := 0, false, true
	first := 0.0
	v.ForEach(func(_, b gjson.Result) bool {
		all = b.Type == gjson.Number && b.Num >= 0 && b.Num <= 255 && b.Num == float64(int(b.Num))
		if n++; n == 1 {
			first = b.Num
		}
		differ = differ || b.Num != first
		return all
	})
	return all && differ && n >= shortestKey
}

// hasURLPassword reports whether a text has a URL with a password in it: scheme://user:pass@host.
func hasURLPassword(s string) bool {
	for {
		_, rest, found := strings.Cut(s, "://")
		if !found {
			return false
		}
		s = rest
		if end := strings.IndexAny(rest, "/?#\"'`<> \t\r\n\\"); end >= 0 {
			rest = rest[:end]
		}
		if at := strings.LastIndexByte(rest, '@'); at > 0 {
			if _, password, _ := strings.Cut(rest[:at], ":"); isSecret("", password) {
				return true
			}
		}
	}
}

// opaque are names that sound like a secret's and are none: The Things Network's is of use to
// nobody but the network.
var opaque = []string{"uplink_token"}

// isSecret reports whether a text can be one: no marks in its place, and no template.
func isSecret(name, s string) bool {
	return !slices.Contains(opaque, strings.ToLower(name)) && strings.Trim(s, "*xX•.-_ ") != "" && !strings.Contains(s, "{{")
}

// said are words in the place of a secret that tell whether there is one.
var said = []string{"true", "false", "none", "null", "unknown", "error", "invalid", "wrong", "unset", "changed", "enabled", "disabled", "empty"}

// isPlainSecret reports whether all of a payload can be the secret that its topic names. A number
// that may have been measured is none: pass counts, and pw may be a power.
func isPlainSecret(name string, payload []byte, k kind) bool {
	s := strings.Trim(strings.TrimSpace(string(payload)), `"`)
	if len(s) < shortestPIN || len(s) > longestSecret || slices.Contains(said, strings.ToLower(s)) {
		return false
	}
	if k == number {
		words := wordsOf(name)
		end := strings.TrimRight(words[len(words)-1], "0123456789")
		return !strings.ContainsAny(s, ".eE") && end != "pass" && end != "pw"
	}
	return k == text && isSecret(name, s)
}
