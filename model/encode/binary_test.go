package encode

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mangrove/model/decode"
	"mangrove/model/decode/cbor"
	"mangrove/model/decode/msgpack"
	"mangrove/model/decode/protobuf"
	"mangrove/model/value"
)

// TestCBOR has the examples of RFC 8949, appendix A, that JSON can write.
func TestCBOR(t *testing.T) {
	for text, want := range map[string]string{
		"0": "00", "23": "17", "24": "1818", "100": "1864", "1000": "1903e8", "1000000": "1a000f4240", "1000000000000": "1b000000e8d4a51000",
		"18446744073709551615": "1bffffffffffffffff", "18446744073709551616": "c249010000000000000000", "-18446744073709551616": "3bffffffffffffffff",
		"-18446744073709551617": "c349010000000000000000", "-1": "20", "-10": "29", "-100": "3863", "-1000": "3903e7", "-0": "00",
		"1.5": "fa3fc00000", "1.1": "fb3ff199999999999a", "1e300": "fb7e37e43c8800759c", "-4.1": "fbc010666666666666", "100000.0": "fa47c35000",
		"false": "f4", "true": "f5", "null": "f6", `""`: "60", `"IETF"`: "6449455446", `"\u00fc"`: "62c3bc", `"\ud800\udd51"`: "64f0908591",
		"[]": "80", "[1, [2, 3], [4, 5]]": "8301820203820405", "{}": "a0", `{"a": 1, "b": [2, 3]}`: "a26161016162820203",
		`["a", {"b": "c"}]`: "826161a161626163", `{"$base64": "AQIDBA=="}`: "4401020304", `[{"$base64": ""}]`: "8140", `{"$base64": 1}`: "a1672462617365363401",
	} {
		got, err := Bytes(Input{As: decode.CBOR, Text: []byte(text)})
		if err != nil || hex.EncodeToString(got) != want {
			t.Errorf("%s: %x, %v; want %s", text, got, err, want)
		}
		if _, n, err := cbor.Decode(got); err != nil || n != len(got) {
			t.Errorf("%s cannot be read: %v", text, err)
		}
	}
}

func TestMsgPack(t *testing.T) {
	for text, want := range map[string]string{
		"0": "00", "127": "7f", "128": "cc80", "65536": "ce00010000", "18446744073709551615": "cfffffffffffffffff", "-1": "ff", "-32": "e0", "-33": "d0df",
		"-9223372036854775808": "d38000000000000000", "1.5": "ca3fc00000", "1.1": "cb3ff199999999999a", "null": "c0", "true": "c3", "false": "c2",
		`"IETF"`: "a449455446", "[1, [2, 3]]": "9201920203", `{"a": 1, "b": []}`: "82a16101a16290", `{"$base64": "AP8="}`: "c40200ff",
	} {
		got, err := Bytes(Input{As: decode.MsgPack, Text: []byte(text)})
		if err != nil || hex.EncodeToString(got) != want {
			t.Errorf("%s: %x, %v; want %s", text, got, err, want)
		}
		if _, n, err := msgpack.Decode(got); err != nil || n != len(got) {
			t.Errorf("%s cannot be read: %v", text, err)
		}
	}
}

// schema is a .proto file, compiled.
func schema(t *testing.T, text, message string) protobuf.Reader {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.proto")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := protobuf.Compile([]string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return protobuf.Reader{Schema: s, Message: message}
}

const reading = `syntax = "proto3"; package a;
message Reading { string name = 1; repeated sint32 values = 2; Kind kind = 3; bytes raw = 4; uint64 at = 5; }
enum Kind { NONE = 0; TEMPERATURE = 1; }`

func TestProtobuf(t *testing.T) {
	s := schema(t, reading, "a.Reading")
	for text, want := range map[string]string{
		`{}`:             "",
		`{"name": "ab"}`: "0a026162",
		`{"values": [-1, 2], "kind": "TEMPERATURE", "raw": "AP8=", "at": "18446744073709551615"}`: "120201041801220200ff28ffffffffffffffffff01",
	} {
		got, err := Bytes(Input{As: decode.Protobuf, Text: []byte(text), Schema: s})
		if err != nil || hex.EncodeToString(got) != want {
			t.Errorf("%s: %x, %v; want %s", text, got, err, want)
		}
	}
}

func TestWhatCannotBeEncoded(t *testing.T) {
	s := schema(t, reading, "a.Reading")
	for _, c := range []struct {
		name   string
		in     Input
		code   value.FaultCode
		offset int
	}{
		{"JSON that ends", Input{As: decode.CBOR, Text: []byte(`{"a":`)}, value.CutOff, 5},
		{"too large for MessagePack", Input{As: decode.MsgPack, Text: []byte(`[1, 18446744073709551616]`)}, value.OutOfRange, 4},
		{"too small for MessagePack", Input{As: decode.MsgPack, Text: []byte(`-9223372036854775809`)}, value.OutOfRange, 0},
		{"too large for a float", Input{As: decode.CBOR, Text: []byte(`1e999`)}, value.OutOfRange, 0},
		{"a name twice in CBOR", Input{As: decode.CBOR, Text: []byte(`{"a": 1, "a": 2}`)}, value.Unexpected, 14},
		{"a text that is no UTF-8", Input{As: decode.CBOR, Text: []byte("[\"\xff\"]")}, value.NotUTF8, 1},
		{"nor with an escape", Input{As: decode.MsgPack, Text: []byte("[\"\\n\xff\"]")}, value.NotUTF8, 1},
		{"a name that is no UTF-8", Input{As: decode.MsgPack, Text: []byte("{\"\xff\": 1}")}, value.NotUTF8, 6},
		{"no schema", Input{As: decode.Protobuf, Text: []byte(`{}`)}, value.NoSchema, 0},
		{"no such field", Input{As: decode.Protobuf, Text: []byte("{\n \"ü\": 1,\n \"other\": \"x\"}"), Schema: s}, value.Mismatch, 3},
		{"another type", Input{As: decode.Protobuf, Text: []byte("{\n \"name\": 1}"), Schema: s}, value.Mismatch, 11},
	} {
		_, err := Bytes(c.in)
		var fault *value.Fault
		if !errors.As(err, &fault) || fault.Code != c.code || fault.Offset != c.offset {
			t.Errorf("%s: %#v, want %s at %d", c.name, err, c.code, c.offset)
		}
	}
}

// FuzzBytes: whatever is typed, what is made of it can be read again.
func FuzzBytes(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5e3,null,true,"x"]}`, `{"$base64":"AP8="}`, "18446744073709551616", "-0", "[[[]]]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in := Input{Text: []byte(text)}
		for as, read := range map[decode.Format]func([]byte) (*value.Tree, int, error){decode.CBOR: cbor.Decode, decode.MsgPack: msgpack.Decode} {
			in.As = as
			b, err := Bytes(in)
			if err != nil {
				continue
			}
			if _, n, err := read(b); err != nil || n != len(b) {
				t.Errorf("%s of %q: % x is read to %d of %d, %v", as, text, b, n, len(b), err)
			}
		}
	})
}
