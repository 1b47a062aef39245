package sparkplug

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"mangrove/model/value"
)

// typed is node i of a payload as it is typed, with the types of values.
func typed(tree *value.Tree, i int) any {
	switch tree.Kind(i) {
	case value.Object:
		all := map[string]any{}
		for at := range tree.Below(i) {
			switch name := tree.Name(at); {
			case name == "metrics" && tree.Type(at) == "" && tree.Kind(at) == value.Object:
				all[name] = typedMetrics(tree, at)
			case (name == "properties" || name == "parameters") && tree.Kind(at) == value.Object:
				all[name] = typedEach(tree, at)
			default:
				all[name] = typed(tree, at)
			}
		}
		return all
	case value.List:
		all := []any{}
		for at := range tree.Below(i) {
			all = append(all, typed(tree, at))
		}
		return all
	}
	return json.RawMessage(tree.AppendJSON(nil, i))
}

func typedMetrics(tree *value.Tree, i int) any {
	list := []any{}
	for at := range tree.Below(i) {
		m := map[string]any{"name": tree.Name(at)}
		for part := range tree.Below(at) {
			switch tree.Name(part) {
			case "value":
				m["value"] = typedValue(tree, part)
				if t := tree.Type(part); t != "" {
					m["type"] = t
				}
			case "properties":
				m["properties"] = typedEach(tree, part)
			default:
				m[tree.Name(part)] = typed(tree, part)
			}
		}
		list = append(list, m)
	}
	return list
}

func typedValue(tree *value.Tree, i int) any {
	switch {
	case tree.Type(i) == DataSet.String() && tree.Kind(i) == value.List:
		return typedRows(tree, i)
	case tree.Type(i) == PropertySet.String() && tree.Kind(i) == value.Object:
		return typedEach(tree, i)
	case tree.Type(i) == PropertySetList.String() && tree.Kind(i) == value.List:
		list := []any{}
		for at := range tree.Below(i) {
			list = append(list, typedEach(tree, at))
		}
		return list
	}
	return typed(tree, i)
}

// typedEach has a type and a value for each.
func typedEach(tree *value.Tree, i int) any {
	all := map[string]any{}
	for at := range tree.Below(i) {
		all[tree.Name(at)] = map[string]any{"type": tree.Type(at), "value": typedValue(tree, at)}
	}
	return all
}

func typedRows(tree *value.Tree, i int) any {
	var names, types []string
	rows := []any{}
	for row := range tree.Below(i) {
		names, types = nil, nil
		cells := []any{}
		for cell := range tree.Below(row) {
			names, types = append(names, tree.Name(cell)), append(types, tree.Type(cell))
			cells = append(cells, typed(tree, cell))
		}
		rows = append(rows, cells)
	}
	return map[string]any{"columns": names, "types": types, "rows": rows}
}

// without says which vectors cannot be typed: data sets without rows show no types.
func without(v vector) bool { return bytes.Contains(v.Means, []byte(`"columns"`)) }

// again are vectors made by us of what others' vectors are decoded to.
func again(t *testing.T, library string) (made []vector) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + library + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var list []vector
	unmarshal(t, b, &list)
	equal := 0
	for _, v := range list {
		if without(v) {
			continue
		}
		payload, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		tree, _, err := Decode(payload, Known{})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(typed(tree, 0))
		if err != nil {
			t.Fatal(err)
		}
		b, err := Encode(document(t, string(text)))
		if err != nil {
			t.Errorf("%s: %v: %s", v.Name, err, text)
			continue
		}
		if bytes.Equal(b, payload) {
			equal++
		}
		made = append(made, vector{v.Name, hex.EncodeToString(b), v.Means})
	}
	if len(made) < 50 {
		t.Errorf("%d vectors of %s", len(made), library)
	}
	t.Logf("%d of %d are the same to the last byte", equal, len(made))
	return made
}

func document(t testing.TB, text string) *value.Tree {
	t.Helper()
	tree, err := value.ReadJSON([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return tree
}

// TestEncodeVectors: what is made of the payloads of others means the same as theirs.
func TestEncodeVectors(t *testing.T) {
	for _, library := range []string{"pysparkplug", "tahu"} {
		checkVectors(t, again(t, library))
	}
}

// TestEncodedIsReadByOthers has the other programs read it, where they are installed.
func TestEncodedIsReadByOthers(t *testing.T) {
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	for _, library := range []string{"pysparkplug", "tahu"} {
		t.Run(library, func(t *testing.T) {
			made := again(t, library)
			var in bytes.Buffer
			for _, v := range made {
				fmt.Fprintln(&in, v.Hex)
			}
			cmd := exec.CommandContext(t.Context(), python, "testdata/vectors.py", library, "read")
			cmd.Stdin = &in
			out, err := cmd.Output()
			if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 3 || errors.Is(err, exec.ErrNotFound) {
				t.Skip(library + " is not installed")
			}
			if err != nil {
				t.Fatal(err)
			}
			var list []vector
			unmarshal(t, out, &list)
			if len(list) != len(made) {
				t.Fatalf("%d of %d are read", len(list), len(made))
			}
			for i, v := range made {
				var want, got any
				unmarshal(t, v.Means, &want)
				unmarshal(t, list[i].Means, &got)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: it reads\n%s\nwant\n%s", v.Name, list[i].Means, v.Means)
				}
			}
		})
	}
}

func TestEncode(t *testing.T) {
	metric := func(parts ...[]byte) []byte { return met(append([][]byte{str(metricName, "a")}, parts...)...) }
	typ := func(t Datatype) []byte { return num(metricDatatype, uint64(t)) }
	for _, c := range []struct {
		name, text string
		want       []byte
	}{
		{"nothing", `{}`, nil},
		{"an own number only", `{"seq": 255}`, seq(255)},
		{"times", `{"timestamp": "1970-01-01T00:00:01.5Z", "metrics": [{"name": "a", "timestamp": 7, "type": "DateTime", "value": "1970-01-01T01:00:00+01:00"}]}`,
			join(num(payloadTimestamp, 1500), metric(num(metricTimestamp, 7), typ(DateTime), num(11, 0)))},
		{"types of values", `{"metrics": {"a": {"value": true}}}`, metric(typ(Boolean), num(14, 1))},
		{"a whole number", `{"metrics": [{"name": "a", "value": -1}]}`, metric(typ(Int64), num(11, 1<<64-1))},
		{"a fraction", `{"metrics": [{"name": "a", "value": 21.5}]}`, metric(typ(Double), f64(13, 21.5))},
		{"float", `{"metrics": [{"name": "a", "datatype": 9, "value": 21.5}]}`, metric(typ(Float), float(21.5))},
		{"a small negative one", `{"metrics": [{"name": "a", "dataType": "int8", "value": -128}]}`, metric(typ(Int8), num(10, 1<<32-128))},
		{"alias only", `{"metrics": [{"alias": 3, "type": "UInt32", "value": 4294967295}]}`, met(num(metricAlias, 3), typ(UInt32), num(10, 1<<32-1))},
		{"name that is not known", `{"metrics": {"alias 3": {"alias": 3, "value": "x"}}}`, met(num(metricAlias, 3), typ(String), str(15, "x"))},
		{"null", `{"metrics": [{"name": "a", "type": "Int32", "value": null}, {"name": "a", "value": null}]}`, join(metric(typ(Int32), num(metricNull, 1)), metric(num(metricNull, 1)))},
		{"bytes", `{"metrics": [{"name": "a", "type": "Bytes", "value": {"$base64": "AP8="}}, {"name": "a", "type": "File", "value": "AP8="}]}`,
			join(metric(typ(Bytes), sub(16, []byte{0, 255})), metric(typ(File), sub(16, []byte{0, 255})))},
		{"array", `{"metrics": [{"name": "a", "type": "Int16Array", "value": [-1, 256]}]}`, metric(typ(Int16Array), sub(16, []byte{255, 255, 0, 1}))},
		{"truths", `{"metrics": [{"name": "a", "type": "BooleanArray", "value": [true, false, true]}]}`, metric(typ(BooleanArray), sub(16, []byte{3, 0, 0, 0, 0xA0}))},
		{"properties", `{"metrics": [{"name": "a", "value": "x", "properties": {"Quality": 192, "engUnit": "°C", "low": {"type": "Float", "value": 1}}}]}`,
			metric(typ(String), sub(metricProperties, str(1, "Quality"), str(1, "engUnit"), str(1, "low"),
				sub(2, num(1, uint64(Int32)), num(3, 192)), sub(2, num(1, uint64(String)), str(8, "°C")), sub(2, num(1, uint64(Float)), []byte{5<<3 | 5, 0, 0, 0x80, 0x3f})), str(15, "x"))},
		{"rows", `{"metrics": [{"name": "a", "value": [{"x": 1, "y": null}, {"y": null, "x": 1.5}]}]}`,
			metric(typ(DataSet), sub(17, num(1, 2), str(2, "x"), str(2, "y"), num(3, uint64(Double)), num(3, uint64(String)),
				sub(4, sub(1, f64(4, 1)), sub(1)), sub(4, sub(1, f64(4, 1.5)), sub(1))))},
		{"template", `{"metrics": [{"name": "a", "value": {"template_ref": "T", "metrics": {"b": {"value": true}}, "parameters": {"p": "x"}, "is_definition": false}}]}`,
			metric(typ(Template), sub(18, sub(2, str(1, "b"), typ(Boolean), num(14, 1)), sub(3, str(1, "p"), num(2, uint64(String)), str(8, "x")), str(4, "T"), num(5, 0)))},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Encode(document(t, c.text))
			if err != nil || !bytes.Equal(got, c.want) {
				t.Errorf("% x, %v; want\n% x", got, err, c.want)
			}
		})
	}
}

func TestWhatCannotBeEncoded(t *testing.T) {
	deep := `{"metrics":[{"name":"a","value":` + strings.Repeat(`{"metrics":[{"name":"a","value":`, mostNested+1) + "1" + strings.Repeat("}]}", mostNested+1) + "}]}"
	if _, err := Encode(document(t, deep)); !errors.Is(err, value.ErrTooDeep) {
		t.Errorf("nested too deep: %v", err)
	}
	for _, c := range []struct {
		name, text string
		want       value.Fault
	}{
		{"no object", `[]`, value.Fault{Code: value.Mismatch, Part: value.ExpectedObject}},
		{"nothing of a payload", `{"uuid": "x"}`, value.Fault{Code: value.Mismatch, Part: value.Missing, Found: "timestamp"}},
		{"a part that is none", `{"seq": 1, "Seq": 2}`, value.Fault{Code: value.Mismatch, Offset: 18, Part: value.NoMember, Found: "Seq"}},
		{"a part twice", `{"seq": 1, "seq": 2}`, value.Fault{Code: value.Unexpected, Offset: 18, Part: value.Again, Found: "seq"}},
		{"no number", `{"seq": "x"}`, value.Fault{Code: value.Mismatch, Offset: 8, Part: value.Expected, Found: "UInt64"}},
		{"neither name nor alias", `{"metrics": [{"value": 1}]}`, value.Fault{Code: value.Mismatch, Offset: 13, Part: value.Missing, Found: "name"}},
		{"no value", `{"metrics": [{"name": "a"}]}`, value.Fault{Code: value.Mismatch, Offset: 13, Part: value.Missing, Found: "value"}},
		{"no type", `{"metrics": [{"name": "a", "value": [1]}]}`, value.Fault{Code: value.Mismatch, Offset: 13, Part: value.Missing, Found: "type"}},
		{"no such type", `{"metrics": [{"name": "a", "type": "int", "value": 1}]}`, value.Fault{Code: value.Mismatch, Offset: 35, Part: value.ExpectedDatatype}},
		{"too large", `{"metrics": [{"name": "a", "type": "UInt8", "value": 256}]}`, value.Fault{Code: value.OutOfRange, Offset: 53, Found: "256"}},
		{"below zero", `{"metrics": [{"name": "a", "type": "UInt8", "value": -1}]}`, value.Fault{Code: value.OutOfRange, Offset: 53, Found: "-1"}},
		{"a fraction", `{"metrics": [{"name": "a", "type": "Int8", "value": 1.5}]}`, value.Fault{Code: value.Mismatch, Offset: 52, Part: value.Expected, Found: "Int8"}},
		{"too large for a float", `{"metrics": [{"name": "a", "type": "Float", "value": 1e39}]}`, value.Fault{Code: value.OutOfRange, Offset: 53, Found: "1e39"}},
		{"no UUID", `{"metrics": [{"name": "a", "type": "UUID", "value": "x"}]}`, value.Fault{Code: value.Mismatch, Offset: 52, Part: value.Expected, Found: "UUID"}},
		{"no time", `{"timestamp": "now"}`, value.Fault{Code: value.Mismatch, Offset: 14, Part: value.Expected, Found: "DateTime"}},
		{"an element", `{"metrics": [{"name": "a", "type": "UInt8Array", "value": [1, 300]}]}`, value.Fault{Code: value.OutOfRange, Offset: 62, Found: "300"}},
		{"a type that properties do not have", `{"metrics": [{"name": "a", "value": 1, "properties": {"b": {"type": "Bytes", "value": ""}}}]}`,
			value.Fault{Code: value.Mismatch, Offset: 86, Part: value.ExpectedOther, Found: "Bytes"}},
		{"a row without a column", `{"metrics": [{"name": "a", "value": [{"x": 1}, {}]}]}`, value.Fault{Code: value.Mismatch, Offset: 47, Part: value.Missing, Found: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Encode(document(t, c.text))
			var f *value.Fault
			if got != nil || !errors.As(err, &f) || !reflect.DeepEqual(*f, c.want) {
				t.Errorf("%x, %#v; want %#v", got, err, c.want)
			}
		})
	}
}

// FuzzEncode: whatever is typed, what is made of it can be read, and what that shows is
// typed again.
func FuzzEncode(f *testing.F) {
	for _, library := range []string{"pysparkplug", "tahu"} {
		b, err := os.ReadFile("testdata/" + library + ".json")
		if err != nil {
			f.Fatal(err)
		}
		var list []vector
		if err := json.Unmarshal(b, &list); err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(list); i += 5 {
			f.Add(string(list[i].Means))
		}
	}
	f.Add(`{"seq":0,"metrics":[{"name":"a","type":"DataSet","value":{"columns":["x"],"types":["Int8"],"rows":[[1],[null]]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := value.ReadJSON([]byte(text))
		if err != nil {
			return
		}
		b, err := Encode(tree)
		if err != nil {
			return
		}
		if _, n, err := Decode(b, Known{}); !errors.Is(err, value.ErrTooMuch) && (err != nil || n != len(b)) {
			t.Errorf("%q: % x is read to %d of %d, %v", text, b, n, len(b), err)
		}
	})
}
