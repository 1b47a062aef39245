package request_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/profiles"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/decode/schemas"
)

func TestReadTable(t *testing.T) {
	type row = map[string]string
	for _, c := range []struct {
		name, content string
		want          []row
		fault         request.TableFault
		line          int
	}{
		{"commas", "name,value\none,on\ntwo,off\n", []row{{"name": "one", "value": "on"}, {"name": "two", "value": "off"}}, 0, 0},
		{"semicolons and a mark of UTF-8", "\ufeffname;value\r\none;\"a;b\"\r\n", []row{{"name": "one", "value": "a;b"}}, 0, 0},
		{"what stands between columns is said", "sep=;\nid;a,b,c\n1;Ann\n", []row{{"id": "1", "a,b,c": "Ann"}}, 0, 0},
		{"commas within a quoted name", "id;\"Name, first, last\"\n1;Ann\n", []row{{"id": "1", "Name, first, last": "Ann"}}, 0, 0},
		{"a quoted name of two lines", "id;\"a\nb,c,d\"\n1;2\n", []row{{"id": "1", "a\nb,c,d": "2"}}, 0, 0},
		{"a quotation mark in a quoted name", "\"a\"\";;\",b\n1,2\n", []row{{`a";;`: "1", "b": "2"}}, 0, 0},
		{"tabs", "name\tvalue\none\ta,b\n", []row{{"name": "one", "value": "a,b"}}, 0, 0},
		{"quoted line ends and quotation marks", "name\n\"a\nb\"\n\"say \"\"hi\"\"\"\n", []row{{"name": "a\nb"}, {"name": `say "hi"`}}, 0, 0},
		{"lines that end with a carriage return", "name,value\rone,on\rtwo,off\r", []row{{"name": "one", "value": "on"}, {"name": "two", "value": "off"}}, 0, 0},
		{"lines that end the wrong way round", "name,value\n\rone,on\n\r", []row{{"name": "one", "value": "on"}}, 0, 0},
		{"UTF-16", "\xff\xfea\x00\t\x00b\x00\r\x00\n\x001\x00\t\x002\x00", []row{{"a": "1", "b": "2"}}, 0, 0},
		{"Latin-1", "name\ngr\xfcn\n", nil, request.NoText, 0},
		{"no devices", "name\n", nil, 0, 0},
		{"rows with nothing in them", "name;value\none;on\n;\n ;\t\ntwo;\n", []row{{"name": "one", "value": "on"}, {"name": "two", "value": ""}}, 0, 0},
		{"a mark of UTF-8 and a quoted name", "\ufeff\"a;b\";c\n1;2\n", []row{{"a;b": "1", "c": "2"}}, 0, 0},
		{"a quotation mark that does not end", "a,b\n1,\"2\n", nil, request.Unreadable, 2},
		{"a line too long", "a,b\n1,2\n\"x\ny\",4,5\n", nil, request.Unreadable, 3},
		{"only a mark of UTF-8", "\ufeff", nil, request.NoColumns, 0},
		{"as many lines as there may be, and blank ones", "a;b\n" + strings.Repeat("1;2\n", 3) + strings.Repeat(";\n", 3), []row{{"a": "1", "b": "2"}, {"a": "1", "b": "2"}, {"a": "1", "b": "2"}}, 0, 0},
		{"empty", "", nil, request.NoColumns, 0},
		{"a column without a name", "a,,c\n1,2,3\n", nil, request.NoColumns, 1},
		{"two columns of a name", "a, a\n1,2\n", nil, request.SameColumn, 1},
		{"a line too short", "a,b\n1,2\n3\n", nil, request.Unreadable, 3},
		{"a quotation mark within", "a,b\n1,2\"x\n", nil, request.Unreadable, 2},
		{"too many columns", strings.Repeat("a,", request.MostColumns) + "b\n", nil, request.TooManyColumns, 1},
		{"too many values", manyColumns(request.MostColumns) + strings.Repeat(strings.Repeat(",", request.MostColumns-1)+"\n", request.MostValues/request.MostColumns+1), nil, request.TooManyValues, 0},
		{"millions of columns", strings.Repeat("a,", 10_000_000) + "b\n", nil, request.TooManyColumns, 1},
		{"too many lines", "a\n" + strings.Repeat("1\n", request.MostDevices+1), nil, request.TooManyLines, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "t.csv")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			list, err := request.ReadTable(path, profiles.ReadFile, nil)
			var got []row
			for _, d := range list {
				got = append(got, d.Variables)
			}
			var wrong *request.TableError
			if errors.As(err, &wrong) {
				if c.want != nil || wrong.Fault != c.fault || wrong.Line != c.line || wrong.Path != path {
					t.Errorf("%+v", wrong)
				}
				return
			}
			if err != nil || c.fault != 0 || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// manyColumns is the first line of a table.
func manyColumns(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return strings.Join(names, ",") + "\n"
}

// TestMatchingIsNotCut: what there is too much of is told, not left out.
func TestMatchingIsNotCut(t *testing.T) {
	topics := make([]string, request.MostDevices+1)
	for i := range topics {
		topics[i] = "dev/" + strconv.Itoa(i)
	}
	if list, err := request.Matching("dev/+", topics[1:]); err != nil || len(list) != request.MostDevices {
		t.Errorf("%d devices, %v", len(list), err)
	}
	if list, err := request.Matching("dev/+", topics); !errors.Is(err, request.ErrManyDevices) {
		t.Errorf("%d devices, %v", len(list), err)
	}
}

func TestMatching(t *testing.T) {
	topics := []string{"dev/1/state", "dev/1/set", "dev/2/state", "dev/2/a/b", "other/3/state", "$SYS/x/y"}
	type v = map[string]string
	for filter, want := range map[string][]v{
		"dev/+/state": {{"topic": "dev/1/state", "1": "1"}, {"topic": "dev/2/state", "1": "2"}},
		"dev/+":       {{"topic": "dev/1", "1": "1"}, {"topic": "dev/2", "1": "2"}},
		"+/+/state": {{"topic": "dev/1/state", "1": "dev", "2": "1"}, {"topic": "dev/2/state", "1": "dev", "2": "2"},
			{"topic": "other/3/state", "1": "other", "2": "3"}},
		"dev/2/#":   {{"topic": "dev/2/state"}, {"topic": "dev/2/a/b"}},
		"dev/none":  nil,
		"dev/1/set": {{"topic": "dev/1/set"}},
	} {
		var got []v
		list, err := request.Matching(filter, topics)
		if err != nil {
			t.Error(err)
		}
		for _, d := range list {
			got = append(got, d.Variables)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", filter, got, want)
		}
	}
}

// TestAll gets the answer of each device, whether its own filter, a common one or the
// correlation data tells the answers apart.
func TestAll(t *testing.T) {
	for _, c := range []struct {
		name    string
		version broker.Version
		reply   request.Reply
	}{
		{"a filter for each", broker.V311, request.Reply{Filter: "answer/{{.1}}/#", Within: patience.Milliseconds()}},
		{"a filter for all", broker.V311, request.Reply{Filter: "answer/#", Within: patience.Milliseconds()}},
		{"correlation data", broker.V5, request.Reply{Within: patience.Milliseconds()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, c.version, nil, func(m model.Message) (broker.Publication, bool) {
				topic := "answer/" + strings.Split(string(m.Topic), "/")[1]
				p := broker.Publication{Topic: topic, Payload: m.Payload, QoS: 1}
				if asked, _, err := broker.ReadFirstProperties(m.Properties); err == nil && asked != nil && asked.ResponseTopic != "" {
					p.Topic, p.Properties = asked.ResponseTopic, &broker.Properties{CorrelationData: asked.CorrelationData}
				}
				return p, true
			})
			var topics, want, got []string
			for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
				topics, want = append(topics, "known/"+name), append(want, "known/"+name+" for "+name)
			}
			maker, err := request.NewMaker(draft.Draft{Topic: "dev/{{.1}}/set", Text: "for {{.1}}", Template: true, QoS: 1}, c.reply, &schemas.Shelf{})
			if err != nil {
				t.Fatal(err)
			}
			devices, err := request.Matching("known/+", topics)
			if err != nil {
				t.Fatal(err)
			}
			round := request.Round{Devices: devices, Maker: maker, AtATime: 4}
			var results []request.Result
			b.All(t.Context(), round, func(r request.Result) {
				if r.Err != nil {
					t.Error(r.Err)
				}
				got, results = append(got, r.Device.Name+" "+string(r.Answer.Payload)), append(results, r)
			})
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			for i := range results {
				if results[i].Answer.Latency <= 0 || results[i].Topic != "dev/"+results[i].Device.Variables["1"]+"/set" {
					t.Errorf("%+v", results[i])
				}
			}
		})
	}
}

// TestAllThatCannotBe tells why for each device, and goes on.
func TestAllThatCannotBe(t *testing.T) {
	b := newBench(t, broker.V311, nil, func(model.Message) (broker.Publication, bool) { return broker.Publication{}, false })
	maker, err := request.NewMaker(draft.Draft{Topic: "ask/{{.topic}}", Template: true, QoS: 1}, request.Reply{Filter: "no/answer", Within: 1}, &schemas.Shelf{})
	if err != nil {
		t.Fatal(err)
	}
	devices := []request.Device{{Name: "wild", Variables: map[string]string{"topic": "#"}}, {Name: "none"}, {Name: "deaf", Variables: map[string]string{"topic": "x"}}}
	failed := make(map[string]error)
	b.All(t.Context(), request.Round{Devices: devices, Maker: maker}, func(r request.Result) { failed[r.Device.Name] = r.Err })
	var wrong *draft.Error
	var none *request.NoAnswer
	deaf := errors.As(failed["deaf"], &none) || errors.Is(failed["deaf"], broker.ErrUnanswered) // on a busy machine the request, too
	if len(failed) != 3 || !errors.Is(failed["wild"], model.ErrWildcard) || !errors.As(failed["none"], &wrong) || !deaf {
		t.Errorf("%v", failed)
	}
}

func TestResultsAreExported(t *testing.T) {
	list := []request.Result{
		{Device: request.Device{Name: "=cmd()"}, Topic: "a/set", Answer: request.Answer{Topic: "a/state", Payload: []byte(`on, "yes"`), Latency: 1500 * time.Microsecond}},
		{Device: request.Device{Name: "b"}, Topic: "b/set", Answer: request.Answer{Topic: "b/state", Payload: []byte{0xff}, Latency: time.Millisecond}},
		{Device: request.Device{Name: "c"}, Topic: "c/set", Err: errors.New("none")},
	}
	words := func(err error) string {
		if err == nil {
			return ""
		}
		return "No answer came."
	}
	for name, c := range map[string]struct {
		write func(*bytes.Buffer) error
		want  string
	}{
		"CSV": {func(w *bytes.Buffer) error { return request.WriteCSV(w, list, words) },
			"device,topic,answer_topic,answer,answer_base64,latency_ms,error\n'=cmd(),a/set,a/state,\"on, \"\"yes\"\"\",b24sICJ5ZXMi,1.5,\n" +
				"b,b/set,b/state,,/w==,1,\nc,c/set,,,,,No answer came.\n"},
		"JSON Lines": {func(w *bytes.Buffer) error { return request.WriteLines(w, list, words) },
			`{"device":"=cmd()","topic":"a/set","answer_topic":"a/state","answer":"on, \"yes\"","latency_ms":1.5}` + "\n" +
				`{"device":"b","topic":"b/set","answer_topic":"b/state","answer_base64":"/w==","latency_ms":1}` + "\n" +
				`{"device":"c","topic":"c/set","error":"No answer came."}` + "\n"},
	} {
		var out bytes.Buffer
		if err := c.write(&out); err != nil || out.String() != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, &out, c.want)
		}
	}
}

// TestNothingIsCleared makes no request that has the broker forget what it keeps.
func TestNothingIsCleared(t *testing.T) {
	came := 0
	b := newBench(t, broker.V311, nil, func(model.Message) (broker.Publication, bool) {
		came++
		return broker.Publication{}, false
	})
	maker, err := request.NewMaker(draft.Draft{Topic: "ask", Text: "{{.text}}", Template: true, Retain: true, QoS: 1, Unattended: true}, request.Reply{Filter: "no/answer", Within: 1}, &schemas.Shelf{})
	if err != nil {
		t.Fatal(err)
	}
	devices := []request.Device{{Name: "none", Variables: map[string]string{"text": ""}}}
	b.All(t.Context(), request.Round{Devices: devices, Maker: maker}, func(r request.Result) {
		if !errors.Is(r.Err, draft.ErrClears) || r.Topic != "" {
			t.Errorf("%+v", r)
		}
	})
	if came > 0 {
		t.Errorf("%d came", came)
	}
}
