package explain_test

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles/finding"
	"mangrove/model"
)

// TestFaultsAreSaid holds sentences that are put together of several values and causes.
func TestFaultsAreSaid(t *testing.T) {
	file, archive := finding.Part{Code: finding.TheFile, Value: "a.pem"}, finding.Part{Code: finding.TheArchive}
	phrase, mismatch := &finding.Fault{Code: finding.WrongPassPhrase}, &finding.Fault{Code: finding.Mismatch}
	refused := &fs.PathError{Op: "open", Path: "/a/b", Err: syscall.EACCES}
	newer := &finding.Fault{Code: finding.NewerFile}
	for want, err := range map[string]error{
		"The file is too large: it is too large for such a file; choose another one.":                                                           fmt.Errorf("the file is too large: %w", &finding.Fault{Code: finding.TooLarge}),
		"The pass phrase is wrong: the private key in the file a.pem needs a pass phrase; type it under TLS.":                                   &finding.Fault{Code: finding.KeyLocked, Parts: []finding.Part{file}, Err: phrase},
		"The private key does not belong to the certificate chosen: the key in the archive belongs to another one; choose a matching pair.":     &finding.Fault{Code: finding.OtherCertificate, Parts: []finding.Part{archive}, Err: mismatch},
		"The private key does not belong to the certificate plant: the key in the file a.pem belongs to another one; choose a matching pair.":   &finding.Fault{Code: finding.OtherCertificate, Name: "plant", Parts: []finding.Part{file}, Err: mismatch},
		"The file a.pem holds a public key where a private key is expected; choose another file.":                                               &finding.Fault{Code: finding.AnotherKind, Parts: []finding.Part{file, {Code: finding.PublicKey}, {Code: finding.PrivateKey}}},
		"The file /a/b cannot be read; check its permissions: this user has no permission for it.":                                              &finding.Fault{Code: finding.NotReadable, Name: "/a/b", Err: refused},
		"The connections cannot be read; check the permissions of the file: this user has no permission for /a/b.":                              &finding.Fault{Code: finding.NotRead, Err: refused},
		"The draft was lost: the connections cannot be read; check the permissions of the file: this user has no permission for /a/b.":          fmt.Errorf("the draft was lost: %w", &finding.Fault{Code: finding.NotRead, Err: refused}),
		"The connections were written by a newer Mangrove; install that version to change them (in /a/b).":                                      &finding.Fault{Code: finding.InFile, Name: "/a/b", Err: newer},
		"The file of secrets is damaged at line 3 and was left unchanged; repair /a/b, or start the window, which moves it aside: odd.":         &finding.Fault{Code: finding.LeftDamaged, Name: "/a/b", Count: 3, Parts: finding.Parts(finding.OfSecrets, ""), Err: errors.New("odd")},
		"The file of connections is damaged and was left unchanged; repair /a/b, or start the window, which moves it aside: it has no version.": &finding.Fault{Code: finding.LeftDamaged, Name: "/a/b", Parts: finding.Parts(finding.OfConnections, ""), Err: &finding.Fault{Code: finding.NoVersion}},
		"No stored connection is called \" x\"; there are: a, b (mqtt://b), and 7 more.":                                                        &finding.Fault{Code: finding.NoneCalled, Name: " x", Parts: finding.Parts("", "a", "b (mqtt://b)"), Limit: 7},
		"A filter under Subscribe is empty; type one or remove it.":                                                                             &finding.Fault{Code: finding.EmptyFilter},
		"The filter \"a b \" under Subscribe cannot be used: the wildcard # must stand alone in the last level, as in a/#.":                     &finding.Fault{Code: finding.WrongFilter, Name: "a b ", Err: model.ErrHash},
		"The last will under Session has no topic; type one or switch it off.":                                                                  &finding.Fault{Code: finding.NoWillTopic},
		"The password of this connection is not stored on this computer; type it to connect.":                                                   &finding.Fault{Code: finding.SecretsMissing, Parts: finding.Parts(finding.SecretNamed, "password")},
		"These secrets of this connection are not stored on this computer: password, header X; type them to connect.":                           &finding.Fault{Code: finding.SecretsMissing, Parts: finding.Parts(finding.SecretNamed, "password", "header X")},
		"The proxy cannot be used: a host is a name; its port and login go in their own fields.":                                                &finding.Fault{Code: finding.ProxyUnusable, Err: errors.New("a host is a name")},
		"The file is damaged or incomplete; export it again: there is no {.":                                                                    &finding.Fault{Code: finding.ExportDamaged, Err: errors.Join(nil, &finding.Fault{Code: finding.NotBegun, Value: "{"})},
		"The value of -q cannot be used: it is not a number from 0 to 2.":                                                                       &finding.Fault{Code: finding.ValueUnusable, Name: "-q", Err: &finding.Fault{Code: finding.NoNumber, Limit: 2}},
		"The address has a placeholder: <host>, the output of a command; replace it with the actual value.":                                     &finding.Fault{Code: finding.Placeholder, Parts: []finding.Part{{Value: "<host>"}, {Code: finding.CommandOutput}}},
		"The secrets of this connection were given for other settings, but the connections file now says: mqtt://h:1883, with outdated TLS; connect with it in the window to confirm that they may be used there.": &finding.Fault{
			Code: finding.SecretsMoved, Others: []finding.Part{{Value: "mqtt://h:1883"}, {Code: finding.WithOutdated}},
		},
	} {
		if said := explain.Error(err, broker.Address{}); said != want {
			t.Errorf("it says\n%s\nnot\n%s", said, want)
		}
	}
}

// TestNotesAreSaid holds notes that are put together of several values.
func TestNotesAreSaid(t *testing.T) {
	for want, n := range map[string]finding.Note{
		"These are sent without TLS and can be read on the way: headers. Use mqtts or wss if the broker supports it.": {
			Code: finding.SentOpenly, Parts: finding.Parts(finding.PartHeaders, ""),
		},
		"These are sent without TLS and can be read on the way: user name, password, query of the address. Use mqtts or wss if the broker supports it.": {
			Code: finding.SentOpenly, Parts: []finding.Part{{Code: finding.PartUsername}, {Code: finding.PartPassword}, {Code: finding.PartQuery}},
		},
		"Another window changed the client id of Plant to x. The later change made here is kept.": {
			Code: finding.FieldReplaced, Name: "Plant", Parts: finding.Parts(finding.Field, "ClientID"), Others: finding.Parts("", "x"),
		},
		"Another window changed the read only of Plant to on. The later change made here is kept.": {
			Code: finding.FieldReplaced, Name: "Plant", Parts: finding.Parts(finding.Field, "ReadOnly"), Others: finding.Parts(finding.SwitchedOn, ""),
		},
		"Another window changed the last will of Plant. The later change made here is kept.": {
			Code: finding.FieldReplaced, Name: "Plant", Parts: finding.Parts(finding.Field, "Will"),
		},
		"The subscription to a#/b was left out: the wildcard # must stand alone in the last level, as in a/#.": {
			Code: finding.FilterUnusable, Name: "a#/b", Err: model.ErrHash,
		},
		"The value of -h is left empty, because the text does not say what it is: $HOST, whether & belongs to it, which ends it in a shell unless it is in quotes.": {
			Code: finding.Unsaid, Others: finding.Parts(finding.TheValue, "-h"), Parts: []finding.Part{{Value: "$HOST"}, {Code: finding.EndsWord, Value: "&"}},
		},
		"The message to a, b (-m, -r) is not part of a connection and was left out.": {
			Code: finding.MessageLeft, Parts: finding.Parts("", "a", "b"), Others: finding.Parts("", "-m", "-r"),
		},
		"The will's qos could not be read and was left out.":          {Code: finding.FieldUnread, Parts: finding.Parts(finding.OfWill, "qos")},
		"The profile could not be read and was left out.":             {Code: finding.FieldUnread, Parts: finding.Parts(finding.WholeProfile, "")},
		"Left out: \"Outdated TLS is allowed, which can be broken.\"": {Code: finding.WeaknessLeft, Err: &finding.Fault{Code: finding.WeakOutdated}},
	} {
		if said := explain.Note(n); said != want {
			t.Errorf("it says\n%s\nnot\n%s", said, want)
		}
	}
}
