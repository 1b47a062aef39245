package model

import (
	"bytes"
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
	"testing"
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

// TestQueryErrors gives codes with their values.
func TestQueryErrors(t *testing.T) {
	for text, want := range map[string]QueryError{
		"re:[":      {Code: BadPattern, Found: "[", Syntax: syntax.ErrMissingBracket},
		"re:ab[c":   {Code: BadPattern, Found: "ab[c", Syntax: syntax.ErrMissingBracket, At: "[c"},
		"re:":       {Code: NoPattern},
		"-re:":      {Code: NoPattern},
		"=":         {Code: NoValue, Found: "=", Operator: "="},
		"battery<=": {Code: NoValue, Found: "battery<=", Operator: "<="},
		"hall a~":   {Code: NoValue, Found: "a~", Operator: "~"},
		"-":         {Code: NothingExcluded},
		"x a+b":     {Code: NotFilter, Found: "a+b", Err: ErrPlus},
	} {
		var e *QueryError
		if _, err := ParseQuery(text); !errors.As(err, &e) || *e != want {
			t.Errorf("%s: %v, want %v", text, err, &want)
		}
	}
}
