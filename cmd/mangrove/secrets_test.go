package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/server"
	"mangrove/model"
)

// mark is in every secret of these tests, and must be in nothing that is shown.
const mark = "s3cr3t"

// unmarked asserts that a text has no secret in it.
func unmarked(t testing.TB, what, text string) {
	t.Helper()
	// %5F and such cannot hide it: it has letters and digits only.
	if at := strings.Index(strings.ToLower(text), mark); at >= 0 {
		t.Errorf("%s has a secret: ...%s...", what, text[max(0, at-120):min(len(text), at+40)])
	}
}

// ports are where the tests connect to, each with another way to fail, or none.
type ports struct{ mqtt, web, echo, tls, closed, nobody string }

func openPorts(t *testing.T) ports {
	t.Helper()
	box, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, r.RequestURI)
	}))
	web.Config.ReadHeaderTimeout = time.Second // to CONNECT it has no answer, and the doctor waits for less
	web.Start()
	t.Cleanup(web.Close)
	secure := brokertest.Start(t, brokertest.Options{TLS: brokertest.NewCertificates(t, brokertest.Names{})})
	return ports{
		mqtt: strings.TrimPrefix(box.Address(), "mqtt://"), web: web.Listener.Addr().String(), tls: secure.HostPort(),
		echo:   brokertest.Listen(t, func(c net.Conn) { _, _ = io.Copy(c, c) }),
		closed: brokertest.Listen(t, func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }), nobody: brokertest.Nowhere(t),
	}
}

// urls are addresses with secrets: in order, and as people write them.
func (p ports) urls() []string {
	login, query := "user:"+mark, "?X-Amz-Signature="+mark+"&sig="+mark+"%2F"
	return []string{
		"mqtt://" + login + "@" + p.mqtt, "mqtt://" + login + "@" + p.nobody, "mqtt://" + login + "@" + p.web,
		"mqtt://" + login + "@" + p.echo, "mqtts://" + login + "@" + p.closed, "mqtts://" + login + "@" + p.tls, "mqtts://" + login + "@" + p.web,
		"ws://" + login + "@" + p.web + "/mqtt" + query, "ws://" + login + "@" + p.echo + "/mqtt" + query, "ws://" + p.nobody + "/mqtt" + query,
		"ws://" + p.mqtt + query, "wss://" + login + "@" + p.closed + "/mqtt" + query, "wss://" + p.tls + "/mqtt" + query,
		"mqtt://user:12/" + mark + "@" + p.nobody, "mqtt://user:12?" + mark + "@" + p.nobody, "mqtt://user:12#" + mark + "@" + p.nobody,
		"ws://user:12/" + mark + "@" + p.web + "/mqtt", "mqtt://user:" + mark, "user:" + mark + "/@x", "mqtt://user:" + mark + "%zz@" + p.nobody,
		"mqtt://" + p.nobody + "/" + mark, "mqtt://" + p.nobody + query, "ws://" + p.web + "/mqtt#" + mark, "mqtt://user:a " + mark + "@" + p.nobody,
		"mqtt://[" + mark + "]", "wss://" + p.web + "/%zz" + query,
	}
}

// TestNothingPrintedShowsASecret drives what Mangrove prints: the commands with
// their logs and sentences, the connections of the window with theirs, and the files
// that are written. Package ui does the same with what the window shows.
func TestNothingPrintedShowsASecret(t *testing.T) {
	p := openPorts(t)
	t.Run("commands", func(t *testing.T) { p.driveCommands(t) })
	t.Run("connections", func(t *testing.T) { p.driveConnections(t) })
}

func (p ports) driveCommands(t *testing.T) {
	devices := simulationFile(t, "simulator: 1\ndevices:\n- {name: a, messages: [{topic: t, every: 1ms}]}")
	for _, url := range p.urls() {
		for _, args := range [][]string{
			{"snapshot", "--for", "1ms", "--format", "tree"}, {"snapshot", "--for", "1ms", "--format", "json"},
			{"snapshot", "--for", "1ms", "--format", "csv"}, {"doctor", "--patience", "1s"},
			{"publish", "--topic", "t", "--payload", "x", "--within", "1s", "--format", "json"}, {"publish", "--topic", "t", "--payload", "x", "--every", "1ms", "--count", "2"},
			{"request", "--topic", "t", "--payload", "x", "--reply", "r", "--within", "1ms"}, {"retained", "--topic", "t", "--quiet", "1ms"},
			{"simulate", devices, "--for", "1ms", "--format", "json"}, {"simulate", devices, "--for", "1ms"},
		} {
			var out, log bytes.Buffer
			cmd := newRoot()
			cmd.SetOut(&out)
			cmd.SetErr(&log)
			cmd.SetArgs(append(args, "--verbose", url))
			err := cmd.ExecuteContext(t.Context())
			what := strings.Join(args, " ") + " " + strings.ReplaceAll(url, mark, "*")
			unmarked(t, "the output of "+what, out.String())
			unmarked(t, "the log of "+what, log.String())
			if err != nil {
				unmarked(t, "the sentence of "+what, explain.Error(err, addressOf(err))+err.Error())
			}
			if out.Len()+log.Len() == 0 && err == nil {
				t.Errorf("%s said nothing at all", what)
			}
		}
	}
}

// stored are connections with every secret there is.
func (p ports) stored(t *testing.T) (all []profiles.Profile, secrets map[string]string) {
	t.Helper()
	for _, raw := range p.urls() {
		parsed, err := broker.ParseURL(raw)
		if err != nil {
			continue
		}
		proxy, _, _ := net.SplitHostPort(p.echo)
		all = append(all,
			profiles.Profile{Address: parsed.Address, Username: "user", AutoConnect: true, Version: broker.V5, AuthMethod: "m", Headers: []string{"Authorization"}},
			profiles.Profile{
				Address: parsed.Address, Version: broker.V5, Username: "user",
				Connect: profiles.Connect{User: []broker.UserProperty{{Name: "token", Value: mark}}, Secret: []string{"token"}},
				Will: &profiles.Will{
					Topic: "w", Payload: []byte(mark), SecretPayload: true,
					User: []broker.UserProperty{{Name: "token", Value: mark}}, Secret: []string{"token"},
				},
			},
			profiles.Profile{Address: parsed.Address, Username: "user", AutoConnect: true, Proxy: profiles.Proxy{Kind: "http", Host: proxy, Port: portOf(t, p.echo), Username: "u"}})
	}
	return all, map[string]string{
		profiles.PropertySecret("token"): mark, profiles.WillPropertySecret("token"): mark, profiles.SecretWillPayload: mark,
		profiles.SecretPassword: mark, profiles.SecretAuthData: mark, profiles.SecretProxyPassword: mark, profiles.HeaderSecret("Authorization"): "Bearer " + mark,
	}
}

func portOf(t *testing.T, hostPort string) int {
	t.Helper()
	u, err := broker.ParseURL(hostPort)
	if err != nil {
		t.Fatal(err)
	}
	return u.Address.Port
}

// driveConnections opens the window's connections, as they are after a restart,
// with their log and their sentences.
func (p ports) driveConnections(t *testing.T) {
	folder, secrets := t.TempDir(), new(profiles.Memory)
	book, err := profiles.Open(folder, secrets)
	if err != nil {
		t.Fatal(err)
	}
	all, with := p.stored(t)
	for _, one := range all {
		if _, err := book.Create(one, with); err != nil {
			t.Fatal(err)
		}
	}
	if book, err = profiles.Open(folder, secrets); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer // of one handler, which locks it
	s := services(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), model.Options{Budget: -1}, model.Options{})
	for _, one := range book.All() {
		ready, err := one.Runtime(secrets)
		if err != nil {
			t.Fatal(err)
		}
		ready.ConnectTimeout = 3 * time.Second
		o := s.Connect(ready, broker.Opened{})
		status := awaitOutcome(t, o.Session)
		_ = o.Session.Close()
		if status.Problem != nil {
			unmarked(t, "the sentence of "+one.Address.String(), explain.Error(status.Problem, ready.Address)+status.Problem.Error())
		}
	}
	unmarked(t, "the log", log.String())
	if !strings.Contains(log.String(), "/mqtt?…") {
		t.Errorf("the log says nothing of a query:\n%s", log.String())
	}
	content, err := os.ReadFile(filepath.Join(folder, "profiles.json"))
	if err != nil || !bytes.Contains(content, []byte("query of the address")) {
		t.Errorf("%v: the file is %s", err, content)
	}
	unmarked(t, "the file of profiles", string(content))
	if bytes.Contains(content, []byte(base64.StdEncoding.EncodeToString([]byte(mark))[:7])) {
		t.Errorf("the file of profiles has a secret in base64: %s", content)
	}
	for what, list := range map[string][]profiles.Profile{"what is shared": book.All(), "what is shared before it is stored": all} {
		shared, err := profiles.Export(list)
		if err != nil {
			t.Error(err)
		}
		unmarked(t, what, string(shared))
		unmarked(t, what+", in base64", strings.ReplaceAll(string(shared), base64.StdEncoding.EncodeToString([]byte(mark)), mark))
	}
	drivePapers(t)
}

// drivePapers has private keys that cannot be read, in every field where one can
// be pasted, and the sentences about them.
func drivePapers(t *testing.T) {
	t.Helper()
	key := "-----BEGIN PRIVATE KEY-----\n" + strings.Repeat(mark, 12) + "\n-----END PRIVATE KEY-----\n"
	for _, pasted := range []string{key, key[28:], "BEGIN " + key[16:], strings.Repeat(mark, 12) + "\n" + strings.Repeat(mark, 12)} {
		for name, tls := range map[string]profiles.TLS{
			"key": {Key: pasted}, "certificate": {Certificate: pasted}, "authority": {CA: pasted}, "PKCS#12": {PKCS12: pasted},
		} {
			folder, secrets := t.TempDir(), new(profiles.Memory)
			p := profiles.Profile{Name: "a", Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, TLS: tls}
			book, err := profiles.Open(folder, secrets)
			if err != nil {
				t.Fatal(err)
			}
			if p, err = book.Create(p, nil); err != nil {
				unmarked(t, "the sentence of a "+name, explain.Error(err, p.Address)+err.Error())
			}
			if _, err := p.Runtime(secrets); err != nil {
				unmarked(t, "the sentence of a "+name, explain.Error(err, p.Address)+err.Error())
			}
			content, err := os.ReadFile(filepath.Join(folder, "profiles.json"))
			if err != nil {
				t.Fatal(err)
			}
			unmarked(t, "the file with a "+name, string(content))
			if shared, err := profiles.Export([]profiles.Profile{{Name: "a", TLS: tls}}); err != nil {
				unmarked(t, "the sentence of sharing a "+name, explain.Error(err, p.Address)+err.Error())
			} else {
				unmarked(t, "what is shared with a "+name, string(shared))
			}
		}
	}
}

// awaitOutcome waits until a session is connected or has a problem.
func awaitOutcome(t *testing.T, s broker.Session) broker.Status {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		status := s.Status()
		if status.Phase != broker.Connecting || time.Now().After(deadline) {
			return status
		}
		wait(t.Context(), 5*time.Millisecond)
	}
}
