//go:build e2e

package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
)

// run runs a program to its end.
func run(t testing.TB, name string, args ...string) {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %.200q: %v\n%s", name, args, err, out)
	}
}

// publisher publishes with mosquitto_pub.
func publisher(t testing.TB, port int) func(topic string, args ...string) {
	return func(topic string, args ...string) {
		t.Helper()
		run(t, "mosquitto_pub", append([]string{"-h", "127.0.0.1", "-p", strconv.Itoa(port), "-t", topic}, args...)...)
	}
}

func TestE2EMosquitto(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	publish("house/hall/config", "-m", `{"unit":"C"}`, "-r", "-q", "1")
	s := newScreen(t)
	s.open(b.URL())
	s.until("connected with MQTT 5", func(r report.Report) bool { return r.State == "connected" && r.Version == "5" })
	publish("house/hall/temperature", "-m", `{"temperature":21.4,"battery":97}`)
	s.until("the retained and the live message", func(r report.Report) bool { return r.Topics == 2 && r.Intake.Applied == 2 })

	s.clickRow("house/hall", true)
	s.clickRow("house/hall/temperature", false)
	s.until("the payload, laid out", func(r report.Report) bool {
		return r.Selected == "house/hall/temperature" && strings.Contains(r.Payload, "temperature: 21.4\n")
	})

	for _, c := range []struct {
		how     string
		send    func()
		payload string
		qos     string
	}{
		{"by the button", func() { s.click("publish") }, `{"state": "ON", "n": 12345678901234567890}`, "0"},
		{"by the keyboard", func() { s.key("ctrl+Return") }, "two  blanks, \"quotes\" and \\n", "2"},
	} {
		received := subscribe(t, b.Port(), "house/hall/temperature/set")
		s.fill("publish topic", "house/hall/temperature/set")
		s.fill("publish payload", c.payload)
		if c.qos == "2" {
			s.click("publish more")
			s.click("qos")
			s.key("2")
			s.click("publish payload")
		}
		c.send()
		if got, want := received(), "house/hall/temperature/set "+c.qos+" "+c.payload; got != want {
			t.Errorf("%s: mosquitto_sub received %q, want %q", c.how, got, want)
		}
	}
	s.until("what was published has come back", func(r report.Report) bool { return r.Topics == 3 })
	s.until("the acknowledgement", func(r report.Report) bool { return strings.Contains(r.Result, "acknowledged at QoS 2") })
}

// subscribe waits with mosquitto_sub for one message; the function returned
// gives it as topic, QoS and payload.
func subscribe(t *testing.T, port int, filter string) func() string {
	t.Helper()
	cmd := exec.Command("stdbuf", "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-t", filter, "-q", "2", "-C", "1", "-W", "60", "-F", "%t %q %p", "-d")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it has ended as a rule
		cmd.Wait()         //nolint:errcheck // likewise
	})
	list := lines(out)
	for line := range list {
		if strings.Contains(line, "Subscribed (mid") {
			break
		}
	}
	return func() string {
		last := ""
		for line := range list {
			if !strings.HasPrefix(line, "Client ") {
				last = line
			}
		}
		return last
	}
}

// TestE2EClassicSample runs the two programs of the classic paho-mqtt sample
// against the built-in broker and looks for their message in the window.
func TestE2EClassicSample(t *testing.T) {
	s := newScreen(t)
	s.open()
	s.click("rail broker")
	s.fill("port", "0")
	s.click("start")
	r := s.until("the broker runs", func(r report.Report) bool { return r.Box != "" })
	_, port, err := net.SplitHostPort(strings.TrimPrefix(r.Box, "mqtt://"))
	if err != nil {
		t.Fatal(err)
	}
	s.click("explore it")
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })

	scripts := filepath.Join("..", "..", "broker", "server", "testdata")
	subscriber := exec.Command("/usr/bin/python3", filepath.Join(scripts, "subscriber.py"), "127.0.0.1", port)
	var printed bytes.Buffer
	subscriber.Stdout = &printed
	s.start(subscriber)
	s.click("rail broker")
	s.until("the subscriber has subscribed", func(r report.Report) bool { return strings.Contains(r.Payload, "subscribed to sample/topic") })
	run(t, "/usr/bin/python3", filepath.Join(scripts, "publisher.py"), "127.0.0.1", port)
	s.click("rail explore")
	s.clickRow("sample/topic", false)
	s.until("the message of the sample", func(r report.Report) bool { return strings.Contains(r.Payload, `success: "ok"`) })
	s.click("rail broker")
	s.until("its publisher in the log", func(r report.Report) bool { return strings.Count(r.Payload, "disconnected") >= 1 })
	s.click("stop")
	s.until("the broker has stopped", func(r report.Report) bool { return r.Box == "" })
}

func TestE2EDemo(t *testing.T) {
	s := newScreen(t)
	s.open()
	s.click("demo")
	s.until("the devices", func(r report.Report) bool { return r.State == "connected" && r.Topics > 150 && r.Intake.Dropped == 0 })
}

// TestE2EPayloads shows what brokers really carry.
func TestE2EPayloads(t *testing.T) {
	b := brokertest.Start(t, brokertest.Options{})
	publish := publisher(t, b.Port())
	large := filepath.Join(t.TempDir(), "large")
	content := bytes.Repeat([]byte("0123456789abcdef"), 50_000_000/16)
	if err := os.WriteFile(large, content, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "binary")
	if err := os.WriteFile(binary, []byte("\x00\xff\xfe"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newScreen(t)
	s.open(b.URL())
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	publish("large", "-f", large)
	publish("binary", "-f", binary)
	publish("constructor", "-m", "no special name")
	publish("//empty//", "-m", "empty levels")
	publish(strings.Repeat("d/", 127)+"d", "-m", "128 levels")
	publish(strings.Repeat("x", 65_535), "-m", "a long topic")
	publish("void", "-n")
	r := s.until("all seven messages", func(r report.Report) bool { return r.Intake.Applied == 7 && r.Topics == 7 })
	if r.Intake.Bytes < 50_000_000 || r.Intake.Received != r.Intake.Applied || r.Intake.Dropped != 0 {
		t.Errorf("intake %+v", r.Intake)
	}
	for topic, want := range map[string]string{
		"large": "0123456789abcdef0123456789abcdef", "binary": "00000000  00 ff fe", "constructor": "no special name", "void": "",
	} {
		s.clickRow(topic, false)
		s.until("the payload of "+topic, func(r report.Report) bool { return r.Selected == topic && strings.HasPrefix(r.Payload, want) })
	}
}

// TestE2EBadInput goes through what can be wrong with an address, in one
// window: each gets a sentence, and the window goes on.
func TestE2EBadInput(t *testing.T) {
	plain := brokertest.Start(t, brokertest.Options{})
	locked := brokertest.Start(t, brokertest.Options{User: "u", Password: "p"})
	secure := brokertest.Start(t, brokertest.Options{TLS: brokertest.NewCertificates(t, brokertest.Names{})})
	nobody := brokertest.Nowhere(t)
	s := newScreen(t)
	s.open()
	for _, c := range []struct{ url, want string }{
		{"mqtt://" + nobody, "Nothing listens"},
		{"mqtt://host.invalid", "host.invalid"},
		{"mqtt://" + secure.HostPort(), "TLS"},
		{"mqtts://" + plain.HostPort(), "TLS"},
		{"mqtts://" + secure.HostPort(), "certificate"},
		{"ws://" + plain.HostPort(), "WebSocket"},
		{locked.URL(), "user name"},
		{"mqtt://u:wrong@" + locked.HostPort(), "user name"},
	} {
		s.fill("address", c.url)
		s.key("Return")
		s.until(c.url+" explained with "+c.want, func(r report.Report) bool {
			return r.Page == "explore" && r.State != "connected" && strings.Contains(r.Problem, c.want)
		})
		s.key("ctrl+w")
		s.until("back at the start", func(r report.Report) bool { return r.Page == "home" })
	}
	s.fill("address", "ftp://x")
	s.key("Return")
	s.until("an unknown scheme explained", func(r report.Report) bool { return r.Page == "home" && strings.Contains(r.Problem, "ftp") })
	s.fill("address", plain.URL())
	s.key("Return")
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	s.fill("publish topic", "a/#")
	s.click("publish")
	s.until("a wildcard explained", func(r report.Report) bool { return strings.Contains(r.Result, "wildcards") })
	plain.Kill()
	s.until("the loss of the broker", func(r report.Report) bool { return strings.HasPrefix(r.State, "reconnecting") && r.Problem != "" })
	plain.Launch()
	s.until("connected again", func(r report.Report) bool { return r.State == "connected" && r.Problem == "" })

	s.click("rail broker")
	s.fill("port", strconv.Itoa(plain.Port()))
	s.click("start")
	s.until("a port in use explained", func(r report.Report) bool { return strings.Contains(r.Problem, "already in use") })
}

// TestE2EDenied has a broker whose access list refuses everything.
func TestE2EDenied(t *testing.T) {
	acl := filepath.Join(t.TempDir(), "acl")
	if err := os.WriteFile(acl, []byte("topic read allowed/#\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := brokertest.Start(t, brokertest.Options{Lines: []string{"acl_file " + acl}})
	s := newScreen(t)
	s.open(b.URL())
	s.until("connected", func(r report.Report) bool { return r.State == "connected" })
	s.fill("publish topic", "forbidden")
	s.click("publish more")
	s.click("qos")
	s.key("1")
	s.click("publish")
	s.until("a refused publish explained", func(r report.Report) bool { return strings.Contains(r.Result, "Not published. ") })
}
