package connection

import (
	"fmt"
	"math"
	"testing"
	"time"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/model/value"
)

// numbersOf is a store with numbers to be collected of it.
func numbersOf(t *testing.T) (n *Numbers, send func(topic, payload string), collect func()) {
	t.Helper()
	s := model.NewStore(model.Options{})
	at := time.Unix(1_700_000_000, 0)
	n = NewNumbers(s)
	send = func(topic, payload string) {
		at = at.Add(time.Second)
		s.Apply(model.Batch{At: at, Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload)}}})
	}
	return n, send, func() {
		for range 50 { // more often than it takes
			n.Collect(at)
		}
	}
}

func valuesOf(r *Reading) string {
	list := []float64{}
	for _, p := range r.Copy(0, math.MaxInt64/2, 100) {
		list = append(list, p.Value)
	}
	return fmt.Sprint(list)
}

// TestNumbersBeginWithTheHistory and go on with what comes.
func TestNumbersBeginWithTheHistory(t *testing.T) {
	n, send, collect := numbersOf(t)
	send("a", `{"t":1}`)
	send("b", "7")
	send("a", `{"t":2}`)
	r := n.Want(NumberOf{"a", "t"})
	later := n.Want(NumberOf{"later", ""})
	collect()
	if got := valuesOf(r); got != "[1 2]" {
		t.Errorf("from the history: %s", got)
	}
	send("a", "no JSON")
	send("a", `{"t":"3 °C"}`)
	send("later", "on")
	collect()
	if got := valuesOf(r); got != "[1 2 3]" || valuesOf(later) != "[1]" {
		t.Errorf("then: %s, and of a topic that was not there %s", got, valuesOf(later))
	}
	if r.Unit() != "°C" {
		t.Errorf("unit %q", r.Unit())
	}
}

// TestGapsAreTimesWithoutAConnection.
func TestGapsAreTimesWithoutAConnection(t *testing.T) {
	n, send, collect := numbersOf(t)
	r := n.Want(NumberOf{"a", ""})
	send("a", "1")
	n.store.Interrupted(time.Unix(1_700_000_001, 0), time.Unix(1_700_000_002, 0))
	send("a", "2")
	send("a", "3")
	collect()
	got := ""
	r.Each(0, math.MaxInt64/2, func(p series.Point, gap bool) { got += fmt.Sprint(p.Value, gap, " ") })
	if got != "1 false 2 true 3 false " {
		t.Error(got)
	}
}

// TestNumbersOfDecodedPayloads come from whoever reads these.
// TestGapsAreTimesThatNothingIsKnownOf: a line through them would say something else.
func TestGapsAreTimesThatNothingIsKnownOf(t *testing.T) {
	n, send, collect := numbersOf(t)
	r, plain := n.Want(NumberOf{"a", "t"}), n.Want(NumberOf{"b", ""})
	for _, payload := range []string{`{"t":1}`, `{"t":null}`, `{"t":2}`, `{"other":null}`, `{"t":3}`, `{"t":"unavailable"}`, `{"t":4}`} {
		send("a", payload)
	}
	for _, payload := range []string{"1", "nan", "2", "idle", "3", "", "4"} {
		send("b", payload)
	}
	collect()
	for name, one := range map[string]*Reading{"JSON": r, "a plain payload": plain} {
		got := ""
		one.Each(0, math.MaxInt64/2, func(p series.Point, gap bool) { got += fmt.Sprint(p.Value, gap, " ") })
		if got != "1 false 2 true 3 false 4 true " {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// metricReader reads the payloads of one topic, when it is ready.
type metricReader struct {
	t     *testing.T
	topic string
	there *bool // its schema
}

func (r *metricReader) Ready() bool { return r.topic != "raw" || *r.there }

func (r *metricReader) Tree(e *model.Entry) *value.Tree {
	if r.topic != "raw" {
		return nil
	}
	tree, err := value.ReadJSON([]byte(`{"metric":42}`))
	if !*r.there || err != nil || e.Position == 0 || e.At.IsZero() {
		r.t.Error(*r.there, err, e)
	}
	return tree
}

// TestNumbersOfDecodedPayloads: a schema is not waited for, and what has come until it is
// there is read then.
func TestNumbersOfDecodedPayloads(t *testing.T) {
	n, send, collect := numbersOf(t)
	ready := false
	n.Reader = func(topic string) PayloadReader { return &metricReader{t, topic, &ready} }
	var found []series.Found
	look := Look{Topic: "raw", Most: 9, Largest: 9, Then: func(_ *model.Entry, list []series.Found) { found = list }}
	raw, plain := n.Want(NumberOf{"raw", "metric"}), n.Want(NumberOf{"plain", ""})
	send("raw", "\x01\x02")
	n.LookInto(look)
	send("plain", "5")
	collect()
	if valuesOf(raw) != "[]" || valuesOf(plain) != "[5]" || found != nil {
		t.Errorf("before the schema is there: %s, %s", valuesOf(raw), valuesOf(plain))
	}
	ready = true
	collect()
	if valuesOf(raw) != "[42]" || valuesOf(plain) != "[5]" || len(found) != 1 || found[0].Path != "metric" {
		t.Errorf("%s, %s, and %v is found", valuesOf(raw), valuesOf(plain), found)
	}
}

// TestNumbersAreLetGo when nobody wants them any more, and share their memory.
func TestNumbersAreLetGo(t *testing.T) {
	n, send, collect := numbersOf(t)
	one, again := n.Want(NumberOf{"a", ""}), n.Want(NumberOf{"a", ""})
	if one != again {
		t.Error("collected twice")
	}
	n.Release(one)
	send("a", "1")
	collect()
	n.Release(again)
	send("a", "2")
	collect()
	if got := valuesOf(one); got != "[1]" || len(n.list) != 0 {
		t.Errorf("%s, %d are collected", got, len(n.list))
	}
}

// TestSummaryIsFoundOutBeside whoever asks for it.
func TestSummaryIsFoundOutBeside(t *testing.T) {
	n, send, collect := numbersOf(t)
	r := n.Want(NumberOf{"a", ""})
	for range 5 {
		send("a", "1")
	}
	collect()
	if _, ok := r.Summary(0, math.MaxInt64/2, time.Time{}); ok {
		t.Error("known before it was asked for")
	}
	collect()
	if s, ok := r.Summary(0, math.MaxInt64/2, time.Time{}); !ok || s.Class != series.Constant {
		t.Errorf("%+v", s)
	}
}

// TestSummaryIsFoundOutNowAndThen, though what is asked for ends at another time at every
// drawing, and begins where the first number came.
func TestSummaryIsFoundOutNowAndThen(t *testing.T) {
	n, send, collect := numbersOf(t)
	r := n.Want(NumberOf{"a", ""})
	for range 20 {
		send("a", "1")
	}
	collect()
	last, _ := r.Last()
	for _, c := range []struct {
		name    string
		length  time.Duration // 0: from the first number on
		offline bool
	}{{"all there is", 0, false}, {"all there is, without a connection", 0, true}, {"a time, without a connection", 20 * time.Second, true}} {
		times := 0
		for i := range 30 { // a second
			now := time.Unix(0, last.At).Add(time.Duration(i) * time.Second / 30)
			from, over := now.Add(-c.length).UnixNano(), now
			if c.length == 0 {
				from, _, _ = r.Span()
			}
			if c.offline {
				over = time.Time{}
			}
			r.Summary(from, now.UnixNano(), over)
			before := r.said
			if n.Collect(now); !r.said.Equal(before) || i == 0 {
				times++
			}
		}
		if times > 3 {
			t.Errorf("%s: found out %d times in a second", c.name, times)
		}
	}
	now := time.Unix(0, last.At)
	r.Summary(now.Add(-5*time.Second).UnixNano(), now.UnixNano(), now)
	before := r.summary.Load().Points
	if n.Collect(now); r.summary.Load().Points == before {
		t.Error("of a shorter time it is not found out at once")
	}
}

// BenchmarkCollect is a message to a topic with a chart, among fifty others.
func BenchmarkCollect(b *testing.B) {
	s := model.NewStore(model.Options{})
	n := NewNumbers(s)
	r := n.Want(NumberOf{"device 7", "temperature"})
	var batch model.Batch
	for i := range 50 {
		batch.Messages = append(batch.Messages, model.Message{Topic: fmt.Appendf(nil, "device %d", i), Payload: []byte(`{"battery":97,"humidity":48.21,"temperature":21.37}`)})
	}
	b.ReportAllocs()
	for b.Loop() {
		batch.At = time.Now()
		s.Apply(batch)
		n.Collect(batch.At)
	}
	if r.Added() == 0 {
		b.Fatal("nothing was collected")
	}
}

// TestUnitsThatDevicesAnnounce hold for numbers that say none themselves.
func TestUnitsThatDevicesAnnounce(t *testing.T) {
	n, send, collect := numbersOf(t)
	f := &Feed{Store: n.store, Numbers: n}
	send("homeassistant/sensor/1/t/config", `{"stat_t":"hall","val_tpl":"{{ value_json.t }}","unit_of_meas":"°C"}`)
	plain, own, other := n.Want(NumberOf{"hall", "t"}), n.Want(NumberOf{"hall", "power_w"}), n.Want(NumberOf{"hall", "x"})
	send("hall", `{"t":21,"power_w":5,"x":1}`)
	f.followUnits()
	collect()
	send("homeassistant/sensor/1/x/config", `{"stat_t":"hall","val_tpl":"{{ value_json.x }}","unit_of_meas":"%"}`)
	f.followUnits()
	if plain.Unit() != "°C" || own.Unit() != "W" || other.Unit() != "%" {
		t.Errorf("%q, %q, %q", plain.Unit(), own.Unit(), other.Unit())
	}
	send("homeassistant/sensor/1/t/config", `{"stat_t":"hall","val_tpl":"{{ value_json.t }}","unit_of_meas":"°F"}`)
	f.followUnits()
	if plain.Unit() != "°F" {
		t.Errorf("announced anew: %q", plain.Unit())
	}
}

// barReader reads every payload as 7 bar.
type barReader struct{ t *testing.T }

func (barReader) Ready() bool { return true }

func (r barReader) Tree(*model.Entry) *value.Tree {
	b := value.NewBuilder(nil)
	if err := b.Add(value.Node{Kind: value.Number, Text: "7", Unit: "bar"}); err != nil {
		r.t.Error(err)
	}
	return b.Tree()
}

// TestUnitsOfDecodedPayloads come with the values of these.
func TestUnitsOfDecodedPayloads(t *testing.T) {
	n, send, collect := numbersOf(t)
	n.Reader = func(string) PayloadReader { return barReader{t} }
	r := n.Want(NumberOf{"raw", ""})
	send("raw", "\x07")
	collect()
	if r.Unit() != "bar" {
		t.Errorf("unit %q", r.Unit())
	}
}
