package verification

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"
	"time"
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
	if c := Compare(there, silent); len(c.Worse) == 0 || len(c.Better) > 0 || !c.Checklist || c.Worse[0].After.Why == "" {
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

// TestReadEarlierOfWhatIsNone is refused with the reason.
func TestReadEarlierOfWhatIsNone(t *testing.T) {
	holding := func(content string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		f, err := z.Create("results.json")
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err := errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		bundle []byte
		want   error
	}{
		"no .zip":        {[]byte("PK\x03\x04"), ErrNoBundle},
		"without any":    {packed(t, nil), ErrNoBundle},
		"empty":          {holding(""), ErrNoResults},
		"cut off":        {holding(`{"results":[{"subject":"a"},`), ErrNoResults},
		"something else": {holding(`{"results":{"subject":"a"}}`), ErrNoResults},
		"numbers":        {holding(`{"results":[1]}`), ErrNoResults},
	} {
		if e, err := ReadEarlier(c.bundle); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
}
