package verification

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model/verify"
)

// bundleAfter is a bundle of a run of the lamp that ends after these payloads.
func bundleAfter(t *testing.T, list string, payloads ...string) []byte {
	t.Helper()
	l := New(read(t, list))
	for _, p := range payloads {
		send(l, "home/hall/lamp", p)
	}
	l.Run().Finish(time.Now())
	var b bytes.Buffer
	h := Handover{List: read(t, list), File: []byte(list), Run: l.Run(), Broker: "mqtt://localhost", Version: "1"}
	if err := h.Bundle(&b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func earlier(t *testing.T, bundle []byte) *Earlier {
	t.Helper()
	e, err := ReadEarlier(bundle)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestCompare: a lamp that was there and is not is worse, and better the other way round; the
// same run has no differences; checks of another checklist come and go.
func TestCompare(t *testing.T) {
	there, silent := earlier(t, bundleAfter(t, lamp, `{"on":true}`)), earlier(t, bundleAfter(t, lamp))
	if len(there.Verdicts) == 0 || there.Began.IsZero() || there.Ended.IsZero() {
		t.Fatalf("it reads %+v", there)
	}
	if c := Compare(there, silent); len(c.Worse) == 0 || len(c.Better) > 0 || !c.Checklist || c.Worse[0].After.Sentence() == "" {
		t.Errorf("silent now: %+v", c)
	}
	if c := Compare(silent, there); len(c.Better) == 0 || len(c.Worse) > 0 {
		t.Errorf("there now: %+v", c)
	}
	if c := Compare(there, there); c.Same != len(there.Verdicts) || len(c.Worse)+len(c.Better)+len(c.Gone)+len(c.Added) > 0 {
		t.Errorf("the same: %+v", c)
	}
	other := earlier(t, bundleAfter(t, "version: 1\nrules: [{topic: a, present: true}]\n"))
	if c := Compare(there, other); c.Checklist || len(c.Gone) != len(there.Verdicts) || len(c.Added) != len(other.Verdicts) {
		t.Errorf("another checklist: %+v", c)
	}
}

// holding is a .zip with results of any kind.
func holding(t *testing.T, content ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("results.json")
	for _, c := range content {
		if err == nil {
			_, err = io.WriteString(f, c)
		}
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWhatDoesNotCountTakesNoMemory: neither a long text, nor many values, nor blanks.
func TestWhatDoesNotCountTakesNoMemory(t *testing.T) {
	for name, long := range map[string]string{
		"a text": `"` + strings.Repeat(`x\u00e9\\\"`, 700_000) + `"`, "a list": "[1" + strings.Repeat(",1", 700_000) + "]", "blanks": strings.Repeat(" ", 10_000_000) + "1",
	} {
		bundle := holding(t, `{"x":`, long, `,"results":[{"subject":"a\"b\u00e9","device":true,"evidence":`, long, `,"state":"fail", "waiver" : {"by":"x"}}]}`)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e, err := ReadEarlier(bundle)
		runtime.ReadMemStats(&after)
		if err != nil || len(e.Verdicts) != 1 || e.Verdicts[0] != (EarlierVerdict{Subject: "a\"bé", Device: true, State: verify.Fail, Waived: true}) {
			t.Fatalf("%s: %+v, %v", name, e, err)
		}
		if most := uint64(6 << 20); name != "a list" && after.TotalAlloc-before.TotalAlloc > most { // each number of a list is let go of again
			t.Errorf("%s takes %d MB", name, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

// TestFallen: what had passed or warned and is gone counts, and a new one that fails; with
// another checklist neither does, and what is waived never.
func TestFallen(t *testing.T) {
	of := func(checklist string, verdicts ...EarlierVerdict) *Earlier {
		return &Earlier{Checklist: checklist, Verdicts: verdicts}
	}
	is := func(s verify.State) EarlierVerdict { return EarlierVerdict{Subject: "a", Check: "x", State: s} }
	waived := is(verify.Fail)
	waived.Waived = true
	none := of("1")
	for name, c := range map[string]struct {
		before, after *Earlier
		want          int
	}{
		"passed, gone":        {of("1", is(verify.Pass)), none, 1},
		"warned, gone":        {of("1", is(verify.Warn)), none, 1},
		"pending, gone":       {of("1", is(verify.Pending)), none, 0},
		"failed, gone":        {of("1", is(verify.Fail)), none, 0},
		"waived, gone":        {of("1", waived), none, 0},
		"gone of another":     {of("2", is(verify.Pass)), none, 0},
		"new, fails":          {none, of("1", is(verify.Fail)), 1},
		"new, pending":        {none, of("1", is(verify.Pending)), 0},
		"new, waived":         {none, of("1", waived), 0},
		"new of another":      {none, of("2", is(verify.Fail)), 0},
		"fails now":           {of("1", is(verify.Pass)), of("1", is(verify.Fail)), 1},
		"waived now":          {of("1", is(verify.Pass)), of("1", waived), 0},
		"not waived any more": {of("1", waived), of("1", is(verify.Fail)), 1},
	} {
		cmp := Compare(c.before, c.after)
		if got := cmp.Fallen(); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// TestReadEarlierOfWhatIsNone is refused with the reason.
func TestReadEarlierOfWhatIsNone(t *testing.T) {
	holding := func(content string) []byte { return holding(t, content) }
	for name, c := range map[string]struct {
		bundle []byte
		want   error
	}{
		"no .zip":        {[]byte("PK\x03\x04"), broker.NoReport},
		"without any":    {packed(t, nil), broker.NoReport},
		"empty":          {holding(""), broker.NoResults},
		"cut off":        {holding(`{"results":[{"subject":"a"},`), broker.NoResults},
		"something else": {holding(`{"results":{"subject":"a"}}`), broker.NoResults},
		"deep":           {holding(`{"x":` + strings.Repeat("[", 1_000_000)), broker.ReportTooLarge},
		"a long number":  {holding(`{"x":` + strings.Repeat("1", 1_000_000) + "}"), broker.ReportTooLarge},
		"a long reason":  {holding(`{"results":[{"why":"` + strings.Repeat("x", 1_000_000) + `"}]}`), broker.ReportTooLarge},
		"numbers":        {holding(`{"results":[1]}`), broker.NoResults},
	} {
		if e, err := ReadEarlier(c.bundle); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
}
