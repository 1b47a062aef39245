package cbor

import (
	"testing"

	"mangrove/model/decode/internal/vectors"
)

// TestEdges has what RFC 8949 lets an encoder do and few of them do, and what is
// well-formed and not valid: that is flagged with !. Each was written by hand.
func TestEdges(t *testing.T) {
	for _, c := range []struct{ name, bytes, want string }{
		{"1 in eight bytes [3.1]", "1b 0000000000000001", `"1" @0-9`},
		{"23 in two bytes", "18 17", `"23" @0-2`},
		{"-1 in five bytes", "3a 00000000", `"-1" @0-5`},
		{"the least of 64 bits", "3b 7fffffffffffffff", `"-9223372036854775808" @0-9`},
		{"the length of a text in nine bytes", "7b 0000000000000001 61", `"a" @0-10`},
		{"the least half float", "f9 0001", `"5.9604645e-08" float16@0-3`},
		{"the largest half float", "f9 7bff", `"65504" float16@0-3`},
		{"minus zero", "f9 8000", `"-0" float16@0-3`},
		{"the least float", "fa 00000001", `"1e-45" float32@0-5`},
		{"the largest float", "fa 7f7fffff", `"3.4028235e+38" float32@0-5`},
		{"the least double", "fb 0000000000000001", `"5e-324" float64@0-9`},
		{"no number with a content", "fb 7ff0000000000001", `"NaN" float64@0-9`},
		{"bytes in no pieces [3.2.3]", "5f ff", `"" @0-2`},
		{"a text in empty pieces", "7f 60 6161 60 ff", `"a" @0-6`},
		{"a character over two pieces", "7f 61c3 61a9 ff", `!"é" text@0-6`},
		{"a list and a map in no pieces", "82 9fff bfff", `[[], {}]`},
		{"a number within pieces of a list", "9f 9f01ff 8101 ff", `[["1" @2-3], ["1" @5-6]]`},
		{"a tag before a tag that describes itself", "d9d9f7 d9d9f7 c1 00", `"0" epoch s@0-8`},
		{"a bignum with zeros before it [3.4.3]", "c2 45 0000000001", `"1" bignum@0-7`},
		{"a bignum in pieces", "c2 5f 4101 4100 ff", `"256" bignum@0-7`},
		{"a bignum that is a text", "c2 61 31", `!"1" bignum@0-3`},
		{"a bignum in a bignum", "c2 c2 41 05", `!"5" bignum, bignum@0-4`},
		{"a time that is a number [3.4.1]", "c0 00", `!"0" time@0-2`},
		{"a time that is a text [3.4.2]", "c1 61 30", `!"0" epoch s@0-3`},
		{"a time that is a list", "c1 80", `![]`},
		{"a UUID that is a text", "d825 61 30", `!"0" UUID@0-4`},
		{"CBOR in it that is none", "d818 01", `!"1" CBOR@0-3`},
		{"days before 1970", "d864 38 63", `"-100" days since 1970@0-4`},
		{"a decimal fraction of a list without a length [3.4.4]", "c4 9f 21 19 6ab3 ff", `"27315e-2" decimal fraction@0-7`},
		{"a decimal fraction of a small bignum", "c4 82 20 c2 41 05", `"5e-1" decimal fraction@0-6`},
		{"a decimal fraction of one number", "c4 81 01", `!["1" @2-3]`},
		{"a decimal fraction that is a number", "c4 01", `!"1" decimal fraction@0-2`},
		{"a negative bigfloat", "c5 82 03 20", `"-8" bigfloat@0-4`},
		{"a bigfloat of nothing", "c5 82 20 00", `"0" bigfloat@0-4`},
		{"the largest tag", "db ffffffffffffffff 00", `"0" tag 18446744073709551615@0-10`},
		{"a name with a tag", "a1 c1 00 01", `{1(0)="1" @3-4}`},
		{"a name in pieces", "a1 7f 6161 6162 ff 01", `{ab="1" @7-8}`},
		{"a name of bytes in pieces", "a1 5f 4101 4102 ff 03", `{(_ h'01', h'02')="3" @7-8}`},
		{"the simple value 32 [3.3]", "f8 20", `"simple(32)" simple@0-2`},
		{"the simple value 0", "e0", `"simple(0)" simple@0-1`},
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
}

// TestFaultsAtTheirPlace: what is no CBOR says where, also within a name.
func TestFaultsAtTheirPlace(t *testing.T) {
	for bytes, want := range map[string]string{
		"fc": "unexpected: fc at 0", "dd": "unexpected: dd at 0", "ff": "unexpected: ff at 0", "f8 1f": "unexpected: f8 at 0", "df": "unexpected: df at 0",
		"5b ffffffffffffffff": "cut off at 9", "7f 61c3": "cut off at 3", "bf 01 ff": "unexpected: ff at 2", "a1 82 01 fc 02": "unexpected: fc at 3",
		"a1 82 01": "cut off at 3", "a1 5f 61 61 ff 01": "unexpected: 61 at 2", "a1 c1 1c 01": "unexpected: 1c at 2", "f9 00": "cut off at 2",
	} {
		if _, _, err := Decode(vectors.Unhex(t, bytes)); vectors.FaultText(err) != want {
			t.Errorf("%s: %q, want %q", bytes, vectors.FaultText(err), want)
		}
	}
}
