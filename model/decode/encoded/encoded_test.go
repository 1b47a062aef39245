package encoded

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"testing"

	"mangrove/model/value"
)

type reading struct {
	name, text, want string
	code             value.FaultCode
	offset           int
}

func check(t *testing.T, read func([]byte) ([]byte, error), all []reading) {
	t.Helper()
	for _, c := range all {
		got, err := read([]byte(c.text))
		var fault *value.Fault
		switch {
		case c.code == "" && (err != nil || string(got) != c.want):
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		case c.code != "" && (!errors.As(err, &fault) || fault.Code != c.code || fault.Offset != c.offset):
			t.Errorf("%s: %q, %#v, want %s at %d", c.name, got, err, c.code, c.offset)
		}
	}
}

func TestHex(t *testing.T) {
	check(t, Hex, []reading{
		{"small letters", "00ff7a", "\x00\xff\x7a", "", 0},
		{"capitals", "00FF7A", "\x00\xff\x7a", "", 0},
		{"with 0x", "0x00ff", "\x00\xff", "", 0},
		{"in pairs", "00 ff-7a:01\r\n02", "\x00\xff\x7a\x01\x02", "", 0},
		{"with blanks around", " 00ff\n", "\x00\xff", "", 0},
		{"half a pair", "00f", "", value.CutOff, 3},
		{"a blank in a pair", "0 0", "", value.Unexpected, 1},
		{"another letter", "00fg", "", value.Unexpected, 3},
		{"another letter first", " xy", "", value.Unexpected, 1},
		{"nothing", "", "", value.CutOff, 0},
		{"nothing but 0x", "0x", "", value.CutOff, 2},
		{"an umlaut", "00ü0", "", value.Unexpected, 2},
	})
}

func TestBase64(t *testing.T) {
	check(t, Base64, []reading{
		{"filled up", "aGk=", "hi", "", 0},
		{"not filled up", "aGk", "hi", "", 0},
		{"the usual alphabet", "+/+/", "\xfb\xff\xbf", "", 0},
		{"the alphabet for URLs", "-_-_", "\xfb\xff\xbf", "", 0},
		{"broken into lines", "aGVs\r\nbG8=\n", "hello", "", 0},
		{"both alphabets", "+_+_", "", value.Unexpected, 0},
		{"half a character", "aGkxA", "", value.CutOff, 5},
		{"filled up too little", "aA=", "", value.CutOff, 3},
		{"something behind the end", "aGk=a", "", value.Unexpected, 4},
		{"filled up too much", "aGk===", "", value.Unexpected, 5},
		{"a blank", "aGVs bG8", "", value.Unexpected, 4},
		{"nothing", " ", "", value.CutOff, 1},
	})
}

func FuzzEncoded(f *testing.F) {
	f.Add([]byte("0x00:ff"))
	f.Add([]byte("aGk="))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, err := Hex(b); err == nil && len(out) > len(b)/2 {
			t.Errorf("%q holds %x", b, out)
		}
		if out, err := Base64(b); err == nil && len(out) > len(b) {
			t.Errorf("%q holds %x", b, out)
		}
		if out, err := Hex([]byte(hex.EncodeToString(b))); len(b) > 0 && (err != nil || !bytes.Equal(out, b)) {
			t.Errorf("%x becomes %x, %v", b, out, err)
		}
		for _, c := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
			if out, err := Base64([]byte(c.EncodeToString(b))); len(b) > 0 && (err != nil || !bytes.Equal(out, b)) {
				t.Errorf("%x becomes %x, %v", b, out, err)
			}
		}
	})
}
