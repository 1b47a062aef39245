package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
	"mangrove/model/printable"
)

// obeyed is what a terminal would obey, or what cannot be seen.
var obeyed = []string{
	"\x00", "\a", "\x1b[31m", "\x1b]0;title\a", "\r", "\x7f", "\u009b31m", "\u009d0;x\u009c", "\x9b31m", "\xff", "\u202e", "\u2066", "\u200f", "\u061c",
	"\u200b", "\ufeff", "\u2028", "\u2029", "\xec\x98", "\U000e0041",
}

// takenOf is a snapshot with topics and payloads of all of a kind.
func takenOf(texts []string) *taken {
	s := model.NewStore(model.Options{})
	for i, text := range texts {
		for _, payload := range []string{text, "value " + text + " and more of it", `{"v":"` + text + `"}`, strings.Repeat("on ", 20) + text} {
			topic := fmt.Sprintf("level%d%s/%s/%x", i, text, text, payload)
			s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload)}}})
		}
	}
	s.Tree().Tick(time.Now())
	return &taken{store: s, address: broker.Address{Scheme: "mqtt", Host: "h\u202e", Port: 1883}, version: broker.V5}
}

// TestNothingThatATerminalObeysIsPrinted has it in topics and payloads, in
// every format.
func TestNothingThatATerminalObeysIsPrinted(t *testing.T) {
	for format, printer := range printers {
		var out bytes.Buffer
		if err := printer(&out, takenOf(obeyed)); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if line := strings.TrimSuffix(line, "\n"); !printable.Safe(line) {
				t.Errorf("%s: %q", format, line)
			}
		}
		if out.Len() < 1_000 {
			t.Errorf("%s: %s", format, out.String())
		}
	}
}

func TestNothingThatATerminalObeysIsSaid(t *testing.T) {
	for _, text := range obeyed {
		var out bytes.Buffer
		printProblem(&out, fmt.Errorf("the broker said %s: %w", text, io.ErrUnexpectedEOF))
		cmd := newRoot()
		cmd.SetErr(&out)
		if err := cmd.ParseFlags([]string{"--verbose"}); err != nil {
			t.Fatal(err)
		}
		logger(cmd).Info("message "+text, "key"+text, text, "error", errors.New(text))
		if lines := strings.Split(out.String(), "\n"); len(lines) != 3 || !printable.Safe(lines[0]) || !printable.Safe(lines[1]) {
			t.Errorf("%q", out.String())
		}
	}
}

func TestPrintTree(t *testing.T) {
	s := model.NewStore(model.Options{})
	for topic, payload := range map[string]string{
		"json": "{\"v\":21.5}\x00", " blank ": "ON", "no\u00a0break": "22\xb0C", "a  b": "\xff\xfeO\x00N\x00", "plain": "1", "bytes": "\x01\x02\xff",
	} {
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload)}}})
	}
	s.Tree().Tick(time.Now())
	var out bytes.Buffer
	if err := printTree(&out, &taken{store: s}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`json = {"v":21.5}\x00  [QoS 0, 1 message, a zero byte at its end]`, `" blank " = ON  [`, `"no\u00a0break" = 22\xb0C  [QoS 0, 1 message, a byte of Latin-1 at 2: b0, which is °]`,
		`"a  b" = ON  (UTF-16)  [`, "plain = 1  [QoS 0, 1 message]\n", "bytes = 01 02 ff  (3 B)  [QoS 0, 1 message]\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is not in\n%s", want, out.String())
		}
	}
}

const oddPayload = "=1+1\x1b[31m\u202e\x00"

// TestPrintedFormats has what each format makes of a payload.
func TestPrintedFormats(t *testing.T) {
	s := model.NewStore(model.Options{})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte("a/b c"), Payload: []byte(oddPayload), QoS: 1, Retained: true}}})
	s.Tree().Tick(time.Now())
	for _, c := range []struct {
		options   snapshotOptions
		out, said string
	}{
		{snapshotOptions{format: "tree"}, "a  (1 topic, 1 message)\n" + `  b c = =1+1\x1b[31m\u202e\x00  [QoS 1, retained, 1 message`, ""},
		{snapshotOptions{format: "tree", raw: true}, "a/b c " + oddPayload + "\n", ""},
		{snapshotOptions{format: "csv"}, `a/b c,'=1+1\x1b[31m\u202e\x00,`, "1 cell was escaped"},
		{snapshotOptions{format: "csv", raw: true}, "a/b c," + oddPayload + ",", ""},
		{snapshotOptions{format: "json"}, `"text":"=1+1\u001b[31m\u202e\u0000"`, ""},
		{snapshotOptions{format: "json", raw: true}, `"text":"=1+1\u001b[31m\u202e\u0000"`, ""},
	} {
		var out, said bytes.Buffer
		cmd := newSnapshotCommand(new(login))
		cmd.SetOut(&out)
		cmd.SetErr(&said)
		if err := c.options.write(cmd, &taken{store: s}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), c.out) {
			t.Errorf("%+v: %q is not in %q", c.options, c.out, out.String())
		}
		if !strings.Contains(said.String(), c.said) || (said.Len() > 0) != (c.said != "") {
			t.Errorf("%+v: it said %q, want %q", c.options, said.String(), c.said)
		}
	}
}

// TestSnapshotCommand takes one of the built-in broker.
func TestSnapshotCommand(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	publishRetained(t, b.Address(), "a/b c", oddPayload)
	var out bytes.Buffer
	cmd := newRoot()
	cmd.SetOut(&out)
	cmd.SetArgs([]string{"snapshot", b.Address(), "--topic", "a/#", "--for", "3s", "--raw"})
	if err := cmd.ExecuteContext(t.Context()); err != nil || out.String() != "a/b c "+oddPayload+"\n" {
		t.Errorf("%v, %q", err, out.String())
	}
}

// publishRetained publishes a message and returns when the broker has it.
func publishRetained(t *testing.T, url, topic, payload string) {
	t.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	s := client.Open(p, model.NewStore(model.Options{}), client.Options{})
	t.Cleanup(func() { _ = s.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for s.Status().Phase != broker.Connected {
		if !wait(ctx, 10*time.Millisecond) {
			t.Fatal("not connected")
		}
	}
	if _, err := s.Publish(ctx, broker.Publication{Topic: topic, Payload: []byte(payload), QoS: 1, Retain: true}); err != nil {
		t.Fatal(err)
	}
}
