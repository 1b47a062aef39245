package protobuf

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"testing"
	"time"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"
)

func compiled(t testing.TB, files ...string) *Schema {
	t.Helper()
	for i := range files {
		files[i] = "testdata/proto/" + files[i]
	}
	s, err := Compile(files, []string{"testdata/proto"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type vector struct {
	Name, Message, Hex string
	Want               json.RawMessage
}

// packages are those that the script needs.
const packages = "google.protobuf, grpc_tools"

// plain is what [json.Decoder] would make of a node of a tree, in the way that Google's
// library for Python writes messages: 64 bits and bytes as text.
func plain(tree *value.Tree, i int) any {
	switch tree.Kind(i) {
	case value.Object:
		all := map[string]any{}
		for at := range tree.Below(i) {
			all[tree.Name(at)] = plain(tree, at)
		}
		return all
	case value.List:
		all := []any{}
		for at := range tree.Below(i) {
			all = append(all, plain(tree, at))
		}
		return all
	case value.Bool:
		return tree.Text(i) == "true"
	case value.Bytes:
		return base64.StdEncoding.EncodeToString(tree.TextBytes(i))
	case value.Number:
		return asNumber(tree.Text(i))
	}
	return tree.Text(i)
}

// asNumber makes numbers comparable that are written in several ways.
func asNumber(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return fmt.Sprint(n)
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return fmt.Sprint(n)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if f == float64(int64(f)) {
		return fmt.Sprint(int64(f))
	}
	return fmt.Sprint(f)
}

// sameNumbers makes the same of what Python has written.
func sameNumbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = sameNumbers(v[name])
		}
	case []any:
		for i := range v {
			v[i] = sameNumbers(v[i])
		}
	case json.Number:
		return asNumber(v.String())
	}
	return v
}

// TestAsPython holds what messages mean against Google's library for Python.
func TestAsPython(t *testing.T) {
	all := vectors.Kept[vector](t)
	if len(all) < 50 {
		t.Fatalf("%d vectors", len(all))
	}
	asPython(t, all)
}

// TestAsPythonAnew does so with values that were never seen before, where Python has what
// it takes.
func TestAsPythonAnew(t *testing.T) {
	asPython(t, vectors.Lines[vector](t, vectors.ByPython(t, packages, strconv.FormatInt(time.Now().UnixNano(), 10))))
}

func asPython(t *testing.T, all []vector) {
	t.Helper()
	s := compiled(t, "everything.proto", "old.proto", "editions.proto")
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			b := vectors.Unhex(t, v.Hex)
			tree, consumed, err := s.Decode(v.Message, b)
			if err != nil || consumed != len(b) {
				t.Fatalf("%d of %d bytes, %v", consumed, len(b), err)
			}
			var want any
			r := json.NewDecoder(bytes.NewReader(v.Want))
			r.UseNumber()
			if err := r.Decode(&want); err != nil {
				t.Fatal(err)
			}
			if got, want := normal(plain(tree, 0)), normal(sameNumbers(want)); !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%v\nwant\n%v", got, want)
			}
			vectors.CheckRanges(t, tree)
		})
	}
}

// normal makes texts that are numbers the same as numbers: 64 bits are texts in JSON.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = normal(v[name])
		}
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case string:
		return asNumber(v)
	}
	return v
}

// message is one with what it means, drawn.
type message struct {
	hex, name, want string
	consumed        int
	err             string
}

func (m message) check(t *testing.T, s *Schema) {
	t.Helper()
	tree, consumed, err := s.Decode(m.name, vectors.Unhex(t, m.hex))
	if got := vectors.FaultText(err); got != m.err || consumed != m.consumed {
		t.Errorf("%d bytes and %q, want %d and %q", consumed, got, m.consumed, m.err)
	}
	if got := vectors.Drawn(tree, 0); got != m.want {
		t.Errorf("got  %s\nwant %s", got, m.want)
	}
	vectors.CheckRanges(t, tree)
}

func TestDecode(t *testing.T) {
	s := compiled(t, "everything.proto", "old.proto", "editions.proto")
	const m = "test.everything.Everything"
	for name, c := range map[string]message{
		"empty":                     {"", m, "{}", 0, ""},
		"a field it does not have":  {"f806 07  0802", "common.Reading", `{111=?"7" varint@2-3, value=!"2" varint@4-5}`, 5, "mismatch: value at 4"},
		"several it does not have":  {"5003 5004", "common.Reading", `{10=?["3" varint@1-2, "4" varint@3-4]}`, 4, ""},
		"a wrong type":              {"7205 68656c6c6f 1a02 6869", m, `{a_string="hello" string@2-7, an_int32=!"hi" string@9-11}`, 11, "mismatch: an_int32 at 9"},
		"cut off in a text":         {"1803 7205 6865", m, `{an_int32="3" int32@1-2}`, 2, "cut off: length 5 at 4"},
		"cut off in a number":       {"1803 18 ff", m, `{an_int32="3" int32@1-2}`, 2, "cut off at 3"},
		"cut off in a double":       {"09 0102", m, `{}`, 0, "cut off at 1"},
		"cut off in a message":      {"da01 03 18 03 72 1805", m, `{nested={an_int32="3" int32@4-5}, an_int32="5" int32@7-8}`, 8, "cut off at 6"},
		"cut off in packed numbers": {"8a01 02 01ff", m, `{packed=["1" int32@3-4, !"\xff" bytes@4-5]}`, 5, "cut off at 4"},
		"packed where it is not":    {"9201 02 0102", m, `{unpacked=["1" int32@3-4, "2" int32@4-5]}`, 5, ""},
		"not packed where it is":    {"8801 01 1803 8801 02", m, `{packed=["1" int32@2-3, "2" int32@7-8], an_int32="3" int32@4-5}`, 8, ""},
		"an enum it does not have":  {"8001 09 8001 02", m, `{mode=?"9" test.everything.Mode@2-3, mode="COOL" test.everything.Mode@5-6}`, 6, ""},
		"no UTF-8":                  {"7202 c328", m, `{a_string=!"\xc3(" string@2-4}`, 4, "not UTF-8: a_string at 2"},
		"not minimal":               {"18 8300", m, `{an_int32="3" int32@1-3}`, 3, ""},
		"a number of 11 bytes":      {"18 ffffffffffffffffffff01", m, `{}`, 0, "out of range at 1"},
		"field 0":                   {"00 01", m, `{}`, 0, "unexpected: tag 0 at 0"},
		"an end without a group":    {"1803 1c", m, `{an_int32="3" int32@1-2}`, 2, "unexpected: tag 28 at 2"},
		"groups":                    {"0a016e 1b 0801 1003 1c 1b 1c", "test.old.Old", `{name="n" string@2-3, point=[{x="-1" sint32@5-6, y="-2" sint32@7-8}, {}]}`, 11, ""},
		"a group without an end":    {"0a016e 1b 0801", "test.old.Old", `{name="n" string@2-3}`, 3, "cut off at 6"},
		"another group's end":       {"1b 0801 24", "test.old.Old", `{}`, 0, "unexpected: tag 36 at 3"},
		"an extension":              {"a206 01 78", "test.old.Old", `{[test.old.note]="x" string@3-4}`, 4, ""},
		"an entry without a value":  {"a201 03 0a0161", m, `{counts={a="0" int32@6-6}}`, 6, ""},
		"an entry without a key":    {"aa01 0b 1209 090000000000000440", m, `{readings={0={value="2.5" double@6-14}}}`, 14, ""},
		"an entry that is none":     {"a001 05", m, `{counts={!"5" varint@2-3}}`, 3, "mismatch: counts at 2"},
		"a time out of range":       {"c201 02 10 ff", m, `{at={}}`, 5, "cut off at 4"},
		"a negative nanosecond":     {"c201 0b 10 ffffffffffffffffff01", m, `{at={nanos="-1" int32@4-14}}`, 14, ""},
		"a time":                    {"c201 02 08 3c", m, `{at="1970-01-01T00:01:00Z" google.protobuf.Timestamp@3-5}`, 5, ""},
		"any of a known type":       {"fa01 17 0a10 782f636f6d6d6f6e2e52656164696e67 1203 12016d", m, `{any={type_url="x/common.Reading" string@5-21, value={unit="m" string@25-26}}}`, 26, ""},
		"any of another type":       {"fa01 08 0a01 78 1203 12016d", m, `{any={type_url="x" string@5-6, value="\x12\x01m" bytes@8-11}}`, 11, ""},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, s) })
	}
}
