package msgpack

import (
	"testing"

	"mangrove/model/decode/internal/vectors"
)

// TestEdges has what the specification lets an encoder do and few of them do. Each was
// written by hand.
func TestEdges(t *testing.T) {
	for _, c := range []struct{ name, bytes, want string }{
		{"-1 in nine bytes", "d3 ffffffffffffffff", `"-1" int64@0-9`},
		{"1 in nine bytes", "cf 0000000000000001", `"1" uint64@0-9`},
		{"the least of each size", "94 d080 d18000 d280000000 d38000000000000000", `["-128" int8@1-3, "-32768" int16@3-6, "-2147483648" int32@6-11, "-9223372036854775808" int64@11-20]`},
		{"the largest of each size", "94 ccff cdffff ceffffffff cfffffffffffffffff", `["255" uint8@1-3, "65535" uint16@3-6, "4294967295" uint32@6-11, "18446744073709551615" uint64@11-20]`},
		{"the largest fixint, the least", "92 7f e0", `["127" @1-2, "-32" @2-3]`},
		{"floats at their edges", "94 ca00000001 ca7fc00000 cb8000000000000000 cbfff0000000000000", `["1e-45" float32@1-6, "NaN" float32@6-11, "-0" float64@11-20, "-Infinity" float64@20-29]`},
		{"texts of no length", "94 a0 d900 da0000 db00000000", `["" @1-2, "" @2-4, "" @4-7, "" @7-12]`},
		{"bytes of no length", "93 c400 c50000 c600000000", `["" @1-3, "" @3-6, "" @6-11]`},
		{"a letter with longer lengths", "93 d90161 da000161 db0000000161", `["a" @1-4, "a" @4-8, "a" @8-14]`},
		{"lists and maps of nothing", "96 90 dc0000 dd00000000 80 de0000 df00000000", `[[], [], [], {}, {}, {}]`},
		{"a name twice", "82 a161 01 a161 02", `{a="1" @3-4, a="2" @6-7}`},
		{"an extension of four bytes", "d6 01 01020304", `"\x01\x02\x03\x04" ext 1@0-6`},
		{"the time zero", "d6 ff 00000000", `"1970-01-01T00:00:00Z" timestamp@0-6`},
		{"the last of 32 bits", "d6 ff ffffffff", `"2106-02-07T06:28:15Z" timestamp@0-6`},
		{"a time with its length", "c7 04 ff 00000000", `"1970-01-01T00:00:00Z" timestamp@0-7`},
		{"the most nanoseconds", "d7 ff ee6b27fc 00000000", `"1970-01-01T00:00:00.999999999Z" timestamp@0-10`},
		{"the last of 34 bits", "d7 ff 00000003 ffffffff", `"2514-05-30T01:53:03Z" timestamp@0-10`},
		{"the last nanosecond of four digits", "c7 0c ff 3b9ac9ff 0000003afff4417f", `"9999-12-31T23:59:59.999999999Z" timestamp@0-15`},
		{"a nanosecond beyond", "c7 0c ff 00000001 0000003afff44180", `"253402300800.000000001 s" timestamp@0-15`},
		{"the least seconds", "c7 0c ff 3b9ac9ff 8000000000000000", `"-9223372036854775807.000000001 s" timestamp@0-15`},
		{"half a second before", "c7 0c ff 1dcd6500 fffffff000000000", `"-68719476735.5 s" timestamp@0-15`},
		{"nothing as a name", "81 c0 01", `{null="1" @2-3}`},
		{"a map as a name", "81 81 01 c2 05", `{{1: false}="5" @4-5}`},
	} {
		b := vectors.Unhex(t, c.bytes)
		tree, consumed, err := Decode(b)
		if err != nil || consumed != len(b) {
			t.Errorf("%s: %d of %d bytes, %v", c.name, consumed, len(b), err)
			continue
		}
		if got := vectors.Drawn(tree, 0); got != c.want {
			t.Errorf("%s is %s, want %s", c.name, got, c.want)
		}
	}
	for bytes, want := range map[string]string{
		"c1": "unexpected: c1 at 0", "92 01 c1": "unexpected: c1 at 2", "81 c1 01": "unexpected: c1 at 1", "c7 02 01 00": "cut off at 4",
		"c9 ffffffff 01": "cut off at 6", "d4": "cut off at 1", "db ffffffff 61": "cut off at 6", "c6 ffffffff 61": "cut off at 6", "81 db ffffffff 61": "cut off at 7",
		"dd ffffffff 61": "cut off at 6", "df 80000000 61": "cut off at 6", "de 0001 01": "cut off at 4",
	} {
		if _, _, err := Decode(vectors.Unhex(t, bytes)); vectors.FaultText(err) != want {
			t.Errorf("%s: %q, want %q", bytes, vectors.FaultText(err), want)
		}
	}
}
