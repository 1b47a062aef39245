package protobuf

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"
)

func TestSchemaless(t *testing.T) {
	for name, c := range map[string]struct {
		hex, want string
		consumed  int
		err       string
	}{
		"a number":                     {"089601", `{1="150" varint@1-3}`, 3, ""},
		"a negative number":            {"08ffffffffffffffffff01", `{1="-1" varint@1-11}`, 11, ""},
		"a text":                       {"120774657374696e67", `{2="testing" string@2-9}`, 9, ""},
		"an empty text":                {"1200", `{2="" string@2-2}`, 2, ""},
		"a message":                    {"1a03089601", `{3={1="150" varint@3-5}}`, 5, ""},
		"a text in a message":          {"0a04 0a02 6869", `{1={1="hi" string@4-6}}`, 6, ""},
		"text that could be a message": {"0a02 5031", `{1="P1" string@2-4}`, 4, ""},
		"a message that could be text": {"0a22 0a20 " + strings.Repeat("61", 32), `{1={1="` + strings.Repeat("a", 32) + `" string@4-36}}`, 36, ""},
		"a float":                      {"0d cdccac41", `{1="21.6" float@1-5}`, 5, ""},
		"no float":                     {"0d ffffffff", `{1="4294967295" fixed32@1-5}`, 5, ""},
		"a double":                     {"09 9a99999999993540", `{1="21.6" double@1-9}`, 9, ""},
		"no double":                    {"09 0500000000000000", `{1="5" fixed64@1-9}`, 9, ""},
		"packed numbers":               {"2207 038e027f9e7f05", `{4=["3" varint@2-3, "270" varint@3-5, "127" varint@5-6, "16286" varint@6-8, "5" varint@8-9]}`, 9, ""},
		"packed floats":                {"2208 cdccac41 0000803f", `{4=["21.6" float@2-6, "1" float@6-10]}`, 10, ""},
		"bytes":                        {"2205 80ff00fe80", `{4="\x80\xff\x00\xfe\x80" bytes@2-7}`, 7, ""},
		"several of a number":          {"0801 1005 0802", `{1=["1" varint@1-2, "2" varint@5-6], 2="5" varint@3-4}`, 6, ""},
		"a group":                      {"0b 1001 0c", `{1={2="1" varint@2-3}}`, 4, ""},
		"nothing":                      {"", `{}`, 0, ""},
		"what is none":                 {"ff", `{}`, 0, "cut off at 0"},
		"what ends in others":          {"0801 07", `{1="1" varint@1-2}`, 2, "unexpected: tag 7 at 2"},
	} {
		t.Run(name, func(t *testing.T) {
			tree, consumed, err := Schemaless(vectors.Unhex(t, c.hex))
			if got := vectors.FaultText(err); got != c.err || consumed != c.consumed {
				t.Errorf("%d bytes and %q, want %d and %q", consumed, got, c.consumed, c.err)
			}
			if got := vectors.Drawn(tree, 0); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			vectors.CheckRanges(t, tree)
		})
	}
}

func TestPlausible(t *testing.T) {
	for name, c := range map[string]struct {
		hex  string
		want bool
	}{
		"a name and a number":       {"0a0568656c6c6f 1005", true},
		"one text":                  {"0a0568656c6c6f", true},
		"one number":                {"089601", false},
		"two numbers":               {"0801 1002", true},
		"cut off":                   {"0a0568656c6c", false},
		"something behind it":       {"0a0568656c6c6f 00", false},
		"numbers nobody would give": {"0801 f8ffffff0f 05", false},
		"no encoder's numbers":      {"088000 1001", false},
		"nothing":                   {"", false},
		"three bytes":               {"120161", false},
	} {
		if got := Plausible(vectors.Unhex(t, c.hex)); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for _, v := range vectors.Kept[vector](t) {
		if b := vectors.Unhex(t, v.Hex); len(b) > 8 && !strings.Contains(v.Name, "oneof") && v.Message == "test.everything.Everything" && v.Name != "times" && !Plausible(b) {
			t.Errorf("%s is not plausible", v.Name)
		}
	}
}

// TestChanceIsNotPlausible: of bytes that mean nothing hardly any are taken for a message.
func TestChanceIsNotPlausible(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const tries = 20_000
	taken := 0
	for range tries {
		b := make([]byte, 4+r.IntN(28))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		if Plausible(b) {
			taken++
		}
	}
	if taken > tries/500 {
		t.Errorf("%d of %d are plausible", taken, tries)
	}
	for _, text := range []string{"21.5", "hello world", `{"a": 1}`, "on", "2026-11-26T15:00:00Z", "\"quoted\"", "(1) and (2)", "B001", "P1P2P3P4"} {
		if Plausible([]byte(text)) {
			t.Errorf("%q is plausible", text)
		}
	}
}

// nested is a message in so many others.
func nested(levels int) []byte {
	var all [][]byte
	size := 0
	for range levels {
		head := protowire.AppendVarint(protowire.AppendTag(nil, 27, protowire.BytesType), uint64(size))
		size += len(head)
		all = append(all, head)
	}
	var b []byte
	for i := len(all) - 1; i >= 0; i-- {
		b = append(b, all[i]...)
	}
	return b
}

func TestDeep(t *testing.T) {
	s := compiled(t, "everything.proto")
	for name, decode := range map[string]func([]byte) (*value.Tree, int, error){
		"with its schema": Reader{s, "test.everything.Everything"}.Decode, "without": Schemaless,
	} {
		t.Run(name, func(t *testing.T) {
			b := nested(maxNesting - 1)
			tree, consumed, err := decode(b)
			if err != nil || consumed != len(b) {
				t.Fatalf("%d of %d bytes, %v", consumed, len(b), err)
			}
			if got := tree.Depth(tree.Len() - 1); got < maxNesting-2 {
				t.Errorf("%d levels", got)
			}
			vectors.CheckRanges(t, tree)
		})
	}
	if _, _, err := s.Decode("test.everything.Everything", nested(maxNesting)); err != value.ErrTooDeep { //nolint:errorlint // as it is
		t.Errorf("a level more: %v", err)
	}
	groups := append(bytes.Repeat([]byte{0x0b}, maxGroups+1), bytes.Repeat([]byte{0x0c}, maxGroups+1)...)
	if _, consumed, err := Schemaless(groups); consumed != 0 || err != value.ErrTooDeep { //nolint:errorlint // as it is
		t.Errorf("groups: %d bytes, %v", consumed, err)
	}
}

// large is a message of so many bytes: readings with a unit.
func large(size int) (b []byte) {
	for i := 0; len(b) < size; i++ {
		one := protowire.AppendFixed64(protowire.AppendTag(nil, 1, protowire.Fixed64Type), uint64(0x4035)<<48+uint64(i))
		one = protowire.AppendString(protowire.AppendTag(one, 2, protowire.BytesType), strings.Repeat("kilowatt hours ", 4))
		b = protowire.AppendBytes(protowire.AppendTag(b, 32, protowire.BytesType), one)
	}
	return b
}

func TestLarge(t *testing.T) {
	size, fields := 5<<20, 60_000
	if testing.Short() {
		size, fields = size/10, fields/10
	}
	b := large(size)
	s := compiled(t, "everything.proto")
	for name, decode := range map[string]func([]byte) (*value.Tree, int, error){
		"with its schema": Reader{s, "test.everything.Everything"}.Decode, "without": Schemaless,
	} {
		tree, consumed, err := decode(b)
		if err != nil || consumed != len(b) || tree.Count(1) < fields {
			t.Errorf("%s: %d of %d bytes, %v", name, consumed, len(b), err)
		}
	}
	numbers := protowire.AppendBytes(protowire.AppendTag(nil, 17, protowire.BytesType), bytes.Repeat([]byte{1}, 10<<20))
	if _, _, err := s.Decode("test.everything.Everything", numbers); err != value.ErrTooMuch { //nolint:errorlint // as it is
		t.Errorf("10 million numbers: %v", err)
	}
}

// TestVectorsAreAsWritten makes the vectors anew where Python has what it takes.
func TestVectorsAreAsWritten(t *testing.T) {
	out := vectors.ByPython(t, packages)
	kept, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out, kept) {
		t.Errorf("they are %d bytes, and %d are kept", len(out), len(kept))
	}
}

func FuzzDecode(f *testing.F) {
	s := compiled(f, "everything.proto", "old.proto", "editions.proto")
	for _, v := range vectors.Kept[vector](f) {
		f.Add(vectors.Unhex(f, v.Hex))
	}
	f.Add(nested(200))
	f.Add([]byte("\x0b\x0b\x08\x01\x0c\x0c"))
	f.Fuzz(func(t *testing.T, b []byte) {
		Plausible(b)
		decodes := []func([]byte) (*value.Tree, int, error){Schemaless}
		for _, m := range []string{"test.everything.Everything", "test.old.Old", "test.editions.Modern"} {
			decodes = append(decodes, Reader{s, m}.Decode)
		}
		for _, decode := range decodes {
			tree, consumed, err := decode(b)
			if consumed > len(b) || err == nil && consumed != len(b) {
				t.Errorf("%d of %d bytes, %v", consumed, len(b), err)
			}
			if tree != nil {
				vectors.CheckRanges(t, tree)
			}
		}
	})
}

// TestFieldsAreHeldWithinTheRoomOfATree: of more fields than a tree has values none are
// kept, and those of messages within messages count together.
func TestFieldsAreHeldWithinTheRoomOfATree(t *testing.T) {
	one := []byte{0x08, 0x01}
	many := bytes.Repeat(one, 12<<20)
	for name, b := range map[string][]byte{"fields": many, "fields of a message": protowire.AppendBytes([]byte{0xda, 0x01}, many)} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := (Reader{compiled(t, "everything.proto"), "test.everything.Everything"}).Decode(b)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, value.ErrTooMuch) || took > uint64(len(b)) {
			t.Errorf("%s: %v, %d MB", name, err, took>>20)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	s := compiled(b, "everything.proto")
	payload := large(1 << 20)
	for name, decode := range map[string]func([]byte) (*value.Tree, int, error){
		"schema": Reader{s, "test.everything.Everything"}.Decode, "schemaless": Schemaless,
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(payload)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := decode(payload); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
