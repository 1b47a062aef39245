package sparkplug

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"mangrove/model/value"
)

// outline lists the values of a tree: path, type, text and flags.
func outline(tree *value.Tree) string {
	var list []string
	for i := range tree.Len() {
		flags := ""
		for _, f := range []struct {
			is   value.Flags
			mark string
		}{{value.Doubled, "2"}, {value.Unresolved, "?"}, {value.Stale, "old"}, {value.Stray, "!"}} {
			if tree.Flags(i)&f.is != 0 {
				flags += f.mark
			}
		}
		if tree.Kind(i).HasBelow() {
			if flags != "" {
				list = append(list, tree.Path(i)+" "+flags)
			}
			continue
		}
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s=%s %s %s", tree.Path(i), tree.Text(i), tree.Type(i), flags)))
	}
	return strings.Join(list, "\n")
}

func known(list ...Definition) *Definitions {
	d := &Definitions{}
	for _, one := range list {
		d.add(one)
	}
	return d
}

var born = Known{Definitions: known(
	Definition{Name: "temp", Alias: 1, HasAlias: true, Datatype: Float},
	Definition{Name: "level", Alias: 0, HasAlias: true, Datatype: Int8},
	Definition{Name: "plain", Datatype: Int16},
	Definition{Name: "motor", Alias: 4, HasAlias: true, Datatype: Template, Members: known(Definition{Name: "rpm", Datatype: Int32})},
)}

var minus = uint64(0xFFFFFFFF)

var decodeCases = []struct {
	name    string
	known   Known
	payload []byte
	want    string
}{
	{"names and types of the birth", born, join(met(num(metricAlias, 1), float(21.5)), met(num(metricAlias, 0), num(10, minus)), met(str(metricName, "plain"), num(10, 65535)), seq(3)),
		"metrics.temp.alias=1\nmetrics.temp.value=21.5 Float\nmetrics.level.alias=0\nmetrics.level.value=-1 Int8\nmetrics.plain.value=-1 Int16\nseq=3 uint64"},
	{"awaiting birth", Known{}, join(met(num(metricAlias, 7), num(10, 5)), met(float(1))),
		"metrics.\"alias 7\" ?\nmetrics.\"alias 7\".alias=7\nmetrics.\"alias 7\".value=5 int_value ?\nmetrics.\"\" ?\nmetrics.\"\".value=1 float_value"},
	{"another type than the birth said", born, named("temp", 0, Double, f64(13, 2.5)), "metrics.temp.value=2.5 Double !"},
	{"value in another field than the birth's type", born, met(num(metricAlias, 1), str(15, "hot")), "metrics.temp.alias=1\nmetrics.temp.value=hot string_value !"},
	{"an empty name beside an alias", born, met(str(metricName, ""), num(metricAlias, 0), num(10, minus)), "metrics.level.alias=0\nmetrics.level.value=-1 Int8"},
	{"name and alias without a type", born, met(str(metricName, "level"), num(metricAlias, 0), num(10, minus)), "metrics.level.alias=0\nmetrics.level.value=-1 Int8"},
	{"a type that says nothing", born, join(met(num(metricAlias, 0), num(metricDatatype, 0), num(10, minus)), named("plain", 0, Unknown, num(10, 65535))),
		"metrics.level.alias=0\nmetrics.level.value=-1 Int8\nmetrics.plain.value=-1 Int16"},
	{"quality in the other field", Known{}, named("a", 0, Boolean, sub(metricProperties, str(1, "Quality"), sub(2, num(1, 4), num(4, 500))), num(14, 0)),
		"metrics.a.properties.Quality=500 Int64 old\nmetrics.a.value=false Boolean old"},
	{"members of a template", born, met(num(metricAlias, 4), sub(18, sub(templateMetrics, str(metricName, "rpm"), num(10, minus)))),
		"metrics.motor.alias=4\nmetrics.motor.value.metrics.rpm.value=-1 Int32"},
	{"offline", Known{Stale: true}, named("a", 0, Boolean, num(14, 1)), "metrics.a.value=true Boolean old"},
	{"quality stale", Known{}, named("a", 0, Boolean, sub(metricProperties, str(1, "Quality"), sub(2, num(1, 3), num(3, 500))), num(14, 0)),
		"metrics.a.properties.Quality=500 Int32 old\nmetrics.a.value=false Boolean old"},
	{"quality behind the value", Known{}, named("a", 0, Boolean, num(14, 0), sub(metricProperties, str(1, "Quality"), sub(2, num(1, 3), num(3, 500)))),
		"metrics.a.value=false Boolean old\nmetrics.a.properties.Quality=500 Int32 old"},
	{"unknown datatype", Known{}, named("a", 0, 99, str(15, "x")), "metrics.a.value=x datatype 99 ?"},
	{"extension", Known{}, join(named("a", 0, Int8, sub(19, []byte{1})), num(77, 1)), "metrics.a.value=\x01 Int8 ?\n\"field 77\"=\x01  ?"},
	{"numbers beyond their type", Known{}, join(named("a", 0, Int8, num(10, 300)), named("b", 0, UInt8, num(10, 256)), named("c", 0, Int16, num(10, 0xFFFF8000)), named("d", 0, Int64, num(11, 1<<63))),
		"metrics.a.value=300 Int8 !\nmetrics.b.value=256 UInt8 !\nmetrics.c.value=-32768 Int16\nmetrics.d.value=-9223372036854775808 Int64"},
	{"64 bits of an int32", Known{}, named("a", 0, Int32, num(10, ^uint64(0))), "metrics.a.value=-1 Int32"},
	{"null, missing, and null that is not", Known{}, join(named("a", 0, Int8, num(metricNull, 1)), named("b", 0, Int8), named("c", 0, Int8, num(metricNull, 0), num(10, 1)), named("d", 0, Int8, num(metricNull, 1), num(10, 1))),
		"metrics.a.value= Int8\nmetrics.b.value= Int8 !\nmetrics.c.value=1 Int8\nmetrics.d.value= Int8"},
	{"times", Known{}, join(num(1, 0), named("a", 0, DateTime, num(11, ^uint64(0))), named("b", 0, DateTime, num(11, 1<<62))),
		"timestamp=1970-01-01T00:00:00.000Z timestamp\nmetrics.a.value=1969-12-31T23:59:59.999Z DateTime\nmetrics.b.value=4611686018427387904 DateTime"},
	{"texts that are none", Known{}, join(named("a", 0, String, str(15, "\xff")), named("b", 0, UUID, str(15, "no uuid"))), "metrics.a.value=\xff String !\nmetrics.b.value=no uuid UUID !"},
	{"arrays that do not come out even", Known{}, join(named("a", 0, Int16Array, str(16, "abc")), named("b", 0, BooleanArray, str(16, "\x09\x00\x00\x00\xff")), named("c", 0, StringArray, str(16, "a\x00b")), named("d", 0, BooleanArray, str(16, "\x01"))),
		"metrics.a.value=abc Int16Array !\nmetrics.b.value=\x09\x00\x00\x00\xff BooleanArray !\nmetrics.c.value=a\x00b StringArray !\nmetrics.d.value=\x01 BooleanArray !"},
	{"little-endian, as Tahu", Known{}, named("a", 0, Int16Array, str(16, "\x01\x00\xff\xff")), "metrics.a.value.0=1 Int16\nmetrics.a.value.1=-1 Int16"},
	{"bits from the left", Known{}, named("a", 0, BooleanArray, str(16, "\x03\x00\x00\x00\xa0")), "metrics.a.value.0=true Boolean\nmetrics.a.value.1=false Boolean\nmetrics.a.value.2=true Boolean"},
	{"the same metric twice", Known{}, join(named("a", 0, Int8, num(10, 1)), named("a", 0, Int8, num(10, 2))), "metrics.a.value=1 Int8\nmetrics.a 2\nmetrics.a.value=2 Int8"},
	{"metrics apart", Known{}, join(named("a", 0, Int8, num(10, 1)), seq(1), named("b", 0, Int8, num(10, 2))), "metrics.a.value=1 Int8\nmetrics.b.value=2 Int8\nseq=1 uint64"},
	{"data set with other types than columns", Known{}, named("a", 0, DataSet, sub(17, num(1, 2), str(2, "x"), num(3, uint64(Int8)), sub(4, sub(1, num(1, 255)), sub(1, str(6, "more"))))),
		"metrics.a.value !\nmetrics.a.value.0.x=-1 Int8\nmetrics.a.value.0.\"column 2\"=more string_value !"},
	{"packed types", Known{}, named("a", 0, DataSet, sub(17, num(1, 2), str(2, "x"), str(2, "y"), str(3, "\x01\x0c"), sub(4, sub(1, num(1, 255)), sub(1, str(6, "s"))))),
		"metrics.a.value.0.x=-1 Int8\nmetrics.a.value.0.y=s String"},
	{"names and values of properties that do not pair", Known{}, named("a", 0, Int8, sub(metricProperties, str(1, "k"), str(1, "gone"), sub(2, num(1, 1), num(3, 255))), num(10, 1)),
		"metrics.a.properties.k=-1 Int8\nmetrics.a.properties.gone=  !\nmetrics.a.value=1 Int8"},
	{"a value without a name", Known{}, named("a", 0, Int8, sub(metricProperties, sub(2, num(1, 1), num(3, 255))), num(10, 1)),
		"metrics.a.properties.\"value 1\"=-1 Int8 !\nmetrics.a.value=1 Int8"},
}

func TestDecode(t *testing.T) {
	for _, c := range decodeCases {
		tree, consumed, err := Decode(c.payload, c.known)
		if err != nil || consumed != len(c.payload) {
			t.Errorf("%s: %d of %d, %v", c.name, consumed, len(c.payload), err)
			continue
		}
		if got := outline(tree); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
		checkRanges(t, c.name, tree)
	}
}

// TestBytesOfNodes: every node says which bytes it came from.
func TestBytesOfNodes(t *testing.T) {
	payload := join(num(1, 1000), named("temp", 3, Int16Array, num(metricTimestamp, 5), str(16, "\x01\x00\x02\x00")), seq(9))
	tree, _, err := Decode(payload, Known{})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"timestamp": "\xe8\x07", "seq": "\x09", "metrics.temp.alias": "\x03", "metrics.temp.timestamp": "\x05",
		"metrics.temp.value": "\x01\x00\x02\x00", "metrics.temp.value.1": "\x02\x00",
	} {
		from, to := tree.Range(tree.Find(path))
		if got := string(payload[from:to]); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
		if at := tree.At(from); path != "metrics.temp.value" && tree.Path(at) != path {
			t.Errorf("byte %d is of %s, want %s", from, tree.Path(at), path)
		}
	}
}

func TestNoSparkplug(t *testing.T) {
	deep := num(14, 1)
	for range mostNested + 2 {
		deep = join(num(metricDatatype, uint64(Template)), sub(18, sub(templateMetrics, deep)))
	}
	for _, c := range []struct {
		name, payload string
		want          error
	}{
		{"cut", "\x08", &value.Fault{Code: value.CutOff, Offset: 1}},
		{"cut in a metric", "\x12\x05\x0a", &value.Fault{Code: value.CutOff, Offset: 3}},
		{"longer than what has it", "\x12\x02\x0a\x05", &value.Fault{Code: value.CutOff, Offset: 4}},
		{"text", "OFFLINE", &value.Fault{Code: value.Unexpected, Offset: 1}},
		{"a field of another kind", "\x0a\x01a", &value.Fault{Code: value.Mismatch}},
		{"a number too long", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", &value.Fault{Code: value.Unexpected, Offset: 1}},
		{"too deep", string(met(deep)), value.ErrTooDeep},
	} {
		_, _, err := Decode([]byte(c.payload), Known{})
		if fault := (*value.Fault)(nil); errors.As(err, &fault) {
			if want := (*value.Fault)(nil); !errors.As(c.want, &want) || *fault != *want {
				t.Errorf("%s: %+v, want %+v", c.name, fault, c.want)
			}
		} else if !errors.Is(err, c.want) || err == nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// TestTexts: texts that could be messages of Protobuf are none of Sparkplug.
func TestTexts(t *testing.T) {
	for payload, want := range map[string]bool{
		"": true, "123456789": false, "OFFLINE": false, `"\x01a"`: false, `"` + "!" + strings.Repeat("x", 33): false, "{}": false, "21.5": false,
		"\x08\x01": true, "\x12\x00": true, "\x18\x01": true, "\x08\x01x": false, "\x12\x01\xff": false, "\x08\x01123456789": true,
	} {
		if _, _, err := Decode([]byte(payload), Known{}); (err == nil) != want {
			t.Errorf("%q: %v, want it to decode: %v", payload, err, want)
		}
	}
}

// TestLargeArray: what would be too many rows is shown as bytes, and nothing is lost.
func TestLargeArray(t *testing.T) {
	payload := named("a", 0, Int8Array, str(16, strings.Repeat("\x01", mostElements+1)))
	tree, _, err := Decode(payload, Known{})
	if err != nil {
		t.Fatal(err)
	}
	i := tree.Find("metrics.a.value")
	if tree.Kind(i) != value.Bytes || len(tree.TextBytes(i)) != mostElements+1 || tree.Type(i) != "Int8Array" || tree.Flags(i) != 0 {
		t.Errorf("%v %d bytes %s %v", tree.Kind(i), len(tree.TextBytes(i)), tree.Type(i), tree.Flags(i))
	}
}

func TestParseTopic(t *testing.T) {
	for topic, want := range map[string]Topic{
		"spBv1.0/G/NBIRTH/N":   {Verb: NBirth, Group: "G", Node: "N"},
		"spBv1.0/G/DDATA/N/D":  {Verb: DData, Group: "G", Node: "N", Device: "D"},
		"spBv1.0/G/NCMD/N":     {Verb: NCmd, Group: "G", Node: "N"},
		"spBv1.0/STATE/scada":  {Verb: State, Node: "scada"},
		"STATE/scada":          {Verb: State, Node: "scada", Legacy: true},
		"spBv1.0/G/NBIRTH/N/D": {}, "spBv1.0/G/DBIRTH/N": {}, "spBv1.0/G/DBIRTH/N/": {}, "spBv1.0/G/DBIRTH/N/D/E": {}, "spBv1.0/G/nbirth/N": {},
		"spBv1.0/G/STATE/N": {}, "spBv1.0//NBIRTH/N": {}, "spBv1.0/G/NBIRTH/": {}, "spBv1.0/STATE/": {}, "spBv1.0/STATE/a/b": {}, "STATE/a/b": {}, "STATE": {},
		"spBv1.0": {}, "spBv1.0/": {}, "spAv1.0/G/NBIRTH/N": {}, "": {},
	} {
		got, ok := ParseTopic(topic)
		if ok != (want.Verb != 0) || ok && got != want {
			t.Errorf("%s: %+v %v, want %+v", topic, got, ok, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(join(num(1, 1000), named("t", 3, Int16Array, str(16, "\x01\x00\x02\x00")), seq(9)))
	f.Add(named("a", 0, DataSet, sub(17, num(1, 2), str(2, "x"), num(3, uint64(Int8)), sub(4, sub(1, num(1, 255)), sub(1, str(6, "more"))))))
	f.Add(named("a", 0, Template, sub(18, sub(templateMetrics, str(metricName, "rpm"), num(10, 1)), sub(3, str(1, "p"), num(2, 3), num(3, 4)))))
	f.Add(named("a", 0, Boolean, sub(metricProperties, str(1, "Quality"), sub(2, num(1, 3), num(3, 500))), num(14, 0)))
	f.Add([]byte("OFFLINE"))
	born := Known{Definitions: known(Definition{Name: "t", Alias: 3, HasAlias: true, Datatype: Int64})}
	f.Fuzz(func(t *testing.T, payload []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tree, consumed, err := Decode(payload, born)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20+uint64(len(payload))*2_000 {
			t.Errorf("%d bytes took %d", len(payload), took)
		}
		if err != nil {
			return
		}
		if consumed != len(payload) {
			t.Errorf("%d of %d", consumed, len(payload))
		}
		checkRanges(t, "fuzz", tree)
		tree.AppendJSON(nil, 0)
	})
}
