package encode

import (
	"errors"
	"testing"

	"mangrove/model/decode"
	"mangrove/model/value"
)

func TestBytes(t *testing.T) {
	for _, c := range []struct {
		name   string
		as     decode.Format
		text   string
		want   string
		code   value.FaultCode
		offset int
	}{
		{"text, as it is", decode.Text, " a\x00ü\n", " a\x00ü\n", "", 0},
		{"text unless it is said", "", "{", "{", "", 0},
		{"JSON keeps its blanks and digits", decode.JSON, "{\"a\" : 1.10}\n", "{\"a\" : 1.10}\n", "", 0},
		{"JSON that ends too early", decode.JSON, `{"a":`, "", value.CutOff, 5},
		{"JSON with something else", decode.JSON, `{"a":x}`, "", value.Unexpected, 5},
		{"hex", decode.Hex, "00 ff 7A", "\x00\xff\x7a", "", 0},
		{"no hex", decode.Hex, " \n", "", "", 0},
		{"half a byte", decode.Hex, "00f", "", value.CutOff, 3},
		{"base64", decode.Base64, "AP96", "\x00\xff\x7a", "", 0},
		{"a format to read only", decode.Image, "x", "", value.NoSchema, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Bytes(Input{As: c.as, Text: []byte(c.text)})
			var fault *value.Fault
			switch {
			case c.code == "" && (err != nil || string(got) != c.want):
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			case c.code != "" && (!errors.As(err, &fault) || fault.Code != c.code || fault.Offset != c.offset):
				t.Errorf("got %q, %#v; want %s at %d", got, err, c.code, c.offset)
			}
		})
	}
}
