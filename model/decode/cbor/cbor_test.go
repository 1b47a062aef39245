package cbor

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"

	"github.com/fxamacker/cbor/v2"
)

func TestVectors(t *testing.T) { vectors.Recorded(t, 130, Decode) }

func TestFreshVectors(t *testing.T) { vectors.Fresh(t, "cbor", Decode) }

// TestItems has what the vectors do not have: tags, simple values, names that are no
// texts [RFC 8949, appendix A and 3.4].
func TestItems(t *testing.T) {
	for _, c := range []struct{ name, bytes, kind, text string }{
		{"simple value", "f0", "simple", "simple(16)"},
		{"simple value of two bytes", "f8ff", "simple", "simple(255)"},
		{"undefined", "f7", "undefined", "undefined"},
		{"time", "c0 74 323031332d30332d32315432303a30343a30305a", "time", "2013-03-21T20:04:00Z"},
		{"epoch", "c1 1a514b67b0", "epoch s", "1363896240"},
		{"epoch with a fraction", "c1 fb41d452d9ec200000", "epoch s", "1363896240.5"},
		{"bignum", "c2 49 010000000000000000", "bignum", "18446744073709551616"},
		{"negative bignum", "c3 49 010000000000000000", "bignum", "-18446744073709551617"},
		{"bignum of nothing", "c2 40", "bignum", "0"},
		{"decimal fraction", "c4 82 21 196ab3", "decimal fraction", "27315e-2"},
		{"decimal fraction of a bignum", "c4 82 1a00010000 c3 49 010000000000000000", "decimal fraction", "-18446744073709551617e65536"},
		{"bigfloat", "c5 82 20 03", "bigfloat", "1.5"},
		{"negative bigfloat", "c5 82 21 24", "bigfloat", "-1.25"},
		{"large bigfloat", "c5 82 18 40 01", "bigfloat", "18446744073709551616"},
		{"bigfloat beyond all", "c5 82 1b7fffffffffffffff 01", "bigfloat", "1 × 2^9223372036854775807"},
		{"URI", "d820 76 687474703a2f2f7777772e6578616d706c652e636f6d", "URI", "http://www.example.com"},
		{"base64 to be", "d7 44 01020304", "tag 23", "\x01\x02\x03\x04"},
		{"CBOR in it", "d818 45 6449455446", "CBOR", "dIETF"},
		{"UUID", "d825 50 00112233445566778899aabbccddeeff", "UUID", "00112233-4455-6677-8899-aabbccddeeff"},
		{"tags in each other", "d9d9f7 c6 d8 40 01", "tag 6, tag 64", "1"},
		{"text that is no UTF-8", "62 c328", "text", "\xc3("},
		{"half", "f9 3555", "float16", "0.33325195"},
	} {
		b := vectors.Unhex(t, c.bytes)
		tree, consumed, err := Decode(b)
		if err != nil || consumed != len(b) {
			t.Errorf("%s: %d of %d bytes, %v", c.name, consumed, len(b), err)
			continue
		}
		if tree.Type(0) != c.kind || tree.Text(0) != c.text {
			t.Errorf("%s is %s %q, want %s %q", c.name, tree.Type(0), tree.Text(0), c.kind, c.text)
		}
		if from, to := tree.Range(0); from != 0 || to != len(b) {
			t.Errorf("%s stands from %d to %d", c.name, from, to)
		}
	}
}

// TestNames: what is no text is in diagnostic notation [RFC 8949 8].
func TestNames(t *testing.T) {
	tree, _, err := Decode(vectors.Unhex(t, "ac 8162c328 00 c26130 00 01 00 20 01 f5 02 f6 03 420102 04 820102 05 a1 6161 01 06 f93e00 07 c1 1a514b67b0 08 7f 6161 6162 ff 09"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range tree.Below(0) {
		names = append(names, tree.Name(i))
	}
	const want = `0x8162c328|0xc26130|1|-1|true|null|h'0102'|[1, 2]|{"a": 1}|1.5|1(1363896240)|ab`
	if got := strings.Join(names, "|"); got != want {
		t.Errorf("the names are %s, want %s", got, want)
	}
}

// TestNamesOfOtherKinds: the number 1 is another name than the text of it.
func TestNamesOfOtherKinds(t *testing.T) {
	for _, bytes := range []string{"a5 01 00 6131 01 6131 02 01 03 f97e00 04", "ab 01 00 6131 01 6131 02 01 03 f97e00 04 6161 00 6162 00 6163 00 6164 00 6165 00 6166 00"} {
		tree, _, err := Decode(vectors.Unhex(t, bytes))
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for i := range tree.Below(0) {
			if name := tree.Name(i); name < "a" {
				list = append(list, fmt.Sprint(name, " ", tree.Flags(i)&value.Notation != 0, " ", tree.Flags(i)&value.Doubled != 0))
			}
		}
		const want = "1 true false|1 false false|1 false true|1 true true|NaN true false"
		if got := strings.Join(list, "|"); got != want {
			t.Errorf("the names are %s, want %s", got, want)
		}
	}
}

// TestRanges: every value knows the bytes that it came from.
func TestRanges(t *testing.T) {
	b := vectors.Unhex(t, "a2 6161 83 01 fb3ff199999999999a 6162 61 63 9f c1 00 5f 41 01 41 02 ff ff")
	tree, _, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"": hex.EncodeToString(b), "a": "8301fb3ff199999999999a6162", "a.1": "fb3ff199999999999a", "a.2": "6162",
		"c": "9fc1005f41014102ffff", "c.0": "c100", "c.1": "5f41014102ff",
	} {
		from, to := tree.Range(tree.Find(path))
		if got := hex.EncodeToString(b[from:to]); got != want {
			t.Errorf("%q stands at %s, want %s", path, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, bytes string
		code        value.FaultCode
		offset      int
	}{
		{"nothing", "", value.CutOff, 0},
		{"half a head", "19 01", value.CutOff, 2},
		{"half a text", "64 6161", value.CutOff, 3},
		{"half a list", "82 01", value.CutOff, 2},
		{"half a map", "a1 6161", value.CutOff, 3},
		{"a list of more than there is", "9b ffffffffffffffff 01", value.CutOff, 10},
		{"a map of more than there is", "bb 8000000000000000 01", value.CutOff, 10},
		{"a tag of nothing", "c1", value.CutOff, 1},
		{"a list without its break", "9f 01", value.CutOff, 2},
		{"a head that there is not", "1c", value.Unexpected, 0},
		{"a break of nothing", "82 01 ff", value.Unexpected, 2},
		{"a break for a value", "bf 6161 ff", value.Unexpected, 3},
		{"a number without end", "1f", value.Unexpected, 0},
		{"a part of another kind", "5f 6161 ff", value.Unexpected, 1},
		{"a part without end", "5f 5f 4101 ff ff", value.Unexpected, 1},
		{"a simple value in two bytes", "f8 18", value.Unexpected, 0},
	} {
		var fault *value.Fault
		_, _, err := Decode(vectors.Unhex(t, c.bytes))
		if !errors.As(err, &fault) || fault.Code != c.code || fault.Offset != c.offset {
			t.Errorf("%s: %#v, want %s at %d", c.name, err, c.code, c.offset)
		}
	}
	for name, b := range map[string][]byte{
		"lists": bytes.Repeat([]byte{0x81}, 200_000), "lists without end": bytes.Repeat([]byte{0x9f}, 200_000), "tags": bytes.Repeat([]byte{0xc1}, 1000),
		"maps": bytes.Repeat([]byte{0xa1, 0x01}, 200_000), "a name": append([]byte{0xa1}, bytes.Repeat([]byte{0x81}, 1000)...),
	} {
		if _, _, err := Decode(append(b, 1)); !errors.Is(err, value.ErrTooDeep) {
			t.Errorf("nested %s: %v", name, err)
		}
	}
}

// FuzzDecode: what we read and what the library reads is the same, and what is no CBOR is
// none for both, but for what is nested deeper than we take.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"a26161016162820203", "bf61619f01ff6162f5ff", "c24101", "c482206101", "d9d9f7a101f97e00", "5f41014102ff", "c11a514b67b0", "a1820102a1f5f6"} {
		f.Add(vectors.Unhex(f, s))
	}
	mode, err := cbor.DecOptions{MaxNestedLevels: 65535, MaxArrayElements: 1 << 30, MaxMapPairs: 1 << 30}.DecMode()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tree, consumed, err := Decode(b)
		var extra *cbor.ExtraneousDataError
		theirs := mode.Wellformed(b)
		wellFormed := theirs == nil || errors.As(theirs, &extra)
		if (err == nil) != wellFormed && !errors.Is(err, value.ErrTooDeep) {
			t.Errorf("%x: %v here, %v there", b, err, theirs)
		}
		if err != nil {
			return
		}
		if (consumed == len(b)) != (theirs == nil) {
			t.Errorf("%x: %d of %d bytes here, %v there", b, consumed, len(b), theirs)
		}
		if from, to := tree.Range(0); from != 0 || to != consumed {
			t.Errorf("%x: the whole is from %d to %d", b, from, to)
		}
		tree.AppendJSON(nil, 0)
	})
}
