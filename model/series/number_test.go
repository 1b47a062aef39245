package series

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"mangrove/model/value"
)

// TestNumbersInPayloads reads what devices send.
func TestNumbersInPayloads(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		name, payload, path string
		want                float64
		unit                string
	}{
		{"a number", "21.5", "", 21.5, ""},
		{"with blanks", "  -3e2\n", "", -300, ""},
		{"in quotes", `"21.5"`, "", 21.5, ""},
		{"with a unit", "21.5 °C", "", 21.5, "°C"},
		{"with a unit close by", "97%", "", 97, "%"},
		{"in quotes with a unit", `"4.2 kWh"`, "", 4.2, "kWh"},
		{"on", "ON", "", 1, ""},
		{"closed", "closed", "", 0, ""},
		{"true", "true", "", 1, ""},
		{"a word", "idle", "", none, ""},
		{"two numbers", "21.5 22", "", none, ""},
		{"a date", "2026-11-26", "", none, ""},
		{"a time", "12:30", "", none, ""},
		{"nothing", "", "", none, ""},
		{"blanks", "  ", "", none, ""},
		{"NaN", "NaN", "", none, ""},
		{"infinite", "Infinity", "", none, ""},
		{"too large", "1e999", "", none, ""},
		{"hexadecimal", "0x1F", "", none, ""},
		{"hexadecimal with an exponent", "0x1p4", "", none, ""},
		{"hexadecimal in quotes", `{"a":"0X1P-2"}`, "a", none, ""},
		{"an object", `{"a":1}`, "", none, ""},
		{"a member", `{"a":1,"b":2}`, "b", 2, ""},
		{"the first of two", `{"a":1,"a":2}`, "a", 1, ""},
		{"below", `{"a":{"b":[1,{"c":"7"}]}}`, "a.b.1.c", 7, ""},
		{"a name with a dot", `{"a.b":3}`, "a.b", 3, ""},
		{"a name with a dot behind another", `{"a":{"c":1},"a.b":3}`, "a.b", 3, ""},
		{"a name in quotes", `{"power w":5}`, `"power w"`, 5, "W"},
		{"an element", `[4,5]`, "1", 5, ""},
		{"a boolean", `{"on":true}`, "on", 1, ""},
		{"a word in it", `{"state":"OFF"}`, "state", 0, ""},
		{"a unit in it", `{"t":"21 C"}`, "t", 21, "C"},
		{"a unit beside it", `{"s":{"value":3,"unit":"bar"}}`, "s.value", 3, "bar"},
		{"null", `{"a":null}`, "a", none, ""},
		{"not there", `{"a":1}`, "b", none, ""},
		{"an object at the path", `{"a":{"b":1}}`, "a", none, ""},
		{"cut off", `{"a":1`, "a", none, ""},
		{"nested deep", strings.Repeat("[", 10_000), "0.0", none, ""},
	} {
		got, _, ok := Number([]byte(c.payload), c.path)
		if ok == math.IsNaN(c.want) || ok && got != c.want {
			t.Errorf("%s: %g %v, want %g", c.name, got, ok, c.want)
		}
		if unit := Unit([]byte(c.payload), c.path); ok && unit != c.unit {
			t.Errorf("%s: unit %q, want %q", c.name, unit, c.unit)
		}
	}
}

// TestUnknownIsNoNumber: what says that a number is not known is told from what says
// nothing of it.
func TestUnknownIsNoNumber(t *testing.T) {
	for _, c := range []struct {
		name, payload, path string
		unknown             bool
	}{
		{"null", `{"a":null}`, "a", true},
		{"NaN of a device", "nan", "", true},
		{"infinite", "-inf", "", true},
		{"too large", `{"a":1e999}`, "a", true},
		{"in quotes", `{"a":"NaN"}`, "a", true},
		{"a sensor that is not there", `{"a":"unavailable"}`, "a", true},
		{"a state that is not known", "unknown", "", true},
		{"None", "None", "", true},
		{"nothing", "", "", true},
		{"an empty text", `{"a":""}`, "a", true},
		{"blanks in quotes", `" "`, "", true},
		{"a word", "idle", "", false},
		{"a text", `{"a":"nano"}`, "a", false},
		{"not there", `{"b":null}`, "a", false},
		{"an object", `{"a":{"b":null}}`, "a", false},
		{"no JSON", `{"a":nan}`, "a", false},
	} {
		for _, blanks := range []string{"", strings.Repeat(" ", nestedMost)} {
			if blanks != "" && c.path == "" {
				continue
			}
			v, _, ok := Number([]byte(c.payload+blanks), c.path)
			if ok || math.IsNaN(v) != c.unknown {
				t.Errorf("%s: %g %v, want not known: %v", c.name, v, ok, c.unknown)
			}
		}
	}
}

// TestLargePayloadsAreReadTheSameWay, by another reader.
func TestLargePayloadsAreReadTheSameWay(t *testing.T) {
	blanks := strings.Repeat(" ", nestedMost)
	if v, _, ok := Number([]byte(`{"a":{"b":"8"}}`+blanks), "a.b"); !ok || v != 8 {
		t.Errorf("%g %v", v, ok)
	}
	if v, _, ok := Number([]byte(strings.Repeat("[", 3_000_000)), "0"); ok {
		t.Errorf("%g in what is cut off", v)
	}
}

// FuzzNumber reads with both readers the same from any payload and path.
func FuzzNumber(f *testing.F) {
	f.Add([]byte(`{"a":{"b":[1,{"c":"7"}]},"a.b":2}`), "a.b.1.c")
	f.Add([]byte(`[true,"on",null]`), "1")
	f.Add([]byte("{\"\":{\"\\b\x9a\":[0]}}"), "0")
	f.Fuzz(func(t *testing.T, payload []byte, path string) {
		got, _, ok := Number(payload, path)
		if ok && !finite(got) {
			t.Errorf("%g", got)
		}
		Unit(payload, path)
		tree, err := value.ReadJSON(payload)
		if err != nil || path == "" {
			return
		}
		for _, n := range NumbersOf(tree, 20) {
			if n.Path == "" {
				continue
			}
			want, isWord, has := OfTree(tree, tree.Find(n.Path)) // which may be another of the same path
			if v, word, ok := Number(payload, n.Path); ok != has || v != want && has || word != isWord {
				t.Errorf("%q: %g %v, by the tree %g %v", n.Path, v, ok, want, has)
			}
		}
	})
}

// TestNumbersAreListed in the order in which they stand.
func TestNumbersAreListed(t *testing.T) {
	list := Numbers([]byte(`{"name":"x","t":1,"in":{"on":true},"list":[5,"a",6]}`), 3)
	want := []Found{{"t", 1, false}, {"in.on", 1, true}, {"list.0", 5, false}}
	if len(list) != len(want) {
		t.Fatalf("%v, want %v", list, want)
	}
	for i := range want {
		if list[i] != want[i] {
			t.Errorf("%v, want %v", list[i], want[i])
		}
	}
	if list := Numbers([]byte("on"), 3); len(list) != 1 || list[0].Path != "" {
		t.Errorf("%v for a word", list)
	}
}

// BenchmarkNumber is one message of a usual device.
func BenchmarkNumber(b *testing.B) {
	payload := []byte(`{"battery":97,"humidity":48.21,"linkquality":120,"pressure":1013.2,"temperature":21.37,"voltage":3005,"update":{"state":"idle"}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ok := Number(payload, "temperature"); !ok {
			b.Fatal("no number")
		}
	}
}

// TestNumbersOfOneNameAreTold: a number that is a name from the text of it, and what
// holds from what a later one has replaced.
func TestNumbersOfOneNameAreTold(t *testing.T) {
	b := value.NewBuilder(nil)
	err := b.Open(value.Node{Kind: value.Object})
	for _, n := range []value.Node{
		{Name: "1", Text: "5"}, {Name: "1", Text: "6", Flags: value.Notation},
		{Name: "n", Text: "7", Flags: value.Replaced}, {Name: "n", Text: "8"}, {Name: "gone", Text: "9", Flags: value.Replaced},
	} {
		n.Kind = value.Number
		err = errors.Join(err, b.Add(n))
	}
	b.Close(0)
	if err != nil {
		t.Fatal(err)
	}
	tree := b.Tree()
	want := []Found{{"1", 5, false}, {"(1)", 6, false}, {"n", 8, false}}
	if got := NumbersOf(tree, 9); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, f := range want {
		if v, _, ok := OfTree(tree, tree.Find(f.Path)); !ok || v != f.Value {
			t.Errorf("%s is %g, %v", f.Path, v, ok)
		}
	}
	if _, _, ok := OfTree(tree, tree.Find("gone")); ok {
		t.Error("what was replaced by another member is charted")
	}
}
