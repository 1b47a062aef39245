package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"mangrove/model/payload"
)

var queries = []struct {
	query string
	want  bool
}{
	{"hall", true},
	{"HALL_2/TEMP", true},
	{"kitchen", false},
	{"house temp", true},
	{"house kitchen", false},
	{"-kitchen house", true},
	{"-house", false},
	{`"hall_2/"`, true},
	{`"hall temp"`, false},
	{"house/+/temperature", false},
	{"House/+/temperature", true},
	{"House/#", true},
	{"#", true},
	{"+/temperature", false},
	{"re:^house/.*e$", true},
	{"re:^hall", false},
	{"-re:^hall", true},
	{"~on", true},
	{"~küche", true},
	{"~KÜCHE", true},
	{"~off", false},
	{"=on", false},
	{"!~off", true},
	{"-~on", false},
	{"state~n", true},
	{"state~off", false},
	{"state!~off", true},
	{"deep~list", true},
	{"battery<20", true},
	{"battery<19.5", false},
	{"battery<=19.5", true},
	{"battery>19", true},
	{"battery>=20", false},
	{"battery=19.50", true},
	{"battery!=19.5", false},
	{"battery<x", false},
	{"state=on", true},
	{"state=O", false},
	{"state!=off", true},
	{"state>5", false},
	{"deep.list.1=2", true},
	{"missing=1", false},
	{"missing!=1", false},
	{"-missing=1", true},
	{"hall battery<20 -~off", true},
}

func TestQuery(t *testing.T) {
	const topic = "House/Hall_2/temperature"
	const payload = `{"battery": 19.5, "state": "ON", "deep": {"list": [1, 2]}, "name": "Küche"}`
	for _, c := range queries {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Fatalf("%q: %v", c.query, err)
		}
		if got := q.Match([]byte(topic), []byte(payload)); got != c.want {
			t.Errorf("%q: %v, want %v", c.query, got, c.want)
		}
	}
}

func TestQueryOfPayloads(t *testing.T) {
	for payload, want := range map[string]bool{"31": true, " 30.5 ": true, "30": false, "x": false, "": false, "1e3": true} {
		q, _ := ParseQuery(">30")
		if got := q.Match([]byte("a"), []byte(payload)); got != want {
			t.Errorf(">30 on %q: %v", payload, got)
		}
	}
}

func TestQueryThatSaysNothing(t *testing.T) {
	for _, empty := range []string{"", "  ", `""`} {
		if q, err := ParseQuery(empty); q != nil || err != nil {
			t.Errorf("%q: %v, %v", empty, q, err)
		}
	}
	if _, err := ParseQuery("re:("); err == nil || !strings.Contains(err.Error(), `"("`) {
		t.Errorf("a broken regular expression: %v", err)
	}
}

func TestMarks(t *testing.T) {
	cases := []struct{ query, name, want string }{
		{"hall", "Hall_2", "[[0 4]]"},
		{"l_", "Hall_2", "[[3 5]]"},
		{"hall all_2", "Hall_2", "[[0 6]]"},
		{"2 ha", "Hall_2", "[[0 2] [5 6]]"},
		{"house/hall", "Hall_2", "[[0 4]]"},
		{"-hall", "Hall_2", "[]"},
		{"re:hall", "Hall_2", "[]"},
		{"온", "온도", "[[0 3]]"},
		{"ü", "Ku\u0308che", "[[1 4]]"},
		{"ku\u0308", "KÜCHE", "[[0 3]]"},
		{"strass", "Hauptstraße", "[[5 11]]"},
		{"istan", "İstanbul", "[[0 6]]"},
	}
	for _, c := range cases {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(q.Marks(c.name)); got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.query, c.name, got, c.want)
		}
	}
}

func FuzzContainsFold(f *testing.F) {
	f.Add([]byte("House/Hall"), []byte("hall"))
	f.Add([]byte("KÜCHE"), []byte("küche"))
	f.Fuzz(func(t *testing.T, text, needle []byte) {
		needle = fold(needle)
		if got, want := containsFold(text, needle), bytes.Contains(fold(text), needle); got != want {
			t.Errorf("containsFold(%q, %q) = %v, want %v", text, needle, got, want)
		}
	})
}

func FuzzQuery(f *testing.F) {
	f.Add("hall -battery<20 =on", "House/Hall", `{"battery": 1}`)
	f.Add(`re:^a "x y" +/b`, "a/b", "x")
	f.Fuzz(func(_ *testing.T, query, topic, payload string) {
		q, err := ParseQuery(query)
		if err != nil || q == nil {
			return
		}
		q.Match([]byte(topic), []byte(payload))
		q.Marks(topic)
	})
}

var long = strings.Repeat("7", 70)

var oddPayloads = []struct {
	query, payload string
	want           bool
}{
	{">=30", "nan", false},
	{"<=30", "NaN", false},
	{"t=30", `{"t": "nan"}`, false},
	{"t!=30", `{"t": "nan"}`, true},
	{"t=nan", `{"t": "NaN"}`, true},
	{"t=nan", `{"t": 30}`, false},
	{">30", "inf", true},
	{"id=9007199254740993", `{"id": 9007199254740993}`, true},
	{"id=9007199254740993", `{"id": 9007199254740992}`, false},
	{"id!=9007199254740993", `{"id": 9007199254740992}`, true},
	{"id>18446744073709551614", `{"id": 18446744073709551615}`, true},
	{"id<-9007199254740992", `{"id": -9007199254740993}`, true},
	{"id=9007199254740993", `{"id": "9007199254740992"}`, false},
	{"id=5.0", `{"id": 5}`, true},
	{">9007199254740992", "9007199254740993", true},
	{"id=1724442618569203714.0", `{"id": 1724442618569203713}`, false},
	{"id>1724442618569203713.5", `{"id": 1724442618569203714}`, true},
	{"id=1e20", `{"id": 100000000000000000000}`, true},
	{"id=1e20", `{"id": 100000000000000000001}`, false},
	{"v>5", `{"v": 1e400}`, true},
	{"v<0", `{"v": -1e999999999}`, true},
	{"v=1e400", `{"v": 1e999999999}`, true},
	{">5", "1_0", false},
	{"=10", "1_0", false},
	{"=1_0", "1_0", true},
	{">5", "0x1p4", false},
	{"=0X11", "0x11", true},
	{"x=null", `{"x": null}`, true},
	{"x!=null", `{"x": null}`, false},
	{"x!=null", `{"x": 0}`, true},
	{"x=null", `{"y": null}`, false},
	{"x=true", `{"x": true}`, true},
	{"x.#=2", `{"x": [1, 2]}`, true},
	{"!=" + long, long, false},
	{"!=" + long, long + "8", true},
	{"=" + long, long, true},
	{"<5", "4" + strings.Repeat(" ", 70) + "volts", false},
	{`name="living room"`, `{"name": "Living Room"}`, true},
	{`name="living room"`, `{"name": "living"}`, false},
	{`-name="living room"`, `{"name": "living room"}`, false},
	{`~"two words"`, "these Two Words", true},
	{`~"two words"`, "two and words", false},
	{`="two words"`, "these Two Words", false},
	{`="two words"`, "Two Words", true},
	{"=on", "ON", true},
	{"=on", "ON\n", true},
	{"=on", `"ON"`, true},
	{"=on", "ONLINE", false},
	{"=on", "contact", false},
	{"=on", `{"state":"ON"}`, false},
	{"!=on", `"ON"`, false},
	{"=21", "21.0", true},
	{"=true", "true", true},
	{`=""`, "", true},
	{`=""`, "x", false},
	{`name=""`, `{"name":""}`, true},
	{"=on", "ON\x00", true},
	{"=on", "\ufeffON", true},
	{">20", "21.5\x00", true},
	{"v>20", "{\"v\":21.5}\x00", true},
	{"v>20", "\ufeff{\"v\":21.5}", true},
	{"v>20", "\xff\xfe{\x00\"\x00v\x00\"\x00:\x003\x000\x00}\x00", true},
	{`!="two words"`, "two words", false},
	{`name="a`, `{"name": "a"}`, true},
}

// TestQueryOfOddPayloads is about values that are easily taken for others.
func TestQueryOfOddPayloads(t *testing.T) {
	for _, c := range oddPayloads {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Fatalf("%q: %v", c.query, err)
		}
		if got := q.Match([]byte("topic"), []byte(c.payload)); got != c.want {
			t.Errorf("%q on %q: %v, want %v", c.query, c.payload, got, c.want)
		}
	}
}

func TestQueryErrorsSayWhatIsWrongAndWhere(t *testing.T) {
	for text, want := range map[string]string{
		"re:[":      `the regular expression "[" cannot be read: a closing ] is missing`,
		"re:ab[c":   `the regular expression "ab[c" cannot be read: a closing ] is missing at "[c"`,
		"re:a(b":    `the regular expression "a(b" cannot be read: a closing ) is missing`,
		"re:a)":     `the regular expression "a)" cannot be read: a ) has no ( before it`,
		"re:a|*":    `the regular expression "a|*" cannot be read: there is nothing to repeat at "*"`,
		`re:a\`:     `the regular expression "a\\" cannot be read: nothing follows the last \`,
		"re:":       `the regular expression is missing after re:, as in re:^a/.*[0-9]$`,
		"-re:":      `the regular expression is missing after re:, as in re:^a/.*[0-9]$`,
		"=":         `the value is missing after =, as in =ON`,
		"~":         `the value is missing after ~, as in ~ON`,
		">":         `the value is missing after >, as in >20`,
		"battery<":  `the value is missing after battery<, as in battery<20`,
		"battery<=": `the value is missing after battery<=, as in battery<=20`,
		"a!=":       `the value is missing after a!=, as in a!=ON`,
		"hall a~":   `the value is missing after a~, as in a~ON`,
		"-":         `what is not to be found is missing after -, as in -hall`,
		"a/#/b":     "a/#/b is no filter: the wildcard # must stand alone in the last level, as in a/#",
		"x a+b":     "a+b is no filter: the wildcard + must stand alone in its level, as in a/+/b",
		"hall - x":  `what is not to be found is missing after -, as in -hall`,
		"re:a[z-a]": `the regular expression "a[z-a]" cannot be read: invalid character class range at "z-a"`,
	} {
		if _, err := ParseQuery(text); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

var oddNames = []struct {
	query, payload string
	want           bool
}{
	{"1-0:32.7.0.value>200", `{"1-0:32.7.0":{"value":230.7}}`, true},
	{"1-0:32.7.0.value>231", `{"1-0:32.7.0":{"value":230.7}}`, false},
	{"-1-0:32.7.0.value>231", `{"1-0:32.7.0":{"value":230.7}}`, true},
	{"1-0:32.7.0>200", `{"1-0:32.7.0":230.7}`, true},
	{"a*b=1", `{"axxb":1}`, false},
	{"a*b=1", `{"a*b":1}`, true},
	{"a?b=1", `{"axb":1}`, false},
	{"a?b=1", `{"a?b":1}`, true},
	{"@this=1", `{"@this":1}`, true},
	{"@this~1", `{"x":1}`, false},
	{"a|b=1", `{"a":{"b":1}}`, false},
	{"a|b=1", `{"a|b":1}`, true},
	{"#=1", `{"#":1}`, true},
	{"#=2", `[1,2]`, true},
	{"a.#=2", `{"a":{"#":2}}`, true},
	{"a.#=2", `{"a":[7,8]}`, true},
	{"a#b=2", `{"a#b":2}`, true},
	{"a.1.b=2", `{"a":[0,{"b":2}]}`, true},
	{"a.b=1", `{"a.b":1,"a":{"b":2}}`, true},
	{"a.b=2", `{"a.b":1,"a":{"b":2}}`, false},
	{"a.b=2", `{"a.b":{"c":1},"a":{"b":2}}`, false},
	{"a.b.c=2", `{"a.b":1,"a":{"b":{"c":2}}}`, true},
	{"a.b.c=2", `{"a":{"b.c":2}}`, true},
	{"a.b.c=2", `{"a.b":{"x":1},"a":{"b.c":2}}`, true},
	{"a..b=1", `{"a.":{"b":1}}`, true},
	{"a.=1", `{"a.":1}`, true},
	{".a=1", `{"":{"a":1}}`, true},
	{`"living room".temp>20`, `{"living room":{"temp":21}}`, true},
	{`"living room".temp>22`, `{"living room":{"temp":21}}`, false},
	{`home."living room".temp>20`, `{"home":{"living room":{"temp":21}}}`, true},
	{`-"living room".temp>22`, `{"living room":{"temp":21}}`, true},
	{`"a.b".c=1`, `{"a.b":{"c":1}}`, true},
	{`"a".b=1`, `{"a.b":1}`, false},
	{`"a=b"=1`, `{"a=b":1}`, true},
	{`"5\" pipe"=1`, `{"5\" pipe":1}`, true},
	{`name="say \"hi\" now"`, `{"name":"say \"hi\" now"}`, true},
	{`5"=1`, `{"5\"":1}`, true},
	{`""=1`, `{"":1}`, true},
	{"온도>20", `{"온도":21}`, true},
	{"K\u00fcche=1", "{\"Ku\u0308che\":1}", true},
	{"Ku\u0308che=1", "{\"K\u00fcche\":1}", true},
	{"Ku\u0308che=1", `{"K\u00fcche":1}`, true},
	{"a/b=1", `{"a/b":1}`, true},
	{`C:\temp=1`, `{"C:\\temp":1}`, true},
	{"a=1", `{"A":1}`, false},
	{"a=1", `"a"`, false},
	{"a=1", ``, false},
	{"a=1", `{"a":`, false},
}

// TestQueryOfOddNames is about members whose names mean something else where
// paths are written.
func TestQueryOfOddNames(t *testing.T) {
	for _, c := range oddNames {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
			continue
		}
		if got := q.Match([]byte("topic"), []byte(c.payload)); got != c.want {
			t.Errorf("%q on %q: %v, want %v", c.query, c.payload, got, c.want)
		}
	}
}

// TestPathsAreFound: what names a member in the payload finds it in a search.
func TestPathsAreFound(t *testing.T) {
	for _, name := range []string{
		"plain", "a.b", "living room", "", "a=b", "a<b", "x~y", "up!", `say "hi"`, "-5", "re:x", "+", "#", "a/#", "*", "|", "@this", "온도", "Ku\u0308che", "a\u00a0b", "tab\tin",
	} {
		text, err := json.Marshal(map[string]any{"outer": map[string]any{name: []int{3, 7}}, name: 9})
		if err != nil {
			t.Fatal(err)
		}
		for what, value := range map[string]string{"in a list": "7", "outside": "9"} {
			path := payload.Path(text, bytes.Index(text, []byte(value)))
			for query, want := range map[string]bool{path + "=" + value: true, path + "=8": false, "-" + path + "=8": true} {
				q, err := ParseQuery(query)
				if err != nil {
					t.Errorf("%q %s: %q: %v", name, what, query, err)
				} else if got := q.Match([]byte("topic"), text); got != want {
					t.Errorf("%q %s: %q on %s: %v, want %v", name, what, query, text, got, want)
				}
			}
		}
	}
}

// TestQueryWhateverTheEncoding finds topics and payloads by what a person
// reads, whatever the capitals and the encoding of accents.
func TestQueryWhateverTheEncoding(t *testing.T) {
	cases := []struct {
		name string
		same []string // each finds each
	}{
		{"accents composed and not", []string{"Küche", "Ku\u0308che", "KÜCHE", "KU\u0308CHE", "küche"}},
		{"several accents", []string{"Việt", "Vie\u0323\u0302t", "Vie\u0302\u0323t", "VIỆT"}},
		{"Hangul", []string{"온도", "\u110b\u1169\u11ab\u1103\u1169"}},
		{"sharp s", []string{"Straße", "STRASSE", "strasse", "STRAẞE"}},
		{"sigma", []string{"ΣΟΦΟΣ", "σοφος", "σοφοσ"}},
		{"dotted and dotless i", []string{"İSTANBUL", "istanbul", "I\u0307stanbul", "ıstanbul", "ISTANBUL"}},
		{"signs", []string{"10 Ω", "10 \u2126"}},
		{"micro", []string{"µm", "μm"}},
		{"Kelvin and Ångström", []string{"3 K Å", "3 \u212a \u212b", "3 k A\u030a"}},
	}
	for _, c := range cases {
		for _, typed := range c.same {
			for _, there := range c.same {
				for query, in := range map[string][2]string{
					`"` + typed + `"`: {"a/x" + there + "y/b", ""}, `~"` + typed + `"`: {"t", "x" + there + "y"},
					`="` + typed + `"`: {"t", there}, `n="` + typed + `"`: {"t", `{"n":"` + there + `"}`},
					"re:" + strings.ReplaceAll(typed, " ", `\s`): {"a/" + there, ""},
				} {
					q, err := ParseQuery(query)
					if err != nil {
						t.Fatal(err)
					}
					if strings.HasPrefix(query, "re:") && c.name != "accents composed and not" && c.name != "Hangul" {
						continue // regular expressions fold letter by letter
					}
					if !q.Match([]byte(in[0]), []byte(in[1])) {
						t.Errorf("%s: %+q does not find %+q", c.name, query, in)
					}
				}
			}
		}
	}
	for query, topic := range map[string]string{"u": "Küche", "kuche": "Ku\u0308che", "cafe": "Café", "caf": "x"} {
		q, _ := ParseQuery(query)
		for _, form := range []string{topic, norm.NFD.String(topic), norm.NFC.String(topic)} {
			if q.Match([]byte(form), nil) {
				t.Errorf("%q finds %+q", query, form)
			}
		}
	}
	q, _ := ParseQuery("caf")
	for _, topic := range []string{"Café", "Cafe\u0301"} {
		if !q.Match([]byte(topic), nil) {
			t.Errorf("caf does not find %+q", topic)
		}
	}
}
