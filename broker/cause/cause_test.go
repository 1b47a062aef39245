package cause_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/template"
	"mangrove/model/value"
)

var at = broker.Address{Scheme: "mqtts", Host: "broker.example", Port: 8883}

// kept is what a file gives back of a cause.
func kept(t *testing.T, c *cause.Cause) *cause.Cause {
	t.Helper()
	text, err := json.Marshal(c)
	back := new(cause.Cause)
	if err := errors.Join(err, json.Unmarshal(text, back)); err != nil {
		t.Fatal(err)
	}
	return back
}

// TestWhatIsKeptSaysTheSame: the sentence for an error is the one for its cause out of a file.
func TestWhatIsKeptSaysTheSame(t *testing.T) {
	for _, err := range []error{
		broker.ErrNotConnected, broker.ErrClosed, broker.ErrReadOnly, broker.ErrUnconfirmed, broker.ErrLost, broker.ErrSilent, broker.ErrHungUp,
		broker.ErrNoAnswer, broker.ErrSpeaksTLS, broker.ErrNotTLS, broker.ErrTLSClosed, broker.ErrSpeaksHTTP, broker.ErrNotMQTT, broker.ErrNotWebSocket,
		broker.ErrMalformed, broker.ErrPacketTooBig, broker.ErrNoVersion, broker.ErrAuth, broker.ErrProxy, broker.ErrBeyondLimits, broker.ErrInvalid,
		broker.ErrUnsupported, context.DeadlineExceeded, context.Canceled, request.ErrManyDevices, request.ErrNoFilter,
		fmt.Errorf("dial: %w", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}), syscall.EHOSTUNREACH, syscall.ENETUNREACH,
		syscall.ETIMEDOUT, &net.DNSError{IsNotFound: true}, &net.DNSError{Err: "server misbehaving"},
		errors.Join(broker.ErrHungUp, broker.ErrWithWill), &broker.Pending{Err: broker.ErrUnconfirmed}, &broker.SubscribeError{Filters: []string{"a/#", "b"}, Err: broker.ErrLost},
		&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")},
		&tls.CertificateVerificationError{Err: errors.New("x509: certificate relies on something odd")},
		&broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x87, Subject: "plant/1", Reason: "not for you"},
		&broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: 5},
		&broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x9C, Reference: "other.example"},
		&broker.Unanswered{Packet: "PUBLISH", Subjects: []string{"plant/1"}, After: 30 * time.Second},
		&broker.Unfit{Err: broker.ErrBeyondLimits, Code: broker.MessageTooLarge, Number: 300, Limit: 200},
		&broker.Unfit{Err: broker.ErrUnsupported, Code: broker.PropertiesNeedV5, Version: broker.V311},
		&broker.Unfit{Err: broker.ErrInvalid, Code: broker.TextNotUTF8, Text: broker.PropertyText, Name: "unit", LastWill: true},
		&broker.Found{Kind: broker.ErrNotMQTT, Code: broker.BeginsWith, Text: "SSH-2.0"},
		&broker.Found{Kind: broker.ErrOutdated, Code: broker.OldTLS, Names: []string{"TLS 1.0"}},
		&broker.Found{Kind: broker.ErrSilent, Code: broker.SilentFor, After: 90 * time.Second},
		&request.NoAnswer{Filter: "plant/+/reply", Within: 5 * time.Second, Others: 2},
		&request.NoAnswer{Filter: "a", Within: time.Second, Acknowledged: broker.Acknowledgement{Code: 0x10}},
		&draft.Error{Field: draft.Payload, Err: &template.Error{Code: template.NoVariable, Line: 2, Column: 7, Found: "site"}},
		&draft.Error{Field: draft.Topic, Err: &template.Error{Code: template.NoTopic, Found: "a/b", Err: draft.ErrNoMessage}},
		&draft.Error{Field: draft.Payload, Err: &template.Error{Code: template.TooLarge, Most: 1000}},
		&draft.Error{Field: draft.Topic, Err: model.ErrWildcard}, &draft.Error{Field: draft.Payload, Err: draft.ErrClears},
		&draft.Error{Field: draft.Payload, Err: &value.Fault{Code: value.CutOff, Offset: 12}},
		errors.New("something that nobody knows"),
	} {
		want := explain.Error(err, at)
		if got := explain.Error(kept(t, cause.Of(err)).Err(), at); got != want {
			t.Errorf("%v: kept, it says %q, not %q", err, got, want)
		}
		if c := cause.Unpack(cause.Of(err).Packed()); explain.Error(c.Err(), at) != want {
			t.Errorf("%v: packed, it is %+v", err, c)
		}
	}
}

// TestCertificateThatIsNotTrusted: what package x509 found is kept, in its words.
func TestCertificateThatIsNotTrusted(t *testing.T) {
	c := kept(t, cause.Of(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}))
	if got := explain.Error(c.Err(), at); c.Code != cause.Certificate || !strings.Contains(got, "broker.example:8883") || !strings.Contains(got, "unknown authority") {
		t.Errorf("%+v says %q", c, got)
	}
}

// TestCauseWithoutAnError has words of its own; one of a newer program says what it can.
func TestCauseWithoutAnError(t *testing.T) {
	for want, c := range map[string]*cause.Cause{
		"No device was connected before the time ran out.":                                                           {Code: cause.NoDevice},
		"The content type cannot be made with the value of a secret variable, which is not shown. Check that value.": {Code: cause.SecretValue, Part: string(draft.ContentType)},
		"From tomorrow.": {Code: "from tomorrow"},
		"It rained.":     {Code: "from tomorrow", Said: "it rained"},
	} {
		if got := explain.Error(c.Err(), at); got != want {
			t.Errorf("%+v says %q", c, got)
		}
	}
	var none *cause.Cause
	if cause.Of(nil) != nil || none.Err() != nil || none.With(strings.ToUpper) != nil || none.Bound(1) != nil || cause.Unpack("PUBACK 0x87") != nil {
		t.Error("nothing is something")
	}
}

// TestTextsOfACause can be hidden and are cut where they are too long, all but the codes.
func TestTextsOfACause(t *testing.T) {
	secret := cause.Of(&draft.Error{Field: draft.Payload, Err: &template.Error{Code: template.Failed, Detail: "hunter2 is no number"}})
	hidden := secret.With(func(s string) string { return strings.ReplaceAll(s, "hunter2", "…") })
	if strings.Contains(hidden.Packed(), "hunter2") || !strings.Contains(secret.Packed(), "hunter2") || hidden.Inner.Kind != string(template.Failed) {
		t.Errorf("%s, of %s", hidden.Packed(), secret.Packed())
	}
	long := (&cause.Cause{Code: cause.Unanswered, Said: strings.Repeat("é", 100), Names: []string{strings.Repeat("a", 8), "bbb", "c"}}).Bound(9)
	if long.Said != "éééé…" || len(long.Names) != 2 || long.Names[1] != "…" {
		t.Errorf("%+v", long)
	}
}
