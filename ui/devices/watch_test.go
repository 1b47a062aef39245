package devices

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/connection"
)

// TestNobodyIsLateWithoutAConnection: they stand as they did when it ended.
func TestNobodyIsLateWithoutAConnection(t *testing.T) {
	b := newBench(t)
	c := b.connect()
	began := time.Now().Add(-time.Hour)
	for i := range 20 { // every three seconds, long ago
		c.Store.Apply(model.Batch{At: began.Add(time.Duration(i) * 3 * time.Second), Messages: []model.Message{{Topic: []byte("tele/lamp/STATE"), Payload: []byte("{}")}}})
	}
	b.until("it is late", func() bool { return b.has("silent for") })
	c.Status.Phase, c.LastConnected = broker.Waiting, began.Add(59*time.Second)
	b.until("it is not", func() bool { return len(b.lines()) == 1 && !b.has("silent for") })
}

// TestNothingIsDoneUnseen: without anybody who looks no goroutine is there, and what came
// meanwhile is known afterwards.
func TestNothingIsDoneUnseen(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	b.Seen(false)
	b.step()
	w := b.watches[b.current]
	if w.stop != nil {
		t.Error("it still looks")
	}
	await(w)
	b.receive(`tele/lamp/LWT Offline`)
	b.Seen(true)
	b.until("what came meanwhile is known", func() bool {
		return strings.Contains(b.counts.Text(), "2 offline")
	})
}

// TestLateToTheHistory: a page that is opened when the history has let messages go has the
// devices whose messages were carried forward, and says that it has not seen all; so with
// another template.
func TestLateToTheHistory(t *testing.T) {
	b := newBench(t)
	b.Seen(false)
	b.current = &connection.Connection{Store: model.NewStore(model.Options{Budget: 16 << 20})}
	b.current.Status = broker.Status{Phase: broker.Connected, Version: broker.V5}
	b.receive(site()...)
	for range 300 {
		b.receive("busy " + strings.Repeat("x", 100_000))
	}
	b.Seen(true)
	all := func() bool { return len(b.lines()) >= 4 && b.has("hall") && b.has("plug") && b.has("lamp") }
	b.until("all are listed", all)
	if notes := b.notes.Text(); !strings.Contains(notes, "Some messages were missed") {
		t.Errorf("it notes %q", notes)
	}
	b.template = "{device}"
	b.until("they are with a template", func() bool { return all() && b.has("busy") })
}

// TestDevicesThatLookAlike: two whose long names begin alike are two.
func TestDevicesThatLookAlike(t *testing.T) {
	b := newBench(t)
	b.template = "site/{device}/{metric}"
	b.connect()
	long := strings.Repeat("x", 300)
	b.receive("site/"+long+"1/rpm 1", "site/"+long+"2/rpm 1", "site/"+long+"2/volt 1")
	b.until("both are listed", func() bool { return len(b.lines()) == 2 })
	rows, _, _ := b.table.Rows.Seen()
	seen := map[string]bool{}
	for _, key := range []uint32{rows[0].Key, rows[1].Key} {
		b.table.Rows.OnSelect(key)
		b.until("its topics are listed", func() bool { return b.found.of == b.selected && len(b.found.topics) > 0 })
		for _, topic := range b.found.topics {
			if seen[topic] {
				t.Errorf("both have …%s", topic[len(topic)-10:])
			}
			seen[topic] = true
		}
	}
	if len(seen) != 3 {
		t.Errorf("they have %d topics", len(seen))
	}
}

// BenchmarkFound looks at 10,000 devices, as once a second.
func BenchmarkFound(b *testing.B) {
	c := &connection.Connection{Store: model.NewStore(model.Options{})}
	for i := range 10_000 {
		receive(c, fmt.Sprintf(`tele/dev%05d/STATE {"POWER":"ON"}`, i))
	}
	w := newWatch(c, func(func()) {}, func() {})
	for w.readOn(); w.isBehind(); {
		w.readOn()
	}
	b.ReportAllocs()
	for b.Loop() {
		w.listDevices(time.Now())
	}
}

// BenchmarkIntake takes messages of 1,000 devices in, while nobody looks at the page and while
// somebody does.
func BenchmarkIntake(b *testing.B) {
	batch := model.Batch{At: time.Now()}
	for i := range 1_000 {
		batch.Messages = append(batch.Messages, model.Message{Topic: fmt.Appendf(nil, "tele/dev%03d/SENSOR", i), Payload: []byte(`{"ENERGY":{"Power":42}}`)})
	}
	for _, looks := range []bool{false, true} {
		b.Run(map[bool]string{false: "unseen", true: "seen"}[looks], func(b *testing.B) {
			c := &connection.Connection{Store: model.NewStore(model.Options{})}
			w := newWatch(c, func(func()) {}, func() {})
			if looks {
				w.begin()
			}
			for b.Loop() {
				batch.At = batch.At.Add(time.Millisecond)
				c.Store.Apply(batch)
			}
			b.ReportMetric(float64(b.N)*1_000/b.Elapsed().Seconds(), "messages/s")
			if looks {
				w.end()
				await(w)
			}
		})
	}
}
