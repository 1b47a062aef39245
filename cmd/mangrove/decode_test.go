package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/cmd/mangrove/problem"
	"mangrove/model"
	"mangrove/model/printable"
)

// runDecode gives what the command prints of what it is given.
func runDecode(t *testing.T, in string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newRoot()
	cmd.SetOut(&out)
	cmd.SetIn(strings.NewReader(in))
	cmd.SetArgs(append([]string{"decode"}, args...))
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestDecodeCommand(t *testing.T) {
	for _, c := range []struct {
		name, in string
		args     []string
		want     string
	}{
		{"JSON", `{"v":21.50,"id":12345678901234567890}`, nil,
			`{"as":["json"],"because":[{"code":"well-formed","found":"{"}],"value":{"v":21.50,"id":12345678901234567890},"consumed":37,"size":37}`},
		{"nothing", "", nil, `{"as":["empty"],"because":[{"code":"no bytes"}],"value":null,"consumed":0,"size":0}`},
		{"text that nearly is JSON", `{"v":NaN}`, nil,
			`{"as":["text"],"because":[{"code":"UTF-8"}],"value":"{\"v\":NaN}","consumed":9,"size":9,"problem":{"as":"json","code":"unexpected","offset":5,"found":"N"}}`},
		{"CBOR", "\xa1\x61t\xf9\x4d\x60", nil, `{"as":["cbor"],"because":[{"code":"whole object","count":1}],"value":{"t":21.5},"consumed":6,"size":6}`},
		{"numbers", "\x00\x01\xff\xfe\x09", []string{"--as", "int16be"},
			`{"as":["int16be"],"because":[{"code":"asked","found":"--as"}],"value":[1,-2],"consumed":4,"size":5}`},
		{"encoded twice", "aGV4OiA=", []string{"--as", "Base64, text"},
			`{"as":["base64","text"],"because":[{"code":"asked","found":"--as"},{"code":"asked","found":"--as"}],"value":"hex: ","consumed":8,"size":8}`},
		{"asked for in UTF-16", "\xff\xfe2\x001\x00", []string{"--as", "number"},
			`{"as":["utf-16","number"],"because":[{"code":"marked UTF-16"},{"code":"asked","found":"--as"}],"odd":[{"code":"marked UTF-16"}],"value":21,"consumed":6,"size":6}`},
		{"by its content type", "\xa4text", []string{"--content-type", "application/msgpack"},
			`{"as":["msgpack"],"because":[{"code":"content type","found":"application/msgpack"}],"value":"text","consumed":5,"size":5}`},
		{"by its topic", "\x00", []string{"--topic", "homie/lamp/name"},
			`{"as":["text"],"because":[{"code":"topic","found":"Homie"}],"value":"","consumed":1,"size":1}`},
		{"bytes", "\xff\x00\x1b", nil, `{"as":["bytes"],"because":[{"code":"not UTF-8","at":0}],"value":"/wAb","consumed":3,"size":3}`},
		{"with a zero behind", "21.5\x00", nil,
			`{"as":["number"],"because":[{"code":"number"}],"odd":[{"code":"zeros behind","count":1}],"value":21.5,"consumed":5,"size":5}`},
		{"for people", `{"a":[1,{"b":null}],"a":"x\u001b[31m"}`, []string{"--format", "tree"},
			"JSON, because it begins with { and is well-formed to its end\n\n{2}\n  a: [2]\n    - 1\n    - {1}\n      b: null\n  a (again): x\\x1b[31m"},
		{"lines for people", "one\ntwo\x1b", []string{"--format", "tree"}, "text, because it is valid UTF-8\nwith a control character at 7\n\none\ntwo\\x1b"},
		{"bytes for people", "\xa1\x61b\x42\xff\x00", []string{"--format", "tree"},
			"CBOR, because all of its bytes are one object of 1 member\n\n{1}\n  b: ff00"},
	} {
		out, err := runDecode(t, c.in, c.args...)
		if err != nil || strings.TrimSuffix(out, "\n") != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, err, out, c.want)
		}
		for line := range strings.Lines(out) {
			if !printable.Safe(strings.TrimSuffix(line, "\n")) {
				t.Errorf("%s: %q", c.name, line)
			}
		}
	}
}

func TestDecodeCommandReadsFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "payload")
	if err := os.WriteFile(path, []byte("21.5"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := runDecode(t, "not read", path); err != nil || !strings.Contains(out, `"value":21.5`) {
		t.Errorf("%s, %v", out, err)
	}
	if _, err := runDecode(t, "", path+"x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that there is not: %v", err)
	}
	if _, err := runDecode(t, "", t.TempDir()); !errors.Is(err, profiles.ErrNoFile) {
		t.Errorf("a folder: %v", err)
	}
}

// TestDecodeCommandSaysWhatIsWrong: what was asked for and is not there ends with an exit
// code, after what is there.
func TestDecodeCommandSaysWhatIsWrong(t *testing.T) {
	out, err := runDecode(t, "ON", "--as", "gzip,json", "--format", "tree")
	if !errors.Is(err, problem.NotInFormat) || !strings.Contains(out, "not gzip: the data at byte 0 is not valid there") || !strings.HasSuffix(out, "\nON\n") {
		t.Errorf("%v after %s", err, out)
	}
	for _, c := range []struct{ flag, value, says string }{
		{"--as", "morse", `There is no format "morse". Use one of: json, text`}, {"--format", "xml", `"xml" is not a format to print in. Use json or tree`},
	} {
		if _, err := runDecode(t, "", c.flag, c.value); err == nil || !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%s %s: %v", c.flag, c.value, err)
		}
	}
}

// TestSnapshotDecodes: beside each payload stands what it means, if that is asked for.
func TestSnapshotDecodes(t *testing.T) {
	s := model.NewStore(model.Options{})
	following := followBirths(s)
	block := []byte("\x03\x00\x15application/x-msgpack") // MQTT 5, 3.3.2.3.9
	for _, m := range []model.Message{
		{Topic: []byte("a"), Payload: []byte(`{"v":1}`)}, {Topic: []byte("b"), Payload: []byte("\xa4text"), Properties: block}, {Topic: []byte("c"), Payload: []byte{0xff, 0}},
	} {
		s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{m}})
	}
	s.Tree().Tick(time.Now())
	for _, decoded := range []bool{true, false} {
		var out bytes.Buffer
		what := taken{store: s, address: broker.Address{Scheme: "mqtt", Host: "h"}, version: broker.V5}
		if decoded {
			what.births = following
		}
		if err := printJSON(&out, &what); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Tree []struct {
				Topic   string
				Decoded *struct {
					As    []string
					Value any
				}
			}
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		var all []any
		for _, topic := range got.Tree {
			if topic.Decoded != nil {
				all = append(all, topic.Topic, topic.Decoded.As[0], topic.Decoded.Value)
			}
		}
		want := []any{"a", "json", map[string]any{"v": 1.0}, "b", "msgpack", "text", "c", "bytes", "/wA="}
		if !decoded {
			want = nil
		}
		if !reflect.DeepEqual(all, want) {
			t.Errorf("%v: %v, want %v", decoded, all, want)
		}
	}
}

func TestSnapshotDecodesInJSONOnly(t *testing.T) {
	cmd := newRoot()
	cmd.SetArgs([]string{"snapshot", "--decode", "mqtt://127.0.0.1:1"})
	if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), "--format json") {
		t.Errorf("%v", err)
	}
}
