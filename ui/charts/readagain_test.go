package charts

import (
	"math"
	"slices"
	"testing"
	"time"

	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
	"mangrove/ui/connection"
)

// shows reports whether a line is of a path (empty: of any) and has these values.
func shows(l *line, path string, want ...float64) bool {
	if l == nil || path != "" && l.reading.Of.Path != path {
		return false
	}
	var list []float64
	for _, p := range l.reading.Copy(0, math.MaxInt64/2, 100) {
		list = append(list, p.Value)
	}
	return slices.Equal(list, want)
}

// TestChartsFollowWhatPayloadsMean: a format that is asked for, and a birth that comes
// later, hold for charts that run, and for pinned topics, from the history on.
func TestChartsFollowWhatPayloadsMean(t *testing.T) {
	const data = "spBv1.0/G/NDATA/N"
	b := newBench(t)
	b.conn.Sparkplug = sparkplug.NewNetwork()
	b.feed.Sparkplug = b.conn.Sparkplug
	b.send("raw", "\x01\x00")
	b.send("raw", "\x02\x00")
	b.send(data, "\x18\x01\x12\x06\x10\x0a\x20\x03\x50\x05") // alias 10
	b.Pins.Toggle("raw")
	b.Pins.Toggle(data)
	b.Show(data, "metrics.a.value")
	b.choose(data)
	b.choose("raw")
	if len(b.Topic.lines) != 0 || b.Pins.rows[0].line != nil {
		t.Fatalf("bytes are numbers: %q", names(b.Topic.lines))
	}
	if l := b.Pins.rows[1].line; l == nil || l.reading.Of.Path != `metrics."alias 10".value` {
		t.Fatalf("before the birth it shows %+v", l)
	}
	b.conn.FollowStored(profiles.Profile{Formats: []profiles.PayloadFormat{{Filter: "raw", As: []string{"int16le"}}}})
	b.send("spBv1.0/G/NBIRTH/N", "\x18\x00\x12\x09\x0a\x01a\x10\x0a\x20\x03\x50\x05")
	b.step()
	b.step()
	if l := b.Topic.lines; len(l) != 1 || !shows(l[0], "", 1, 2) {
		t.Errorf("the chart shows %q", names(l))
	}
	if l := b.Pins.rows[0].line; !shows(l, "", 1, 2) {
		t.Errorf("the pinned topic shows %+v", l)
	}
	if l := b.Pins.rows[1].line; !shows(l, "metrics.a.value", 5) {
		t.Errorf("after the birth it shows %+v", l)
	}
	b.choose(data)
	if l := b.Topic.lines; len(l) != 1 || !shows(l[0], "", 5) {
		t.Errorf("the chart of the metric shows %q", names(l))
	}
	b.conn.FollowStored(profiles.Profile{Formats: []profiles.PayloadFormat{{Filter: "raw", As: []string{"int8"}}}})
	b.choose("raw")
	b.step()
	if r := b.Pins.rows[0]; r.line == nil || r.line.reading.Of.Path == "" {
		t.Errorf("another format: the pinned topic shows %+v", r.line)
	}
}

// watchedReader tells when it reads.
type watchedReader struct {
	connection.PayloadReader
	told func()
}

func (r *watchedReader) Tree(e *model.Entry) *value.Tree {
	r.told()
	return r.PayloadReader.Tree(e)
}

// TestPayloadsAreReadBeside the goroutine that draws, for pinned topics and the chart of
// the selected one.
func TestPayloadsAreReadBeside(t *testing.T) {
	b := newBench(t)
	drawing, read := false, 0
	reader := b.numbers.Reader
	b.numbers.Reader = func(topic string) connection.PayloadReader {
		return &watchedReader{reader(topic), func() {
			if read++; drawing {
				t.Errorf("%s is read while it is drawn", topic)
			}
		}}
	}
	b.send("raw", "\xa1\x64temp\x18\x2a")
	b.send("text", "hello")
	id, _ := b.conn.Store.Find("raw")
	b.conn.Choose(id)
	for range 4 {
		drawing = true
		b.Pins.draw(b.at)
		b.Topic.Draw(b.at)
		if !b.Pins.Has("raw") {
			b.Pins.Toggle("raw")
			b.Pins.Toggle("text")
		}
		drawing = false
		b.at = b.at.Add(time.Second)
		b.feed.Prepare(b.at)
	}
	if l := b.Pins.rows[0].line; read == 0 || l == nil || l.reading.Of.Path != "temp" || len(b.Topic.lines) != 1 {
		t.Errorf("read %d times, and shown is %+v and %q", read, l, names(b.Topic.lines))
	}
	b.step()
	if got := b.Pins.rows[1].drawn.value; got != "hello" {
		t.Errorf("a text is shown as %q", got)
	}
}
