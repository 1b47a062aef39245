package doctor_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/doctor"
	"mangrove/broker/explain"
)

// TestMain fails the package when a goroutine is left behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setup is a broken set-up and what the doctor must say of it.
type setup struct {
	name    string
	url     string
	profile func(*broker.Profile)
	options func(*doctor.Options)
	fails   string   // the step that fails
	says    []string // words of its sentence
}

// examine runs the doctor and gives the steps.
func examine(t *testing.T, s setup) (steps []doctor.Step, healthy bool) {
	t.Helper()
	p, err := broker.ParseURL(s.url)
	if err != nil {
		t.Fatal(err)
	}
	if s.profile != nil {
		s.profile(&p)
	}
	o := doctor.Options{Network: client.Network{}, Publish: true}
	if s.options != nil {
		s.options(&o)
	}
	healthy = doctor.Examine(t.Context(), p, o, func(step doctor.Step) { steps = append(steps, step) })
	return steps, healthy
}

// check asserts that the one step failed, and that every step has its sentence.
func check(t *testing.T, s setup) {
	t.Helper()
	steps, healthy := examine(t, s)
	var failed []string
	for _, step := range steps {
		name, said := explain.Trial(step.Trial), explain.Step(step)
		t.Logf("%-8s %-30s %s %q", explain.StepState(step.State), name, said, explain.Details(step))
		if len(said) == 0 || !strings.HasSuffix(said, ".") {
			t.Errorf("%s says %q, which is no sentence", name, said)
		}
		if step.State != doctor.Failed {
			continue
		}
		failed = append(failed, name)
		if name != s.fails {
			continue
		}
		for _, words := range s.says {
			if !strings.Contains(said, words) {
				t.Errorf("%s says %q without %q", name, said, words)
			}
		}
	}
	if len(failed) == 0 || failed[0] != s.fails || healthy {
		t.Errorf("failed: %q, healthy %t; want %s", failed, healthy, s.fails)
	}
}

// shortly is for what never answers: long enough for what does, on a machine
// that is busy otherwise.
func shortly(o *doctor.Options) { o.Patience = 3 * time.Second }

func silently(o *doctor.Options) { o.Publish = false }

func trusting(c *brokertest.Certificates) func(*broker.Profile) {
	return func(p *broker.Profile) { p.TLS = &tls.Config{RootCAs: c.Pool, MinVersion: tls.VersionTLS12} }
}

func TestDoctorExplainsTheNetwork(t *testing.T) {
	t.Parallel()
	closed := brokertest.Nowhere(t)
	web := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(web.Close)
	silent := startFake(t, func(p *peer) { p.drain() })
	ssh := startFake(t, func(p *peer) { p.say("SSH-2.0-OpenSSH_9.2\r\n"); p.drain() })
	unknown := func(context.Context, string) ([]string, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "typo.example", IsNotFound: true}
	}
	for _, s := range []setup{
		{"name that does not resolve", "mqtt://typo.example", nil, func(o *doctor.Options) { o.Lookup = unknown },
			"Name", []string{"no host named typo.example", "spelling"}},
		{"closed port", "mqtt://" + closed, nil, nil, "Port", []string{"Nothing listens", "broker is running"}},
		{"proxy that is away", "mqtt://127.0.0.1:1", func(p *broker.Profile) {
			p.Way.Proxy = &url.URL{Scheme: "http", Host: closed}
		}, nil, "Port", []string{"The proxy", "Check the proxy"}},
		{"web server", "mqtt://" + web.Listener.Addr().String(), nil, shortly, "MQTT", []string{"web server", "1883"}},
		{"WebSocket on a wrong path", "ws://" + web.Listener.Addr().String() + "/wrong", nil, nil, "MQTT", []string{"path /wrong", "404", "often /mqtt"}},
		{"another protocol", "mqtt://" + ssh, nil, nil, "MQTT", []string{"not in MQTT", "Check the port"}},
		{"silent server", "mqtt://" + silent, nil, shortly, "MQTT", []string{"did not answer"}},
		{"silent server, TLS", "mqtts://" + silent, nil, shortly, "TLS", []string{"did not answer"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // some wait for what never comes
			check(t, s)
		})
	}
}

func TestDoctorExplainsTLS(t *testing.T) {
	t.Parallel()
	good := brokertest.NewCertificates(t, brokertest.Names{})
	elsewhere := brokertest.NewCertificates(t, brokertest.Names{DNS: []string{"elsewhere.example"}})
	old := brokertest.NewCertificates(t, brokertest.Names{Expire: time.Now().Add(-time.Hour)})
	early := brokertest.NewCertificates(t, brokertest.Names{Begin: time.Now().Add(24 * time.Hour)})
	plain := brokertest.Start(t, brokertest.Options{})
	secure := brokertest.Start(t, brokertest.Options{TLS: good})
	demanding := brokertest.Start(t, brokertest.Options{TLS: good, ClientCerts: true})
	misnamed := brokertest.Start(t, brokertest.Options{TLS: elsewhere})
	expired := brokertest.Start(t, brokertest.Options{TLS: old})
	fresh := brokertest.Start(t, brokertest.Options{TLS: early})
	for _, s := range []setup{
		{"plain to a TLS port", "mqtt://" + secure.HostPort(), nil, nil, "MQTT", []string{"expects TLS", "mqtts://"}},
		{"TLS to a plain port", "mqtts://" + plain.HostPort(), nil, nil, "TLS", []string{"This port may not use TLS", "SNI"}},
		{"authority unknown", secure.URL(), nil, nil, "TLS", []string{"authority unknown", "Add that authority's certificate"}},
		{"authority of the same name", secure.URL(), trusting(old), nil, "TLS", []string{`names "test authority" as its authority`, "someone else may be answering"}},
		{"another host's certificate", misnamed.URL(), trusting(elsewhere), nil, "TLS", []string{"elsewhere.example", "server name"}},
		{"expired certificate", expired.URL(), trusting(old), nil, "TLS", []string{"expired on", "renewed"}},
		{"certificate of tomorrow", fresh.URL(), trusting(early), nil, "TLS", []string{"valid only from", "this computer's clock"}},
		{"client certificate missing", demanding.URL(), trusting(good), nil, "MQTT", []string{"requires a client certificate"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // some wait for what never comes
			check(t, s)
		})
	}
}

// readOnlyRights are Mosquitto's rules for who may only read.
func readOnlyRights(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rights")
	if err := os.WriteFile(path, []byte("topic read #\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return "acl_file " + path
}

func TestDoctorExplainsMQTT(t *testing.T) {
	t.Parallel()
	locked := brokertest.Start(t, brokertest.Options{User: "user", Password: "s3cr3t"})
	older := startFake(t, func(p *peer) { p.serve(func() { p.only(broker.V311) }) })
	denying := startFake(t, func(p *peer) { p.denies = "#"; p.serve(p.welcome) })
	deaf := startFake(t, func(p *peer) { p.welcome(); p.drain() })
	leaving := startFake(t, func(p *peer) { p.welcome(); _, _ = p.in.ReadByte() })
	modest := startFake(t, func(p *peer) { // no QoS 2 and no retained messages
		p.serve(func() { p.connect(); p.say("\x20\x07\x00\x00\x04\x24\x01\x25\x00") })
	})
	will := func(qos byte, retain bool) func(*broker.Profile) {
		return func(p *broker.Profile) {
			p.Version, p.Will = broker.V5, &broker.Will{Publication: broker.Publication{Topic: "gone", QoS: qos, Retain: retain}}
		}
	}
	version := func(v broker.Version) func(*broker.Profile) {
		return func(p *broker.Profile) { p.Version = v }
	}
	for _, s := range []setup{
		{"wrong password", "mqtt://user:guess@" + locked.HostPort(), nil, nil, "MQTT", []string{"Check the user name and the password"}},
		{"wrong password, 3.1.1", "mqtt://user:guess@" + locked.HostPort(), version(broker.V311), nil, "MQTT", []string{"Check"}},
		{"only 3.1.1", "mqtt://" + older, version(broker.V5), nil, "MQTT", []string{"does not support this version", "auto"}},
		{"subscription denied", "mqtt://" + denying, version(broker.V5), silently, "Subscription #", []string{"denied the subscription to #", "Choose a filter"}},
		{"no answer to SUBSCRIBE", "mqtt://" + deaf, version(broker.V5), shortly, "Subscription #", []string{"did not answer the request to subscribe to #"}},
		{"hanging up on SUBSCRIBE", "mqtt://" + leaving, nil, nil, "Subscription #", []string{"when asked to subscribe to #", "subscribe to fewer topics"}},
		{"a will above its QoS", "mqtt://" + modest, will(2, false), silently, "Last will", []string{"up to QoS 1", "last will at QoS 2", "lower QoS"}},
		{"a will it cannot keep", "mqtt://" + modest, will(1, true), silently, "Last will", []string{"keeps no retained messages", "Switch off Retain"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // some wait for what never comes
			check(t, s)
		})
	}
}

// TestDoctorTellsWhatIsAnnounced: the limits stand below the step MQTT, and what
// a connection that has ended cannot tell is not tried.
func TestDoctorTellsWhatIsAnnounced(t *testing.T) {
	t.Parallel()
	announcing := startFake(t, func(p *peer) {
		p.serve(func() {
			p.connect()
			p.say("\x20\x14\x00\x00\x11\x13\x00\x09\x21\x00\x05\x24\x01\x25\x00\x27\x00\x1E\x84\x80\x29\x00")
		})
	})
	steps, _ := examine(t, setup{url: "mqtt://" + announcing, options: silently})
	for _, want := range []string{
		"messages up to QoS 1", "packets up to 2000000 bytes", "5 unacknowledged messages", "no retained messages", "not support subscription identifiers", "keep alive 9s",
	} {
		if details := strings.Join(explain.Details(steps[2]), "; "); !strings.Contains(details, want) {
			t.Errorf("the details are %q without %q", details, want)
		}
	}
	leaving := startFake(t, func(p *peer) { p.welcome(); _, _ = p.in.ReadByte() })
	steps, _ = examine(t, setup{url: "mqtt://" + leaving, profile: func(p *broker.Profile) {
		p.Subscriptions = []broker.Subscription{{Filter: "a"}, {Filter: "b"}}
	}})
	if step := steps[4]; step.State != doctor.Skipped || !strings.Contains(explain.Step(step), "Subscription a") {
		t.Errorf("after the end of the connection: %+v", step)
	}
}

// TestDoctorWarnsOfADeniedRoundTrip: a login need not have the right to publish
// to, or to read, a topic that the doctor chose, so the connection works.
func TestDoctorWarnsOfADeniedRoundTrip(t *testing.T) {
	t.Parallel()
	readers := brokertest.Start(t, brokertest.Options{Lines: []string{readOnlyRights(t)}})
	denying := startFake(t, func(p *peer) { p.denies = "mine"; p.serve(p.welcome) })
	version := func(v broker.Version) func(*broker.Profile) {
		return func(p *broker.Profile) { p.Version = v }
	}
	mine := func(o *doctor.Options) { shortly(o); o.Topic = "mine" }
	for _, c := range []struct {
		setup
		last string // the letters of the last states: its subscription and three round trips
	}{
		{setup{name: "refused or dropped", url: readers.URL(), profile: version(broker.V5), options: mine, says: []string{"did not come back", "not authorized"}}, "pwww"},
		{setup{name: "dropped", url: readers.URL(), profile: version(broker.V311), options: mine, says: []string{"did not come back"}}, "pwww"},
		{setup{name: "subscription denied", url: "mqtt://" + denying, profile: version(broker.V5), options: mine, says: []string{"denied the subscription to mine"}}, "wsss"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel() // each waits for what never comes
			steps, healthy := examine(t, c.setup)
			var states, words string
			for _, step := range steps[len(steps)-4:] {
				states += explain.StepState(step.State)[:1]
				words += explain.Step(step) + "\n"
				if step.State != doctor.Passed && !strings.Contains(explain.Step(step), "hoose another topic") {
					t.Errorf("%s does not say what to do: %q", explain.Trial(step.Trial), explain.Step(step))
				}
			}
			if states != c.last || !healthy {
				t.Errorf("states %s, healthy %t; want %s", states, healthy, c.last)
			}
			for _, want := range c.says {
				if !strings.Contains(words, want) {
					t.Errorf("%q without %q", words, want)
				}
			}
		})
	}
}

func TestDoctorsTopicsAreItsOwn(t *testing.T) {
	t.Parallel()
	if a, b := doctor.NewTopic(), doctor.NewTopic(); a == b || !strings.HasPrefix(a, "mangrove/doctor/") {
		t.Errorf("%q and %q", a, b)
	}
}

func TestDoctorOfHealthyBrokers(t *testing.T) {
	t.Parallel()
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	secure := brokertest.Start(t, brokertest.Options{TLS: certificates})
	older := startFake(t, func(p *peer) { p.serve(func() { p.only(broker.V311) }) })
	verify := trusting(certificates)
	unverified := func(p *broker.Profile) { p.TLS = &tls.Config{InsecureSkipVerify: true} } //nolint:gosec // what is being tested
	for _, c := range []struct {
		setup
		states string // the first letters of the states
	}{
		{setup{name: "all is well", url: secure.URL(), profile: verify, options: func(o *doctor.Options) { o.Now = time.Now().AddDate(0, 0, -30) }}, "pppppp ppp"},
		{setup{name: "certificate ends soon", url: secure.URL(), profile: verify}, "ppwppp ppp"},
		{setup{name: "not verified", url: secure.URL(), profile: unverified}, "ppwppp ppp"},
		{setup{name: "older version", url: "mqtt://" + older, options: func(o *doctor.Options) { o.Publish = false }}, "ppwpsss"},
		{setup{name: "read-only", url: secure.URL(), profile: func(p *broker.Profile) { verify(p); p.ReadOnly = true }}, "ppwppsss"},
		{setup{name: "two filters", url: secure.URL(), profile: func(p *broker.Profile) {
			verify(p)
			p.ReadOnly, p.Subscriptions = true, []broker.Subscription{{Filter: "a/#"}, {Filter: "b", QoS: 1}}
		}}, "ppwpppsss"},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps, healthy := examine(t, c.setup)
			var states strings.Builder
			for _, step := range steps {
				t.Logf("%-8s %-20s %s %q", explain.StepState(step.State), explain.Trial(step.Trial), explain.Step(step), explain.Details(step))
				states.WriteString(explain.StepState(step.State)[:1])
			}
			if want := strings.ReplaceAll(c.states, " ", ""); states.String() != want || !healthy {
				t.Errorf("states %s, want %s", states.String(), want)
			}
		})
	}
}

// TestDoctorShowsWhatItDistrusts: the chain is in the details of the failure.
func TestDoctorShowsWhatItDistrusts(t *testing.T) {
	t.Parallel()
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	secure := brokertest.Start(t, brokertest.Options{TLS: certificates})
	steps, _ := examine(t, setup{url: secure.URL(), profile: func(p *broker.Profile) {
		p.TLS = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
	}})
	if details := fmt.Sprint(explain.Details(steps[2])); !strings.Contains(details, "CN=broker, signed by CN=test authority") {
		t.Errorf("details %s", details)
	}
}

func TestDoctorStopsWithItsContext(t *testing.T) {
	t.Parallel()
	silent := startFake(t, func(p *peer) { p.drain() })
	ctx, cancel := context.WithCancel(t.Context())
	p, err := broker.ParseURL("mqtt://" + silent)
	if err != nil {
		t.Fatal(err)
	}
	healthy := doctor.Examine(ctx, p, doctor.Options{Network: client.Network{}}, func(step doctor.Step) {
		if step.Kind == doctor.Port {
			cancel()
		}
	})
	if healthy {
		t.Error("healthy")
	}
}
