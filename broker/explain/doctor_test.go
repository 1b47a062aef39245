package explain_test

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

// at is where the doctor of these tests was.
var at = broker.Address{Scheme: "mqtt", Host: "broker.example", Port: 1883}

func TestSteps(t *testing.T) {
	for code, c := range map[doctor.Code]struct {
		found doctor.Finding
		want  string
	}{
		doctor.Problem:         {doctor.Finding{Err: broker.ErrClosed}, "This connection has been closed. Connect again."},
		doctor.TopicProblem:    {doctor.Finding{Err: broker.ErrClosed}, "This connection has been closed. Connect again. Choose another topic for the test messages."},
		doctor.NotTried:        {doctor.Finding{Failed: doctor.Trial{Kind: doctor.LastWill}}, "Not tried, because the previous step failed: Last will."},
		doctor.NotTriedEarlier: {doctor.Finding{Failed: doctor.Trial{Kind: doctor.Subscription, Filter: "a/#"}}, "Not tried, because an earlier step failed: Subscription a/#."},
		doctor.ProxyResolves:   {doctor.Finding{}, "The proxy resolves the name."},
		doctor.IsAddress:       {doctor.Finding{Host: "::1"}, "::1 is an IP address; there is no name to look up."},
		doctor.Resolves:        {doctor.Finding{Host: "bär", Asked: "xn--br-via", Found: []string{"192.0.2.1", "192.0.2.2"}}, "bär (xn--br-via) is 192.0.2.1, 192.0.2.2."},
		doctor.ResolvesNowhere: {doctor.Finding{Host: "h", Asked: "h", Found: []string{"::"}}, "h is ::. This is not a broker's address: name servers return it for names that they block, and it leads back to this computer. Ask the administrator of the name server."},
		doctor.ProxyConnects:   {doctor.Finding{Host: "proxy:3128"}, "The proxy proxy:3128 connects to broker.example:1883."},
		doctor.Accepts:         {doctor.Finding{Host: "192.0.2.1:1883"}, "192.0.2.1:1883 accepts connections."},
		doctor.Trusted:         {doctor.Finding{TLS: "TLS 1.3"}, "TLS 1.3 with a trusted certificate."},
		doctor.NotVerified:     {doctor.Finding{Err: broker.ErrClosed}, "The broker's certificate is not verified, so anyone could pose as the broker. Verification would fail. This connection has been closed. Connect again."},
		doctor.ValidUnverified: {doctor.Finding{}, "The broker's certificate is not verified, although it is valid. Turn verification on under TLS."},
		doctor.OutdatedTLS:     {doctor.Finding{Outdated: []string{"TLS 1.0"}}, "The broker uses outdated TLS (TLS 1.0), which can be broken, and the connection allows it. The broker should be updated."},
		doctor.ExpiresSoon:     {doctor.Finding{Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}, "The broker's certificate expires on 2026-12-01. It must be renewed on the broker before then."},
		doctor.Connected:       {doctor.Finding{Version: broker.V5}, "The broker accepts this client with MQTT 5."},
		doctor.Noted:           {doctor.Finding{Notes: []broker.Note{{Code: broker.NotKept}}}, "The broker does not keep the session after the connection ends."},
		doctor.WillAccepted:    {doctor.Finding{}, "The broker accepts a last will like this one. It was not set."},
		doctor.WillAboveQoS:    {doctor.Finding{QoS: 1, Wished: 2}, "The broker accepts messages up to QoS 1, so it refuses the last will at QoS 2. Choose a lower QoS for the last will."},
		doctor.WillRetained:    {doctor.Finding{}, "The broker keeps no retained messages, so it refuses the last will, which is retained. Switch off Retain for the last will."},
		doctor.Granted:         {doctor.Finding{Topic: "a/#", QoS: 1}, "The broker grants a/# at QoS 1."},
		doctor.GrantedLower:    {doctor.Finding{Topic: "a", QoS: 0, Wished: 1}, "The broker grants a at QoS 0 only, so messages may be lost on a bad connection. Ask its administrator if you need QoS 1."},
		doctor.TopicGranted:    {doctor.Finding{Topic: "a"}, "The broker grants a, the topic of the round trip."},
		doctor.TopicDenied:     {doctor.Finding{}, "Not tried, because the topic could not be subscribed to. Choose another topic, one that this login may read and write."},
		doctor.ReadOnly:        {doctor.Finding{}, "The connection is read-only, so nothing was published."},
		doctor.NotRequested:    {doctor.Finding{}, "Publishing was not requested, so no message was sent."},
		doctor.AboveQoS:        {doctor.Finding{QoS: 1}, "The broker accepts messages up to QoS 1 only."},
		doctor.CameBack:        {doctor.Finding{After: 1_234_567 * time.Nanosecond}, "A message came back after 1.23ms."},
		doctor.NotBack:         {doctor.Finding{Topic: "a"}, "The message to a did not come back in time: the broker may not let this login publish or read there. Ask for permission, or choose another topic."},
	} {
		c.found.Code = code
		if got := explain.Step(doctor.Step{Finding: c.found, Address: at}); got != c.want {
			t.Errorf("%s: %q, want %q", code, got, c.want)
		}
	}
	for _, code := range codestest.Of(t, "../doctor", "Code") {
		if got := explain.Step(doctor.Step{Finding: doctor.Finding{Code: doctor.Code(code), Err: broker.ErrClosed}}); got == code {
			t.Errorf("%s has no sentence", code)
		}
	}
}

func TestTrials(t *testing.T) {
	for trial, want := range map[doctor.Trial]string{
		{Kind: doctor.Name}: "Name", {Kind: doctor.Port}: "Port", {Kind: doctor.TLS}: "TLS", {Kind: doctor.MQTT}: "MQTT", {Kind: doctor.LastWill}: "Last will",
		{Kind: doctor.Subscription, Filter: "a/#"}: "Subscription a/#", {Kind: doctor.RoundTrip, QoS: 2}: "Round trip at QoS 2",
	} {
		if got := explain.Trial(trial); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, kind := range codestest.Of(t, "../doctor", "Kind") {
		if got := explain.Trial(doctor.Trial{Kind: doctor.Kind(kind)}); got == "" || got[:1] != strings.ToUpper(got[:1]) {
			t.Errorf("%s is called %q", kind, got)
		}
	}
	for state, want := range []string{"passed", "warned", "failed", "skipped"} {
		if got := explain.StepState(doctor.State(state)); got != want {
			t.Errorf("state %d is %q, want %q", state, got, want)
		}
	}
}

func TestDetails(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 12, d, 0, 0, 0, 0, time.UTC) }
	certificate := &x509.Certificate{DNSNames: []string{"a"}, IPAddresses: []net.IP{{127, 0, 0, 1}}, NotBefore: day(1), NotAfter: day(2)}
	certificate.Subject.CommonName, certificate.Issuer.CommonName = "broker", "authority"
	for code, c := range map[doctor.DetailCode]struct {
		detail doctor.Detail
		want   string
	}{
		doctor.Chain:           {doctor.Detail{Err: errors.New("dial: refused")}, "dial: refused"},
		doctor.OtherClientID:   {doctor.Detail{}, "connected with a different client id, so that the stored session is left alone"},
		doctor.ClientID:        {doctor.Detail{Text: "me"}, "client id me"},
		doctor.TLSUsed:         {doctor.Detail{Text: "TLS 1.3, TLS_AES_128_GCM_SHA256"}, "TLS 1.3, TLS_AES_128_GCM_SHA256"},
		doctor.ALPN:            {doctor.Detail{Text: "mqtt"}, "ALPN mqtt"},
		doctor.CertificateSeen: {doctor.Detail{Number: 1, Certificate: certificate}, "certificate 1: CN=broker, signed by CN=authority, valid from 2026-12-01 to 2026-12-02, for a, 127.0.0.1"},
		doctor.MaxQoS:          {doctor.Detail{Number: 1}, "it accepts messages up to QoS 1"},
		doctor.MaxPacket:       {doctor.Detail{Number: 2_000_000}, "it accepts packets up to 2000000 bytes"},
		doctor.ReceiveMaximum:  {doctor.Detail{Number: 5}, "it accepts 5 unacknowledged messages above QoS 0 at a time"},
		doctor.TopicAliases:    {doctor.Detail{Number: 5}, "it allows 5 topic aliases; none is used by itself"},
		doctor.NoRetain:        {doctor.Detail{}, "it keeps no retained messages"},
		doctor.NoWildcards:     {doctor.Detail{}, "it allows no wildcards in subscriptions"},
		doctor.NoShared:        {doctor.Detail{}, "it does not support shared subscriptions"},
		doctor.NoIdentifiers:   {doctor.Detail{}, "it does not support subscription identifiers; none are used"},
		doctor.KeepAliveOff:    {doctor.Detail{}, "keep alive off: a dead connection may go unnoticed"},
		doctor.KeepAlive:       {doctor.Detail{After: 9 * time.Second}, "keep alive 9s"},
		doctor.KeptForever:     {doctor.Detail{}, "it keeps the session forever"},
		doctor.KeptFor:         {doctor.Detail{After: time.Hour}, "it keeps the session for 1h0m0s"},
		doctor.Acknowledged:    {doctor.Detail{After: 1_234_567 * time.Nanosecond}, "acknowledged after 1.23ms"},
	} {
		c.detail.Code = code
		if got := explain.Details(doctor.Step{Details: []doctor.Detail{c.detail}}); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q, want %q", code, got, c.want)
		}
	}
	for _, code := range codestest.Of(t, "../doctor", "DetailCode") {
		detail := doctor.Detail{Code: doctor.DetailCode(code), Err: broker.ErrClosed, Certificate: certificate}
		if got := explain.Details(doctor.Step{Details: []doctor.Detail{detail}}); got[0] == code {
			t.Errorf("%s has no words", code)
		}
	}
}

// TestNoSecretsInSteps: what a broker sends back of the secrets of a connection is hidden
// in all that is said of a step, and what a terminal would obey is not said.
func TestNoSecretsInSteps(t *testing.T) {
	step := doctor.Step{
		Finding:  doctor.Finding{Code: doctor.Accepts, Host: "s3cr3t\x1b[2J"},
		Details:  []doctor.Detail{{Code: doctor.ClientID, Text: "s3cr3t\x1b[2J\n"}},
		Redactor: broker.RedactorOf(broker.Profile{Password: "s3cr3t"}),
	}
	for _, said := range append(explain.Details(step), explain.Step(step)) {
		if strings.Contains(said, "s3cr3t") || strings.ContainsAny(said, "\x1b\n") {
			t.Errorf("%q", said)
		}
	}
}

// However many names a certificate has, some are listed and the rest is counted.
func TestNamesOfACertificate(t *testing.T) {
	const mostNames = 20
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprint("h", i)
	}
	for _, c := range []struct {
		name string
		cert x509.Certificate
		want string // the end
	}{
		{"none", x509.Certificate{}, "for no name"},
		{"two", x509.Certificate{DNSNames: []string{"a"}, IPAddresses: []net.IP{{127, 0, 0, 1}}}, "for a, 127.0.0.1"},
		{"as many as are listed", x509.Certificate{DNSNames: many[:mostNames]}, ", h19"},
		{"many", x509.Certificate{DNSNames: many}, ", h19 and 9980 more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			detail := doctor.Detail{Code: doctor.CertificateSeen, Number: 1, Certificate: &c.cert}
			if got := explain.Details(doctor.Step{Details: []doctor.Detail{detail}})[0]; !strings.HasSuffix(got, c.want) || len(got) > 300 {
				t.Errorf("%d bytes, %q, want the end %q", len(got), got[max(0, len(got)-60):], c.want)
			}
		})
	}
}

// TestAThousandAddresses: a name server gives as many as it likes.
func TestAThousandAddresses(t *testing.T) {
	for n, want := range map[int]string{
		1: "is 10.0.0.1.", 2: "10.0.0.1, 10.0.0.2.", 9: "10.0.0.9.",
		1000: "10.0.0.8 and 992 more addresses.",
	} {
		var found []string
		for i := range n {
			found = append(found, fmt.Sprintf("10.0.%d.%d", i/250, i%250+1))
		}
		said := explain.Step(doctor.Step{Finding: doctor.Finding{Code: doctor.Resolves, Host: "broker.example", Asked: "broker.example", Found: found}})
		if !strings.HasSuffix(said, want) || len(said) > 300 {
			t.Errorf("of %d: %s", n, said)
		}
	}
}
