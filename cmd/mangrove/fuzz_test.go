package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/printable"
)

// FuzzPrint: whatever comes in a topic, a payload or a sentence of a broker, nothing
// is printed that a terminal obeys, in any format.
func FuzzPrint(f *testing.F) {
	for _, text := range obeyed {
		f.Add("a/"+text, []byte(text))
	}
	f.Add("a//b", []byte(`{"v":"\u009b\ud800"}`))
	f.Fuzz(func(t *testing.T, topic string, payload []byte) {
		if topic == "" || len(topic) > 65_535 || strings.Contains(topic, "\x00") {
			return // no PUBLISH can have it
		}
		s := model.NewStore(model.Options{})
		s.Apply(model.Batch{At: time.Unix(1, 0), Messages: []model.Message{{Topic: []byte(topic), Payload: payload}}})
		s.Tree().Tick(time.Unix(1, 0))
		var out bytes.Buffer
		for format, printer := range printers {
			if err := printer(&out, &taken{store: s, address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}}); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
		printProblem(&out, fmt.Errorf("the broker said %s: %w", topic, io.ErrUnexpectedEOF))
		for line := range strings.Lines(out.String()) {
			if line = strings.TrimSuffix(line, "\n"); !printable.Safe(strings.ReplaceAll(line, "\t", "")) {
				t.Errorf("it prints %q", line)
			}
		}
	})
}

// FuzzPasswordFile: what stands at the end of a file with a password is dropped once.
func FuzzPasswordFile(f *testing.F) {
	f.Add([]byte("s3cr3t\r\n"))
	f.Add([]byte("\n\n"))
	f.Add([]byte("\xef\xbb\xbfx"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := passwordFile(t, string(content), 0o600)
		cmd := newRoot()
		cmd.SetErr(io.Discard)
		got, err := (&login{file: path}).fromFile(cmd)
		if err != nil {
			if len(content) > 20 && strings.Contains(err.Error(), string(content[:20])) {
				t.Errorf("the error repeats it: %v", err)
			}
			return
		}
		if len(got) > longestPassword || got != string(content) && got+"\n" != string(content) && got+"\r\n" != string(content) {
			t.Errorf("%q is read as %q", content, got)
		}
	})
}
