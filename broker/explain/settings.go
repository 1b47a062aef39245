package explain

import "mangrove/broker/profiles/finding"

// settingWords are for the settings of a connection: what they lack, and what they allow.
var settingWords = map[finding.Code]string{
	finding.NoHost:            "the connection has no host; type the broker's name or address",
	finding.HostUnusable:      "the host of the connection cannot be used: {cause}",
	finding.ManySubscriptions: "the connection has {count} subscriptions, and the limit is {limit}; remove some, or subscribe with + and #",
	finding.NoProxyKind:       "{quoted} is not a kind of proxy; choose http or socks5",
	finding.NoProxyHost:       "the proxy has no host; type its name, or choose no proxy",
	finding.ProxyUnusable:     "the proxy cannot be used: {cause}; its port and login go in their own fields",
	finding.NoQoS:             "{value} is not a QoS; use 0, 1, 2 or best",
	finding.EmptyFilter:       "a filter under Subscribe is empty; type one or remove it",
	finding.WrongFilter:       "the filter {safe} under Subscribe cannot be used: {cause}",
	finding.NoWillTopic:       "the last will under Session has no topic; type one or switch it off",

	finding.NoFilter:      "type a filter, such as plant/+/state",
	finding.UnknownFormat: "this Mangrove knows no format {quoted}; choose another one",
	finding.NoSchema:      "only containers of Avro can be read without a schema; choose an .avsc file for other payloads",
	finding.OtherSchema:   "{name} is a schema of {value}, not of the format that is chosen",

	finding.SkipsVerification: "The broker's certificate is not verified: anyone between you and the broker can read and change everything, including the password.",
	finding.AllowsOutdated:    "Outdated TLS is allowed: anyone between you and the broker may be able to read everything, including the password.",
	finding.SentOpenly:        "The {part 1} is sent without TLS and can be read on the way. Use mqtts or wss if the broker supports it.",
	finding.ProxyLoginOpen: "The user name and password of the proxy are sent without TLS, whatever the broker's protocol, and can be read on the way. " +
		"Use a login that opens nothing else.",
	finding.AllowsBroken:        "TLS 1.0 and 1.1 are broken. Choose 1.2 unless the broker supports nothing newer.",
	finding.ResumesWithoutID:    "A session can only be resumed with a fixed client id. Set one.",
	finding.WillUnset:           "The connection is read-only, so its last will is not set.",
	finding.CertificateNotYet:   "The client certificate is valid only from {value}. Check this computer's clock.",
	finding.CertificateExpired:  "The client certificate expired on {value}, so the broker will refuse it. Get a new one.",
	finding.CertificateExpiring: "The client certificate expires on {value}. Get a new one before then.",
}

// partWords are the words for values, as parts of a sentence.
var partWords = map[finding.Code]string{
	finding.PartUsername:       "user name",
	finding.PartPassword:       "password",
	finding.PartAuthData:       "authentication data",
	finding.PartUserProperties: "user properties marked as secret",
	finding.PartWillPayload:    "payload of the last will",
	finding.PartHeaders:        "headers",
	finding.PartQuery:          "query of the address",

	finding.ThroughProxy:  "through the proxy {value}",
	finding.WithWill:      "with a last will to the topic {value}",
	finding.Unverified:    "without checking the certificate",
	finding.WithOutdated:  "with outdated TLS",
	finding.WithName:      "with a certificate of {value}",
	finding.WithAuthority: "with a certificate of the authority {value}",

	finding.SwitchedOn:  "on",
	finding.SwitchedOff: "off",

	finding.OfConnections: "connections",
	finding.OfSecrets:     "secrets",

	finding.TheFile:    "the file {value}",
	finding.PastedText: "the pasted text",
	finding.TheArchive: "the archive",

	finding.Certificate:          "a certificate",
	finding.AuthorityCertificate: "a certificate of an authority",
	finding.ClientCertificate:    "a client certificate",
	finding.CertificateRequest:   "a certificate request",
	finding.PrivateKey:           "a private key",
	finding.PublicKey:            "a public key",
	finding.Collection:           "a collection of certificates (PKCS#7)",
	finding.KeyArchive:           "an archive of a key and its certificate (PKCS#12)",

	finding.TheValue:    "The value of {value}",
	finding.ThePort:     "The port",
	finding.TheHost:     "The host",
	finding.TheUsername: "The user name",
	finding.ThePassword: "The password",
	finding.TheProxy:    "The proxy",

	finding.CommandOutput:   "the output of a command",
	finding.XargsInput:      "the input of xargs",
	finding.ShellExpression: "a part that only a shell can evaluate",
	finding.EndsWord:        "whether {value} belongs to it, which ends it in a shell unless it is in quotes",
	finding.LongText:        "a text that is too long",
	finding.BraceList:       "a list in braces",
	finding.Arithmetic:      "a sum",

	finding.ItsPort:     "port {value}",
	finding.ItsProtocol: "protocol {value}",
	finding.ItsPath:     "path {value}",

	finding.OfWill:         "will's {value}",
	finding.OfSubscription: "subscription's {value}",
	finding.WholeProfile:   "profile",
	finding.ForAuthority:   "authority's certificate",
	finding.ForCertificate: "client certificate",
	finding.ForKey:         "private key",
	finding.ForPKCS12:      "PKCS#12 file",

	finding.AnExcelOrZIP:    "an Excel or a .zip file",
	finding.AnExcelFile:     "an Excel file",
	finding.ADatabase:       "a database",
	finding.ACompressedFile: "a compressed file",
	finding.APDF:            "a PDF file",
	finding.APicture:        "a picture",
	finding.AProgram:        "a program",
}
