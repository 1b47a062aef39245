package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/request"
	"mangrove/broker/server"
	"mangrove/model"
)

// answering is a device that answers what is published to dev/NAME/set: on dev/NAME/state,
// or on the response topic. The device named deaf does not.
type answering struct{ work chan broker.Publication }

// Apply implements model.Sink.
func (d *answering) Apply(b model.Batch) {
	for _, m := range b.Messages {
		name := strings.Split(string(m.Topic), "/")[1]
		p := broker.Publication{Topic: "dev/" + name + "/state", Payload: []byte(`{"did":"` + string(m.Payload) + `"}`), QoS: 1}
		if asked, _, err := broker.ReadFirstProperties(m.Properties); err == nil && asked != nil && asked.ResponseTopic != "" {
			p.Topic, p.Properties = asked.ResponseTopic, &broker.Properties{CorrelationData: asked.CorrelationData}
		}
		if name != "deaf" {
			d.work <- p
		}
	}
}

// Lost implements model.Sink.
func (d *answering) Lost(int) {}

func (*answering) Interrupted(time.Time, time.Time) {}

// startDevice gives the address of a broker with such a device.
func startDevice(t *testing.T) string {
	t.Helper()
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	p.Subscriptions = []broker.Subscription{{Filter: "dev/+/set", QoS: 1}}
	d := &answering{work: make(chan broker.Publication, 100)}
	s := client.Open(p, d, client.Options{})
	ended := make(chan struct{})
	go func() { // ends with the test
		defer close(ended)
		for p := range d.work {
			// The answer may have come before its acknowledgement, and the test be over.
			if _, err := s.Publish(context.Background(), p); err != nil && !broker.IsDisconnected(err) && !errors.Is(err, broker.ErrUnconfirmed) {
				t.Error(err)
			}
		}
	}()
	t.Cleanup(func() { _ = s.Close(); close(d.work); <-ended })
	if _, err := receive(t.Context(), s, 0, func() {}); err != nil {
		t.Fatal(err)
	}
	return b.Address()
}

func TestRequest(t *testing.T) {
	url := startDevice(t)
	table := filepath.Join(t.TempDir(), "devices.csv")
	if err := os.WriteFile(table, []byte("\ufeffname;value\none;on\n\"two\";\"off\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		want [][2]string // where the answers came, and what they are
	}{
		{"MQTT 5", []string{"--topic", "dev/1/set", "--payload", "x", "--protocol", "5", "--property", "response-topic=r/1"}, [][2]string{{"r/1", `{"did":"x"}`}}},
		{"on a filter", []string{"--topic", "dev/1/set", "--payload", "x", "--protocol", "3.1.1", "--reply", "dev/+/state"}, [][2]string{{"dev/1/state", `{"did":"x"}`}}},
		{"with a condition", []string{"--topic", "dev/1/set", "--payload", "x", "--protocol", "3.1.1", "--reply", "#", "--where", "did=x"}, [][2]string{{"dev/1/state", `{"did":"x"}`}}},
		{"for a table", []string{"--topic", "dev/{{.name}}/set", "--payload", "{{.value}}", "--csv", table, "--reply", "dev/{{.name}}/#"},
			[][2]string{{"dev/one/state", `{"did":"on"}`}, {"dev/two/state", `{"did":"off"}`}}},
		{"for a table, with a payload that is read", []string{"--topic", "dev/{{.name}}/set", "--csv", table, "--reply", "dev/{{.name}}/#"},
			[][2]string{{"dev/one/state", `{"did":"to on"}`}, {"dev/two/state", `{"did":"to off"}`}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := command(t.Context(), "to {{.value}}", append([]string{"request", url, "--format", "json", "--within", "60s"}, c.args...)...)
			if err != nil {
				t.Fatal(err, out)
			}
			lines := strings.Split(strings.TrimSpace(out), "\n")
			for i, want := range c.want {
				var line request.Line
				if err := json.Unmarshal([]byte(lines[i]), &line); err != nil || line.Answer == nil || [2]string{line.AnswerTopic, *line.Answer} != want || line.Latency <= 0 {
					t.Errorf("line %d: %s, %v", i+1, lines[i], err)
				}
			}
			if len(lines) != len(c.want) {
				t.Errorf("printed %q", lines)
			}
		})
	}
}

func TestRequestFails(t *testing.T) {
	url := startDevice(t)
	table := filepath.Join(t.TempDir(), "devices.csv")
	if err := os.WriteFile(table, []byte("name\ndeaf\nok\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	nobody := filepath.Join(t.TempDir(), "nobody.csv")
	if err := os.WriteFile(nobody, []byte("name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, says, args string }{
		{"no answer", "No answer came on dev/deaf/state within 100ms.", "--topic dev/deaf/set --payload x --reply dev/deaf/state --within 100ms"},
		{"one without an answer", "1 of 2 requests got no answer.", "--topic dev/{{.name}}/set --payload x --reply dev/{{.name}}/state --within 10s --csv " + table},
		{"3.1.1 without a filter", "give the answer's filter with --reply", "--topic dev/1/set --payload x --protocol 3.1.1"},
		{"condition", "The value is missing after did>", "--topic dev/1/set --payload x --where did>"},
		{"table without a device", "has no line below the names of its columns", "--topic dev/{{.name}}/set --payload x --csv " + nobody},
		{"table that is not there", "The table cannot be read", "--topic dev/1/set --payload x --csv " + table + ".none"},
		{"column that is not there", "the environment has no variable other", "--topic dev/{{.other}}/set --payload x --csv " + table},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := command(t.Context(), "", append([]string{"request", url}, strings.Fields(c.args)...)...)
			if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(strings.ToLower(said), strings.ToLower(c.says)) {
				t.Errorf("it says %q, want %q", said, c.says)
			}
		})
	}
}
