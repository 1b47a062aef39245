package protobuf

import (
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"
)

// TestTheLastOneHolds: of fields that can have one value only all are shown, and those
// that do not hold are flagged.
func TestTheLastOneHolds(t *testing.T) {
	s := compiled(t, "last.proto")
	for _, c := range []struct {
		name, hex string
		replaced  string            // paths, with dots before what is below
		values    map[string]string // by path
		written   string
	}{
		{"a number twice", "0801 0802", "a", map[string]string{"a": "2"}, `{"a":2}`},
		{"three times, with another between", "0801 0802 120178 0803", "a a", map[string]string{"a": "3", "b": "x"}, `{"b":"x","a":3}`},
		{"two members of a oneof", "2a0178 3007", "word", map[string]string{"number": "7"}, `{"number":7}`},
		{"and the first again", "2a0178 3007 2a0179", "word number", map[string]string{"word": "y"}, `{"word":"y"}`},
		{"messages are one", "2204 0801 1801 | 2207 0802 1802 1201 78", "inner.a", map[string]string{"inner.a": "2", "inner.list.0": "1", "inner.list.1": "2", "inner.b": "x"}, `{"inner":{"list":[1,2],"a":2,"b":"x"}}`},
		{"messages of a oneof are one", "3a02 0801 3a03 120178", "", map[string]string{"one.a": "1", "one.b": "x"}, `{"one":{"a":1,"b":"x"}}`},
		{"but not over another member", "3a02 0801 4202 0802 3a03 120178", "one other", map[string]string{"one.b": "x"}, `{"one":{"b":"x"}}`},
		{"a key of a map twice", "4a05 0a0178 1001 4a05 0a0178 1002", "counts.x", map[string]string{"counts.x": "2"}, `{"counts":{"x":2}}`},
		{"what is of another type on the wire holds nothing", "0801 0a00", "", map[string]string{"a": "1"}, `{"a":1,"a":""}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := vectors.Unhex(t, strings.ReplaceAll(c.hex, "|", ""))
			tree, consumed, _ := s.Decode("test.last.Reading", b)
			if consumed != len(b) {
				t.Fatalf("%d of %d bytes", consumed, len(b))
			}
			var replaced []string
			for i := range tree.Len() {
				if tree.Flags(i)&value.Replaced != 0 {
					replaced = append(replaced, tree.Path(i))
				}
			}
			if got := strings.Join(replaced, " "); got != c.replaced {
				t.Errorf("replaced are %q, want %q", got, c.replaced)
			}
			for path, want := range c.values {
				if i := tree.Find(path); i < 0 || tree.Text(i) != want || tree.Flags(i)&(value.Replaced|value.Doubled) != 0 {
					t.Errorf("%s is node %d, want %s", path, i, want)
				}
			}
			if got := string(tree.AppendJSON(nil, 0)); got != c.written {
				t.Errorf("it is written as %s, want %s", got, c.written)
			}
		})
	}
}

// TestAsGoogle: fields in any order and any number of times mean what they do for
// Google's library.
func TestAsGoogle(t *testing.T) {
	s := compiled(t, "last.proto")
	m := s.find("test.last.Reading")
	for seed := range uint64(3_000) {
		r := rand.New(rand.NewPCG(seed, 7))
		b := readingOf(r, 3)
		message := dynamicpb.NewMessage(m)
		if err := proto.Unmarshal(b, message); err != nil {
			t.Fatal(err)
		}
		written, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		tree, consumed, err := s.Decode("test.last.Reading", b)
		if err != nil || consumed != len(b) {
			t.Fatalf("seed %d: %d of %d bytes, %v", seed, consumed, len(b), err)
		}
		var got, want any
		if err := json.Unmarshal(tree.AppendJSON(nil, 0), &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %s\nis   %v\nwant %v", seed, hex.EncodeToString(b), got, want)
		}
	}
}

// readingOf encodes a message with any fields.
func readingOf(r *rand.Rand, depth int) (b []byte) {
	number := func(b []byte, n protowire.Number) []byte {
		return protowire.AppendVarint(protowire.AppendTag(b, n, protowire.VarintType), r.Uint64N(100))
	}
	word := func(b []byte, n protowire.Number) []byte {
		return protowire.AppendString(protowire.AppendTag(b, n, protowire.BytesType), string(rune('a'+r.IntN(3))))
	}
	message := func(b []byte, n protowire.Number, of []byte) []byte {
		return protowire.AppendBytes(protowire.AppendTag(b, n, protowire.BytesType), of)
	}
	for range r.IntN(8) {
		switch n := protowire.Number(1 + r.IntN(10)); {
		case n == 1, n == 3, n == 6:
			b = number(b, n)
		case n == 2, n == 5:
			b = word(b, n)
		case n == 9:
			b = message(b, n, number(word(nil, 1), 2))
		case depth == 0:
		case n == 10:
			b = message(b, n, message(protowire.AppendVarint([]byte{8}, r.Uint64N(3)), 2, readingOf(r, depth-1)))
		case slices.Contains([]protowire.Number{4, 7, 8}, n):
			b = message(b, n, readingOf(r, depth-1))
		}
	}
	return b
}
