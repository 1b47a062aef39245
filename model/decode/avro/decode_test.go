package avro

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"
)

func compiled(t testing.TB, names ...string) *Schema {
	t.Helper()
	for i := range names {
		names[i] = "testdata/" + names[i] + ".avsc"
	}
	s, err := Compile(names)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type vector struct {
	Name, Schema, Hex string
	Want              any
}

// packages are those that the script needs.
const packages = "fastavro, cramjam, backports.zstd"

// plain is a node as the script that makes the vectors writes it; numbers are their
// digits.
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
	case value.Null:
		return nil
	case value.Bool:
		return tree.Text(i) == "true"
	case value.Bytes:
		return base64.StdEncoding.EncodeToString(tree.TextBytes(i))
	}
	return tree.Text(i)
}

// simple has the same text for what is written in several ways.
func simple(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = simple(v[name])
		}
	case []any:
		for i := range v {
			v[i] = simple(v[i])
		}
	case json.Number:
		return v.String()
	case string:
		if strings.Contains(v, "T") && strings.Contains(v, ":") || strings.Count(v, ":") == 2 { // a time, in milliseconds or microseconds
			v = strings.TrimRight(strings.TrimSuffix(v, "Z"), "0")
		}
		if f, err := strconv.ParseFloat(v, 64); err == nil && len(v) < 25 && strings.ContainsAny(v, ".ef") && !strings.HasPrefix(v, "0x") {
			return fmt.Sprint(f)
		}
		return v
	}
	return v
}

// TestAsPython holds what values mean against fastavro.
func TestAsPython(t *testing.T) {
	all := vectors.Kept[vector](t)
	if len(all) < 40 {
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
	schemas := map[string]*Schema{"everything": compiled(t, "everything"), "tree": compiled(t, "tree"), "": nil}
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			b := vectors.Unhex(t, v.Hex)
			tree, consumed, err := Reader{Schema: schemas[v.Schema]}.Decode(b)
			if err != nil || consumed != len(b) {
				t.Fatalf("%d of %d bytes, %v", consumed, len(b), err)
			}
			if got, want := simple(plain(tree, 0)), simple(v.Want); !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%v\nwant\n%v", got, want)
			}
			for name, header := range map[string]string{"single object": "fingerprint ", "schema registry": "schema 12345", "container, snappy": "container of test.Tree, snappy"} {
				if strings.HasSuffix(v.Name, name) && !strings.Contains(tree.Type(0), header) {
					t.Errorf("it is said to be %s", tree.Type(0))
				}
			}
			vectors.CheckRanges(t, tree)
		})
	}
}

func parsed(t testing.TB, text string) *Schema {
	t.Helper()
	path := t.TempDir() + "/a.avsc"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Compile([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func record(fields string) string {
	return `{"type": "record", "name": "R", "fields": [` + fields + `]}`
}

var payloads = map[string]struct {
	schema, hex, want string
	consumed          int
	err               string
}{
	"a record":                {record(`{"name": "a", "type": "int"}, {"name": "b", "type": "string"}`), "54 0668c3a9", `{a="42" int@0-1, b="hé" string@2-5}`, 5, ""},
	"bytes behind it":         {`"int"`, "54 01 02", `"42" int@0-1`, 1, ""},
	"cut off in a text":       {record(`{"name": "a", "type": "int"}, {"name": "b", "type": "string"}`), "54 0a68", `{a="42" int@0-1}`, 1, "cut off: length 5 at 1"},
	"cut off at once":         {`"long"`, "", ``, 0, "cut off at 0"},
	"a negative length":       {`"bytes"`, "03", ``, 0, "out of range: length -2 at 0"},
	"a double":                {`"double"`, "9a99999999993540", `"21.6" double@0-8`, 8, ""},
	"half a double":           {`"double"`, "9a999999", ``, 0, "cut off at 0"},
	"neither true nor false":  {`"boolean"`, "02", ``, 0, "unexpected: 2 at 0"},
	"an int that is a long":   {`"int"`, "80808080 10", ``, 0, "out of range: 2147483648 at 0"},
	"more than 64 bits":       {`"long"`, "ffffffffffffffffffff01", ``, 0, "out of range at 0"},
	"a symbol too many":       {`{"type": "enum", "name": "E", "symbols": ["A"]}`, "02", ``, 0, "out of range: symbol 1 at 0"},
	"a branch too many":       {`["null", "int"]`, "04", ``, 0, "out of range: branch 2 at 0"},
	"null of a union":         {`["null", "int"]`, "00", `"" null@0-1`, 1, ""},
	"int of a union":          {`["null", "int"]`, "02 54", `"42" int@1-2`, 2, ""},
	"no UTF-8":                {`"string"`, "04 c328", `!"\xc3(" string@1-3`, 3, ""},
	"an array":                {`{"type": "array", "items": "int"}`, "04 02 04 00", `["1" int@1-2, "2" int@2-3]`, 4, ""},
	"an array in blocks":      {`{"type": "array", "items": "int"}`, "03 04 02 04 02 06 00", `["1" int@2-3, "2" int@3-4, "3" int@5-6]`, 7, ""},
	"a block of another size": {`{"type": "array", "items": "int"}`, "03 06 02 04 00", `["1" int@2-3, "2" int@3-4]`, 4, "unexpected at 4"},
	"an array without end":    {`{"type": "array", "items": "int"}`, "04 02", `["1" int@1-2]`, 2, "cut off at 2"},
	"a map":                   {`{"type": "map", "values": "int"}`, "02 0261 54 00", `{a="42" int@3-4}`, 5, ""},
	"decimal":                 {`{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}`, "04 ff38", `"-2.00" decimal@1-3`, 3, ""},
	"decimal of nothing":      {`{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}`, "00", `"" decimal@1-1`, 1, ""},
	// A logical type that is none leaves what it stands on [Avro, Logical Types].
	"a scale beyond the precision":          {`{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 5}`, "02 ff", `"\xff" bytes@1-2`, 2, ""},
	"a scale below zero":                    {`{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": -1}`, "02 ff", `"\xff" bytes@1-2`, 2, ""},
	"a decimal without precision":           {`{"type": "bytes", "logicalType": "decimal"}`, "02 ff", `"\xff" bytes@1-2`, 2, ""},
	"a precision in quotes":                 {`{"type": "bytes", "logicalType": "decimal", "precision": "5", "scale": "2"}`, "02 ff", `"\xff" bytes@1-2`, 2, ""},
	"a decimal that does not fit":           {record(`{"name": "a", "type": ["null", {"type": "fixed", "name": "F", "size": 1, "logicalType": "decimal", "precision": 10}]}, {"name": "b", "type": {"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 1}}`), "02 ff 02 ff", `{a="\xff" F@1-2, b="-0.1" decimal@3-4}`, 4, ""},
	"a logical type that is no text":        {`{"type": "bytes", "logicalType": 7}`, "02 ff", `"\xff" bytes@1-2`, 2, ""},
	"big decimal":                           {`{"type": "bytes", "logicalType": "big-decimal"}`, "06 02 7b 04", `"1.23" big-decimal@1-4`, 4, ""},
	"its scale in more bytes than it needs": {`{"type": "bytes", "logicalType": "big-decimal"}`, "08 02 7b 8400", `"1.23" big-decimal@1-5`, 5, ""},
	"a scale below zero of its own":         {`{"type": "bytes", "logicalType": "big-decimal"}`, "06 02 7b 03", `"12300" big-decimal@1-4`, 4, ""},
	"the least int":                         {`"int"`, "ffffffff0f", `"-2147483648" int@0-5`, 5, ""},
	"the least long":                        {`"long"`, "ffffffffffffffffff01", `"-9223372036854775808" long@0-10`, 10, ""},
	"a zero in two bytes":                   {`"int"`, "8000", `"0" int@0-2`, 2, ""},
	"floats at their edges":                 {`{"type": "array", "items": "float"}`, "06 00000080 0000c07f 01000000 00", `["-0" float@1-5, "NaN" float@5-9, "1e-45" float@9-13]`, 14, ""},
	"a text of nothing":                     {`"string"`, "00", `"" string@1-1`, 1, ""},
	"a map with the size of its block":      {`{"type": "map", "values": "int"}`, "01 06 0261 54 00", `{a="42" int@4-5}`, 6, ""},
	"a name of a map twice":                 {`{"type": "map", "values": "int"}`, "04 0261 02 0261 04 00", `{a="1" int@3-4, a="2" int@6-7}`, 8, ""},
	"the least count of a block":            {`{"type": "array", "items": "int"}`, "ffffffffffffffffff01 02", `[]`, 10, "out of range: -9223372036854775808 at 0"},
	"a size that is not there":              {`{"type": "array", "items": "int"}`, "01 04 02", `[]`, 2, "out of range: size 2 at 0"},
	"a negative symbol":                     {`{"type": "enum", "name": "E", "symbols": ["A"]}`, "01", ``, 0, "out of range: symbol -1 at 0"},
	"a negative branch":                     {`["null", "int"]`, "01", ``, 0, "out of range: branch -1 at 0"},
	"all digits behind the point":           {`{"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 4}`, "02 ff", `"-0.0001" decimal@1-2`, 2, ""},
	"a decimal of a fixed size":             {`{"type": "fixed", "name": "F", "size": 3, "logicalType": "decimal", "precision": 6, "scale": 2}`, "ffff38", `"-2.00" decimal@0-3`, 3, ""},
	"a day before 1970":                     {`{"type": "int", "logicalType": "date"}`, "01", `"1969-12-31" date@0-1`, 1, ""},
	"a leap day":                            {`{"type": "int", "logicalType": "date"}`, "90ac01", `"2000-02-29" date@0-3`, 3, ""},
	"the first day":                         {`{"type": "int", "logicalType": "date"}`, "f3e457", `"0001-01-01" date@0-3`, 3, ""},
	"the last day":                          {`{"type": "int", "logicalType": "date"}`, "c082e602", `"9999-12-31" date@0-4`, 4, ""},
	"the last microsecond of a day":         {`{"type": "long", "logicalType": "time-micros"}`, "feffbadd8305", `"23:59:59.999999" time-micros@0-6`, 6, ""},
	"a time below zero":                     {`{"type": "int", "logicalType": "time-millis"}`, "01", `!"-1" time-millis@0-1`, 1, ""},
	"a millisecond before 1970":             {`{"type": "long", "logicalType": "timestamp-millis"}`, "01", `"1969-12-31T23:59:59.999Z" timestamp-millis@0-1`, 1, ""},
	"a time of nowhere":                     {`{"type": "long", "logicalType": "local-timestamp-micros"}`, "01", `"1969-12-31T23:59:59.999999" local-timestamp-micros@0-1`, 1, ""},
	"the longest duration":                  {`{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}`, "ffffffffffffffffffffffff", `"P4294967295M4294967295DT4294967.295S" duration@0-12`, 12, ""},
	"a time after midnight":                 {`{"type": "int", "logicalType": "time-millis"}`, "80f0b252", `!"86400000" time-millis@0-4`, 4, ""},
	"a year nobody sees":                    {`{"type": "long", "logicalType": "timestamp-millis"}`, "feffffffffffffffff01", `!"9223372036854775807" timestamp-millis@0-10`, 10, ""},
	"nanoseconds":                           {`{"type": "long", "logicalType": "timestamp-nanos"}`, "02", `"1970-01-01T00:00:00.000000001Z" timestamp-nanos@0-1`, 1, ""},
	"a duration":                            {`{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}`, "010000000200000003040000", `"P1M2DT1.027S" duration@0-12`, 12, ""},
	"a duration of nothing":                 {`{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}`, "000000000000000000000000", `"PT0S" duration@0-12`, 12, ""},
	"a uuid of 16 bytes":                    {`{"type": "fixed", "name": "U", "size": 16, "logicalType": "uuid"}`, "123e4567e89b12d3a456426614174000", `"123e4567-e89b-12d3-a456-426614174000" uuid@0-16`, 16, ""},
	"a record of itself":                    {record(`{"name": "r", "type": "R"}`), "00", ``, 0, "nested too deep"},
	"nulls without end":                     {`{"type": "array", "items": "null"}`, "feffffffffffffffff01 00", ``, 0, "more values than are laid out"},
	"a fixed one cut off":                   {`{"type": "fixed", "name": "F", "size": 4}`, "0102", ``, 0, "cut off at 0"},
	"another fingerprint":                   {`"int"`, "c301 0102030405060708 54", ``, 0, "no schema: fingerprint 0102030405060708 at 2"},
	"a registry's header, a union":          {`["int", "string"]`, "00 0000002a 020668c3a9", `"hé" string, schema 42@7-10`, 10, ""},
	"a registry's header, a null":           {`["int", "null"]`, "00 0000002a 02", `"" null, schema 42@5-6`, 6, ""},
	"a registry's header":                   {record(`{"name": "b", "type": "string"}`), "00 0000002a 0668c3a9", `{b="hé" string@6-9}`, 9, ""},
}

func TestDecode(t *testing.T) {
	for name, c := range payloads {
		t.Run(name, func(t *testing.T) {
			tree, consumed, err := Reader{Schema: parsed(t, c.schema)}.Decode(vectors.Unhex(t, c.hex))
			if got := vectors.FaultText(err); got != c.err || consumed != c.consumed {
				t.Errorf("%d bytes and %q, want %d and %q", consumed, got, c.consumed, c.err)
			}
			if (tree != nil) != (c.want != "") {
				t.Fatalf("there is a tree: %v", tree != nil)
			}
			if tree == nil {
				return
			}
			if got := vectors.Drawn(tree, 0); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			vectors.CheckRanges(t, tree)
		})
	}
	if _, _, err := (Reader{Schema: compiled(t, "tree"), Type: "test.None"}).Decode(nil); vectors.FaultText(err) != "no schema: test.None at 0" {
		t.Errorf("a record that there is not: %v", err)
	}
}

// TestDeep: values nested as deep as their schema lets them.
func TestDeep(t *testing.T) {
	s := compiled(t, "tree")
	b := bytes.Repeat([]byte{2, 2}, maxNesting)
	if _, _, err := (Reader{Schema: s}).Decode(b); !errors.Is(err, value.ErrTooDeep) {
		t.Errorf("%v", err)
	}
	b = append(bytes.Repeat([]byte{2, 2}, 9_000), 2, 0)
	b = append(b, bytes.Repeat([]byte{0}, 9_001)...)
	tree, consumed, err := Reader{Schema: s}.Decode(b)
	if err != nil || consumed != len(b) {
		t.Fatalf("%d of %d bytes, %v", consumed, len(b), err)
	}
	if got := tree.Depth(tree.Find("left.left.left")); got != 3 {
		t.Errorf("%d levels", got)
	}
}

// TestVectorsAreAsWritten makes the vectors anew where Python has what it takes. What a
// compression gives may be another thing by another version of it.
func TestVectorsAreAsWritten(t *testing.T) {
	out := vectors.ByPython(t, packages)
	kept, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if bare(out) != bare(kept) {
		t.Errorf("they are %d bytes, and %d are kept", len(out), len(kept))
	}
}

func bare(lines []byte) (all string) {
	for line := range strings.Lines(string(lines)) {
		if !strings.Contains(line, `"name": "container, `) {
			all += line
		}
	}
	return all
}

func FuzzDecode(f *testing.F) {
	readers := []Reader{{Schema: compiled(f, "everything")}, {Schema: compiled(f, "tree")}, {}}
	for _, v := range vectors.Kept[vector](f) {
		f.Add(vectors.Unhex(f, v.Hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, r := range readers {
			tree, consumed, err := r.Decode(b)
			if consumed > len(b) || err == nil && tree == nil {
				t.Errorf("%d of %d bytes, %v", consumed, len(b), err)
			}
			if tree != nil {
				vectors.CheckRanges(t, tree)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	s := parsed(b, `{"type": "array", "items": {"type": "record", "name": "R", "fields": [{"name": "value", "type": "double"}, {"name": "unit", "type": "string"}]}}`)
	one := append([]byte("\x9a\x99\x99\x99\x99\x99\x35\x40"), "\x78"+strings.Repeat("kilowatt hours ", 4)...)
	payload := append([]byte("\x80\xfa\x01"), bytes.Repeat(one, 16_000)...)
	payload = append(payload, 0)
	b.SetBytes(int64(len(payload)))
	b.ReportAllocs()
	for b.Loop() {
		if _, consumed, err := (Reader{Schema: s}).Decode(payload); err != nil || consumed != len(payload) {
			b.Fatal(consumed, err)
		}
	}
}
