package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/client"
	"mangrove/broker/explain"
	"mangrove/broker/server"
	"mangrove/model"
)

// listener keeps what is published to a broker.
type listener struct {
	url      string
	messages chan string // topic, QoS, retain flag, payload and properties
}

// Apply implements model.Sink.
func (l *listener) Apply(b model.Batch) {
	for _, m := range b.Messages {
		p, _, err := broker.ReadFirstProperties(m.Properties)
		properties := ""
		if err != nil || p != nil {
			properties = fmt.Sprintf(" %+v %v", *p, err)
		}
		l.messages <- fmt.Sprintf("%s %d %v %q%s", m.Topic, m.QoS, m.Retained, m.Payload, properties)
	}
}

// Lost implements model.Sink.
func (l *listener) Lost(int) {}

func (*listener) Interrupted(time.Time, time.Time) {}

// listen has everything that is published come to a listener.
func listen(t *testing.T) *listener {
	t.Helper()
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	l := &listener{url: b.Address(), messages: make(chan string, 1000)}
	p, err := broker.ParseURL(l.url)
	if err != nil {
		t.Fatal(err)
	}
	p.Version = broker.V5
	p.Subscriptions = []broker.Subscription{{Filter: "t/#", QoS: 2, RetainAsPublished: true}}
	s := client.Open(p, l, client.Options{})
	t.Cleanup(func() { _ = s.Close() })
	if _, err := receive(t.Context(), s, 0, func() {}); err != nil {
		t.Fatal(err)
	}
	return l
}

// screenful is what was printed on a terminal, by any goroutine.
type screenful struct {
	mu sync.Mutex // guards b
	b  bytes.Buffer
}

// Write implements io.Writer.
func (s *screenful) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// String is all that was printed.
func (s *screenful) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// command runs a command line with something on standard input.
func command(ctx context.Context, input string, args ...string) (out string, err error) {
	var b screenful
	cmd := newRoot()
	cmd.SetOut(&b)
	cmd.SetErr(&b)
	cmd.SetIn(strings.NewReader(input))
	cmd.SetArgs(args)
	err = cmd.ExecuteContext(ctx)
	return b.String(), err
}

func TestPublish(t *testing.T) {
	l := listen(t)
	file := filepath.Join(t.TempDir(), "payload")
	if err := os.WriteFile(file, []byte{0, 0xFF, '\n'}, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		input string
		args  []string
		want  []string
	}{
		{"text", "", []string{"--topic", "t/a", "--payload", "x {{now}}"}, []string{`t/a 1 false "x {{now}}"`}},
		{"standard input, byte for byte", "a\x00\xff\n", []string{"--topic", "t/a", "--qos", "2"}, []string{`t/a 2 false "a\x00\xff\n"`}},
		{"a file, retained, at QoS 0", "", []string{"--topic", "t/a", "--file", file, "--qos", "0", "--retain"}, []string{`t/a 0 true "\x00\xff\n"`}},
		{"nothing", "not this", []string{"--topic", "t/a", "--payload", ""}, []string{`t/a 1 false ""`}},
		{"hexadecimal", "", []string{"--topic", "t/a", "--hex", "00ff"}, []string{`t/a 1 false "\x00\xff"`}},
		{"base64 from standard input", "AP8=", []string{"--topic", "t/a", "--as", "base64"}, []string{`t/a 1 false "\x00\xff"`}},
		{"template", "", []string{"--topic", "t/{{.site}}/{{counter}}", "--payload", "{{seq 7 8}}", "--template", "--var", "site=x=y", "--count", "3"},
			[]string{`t/x=y/1 1 false "7"`, `t/x=y/2 1 false "8"`, `t/x=y/3 1 false "7"`}},
		{"again and again", "once", []string{"--topic", "t/a", "--every", "1ms", "--jitter", "1ms", "--count", "3"}, slices.Repeat([]string{`t/a 1 false "once"`}, 3)},
		{"properties", "", []string{"--topic", "t/a", "--payload", "x", "--property", "content-type=a/b", "--property", "response-topic=r", "--property", "correlation-hex=00ff",
			"--property", "format=text", "--property", "user:a=1", "--property", "user:a=2=3"},
			[]string{`t/a 1 false "x" {Text:true Expiry:0s ContentType:a/b ResponseTopic:r CorrelationData:[0 255] TopicAlias:0 User:[{Name:a Value:1} {Name:a Value:2=3}]} <nil>`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := command(t.Context(), c.input, append([]string{"publish", l.url, "--protocol", "5", "--format", "json"}, c.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(out), "\n")
			for i, want := range c.want {
				if got := <-l.messages; got != want {
					t.Errorf("message %d is %s, want %s", i+1, got, want)
				}
				var line publishedLine
				if err := json.Unmarshal([]byte(lines[i]), &line); err != nil || line.Acknowledged != (line.QoS > 0) || line.Error != "" {
					t.Errorf("line %d: %s, %v", i+1, lines[i], err)
				}
			}
			if len(lines) != len(c.want) {
				t.Errorf("printed %q", lines)
			}
		})
	}
}

// TestPublishBinary: what is published as a binary format arrives as what it was made of.
func TestPublishBinary(t *testing.T) {
	l := listen(t)
	schema := filepath.Join(t.TempDir(), "reading.avsc")
	if err := os.WriteFile(schema, []byte(`{"type": "record", "name": "Reading", "fields": [{"name": "t", "type": ["null", "double"]}, {"name": "unit", "type": "string", "default": "C"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	metric := "\x12\x11\n\x04Temp \n\x69\x00\x00\x00\x00\x00\x80\x35\x40" // name, datatype 10, double_value
	for _, c := range []struct {
		name, payload, want string
		args                []string
	}{
		{"avro", `{"t": {{counter}}}`, "\x02\x00\x00\x00\x00\x00\x00\xf0\x3f\x02C", []string{"--as", "avro", "--schema", schema}},
		{"sparkplug", `{"timestamp": {{counter}}, "metrics": [{"name": "Temp", "value": 21.5}], "seq": 7}`, "\x08\x01" + metric + "\x18\x07", []string{"--as", "sparkplug"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"publish", l.url, "--topic", "t/a", "--payload", c.payload, "--template"}, c.args...)
			if _, err := command(t.Context(), "", args...); err != nil {
				t.Fatal(err)
			}
			if got, want := <-l.messages, fmt.Sprintf("t/a 1 false %q", c.want); got != want {
				t.Errorf("message is %s, want %s", got, want)
			}
		})
	}
	_, err := command(t.Context(), "", "publish", l.url, "--topic", "t/a", "--payload", `{"unit": "K"}`, "--as", "avro", "--schema", schema)
	if said := explain.Error(err, addressOf(err)); !strings.Contains(said, "at byte 0 it does not match the schema (missing t)") {
		t.Errorf("it says %q", said)
	}
}

// TestPublishTakesValuesOfTopics: the template is answered with what the broker keeps.
func TestPublishTakesValuesOfTopics(t *testing.T) {
	l := listen(t)
	for _, args := range [][]string{
		{"--topic", "t/kept", "--payload", `{"a": {"b": 1.50}}`, "--retain"},
		{"--topic", "t/of", "--payload", `{{topic "t/kept" "a.b"}}`, "--template"},
	} {
		if _, err := command(t.Context(), "", append([]string{"publish", l.url}, args...)...); err != nil {
			t.Fatal(err)
		}
	}
	<-l.messages
	if got := <-l.messages; got != `t/of 1 false "1.50"` {
		t.Error(got)
	}
}

// TestPublishReason: the reason code of MQTT 5 stands in the line of a message, also when it was
// refused; versions before have none.
func TestPublishReason(t *testing.T) {
	at := brokertest.Start(t, brokertest.Options{}).URL()
	for _, c := range []struct{ protocol, topic, qos, want string }{
		{"5", "a", "1", `"acknowledged":true,"reason":16,`}, {"5", "a", "0", `"acknowledged":false,"latency_ms"`},
		{"5", "$SYS/a", "1", `"acknowledged":false,"reason":135,`}, {"5", "$SYS/a", "2", `"acknowledged":false,"reason":135,`},
		{"3.1.1", "a", "1", `"acknowledged":true,"latency_ms"`}, {"3.1", "a", "2", `"acknowledged":true,"latency_ms"`},
	} {
		out, err := command(t.Context(), "", "publish", at, "--topic", c.topic, "--payload", "x", "--qos", c.qos, "--protocol", c.protocol, "--format", "json")
		if !strings.Contains(out, c.want) || (err != nil) != strings.Contains(c.want, "135") {
			t.Errorf("%+v: %q, %v", c, out, err)
		}
	}
}

// TestPublishTooFast: an interval that cannot be held is no failure, and is told of.
func TestPublishTooFast(t *testing.T) {
	l := listen(t)
	for every, want := range map[string]bool{"1us": true, "0s": false} {
		out, err := command(t.Context(), "", "publish", l.url, "--topic", "u/a", "--payload", "x", "--every", every, "--count", "5000")
		if err != nil || strings.Contains(out, "not the 1000000.0 that --every asks for") != want {
			t.Errorf("every %s: %.300q, %v", every, out[max(0, len(out)-300):], err)
		}
	}
}

func TestPublishFails(t *testing.T) {
	l := listen(t)
	for _, c := range []struct{ name, says, args string }{
		{"without a topic", "Give the topic with --topic.", "--payload x"},
		{"topic with a wildcard", "cannot contain the wildcards", "--topic a/# --payload x"},
		{"payload given twice", "The payload is given twice", "--topic a --payload x --hex 00"},
		{"half a byte", "The payload cannot be made: it ends too early, at byte 3.", "--topic a --hex 00f"},
		{"no QoS", "3 is not a QoS. Use 0, 1 or 2.", "--topic a --payload x --qos 3"},
		{"template", "The template of the payload, line 1, column 3: there is no function nwo.", "--topic a --payload {{nwo}} --template"},
		{"topic without a value", "the topic t/none has no such value: no message was received.", `--topic a --payload {{"t/none"|topic}} --template`},
		{"property", `There is no property "a". Use content-type`, "--topic a --payload x --property a=b"},
		{"expiry", `"x" is not a number of seconds`, "--topic a --payload x --property expiry=x"},
		{"properties in 3.1.1", "need MQTT 5", "--topic a --payload x --protocol 3.1.1 --property content-type=x"},
		{"JSON that is none", "at byte 0 this is not valid: x", "--topic a --payload x --as json"},
		{"no encoding", `A payload cannot be written as "image". Use one of: text, json, hex`, "--topic a --payload x --as image"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := command(t.Context(), "", append([]string{"publish", l.url}, strings.Fields(c.args)...)...)
			if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(said, c.says) {
				t.Errorf("it says %q, want %q", said, c.says)
			}
		})
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"", "--retain", "--file - --retain", "--as json", "--template", "--file " + empty + " --retain"} {
		for _, name := range []string{"publish", "request"} {
			_, err := command(t.Context(), "", append([]string{name, l.url, "--topic", "t/a"}, strings.Fields(args)...)...)
			if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(said, `To publish an empty message, use --payload ""`) {
				t.Errorf("%s %s without a payload says %q", name, args, said)
			}
		}
	}
	for _, more := range [][]string{{"publish"}, {"publish", "--count", "3"}, {"request", "--reply", "t/b"}} {
		args := slices.Concat(more[:1], []string{l.url, "--topic", "t/a", "--retain", "--template", "--payload", `{{if gt counter 9}}x{{end}}`}, more[1:])
		_, err := command(t.Context(), "", args...)
		if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(said, `To clear it on purpose, use --payload ""`) {
			t.Errorf("a template that becomes empty says %q", said)
		}
	}
	if _, err := command(t.Context(), "", "publish", "mqtt://127.0.0.1:1", "--topic", "a", "--payload", "x", "--every", "1s"); err == nil {
		t.Error("a broker that is not there is no failure")
	}
	if len(l.messages) > 0 {
		t.Errorf("published %s", <-l.messages)
	}
}

// TestControlCharactersInTopicsAreNamed before anything is sent, whatever makes the topic.
func TestControlCharactersInTopicsAreNamed(t *testing.T) {
	const want = "Character 4 of the topic is the control character U+0009 (tab)."
	path := simulationFile(t, "simulator: 1\ndevices:\n- name: lamp\n  birth: [{topic: \"t/a\\tb\", payload: online}]\n")
	for name, args := range map[string][]string{
		"publish":    {"publish", "--topic", "t/a\tb", "--payload", "x"},
		"a template": {"publish", "--topic", `t/a{{"\t"}}b`, "--payload", "x", "--template", "--count", "3"},
		"request":    {"request", "--topic", "t/a\tb", "--payload", "x", "--reply", "t/none", "--within", "1ms"},
		"simulate":   {"simulate", path, "--for", "100ms"},
	} {
		t.Run(name, func(t *testing.T) {
			l := listen(t)
			out, err := command(t.Context(), "", append(args, l.url)...)
			if (err != nil) != (name == "request") { // which nobody answers
				t.Error(err)
			}
			if strings.Count(out, want) != 1 || name == "publish" && strings.Index(out, want) > strings.Index(out, "Published") {
				t.Errorf("it says %q", out)
			}
		})
	}
}
