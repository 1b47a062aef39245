package verification

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker/explain"
	"mangrove/model/lint"
	"mangrove/model/verify"
)

// TestReasonsAreKeptAsCodes: the results have the code and values of each reason besides the
// sentence; what reads them makes the sentence itself, and knows a check by its code.
func TestReasonsAreKeptAsCodes(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, r := range []verify.Reason{
		{Code: verify.NeverSeen}, {Code: verify.Seen, At: at, Found: "home/hall"}, {Code: verify.InTime, N: 7, Span: 31 * time.Second, Limit: time.Minute},
		{Code: verify.Unexpected, N: 3, Names: []string{"a", "b"}, Of: 2, Others: []string{"c"}}, {Code: verify.OutOfRange, Found: "7", Want: "[0, 5]"},
		{Code: verify.Unwise, N: 4, Of: 1, Findings: []lint.Finding{
			{Code: lint.Secret, Topic: "home/lock", Found: "password"}, {Code: lint.TypeFlip, Topic: "home/hall", Found: "number", Other: "object", N: 3, More: true},
			{Code: lint.TakingTurns, Found: "Plug", ID: "AA", Other: "Lamp", OtherID: "BB", N: 2},
		}},
	} {
		text, err := json.Marshal(result{Check: "Feld x", Kind: "field", Of: "x", State: "fail", Reason: string(r.Code), Values: valuesOf(r), Why: "In einer anderen Sprache."})
		if err != nil {
			t.Fatal(err)
		}
		e := earlier(t, holding(t, `{"results":[`+string(text)+`]}`))
		v := e.Verdicts[0]
		if got := v.Sentence(); got != explain.Verdict(r) || v.Check != "field x" || v.Name() != "field x" {
			t.Errorf("%s is read as %q, of %q: %+v", text, got, v.Name(), v)
		}
	}
}

// TestAllOfAReasonIsKept: what a reason gets besides has its place in what is kept.
func TestAllOfAReasonIsKept(t *testing.T) {
	const butCode, butKey = 1, 1
	if has, kept := reflect.TypeFor[verify.Reason]().NumField()-butCode, reflect.TypeFor[values]().NumField(); has != kept {
		t.Errorf("a reason has %d values, and %d are kept", has, kept)
	}
	if has, kept := reflect.TypeFor[lint.Finding]().NumField()-butKey, reflect.TypeFor[warning]().NumField(); has != kept {
		t.Errorf("a finding has %d values, and %d are kept", has, kept)
	}
}

// TestReasonsOfOtherPrograms: an earlier one has sentences and names of checks, a newer one may
// have reasons that are not known here.
func TestReasonsOfOtherPrograms(t *testing.T) {
	for content, want := range map[string][3]string{
		`{"check":"clock ts","reason":"clock off","why":"Its clock is off by 3s."}`:                     {"skew ts", "clock ts", "Its clock is off by 3s."},
		`{"check":"payload","why":"It is 5."}`:                                                          {"field", "payload", "It is 5."},
		`{"check":"outage test"}`:                                                                       {"lwt_test", "outage test", ""},
		`{"check":"QoS","kind":"qos","reason":"tomorrow","values":{"odd":[{}],"n":1},"why":"It will."}`: {"qos", "QoS", "It will."},
		`{"check":"weather","kind":"weather","of":"rain","reason":"tomorrow","values":{}}`:              {"weather rain", "weather rain", "tomorrow"},
	} {
		v := earlier(t, holding(t, `{"results":[`+content+`]}`)).Verdicts[0]
		if got := [3]string{v.Check, v.Name(), v.Sentence()}; got != want {
			t.Errorf("%s is read as %q, want %q", content, got, want)
		}
	}
	for name, values := range map[string]string{"a text": `"x"`, "a half": `{"n":"1"}`, "a large number": `{"n":1e300}`, "a finding of another form": `{"findings":[1]}`, "many names": `{"names":["x"` + strings.Repeat(`,"x"`, mostNames) + `]}`} {
		if e, err := ReadEarlier(holding(t, `{"results":[{"values":`+values+`}]}`)); err == nil {
			t.Errorf("%s is read as %+v", name, e)
		}
	}
}

// TestKeptRunsHaveCodes, and those of an earlier program are held against them.
func TestKeptRunsHaveCodes(t *testing.T) {
	folder := t.TempDir()
	list := read(t, lamp)
	l := New(list)
	l.Run().Finish(time.Now())
	standing := l.Standing(time.Now(), false)
	now := standing.Past(list, "mqtt://localhost")
	if len(now.Verdicts) == 0 || slices.ContainsFunc(now.Verdicts, func(v EarlierVerdict) bool { return v.Why != "" || v.Sentence() == "" || v.Name() == "" }) {
		t.Fatalf("it keeps %+v", now.Verdicts)
	}
	old := now
	old.Verdicts = nil
	for i, v := range now.Verdicts {
		v.Why, v.Reason, v.Check = v.Sentence(), "", explain.CheckName(standing.Results[i].Check) // as it was kept
		old.Verdicts = append(old.Verdicts, v)
	}
	h := NewHistory(folder, "site.yaml")
	if _, err := h.Keep(old); err != nil {
		t.Fatal(err)
	}
	now.Began = now.Began.Add(time.Second)
	if _, err := h.Keep(now); err != nil {
		t.Fatal(err)
	}
	runs, err := h.Runs()
	if err != nil || len(runs) != 2 {
		t.Fatal(runs, err)
	}
	if c := Compare(runs[1].Earlier(), runs[0].Earlier()); c.Same != len(now.Verdicts) {
		t.Errorf("they differ in %+v", c)
	}
	for i := range runs[0].Verdicts {
		if a, b := runs[0].Verdicts[i].Sentence(), runs[1].Verdicts[i].Sentence(); a != b || a == "" {
			t.Errorf("%q and %q", a, b)
		}
	}
}

// TestTheReportHasItsTextsFromOnePlace: none stands in its form, and none is missing.
func TestTheReportHasItsTextsFromOnePlace(t *testing.T) {
	form := regexp.MustCompile(`(?s)<style>.*</style>|\{\{.*?\}\}|<.*?>`).ReplaceAllString(reportHTML, " ")
	if words := strings.Fields(form); len(words) > 0 && strings.Trim(strings.Join(words, ""), ": ") != "" {
		t.Errorf("it has the words %q of its own", words)
	}
	texts := reflect.ValueOf(explain.HandoverTexts)
	for i := range texts.NumField() {
		if texts.Field(i).String() == "" {
			t.Errorf("%s has no text", texts.Type().Field(i).Name)
		}
	}
}
