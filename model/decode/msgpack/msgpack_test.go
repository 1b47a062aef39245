package msgpack

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"

	"github.com/tinylib/msgp/msgp"
)

func TestVectors(t *testing.T) { vectors.Recorded(t, 100, Decode) }

func TestFreshVectors(t *testing.T) { vectors.Fresh(t, "msgpack", Decode) }

// TestValues has what the vectors do not have: extensions, times, texts that are none.
func TestValues(t *testing.T) {
	for _, c := range []struct{ name, bytes, kind, text string }{
		{"extension of 1", "d4 05 aa", "ext 5", "\xaa"},
		{"extension of 16", "d8 80 00112233445566778899aabbccddeeff", "ext -128", "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"},
		{"extension of a length", "c7 03 7f 010203", "ext 127", "\x01\x02\x03"},
		{"extension of nothing", "c7 00 01", "ext 1", ""},
		{"extension of a long length", "c8 0002 01 0102", "ext 1", "\x01\x02"},
		{"extension of a longer length", "c9 00000002 01 0102", "ext 1", "\x01\x02"},
		{"a type that a library uses", "c7 0c 05 000000000000000000000001", "ext 5", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"},
		{"time of 32 bits", "d6 ff 69a42dc0", "timestamp", "2026-03-01T12:14:56Z"},
		{"time of 64 bits", "d7 ff 7735940069a42dc0", "timestamp", "2026-03-01T12:14:56.5Z"},
		{"time of 96 bits", "c7 0c ff 1dcd6500 0000000069a42dc0", "timestamp", "2026-03-01T12:14:56.5Z"},
		{"time before 1970", "c7 0c ff 00000000 ffffffffffffffff", "timestamp", "1969-12-31T23:59:59Z"},
		{"time beyond all", "c7 0c ff 00000000 7fffffffffffffff", "timestamp", "9223372036854775807 s"},
		{"time that is none", "d5 ff 0102", "ext -1", "\x01\x02"},
		{"time with too many nanoseconds", "d7 ff ffffffff69a42dc0", "ext -1", "\xff\xff\xff\xff\x69\xa4\x2d\xc0"},
		{"text that is no UTF-8", "a2 c328", "str", "\xc3("},
		{"float of 32 bits", "ca 41ab3333", "float32", "21.4"},
		{"float of 64 bits", "cb 4035666660000000", "float64", "21.399999618530273"},
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
	tree, _, err := Decode(vectors.Unhex(t, "8b 01 00 ff 01 c3 02 c0 03 c4020102 04 920102 05 81a16101 06 cb3ff8000000000000 07 d405aa 08 d6ff69a42dc0 09 a0 0a"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range tree.Below(0) {
		names = append(names, tree.Name(i))
	}
	const want = `1|-1|true|null|h'0102'|[1, 2]|{"a": 1}|1.5|ext 5h'aa'|"2026-03-01T12:14:56Z"|`
	if got := strings.Join(names, "|"); got != want {
		t.Errorf("the names are %s, want %s", got, want)
	}
}

// TestNamesOfOtherKinds: the number 1 is another name than the text of it.
func TestNamesOfOtherKinds(t *testing.T) {
	for _, bytes := range []string{"85 01 00 a131 01 a131 02 01 03 cb3ff0000000000000 04", "8b 01 00 a131 01 a131 02 01 03 cb3ff0000000000000 04 a161 00 a162 00 a163 00 a164 00 a165 00 a166 00"} {
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
		const want = "1 true false|1 false false|1 false true|1 true true|1.0 true false"
		if got := strings.Join(list, "|"); got != want {
			t.Errorf("the names are %s, want %s", got, want)
		}
	}
}

// TestRanges: every value knows the bytes that it came from.
func TestRanges(t *testing.T) {
	b := vectors.Unhex(t, "82 a161 93 01 cb3ff199999999999a a162 a163 91 d6ff69a42dc0")
	tree, _, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"": hex.EncodeToString(b), "a": "9301cb3ff199999999999aa162", "a.1": "cb3ff199999999999a", "a.2": "a162", "c": "91d6ff69a42dc0", "c.0": "d6ff69a42dc0",
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
		{"half a number", "cd 01", value.CutOff, 2},
		{"half a text", "a4 6161", value.CutOff, 3},
		{"half a list", "92 01", value.CutOff, 2},
		{"half a map", "81 a161", value.CutOff, 3},
		{"half an extension", "d6 05 01", value.CutOff, 3},
		{"no extension at all", "c9 ffff", value.CutOff, 3},
		{"an extension of more than there is", "c9 ffffffff 01 01", value.CutOff, 7},
		{"half a name", "81 a4 61", value.CutOff, 3},
		{"half a list for a name", "81 92 01", value.CutOff, 3},
		{"a list of more than there is", "dd ffffffff 01", value.CutOff, 6},
		{"a map of more than there is", "df 80000000 01", value.CutOff, 6},
		{"the byte that is never used", "92 01 c1", value.Unexpected, 2},
		{"the same in a name", "81 91 c1", value.Unexpected, 2},
	} {
		var fault *value.Fault
		_, _, err := Decode(vectors.Unhex(t, c.bytes))
		if !errors.As(err, &fault) || fault.Code != c.code || fault.Offset != c.offset {
			t.Errorf("%s: %#v, want %s at %d", c.name, err, c.code, c.offset)
		}
	}
	for name, b := range map[string][]byte{
		"lists": bytes.Repeat([]byte{0x91}, 200_000), "maps": bytes.Repeat([]byte{0x81, 0x01}, 200_000),
		"a name": append([]byte{0x81}, bytes.Repeat([]byte{0x91}, 1000)...),
	} {
		if _, _, err := Decode(append(b, 1)); !errors.Is(err, value.ErrTooDeep) {
			t.Errorf("nested %s: %v", name, err)
		}
	}
}

// FuzzDecode: what we read is as long as what the library reads, and what is no
// MessagePack is none for both, but for what is nested deeper than it takes.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"82a16101a162920203", "81c3c0", "c703050102 03", "d6ff69a42dc0", "dc0001cb3ff8000000000000", "d9026162", "c1"} {
		f.Add(vectors.Unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tree, consumed, err := Decode(b)
		rest, theirs := msgp.Skip(b)
		if errors.Is(err, value.ErrTooDeep) || errors.Is(theirs, msgp.ErrRecursion) {
			return
		}
		if (err == nil) != (theirs == nil) || err == nil && consumed != len(b)-len(rest) {
			t.Errorf("%x: %d bytes and %v here, %d and %v there", b, consumed, err, len(b)-len(rest), theirs)
		}
		if err == nil {
			tree.AppendJSON(nil, 0)
		}
	})
}
