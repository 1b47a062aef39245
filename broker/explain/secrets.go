package explain

import (
	"strconv"
	"strings"

	"mangrove/broker/profiles/finding"
	"mangrove/model/wording"
)

// secretWords are for secrets and the key ring.
var secretWords = map[finding.Code]string{
	finding.SecretsMissing: "the {part 1} of this connection is not stored on this computer; type it to connect",
	finding.SecretsMoved: "the secrets of this connection were given for other settings, but the connections file now says: {others}; " +
		"connect with it in the window to confirm that they may be used there",
	finding.Changed:   "the connection has changed in the meantime; connect again",
	finding.NoKeyRing: "this computer has no key ring",
	finding.KeyRingClosed: "the key ring of this computer could not be opened, so passwords are asked for again; " +
		"to keep them, unlock it or set it up, and restart Mangrove: {cause}",
	finding.KeyRingForgets: "it did not return what was stored",
	finding.KeyRingFails:   "the key ring of this computer did not answer; unlock it and try again: {cause}",
	finding.KeyRingSilent:  "it is waiting to be unlocked, or hangs",
	finding.KeyRingBroke:   "the connection to it broke: {value}",
	finding.EntryDamaged:   "the key ring's entry for the {part 1} is damaged; type it again",
	finding.EntryTooLong:   "the {part 1} is too long for the key ring; choose a shorter one",
	finding.AnswerTooLong:  "the key ring of this computer returned a secret that is too long; type it again",
	finding.VaultKeyDamaged: "the key ring's entry for the connections' secrets is damaged; remove mangrove's entry secrets/key there " +
		"and restart the program",
	finding.SecretsNotSealed: "the secrets of the connections could not be kept; is the disk full? {cause}",
}

// Secret is what a secret of a connection is called in a sentence. The names that they are
// stored under are codes, though they read like words.
func Secret(name string) string {
	if words := secretNames[name]; words != "" {
		return words
	}
	for begin, words := range secretsOf {
		if of, is := strings.CutPrefix(name, begin); is {
			return wording.Fill(words, "name", of)
		}
	}
	return strconv.Quote(name)
}

var secretNames = map[string]string{
	"password":             "password",
	"pass phrase":          "pass phrase",
	"private key":          "private key",
	"PKCS#12 content":      "PKCS#12 content",
	"proxy password":       "proxy password",
	"query of the address": "query of the address",
	"authentication data":  "authentication data",
	"last will's payload":  "last will's payload",
}

// secretsOf are secrets that have a name of the user's behind what they are.
var secretsOf = map[string]string{
	"header ":                    "header {name}",
	"user property ":             "user property {name}",
	"last will's user property ": "last will's user property {name}",
}

// fieldName is what a field of a connection is called in a sentence, by its name in the
// type Profile.
func fieldName(name string) string {
	if words := fieldNames[name]; words != "" {
		return words
	}
	return strconv.Quote(name)
}

var fieldNames = map[string]string{
	"Name":                "name",
	"Color":               "colour",
	"Folder":              "folder",
	"Scheme":              "scheme",
	"Host":                "host",
	"Port":                "port",
	"Path":                "path",
	"Query":               "query",
	"Version":             "MQTT version",
	"ClientID":            "client id",
	"Username":            "user name",
	"EmptyPassword":       "empty password",
	"CA":                  "authority",
	"Certificate":         "certificate",
	"Key":                 "private key",
	"PKCS12":              "PKCS#12 file",
	"ServerName":          "server name",
	"ALPN":                "protocols of TLS",
	"MinVersion":          "oldest TLS",
	"SkipVerify":          "verification of the certificate",
	"Outdated":            "outdated",
	"Headers":             "headers",
	"Kind":                "kind",
	"KeepAlive":           "keep alive",
	"ConnectTimeout":      "connect timeout",
	"Resume":              "resume",
	"SessionExpiry":       "session expiry",
	"Will":                "last will",
	"Topic":               "topic",
	"Payload":             "payload",
	"QoS":                 "QoS",
	"Retain":              "retain",
	"Delay":               "delay",
	"Expiry":              "expiry",
	"Text":                "text",
	"ContentType":         "content type",
	"ResponseTopic":       "response topic",
	"CorrelationData":     "correlation data",
	"User":                "user properties",
	"Secret":              "secret",
	"SecretPayload":       "secret payload",
	"ReceiveMaximum":      "receive maximum",
	"MaximumPacket":       "maximum packet",
	"ResponseInformation": "response information",
	"AuthMethod":          "auth method",
	"Subscriptions":       "subscriptions",
	"Formats":             "formats of payloads",
	"AutoConnect":         "auto connect",
	"ReadOnly":            "read only",
	"MaxPacket":           "largest message",
}
