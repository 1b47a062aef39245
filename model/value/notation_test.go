package value_test

import (
	"bytes"
	"testing"

	"mangrove/model/decode/cbor"
	"mangrove/model/decode/msgpack"
	"mangrove/model/value"
)

// TestNotationHasWhatJSONHasNot, and is laid out.
func TestNotationHasWhatJSONHasNot(t *testing.T) {
	for _, c := range []struct{ name, payload, want string }{
		{"bytes", "\x81\xa1b\xc4\x02\x00\xff", "{\n  \"b\": h'00ff'\n}"},
		{"no number", "\x92\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00\x01", "[\n  NaN,\n  1\n]"},
		{"a name that is a number", "\x81\x05\x06", "{\n  5: 6\n}"},
		{"a float without a fraction", "\x93\x01\xca\x3f\x80\x00\x00\xcb\x54\xb2\x49\xad\x25\x94\xc3\x7d", "[\n  1,\n  1.0,\n  1e+100\n]"},
		{"what JSON has", "\x82\xa1a\x90\xa1b\x92\xa2\"\x5c\x80", "{\n  \"a\": [],\n  \"b\": [\n    \"\\\"\\\\\",\n    {}\n  ]\n}"},
	} {
		tree, _, err := msgpack.Decode([]byte(c.payload))
		if err != nil {
			t.Fatal(c.name, err)
		}
		if got := string(value.IndentNotation(tree.AppendNotation(nil, 0), 1000)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestDiagnosticNotation is that of RFC 8949, 8.
func TestDiagnosticNotation(t *testing.T) {
	for _, c := range []struct{ name, payload, want string }{
		{"bytes, a tag, undefined", "\xa3\x61b\x43\x00\x01\xff\x61t\xc1\x1a\x65\x53\xf1\x00\x61u\xf7", "{\n  \"b\": h'0001ff',\n  \"t\": 1(1700000000),\n  \"u\": undefined\n}"},
		{"simple values and floats", "\x84\xf0\xf8\xff\xf9\x3e\x00\xf9\x7e\x00", "[\n  simple(16),\n  simple(255),\n  1.5,\n  NaN\n]"},
		{"pieces", "\x9f\x5f\x41\x01\x41\x02\xff\xff", "[_ \n  (_ h'01', h'02')\n]"},
		{"a tag of a list", "\xd8\x64\x82\x01\x02", "100([\n  1,\n  2\n])"},
		{"nothing below", "\x82\x80\xa0", "[\n  [],\n  {}\n]"},
		{"quotes and brackets in a text", "\x81\x65[\"',]", "[\n  \"[\\\"',]\"\n]"},
	} {
		words, err := cbor.Diagnose([]byte(c.payload))
		if err != nil {
			t.Fatal(c.name, err)
		}
		if got := string(value.IndentNotation(words, 1000)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if got := value.IndentNotation(words, 3); got != nil {
			t.Errorf("%s: %d bytes where 3 are allowed", c.name, len(got))
		}
	}
	tagged := append([]byte("\xd8\x64\x5a\x00\x20\x00\x00"), make([]byte, 2<<20)...)
	if words, err := cbor.Diagnose(tagged); err != nil || !bytes.HasPrefix(words, []byte("100(h'0000")) {
		t.Errorf("2 MB with a tag are written as %.20s, %v", words, err)
	}
	number := append([]byte("\x82\x01\xc2\x59\x04\x01"), bytes.Repeat([]byte{1}, 1025)...)
	if _, err := cbor.Diagnose(number); err == nil {
		t.Error("a number of 1,025 bytes is made decimal")
	}
	many := append([]byte("\x9a\x00\x60\x00\x00"), make([]byte, 6<<20)...) // of which each takes three characters
	if _, err := cbor.Diagnose(many); err == nil {
		t.Error("18 MB are written down")
	}
}
