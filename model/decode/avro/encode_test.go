package avro

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"mangrove/model/decode/internal/vectors"
	"mangrove/model/value"
)

// typed appends a node as it is typed: bytes are objects.
func typed(out []byte, tree *value.Tree, i int) []byte {
	kind := tree.Kind(i)
	switch {
	case kind == value.Bytes:
		return fmt.Appendf(out, `{"$base64": %q}`, base64.StdEncoding.EncodeToString(tree.TextBytes(i)))
	case !kind.HasBelow():
		return tree.AppendJSON(out, i)
	}
	out = append(out, map[value.Kind]byte{value.Object: '{', value.List: '['}[kind])
	for at := range tree.Below(i) {
		if at > i+1 {
			out = append(out, ',')
		}
		if kind == value.Object {
			name, _ := json.Marshal(tree.Name(at))
			out = append(append(out, name...), ':')
		}
		out = typed(out, tree, at)
	}
	return append(out, map[value.Kind]byte{value.Object: '}', value.List: ']'}[kind])
}

func document(t testing.TB, text string) *value.Tree {
	t.Helper()
	tree, err := value.ReadJSON([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return tree
}

// TestEncodeAsPython: of what a payload of fastavro is decoded to, its bytes are made.
func TestEncodeAsPython(t *testing.T) {
	schemas := map[string]*Schema{"everything": compiled(t, "everything"), "tree": compiled(t, "tree")}
	held := 0
	for _, v := range vectors.Kept[vector](t) {
		s := schemas[v.Schema]
		if s == nil || strings.Contains(v.Name, ",") { // with a header
			continue
		}
		b := vectors.Unhex(t, v.Hex)
		tree, _, err := Reader{Schema: s}.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Reader{Schema: s}.Encode(document(t, string(typed(nil, tree, 0))))
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("%s: %x, %v; want %x", v.Name, got, err, b)
		}
		held++
	}
	if held < 30 {
		t.Errorf("%d vectors", held)
	}
}

// TestEncodedIsReadByPython has fastavro read what is made of these documents, where it is.
func TestEncodedIsReadByPython(t *testing.T) {
	python := cmp.Or(os.Getenv("PYTHON"), "python3")
	if err := exec.CommandContext(t.Context(), python, "-c", "import fastavro").Run(); err != nil {
		t.Skip("there is no Python with fastavro")
	}
	const script = `
import sys, io, json, fastavro
for line in sys.stdin:
    one = json.loads(line)
    b = io.BytesIO(bytes.fromhex(one["hex"]))
    got = fastavro.schemaless_reader(b, fastavro.parse_schema(json.loads(one["schema"])), None)
    assert not b.read(), one
    want = eval(one["want"])
    assert got == want, (one, got)
    print("held")
`
	var in bytes.Buffer
	for _, c := range []struct{ schema, text, want string }{
		{record(`{"name": "a", "type": ["null", "string"], "default": null}, {"name": "b", "type": {"type": "map", "values": "int"}, "default": {"x": 7}}`), `{}`, `{"a": None, "b": {"x": 7}}`},
		{record(`{"name": "a", "type": ["null", "string"]}`), `{"a": {"string": "ü"}}`, `{"a": "ü"}`},
		{`["int", "long"]`, `4294967296`, `4294967296`},
		{`["float", "double"]`, `0.1`, `0.1`},
		{`{"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 3}`, `-0.128`, `__import__("decimal").Decimal("-0.128")`},
		{`{"type": "fixed", "name": "F", "size": 4, "logicalType": "decimal", "precision": 6, "scale": 3}`, `-1e2`, `__import__("decimal").Decimal("-100")`},
		{`{"type": "long", "logicalType": "timestamp-micros"}`, `"1969-12-31T23:59:59.999999Z"`, `__import__("datetime").datetime.fromtimestamp(0, __import__("datetime").timezone.utc) - __import__("datetime").timedelta(microseconds=1)`},
		{`{"type": "fixed", "name": "U", "size": 3}`, `"\u0000ÿa"`, `b"\x00\xffa"`},
		{`{"type": "array", "items": {"type": "enum", "name": "E", "symbols": ["A", "B"]}}`, `["B", "A"]`, `["B", "A"]`},
	} {
		b, err := Reader{Schema: parsed(t, c.schema)}.Encode(document(t, c.text))
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		line, err := json.Marshal(map[string]string{"schema": c.schema, "hex": hex.EncodeToString(b), "want": c.want})
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	lines := bytes.Count(in.Bytes(), []byte("\n"))
	cmd := exec.CommandContext(t.Context(), python, "-c", script)
	cmd.Stdin = &in
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Count(out, []byte("held")) != lines {
		t.Errorf("%v: %s", err, out)
	}
}

const (
	place     = `{"type": "record", "name": "Place", "namespace": "n", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "default": 2}]}`
	colour    = `{"type": "enum", "name": "Colour", "symbols": ["RED", "GREEN"]}`
	fixed3    = `{"type": "fixed", "name": "F", "size": 3}`
	at        = `{"type": "long", "logicalType": "timestamp-millis"}`
	sum       = `{"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}`
	spanOf    = `{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}`
	fixedUUID = `{"type": "fixed", "name": "U", "size": 16, "logicalType": "uuid"}`
)

var documents = []struct{ name, schema, text, want string }{
	{"null", `"null"`, `null`, ""},
	{"boolean", `"boolean"`, `true`, "01"},
	{"int", `"int"`, `-64`, "7f"},
	{"the largest long", `"long"`, `9223372036854775807`, "feffffffffffffffff01"},
	{"float", `"float"`, `21.4`, "3333ab41"},
	{"NaN", `"float"`, `"NaN"`, "0000c07f"},
	{"double", `"double"`, `1`, "000000000000f03f"},
	{"string", `"string"`, `"\u00fc"`, "04c3bc"},
	{"bytes in base64", `"bytes"`, `{"$base64": "AP8="}`, "0400ff"},
	{"bytes as characters", `"bytes"`, `"\u0000\u00ff"`, "0400ff"},
	{"fixed", fixed3, `{"$base64": "AQID"}`, "010203"},
	{"enum", colour, `"GREEN"`, "02"},
	{"array", `{"type": "array", "items": "int"}`, `[1, 2]`, "04020400"},
	{"empty array", `{"type": "array", "items": "int"}`, `[]`, "00"},
	{"map", `{"type": "map", "values": "int"}`, `{"a": 1}`, "0202610200"},
	{"record in any order", place, `{"y": 1, "x": 3}`, "0602"},
	{"record with a default", place, `{"x": 3}`, "0604"},
	{"null of a union", `["null", "int"]`, `null`, "00"},
	{"named branch", `["null", "int"]`, `{"int": 1}`, "0202"},
	{"value of a branch that stands alone", `["null", "int"]`, `1`, "0202"},
	{"named record", `["null", ` + place + `]`, `{"n.Place": {"x": 1}}`, "020204"},
	{"record that stands alone", `[{"type": "map", "values": "int"}, ` + place + `]`, `{"x": 1}`, "020204"},
	{"map that stands alone", `[{"type": "map", "values": "int"}, ` + place + `]`, `{"z": 1}`, "0002027a0200"},
	{"a number that is too large for int", `["int", "long"]`, `2147483648`, "028080808010"},
	{"a fraction", `["long", "float"]`, `0.5`, "020000003f"},
	{"a whole number where there is double only", `["null", "double"]`, `1`, "02000000000000f03f"},
	{"bytes that stand alone beside string", `["string", "bytes"]`, `{"$base64": "AQ=="}`, "020201"},
	{"a text beside bytes", `["bytes", "string"]`, `"a"`, "020261"},
	{"a time beside int", `["int", ` + at + `]`, `"1970-01-01T00:00:00.001Z"`, "0202"},
	{"date", `{"type": "int", "logicalType": "date"}`, `"1969-12-31"`, "01"},
	{"date as a number", `{"type": "int", "logicalType": "date"}`, `-1`, "01"},
	{"time", `{"type": "int", "logicalType": "time-millis"}`, `"00:00:01.5"`, "b817"},
	{"time of another zone", at, `"1970-01-01T01:00:00.001+01:00"`, "02"},
	{"local time", `{"type": "long", "logicalType": "local-timestamp-micros"}`, `"1970-01-01T00:00:00.000001"`, "02"},
	{"nanoseconds", `{"type": "long", "logicalType": "timestamp-nanos"}`, `"1970-01-01T00:00:00.000000001Z"`, "02"},
	{"decimal", sum, `-1.28`, "0280"},
	{"decimal of 0", sum, `0`, "0200"},
	{"decimal that needs a byte for its sign", sum, `1.28`, "040080"},
	{"decimal with an exponent", sum, `1e-1`, "020a"},
	{"decimal with zeros", sum, `1.2000`, "0278"},
	{"decimal as bytes", sum, `{"$base64": "Ag=="}`, "0202"},
	{"large decimal", `{"type": "bytes", "logicalType": "big-decimal"}`, `-1.28`, "06028004"},
	{"fixed decimal", `{"type": "fixed", "name": "P", "size": 3, "logicalType": "decimal", "precision": 5, "scale": 2}`, `-0.01`, "ffffff"},
	{"duration", spanOf, `"P1M2DT3.004S"`, "0100000002000000bc0b0000"},
	{"duration of hours", spanOf, `"P1YT1H1M0.5S"`, "0c00000000000000d4da3700"},
	{"id of 16 bytes", fixedUUID, `"123e4567-e89b-12d3-a456-426614174000"`, "123e4567e89b12d3a456426614174000"},
	{"default of a union", record(`{"name": "a", "type": ["bytes", "null"], "default": "\u00ff"}, {"name": "b", "type": ["float", "int"], "default": 42}`), `{}`, "0002ff" + "0000002842"},
}

// TestEncode has bytes worked out by hand from the specification.
func TestEncode(t *testing.T) {
	for _, c := range documents {
		t.Run(c.name, func(t *testing.T) {
			r := Reader{Schema: parsed(t, c.schema)}
			got, err := r.Encode(document(t, c.text))
			if err != nil || hex.EncodeToString(got) != c.want {
				t.Fatalf("%x, %v; want %s", got, err, c.want)
			}
			if len(got) == 0 {
				return
			}
			if _, n, err := r.Decode(got); err != nil || n != len(got) {
				t.Errorf("%d of %d bytes can be read, %v", n, len(got), err)
			}
		})
	}
}

func TestWhatCannotBeEncoded(t *testing.T) {
	for _, c := range []struct {
		name, schema, text string
		want               value.Fault
	}{
		{"another type", `"int"`, ` "1"`, value.Fault{Code: value.Mismatch, Offset: 1, Part: value.Expected, Found: "int"}},
		{"a fraction", `"long"`, `1.5`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "long"}},
		{"too large for int", `"int"`, `2147483648`, value.Fault{Code: value.OutOfRange, Found: "2147483648"}},
		{"too large for long", `"long"`, `-9223372036854775809`, value.Fault{Code: value.OutOfRange, Found: "-9223372036854775809"}},
		{"too large for float", `"float"`, `1e39`, value.Fault{Code: value.OutOfRange, Found: "1e39"}},
		{"missing", place, `{"y": 1}`, value.Fault{Code: value.Mismatch, Part: value.Missing, Found: "x"}},
		{"no such member", place, `{"x": 1, "z": 2, "a": 3}`, value.Fault{Code: value.Mismatch, Offset: 14, Part: value.NoMember, Found: "z"}},
		{"a member twice", place, `{"x": 1, "x": 2}`, value.Fault{Code: value.Unexpected, Offset: 14, Part: value.Again, Found: "x"}},
		{"a name twice", `{"type": "map", "values": "int"}`, `{"x": 1, "x": 2}`, value.Fault{Code: value.Unexpected, Offset: 14, Part: value.Again, Found: "x"}},
		{"no such symbol", colour, `"BLUE"`, value.Fault{Code: value.Mismatch, Part: value.Symbol, Found: "BLUE"}},
		{"another size", fixed3, `"ab"`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "3 B"}},
		{"no byte", `"bytes"`, `"漢"`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "bytes"}},
		{"no branch", `["null", "int"]`, `"x"`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "null, int"}},
		{"two branches", `["null", "string", ` + colour + `]`, `"RED"`, value.Fault{Code: value.Mismatch, Part: value.Ambiguous, Found: "string, Colour"}},
		{"a branch of another type", `["null", "int"]`, `{"int": "x"}`, value.Fault{Code: value.Mismatch, Offset: 8, Part: value.Expected, Found: "int"}},
		{"no time", at, `"yesterday"`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "timestamp-millis"}},
		{"a finer time", at, `"1970-01-01T00:00:00.0001Z"`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "timestamp-millis"}},
		{"a finer decimal", sum, `0.001`, value.Fault{Code: value.OutOfRange, Found: "0.001"}},
		{"a decimal of too many digits", sum, `1000`, value.Fault{Code: value.OutOfRange, Found: "1000"}},
		{"a decimal beyond all", sum, `1e99999999999`, value.Fault{Code: value.OutOfRange, Found: "1e99999999999"}},
		{"no duration", spanOf, `"P"`, value.Fault{Code: value.Mismatch, Part: value.Expected, Found: "12 B"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Reader{Schema: parsed(t, c.schema)}.Encode(document(t, c.text))
			var got *value.Fault
			if !errors.As(err, &got) || !reflect.DeepEqual(*got, c.want) {
				t.Errorf("%#v, want %#v", err, c.want)
			}
		})
	}
	var f *value.Fault
	if _, err := (Reader{}).Encode(document(t, "1")); !errors.As(err, &f) || f.Code != value.NoSchema {
		t.Errorf("without a schema: %v", err)
	}
	if _, err := (Reader{Schema: compiled(t, "tree"), Type: "no"}).Encode(document(t, "1")); !errors.As(err, &f) || f.Code != value.NoSchema || f.Found != "no" {
		t.Errorf("without the type: %v", err)
	}
	deep := strings.Repeat(`{"n":1,"all":[],"left":`, maxNesting+1) + "null" + strings.Repeat("}", maxNesting+1)
	if _, err := (Reader{Schema: compiled(t, "tree")}).Encode(document(t, deep)); !errors.Is(err, value.ErrTooDeep) {
		t.Errorf("nested too deep: %v", err)
	}
}

// FuzzEncode: whatever is typed, what is made of it can be read again.
func FuzzEncode(f *testing.F) {
	schemas := []*Schema{compiled(f, "everything"), compiled(f, "tree"), parsed(f, `["null", `+place+`, `+at+`, `+sum+`, `+spanOf+`, "double", {"type": "map", "values": "bytes"}]`)}
	for i, v := range vectors.Kept[vector](f) {
		if s := map[string]int{"everything": 0, "tree": 1}[v.Schema]; i%8 == 0 && !strings.Contains(v.Name, ",") {
			tree, _, err := Reader{Schema: schemas[s]}.Decode(vectors.Unhex(f, v.Hex))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(typed(nil, tree, 0)))
		}
	}
	for _, text := range []string{`{"x":1}`, `{"n.Place":{"x":1}}`, `1.50`, `"1970-01-01T00:00:00Z"`, `"P1M2DT3.004S"`, `{"a":"\u00ff"}`, `1e300`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := value.ReadJSON([]byte(text))
		if err != nil {
			return
		}
		for _, s := range schemas {
			r := Reader{Schema: s}
			b, err := r.Encode(tree)
			if err != nil {
				continue
			}
			if _, n, err := r.Decode(b); !errors.Is(err, value.ErrTooMuch) && (err != nil || n != len(b)) {
				t.Errorf("%q: % x is read to %d of %d, %v", text, b, n, len(b), err)
			}
		}
	})
}
