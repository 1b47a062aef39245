package template

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// at is the time of every message here.
var at = time.Date(2026, 11, 26, 18, 30, 15, 250_000_000, time.UTC)

func values() Values {
	return Values{
		Index: 4, Now: at, Start: at.Add(-15 * time.Second),
		Variables: map[string]string{"site": "plant01", "low": "5", "1": "lamp", "quote": `say "hi"`, "markup": "<b>&amp;</b>"},
		Topic: func(topic, path string) (string, error) {
			if topic != "a/b" {
				return "", errors.New("no message")
			}
			return "value of " + topic + " " + path, nil
		},
		Environment: func(name string) (string, bool) { return "home of " + name, name == "HOME" },
		Random:      rand.New(rand.NewPCG(1, 2)),
	}
}

// TestTimeInUTC: a Z that is written says that the time is in UTC, wherever the program runs.
func TestTimeInUTC(t *testing.T) {
	v := Values{Now: at.In(time.FixedZone("", 9*60*60))}
	for text, want := range map[string]string{
		`{{now "2006-01-02T15:04:05Z"}}`:      "2026-11-26T18:30:15Z",
		`{{now "2006-01-02T15:04:05.000Z"}}`:  "2026-11-26T18:30:15.250Z",
		`{{now "20060102T150405Z|15"}}`:       "20261126T183015Z|18",
		`{{now "2006-01-02T15:04:05Z07:00"}}`: "2026-11-27T03:30:15+09:00",
		`{{now "2006-01-02T15:04:05Z0700"}}`:  "2026-11-27T03:30:15+0900",
		`{{now "15:04 (Zone)"}}`:              "03:30 (Zone)",
		`{{now}}`:                             "2026-11-27T03:30:15.250+09:00",
	} {
		read, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read.Render(v); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", text, got, err, want)
		}
	}
}

// TestEnvironmentNames are found wherever they are asked for.
func TestEnvironmentNames(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"{{now}} env HOME": "",
		"{{env HOME}}":     "HOME",
		`{{if eq (env "A") "x"}}{{range 2}}{{env "B" | json}}{{end}}{{else}}{{with env "C"}}{{.}}{{end}}{{end}}`: "A B C",
		`{{"D" | env}}{{env .site}}`:  "… …",
		`{{print (print (env "E"))}}`: "E",
	} {
		read, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(read.EnvironmentNames(), " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing to do", "plain { } text", "plain { } text"},
		{"time", "{{now}}", "2026-11-26T18:30:15.250Z"},
		{"time by layout", `{{now "2006-01-02"}}`, "2026-11-26"},
		{"seconds", "{{epoch}}", "1795717815"},
		{"milliseconds", "{{epoch_ms}}", "1795717815250"},
		{"counter", "{{counter}} and {{counter}}", "5 and 5"},
		{"one number", "{{random 7 7}}", "7"},
		{"sequence", "{{seq 1 100}}", "5"},
		{"sequence begins again", "{{seq 10 12}}", "11"},
		{"negative sequence", "{{seq -2 2}}", "2"},
		{"one of one", `{{pick "ON"}}`, "ON"},
		{"sine at a quarter", "{{sine 60 10 30}}", "30"},
		{"variable", "{{.site}}/x", "plant01/x"},
		{"variable with its quotation marks", "{{json .quote}}", `"say \"hi\""`},
		{"variable with what a page escapes", "{{json .markup}}", `"<b>&amp;</b>"`},
		{"variable that a number names", `{{.1}}/{{json .1}}/{{if true}}{{.1 | printf "%q"}}{{end}}`, `lamp/"lamp"/"lamp"`},
		{"number below one", "{{random .5 .5}}", "0.5"},
		{"environment", `{{env "HOME"}}`, "home of HOME"},
		{"environment by a bare name", `{{env HOME}} {env HOME} {{"env HOME"}}{{if eq (env HOME) "x"}}{{else}}{{env HOME | json}}{{end}}`, `home of HOME {env HOME} env HOME"home of HOME"`},
		{"topic", `{{topic "a/b"}}`, "value of a/b "},
		{"field of a topic", `{{topic "a/b" "json.path"}}`, "value of a/b json.path"},
		{"number of a variable", "{{random .low .low}}", "5"},
		{"formatted", `{{printf "%05.1f" (sine 60 10 30)}}`, "030.0"},
		{"loop", "{{range 3}}x{{end}}", "xxx"},
		{"one and the other in turn", `{{if eq (seq 0 1) 0}}raise{{else}}putdown{{end}}`, "raise"},
		{"as many values as one wants", strings.Repeat("{{counter}}", mostBlocks+1), strings.Repeat("5", mostBlocks+1)},
		{"condition", `{{if eq .site "plant01"}}yes{{else}}no{{end}}`, "yes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			parsed, err := Parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parsed.Render(values())
			if err != nil || string(got) != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestChance: each value can come, and no other.
func TestChance(t *testing.T) {
	for text, want := range map[string][]string{
		"{{random 1 3}}":           {"1", "2", "3"},
		`{{pick "ON" "OFF"}}`:      {"ON", "OFF"},
		"{{random 0.01 0.03}}":     {"0.01", "0.02", "0.03"},
		`{{pick 1 "two"}}`:         {"1", "two"},
		"{{random 0.001 0.004}}":   {"0.001", "0.002", "0.003", "0.004"},
		"{{random 0.5 0.501}}":     {"0.5", "0.501"},
		"{{random -1 0}}":          {"-1", "0"},
		`{{random "-1" "0"}}`:      {"-1", "0"},
		"{{random (seq 1 9) 6}}ok": {"5ok", "6ok"},
	} {
		parsed, err := Parse(text)
		if err != nil {
			t.Fatal(text, err)
		}
		seen, v := map[string]bool{}, values()
		for range 300 {
			got, err := parsed.Render(v)
			if err != nil {
				t.Fatal(text, err)
			}
			seen[string(got)] = true
		}
		for _, one := range want {
			if !seen[one] {
				t.Errorf("%s never gave %s", text, one)
			}
			delete(seen, one)
		}
		if len(seen) > 0 {
			t.Errorf("%s gave %v, too", text, seen)
		}
	}
}

// TestSmallNumbers are not rounded away, nor out of the bounds.
func TestSmallNumbers(t *testing.T) {
	for text, c := range map[string]struct {
		low, high float64
		least     int // of different values
	}{
		"{{random 0.001 0.999}}":      {0.001, 0.999, 100},
		`{{random "0.0005" "0.999"}}`: {0.0005, 0.999, 100},
		"{{random 1e-30 2e-30}}":      {1e-30, 2e-30, 100},
		"{{sine 60 0.001 0.004}}":     {0.001, 0.004, 50},
		"{{sine 60 1 1.1}}":           {1, 1.1, 50},
		"{{sine 60 0.004 0.001}}":     {0.001, 0.004, 50},
	} {
		parsed, err := Parse(text)
		if err != nil {
			t.Fatal(text, err)
		}
		seen, v := map[string]bool{}, values()
		v.Start = v.Now
		for range 300 {
			v.Now = v.Now.Add(200 * time.Millisecond)
			got, err := parsed.Render(v)
			if err != nil {
				t.Fatal(text, err)
			}
			if f, err := strconv.ParseFloat(string(got), 64); err != nil || f < c.low || f > c.high {
				t.Errorf("%s gave %s", text, got)
			}
			seen[string(got)] = true
		}
		if len(seen) < c.least {
			t.Errorf("%s gave %d values", text, len(seen))
		}
	}
}

// TestUUID: two are never the same.
func TestUUID(t *testing.T) {
	parsed, err := Parse("{{uuid}} {{uuid}}")
	if err != nil {
		t.Fatal(err)
	}
	got, err := parsed.Render(Values{})
	if err != nil {
		t.Fatal(err)
	}
	one, two, _ := strings.Cut(string(got), " ")
	if len(one) != 36 || len(two) != 36 || one == two {
		t.Errorf("got %q", got)
	}
}

func TestFaults(t *testing.T) {
	nested := "{{$x := \"aaaaaaaaaaaaaaaa\"}}" + "{{range 60}}{{$x = print $x $x}}{{end}}{{len $x}}"
	for _, c := range []struct {
		name, text string
		want       Error
	}{
		{"unclosed", "{\n  \"a\": {{now", Error{Code: Unclosed, Line: 2, Column: 8}},
		{"no end", "{{if true}}x", Error{Code: NoEnd, Line: 1}},
		{"no function", "a\nä {{.site}} {{nwo}}", Error{Code: NoFunction, Line: 2, Column: 15, Found: "nwo"}},
		{"no variable", "é{{.stie}}", Error{Code: NoVariable, Line: 1, Column: 4, Found: "stie"}},
		{"no variable that a number names", "{{.2}}", Error{Code: NoVariable, Line: 1, Column: 3, Found: "2"}},
		{"no environment variable", `{{env "PASSWORD"}}`, Error{Code: NoEnvVar, Line: 1, Column: 3, Found: "PASSWORD"}},
		{"no environment variable of a bare name", `{{env PASSWORD}}`, Error{Code: NoEnvVar, Line: 1, Column: 3, Found: "PASSWORD"}},
		{"no environment variable of the name of a function", `{{env now}}`, Error{Code: NoEnvVar, Line: 1, Column: 3, Found: "now"}},
		{"a bare name that is no function elsewhere", "\n{{env HOME}} {{HOME}}", Error{Code: NoFunction, Line: 2, Column: 16, Found: "HOME"}},
		{"no function, beside a bare name", "{{env HOME}} {{nwo}}", Error{Code: NoFunction, Line: 1, Found: "nwo"}},
		{"no topic", `{{topic "x"}}`, Error{Code: NoTopic, Line: 1, Column: 3, Found: "x"}},
		{"high below low", "{{random 3 1}}", Error{Code: BadArgument, Line: 1, Column: 3, Found: "random 3 1"}},
		{"not a number", `{{random "a" 1}}`, Error{Code: BadArgument, Line: 1, Column: 3, Found: `random "a" 1`}},
		{"sequence that ends before it begins", "{{seq 3 1}}", Error{Code: BadArgument, Line: 1, Column: 3, Found: "seq 3 1"}},
		{"none to pick", "{{pick}}", Error{Code: BadArgument, Line: 1, Column: 3, Found: "pick"}},
		{"sine of no time", "{{sine 0 1 2}}", Error{Code: BadArgument, Line: 1, Column: 3, Found: "sine 0 1 2"}},
		{"never ends", "{{range 2000000000}}{{end}}", Error{Code: TooManyTurns, Line: 1, Most: mostTurns}},
		{"loops in loops", "{{range 5000}}{{range 5000}}{{end}}{{end}}", Error{Code: TooManyTurns, Line: 1, Most: mostTurns}},
		{"too large", "{{range 200000}}0123456789{{end}}", Error{Code: TooLarge, Most: 1 << 20}},
		{"doubles itself", nested, Error{Code: TooLarge, Line: 1, Column: 48, Most: 1 << 20}},
		{"wide", `{{printf "%1000000d" 1}}{{printf "%999999999d" 1}}`, Error{Code: BadArgument, Line: 1, Column: 27, Found: `printf "%999999999d" 1`}},
		{"width from an argument", `{{printf "%*d" 100000000 1}}`, Error{Code: BadArgument, Line: 1, Column: 3}},
		{"as many blocks as may be", strings.Repeat("{{if true}}", mostBlocks) + "{{pick}}" + strings.Repeat("{{end}}", mostBlocks), Error{Code: BadArgument}},
		{"brackets in brackets", "{{" + strings.Repeat("(", 1_000_000), Error{Code: Unreadable}},
		{"blocks that overflow the stack", strings.Repeat("{{if true}}", 1_500_000) + strings.Repeat("{{end}}", 1_500_000), Error{Code: TooManyBlocks, Line: 1, Column: 110_001, Most: mostBlocks}},
		{"others that do", "{{if 1}}\n" + strings.Repeat("{{- else if 1}}\n", 2_000_000) + "{{end}}", Error{Code: TooManyBlocks, Line: 10_001, Column: 1, Most: mostBlocks}},
		{"calls itself by the name that it has here", `{{if eq .site "plant01"}}{{template "message" .}}{{end}}`, Error{Code: Defines, Line: 1, Column: 26}},
		{"calls itself in a loop", "{{range 2}}\n{{- template \"message\" . -}}{{end}}", Error{Code: Defines, Line: 2, Column: 1}},
		{"calls itself for nothing", `{{range 0}}{{else}}{{with 1}}{{template "message"}}{{end}}{{end}}`, Error{Code: Defines, Line: 1, Column: 30}},
		{"calls what is not there", `{{template "other"}}`, Error{Code: Defines, Line: 1, Column: 1}},
		{"calls itself twice, so that it takes 2 to the power of 40 turns", `{{if eq (printf "%T" .) "string"}}{{if .}}{{template "message" (slice . 1)}}{{template "message" (slice . 1)}}{{end}}` +
			`{{else}}{{template "message" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}{{end}}`, Error{Code: Defines, Line: 1, Column: 43}},
		{"calls itself", `x{{define "a"}}{{template "a"}}{{end}}{{template "a"}}`, Error{Code: Defines, Line: 1, Column: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := values()
			v.Most = 1 << 20
			parsed, err := Parse(c.text)
			if err == nil {
				_, err = parsed.Render(v)
			}
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v, no *Error", err)
			}
			if got.Code != c.want.Code || got.Line != c.want.Line && c.want.Line != 0 || got.Column != c.want.Column && c.want.Column != 0 ||
				c.want.Found != "" && c.want.Found != got.Found || got.Most != c.want.Most {
				t.Errorf("got %+v, want %+v", *got, c.want)
			}
		})
	}
}

// TestNoFaultTellsASecret: whatever a function is given, its fault says what is written.
func TestNoFaultTellsASecret(t *testing.T) {
	const secret = "hunter2hunter2"
	for text, want := range map[string]string{
		`{{random .token 5}}`:                                "random .token 5",
		`{{random 1.5 .token}}`:                              "random 1.5 .token",
		`{{5 | random .token}}`:                              "5 | random .token",
		`{{sine .token 1 2}}`:                                "sine .token 1 2",
		`{{seq (len .token) 1}}`:                             "",
		`{{seq .token 1}}`:                                   "",
		`{{now .token .token}}`:                              "now .token .token",
		`{{printf (print "%*" .token)}}`:                     `printf (print "%*" .token)`,
		`{{topic .token}}`:                                   ".token",
		`{{.token | topic}}`:                                 ".token",
		`{{topic "x" .token}}`:                               "x",
		`{{topic .token "a" "b"}}`:                           `topic .token "a" "b"`,
		`{{env .token}}`:                                     ".token",
		`{{env (print "x" .token)}}`:                         `print "x" .token`,
		`{{range .token}}{{end}}`:                            "",
		`{{range $a, $b := .token}}{{end}}`:                  "",
		`{{index .token "x"}}`:                               "",
		`{{index .token 99}}`:                                "",
		`{{slice .token 99}}`:                                "",
		`{{call .token}}`:                                    "",
		`{{.token.more}}`:                                    "",
		`{{lt .token 5}}`:                                    "",
		`{{len (len .token)}}`:                               "",
		"\n é{{if 1}}\n {{random\n (pick .token) 1}}{{end}}": "random (pick .token) 1",
	} {
		v := values()
		v.Variables["token"] = secret
		v.Topic = func(topic, path string) (string, error) { return "", errors.New("refused: " + topic + path) }
		parsed, err := Parse(text)
		if err == nil {
			_, err = parsed.Render(v)
		}
		var got *Error
		if !errors.As(err, &got) {
			t.Errorf("%s: %v, no *Error", text, err)
			continue
		}
		all := fmt.Sprintf("%+v %v %v", *got, got, got.Err)
		if strings.Contains(all, "hunter2") || want != "" && got.Found != want {
			t.Errorf("%s: %s, want %q", text, all, want)
		}
	}
}

// FuzzParse: whatever the text, it ends, within its bounds, and faults are told of as such.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"{{now}}", "{{range 9}}{{counter}}{{end}}", `{{printf "%d" 1}}`, "{{define \"a\"}}{{end}}", "{{sine 1 2 3}}", "{{$x := 1}}{{$x}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := values()
		v.Most = 64 << 10
		parsed, err := Parse(text)
		if err == nil {
			var b []byte
			if b, err = parsed.Render(v); len(b) > v.Most {
				t.Errorf("%d bytes of at most %d", len(b), v.Most)
			}
		}
		if fault := (*Error)(nil); err != nil && (!errors.As(err, &fault) || fault.Code == "") {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

// BenchmarkRender is what a message of a job costs.
func BenchmarkRender(b *testing.B) {
	parsed, err := Parse(`{"time":"{{now}}","count":{{counter}},"temperature":{{sine 60 10 30}}}`)
	if err != nil {
		b.Fatal(err)
	}
	v := values()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parsed.Render(v); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRenderingsShareNothing: each has its own values, also when many go on at a time, and
// after one that failed.
func TestRenderingsShareNothing(t *testing.T) {
	parsed, err := Parse(`{{counter}} {{.site}} {{range 3}}{{topic "a"}}{{end}}{{if eq .site "7"}}{{pick}}{{end}}`)
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	for i := range 8 {
		running.Go(func() {
			site := strconv.Itoa(i)
			for range 200 {
				b, err := parsed.Render(Values{
					Index: i, Variables: map[string]string{"site": site},
					Topic: func(string, string) (string, error) { return site, nil },
				})
				want := fmt.Sprintf("%d %d %d%d%d", i+1, i, i, i, i)
				if failed := err != nil; failed != (i == 7) || !failed && string(b) != want {
					t.Errorf("%q, %v, want %q", b, err, want)
				}
			}
		})
	}
	running.Wait()
}
