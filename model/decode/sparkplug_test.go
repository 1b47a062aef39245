package decode

import (
	"errors"
	"testing"

	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// announced is what a birth has said of the alias 1.
func announced() Reader {
	network := sparkplug.NewNetwork()
	network.Take(&sparkplug.Message{Topic: []byte("spBv1.0/G/NBIRTH/N"), Payload: []byte("\x12\x0a\x0a\x04temp\x10\x01\x20\x01\x18\x00"), Position: 1})
	known, _ := network.Known("spBv1.0/G/NDATA/N", sparkplug.Place{Position: 2})
	return known
}

// TestSparkplug: a payload is Sparkplug when its topic says so and all of it is; anything
// else is what it would be elsewhere, with the reason why it is no Sparkplug.
func TestSparkplug(t *testing.T) {
	data := "\x12\x0d\x10\x01\x50\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x18\x07"
	for _, c := range []struct {
		name, topic, payload string
		known                Reader
		as                   Format
		path, text           string
		problem              value.FaultCode
	}{
		{"with what was announced", "spBv1.0/G/NDATA/N", data, announced(), Sparkplug, "metrics.temp.value", "-1", ""},
		{"awaiting birth", "spBv1.0/G/NDATA/N", data, nil, Sparkplug, `metrics."alias 1".value`, "18446744073709551615", ""},
		{"a text", "spBv1.0/G/NDATA/N", "offline", announced(), Text, "", "offline", value.Unexpected},
		{"a number that could be a message of Protobuf", "spBv1.0/G/NDATA/N", "123456789", nil, Number, "", "123456789", value.Mismatch},
		{"cut off", "spBv1.0/G/NDATA/N", data[:len(data)-1], nil, Bytes, "", data[:len(data)-1], value.CutOff},
		{"another topic", "spBv1.0/G/NDATA", data, nil, Protobuf, "3", "7", ""},
		{"the state of a host", "spBv1.0/STATE/scada", `{"online":true}`, nil, JSON, "online", "true", ""},
	} {
		r := Payload(Input{Payload: []byte(c.payload), Topic: c.topic, Sparkplug: c.known})
		if r.Format() != c.as && (c.as != Bytes || r.Problem == nil) {
			t.Errorf("%s: %s, want %s", c.name, r.Format(), c.as)
			continue
		}
		if i := r.Tree.Find(c.path); i < 0 || r.Tree.Text(i) != c.text && c.as != Bytes {
			t.Errorf("%s: %s is not %q in %s", c.name, c.path, c.text, r.Tree.AppendJSON(nil, 0))
		}
		code := value.FaultCode("")
		if r.Problem != nil {
			var fault *value.Fault
			if !errors.As(r.Problem.Err, &fault) || r.Problem.As != Sparkplug {
				t.Errorf("%s: %+v", c.name, r.Problem)
				continue
			}
			code = fault.Code
		}
		if code != c.problem {
			t.Errorf("%s: %q, want %q", c.name, code, c.problem)
		}
	}
}
